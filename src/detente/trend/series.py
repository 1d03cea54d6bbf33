"""A pair's months: how much cooperation and conflict, from how many events. A month without events has no index.

An act weighs what its kind weighs on the CAMEO-Goldstein scale (-10 to 10), a streamed one what its stream says. The index
of a month is the mean weight of its acts, so that more coverage is not more warmth; the counts stand beside it. An act whose
date is coarser than a month is spread evenly over the months that its date allows, up to a decade; coarser ones have no
place in a month and are only counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

COARSEST = 120  # months over which an act may be spread: a decade is the coarsest date that histories give


@dataclass(frozen=True, slots=True)
class Act:
    """What the index needs to know of an event, and what is said of it where it explains a turn."""

    id: str
    kind: str
    date: str | None
    first: dt.date | None
    last: dt.date | None
    weight: float
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    stream: str | None
    quote: str | None
    file: str
    address: str | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """One month: ``events`` may be a fraction where acts are spread; ``index`` is None where nothing is told."""

    month: dt.date
    events: float
    streamed: float
    cooperation: float  # sum of the weights above 0
    conflict: float  # sum of those below, so 0 or less
    index: float | None


def months_of(act: Act) -> list[dt.date]:
    """The months that an act's date allows; none where it has no date or too coarse a one."""
    if act.first is None or act.last is None:
        return []
    count = (act.last.year - act.first.year) * 12 + act.last.month - act.first.month + 1
    return [_month(act.first, i) for i in range(count)] if count <= COARSEST else []


def monthly(acts: Iterable[Act], counted: Iterable[Mapping[str, Any]] = ()) -> tuple[Month, ...]:
    """Every month from the first with an act to the last, those without any among them.

    ``counted`` are months of streamed events that are summed up already: ``month, events, cooperation, conflict``.
    """
    sums: dict[dt.date, list[float]] = {}
    for row in counted:
        added = (row["events"], row["events"], row["cooperation"], row["conflict"])
        sums[row["month"]] = [a + b for a, b in zip(sums.get(row["month"], (0.0,) * 4), added, strict=True)]
    for act in acts:
        months = months_of(act)
        for month in months:
            share = 1 / len(months)
            held = sums.setdefault(month, [0.0, 0.0, 0.0, 0.0])
            held[0] += share
            held[1] += share * (act.stream is not None)
            held[2] += share * max(act.weight, 0.0)
            held[3] += share * min(act.weight, 0.0)
    return tuple(_made(month, sums.get(month)) for month in _between(sums))


def _made(month: dt.date, held: list[float] | None) -> Month:
    if held is None:
        return Month(month, 0.0, 0.0, 0.0, 0.0, None)
    events, streamed, cooperation, conflict = held
    return Month(month, events, streamed, cooperation, conflict, (cooperation + conflict) / events)


def _between(months: Iterable[dt.date]) -> Iterator[dt.date]:
    held = sorted(months)
    if held:
        count = (held[-1].year - held[0].year) * 12 + held[-1].month - held[0].month
        yield from (_month(held[0], i) for i in range(count + 1))


def _month(day: dt.date, later: int) -> dt.date:
    years, month = divmod(day.month - 1 + later, 12)
    return dt.date(day.year + years, month + 1, 1)
