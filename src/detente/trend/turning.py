"""A pair's trend as a whole, and each turn from one phase to the next with the acts that explain it, and their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from detente import dates
from detente.codebook import load
from detente.errors import UsageError
from detente.ledger import query
from detente.ledger.query import Filter
from detente.streams import ask
from detente.trend.phases import Phase, phases
from detente.trend.series import Act, Month, monthly, months_of

if TYPE_CHECKING:
    from detente.ledger.store import Store

OF = ("read", "streamed", "both")
AROUND = 3  # months from a turn in which its reasons are sought
REASONS = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """An act that explains a turn: how far it lies from the phase before, in the turn's direction, and where it is told."""

    act: Act
    pull: float


@dataclass(frozen=True, slots=True)
class Turn:
    """From one phase to the next: up or down the scale by ``change``."""

    month: dt.date
    before: float
    after: float
    reasons: tuple[Reason, ...]

    @property
    def change(self) -> float:
        """By how much the level rises (warmer) or falls."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Trend:
    """What is told of a pair over time. ``undated`` counts acts whose date is missing or too coarse for a month."""

    a: str
    b: str
    of: str
    months: tuple[Month, ...]
    phases: tuple[Phase, ...]
    turns: tuple[Turn, ...]
    undated: int


def trend(
    store: Store, a: str, b: str, *, of: str = "both", on: dt.date | None = None, known: dt.date | None = None
) -> Trend:
    """The trend of a pair, of what had come ``on`` a day. Raises UsageError where ``of`` is none of read, streamed, both;
    MissingExtra."""
    if of not in OF:
        raise UsageError(f"'{of}' is not one of {', '.join(OF)}.", place="--from", remedy="Name one of them.")
    acts = [act for act in _acts(store, a, b, of, known) if not (on and act.first and act.first > on)]
    return of_acts(a, b, of, acts)


def of_acts(a: str, b: str, of: str, acts: Sequence[Act]) -> Trend:
    """As ``trend``, from acts."""
    months = monthly(acts)
    found = phases(months)
    undated = sum(not months_of(act) for act in acts)
    return Trend(a, b, of, months, found, tuple(_turns(found, acts)), undated)


def _turns(found: Sequence[Phase], acts: Sequence[Act]) -> list[Turn]:
    turns = []
    told = [phase for phase in found if phase.level is not None]
    for before, after in pairwise(told):
        if before.level is None or after.level is None or abs(after.level - before.level) < 1e-9:
            continue
        reasons = _reasons(acts, after, before.level, after.level)
        turns.append(Turn(after.first, before.level, after.level, reasons))
    return turns


def _reasons(acts: Sequence[Act], phase: Phase, before: float, after: float) -> tuple[Reason, ...]:
    """The acts of the phase's first months that lie farthest from the level before, on the side to which it turned."""
    sign = 1 if after > before else -1
    until = min(phase.last, _later(phase.first, AROUND))
    near = [act for act in acts if (m := months_of(act)) and m[0] <= until and m[-1] >= phase.first]
    pulls = [Reason(act, sign * (act.weight - before) / len(months_of(act))) for act in near]
    pulling = sorted((r for r in pulls if r.pull > 0), key=lambda r: (-r.pull, r.act.first or dt.date.max, r.act.id))
    return tuple(pulling[:REASONS])


def _later(month: dt.date, count: int) -> dt.date:
    years, rest = divmod(month.month - 1 + count, 12)
    return dt.date(month.year + years, rest + 1, 1)


def _acts(store: Store, a: str, b: str, of: str, known: dt.date | None) -> list[Act]:
    asked = Filter(a, b, modality="happened", known=known)
    acts: list[Act] = []
    if of != "streamed":
        acts += [_act(row, load()[row["kind"]].goldstein) for row in query.events(store, asked).to_pylist()]
    if of != "read" and ask.any_taken(store):
        acts += [_act(row, weight) for row, weight in ask.weighed(store, asked)]
    return [act for act in acts if {a, b} <= {*act.initiators, *act.targets}]


def _act(row: dict[str, Any], weight: float) -> Act:
    told = dates.parse(row["date"]) if row["date"] else None
    source: dict[str, Any] = next(iter(row["sources"] or ()), {})
    return Act(
        row["id"],
        row["kind"],
        row["date"],
        told.first if told else None,
        told.last if told else None,
        weight,
        tuple(row["initiators"]),
        tuple(row["targets"]),
        row["stream"],
        row["quote"],
        row["file"],
        source.get("address"),
        source.get("publisher"),
    )
