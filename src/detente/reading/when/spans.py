"""Shapes that reach from one time to another: counts from an anchor, stretches, parts of longer times, ranges.

Like those of ``shapes``, they resolve against the document's date and the narrative's, and know nothing of text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from detente import dates
from detente.dates import Date
from detente.reading.when.reckoning import Unit, coarser, ends, grain, rounded, settled, shift, slight
from detente.reading.when.shapes import Anchors, Base, Shape, Yearless

PartName = Literal[
    "early",
    "mid",
    "late",
    "beginning",
    "end",
    "half-1",
    "half-2",
    "quarter-1",
    "quarter-2",
    "quarter-3",
    "quarter-4",
    "first-day",
    "last-day",
    "some",
]

# How many units vague words mean, at the least and at the most: "days later" is under two weeks, "years later" open.
_VAGUE: dict[str, tuple[int, int]] = {"day": (1, 13), "week": (1, 6), "month": (1, 11), "year": (2, 9)}


@dataclass(frozen=True, slots=True)
class Count:
    """So many units before or after an anchor: "six days later", "three years ago", "two days after 24 February".

    ``count`` is None for "days later", "a few years ago"; ``about`` for "nearly", "some", "more than".
    """

    count: float | None
    unit: Unit
    sign: Literal[-1, 1]
    base: Base
    about: bool = False
    start: Shape | None = None

    def resolve(self, anchors: Anchors) -> Date | None:
        """At the grain of the unit, or the anchor's where that is coarser; vague counts are a month or longer."""
        anchor = self.start.resolve(anchors) if self.start else anchors.at(self.base)
        if anchor is None:
            return None
        if self.count is None:
            return self._vague(anchor)
        if slight(anchor, self.count, self.unit):
            return anchor
        if anchor.grain == "interval" and grain(anchor) in {"year", "decade", "century"}:
            anchor = dates.parse(_side(anchor, -1 if self.sign > 0 else 0))
        first, last = ends(anchor)
        moved = shift(first, self.sign * self.count, self.unit), shift(last, self.sign * self.count, self.unit)
        if self.unit in {"day", "week"}:
            return self._days(anchor, *moved)
        unit = coarser(anchor, {"decade": "year", "century": "decade"}.get(self.unit, self.unit))
        return self._marked(rounded(*moved, unit))

    def _marked(self, date: Date | None) -> Date | None:
        round_number = self.unit in {"decade", "century"}
        if date and (self.about or round_number) and date.grain in {"month", "year", "decade"}:
            return dates.parse(date.edtf.rstrip("~") + "~")
        return date

    def _days(self, anchor: Date, first: dt.date | None, last: dt.date | None) -> Date | None:
        """Days to the day, a week to a day or so, more weeks to half a week on either side."""
        if anchor.grain != "day":
            return rounded(first, last, coarser(anchor, "day"))
        slack = (1 if self.count == 1 else 3) if self.unit == "week" else 0
        slack = max(slack, 3) if self.about else slack
        return rounded(first and shift(first, -slack, "day"), last and shift(last, slack, "day"), "day")

    def _vague(self, anchor: Date) -> Date | None:
        if self.unit not in _VAGUE:
            return None
        nearest, farthest = _VAGUE[self.unit]
        if self.sign < 0:
            nearest, farthest = -farthest, -nearest
        if slight(anchor, farthest if self.sign > 0 else nearest, self.unit):
            return anchor
        first, last = ends(anchor)
        unit = "month" if self.unit in {"day", "week"} else self.unit
        return rounded(shift(first, nearest, self.unit), shift(last, farthest, self.unit), coarser(anchor, unit))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some time within so many units of an anchor: "over the past year", "within two months", "in the next decade".

    ``of`` says that the anchor is something told of: "within months of the attack", which no plan moves on.
    """

    count: float | None
    unit: Unit
    sign: Literal[-1, 1]
    base: Base
    of: bool = False

    def resolve(self, anchors: Anchors) -> Date | None:
        """From the anchor as far as the words reach; None for a vague past ("over the last few years")."""
        ahead = self.base == "narrative" and anchors.tense == "future" and anchors.told and not self.of
        base: Base = "told" if ahead else self.base
        anchor = anchors.at(base)
        if anchor is None or (self.count is None and (self.base == "told" or self.unit not in _VAGUE)):
            return None
        count = self.count if self.count is not None else _VAGUE[self.unit][1]
        if slight(anchor, count, self.unit):
            return anchor
        first, last = ends(anchor)
        opens = shift(first, -count, self.unit) if self.sign < 0 else first
        closes = shift(last, count, self.unit) if self.sign > 0 else last
        return rounded(opens, closes, coarser(anchor, self._grain()))

    def _grain(self) -> str:
        if self.unit in {"day", "week"}:
            return "day" if self.count is not None else "month"
        return {"decade": "year", "century": "decade"}.get(self.unit, self.unit)


_THIRDS: tuple[PartName, ...] = ("early", "mid", "late")
_YEAR_PARTS: dict[PartName, tuple[int, int]] = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "beginning": (1, 2),
    "end": (11, 12),
    "half-1": (1, 6),
    "half-2": (7, 12),
    "quarter-1": (1, 3),
    "quarter-2": (4, 6),
    "quarter-3": (7, 9),
    "quarter-4": (10, 12),
}
# Years within a decade, counted from its first; "the early 1950s" are 1950 to 1953.
_DECADE_PARTS: dict[PartName, tuple[int, int]] = {
    "early": (0, 3),
    "mid": (4, 6),
    "late": (7, 9),
    "beginning": (0, 1),
    "end": (8, 9),
    "half-1": (0, 4),
    "half-2": (5, 9),
}
_CENTURY_PARTS: dict[PartName, tuple[int, int]] = {
    "early": (0, 33),
    "mid": (34, 66),
    "late": (67, 99),
    "beginning": (0, 9),
    "end": (90, 99),
    "half-1": (0, 49),
    "half-2": (50, 99),
    "quarter-1": (0, 24),
    "quarter-2": (25, 49),
    "quarter-3": (50, 74),
    "quarter-4": (75, 99),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a longer time: "early 2021", "the end of summer", "the first half of the 1990s"."""

    part: PartName
    of: Shape

    def resolve(self, anchors: Anchors) -> Date | None:
        """The part of a year, decade, century or season; a month or less stays whole, for its days are not told."""
        whole = self.of.resolve(anchors)
        if whole is None or self.part == "some":
            return whole
        first, last = ends(whole)
        if self.part in {"first-day", "last-day"}:
            return dates.parse((first if self.part == "first-day" else last).isoformat())
        if whole.grain == "year":
            return _months(first.year, *_YEAR_PARTS[self.part])
        if whole.grain in {"decade", "century"}:
            opens, closes = (_DECADE_PARTS if whole.grain == "decade" else _CENTURY_PARTS).get(self.part, (0, 9))
            return dates.parse(f"{first.year + opens}/{first.year + closes}")
        if whole.grain == "interval" and self.part in {"beginning", "end"}:
            return dates.parse(_side(whole, 0 if self.part == "beginning" else -1))
        if whole.grain == "interval" and self.part in _THIRDS and last.year - first.year >= len(_THIRDS):
            return _third(first.year, last.year, _THIRDS.index(self.part))
        if whole.grain == "season" and last.year == first.year:
            return _months(first.year, *_season_part(self.part, first.month))
        return whole


def _third(first: int, last: int, part: int) -> Date:
    """One of three parts of a run of years, a year on either side of a seam belonging to both: "early in the Cold War"."""
    length = (last - first) / len(_THIRDS)
    return dates.parse(f"{first + int(part * length)}/{first + -int(-(part + 1) * length // 1)}")


def _months(year: int, first: int, last: int) -> Date:
    return dates.parse(f"{year:04}-{first:02}" + (f"/{year:04}-{last:02}" if last > first else ""))


def _season_part(part: PartName, first: int) -> tuple[int, int]:
    if part in {"half-1", "half-2"}:
        return (first, first + 1) if part == "half-1" else (first + 1, first + 2)
    at = first + {"early": 0, "beginning": 0, "mid": 1}.get(part, 2)
    return at, at


@dataclass(frozen=True, slots=True)
class About:
    """A date told as approximate: "about 1991"."""

    of: Shape

    def resolve(self, anchors: Anchors) -> Date | None:
        """The date with the mark of approximation, where it is a single one."""
        date = self.of.resolve(anchors)
        if date is None or date.grain == "interval" or date.approximate or date.uncertain:
            return date
        return dates.parse(date.edtf + "~")


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another; an end that lacks its year takes it from the other."""

    first: Shape
    last: Shape

    def resolve(self, anchors: Anchors) -> Date | None:
        """The span, or None where an end is not told or they are the wrong way round."""
        if isinstance(self.first, Yearless):
            last = self.last.resolve(anchors)
            first = self._before(last)
        else:
            first = self.first.resolve(anchors)
            last = self._after(first, anchors)
        return self._span(first, last)

    def _before(self, last: Date | None) -> Date | None:
        """The yearless first end, the latest up to the last end."""
        if last is None or not isinstance(self.first, Yearless):
            return None
        found = [date for date in self.first.around(ends(last)[0].year) if ends(date)[0] <= ends(last)[0]]
        return found[-1] if found else None

    def _after(self, first: Date | None, anchors: Anchors) -> Date | None:
        """The last end; where it is yearless, the first from the first end on."""
        if first is None or not isinstance(self.last, Yearless):
            return self.last.resolve(Anchors(anchors.told, first or anchors.narrative, anchors.tense))
        return next((date for date in self.last.around(ends(first)[0].year) if ends(date)[0] >= ends(first)[0]), None)

    def _span(self, first: Date | None, last: Date | None) -> Date | None:
        if first is None or last is None or ends(first)[0] > ends(last)[1]:
            return None
        if first.edtf == last.edtf:
            return first
        return dates.parse(f"{_side(first, 0)}/{_side(last, -1)}")


def _side(date: Date, index: Literal[0, -1]) -> str:
    if date.grain == "decade" or date.grain == "century":
        return str(ends(date)[index].year)
    return date.edtf.split("/")[index]


def bounded(date: Date, relation: str) -> Date | None:
    """The date of an act that stands in this relation to a date: "since 1996" is ``1996/..``, "by 1996" ``../1996``."""
    first, last = _side(date, 0), _side(date, -1)
    if relation in {"since", "after"}:
        return _open(f"{first if relation == 'since' else last}/..")
    if relation in {"until", "by", "before"}:
        return _open(f"../{first if relation == 'before' else last}")
    return date


def _open(edtf: str) -> Date | None:
    """An EDTF of our own making as a date; None where its only side is itself open."""
    return dates.parse(edtf) if settled(edtf) else None
