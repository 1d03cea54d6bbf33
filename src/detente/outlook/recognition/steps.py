"""What a record tells of each state toward one actor by a day: whether it has recognised, and its other steps.

The other steps are those short of recognition: a mission kept or an envoy received, a listing lifted, talks. How much
each raises the hazard stands in ``data/steps.csv``, with whether that was measured or is assumed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from detente import dates
from detente.ledger import query
from detente.ledger.query import Filter
from detente.ledger.store import Store
from detente.outlook.recognition.ties import rows_of
from detente.outlook.recognition.waves import Move
from detente.status.ask import standings
from detente.status.standing import Standing

REPRESENTED, DELISTED, TALKS, WITHHELD = "represented", "delisted", "talks", "withheld"
TALKED = ("hold-talks", "host-talks", "convene-forum")


@dataclass(frozen=True, slots=True)
class Step:
    """A step short of recognition, with the event and the words that it rests on."""

    name: str
    date: str | None
    level: str | None = None
    event: str | None = None
    quote: str | None = None
    file: str | None = None


@dataclass(slots=True)
class Stand:
    """One state toward the actor: its recognition, if any, and its other steps."""

    state: str
    recognised: Move | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The log of how much its steps raise its hazard."""
        return sum(ratios().get(name, 0.0) for name in {step.name for step in self.steps})


@cache
def ratios() -> dict[str, float]:
    """The log of how much each step raises the hazard."""
    return {row["step"]: float(row["log_ratio"]) for row in rows_of("steps.csv")}


def stands(store: Store, toward: str, *, since: dt.date, by: dt.date) -> dict[str, Stand]:
    """Every actor of which the record tells anything toward this one, as known by a day; acts before ``since`` are
    another wave's and left out."""
    rows = query.events(store, Filter(b=toward, modality="happened", on=by, known=by)).to_pylist()
    states = {name for row in rows for name in (*row["initiators"], *row["targets"])} - {toward}
    pairs = [pair for state in sorted(states) for pair in ((state, toward), (toward, state))]
    found: dict[str, Stand] = {state: Stand(state) for state in sorted(states)}
    for standing in standings(store, pairs, on=by, known=by):
        _take(found, standing, toward, since)
    for state, talks in _talks(rows, toward, since).items():
        found[state].steps.append(talks)
    return found


def _take(found: Mapping[str, Stand], standing: Standing, toward: str, since: dt.date) -> None:
    span = _span(standing.since)
    if span and span[1] < since:
        return
    mine = standing.initiator != toward
    stand = found[standing.initiator if mine else standing.target]
    step = _step(standing, mine)
    if mine and standing.dimension == "recognition" and standing.level == "de-jure":
        first, last = span or (since, since)
        stand.recognised = Move(stand.state, max(first, since), max(last, since))
    elif step:
        stand.steps.append(step)


def _step(standing: Standing, mine: bool) -> Step | None:
    """What a standing is as a step: a mission counts whoever keeps it, the rest only on the state's own side."""
    name = None
    if standing.dimension in ("mission", "envoy") and standing.level != "none":
        name = REPRESENTED
    elif mine and standing.dimension == "listing" and standing.level == "none":
        name = DELISTED
    elif mine and standing.dimension == "recognition" and standing.level == "none":
        name = WITHHELD
    elif mine and standing.dimension == "recognition" and standing.level == "de-facto":
        name = REPRESENTED
    if name is None:
        return None
    event = standing.events[0] if standing.events else None
    return Step(name, standing.since, standing.level, event, standing.quote, standing.file)


def _talks(rows: Iterable[Mapping[str, Any]], toward: str, since: dt.date) -> dict[str, Step]:
    """The last talks of each state with the actor."""
    last: dict[str, Step] = {}
    dated = [(span, row) for row in rows if row["kind"] in TALKED and (span := _span(row["date"])) and span[0] >= since]
    for _, row in sorted(dated, key=lambda pair: pair[0]):
        for state in {*row["initiators"], *row["targets"]} - {toward}:
            last[state] = Step(TALKS, row["date"], None, row["id"], row["quote"], row["file"])
    return last


def firsts(store: Store, toward: str, kind: str, *, since: dt.date, by: dt.date) -> dict[str, Move]:
    """The first act of a kind of each state toward the actor since a day, as known by another."""
    told: dict[str, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    undated = (since, since)
    for row in query.events(store, Filter(b=toward, kind=kind, modality="happened", on=by, known=by)).to_pylist():
        span = _span(row["date"])
        if toward in row["targets"] and (span is None or span[1] >= since):
            for state in row["initiators"]:
                told[state].append(span or undated)
    first = {state: min([span for span in spans if span != undated] or spans) for state, spans in told.items()}
    return {state: Move(state, max(span[0], since), max(span[1], since)) for state, span in first.items()}


def _span(edtf: str | None) -> tuple[dt.date, dt.date] | None:
    """The days that a date allows; None where it has no first or last."""
    if not edtf:
        return None
    date = dates.parse(edtf)
    first, last = date.first or date.last, date.last or date.first
    return (first, last) if first and last else None
