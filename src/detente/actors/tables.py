"""The registry's tables as they are read: one CSV a table, every row with its source, spans of days as numbers.

A table's rows are checked for their columns and dates here and nowhere else. A file of a user's own is known by its
header, so one file can extend any table. This module knows nothing of what the rows mean together.

A span is half open: ``from`` is its first day. ``to``, where it is a full date, is the day on which it no longer holds;
a month or a year holds to its end. An empty field is an open side.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from detente.errors import ActorError

EVER = (0, 4_000_000)  # days from the year 1 to past the year 10000: a span open on both sides


class Span(NamedTuple):
    """Days from ``start`` to before ``end``, as proleptic Gregorian ordinals."""

    start: int
    end: int

    def holds(self, day: int) -> bool:
        """Whether the day is in it."""
        return self.start <= day < self.end

    def shared(self, other: Span) -> int:
        """How many days both have."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


ALWAYS = Span(*EVER)


class ActorRow(NamedTuple):
    """An actor: its id, name and kind, its codes, and the actor it is part of or lives in."""

    id: str
    name: str
    kind: str
    iso2: str
    iso3: str
    cow: str
    host: str
    source: str


class NameRow(NamedTuple):
    """A name of an actor, with the days on which it stands for it and how readily it does (1 where unsaid)."""

    actor: str
    name: str
    sort: str
    span: Span
    weight: float
    source: str


class LeaderRow(NamedTuple):
    """A person who speaks for an actor, with surnames that may stand alone and other spellings, ``;`` between two."""

    actor: str
    person: str
    short: str
    other: str
    office: str
    span: Span
    source: str


class SpellRow(NamedTuple):
    """Days on which an actor existed."""

    actor: str
    span: Span
    source: str


class SuccessionRow(NamedTuple):
    """One actor follows another on a day: it continues it, succeeds it, splits from it or it merges into it."""

    predecessor: str
    successor: str
    day: int
    kind: str
    source: str


class GovernedRow(NamedTuple):
    """A movement governed a state. ``speaks``: the state's capital and offices stand for the movement then."""

    movement: str
    state: str
    span: Span
    speaks: bool
    source: str


class IdRow(NamedTuple):
    """Another id under which an actor is met."""

    alias: str
    actor: str
    source: str


class OtherRow(NamedTuple):
    """A name that contains an actor's and stands for something else, as "Panama Canal"."""

    name: str
    source: str


@dataclass(frozen=True)
class Tables:
    """All rows, those of the package first."""

    actors: list[ActorRow]
    names: list[NameRow]
    leaders: list[LeaderRow]
    existed: list[SpellRow]
    succession: list[SuccessionRow]
    governed: list[GovernedRow]
    ids: list[IdRow]
    not_actors: list[OtherRow]


@lru_cache(maxsize=8192)
def span(start: str, end: str) -> Span:
    """The days from one date to another, empty for an open side. Raises ValueError where one is none or they cross."""
    days = Span(first_day(start) if start else EVER[0], day_after(end) if end else EVER[1])
    if days.start >= days.end:
        raise ValueError(f"{start} is not before {end}")
    return days


def first_day(text: str) -> int:
    """The first day of a date, month or year."""
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return dt.date(year, month, day).toordinal()


def day_after(text: str) -> int:
    """The day that a full date names, or the first day after a month or year."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return dt.date(*parts).toordinal()
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return dt.date(year + month // 12, month % 12 + 1, 1).toordinal()


_MAKE: dict[str, tuple[tuple[str, ...], Callable[[list[str]], Any]]] = {
    "actors": (("id", "name", "kind", "iso2", "iso3", "cow", "host", "source"), lambda r: ActorRow(*r)),
    "names": (
        ("actor", "name", "sort", "from", "to", "weight", "source"),
        lambda r: NameRow(r[0], r[1], r[2], span(r[3], r[4]), float(r[5] or 1), r[6]),
    ),
    "leaders": (
        ("actor", "person", "short", "other", "office", "from", "to", "source"),
        lambda r: LeaderRow(r[0], r[1], r[2], r[3], r[4], span(r[5], r[6]), r[7]),
    ),
    "existed": (("actor", "from", "to", "source"), lambda r: SpellRow(r[0], span(r[1], r[2]), r[3])),
    "succession": (
        ("predecessor", "successor", "date", "kind", "source"),
        lambda r: SuccessionRow(r[0], r[1], first_day(r[2]), r[3], r[4]),
    ),
    "governed": (
        ("movement", "state", "from", "to", "speaks", "source"),
        lambda r: GovernedRow(r[0], r[1], span(r[2], r[3]), r[4] == "yes", r[5]),
    ),
    "ids": (("alias", "actor", "source"), lambda r: IdRow(*r)),
    "not_actors": (("name", "source"), lambda r: OtherRow(*r)),
}


def read(extra: tuple[Path, ...] = ()) -> Tables:
    """The package's tables and any of a user's own after them. Raises ActorError, naming file and line."""
    rows: dict[str, list[Any]] = {}
    data = resources.files("detente.actors") / "data"
    for table in _MAKE:
        with (data / f"{table}.csv").open(encoding="utf-8") as file:
            rows[table] = list(_rows(csv.reader(file), f"{table}.csv")[1])
    for path in extra:
        table, more = _extra(path)
        rows[table] += more
    return Tables(**rows)


def _extra(path: Path) -> tuple[str, list[Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table, rows = _rows(csv.reader(file), str(path))
            return table, list(rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ActorError(f"It cannot be read: {error}.", place=str(path), remedy="Give a CSV file in UTF-8.") from error


def _rows(lines: Iterator[list[str]], place: str) -> tuple[str, Iterator[Any]]:
    """Which table a file is of, by its header, and its rows as they are read."""
    header = tuple(next(lines, ()))
    table = next((name for name, (columns, _) in _MAKE.items() if columns == header), None)
    if table is None:
        known = "; ".join(",".join(columns) for columns, _ in _MAKE.values())
        raise ActorError(f"No table has the columns {','.join(header)}.", place=place, remedy=f"Use one of: {known}")
    return table, _made(lines, len(header), _MAKE[table][1], place)


def _made(lines: Iterator[list[str]], width: int, make: Callable[[list[str]], Any], place: str) -> Iterator[Any]:
    for number, line in enumerate(lines, start=2):
        try:
            if len(line) != width:
                raise ValueError(f"It has {len(line)} columns instead of {width}")
            yield make(line)
        except ValueError as error:
            where = f"{place} line {number}"
            raise ActorError(f"{error}.", place=where, remedy="Give every column, and dates as YYYY-MM-DD.") from error
