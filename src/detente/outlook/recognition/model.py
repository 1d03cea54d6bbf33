"""The fitted model as data: its coefficients, what they were fitted on, and how the model did on each past wave.

``data/hazard.json`` ships with the package; ``detente outlook waves FOLDER --fit FILE`` makes it anew from tables of
recognitions. The tables themselves are not shipped.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import UsageError
from detente.outlook.calibration import Values
from detente.outlook.recognition.hazard import MONTH, RIDGE, Hazard
from detente.outlook.recognition.trial import Trial, join, leave_one_out, reliability, rolling, sample
from detente.outlook.recognition.view import NAMES
from detente.outlook.recognition.waves import Wave

VERSION = "recognition-1"
DATA = ("data", "hazard.json")


@dataclass(frozen=True, slots=True)
class Model:
    """The hazard of recognising, that of taking it back (a state and year), and the trials of the former."""

    version: str
    hazard: Hazard
    monthly: float  # the constant hazard: moves a state and 30 days, over all waves
    withdrawals: int
    standing_years: float
    trials: dict[str, dict[str, Any]]  # by case, left out

    @property
    def withdrawing(self) -> float:
        """Withdrawals a year and state that has recognised."""
        return (self.withdrawals + 0.5) / (self.standing_years + 1.0)

    def constant(self, days: int) -> float:
        """The chance of any state within so many days by the constant hazard."""
        return float(-np.expm1(-self.monthly * days / MONTH))

    def unbeaten(self) -> list[str]:
        """The cases for which the model did not beat both baselines by both scores, when they were left out."""
        return [case for case, trial in self.trials.items() if not all(trial["beats"].values())]


@cache
def load() -> Model:
    """The model that ships with the package."""
    return read(json.loads(files("detente.outlook.recognition").joinpath(*DATA).read_text(encoding="utf-8")))


def read(held: dict[str, Any]) -> Model:
    """A model from its data. Raises ``UsageError`` where it is for other figures than this detente looks at."""
    if tuple(held["figures"]) != NAMES:
        raise UsageError(
            "The model was fitted on other figures than this version looks at.",
            remedy="Fit it anew: detente outlook waves FOLDER --fit FILE.",
        )
    hazard = Hazard(*(np.array(held[name]) for name in ("centre", "spread", "weights")))
    taken = held["withdrawals"]
    return Model(held["version"], hazard, held["constant"], taken["moves"], taken["state_years"], held["trials"])


def fit(waves: Sequence[Wave]) -> dict[str, Any]:
    """The model as data, fitted on these waves, with the trials of each left out."""
    samples = {wave.name: sample(wave) for wave in waves}
    every = join(list(samples.values()))
    hazard = every.fit()
    moves, years = withdrawals(waves)
    return {
        "version": VERSION,
        "figures": list(NAMES),
        "ridge": RIDGE,
        **{name: _rounded(getattr(hazard, name)) for name in ("centre", "spread", "weights")},
        "constant": round(float(np.exp(every.constant().weights[0])), 8),
        "withdrawals": {"moves": moves, "state_years": round(years, 1)},
        "fitted_on": {wave.name: _told(wave, len(samples[wave.name].days)) for wave in waves},
        "trials": {trial.case: _judged(trial) for trial in leave_one_out(waves)},
    }


def report(waves: Sequence[Wave]) -> dict[str, Any]:
    """Both trials of the model on these waves, case by case, with the reliability of all forecasts together."""
    found: dict[str, Any] = {"cases": {wave.name: _told(wave, len(sample(wave).days)) for wave in waves}}
    for name, trials in (("leave_one_case_out", leave_one_out(waves)), ("rolling_origin", rolling(waves))):
        found[name] = {
            "cases": {trial.case: _judged(trial) for trial in trials},
            "reliability": reliability(trials) if trials else [],
        }
    return found


def save(held: dict[str, Any], path: Path) -> None:
    """Write a fitted model to a file. Raises ``UsageError`` for a place that cannot be written to."""
    try:
        path.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"It cannot be written: {error.strerror}.", place=str(path)) from error


def withdrawals(waves: Sequence[Wave]) -> tuple[int, float]:
    """How many recognitions were taken back for certain, and for how many years together recognitions stood.

    A recognition is followed to the day on which it was taken back, else to the last day that the wave's table tells
    of: a remark on one revocation shows that others would have been remarked on.
    """
    moves, years = 0, 0.0
    for wave in waves:
        told = [move.ended for move in wave.moves if move.ended and move.ended.year < 9999]
        last = max([wave.complete, *told])
        for move in wave.moves:
            if move.doubtful or (move.held is not None and move.ended is not None and move.ended.year == 9999):
                continue
            end = move.held or last
            years += max((end - move.last).days, 0) / 365.25
            moves += move.held is not None
    return moves, years


def _judged(trial: Trial) -> dict[str, Any]:
    return {**trial.measures(), "beats": trial.beats()}


def _told(wave: Wave, rows: int) -> dict[str, Any]:
    return {
        "toward": wave.actor,
        "since": wave.since.isoformat(),
        "complete_until": wave.complete.isoformat(),
        "recognitions": sum(move.last <= wave.complete and not move.doubtful for move in wave.moves),
        "undecided": sum(move.doubtful or move.first < move.last for move in wave.moves),
        "rows": rows,
        "remark": wave.why,
    }


def _rounded(values: Values) -> list[float]:
    return [round(float(value), 6) for value in values]
