"""Uncertain dates as a sentence has them: "on 3 July 2025", "in the early 1950s", "by 1996", "the same day".

Builds on the words of ``detente.dates``; knows nothing of acts or actors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente import dates
from detente.dates import Date

_DECADE_PARTS = {(0, 3): "early", (4, 6): "mid", (7, 9): "late", (0, 9): ""}


def lead(edtf: str, before: str | None = None) -> str:
    """The date with its preposition, as a sentence would open with it, in lower case.

    ``before`` is the date of the sentence before in the same paragraph: what both share is not said again.
    """
    date = dates.parse(edtf)
    if before and (again := _again(date, dates.parse(before))):
        return again
    text = _prepositional(date)
    if before and _shares_year(date, dates.parse(before)):
        assert date.first is not None
        text = text.removesuffix(f" {date.first.year}")
    return text


def several(edtfs: Sequence[str]) -> str:
    """Several dates of acts alike: "in March 2021, in October 2021 and on 7 October 2025"."""
    told = list(dict.fromkeys(_prepositional(dates.parse(edtf)) for edtf in edtfs))
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]


def plain(edtf: str | None) -> str:
    """The date by itself, as a label: "3 July 2025", "early 1950s"; "undated" for none."""
    if not edtf:
        return "undated"
    date = dates.parse(edtf)
    return _part_of_decade(date).removeprefix("the ") or _two_years(date) or dates.words(edtf)


def years(first: dt.date | None, last: dt.date | None) -> str:
    """The years from one day to another: "1978–1992", "2026"; empty where neither is known."""
    ends = [day.year for day in (first, last) if day]
    return "–".join(str(year) for year in dict.fromkeys(ends))


def first_day(edtf: str | None) -> dt.date:
    """The first day a date allows, for putting acts in order; the last where the first is open."""
    date = dates.parse(edtf) if edtf else None
    return (date.first or date.last or dt.date.max) if date else dt.date.max


def last_day(edtf: str | None) -> dt.date:
    """The last day a date allows, or the first where the last is open."""
    date = dates.parse(edtf) if edtf else None
    return (date.last or date.first or dt.date.max) if date else dt.date.max


def since(edtf: str | None) -> str:
    """Since when something holds, as the end of a sentence: "since 3 July 2025"; empty where nobody tells."""
    if not edtf:
        return ""
    date = dates.parse(edtf)
    if date.first is None and date.last is not None:
        return f"since {dates.words(edtf).removeprefix('by ')} or earlier"
    if date.last is None:
        return dates.words(edtf)
    if part := _part_of_decade(date):
        return f"since {part}"
    told = dates.words(edtf)
    return f"since some time {told}" if told.startswith("between ") else f"since {told}"


def _again(date: Date, before: Date) -> str:
    if date.edtf != before.edtf:
        return ""
    return {"day": "the same day", "month": "the same month", "year": "the same year"}.get(date.grain, "")


def _shares_year(date: Date, before: Date) -> bool:
    exact = date.grain in ("day", "month") and not (date.approximate or date.uncertain)
    return bool(
        exact
        and before.grain in ("day", "month")
        and date.first
        and before.first
        and date.first.year == before.first.year
    )


def _prepositional(date: Date) -> str:
    if part := _part_of_decade(date) or _two_years(date):
        return f"in {part}"
    told = dates.words(date.edtf)
    if date.first is None:
        return told  # by 1996
    if date.last is None:
        return f"at some time {told}"  # since 2021
    if told.startswith("between "):
        return told
    if date.approximate or date.uncertain:
        return ("perhaps " if date.uncertain else "") + ("around " if date.approximate else _in(date)) + _bare(told)
    return _in(date) + told


def _in(date: Date) -> str:
    return "on " if date.grain == "day" else "in "


def _bare(told: str) -> str:
    return told.removeprefix("perhaps ").removeprefix("about ")


def _two_years(date: Date) -> str:
    """ "2016–17" for two years in a row; empty for anything else."""
    if date.grain != "interval" or date.approximate or date.uncertain or not (date.first and date.last):
        return ""
    first, last = date.first, date.last
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    following = last.year == first.year + 1 and last.year % 100
    return f"{first.year}–{last.year % 100:02}" if whole and following else ""


def _part_of_decade(date: Date) -> str:
    """ "the early 1950s" for 1950/1953, as early, mid and late are read, "the 1950s" for all of them; else empty."""
    if date.grain != "interval" or date.approximate or date.uncertain or not (date.first and date.last):
        return ""
    first, last = date.first, date.last
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    part = _DECADE_PARTS.get((first.year % 10, last.year % 10)) if first.year // 10 == last.year // 10 else None
    if not whole or part is None:
        return ""
    decade = f"{first.year // 10 * 10}s"
    return f"the mid-{decade}" if part == "mid" else f"the {part} {decade}" if part else f"the {decade}"
