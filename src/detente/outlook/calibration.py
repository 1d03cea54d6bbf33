"""From scores to probabilities, by what came of them: logistic regression and isotonic calibration, in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over standardised columns."""

    centre: Values
    spread: Values
    weights: Values  # the intercept first

    @classmethod
    def fit(cls, columns: Values, outcomes: Values, ridge: float = 1.0, steps: int = 25) -> Logistic:
        """Fit by Newton's method, with a ridge on all weights but the intercept."""
        centre, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
        inputs = np.column_stack([np.ones(len(columns)), (columns - centre) / spread])
        penalty = np.diag([1e-6, *(ridge for _ in centre)])
        base = (outcomes.sum() + 0.5) / (len(outcomes) + 1.0)
        weights = np.array([np.log(base / (1.0 - base)), *(0.0 for _ in centre)])
        for _ in range(steps):
            chance = _sigmoid(inputs @ weights)
            slope = inputs.T @ (chance - outcomes) + penalty @ (weights * np.r_[0.0, np.ones(len(centre))])
            curve = (inputs * (chance * (1.0 - chance) + 1e-9)[:, None]).T @ inputs + penalty
            step = np.linalg.solve(curve, slope)
            weights = weights - step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
            if np.abs(step).max() < 1e-6:
                break
        return cls(centre, spread, weights)

    def predict(self, columns: Values) -> Values:
        """The probability of each row."""
        return _sigmoid(self.weights[0] + ((columns - self.centre) / self.spread) @ self.weights[1:])


@dataclass(frozen=True, slots=True)
class Isotonic:
    """A rising step function from score to probability, straight between the steps' middles."""

    scores: Values
    shares: Values

    @classmethod
    def fit(cls, scores: Values, outcomes: Values, doubt: float = 1.0) -> Isotonic:
        """Pool adjacent violators; each step's share is drawn toward the mean of all by ``doubt`` trials."""
        order = np.argsort(scores, kind="stable")
        steps: list[tuple[float, float, float]] = []  # trials, successes, sum of scores
        for score, outcome in zip(scores[order].tolist(), outcomes[order].tolist(), strict=True):
            trials, held, total = 1.0, outcome, score
            while steps and steps[-1][1] * trials >= held * steps[-1][0]:
                earlier = steps.pop()
                trials, held, total = trials + earlier[0], held + earlier[1], total + earlier[2]
            steps.append((trials, held, total))
        table, mean = np.array(steps), float(outcomes.mean())
        shares = np.maximum.accumulate((table[:, 1] + doubt * mean) / (table[:, 0] + doubt))
        return cls(table[:, 2] / table[:, 0], shares)

    def predict(self, scores: Values) -> Values:
        """The probability of each score."""
        return np.interp(scores, self.scores, self.shares)


def brier(chances: Values, outcomes: Values) -> float:
    """The mean squared distance of forecasts from outcomes; 0 is perfect."""
    return float(((chances - outcomes) ** 2).mean())


def log_score(chances: Values, outcomes: Values) -> float:
    """The mean negative log-probability of what came, in nats; 0 is perfect."""
    kept = np.clip(chances, 1e-6, 1.0 - 1e-6)
    return float(-np.where(outcomes > 0, np.log(kept), np.log1p(-kept)).mean())


def _sigmoid(value: Values) -> Values:
    return 1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0)))
