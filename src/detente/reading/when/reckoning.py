"""Calendar arithmetic on uncertain dates: moving them by units and rounding them out to whole units.

Everything is rounded outward, to the coarser of the two grains at hand, so that a result never says more than the date
it starts from and the unit it moves by. Knows nothing of words.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Literal

from detente import dates
from detente.dates import Date

Unit = Literal["day", "week", "weekend", "month", "season", "year", "decade", "century"]

RANK: dict[str, int] = {
    "day": 0,
    "weekend": 1,
    "week": 1,
    "month": 2,
    "season": 3,
    "year": 4,
    "decade": 5,
    "century": 6,
}
_MONTHS_IN = {"month": 1, "year": 12, "decade": 120, "century": 1200}


def grain(date: Date) -> Unit:
    """The unit that a settled date is as coarse as; spans go by their length."""
    if date.grain != "interval":
        return date.grain
    first, last = ends(date)
    days = (last - first).days + 1
    limits: tuple[tuple[int, Unit], ...] = ((1, "day"), (10, "week"), (200, "month"), (2000, "year"), (20000, "decade"))
    return next((unit for limit, unit in limits if days <= limit), "century")


def settled(edtf: str | None) -> Date | None:
    """The date to reckon from: as it is, or the known side of an open interval; None of None or of no known side."""
    if edtf is None:
        return None
    date = dates.parse(edtf)
    if date.first and date.last:
        return date
    known = [side for side in date.edtf.split("/") if side not in {"", ".."}]
    return dates.parse(known[0]) if known else None


def ends(date: Date) -> tuple[dt.date, dt.date]:
    """First and last day of a settled date."""
    assert date.first is not None
    assert date.last is not None
    return date.first, date.last


def shift(day: dt.date, count: float, unit: str) -> dt.date | None:
    """The day so many units on (or back, below zero); None outside the calendar. The 31st moves to the month's last."""
    try:
        if unit in {"day", "week"}:
            return _inside(day + dt.timedelta(round(count * (7 if unit == "week" else 1))))
        year, month = divmod(day.year * 12 + day.month - 1 + round(count * _MONTHS_IN[unit]), 12)
        return _inside(dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def _inside(day: dt.date) -> dt.date | None:
    return day if dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR else None


def rounded(first: dt.date | None, last: dt.date | None, unit: str) -> Date | None:
    """The span from the beginning of the unit that ``first`` is in to the end of the one that ``last`` is in."""
    if first is None or last is None:
        return None
    opens, closes = _inside(_whole(first, unit)[0]), _inside(_whole(last, unit)[1])
    return dates.parse(dates.interval(opens, closes)) if opens and closes else None


def _whole(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - dt.timedelta(day.weekday())
        return monday, monday + dt.timedelta(6)
    if unit in {"month", "season"}:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    width = {"year": 1, "decade": 10, "century": 100}[unit]
    year = day.year - day.year % width
    return dt.date(max(year, 1), 1, 1), dt.date(min(year + width - 1, 9999), 12, 31)


_DAYS_IN = {"day": 1, "weekend": 2, "week": 7, "month": 30, "season": 91, "year": 365, "decade": 3652, "century": 36525}


def slight(date: Date, count: float, unit: str) -> bool:
    """Whether a move is so short beside the date's own length (a quarter at most) that it most likely stays inside."""
    first, last = ends(date)
    return RANK[grain(date)] > RANK[unit] and 4 * abs(count) * _DAYS_IN[unit] <= (last - first).days + 1


def coarser(date: Date, unit: str) -> str:
    """The coarser of a date's own grain and a unit."""
    own = grain(date)
    return own if RANK[own] > RANK[unit] else unit
