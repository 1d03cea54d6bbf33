"""How often things were done: the outlook from a past too short to learn from.

An act of a kind from one actor toward another is expected at its own rate, drawn toward the rate of all acts that could
be expected. Old acts count for less, and so does the time since. Nothing is fitted, and nothing tests it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outlook.calibration import Values
from detente.outlook.quadruples import Ids, Quadruples

HALF_LIFE = 730.0  # days after which an act, and a day without one, counts for half
SHAPE = 0.2  # acts that the rate of all counts for


@dataclass(frozen=True, slots=True)
class Rates:
    """Acts that came before a day, weighted by age, and the time in which they came."""

    events: Quadruples
    weights: Values
    days: float  # weighted, of the past as a whole
    common: float  # acts a day of a kind, from one toward another, mean over the kinds and the pairs that ever met

    @classmethod
    def of(cls, events: Quadruples, today: int) -> Rates:
        """The rates of what came before a day."""
        before = events[events.day < today]
        weights = np.exp2(-(today - before.day) / HALF_LIFE)
        length = float(today - before.day.min()) if len(before) else 1.0
        days = HALF_LIFE / np.log(2.0) * (1.0 - 2.0 ** (-length / HALF_LIFE))
        pairs = len(set(zip(before.initiator.tolist(), before.target.tolist(), strict=True)))
        cells = max(1, pairs * len(np.unique(before.relation)))
        return cls(before, weights, days, max(float(weights.sum()), 1e-3) / (cells * days))

    def chances(self, initiator: Ids, kind: Ids, target: Ids, horizon: int) -> Values:
        """The chance of at least one such act within the horizon."""
        size = 1 + max(int(part.max(initial=0)) for part in (*self._columns(), initiator, kind, target))
        asked, past = ((a * size + b) * size + c for a, b, c in ((initiator, kind, target), self._columns()))
        keys, place = np.unique(past, return_inverse=True)
        sums = np.r_[np.bincount(place.ravel(), self.weights, minlength=len(keys)), 0.0]
        at = np.searchsorted(keys, asked)
        known = (at < len(keys)) & (np.r_[keys, -1][at] == asked)
        count = sums[np.where(known, at, len(keys))]
        return self._within((count + SHAPE) / (self.days + SHAPE / self.common), horizon)

    def base(self, horizon: int) -> float:
        """The chance of an act of which nothing is known but that it could be expected."""
        return float(self._within(np.array([self.common]), horizon)[0])

    def _columns(self) -> tuple[Ids, Ids, Ids]:
        return self.events.initiator, self.events.relation, self.events.target

    @staticmethod
    def _within(rate: Values, horizon: int) -> Values:
        chance: Values = -np.expm1(-rate * horizon)
        return chance
