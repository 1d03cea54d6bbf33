"""What came of sealed forecasts, by the record as it stands now, and how good they were.

An act came if the record holds one that happened and that lies within the days asked for certain. It did not come once
those days are past and the record tells of something later that concerns the actors: a record that was read no further
cannot tell. Nothing here is stored: outcomes follow from the record, and are found anew each time.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.ledger.when import days_of
from detente.outlook.seal import Forecast, Statement

Outcome = Literal["came", "did not come", "open", "unheard", "unclear"]
LEAST = 1e-6  # a probability in the log score is at least this far from 0 and 1
BINS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A statement with what came of it, and the event that shows it where it came."""

    statement: Statement
    outcome: Outcome
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The mean scores of resolved statements and of their base rates; lower is better."""

    statements: int
    came: int
    brier: float
    brier_base: float
    log_score: float
    log_score_base: float


class Happened:
    """The acts that a record holds to have happened, as resolving asks for them."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._acts: dict[tuple[str, str, str], list[tuple[int, int, str]]] = defaultdict(list)
        self._latest: dict[str, int] = defaultdict(int)
        for row in rows:
            days = days_of(row["date"])
            if days is None:
                continue
            for name in (*row["initiators"], *row["targets"]):
                self._latest[name] = max(self._latest[name], days[0])
            for one, other in _pairs(row["initiators"], row["targets"]):
                self._acts[one, row["kind"], other].append((*days, row["id"]))

    def resolve(self, forecast: Forecast, today: dt.date) -> list[Resolved]:
        """Each statement of a forecast, with what came of it by a day."""
        start, by = forecast.start.toordinal(), forecast.by.toordinal()
        concerned = [forecast.question.get(name, "") for name in ("initiator", "target", "toward")]
        heard = max((self._latest[name] for name in concerned if name), default=0)
        return [self._resolve(one, start, by, heard, today.toordinal()) for one in forecast.statements]

    def _resolve(self, one: Statement, start: int, by: int, heard: int, today: int) -> Resolved:
        acts = self._acts.get((one.initiator, one.kind, one.target), [])
        for first, last, event in sorted(acts):
            if start <= first and last <= by:
                return Resolved(one, "came", event)
        if any(first <= by and start <= last for first, last, _ in acts):
            return Resolved(one, "unclear")
        if today <= by:
            return Resolved(one, "open")
        return Resolved(one, "did not come" if heard > by else "unheard")


def _pairs(initiators: Sequence[str], targets: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Who acted toward whom; those who act together with nobody named on the other side, toward one another."""
    return itertools.product(initiators, targets) if targets else itertools.permutations(initiators, 2)


def decided(found: Sequence[Resolved]) -> list[Resolved]:
    """The statements that can be judged: of a forecast that is over, those that came or did not.

    One that came early is not judged while others are open, since only what came can be told early.
    """
    if any(one.outcome in ("open", "unheard") for one in found):
        return []
    return [one for one in found if one.outcome != "unclear"]


def score(found: Sequence[Resolved]) -> Score | None:
    """The scores of judged statements; None of none."""
    if not found:
        return None
    outcomes = [one.outcome == "came" for one in found]
    given, base = [one.statement.probability for one in found], [one.statement.base for one in found]
    return Score(
        len(found), sum(outcomes), _brier(given, outcomes), _brier(base, outcomes), _log(given, outcomes),
        _log(base, outcomes),
    )  # fmt: skip


def reliability(found: Sequence[Resolved]) -> list[dict[str, float]]:
    """Judged statements by probability: how many, the mean that was given, and the share that came."""
    rows = []
    for low, high in itertools.pairwise(BINS):
        inside = [
            one for one in found if low <= one.statement.probability < high or one.statement.probability == high == 1
        ]
        if inside:
            given = sum(one.statement.probability for one in inside) / len(inside)
            came = sum(one.outcome == "came" for one in inside) / len(inside)
            rows.append({"from": low, "to": high, "forecasts": len(inside), "given": given, "came": came})
    return rows


def _brier(given: Sequence[float], outcomes: Sequence[bool]) -> float:
    return sum((chance - came) ** 2 for chance, came in zip(given, outcomes, strict=True)) / len(given)


def _log(given: Sequence[float], outcomes: Sequence[bool]) -> float:
    kept = [min(max(chance, LEAST), 1.0 - LEAST) for chance in given]
    return -sum(math.log(chance if came else 1.0 - chance) for chance, came in zip(kept, outcomes, strict=True)) / len(
        kept
    )
