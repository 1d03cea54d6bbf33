"""Dated events between named actors, numbered so that they can be forecast from.

A table of events, from a record or an imported stream, has real dates, lists of actors and kinds of act; the
forecasting modules know ids and days. This module turns the one into the other and keeps the names. Only what is dated
to the day is taken: anything vaguer might lie after what it is to announce.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.outlook.quadruples import Quadruples

Act = tuple[dt.date, str, str, str]  # day, initiator, kind, target


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts as quadruples of one direction, whose days count from ``epoch``, with the names of their ids."""

    events: Quadruples
    epoch: dt.date
    actors: tuple[str, ...]
    kinds: tuple[str, ...]

    def day(self, date: dt.date) -> int:
        """The number of a date."""
        return (date - self.epoch).days

    def date(self, day: int) -> dt.date:
        """The date of a number."""
        return self.epoch + dt.timedelta(days=day)


def number(acts: Iterable[Act]) -> Acts:
    """Number the actors and kinds of these acts; the same act told twice on a day counts once."""
    rows = sorted(set(acts))
    actors = tuple(sorted({name for _, initiator, _, target in rows for name in (initiator, target)}))
    kinds = tuple(sorted({kind for _, _, kind, _ in rows}))
    actor, kind_number = ({name: i for i, name in enumerate(names)} for names in (actors, kinds))
    epoch = rows[0][0] if rows else dt.date(1970, 1, 1)
    numbers = [(actor[a], kind_number[kind], actor[b], (day - epoch).days) for day, a, kind, b in rows]
    table = np.array(numbers, dtype=np.int64).reshape(-1, 4)
    return Acts(Quadruples(table[:, 0], table[:, 1], table[:, 2], table[:, 3]), epoch, actors, kinds)


def acts_of(table: Any, *, until: dt.date | None = None, modality: str = "happened") -> list[Act]:
    """The acts of a table of events that happened and could be known before ``until``.

    ``table`` is Arrow, anything with ``to_pylist``, or a sequence of mappings, with ``date`` (EDTF or a date),
    ``kind``, ``initiator`` or ``initiators``, ``target`` or ``targets`` and, where there are, ``modality`` and
    ``known``. An act without a target joins each of its initiators with each other.
    """
    rows: Sequence[Mapping[str, Any]] = table.to_pylist() if hasattr(table, "to_pylist") else list(table)
    return [act for row in rows if row.get("modality", modality) == modality for act in _acts(row, until)]


def _acts(row: Mapping[str, Any], until: dt.date | None) -> Iterator[Act]:
    day, known = _day(row.get("date")), _day(row.get("known"))
    if day is None or (until is not None and max(day, known or day) >= until):
        return
    initiators, targets = (_names(row.get(f"{role}s", row.get(role))) for role in ("initiator", "target"))
    pairs = itertools.product(initiators, targets) if targets else itertools.permutations(initiators, 2)
    yield from ((day, one, str(row["kind"]), other) for one, other in pairs if one != other)


def _names(value: Any) -> list[str]:
    return [value] if isinstance(value, str) and value else [str(name) for name in value or ()]


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
