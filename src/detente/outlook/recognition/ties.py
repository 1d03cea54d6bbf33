"""Who is whose neighbour and whose ally, on a day: land borders, and membership of alliances, unions and leagues.

The tables name present states; on a day before a state existed, its place belongs to the one that it came out of, so
that Poland had the Soviet Union for a neighbour. Facts of common knowledge, compiled for this; each row has its source.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detente.actors.registry import registry

Matrix = NDArray[np.float64]
KINDS = ("state", "former-state")
ALSO = ("SUN", "YUG", "CSK", "DDR", "YMD", "SCG")  # former states that can still move in the waves we know


@dataclass(frozen=True, slots=True)
class Membership:
    """Who belonged to a bloc, from a day to before a day; a member counts from when it exists."""

    bloc: str
    first: dt.date
    until: dt.date
    members: frozenset[str]


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of this package's tables."""
    text = files("detente.outlook.recognition").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def borders(on: dt.date = dt.date.max) -> dict[str, frozenset[str]]:
    """The land neighbours of each place, both ways, as they were on a day or are now."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("neighbours.csv"):
        if _day(row["from"], dt.date.min) <= on:
            for other in row["neighbours"].split():
                found[row["state"]].add(other)
                found[other].add(row["state"])
    return {state: frozenset(others) for state, others in found.items()}


def _day(text: str, otherwise: dt.date) -> dt.date:
    return dt.date.fromisoformat(text) if text else otherwise


@cache
def memberships() -> tuple[Membership, ...]:
    """Every membership."""
    return tuple(
        Membership(
            row["bloc"],
            _day(row["from"], dt.date.min),
            _day(row["to"], dt.date.max),
            frozenset(row["members"].split()),
        )
        for row in rows_of("blocs.csv")
    )


@cache
def sovereigns() -> tuple[str, ...]:
    """Every state that recognition can come from: those of today and the former ones of the last century."""
    return tuple(actor.id for actor in registry() if actor.kind == "state" or actor.id in ALSO)


@cache
def existing(on: dt.date) -> tuple[str, ...]:
    """The states that existed on a day."""
    return tuple(state for state in sovereigns() if registry().exists(state, on))


def home(state: str, on: dt.date) -> str | None:
    """Who had a state's place on a day: itself, or the state that it came out of; None where it was nobody's."""
    actors = registry()
    reached, seen = [state], {state}
    for here in reached:
        if here in actors and actors.exists(here, on) is not False:
            return here
        for row in actors.rows.succession:
            if row.successor == here and row.kind != "merges" and row.predecessor not in seen:
                seen.add(row.predecessor)
                reached.append(row.predecessor)
    return None


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties of some states on a day: ``borders`` 1 for neighbours, ``blocs`` larger the closer two are allied."""

    states: tuple[str, ...]
    borders: Matrix
    blocs: Matrix

    def place(self, state: str) -> int | None:
        """The row of a state, None where it is not among them."""
        return self.states.index(state) if state in self.states else None


def ties(states: Sequence[str], on: dt.date) -> Ties:
    """The ties of these states on a day.

    Two that share a bloc are tied by the inverse of its size, so that a pact of ten binds closer than a movement of a
    hundred; sharing several adds up.
    """
    return _ties(tuple(states), on.replace(month=1, day=1) if on.month < 7 else on.replace(month=7, day=1))


@cache
def _ties(states: tuple[str, ...], on: dt.date) -> Ties:
    place = {state: i for i, state in enumerate(states)}
    near, allied = (np.zeros((len(states), len(states))) for _ in range(2))
    homes = {state: place.get(home(state, on) or "") for state in borders()}
    for state, others in borders(on).items():
        for other in others:
            one, two = homes[state], homes[other]
            if one is not None and two is not None and one != two:
                near[one, two] = near[two, one] = 1.0
    for members in _blocs(place, on):
        allied[np.ix_(members, members)] += 1.0 / len(members)
    np.fill_diagonal(allied, 0.0)
    return Ties(states, near, allied)


def _blocs(place: dict[str, int], on: dt.date) -> Iterator[list[int]]:
    members: dict[str, set[int]] = defaultdict(set)
    for row in memberships():
        if row.first <= on < row.until:
            members[row.bloc] |= {place[state] for state in row.members if state in place}
    yield from (sorted(found) for found in members.values() if len(found) > 1)


def neighbours_of(state: str, on: dt.date) -> frozenset[str]:
    """Who bordered a place on a day."""
    found = {home(other, on) for other in borders(on).get(state, ())}
    return frozenset(one for one in found if one and one != state)
