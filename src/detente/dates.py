"""Uncertain dates: EDTF (ISO 8601-2) in and out, first and last day, and comparisons that may answer "cannot be told".

A date of the record is one act's place in time as far as it is known: ``2025-07`` is some day of that month,
``2002/2005`` some time from 2002 to 2005, ``../1996`` at the latest in 1996, ``1996/..`` in 1996 or later. Two such
dates can often not be put in order, and then the functions here say None rather than guess.

An approximate date (``1991~``) is widened on both sides before it is compared; ``SLACK_MONTHS`` says by how much. This
module knows nothing of prose (see ``detente.reading.when``), claims or the record.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from detente.errors import DateError

Grain = Literal["day", "month", "season", "year", "decade", "century", "interval"]

MONTHS = tuple(calendar.month_name)
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
FIRST_YEAR, LAST_YEAR = 1000, 9998

# Northern seasons, as diplomatic prose means them. "Winter 1979" may be either end of the year, so it spans both.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 14)}

# How far an approximate date may be off on either side, in months; a day by a week.
SLACK_MONTHS: dict[Grain, int] = {"month": 1, "season": 3, "year": 24, "decade": 60, "century": 300}
SLACK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is known: its EDTF, its grain, and the first and last day it allows.

    A side that is open (``..``) or unknown (left empty) is None.
    """

    edtf: str
    first: dt.date | None
    last: dt.date | None
    grain: Grain
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.edtf


_POINT = re.compile(
    r"(?:(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
    r"|(?P<decade>[0-9]{3})X|(?P<century>[0-9]{2})XX)(?P<mark>[~?%]?)"
)
_LONGEST = 60  # characters of any EDTF that a person would write
_REMEDY = "Write it as EDTF: 2026-01-16, 2025-07, 1978, 198X, 2023-21 (spring), 2002/2005, ../1996, 1996/.. or 1991~."


@lru_cache(maxsize=65536)
def parse(edtf: str) -> Date:
    """Read an EDTF string.

    Takes days, months, seasons (21 to 24), years, decades (``198X``), centuries (``19XX``), intervals open on either
    side and the marks ``~``, ``?`` and ``%``; rarer forms of EDTF levels 1 and 2 go through the ``edtf`` package.
    Raises DateError for anything else, for days that no calendar has, and for years before 1000.
    """
    value = edtf.strip()
    if "/" in value:
        return _parse_interval(value)
    found = _POINT.fullmatch(value)
    if not found:
        return _parse_rare(value)
    marks = {"approximate": found["mark"] in {"~", "%"}, "uncertain": found["mark"] in {"?", "%"}}
    if found["year"] is None:
        digits, grain = (found["decade"], "decade") if found["decade"] else (found["century"], "century")
        first, last = _years(value, digits.ljust(4, "0"), digits.ljust(4, "9"))
        return Date(value, first, last, "decade" if grain == "decade" else "century", **marks)
    return _parse_point(value, found["year"], found["month"], found["day"], marks)


def _years(value: str, first: str, last: str) -> tuple[dt.date, dt.date]:
    if not FIRST_YEAR <= int(first) <= LAST_YEAR:
        raise DateError(f"'{value}' lies outside the years {FIRST_YEAR} to {LAST_YEAR}.", remedy="Leave the date out.")
    return dt.date(int(first), 1, 1), dt.date(min(int(last), LAST_YEAR), 12, 31)


def _parse_point(value: str, year: str, month: str | None, day: str | None, marks: dict[str, bool]) -> Date:
    first, last = _years(value, year, year)
    if month is None:
        return Date(value, first, last, "year", **marks)
    if int(month) in SEASONS and day is None:
        opens, closes = _SEASON_MONTHS[int(month)]
        end = _month_end(int(year) + closes // 13, (closes - 1) % 12 + 1)
        return Date(value, first.replace(month=opens), end, "season", **marks)
    if not 1 <= int(month) <= 12:
        raise DateError(f"'{value}' has no such month.", remedy=_REMEDY)
    if day is None:
        return Date(value, first.replace(month=int(month)), _month_end(int(year), int(month)), "month", **marks)
    try:
        only = dt.date(int(year), int(month), int(day))
    except ValueError:
        remedy = "Give the month alone, or correct the day."
        raise DateError(f"'{value}' is a day that no calendar has.", remedy=remedy) from None
    return Date(value, only, only, "day", **marks)


def _parse_interval(value: str) -> Date:
    left, _, right = value.partition("/")
    if "/" in right:
        raise DateError(f"'{value}' has more than two ends.", remedy=_REMEDY)
    start, end = _side(left), _side(right)
    first, last = start.first if start else None, end.last if end else None
    if first and last and first > last:
        raise DateError(f"'{value}' ends before it begins.", remedy="Put the earlier date first.")
    sides = [side for side in (start, end) if side]
    return Date(value, first, last, "interval", any(s.approximate for s in sides), any(s.uncertain for s in sides))


def _side(text: str) -> Date | None:
    return None if text in {"", ".."} else parse(text)


def _parse_rare(value: str) -> Date:
    """EDTF that our own pattern does not take: unspecified days, sets, partly approximate dates."""
    if not value or len(value) > _LONGEST:
        raise DateError(f"'{value[:_LONGEST]}' is not a date.", remedy=_REMEDY)
    try:
        from edtf import parse_edtf  # 0.3 s to import, and almost never needed

        found = parse_edtf(value)
        first, last = (dt.date(*moment[:3]) for moment in (found.lower_strict(), found.upper_strict()))
    except Exception as error:  # the package raises many kinds, none of its own for every case
        raise DateError(f"'{value}' is not a date.", remedy=_REMEDY) from error
    if first.year < FIRST_YEAR or last.year > LAST_YEAR or first > last:
        raise DateError(f"'{value}' lies outside the years {FIRST_YEAR} to {LAST_YEAR}.", remedy="Leave the date out.")
    grain: Grain = parse(interval(first, last)).grain
    return Date(value, first, last, grain, "~" in value or "%" in value, "?" in value or "%" in value)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def interval(first: dt.date | None, last: dt.date | None) -> str:
    """The shortest EDTF for a span of days, both included; None on a side leaves that side open.

    A whole month, year, decade or century is given as such; else each end is as coarse as both ends allow.
    """
    if first is None or last is None:
        return f"{_edge(first, opens=True)}/{_edge(last, opens=False)}"
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last == _month_end(last.year, last.month)
    if not whole_months:
        return f"{first.isoformat()}/{last.isoformat()}"
    if (first.month, last.month) != (1, 12):
        months = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return months[0] if months[0] == months[1] else "/".join(months)
    return _whole_years(first.year, last.year)


def _whole_years(first: int, last: int) -> str:
    if first == last:
        return f"{first:04}"
    if (first % 100, last) == (0, first + 99):
        return f"{first // 100:02}XX"
    if (first % 10, last) == (0, first + 9):
        return f"{first // 10:03}X"
    return f"{first:04}/{last:04}"


def _edge(day: dt.date | None, *, opens: bool) -> str:
    if day is None:
        return ".."
    if (day.month, day.day) == ((1, 1) if opens else (12, 31)):
        return f"{day:%Y}"
    whole_month = day.day == 1 if opens else day == _month_end(day.year, day.month)
    return f"{day:%Y-%m}" if whole_month else day.isoformat()


def _bounds(date: str | Date) -> tuple[dt.date, dt.date]:
    """First and last day with the slack of approximate dates; an open side reaches to the end of the calendar."""
    date = parse(date) if isinstance(date, str) else date
    if date.grain == "interval" and date.approximate and "/" in date.edtf:
        left, right = (_side(text) for text in date.edtf.split("/"))
        return _bounds(left)[0] if left else dt.date.min, _bounds(right)[1] if right else dt.date.max
    return _loosened(date) if date.approximate else (date.first or dt.date.min, date.last or dt.date.max)


def _loosened(date: Date) -> tuple[dt.date, dt.date]:
    first, last = date.first or dt.date.min, date.last or dt.date.max
    if date.grain not in SLACK_MONTHS:
        slack = dt.timedelta(SLACK_DAYS)
        return max(first, dt.date.min + slack) - slack, min(last, dt.date.max - slack) + slack
    return _months_on(first, -SLACK_MONTHS[date.grain]).replace(day=1), _months_on(last, SLACK_MONTHS[date.grain])


def _months_on(day: dt.date, months: int) -> dt.date:
    """The last day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _month_end(min(max(year, dt.MINYEAR), dt.MAXYEAR), month + 1)


def before(a: str | Date, b: str | Date) -> bool | None:
    """Whether what happened at ``a`` came on an earlier day than at ``b``; None where it cannot be told."""
    (a_first, a_last), (b_first, b_last) = _bounds(a), _bounds(b)
    if a_last < b_first:
        return True
    return False if a_first >= b_last else None


def same_day(a: str | Date, b: str | Date) -> bool | None:
    """Whether both fell on one day: True for the same exact day, False where they cannot, else None."""
    mine, other = _bounds(a), _bounds(b)
    if mine == other and mine[0] == mine[1]:
        return True
    return None if may_be_same(a, b) else False


def may_be_same(a: str | Date, b: str | Date) -> bool:
    """Whether some day fits both dates, approximate ones taken with their slack."""
    (a_first, a_last), (b_first, b_last) = _bounds(a), _bounds(b)
    return a_first <= b_last and b_first <= a_last


def within(a: str | Date, b: str | Date) -> bool | None:
    """Whether what happened at ``a`` happened in the time ``b``: True for surely, False for surely not, else None."""
    (a_first, a_last), (b_first, b_last) = _bounds(a), _bounds(b)
    if b_first <= a_first and a_last <= b_last:
        return True
    return None if may_be_same(a, b) else False


def begins_by(date: str | Date, day: dt.date) -> bool | None:
    """Whether what is dated ``date`` had happened, or begun, by the end of ``day``; None where it cannot be told."""
    first, last = _bounds(date)
    if last <= day:
        return True
    return False if first > day else None


def together(dates: Iterable[str | Date]) -> Date | None:
    """What several dates of one act support together: the days that fit all of them.

    Where one of the dates says just that, it is given as it is, marks and all. None where no day fits all, or of none.
    An approximate date only limits the others by its slack: beside an exact date that it can mean, the exact one holds.
    """
    known = [parse(date) if isinstance(date, str) else date for date in dates]
    if not known:
        return None
    first, last = max(_bounds(date)[0] for date in known), min(_bounds(date)[1] for date in known)
    if first > last:
        return None
    held = [date for date in known if _bounds(date) == (first, last)]
    if held:
        return min(held, key=lambda date: (date.approximate, date.uncertain, len(date.edtf), date.edtf))
    return parse(interval(first if first.year >= FIRST_YEAR else None, last if last.year <= LAST_YEAR else None))


def words(edtf: str) -> str:
    """The date as a person writes it: "16 January 2026", "the 1980s", "between 2002 and 2005", "by 1996"."""
    date = parse(edtf)
    if date.grain == "interval" and "/" in date.edtf:
        return _interval_words(*(_side(text) for text in date.edtf.split("/")))
    plain = _POINT.fullmatch(date.edtf)
    if not plain:
        return words(interval(date.first, date.last))
    doubt = ("perhaps " if date.uncertain else "") + ("about " if date.approximate else "")
    return doubt + _point_words(date)


def _point_words(date: Date) -> str:
    first = date.first
    assert first is not None
    if date.grain == "season":
        return f"{SEASONS[int(date.edtf[5:7])]} {first.year}"
    texts = {
        "day": f"{first.day} {MONTHS[first.month]} {first.year}",
        "month": f"{MONTHS[first.month]} {first.year}",
        "decade": f"the {first.year}s",
        "century": f"the {ordinal(first.year // 100 + 1)} century",
    }
    return texts.get(date.grain, f"{first.year}")


def _interval_words(start: Date | None, end: Date | None) -> str:
    if start is None or end is None:
        known = start or end
        return f"{'since' if start else 'by'} {words(known.edtf)}" if known else "at an unknown time"
    left, right = words(start.edtf), words(end.edtf)
    if start.grain == end.grain and start.grain in {"day", "month"} and not (start.approximate or start.uncertain):
        left = _without_shared(left, right)
    return f"between {left} and {right}"


def _without_shared(left: str, right: str) -> str:
    """The first date without the month and year that the second repeats: "24" and "30 July 2023"."""
    mine, other = left.split(), right.split()
    while len(mine) > 1 and mine[-1] == other[-1] and len(mine) == len(other):
        mine, other = mine[:-1], other[:-1]
    return " ".join(mine)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st, ..."""
    suffix = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
