"""Acts of a pair over time with shocks planted in them, from a seed."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from detente.trend.series import Act

START = dt.date(2000, 1, 1)


def act(number: int, day: dt.date, weight: float, stream: str | None = "gdelt") -> Act:
    kind = "hold-talks" if weight > 0 else "fight"
    date = day.isoformat()
    return Act(f"e-{number}", kind, date, day, day, weight, ("USA",), ("CHN",), stream, None, "x.CSV", None, None)


def later(months: int) -> dt.date:
    return dt.date(START.year + months // 12, months % 12 + 1, 1)


def acts(
    seed: int, months: int, shifts: Sequence[tuple[int, float]], rate: float = 8.0, spread: float = 4.0
) -> list[Act]:
    """Acts at ``rate`` a month with weights around a level that moves by each shift from its month on."""
    chance = np.random.default_rng(seed)
    found: list[Act] = []
    for month in range(months):
        level = 1.0 + sum(change for at, change in shifts if month >= at)
        for weight in chance.normal(level, spread, chance.poisson(rate)):
            day = later(month).replace(day=int(chance.integers(1, 28)))
            found.append(act(len(found), day, float(np.clip(weight, -10, 10))))
    return found
