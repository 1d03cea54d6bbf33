"""Dates as merging and folding use them: first and last day as day numbers, and whether two can be the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from detente import dates

Days = tuple[int, int]  # first and last day that a date allows, as proleptic Gregorian ordinals

FIRST = dt.date.min.toordinal()
LAST = dt.date.max.toordinal()
_MONTH = 31


@lru_cache(maxsize=65536)
def days_of(date: str | None) -> Days | None:
    """The days that an EDTF date allows, an open side being the first or last day there is; None for no date."""
    if not date:
        return None
    told = dates.parse(date)
    return (told.first.toordinal() if told.first else FIRST, told.last.toordinal() if told.last else LAST)


@lru_cache(maxsize=65536)
def reach_of(date: str | None) -> Days | None:
    """At least the days that a date can be compared with: an approximate one reaches further than it says."""
    days = days_of(date)
    if not date or not days or not dates.parse(date).approximate:
        return days
    slack = max(dates.SLACK_MONTHS.values()) * _MONTH
    return max(FIRST, days[0] - slack), min(LAST, days[1] + slack)


def span(days: Days) -> int:
    """How many days beyond the first a date allows."""
    return days[1] - days[0]


def day(ordinal: int) -> dt.date | None:
    """The day of a number; None for an open side."""
    return None if ordinal in (FIRST, LAST) else dt.date.fromordinal(ordinal)


def between(first: int, last: int) -> str:
    """EDTF for some day from one to another, either of which may be open."""
    return dates.interval(day(first), day(last))


@lru_cache(maxsize=65536)
def can_be_same(one: str, other: str) -> bool:
    """Whether two dates can be told of the same act."""
    return one == other or dates.may_be_same(one, other)


def together(told: Iterable[str]) -> str | None:
    """The date that several support together; None where they cannot all be right."""
    distinct = sorted(set(told))
    return distinct[0] if len(distinct) == 1 else _together(tuple(distinct))


@lru_cache(maxsize=65536)
def _together(distinct: tuple[str, ...]) -> str | None:
    held = dates.together(distinct)
    return held.edtf if held else None
