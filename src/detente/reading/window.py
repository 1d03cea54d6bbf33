"""What the encoder sees: a stretch of text as word pieces, with each actor's mentions tied together by a slot.

A window opens with the names of the document's main actors, then some text already read, then the body that acts are
looked for in. Every actor gets a number (its slot) that all its mentions share, so that "Moscow", "the Kremlin" and
"Putin" are one thing to the encoder before it has learned a word of geography. Used alike in training and in reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer
else:
    Tokenizer = Any

SLOTS = 24  # actors that one window can tell apart; a rarer one shares slot 0 with everything else
FLAGS = {"none": 0, "name": 1, "demonym": 2, "place": 3, "person": 4, "date": 5}
SORT_FLAGS = {
    "name": "name", "alias": "name", "abbreviation": "name", "demonym": "demonym", "adjective": "demonym", "people": "demonym",
    "capital": "place", "metonym": "place", "office": "person", "person": "person", "leader": "person",
}  # fmt: skip
LONGEST = 382  # word pieces in a window, the opening mark and the closing one left out


@dataclass(frozen=True, slots=True)
class Named:
    """A mention handed in: the actor it stands for (None where in doubt), its place in the text, and its sort."""

    start: int
    end: int
    actor: str | None
    sort: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention in a window: word pieces ``first`` to ``last`` inclusive. ``start`` is None for the header's names."""

    actor: str
    first: int
    last: int
    start: int | None
    end: int | None
    sort: str


@dataclass(slots=True)
class Window:
    """The encoder's input for one stretch of text, and where everything in it stands."""

    ids: list[int]
    spans: list[tuple[int, int]]  # of each word piece in the text; (-1, -1) for the header and marks
    slots: list[int]
    flags: list[int]
    inner: list[bool]  # whether a word piece goes on with the word of the piece before it
    mentions: list[Placed] = field(default_factory=list)
    dates: list[tuple[int, int, int]] = field(default_factory=list)  # (index of the date words, first, last)
    body: int = 0  # the first word piece of the body


def build(
    tokenizer: Tokenizer,
    text: str,
    *,
    body: int,
    named: Sequence[Named],
    dates: Sequence[tuple[int, int]],
    header: Sequence[tuple[str, str]] = (),
    order: Sequence[int] | None = None,
) -> Window:
    """A window over ``text`` whose body starts at character ``body``.

    ``header`` holds (actor, name) of the document's main actors; ``order`` permutes the slots (training shuffles them).
    """
    slot_of = _slots([actor for actor, _ in header], named, order)
    window = Window([CLS], [(-1, -1)], [0], [0], [False])
    for actor, name in header:
        first = len(window.ids)
        _extend(
            window, tokenizer.encode(name, add_special_tokens=False).ids, None, slot_of.get(actor, 0), FLAGS["name"]
        )
        window.mentions.append(Placed(actor, first, len(window.ids) - 1, None, None, "name"))
    _extend(window, [SEP], None, 0, 0)
    encoded = tokenizer.encode(text, add_special_tokens=False)
    base = len(window.ids)
    room = LONGEST - base
    _extend(window, encoded.ids[:room], encoded.offsets[:room], 0, 0)
    window.inner[base:] = [token.startswith("##") for token in encoded.tokens[:room]]
    window.body = next((i for i in range(base, len(window.ids)) if window.spans[i][0] >= body), len(window.ids))
    _mark(window, named, dates, slot_of, base)
    _extend(window, [SEP], None, 0, 0)
    return window


CLS, SEP = 101, 102


def _extend(window: Window, ids: Iterable[int], spans: Iterable[tuple[int, int]] | None, slot: int, flag: int) -> None:
    ids = list(ids)
    window.ids += ids
    window.spans += list(spans) if spans is not None else [(-1, -1)] * len(ids)
    window.slots += [slot] * len(ids)
    window.flags += [flag] * len(ids)
    window.inner += [False] * len(ids)


def _slots(header: Sequence[str], named: Sequence[Named], order: Sequence[int] | None) -> dict[str, int]:
    actors = list(dict.fromkeys([*header, *(m.actor for m in sorted(named, key=lambda m: m.start) if m.actor)]))
    numbers = list(order) if order is not None else list(range(1, SLOTS + 1))
    return dict(zip(actors, numbers, strict=False))


def pieces(window: Window, start: int, end: int, base: int = 0) -> tuple[int, int] | None:
    """The first and last word piece that characters ``start`` to ``end`` touch; None where they lie outside."""
    inside = [i for i in range(base, len(window.ids)) if window.spans[i][0] < end and window.spans[i][1] > start >= 0]
    return (inside[0], inside[-1]) if inside else None


def whole_words(window: Window, first: int, last: int) -> tuple[int, int]:
    """The characters of word pieces ``first`` to ``last``, with the rest of the words that they begin and end in."""
    while first > 0 and window.inner[first] and window.spans[first - 1][0] >= 0:
        first -= 1
    while last + 1 < len(window.ids) and window.inner[last + 1]:
        last += 1
    return window.spans[first][0], window.spans[last][1]


def _mark(
    window: Window, named: Sequence[Named], dates: Sequence[tuple[int, int]], slot_of: dict[str, int], base: int
) -> None:
    for i, (start, end) in enumerate(dates):
        found = pieces(window, start, end, base)
        if found:
            window.dates.append((i, *found))
            for at in range(found[0], found[1] + 1):
                window.flags[at] = FLAGS["date"]
    for mention in named:
        found = pieces(window, mention.start, mention.end, base)
        if found and mention.actor is not None:
            flag = FLAGS[SORT_FLAGS.get(mention.sort, "name")]
            for at in range(found[0], found[1] + 1):
                window.slots[at], window.flags[at] = slot_of.get(mention.actor, 0), flag
            window.mentions.append(Placed(mention.actor, *found, mention.start, mention.end, mention.sort))
