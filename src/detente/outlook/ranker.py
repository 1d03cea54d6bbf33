"""Learning to rank shortlists: boosted trees over the features, trained on past days as they were asked in their time.

Training rows are the shortlists of past questions, described by what was known before each question's day. The
strongest candidates by the first score all stay, and a sample of the others, whether they are true answers or not: true
answers kept from among the weak would teach that the weak are likely (it cost 0.06 in MRR on ICEWS14).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import MissingExtra
from detente.outlook.forecaster import Shortlists, positions
from detente.outlook.history import Floats
from detente.outlook.protocol import Questions
from detente.outlook.quadruples import Ids

STRONGEST = 30  # candidates kept for each question
OTHERS = 0.2  # the share kept of the others

# Small trees and strong regularisation: with 63 leaves the validation days of ICEWS14 got worse after 200 rounds.
PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 20,
    "learning_rate": 0.07,
    "num_leaves": 24,
    "min_data_in_leaf": 500,
    "feature_fraction": 0.35,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20.0,
    "max_bin": 127,
    "num_threads": 2,
    "verbosity": -1,
}


@dataclass(slots=True)
class Lessons:
    """Training rows as they are collected."""

    features: list[Floats] = field(default_factory=list)
    labels: list[Ids] = field(default_factory=list)
    sizes: list[Ids] = field(default_factory=list)  # rows a question

    def add(self, questions: Questions, lists: Shortlists, random: np.random.Generator) -> None:
        """Keep the lessons of these shortlists; a question none of whose answers is kept teaches nothing."""
        right = np.zeros(len(lists.asked), np.int64)
        right[positions(questions, lists.asked, lists.first.shape[1])[0]] = 1
        shape = (len(questions), lists.length)
        first = lists.first[lists.asked.question, lists.asked.candidate].reshape(shape)
        strong = np.argsort(np.argsort(-first, axis=1), axis=1) < STRONGEST
        kept = strong | (random.random(shape) < OTHERS)
        kept &= (kept & right.reshape(shape).astype(bool)).any(axis=1, keepdims=True)
        self.features.append(lists.features[kept.ravel()])
        self.labels.append(right[kept.ravel()])
        self.sizes.append(kept.sum(axis=1)[kept.any(axis=1)])

    def __len__(self) -> int:
        return sum(len(sizes) for sizes in self.sizes)


class Ranker:
    """Boosted trees that score the rows of shortlists, by some of their columns or by all."""

    def __init__(self, trees: Any, columns: Ids | None = None) -> None:
        self._trees, self._columns = trees, columns

    @classmethod
    def fit(
        cls,
        lessons: Lessons,
        names: Sequence[str],
        rounds: int = 300,
        seed: int = 0,
        without: Collection[str] = (),
    ) -> Ranker:
        """Train on these lessons; ``names`` are those of the features, of which some may be left out.

        Raises ``MissingExtra`` without lightgbm.
        """
        lightgbm = _lightgbm()
        threads = min(2, os.cpu_count() or 1)
        columns = np.flatnonzero([name not in without for name in names]) if without else None
        data = lightgbm.Dataset(
            lessons.features if columns is None else [part[:, columns] for part in lessons.features],
            label=np.concatenate(lessons.labels),
            group=np.concatenate(lessons.sizes),
            feature_name=[name for name in names if name not in without],
            params={"max_bin": PARAMETERS["max_bin"], "num_threads": threads, "verbosity": -1},
        )
        return cls(lightgbm.train({**PARAMETERS, "num_threads": threads, "seed": seed}, data, rounds), columns)

    def scores(self, lists: Shortlists) -> NDArray[np.float64]:
        """Scores of every actor, one row a question: the shortlist by the trees, others below by first score."""
        features = lists.features if self._columns is None else lists.features[:, self._columns]
        trees = np.asarray(self._trees.predict(features), np.float64)
        scores = lists.first.astype(np.float64)
        scores -= scores.max() - trees.min() + 1.0
        scores[lists.asked.question, lists.asked.candidate] = trees
        return scores

    def gains(self) -> dict[str, float]:
        """How much each feature contributes to the trees, as shares of the whole."""
        gains = self._trees.feature_importance("gain")
        return dict(zip(self._trees.feature_name(), (gains / max(gains.sum(), 1e-9)).tolist(), strict=True))


def _lightgbm() -> Any:
    try:
        import lightgbm
    except ImportError as error:
        raise MissingExtra("outlook", "Ranking forecasts") from error
    return lightgbm
