"""Annotated passages to what the network learns from: windows with the acts, roles, modalities and dates marked in them.

Uses the same mention finder, date grammar and windows as the reader, so that training sees what reading will see.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from detente.actors import registry, resolve
from detente.reading import when
from detente.reading.window import SLOTS, Named, Window, build, pieces
from training.passages import Passage, Telling, Words, spans

MODALITIES = ("happened", "planned", "alleged", "denied", "assessed")


@dataclass(slots=True)
class Act:
    """An annotated act in a window: word pieces of its trigger and what is right for it."""

    first: int
    last: int
    kind: int
    modality: int
    initiators: frozenset[str]
    targets: frozenset[str]
    speaker: str | None
    date: int | None  # index into Window.dates; None where undated
    said: frozenset[tuple[int, int]]  # (role, mention index) pairs that the annotator's words name


@dataclass(slots=True)
class Example:
    """A window and its acts."""

    window: Window
    acts: list[Act] = field(default_factory=list)


@dataclass(slots=True)
class Prepared:
    """A passage with its mentions and dates found once; windows are built from it afresh each epoch."""

    passage: Passage
    before: str
    named: list[Named]
    dates: list[tuple[int, int]]


def prepare(passages: Sequence[Passage]) -> list[Prepared]:
    """Find mentions and dates of every passage; the passage before it in the same document is its context."""
    found = []
    previous: Passage | None = None
    for passage in passages:
        follows = (
            previous is not None and (previous.case, previous.date) == (passage.case, passage.date) and passage.date
        )
        before = _tail(previous.text) if follows and previous else ""
        text = f"{before} {passage.text}".strip()
        found.append(Prepared(passage, before, _named(text, passage), [(w.start, w.end) for w in when.find(text)]))
        previous = passage
    return found


def _tail(text: str, most: int = 300) -> str:
    return text if len(text) <= most else text[-most:].partition(" ")[2]


def _named(text: str, passage: Passage) -> list[Named]:
    on = passage.date or next((c.date for c in passage.claims if c.date), None)
    return [Named(m.start, m.end, resolve.at(m, on=on).actor, m.sort) for m in resolve.find(text)]


def example(
    prepared: Prepared, tokenizer: Tokenizer, kinds: Sequence[str], shuffle: random.Random | None = None
) -> Example:
    """The window of a passage with its acts; slots and header vary where ``shuffle`` is given."""
    passage, lead = prepared.passage, len(prepared.before) + 1 if prepared.before else 0
    text = f"{prepared.before} {passage.text}".strip()
    order = shuffle.sample(range(1, SLOTS + 1), SLOTS) if shuffle else None
    window = build(
        tokenizer,
        text,
        body=lead,
        named=prepared.named,
        dates=prepared.dates,
        header=_header(prepared, shuffle),
        order=order,
    )
    made = Example(window)
    for claim in passage.claims:
        act = _act(claim, passage.text, lead, window, kinds)
        if act is not None:
            made.acts.append(act)
    return made


def _header(prepared: Prepared, shuffle: random.Random | None) -> list[tuple[str, str]]:
    """The main actors, as a document's header would name them: those most named, and those only understood."""
    counts = Counter(m.actor for m in prepared.named if m.actor)
    understood = [p.actor for c in prepared.passage.claims for p in (*c.initiators, *c.targets) if p.words is None]
    actors = list(dict.fromkeys([*understood, *(a for a, _ in counts.most_common(2))]))[:3]
    if shuffle:
        shuffle.shuffle(actors)
        actors = actors if shuffle.random() < 0.7 else actors[:1]
    known = registry()
    return [(a, known.name(a)) for a in actors if known.get(a) is not None]


def _act(claim: Telling, text: str, lead: int, window: Window, kinds: Sequence[str]) -> Act | None:
    places = spans(text, claim.trigger)
    found = pieces(window, lead + places[0][0], lead + places[0][1]) if places else None
    if found is None or claim.kind not in kinds:
        return None
    at = places[0][0]
    said = set()
    for role, parties in enumerate((claim.initiators, claim.targets)):
        for party in parties:
            index = _mention(window, party.actor, _nearest(text, party.words, at), lead)
            if index is not None:
                said.add((role, index))
    return Act(
        *found,
        kinds.index(claim.kind),
        MODALITIES.index(claim.modality),
        frozenset(p.actor for p in claim.initiators),
        frozenset(p.actor for p in claim.targets),
        claim.speaker,
        _date(window, text, claim, at, lead),
        frozenset(said),
    )


def _nearest(text: str, words: Words | None, at: int) -> tuple[int, int] | None:
    places = spans(text, words) if words else []
    return min(places, key=lambda span: abs(span[0] - at)) if places else None


def _mention(window: Window, actor: str, span: tuple[int, int] | None, lead: int) -> int | None:
    if span is None:
        return None
    for i, m in enumerate(window.mentions):
        if (
            m.actor == actor
            and m.start is not None
            and m.end is not None
            and m.start < lead + span[1]
            and m.end > lead + span[0]
        ):
            return i
    return None


def _date(window: Window, text: str, claim: Telling, at: int, lead: int) -> int | None:
    span = _nearest(text, claim.date_words, at)
    found = pieces(window, lead + span[0], lead + span[1]) if span else None
    if found is None:
        return None
    return next((i for i, (_, first, last) in enumerate(window.dates) if first <= found[1] and last >= found[0]), None)
