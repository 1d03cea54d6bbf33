"""What an event changes: the codebook's effects, read for the two actors of an act.

Only what happened changes anything; what is planned, alleged, denied or assessed does not. Knows the codebook and
nothing of tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

from detente import codebook
from detente.codebook import Effect
from detente.ledger import kinds
from detente.ledger.derive import Held
from detente.ledger.when import day, days_of

TOLD_LEVEL = "told"  # in the codebook: the level that the claim carries
# Levels that can stand beside a higher one: a consulate opened while there is an embassy does not take its place.
BESIDE: dict[str, frozenset[str]] = {
    "mission": frozenset({"consulate", "consul-nonresident"}),
    "hostilities": frozenset({"fighting"}),
}
# Levels that nobody has beside a higher one: told while that holds, they speak against it and do not take its place alone.
INSTEAD: dict[str, frozenset[str]] = {
    "mission": frozenset({"envoy-nonresident", "legation", "ambassador-nonresident"}),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as folding sees it: what it changes follows from its kind, when from its date."""

    id: str
    kind: str
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    date: str | None
    level: str | None
    about: str | None
    confidence: float
    known: dt.date
    documents: tuple[str, ...]  # file names
    dates: tuple[str, ...]
    lead: str  # the claim that speaks for it
    reading: int
    order: int  # where that claim stands in its document
    claims: tuple[str, ...]
    works: tuple[str, ...] = ()  # what rows of tables among them name as their source


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept track of: a dimension of one actor toward another."""

    initiator: str
    target: str
    dimension: str  # "agreement:NAME" for a named agreement


@dataclass(frozen=True, slots=True)
class Change:
    """What an event does to one dimension of one directed pair."""

    key: Key
    does: str  # begins, ends, raises, lowers or confirms
    level: str  # that holds afterwards
    ended: str | None  # the level that ends, where the words tell it
    told: Told
    unsaid: bool = False  # whether the level is what the codebook takes where the words tell none


_OWN = (
    "id",
    "kind",
    "initiators",
    "targets",
    "date",
    "level",
    "about",
    "confidence",
    "documents",
    "dates",
    "claims",
    "works",
)
TOLD = (*_OWN, "known", "lead", "reading", "order")


def told_of(row: Sequence[Any]) -> Told:
    """A row of the table of events, with the columns of TOLD."""
    values = dict(zip(TOLD, row, strict=True))
    for name in ("initiators", "targets", "documents", "dates", "claims", "works"):
        values[name] = tuple(values[name])
    return Told(**values)


def told_from(held: Held) -> Told:
    """An event that was merged in memory."""
    event = held.event
    own = {name: getattr(event, name) for name in _OWN}
    return Told(
        **own, known=event.known or dt.date.max, lead=held.lead.claim, reading=held.lead.reading, order=held.lead.start
    )


def changes(told: Told) -> Iterator[Change]:
    """What a happened event changes, for each dimension of each directed pair that its kind has an effect on."""
    kind = kinds.kind_of(told.kind)
    for effect in kind.effects if kind else ():
        level = codebook.load().level(effect, told.level, _year(told))
        for initiator, target in _directed(told, effect.side) if level else ():
            yield _change(told, effect, Key(initiator, target, _dimension(told, effect)), str(level))


def _change(told: Told, effect: Effect, key: Key, level: str) -> Change:
    ended = told.level if effect.does == "ends" and effect.level == TOLD_LEVEL else None
    unsaid = effect.level == TOLD_LEVEL and effect.does != "ends" and told.level is None
    return Change(key, effect.does, level, ended, told, unsaid)


def _dimension(told: Told, effect: Effect) -> str:
    per = codebook.load().dimensions[effect.dimension].per
    return f"{effect.dimension}:{told.about}" if per == "agreement" and told.about else effect.dimension


def _year(told: Told) -> int | None:
    days = days_of(told.date)
    first = day(days[0]) if days else None
    return first.year if first else None


def _directed(told: Told, side: str) -> Iterator[tuple[str, str]]:
    """Each two actors, the first toward the second. Joint parties act toward one another."""
    forward = {(a, b) for a in told.initiators for b in told.targets}
    if not told.targets and kinds.joint(told.kind):
        forward = set(permutations(told.initiators, 2))
    reverse = {(b, a) for a, b in forward}
    pairs = {"forward": forward, "reverse": reverse, "both": forward | reverse}[side]
    yield from sorted((a, b) for a, b in pairs if a != b)


@cache
def levels(dimension: str) -> tuple[str, ...]:
    """The levels of a dimension, lowest first."""
    return codebook.load().dimensions[dimension.partition(":")[0]].levels


@cache
def rank(dimension: str, level: str) -> int:
    """Where a level stands among its dimension's, 0 being the lowest; -1 for one that is not among them."""
    known = levels(dimension)
    return known.index(level) if level in known else -1


@cache
def elsewhere(dimension: str, level: str) -> str | None:
    """The level of an envoy of this rank who lives in another country, where there is one."""
    return codebook.load().dimensions[dimension.partition(":")[0]].level(level).elsewhere


@cache
def least(dimension: str, level: str) -> int:
    """The rank from which on a level already holds of the sort that somebody tells of without saying which."""
    other = elsewhere(dimension, level)
    return rank(dimension, other) if other else 1
