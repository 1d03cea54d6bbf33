"""The discrete-time hazard model: the chance that a state moves within so many days, as things stand on a day.

The complementary log-log link with the log of the days as an offset: the hazard is log-linear in the figures of the
day, and constant within the span but for what the span's length, by itself and by the age of the wave, takes away.
Fitted by Newton's method with a ridge; the intercept is free.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outlook.calibration import Values
from detente.outlook.recognition.view import NAMES

MONTH = 30.0
RIDGE = 2.0
TIME = NAMES.index("time")


@dataclass(frozen=True, slots=True)
class Hazard:
    """Coefficients over standardised columns, the intercept first. Without columns it is a constant hazard."""

    centre: Values
    spread: Values
    weights: Values

    @classmethod
    def fit(
        cls, columns: Values, days: Values, outcomes: Values, trust: Values, ridge: float = RIDGE, steps: int = 60
    ) -> Hazard:
        """Fit on rows of figures, each with a span in days, whether the move came, and how much the row counts."""
        columns = _design(columns, days)
        total = trust.sum()
        centre = trust @ columns / total
        spread = np.sqrt(trust @ (columns - centre) ** 2 / total) + 1e-9
        inputs = np.column_stack([np.ones(len(columns)), (columns - centre) / spread])
        offset = np.log(days / MONTH)
        penalty = np.r_[1e-9, np.full(columns.shape[1], ridge)]
        rate = (trust @ outcomes + 0.5) / (trust @ (days / MONTH) + 1.0)
        weights = np.r_[np.log(rate), np.zeros(columns.shape[1])]
        reached = _objective(weights, inputs, offset, outcomes, trust, penalty)
        for _ in range(steps):
            score, curve = _slopes(inputs @ weights + offset, outcomes)
            slope = inputs.T @ (trust * score) - penalty * weights
            step = np.linalg.solve((inputs * (trust * curve)[:, None]).T @ inputs + np.diag(penalty), slope)
            gain, size = 0.0, 1.0
            while size > 1e-4:  # half the step until it gains: full steps overshoot where few states have moved
                tried = _objective(weights + size * step, inputs, offset, outcomes, trust, penalty)
                if (gain := tried - reached) > 0.0:
                    weights, reached = weights + size * step, tried
                    break
                size /= 2.0
            if gain < 1e-7:
                break
        return cls(centre, spread, weights)

    def chances(self, columns: Values, days: Values) -> Values:
        """The chance of moving within each row's days."""
        columns = _design(columns, days)
        log_hazard = self.weights[0] + ((columns - self.centre) / self.spread) @ self.weights[1:]
        return _within(log_hazard + np.log(days / MONTH))


def _design(columns: Values, days: Values) -> Values:
    """The figures, the log of the span, and that log by the age of the wave; no columns stay none."""
    if not columns.shape[1]:
        return columns
    span = np.log(days / MONTH)
    return np.column_stack([columns, span, span * columns[:, TIME]])


def _within(log_sum: Values) -> Values:
    chance: Values = -np.expm1(-np.exp(np.clip(log_sum, -20.0, 3.5)))
    return np.clip(chance, 1e-6, 1.0 - 1e-6)


def _slopes(log_sum: Values, outcomes: Values) -> tuple[Values, Values]:
    """The log-likelihood's slope by the linear predictor, and the expected curve (Fisher scoring)."""
    hazard = np.exp(np.clip(log_sum, -20.0, 3.5))
    chance = np.clip(-np.expm1(-hazard), 1e-9, 1.0 - 1e-9)
    slope = hazard * (1.0 - chance)
    return slope * (outcomes - chance) / (chance * (1.0 - chance)), slope**2 / (chance * (1.0 - chance))


def _objective(
    weights: Values, inputs: Values, offset: Values, outcomes: Values, trust: Values, penalty: Values
) -> float:
    """The penalised log-likelihood."""
    hazard = np.exp(np.clip(inputs @ weights + offset, -20.0, 3.5))
    likelihood = np.where(outcomes > 0, np.log(np.maximum(-np.expm1(-hazard), 1e-12)), -hazard)
    return float(trust @ likelihood - 0.5 * penalty @ weights**2)
