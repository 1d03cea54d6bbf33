"""What date words mean before it is known when they were written: shapes that resolve to a date against two anchors.

The anchors are the document's date and the date that the narrative stands at. A shape that needs an anchor which is
missing, or that names no time at all (a duration, "in recent years"), resolves to None. Knows nothing of text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from detente import dates
from detente.dates import Date
from detente.errors import DateError
from detente.reading.when.reckoning import Unit, coarser, ends, grain, rounded, shift, slight

Base = Literal["told", "narrative", "either"]
Tense = Literal["past", "future"] | None


@dataclass(frozen=True, slots=True)
class Anchors:
    """What shapes resolve against: the document's date, the narrative's, and whether past or coming times are meant."""

    told: Date | None
    narrative: Date | None
    tense: Tense = "past"

    def at(self, base: Base) -> Date | None:
        """The anchor of this name; "either" is the narrative's date, else the document's."""
        if base == "told":
            return self.told
        return self.narrative if base == "narrative" else self.narrative or self.told

    def possible(self, date: Date | None) -> bool:
        """Whether a date can be meant: told of as past, it does not begin after the document's own date."""
        if date is None:
            return False
        return self.tense != "past" or self.told is None or ends(date)[0] <= ends(self.told)[1]


class Shape(Protocol):
    """Parsed date words."""

    def resolve(self, anchors: Anchors, /) -> Date | None:
        """The date meant, or None where the anchors do not tell."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A date that the words give in full."""

    date: Date

    def resolve(self, _anchors: Anchors, /) -> Date | None:
        """The date itself."""
        return self.date


@dataclass(frozen=True, slots=True)
class Untold:
    """Words about time that give no date: a duration, or "in recent years"."""

    duration: bool = False

    def resolve(self, _anchors: Anchors, /) -> Date | None:
        """None, always."""
        return None


@dataclass(frozen=True, slots=True)
class Yearless:
    """A month, a day of a month or a season without its year; ``weekday`` (Monday is 0) where that is told too."""

    month: int = 0
    day: int = 0
    season: int = 0
    weekday: int | None = None

    def in_year(self, year: int) -> Date | None:
        """The date in a year; None where that year has no such day."""
        try:
            if self.season:
                return dates.parse(f"{year:04}-{self.season}")
            return dates.parse(f"{year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else ""))
        except DateError:
            return None

    def around(self, year: int) -> Iterator[Date]:
        """The date in the years about a year, in order; only those on the weekday where that is told."""
        reach = 6 if self.weekday is not None or (self.month, self.day) == (2, 29) else 2
        for other in range(year - reach, year + reach + 1):
            date = self.in_year(other)
            if date and self.weekday in (None, ends(date)[0].weekday()):
                yield date

    def resolve(self, anchors: Anchors) -> Date | None:
        """In the narrative's year; else the nearest one before (or, in the future tense, after) the document's date."""
        narrative, told = anchors.narrative, anchors.told
        if narrative is None or grain(narrative) in {"decade", "century"} or self._is_news(narrative, told):
            return self._beside_told(told, anchors.tense)
        return self._beside(narrative, anchors)

    def _is_news(self, narrative: Date, told: Date | None) -> bool:
        """Whether the last two months are meant though a year was just told of: "… since 2014. On 7 March …"."""
        if told is None or self.season or grain(narrative) not in {"year", "season"} or told.grain != "day":
            return False
        latest = self._beside_told(told, "past")
        return latest is not None and (ends(told)[0] - ends(latest)[1]).days <= 62

    def _beside_told(self, told: Date | None, tense: Tense) -> Date | None:
        if told is None:
            return None
        first, last = ends(told)
        past = next((date for date in reversed(list(self.around(last.year))) if ends(date)[0] <= last), None)
        if tense != "future":
            return past
        coming = next((date for date in self.around(first.year) if ends(date)[1] >= first), None)
        return past if past and coming and _just_past(first, past, coming) else coming

    def _beside(self, narrative: Date, anchors: Anchors) -> Date | None:
        """The year of the narrative, or the next one where the narrative plainly goes over New Year's."""
        first, last = ends(narrative)
        fitting = [date for date in self.around(last.year) if anchors.possible(date)]
        inside = [date for date in fitting if ends(date)[0] >= first and ends(date)[1] <= last]
        if inside:
            return inside[0]
        same = next((date for date in fitting if ends(date)[0].year == last.year), None)
        if same is None:
            return next((date for date in reversed(fitting) if ends(date)[0] <= last), None)
        turned = next((date for date in fitting if ends(date)[0].year == last.year + 1), None)
        if turned and grain(narrative) in {"day", "week", "month"} and _turns(narrative, same, turned):
            return turned
        return same


def _turns(narrative: Date, same: Date, turned: Date) -> bool:
    """Whether next year's date is meant: the narrative's own year's lies farther back than next year's lies ahead."""
    first, last = ends(narrative)
    return (first - ends(same)[1]).days >= (ends(turned)[0] - last).days


def _just_past(today: dt.date, past: Date, coming: Date) -> bool:
    """Whether even in the future tense a date is more likely weeks old than ten months ahead."""
    return (today - ends(past)[1]).days <= 45 and (ends(coming)[0] - today).days > 300


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (Monday is 0). ``nearest`` for "the Monday", told beside a day of the narrative."""

    weekday: int
    nearest: bool = False

    def around(self, day: dt.date) -> Iterator[Date]:
        """The days of this name within two weeks of a day, in order."""
        monday = day - dt.timedelta(day.weekday())
        for week in range(-2, 3):
            yield dates.parse((monday + dt.timedelta(7 * week + self.weekday)).isoformat())

    def resolve(self, anchors: Anchors) -> Date | None:
        """The last such day up to the document's date (in the future tense the next from it)."""
        narrative = anchors.narrative
        if self.nearest and narrative and narrative.grain == "day":
            here = ends(narrative)[0]
            return min(self.around(here), key=lambda date: abs(ends(date)[0] - here))
        if anchors.told is None or anchors.told.grain != "day":
            return None
        today = ends(anchors.told)[0]
        if anchors.tense == "future":
            return next(date for date in self.around(today) if ends(date)[0] >= today)
        return [date for date in self.around(today) if ends(date)[0] <= today][-1]


@dataclass(frozen=True, slots=True)
class Nth:
    """The last, next or same month, season or weekday, counted from an anchor: "last July", "the following spring"."""

    of: Yearless | Weekday
    side: Literal[-1, 0, 1]
    base: Base

    def resolve(self, anchors: Anchors) -> Date | None:
        """The one just before, in the year of, or just after the anchor."""
        anchor = anchors.at(self.base)
        if anchor is None:
            return None
        first, last = ends(anchor)
        if isinstance(self.of, Weekday) and anchor.grain != "day":
            return None
        if self.side == 0:
            return self._same(first, last)
        around = list(self.of.around(last.year) if isinstance(self.of, Yearless) else self.of.around(first))
        if self.side < 0:
            return next((date for date in reversed(around) if ends(date)[1] < first), None)
        return next((date for date in around if ends(date)[0] > last), None)

    def _same(self, first: dt.date, last: dt.date) -> Date | None:
        if isinstance(self.of, Yearless):
            return self.of.in_year(last.year)
        return min(self.of.around(first), key=lambda date: abs(ends(date)[0] - first))


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day by its number alone, "the 19th", of the month that another shape gives or that is being told of."""

    day: int
    month: Shape | None = None

    def resolve(self, anchors: Anchors) -> Date | None:
        """That day of the narrative's month, else of the document's; of the month before where it would lie ahead."""
        anchor = self.month.resolve(anchors) if self.month else self._month(anchors)
        if anchor is None or grain(anchor) not in {"day", "week", "month"}:
            return None
        first = ends(anchor)[0]
        return self._in(first) if self.month else self._beside(first, anchor, anchors)

    def _beside(self, first: dt.date, anchor: Date, anchors: Anchors) -> Date | None:
        """In the anchor's month, or the one after or before where the day would else lie in the wrong direction."""
        month = first.replace(day=1)
        if anchor.grain == "day" and first.day - self.day > 20:
            return self._in(shift(month, 1, "month"))
        date = self._in(first)
        if anchors.tense == "future" and date and anchors.told and ends(date)[0] < ends(anchors.told)[0]:
            return self._in(shift(month, 1, "month"))
        return date if anchors.possible(date) else self._in(shift(month, -1, "month"))

    def _month(self, anchors: Anchors) -> Date | None:
        narrative = anchors.narrative
        return narrative if narrative and grain(narrative) in {"day", "week", "month"} else anchors.told

    def _in(self, month: dt.date | None) -> Date | None:
        try:
            return dates.parse(month.replace(day=self.day).isoformat()) if month else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class InYear:
    """A month, day or season of a year that other words give: "August of last year", "17 April that year"."""

    of: Yearless
    year: Shape

    def resolve(self, anchors: Anchors) -> Date | None:
        """None unless the other words come to a single year."""
        year = self.year.resolve(anchors)
        return self.of.in_year(ends(year)[0].year) if year and ends(year)[0].year == ends(year)[1].year else None


@dataclass(frozen=True, slots=True)
class Then:
    """The date that the narrative stands at: "since then", "on that date"."""

    def resolve(self, anchors: Anchors) -> Date | None:
        """The narrative's date."""
        return anchors.narrative


@dataclass(frozen=True, slots=True)
class Calendar:
    """A whole unit of the calendar, counted from an anchor's: yesterday, last week, that year, the following month."""

    offset: int
    unit: Unit
    base: Base

    def resolve(self, anchors: Anchors) -> Date | None:
        """The unit, or as much of a coarser anchor as it comes to."""
        anchor = anchors.at(self.base)
        if anchor is None:
            return None
        if self.unit == "weekend":
            return self._weekend(anchor, anchors)
        if self.offset and slight(anchor, self.offset, self.unit):
            return anchor
        first, last = ends(anchor)
        return rounded(
            shift(first, self.offset, self.unit), shift(last, self.offset, self.unit), coarser(anchor, self.unit)
        )

    def _weekend(self, anchor: Date, anchors: Anchors) -> Date | None:
        if anchor.grain != "day":
            return None
        today = ends(anchor)[0]
        back = (today.weekday() - 5) % 7
        saturday = today - dt.timedelta(back)
        if self.offset > 0 or (anchors.tense == "future" and self.base == "told" and back > 1):
            saturday += dt.timedelta(7)
        elif self.offset < 0 and back <= 1:
            saturday -= dt.timedelta(7)
        return dates.parse(dates.interval(saturday, saturday + dt.timedelta(1)))


@dataclass(frozen=True, slots=True)
class ShortDecade:
    """A decade without its century, "the nineties"; ``digit`` is 9."""

    digit: int

    def resolve(self, anchors: Anchors) -> Date | None:
        """The narrative's century where one is told of; else the last such decade begun by the document's date."""
        if anchors.narrative:
            return dates.parse(f"{ends(anchors.narrative)[0].year // 100}{self.digit}X")
        if anchors.told is None:
            return None
        year = ends(anchors.told)[1].year
        decade = year // 100 * 10 + self.digit
        return dates.parse(f"{decade if decade * 10 <= year else decade - 10}X")


@dataclass(frozen=True, slots=True)
class ShortYear:
    """A day with a year of two digits."""

    year: int
    month: int
    day: int

    def resolve(self, anchors: Anchors) -> Date | None:
        """The last such year up to the document's; without one, 1950 to 2049."""
        latest = ends(anchors.told)[1].year if anchors.told else 2049
        year = latest - (latest - self.year) % 100
        return Yearless(self.month, self.day).in_year(year)


@dataclass(frozen=True, slots=True)
class TurnOfCentury:
    """A few years on either side of the last century's turn that is told of: "the turn of the century"."""

    def resolve(self, anchors: Anchors) -> Date | None:
        """Two years either side of the century's first year, nearest the narrative, else last before the document."""
        anchor = anchors.at("either")
        if anchor is None:
            return None
        first = ends(anchor)[0].year
        century = round(first / 100) * 100 if anchors.narrative else first - first % 100
        return dates.parse(f"{century - 2}/{century + 2}")
