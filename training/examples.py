"""Annotated passages to what the network learns from: windows with the acts, roles, modalities and dates marked in them.

Uses the same mention finder, date grammar and windows as the reader, so that training sees what reading will see.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tokenizers import Tokenizer

from detente.actors import registry, resolve
from detente.model import MODALITIES
from detente.reading import when
from detente.reading.sights import CONTEXT, HEADER
from detente.reading.window import SLOTS, Named, Window, build, pieces
from training import syntax
from training.passages import ROOTS, Party, Passage, Telling, Words, spans

UNDATED, CURRENT, UNCLEAR = -1, -2, -3  # no date, the document's own time, not known which
ROOT_NAMES = tuple(sorted(ROOTS))
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """An annotated claim with its places as character spans of ``Prepared.text``; a party without words has no span."""

    trigger: Span
    kind: str
    root: str | None
    sides: tuple[tuple[tuple[str, Span | None], ...], tuple[tuple[str, Span | None], ...]]
    date: Span | None
    dating: str  # "words", "document" (told of the document's own time), "none", or "unclear"
    modality: str
    speaker: str | None


@dataclass(slots=True)
class Prepared:
    """A passage with its mentions and dates found once; windows are built from it afresh each epoch."""

    text: str
    body: int  # the character at which the passage begins, after its context
    told: list[Told]
    named: list[Named]
    dates: list[Span]
    leading: list[str]  # the actors its document names most
    arcs: list[tuple[int, int]] = field(default_factory=list)  # first characters of a word and of the word it hangs on


@dataclass(slots=True)
class Act:
    """An annotated act in a window: word pieces of its trigger and what is right for it."""

    first: int
    last: int
    kind: int
    root: int | None
    modality: int
    sides: tuple[frozenset[str], frozenset[str]]
    speaker: str | None
    date: int  # index into Window.dates, then UNDATED and CURRENT
    words: list[tuple[int, int, int, str]]  # (role, first, last, actor): the word pieces that stand for an actor


@dataclass(slots=True)
class Example:
    """A window, its acts, and the word piece on which each word hangs."""

    window: Window
    acts: list[Act] = field(default_factory=list)
    arcs: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Script:
    """A document of the corpus: its passages, alone and joined with those that follow, by (first, how many)."""

    passages: int
    parts: dict[tuple[int, int], Prepared]

    def cut(self, shuffle: random.Random | None = None) -> list[Prepared]:
        """The document as windows in order: one a passage, or in random runs of up to three."""
        found, at = [], 0
        while at < self.passages:
            most = min(JOINED, self.passages - at)
            many = shuffle.choices(range(1, most + 1), JOINING[:most])[0] if shuffle else 1
            found.append(self.parts[at, many])
            at += many
        return found


JOINED = 3
JOINING = (0.4, 0.3, 0.3)  # how often a window's body is one, two or three passages


def prepare(passages: Sequence[Passage], *, parse: bool = True) -> list[Script]:
    """Find mentions, dates and syntax of every passage; the passage before it in the same document is its context."""
    found = []
    arcs = syntax.arcs([p.text for p in passages]) if parse else {}
    for (_, date), group in groupby(passages, key=lambda p: (p.case, p.date)):
        together = list(group)
        documents = [together] if date else [[passage] for passage in together]
        found += [_script(document, arcs) for document in documents]
    return found


def _script(document: Sequence[Passage], arcs: syntax.Arcs) -> Script:
    counts = Counter(m.actor for p in document for m in _named(p.text, _told_on(p)) if m.actor)
    leading = [actor for actor, _ in counts.most_common(3)]
    parts = {}
    for first in range(len(document)):
        before = _tail(document[first - 1].text) if first else ""
        for many in range(1, min(JOINED, len(document) - first) + 1):
            parts[first, many] = _prepared(document[first : first + many], before, leading, arcs)
    return Script(len(document), parts)


def _prepared(passages: Sequence[Passage], before: str, leading: list[str], arcs: syntax.Arcs) -> Prepared:
    text, told, hangs = before, list[Told](), list[tuple[int, int]]()
    for passage in passages:
        lead = len(text) + 1 if text else 0
        text = f"{text} {passage.text}".strip()
        hangs += [(a + lead, b + lead) for a, b in arcs.get(passage.text, ())]
        told += [t for claim in passage.claims if (t := _told(passage, claim, lead)) is not None]
    dates = [(w.start, w.end) for w in when.find(text)]
    body = len(before) + 1 if before else 0
    return Prepared(text, body, told, _named(text, _told_on(passages[0])), dates, leading, hangs)


def _told(passage: Passage, claim: Telling, lead: int) -> Told | None:
    text = passage.text
    places = spans(text, claim.trigger)
    if not places:
        return None
    start, end = places[0]

    def near(words: Words | None) -> Span | None:
        found = spans(text, words) if words else []
        best = min(found, key=lambda span: abs(span[0] - start)) if found else None
        return (best[0] + lead, best[1] + lead) if best else None

    def side(parties: Sequence[Party]) -> tuple[tuple[str, Span | None], ...]:
        return tuple((party.actor, near(party.words)) for party in parties)

    date, dating = _dating(passage, claim, start)
    return Told(
        (start + lead, end + lead),
        claim.kind,
        claim.root,
        (side(claim.initiators), side(claim.targets)),
        near(claim.date_words) or (date and (date[0] + lead, date[1] + lead)),
        dating,
        claim.modality,
        claim.speaker,
    )


def _dating(passage: Passage, claim: Telling, start: int) -> tuple[Span | None, str]:
    """Where an act's date comes from; for one given without words, the date words that mean it, where some do."""
    if claim.date is None or claim.date_words is not None:
        return None, "none" if claim.date is None else "words"
    told = [
        (w.start, w.end)
        for w in when.find(passage.text)
        if when.resolve(w, told_on=passage.date, narrative=None) == claim.date
    ]
    if told:
        return min(told, key=lambda span: abs(span[0] - start)), "words"
    if passage.date and claim.date in (passage.date, passage.date[:7], passage.date[:4]):
        return None, "document"
    return None, "unclear"


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else text[-CONTEXT:].partition(" ")[2]


def _told_on(passage: Passage) -> str | None:
    return passage.date or next((c.date for c in passage.claims if c.date), None)


def _named(text: str, on: str | None) -> list[Named]:
    return [Named(m.start, m.end, resolve.at(m, on=on).actor, m.sort) for m in resolve.find(text)]


def example(
    prepared: Prepared, tokenizer: Tokenizer, kinds: Sequence[str], shuffle: random.Random | None = None
) -> Example:
    """The window of a passage with its acts; slots and header vary where ``shuffle`` is given."""
    order = shuffle.sample(range(1, SLOTS + 1), SLOTS) if shuffle else None
    header = _header(prepared, shuffle)
    window = build(
        tokenizer,
        prepared.text,
        body=prepared.body,
        named=prepared.named,
        dates=prepared.dates,
        header=header,
        order=order,
    )
    made = Example(window)
    made.acts = [act for told in prepared.told if (act := _act(told, window, kinds)) is not None]
    first = {start: i for i, (start, _) in reversed(list(enumerate(window.spans))) if start >= 0}
    made.arcs = [(first[a], first[b]) for a, b in prepared.arcs if a in first and b in first]
    return made


def _header(prepared: Prepared, shuffle: random.Random | None) -> list[tuple[str, str]]:
    """The main actors, as a document's header names them; in training sometimes one that is only understood, or fewer."""
    actors = prepared.leading[:HEADER]
    if shuffle:
        understood = [a for t in prepared.told for side in t.sides for a, span in side if span is None]
        if understood and shuffle.random() < 0.4:
            actors = [*actors[:1], shuffle.choice(understood)]
        if shuffle.random() < 0.15:
            actors = actors[:1]
        shuffle.shuffle(actors := list(dict.fromkeys(actors)))
    known = registry()
    return [(a, known.name(a)) for a in actors if known.get(a) is not None]


def _act(told: Told, window: Window, kinds: Sequence[str]) -> Act | None:
    found = pieces(window, *told.trigger)
    if found is None or told.kind not in kinds:
        return None
    words = [
        (role, *place, actor)
        for role, side in enumerate(told.sides)
        for actor, span in side
        if span is not None and (place := pieces(window, *span)) is not None
    ]
    return Act(
        *found,
        kinds.index(told.kind),
        ROOT_NAMES.index(told.root) if told.root else None,
        MODALITIES.index(told.modality),  # type: ignore[arg-type]
        (frozenset(a for a, _ in told.sides[0]), frozenset(a for a, _ in told.sides[1])),
        told.speaker,
        _date(window, told),
        words,
    )


def _date(window: Window, told: Told) -> int:
    if told.dating == "document":
        return CURRENT
    if told.dating == "none":
        return UNDATED
    found = pieces(window, *told.date) if told.date else None
    if found is None:
        return UNCLEAR
    same = (i for i, (_, first, last) in enumerate(window.dates) if first <= found[1] and last >= found[0])
    return next(same, UNCLEAR)
