"""Dates from English prose: which words tell a date, and which date they mean.

``find`` needs nothing but the text. ``resolve`` also takes the document's own date and the date that the narrative
stands at, since "on Monday" hangs on the one and "a year later" on the other. What the words do not tell is None, and
no day is ever given that the words do not. Knows nothing of acts, actors or parses.

From the text on: ``lexicon`` cuts it into classed tokens, ``grammar`` finds runs of them, ``checks`` drops those that
are no dates, ``build`` says what the rest mean as ``shapes`` and ``spans``, and ``link`` joins neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.dates import Date
from detente.errors import DateError
from detente.reading.when import build, checks, grammar, link
from detente.reading.when.lexicon import Tokens, tokenise
from detente.reading.when.link import Relation
from detente.reading.when.reckoning import ends, settled
from detente.reading.when.shapes import Anchors, Shape, Tense, Untold
from detente.reading.when.spans import Part, bounded

__all__ = ["Relation", "TimeWords", "find", "resolve"]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words of a text that tell a time: ``text[start:end] == words``.

    ``relation`` says how an act stands to the time ("since", "until", ...; "on" for at or in it). ``absolute`` words
    mean the same date wherever they stand. ``aside`` words date another act than their sentence's ("on 18 October …, a
    day after the talks"): the narrative does not move on with them.
    """

    start: int
    end: int
    words: str
    relation: Relation
    absolute: bool
    shape: Shape
    aside: bool = False

    @property
    def duration(self) -> bool:
        """Whether the words only tell how long something took; such words have no date."""
        return isinstance(self.shape, Untold) and self.shape.duration


def find(text: str) -> list[TimeWords]:
    """The date words of a text, in order and apart from each other. Offsets are in characters of the text."""
    tokens = tokenise(text)
    found: list[link.Found] = []
    for phrase in grammar.phrases(tokens):
        shape = build.shape(tokens, phrase) if checks.real(tokens, phrase) else None
        if shape is not None:
            link.add(tokens, found, phrase, shape)
    return [_worded(tokens, item) for item in found]


def _worded(tokens: Tokens, item: link.Found) -> TimeWords:
    start, end = tokens.starts[item.start], tokens.ends[item.end - 1]
    return TimeWords(
        start, end, tokens.text[start:end], item.relation, link.absolute(item.shape), item.shape, item.aside
    )


def resolve(
    words: TimeWords,
    *,
    told_on: str | None,
    narrative: str | None,
    tense: Literal["past", "future"] | None = "past",
) -> str | None:
    """The date that the words mean, as EDTF; None where nothing tells it, and for durations.

    ``told_on`` is the date of the document, ``narrative`` the date last told before the words. ``tense`` says whether a
    yearless date or a weekday is sought before or after the document's. Raises DateError where either is no EDTF.
    """
    shape = words.shape
    if words.relation in {"by", "until", "before"} and isinstance(shape, Part) and shape.part == "end":
        shape = shape.of  # "by the end of 1996" is by 1996
    anchors = _anchors(settled(told_on), settled(narrative), tense)
    try:
        date = shape.resolve(anchors)
        held = bounded(date, words.relation) if date else None
    except DateError:  # it comes to a year that the calendar does not reach
        return None
    return held.edtf if held else None


def _anchors(told: Date | None, narrative: Date | None, tense: Tense) -> Anchors:
    """Both anchors; a narrative that lies ahead of the document ("from 2030") is none for what is told as past."""
    ahead = tense == "past" and told and narrative and ends(narrative)[0] > ends(told)[1]
    return Anchors(told, None if ahead else narrative, tense)
