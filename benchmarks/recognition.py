"""How well the model of recognition does on past waves, and what a mission before recognition is worth.

python -m benchmarks.recognition
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from benchmarks.shared import SHARED, Measures

from detente.actors.registry import registry
from detente.errors import ActorError
from detente.outlook.calibration import Values
from detente.outlook.recognition.trial import leave_one_out
from detente.outlook.recognition.waves import read_waves

STEP = 30  # days
BEGINS = dt.date(1816, 1, 1)  # of the data on missions


def measure() -> Measures | None:
    """Scores with each case left out, mean over cases, and on how many the model beats both; None without the tables."""
    folder = SHARED / "recognition"
    if not folder.exists():
        return None
    trials = leave_one_out(read_waves(folder))
    names = [f"{score}_{of}" for score in ("log", "brier") for of in ("model", "base", "constant")]
    found = {name: round(float(np.mean([trial.measures()[name] for trial in trials])), 5) for name in names}
    beaten = {
        f"cases_beaten_{score}": float(sum(trial.beats()[score] for trial in trials)) for score in ("log", "brier")
    }
    gains = {
        f"{score}_gain": round(min(found[f"{score}_base"], found[f"{score}_constant"]) - found[f"{score}_model"], 5)
        for score in ("log", "brier")
    }
    return {**found, **gains, **beaten, "cases": float(len(trials)), **mission_step()}


def mission_step() -> Measures:
    """The log of how much a mission in a state that is not recognised yet raises the hazard that the USA recognise it.

    A Poisson regression of the recognitions on months since the state existed, with and without a mission.
    """
    rows = np.array(list(_months()))
    inputs = np.column_stack([np.ones(len(rows)), rows[:, 0], np.log1p(rows[:, 1])])
    offset, came = np.log(rows[:, 2] / STEP), rows[:, 3]
    weights = np.array([np.log(came.mean()), 0.0, 0.0])
    for _ in range(50):
        rate = np.exp(inputs @ weights + offset)
        weights = weights + np.linalg.solve(_curve(inputs, rate), inputs.T @ (came - rate))
    error = np.sqrt(np.linalg.inv(_curve(inputs, np.exp(inputs @ weights + offset)))[1, 1])
    measures = {"mission_log_ratio": float(weights[1]), "mission_standard_error": float(error)}
    return {**{k: round(v, 3) for k, v in measures.items()}, "mission_recognitions": float(came.sum())}


def _curve(inputs: Values, rate: Values) -> Values:
    curve: Values = (inputs * rate[:, None]).T @ inputs
    return curve


def _months() -> Iterator[tuple[float, float, float, float]]:
    """For each month of a state before its recognition: whether there was a mission, its age, days, whether it came."""
    levels = defaultdict(list)
    for row in _rows("rdcr/mission_status_dev.csv"):
        span = dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"])
        levels[row["country"]].append((*span, row["status"] != "None"))
    for row in _rows("recognition/recognition_by_usa.csv"):
        sure = row["recogniser_iso3"] == "USA" and row["precision"] == "day" and "check" not in row["flag"]
        if sure and (since := _since(row["recognised_entity"], dt.date.fromisoformat(row["date"]))):
            yield from _of(levels[row["recognised_entity"]], since, dt.date.fromisoformat(row["date"]))


def _of(
    levels: list[tuple[dt.date, dt.date, bool]], since: dt.date, recognised: dt.date
) -> Iterator[tuple[float, float, float, float]]:
    day = since
    while day < recognised:
        later = min(day + dt.timedelta(days=STEP), recognised)
        level = next((mission for first, last, mission in levels if first <= day <= last), None)
        if level is not None:
            yield float(level), float((day - since).days), float((later - day).days), float(later == recognised)
        day = later


def _since(name: str, recognised: dt.date) -> dt.date | None:
    """Since when a state could be recognised; None where that is the very day, or not known."""
    try:
        spells = registry().find(name.split(" (")[0]).spells
    except ActorError:
        return None
    past = [spell.start for spell in spells if spell.start < recognised.toordinal() - 1]
    return max(dt.date.fromordinal(past[-1]), BEGINS) if past else None


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((SHARED / name).read_text(encoding="utf-8").splitlines()))


if __name__ == "__main__":
    for measure_name, value in (measure() or {}).items():
        print(f"{measure_name:24s} {value}")
