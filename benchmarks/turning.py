"""Shocks planted in synthetic series: how many the phases find, and how many the largest monthly differences do.

Run as ``python benchmarks/turning.py``; takes some seconds. The figures stand in docs/method/trend.md.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from detente.trend import Month
from detente.trend.turning import of_acts
from trend.series_with_shocks import acts

SERIES, MONTHS, NEAR = 30, 150, 2


def largest(months: Sequence[Month], count: int) -> list[dt.date]:
    """The baseline: where the index of a month differs most from that of the month before."""
    told = [(month.month, month.index) for month in months if month.index is not None]
    steps = sorted(((abs(b - a), month) for (_, a), (month, b) in pairwise(told)), reverse=True)
    return [month for _, month in steps[:count]]


def planted(seed: int, size: float) -> list[tuple[int, float]]:
    """Two shocks, at least a year apart, up or down."""
    chance = np.random.default_rng(seed)
    first, second = sorted(int(at) for at in chance.choice(np.arange(15, 135), 2, replace=False))
    second = min(first + 24, 135) if second - first < 12 else second
    signs = chance.choice([-1, 1], 2)
    return [(first, size * signs[0]), (second, size * signs[1])]


def scored(found: Sequence[dt.date], shocks: Sequence[int]) -> tuple[int, int]:
    """How many shocks are hit within two months, and how many of those found hit none."""
    numbers = [(month.year - 2000) * 12 + month.month - 1 for month in found]
    hits = sum(any(abs(number - at) <= NEAR for number in numbers) for at in shocks)
    return hits, sum(not any(abs(number - at) <= NEAR for at in shocks) for number in numbers)


def trial(size: float) -> tuple[int, int, int, int]:
    """Hits and false alarms of the phases, then of the baseline, over all series with shocks of one size."""
    sums = np.zeros(4, dtype=int)
    for seed in range(SERIES):
        shifts = planted(seed, size)
        shocks = [at for at, _ in shifts]
        found = of_acts("USA", "CHN", "both", acts(1000 + seed, MONTHS, shifts))
        turns = [turn.month for turn in found.turns]
        sums += (*scored(turns, shocks), *scored(largest(found.months, 2), shocks))
    return tuple(int(each) for each in sums)


def main() -> None:
    for size in (1.5, 2.5, 4.0):
        hits, false, plain_hits, plain_false = trial(size)
        told = f"phases hit {hits}, false alarms {false}; baseline hit {plain_hits}, false alarms {plain_false}"
        print(f"shocks of {size}: {2 * SERIES} planted; {told}")
    cut = sum(bool(of_acts("USA", "CHN", "both", acts(5000 + seed, MONTHS, [])).turns) for seed in range(100))
    print(f"without a shock: {cut} of 100 series are cut")


if __name__ == "__main__":
    main()
