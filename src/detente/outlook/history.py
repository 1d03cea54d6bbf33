"""Decayed counts of what has been seen so far: the memory that every feature reads.

A count fades by half over its half-life, so that one number says how often and how lately. A key is seen only once it
has been observed: nothing about a day can be read from what was observed before it. This module knows keys, not what
they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.outlook.quadruples import Ids

Floats = NDArray[np.float32]


class Counts:
    """How often each key was observed, fading over several half-lives (in days; infinity never fades)."""

    def __init__(self, half_lives: Sequence[float]) -> None:
        self.half_lives = np.array(half_lives, dtype=np.float32)
        self.keys: Ids = np.zeros(0, np.int64)  # in ascending order
        self.last: Ids = np.zeros(0, np.int64)  # the day of the latest observation, to which the weights refer
        self.gap: Floats = np.zeros(0, np.float32)  # days between the latest two, NaN where there is but one
        self._weights: Floats = np.zeros((0, len(half_lives)), np.float32)

    def observe(self, day: int, keys: Ids) -> None:
        """Count these keys as seen on this day, which must not lie before a day already observed."""
        seen, times = np.unique(keys, return_counts=True)
        self._grow(day, seen)
        rows = np.searchsorted(self.keys, seen)
        age = (day - self.last[rows]).astype(np.float32)
        self._weights[rows] = self._weights[rows] * self._fade(age) + times[:, None]
        self.gap[rows] = np.where(age > 0, age, self.gap[rows])
        self.last[rows] = day

    def rows(self, keys: Ids) -> Ids:
        """The row of each key, -1 where it was never seen."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[rows] == keys, rows, -1)

    def weights(self, day: int, rows: Ids) -> Floats:
        """The faded counts at these rows as of a day, one column a half-life; 0 for row -1."""
        known = rows >= 0
        found = np.zeros((len(rows), len(self.half_lives)), np.float32)
        found[known] = self._weights[rows[known]] * self._fade(day - self.last[rows[known]])
        return found

    def ages(self, day: int, rows: Ids) -> Floats:
        """Days since the latest observation at these rows; NaN for row -1."""
        known = rows >= 0
        found = np.full(len(rows), np.nan, np.float32)
        found[known] = day - self.last[rows[known]]
        return found

    def gaps(self, rows: Ids) -> Floats:
        """Days between the latest two observations at these rows; NaN where there were not two."""
        known = rows >= 0
        found = np.full(len(rows), np.nan, np.float32)
        found[known] = self.gap[rows[known]]
        return found

    def read(self, day: int, keys: Ids) -> Floats:
        """The faded counts of these keys as of a day, one column a half-life; 0 for what was never seen."""
        return self.weights(day, self.rows(keys))

    def all_weights(self, day: int, column: int) -> Floats:
        """The faded count of every key as of a day, for one half-life, in the order of ``keys``."""
        fade = np.exp2(-(day - self.last).astype(np.float32) / self.half_lives[column])
        weights: Floats = (self._weights[:, column] * fade).astype(np.float32)
        return weights

    def _fade(self, age: NDArray[np.generic]) -> Floats:
        fade: Floats = np.exp2(-age.astype(np.float32)[:, None] / self.half_lives)
        return fade

    def _grow(self, day: int, seen: Ids) -> None:
        new = seen[self.rows(seen) < 0]
        at = np.searchsorted(self.keys, new)
        self.keys = np.insert(self.keys, at, new)
        self.last = np.insert(self.last, at, day)
        self.gap = np.insert(self.gap, at, np.float32(np.nan))
        self._weights = np.insert(self._weights, at, np.float32(0), axis=0)
