"""A pair's trend as a whole, and each turn from one phase to the next with the acts that explain it, and their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import dates
from detente.codebook import load
from detente.errors import UsageError
from detente.ledger import query
from detente.ledger.query import Filter
from detente.streams import ask
from detente.streams.index import index
from detente.trend.phases import Phase, phases
from detente.trend.series import Act, Month, monthly, months_of

if TYPE_CHECKING:
    from detente.ledger.store import Store

OF = ("read", "streamed", "both")
AROUND = 3  # months from a turn in which its reasons are sought
REASONS = 4

Acts = Callable[[dt.date, dt.date], Sequence[Act]]  # at least those from one day to another


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
    """What is told of two sides over time, each the ids of its actors, joined by commas.

    ``undated`` counts acts whose date is missing or too coarse for a month.
    """

    a: str
    b: str
    of: str
    months: tuple[Month, ...]
    phases: tuple[Phase, ...]
    turns: tuple[Turn, ...]
    undated: int


def trend(
    store: Store,
    a: Sequence[str],
    b: Sequence[str],
    *,
    of: str = "both",
    on: dt.date | None = None,
    known: dt.date | None = None,
    master: str | None = None,
    shared: Path | None = None,
) -> Trend:
    """The trend between two sides of one actor or several, of what had come by the end of ``on``.

    With ``master``, a Spark cluster sums up streamed events.

    Raises UsageError where ``of`` is none of read, streamed, both; MissingExtra; ClusterError.
    """
    if of not in OF:
        raise UsageError(f"'{of}' is not one of {', '.join(OF)}.", place="--from", remedy="Name one of them.")
    streamed = of != "read" and ask.any_taken(store)
    read = _read(store, a, b, Filter(modality="happened", known=known)) if of != "streamed" else []
    counted = index(store, (a, b), known=known, master=master, shared=shared).to_pylist() if streamed else []
    if on is not None:
        read = [act for act in read if act.first is None or act.first <= on]
        counted = [month for month in counted if month["month"] <= on]

    def acts(first: dt.date, last: dt.date) -> Sequence[Act]:
        near = Filter(modality="happened", known=known, since=first, until=min(last, on) if on else last)
        return [*read, *(_streamed(store, a, b, near) if streamed else ())]

    undated = sum(not months_of(act) for act in read)
    return _made(",".join(a), ",".join(b), of, monthly(read, counted), acts, undated)


def of_acts(a: str, b: str, of: str, acts: Sequence[Act]) -> Trend:
    """As ``trend``, from acts."""
    return _made(a, b, of, monthly(acts), lambda _first, _last: acts, sum(not months_of(act) for act in acts))


def _made(a: str, b: str, of: str, months: tuple[Month, ...], acts: Acts, undated: int) -> Trend:
    found = phases(months)
    return Trend(a, b, of, months, found, tuple(_turns(found, acts)), undated)


def _turns(found: Sequence[Phase], acts: Acts) -> Iterator[Turn]:
    told = [phase for phase in found if phase.level is not None]
    for before, after in pairwise(told):
        if before.level is None or after.level is None or abs(after.level - before.level) < 1e-9:
            continue
        yield Turn(after.first, before.level, after.level, _reasons(acts, after, before.level, after.level))


def _reasons(acts: Acts, phase: Phase, before: float, after: float) -> tuple[Reason, ...]:
    """The acts of the phase's first months that lie farthest from the level before, on the side to which it turned."""
    sign = 1 if after > before else -1
    until = min(phase.last, _later(phase.first, AROUND))
    told = acts(phase.first, _later(until, 1) - dt.timedelta(days=1))
    near = [act for act in told if (m := months_of(act)) and m[0] <= until and m[-1] >= phase.first]
    pulls = [Reason(act, sign * (act.weight - before) / len(months_of(act))) for act in near]
    pulling = sorted((r for r in pulls if r.pull > 0), key=lambda r: (-r.pull, r.act.first or dt.date.max, r.act.id))
    return tuple(pulling[:REASONS])


def _later(month: dt.date, count: int) -> dt.date:
    years, rest = divmod(month.month - 1 + count, 12)
    return dt.date(month.year + years, rest + 1, 1)


def _read(store: Store, a: Sequence[str], b: Sequence[str], asked: Filter) -> list[Act]:
    found = {
        row["id"]: _act(row, load()[row["kind"]].goldstein)
        for one, other in product(a, b)
        for row in query.events(store, replace(asked, a=one, b=other)).to_pylist()
    }
    return _between(a, b, found.values())


def _streamed(store: Store, a: Sequence[str], b: Sequence[str], asked: Filter) -> list[Act]:
    pairs = (ask.weighed(store, replace(asked, a=one, b=other)) for one, other in product(a, b))
    return _between(a, b, {row["id"]: _act(row, weight) for pair in pairs for row, weight in pair}.values())


def _between(a: Sequence[str], b: Sequence[str], acts: Iterable[Act]) -> list[Act]:
    """Acts with an actor of each side in them."""
    return [act for act in acts if all({*side} & {*act.initiators, *act.targets} for side in (a, b))]


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
