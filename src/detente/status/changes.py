"""What an event changes: the codebook's effects, read for the two actors of an act.

Only what happened changes anything; what is planned, alleged, denied or assessed does not. Knows the codebook and nothing
of tables.
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

NAMED = frozenset({"agreement"})  # kept for each agreement by its name
# Levels that can stand beside a higher one, so that a consulate opened while there is an embassy does not take its place.
BESIDE: dict[str, frozenset[str]] = {
    "mission": frozenset({"consulate", "consul-nonresident"}),
    "hostilities": frozenset({"fighting"}),
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


_OWN = ("id", "kind", "initiators", "targets", "date", "level", "about", "confidence", "documents", "dates", "claims")
TOLD = (*_OWN, "known", "lead", "reading", "order")


def told_of(row: Sequence[Any]) -> Told:
    """A row of the table of events, with the columns of TOLD."""
    values = dict(zip(TOLD, row, strict=True))
    for name in ("initiators", "targets", "documents", "dates", "claims"):
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
        for initiator, target in _directed(told, effect.side):
            yield _change(told, effect, initiator, target)


def _change(told: Told, effect: Effect, initiator: str, target: str) -> Change:
    name = f"{effect.dimension}:{told.about}" if effect.dimension in NAMED and told.about else effect.dimension
    level = _level(told, effect)
    key = Key(initiator, target, name)
    if effect.does == "ends":
        return Change(key, "ends", after_end(effect.dimension), told.level if effect.level == "told" else None, told)
    return Change(key, effect.does, level, None, told)


def _level(told: Told, effect: Effect) -> str:
    if effect.level != "told":
        return str(effect.level)
    fits = told.level is not None and told.level in levels(effect.dimension)
    return str(told.level if fits else effect.default)


def _directed(told: Told, side: str) -> Iterator[tuple[str, str]]:
    joint = (
        tuple(dict.fromkeys((*told.initiators, *told.targets)))
        if not told.targets or kinds.symmetric(told.kind)
        else ()
    )
    if joint and kinds.symmetric(told.kind):
        forward = (
            list(permutations(joint, 2))
            if not told.targets
            else [(a, b) for a in told.initiators for b in told.targets]
        )
    else:
        forward = [(a, b) for a in told.initiators for b in told.targets]
    pairs = set()
    if side in ("forward", "both"):
        pairs |= set(forward)
    if side in ("reverse", "both"):
        pairs |= {(b, a) for a, b in forward}
    yield from sorted((a, b) for a, b in pairs if a != b)


@cache
def levels(dimension: str) -> tuple[str, ...]:
    """The levels of a dimension, lowest first."""
    return tuple(codebook.load().dimensions[dimension.partition(":")[0]].levels)


@cache
def rank(dimension: str, level: str) -> int:
    """Where a level stands among its dimension's; one that is not among them stands highest."""
    known = levels(dimension)
    return known.index(level) if level in known else len(known)


def default(dimension: str) -> str:
    """The level that holds where nothing is told."""
    return levels(dimension)[0]


def after_end(dimension: str) -> str:
    """The level that holds when what was has ended: 'ended' for agreements, else the dimension's lowest."""
    return "ended" if "ended" in levels(dimension) else default(dimension)
