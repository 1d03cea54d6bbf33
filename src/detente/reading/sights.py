"""What of a document is known before anything is learned: its dates as told, its actors as named, and windows over both.

A document is read in windows of one to a few sentences with the text before them as context. Knows nothing of acts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from detente.actors import registry, resolve
from detente.model import Document, Passage
from detente.reading import when
from detente.reading.window import Named, Window, build

if TYPE_CHECKING:
    from tokenizers import Tokenizer
else:
    Tokenizer = Any

Placed = TypeVar("Placed", Named, when.TimeWords)
BODY = 300  # characters of body in a window, at most, unless one sentence is longer
CONTEXT = 300  # characters of the text before it
HEADER = 2  # main actors that open every window
TITLED, HEADED = 10, 2  # how many times over a name counts in the title, and in a heading


@dataclass(slots=True)
class Told:
    """The dates of a document: EDTF and date words by offset; by passage what narrative, heading and its own words tell."""

    edtf: dict[int, str | None] = field(default_factory=dict)
    words: dict[int, when.TimeWords] = field(default_factory=dict)
    narrative: dict[int, str | None] = field(default_factory=dict)
    heading: dict[int, str | None] = field(default_factory=dict)
    before: dict[int, str | None] = field(default_factory=dict)  # by date words, what the narrative had come to
    own: dict[int, str] = field(default_factory=dict)  # by passage, the first date that its own words tell


@dataclass(slots=True)
class Sight:
    """A window over a stretch of a document, the passages of its body, and the date words in it, by offset in the document."""

    window: Window
    start: int  # of the window's text in the document
    passages: list[Passage]
    times: Sequence[when.TimeWords]


def dates(document: Document) -> Told:
    """All date words of the body, resolved in order, each moving the narrative on."""
    told = Told()
    narrative: str | None = None
    heading: str | None = None
    for passage in document.passages:
        told.narrative[passage.start] = narrative
        found = when.find(document.text[passage.start : passage.end])
        for words in found:
            at = passage.start + words.start
            told.before[at] = narrative
            edtf = when.resolve(words, told_on=document.date, narrative=narrative, tense="past")
            told.edtf[at], told.words[at] = edtf, replace(words, start=at, end=at + len(words.words))
            if edtf:
                told.own.setdefault(passage.start, edtf)
            if edtf and not words.aside and ".." not in edtf and not edtf.endswith("/"):
                narrative = edtf
        if document.blocks[passage.block].kind == "heading":
            heading = told.own.get(passage.start)
        told.heading[passage.start] = heading
    return told


def names(document: Document, told: Told) -> list[Named]:
    """Every mention of the body with its actor at the date told of, ambiguous ones by the document's other actors."""
    mentions = resolve.find(document.text)
    around = Counter(a for m in mentions if (a := resolve.at(m, on=document.date).actor))
    starts = [passage.start for passage in document.passages]
    found = []
    for m in mentions:
        place = bisect_right(starts, m.start) - 1
        passage = document.passages[place] if place >= 0 else None
        own = told.own.get(passage.start) if passage else None
        carried = told.narrative[passage.start] if passage else None
        actor = resolve.at(m, on=own or carried or document.date, around=around).actor
        if actor is not None and own is None and carried is not None:
            actor = _as_written(m, actor, document, around)
        found.append(Named(m.start, m.end, actor, m.sort))
    return found


def _as_written(mention: resolve.Mention, actor: str, document: Document, around: Counter[str]) -> str:
    """Who bears a name where only the narrative tells the time: an author who writes of Soviets means Russia by Russia."""
    today = resolve.at(mention, on=document.date, around=around).actor
    if today is None or today == actor or actor not in registry().predecessors(today):
        return actor
    return today if around[actor] else actor


def header(document: Document, named: Sequence[Named]) -> list[tuple[str, str]]:
    """The actors that a document is about, with their names: those it names most, in its title and headings above all."""
    counts = Counter(m.actor for m in named if m.actor)
    for block in document.blocks:
        if block.kind == "heading":
            counts.update({m.actor: HEADED for m in named if m.actor and block.start <= m.start < block.end})
    for mention in resolve.find(document.title or ""):
        actor = resolve.at(mention, on=document.date, around=counts).actor
        counts.update({actor: TITLED} if actor else {})
    return [(actor, registry().name(actor)) for actor, _ in counts.most_common(HEADER)]


def sights(tokenizer: Tokenizer, document: Document, named: Sequence[Named], told: Told) -> Iterator[Sight]:
    """Windows over a document, each with the mentions and date words in it."""
    leading = header(document, named)
    times = [words for _, words in sorted(told.words.items())]
    for held in _stretches(document):
        body, end = held[0].start, held[-1].end
        start = _context(document, body)
        mine = [
            replace(m, start=m.start - start, end=m.end - start) for m in _between(named, start, end) if m.end <= end
        ]
        near = _between(times, start, end)
        window = build(
            tokenizer,
            document.text[start:end],
            body=body - start,
            named=mine,
            dates=[(w.start - start, w.end - start) for w in near],
            header=leading,
        )
        yield Sight(window, start, held, near)


def _between(placed: Sequence[Placed], start: int, end: int) -> Sequence[Placed]:
    """Those that begin between two offsets, of things in the order of their offsets."""
    first = bisect_left(placed, start, key=_start)
    return placed[first : bisect_left(placed, end, lo=first, key=_start)]


def _start(placed: Named | when.TimeWords) -> int:
    return placed.start


def _context(document: Document, body: int) -> int:
    """Where the text that a window shows before its body begins: at a word."""
    start = max(0, body - CONTEXT)
    return min(body, document.text.find(" ", start) + 1) if start else 0


def _stretches(document: Document) -> Iterator[list[Passage]]:
    """Neighbouring passages that are read together, up to BODY characters."""
    held: list[Passage] = []
    for passage in document.passages:
        if held and passage.end - held[0].start > BODY:
            yield held
            held = []
        held.append(passage)
    if held:
        yield held
