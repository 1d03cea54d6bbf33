"""How forecasts are judged: the rank of the true answer, time-aware filtered, ties averaged.

The protocol is the one that the papers on temporal knowledge graph forecasting share (Gastinger et al., ECML 2023):
each quadruple is asked in both directions, the answer is ranked among all actors, the other true answers to the same
question on the same day are left out of the ranking, and equal scores share their mean rank. It knows nothing of how
scores come about.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.quadruples import Ids, Quadruples

Scores = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Questions:
    """The distinct questions (subject, relation, ?) of one day, and the true answers to each.

    ``question`` and ``answer`` are pairs of one length: the index of a question and one true answer to it. Relations
    from ``relations`` up are inverse: they ask who acts toward the subject.
    """

    day: int
    subject: Ids
    relation: Ids
    question: Ids
    answer: Ids

    def __len__(self) -> int:
        return len(self.subject)

    def only(self, chosen: NDArray[np.bool_]) -> Questions:
        """The chosen questions, with their answers."""
        kept, number = chosen[self.question], np.cumsum(chosen) - 1
        return Questions(
            self.day, self.subject[chosen], self.relation[chosen], number[self.question[kept]], self.answer[kept]
        )

    def portions(self, size: int = 500) -> Iterator[Questions]:
        """These, so many at a time that the scores of all actors fit in memory."""
        number = np.arange(len(self))
        for start in range(0, len(self), size):
            yield self.only((number >= start) & (number < start + size))


def questions_of(day: int, facts: Quadruples) -> Questions:
    """The questions to which the facts of one day, given in both directions, are the answers."""
    asked = np.stack([facts.initiator, facts.relation], axis=1)
    distinct, question = np.unique(asked, axis=0, return_inverse=True)
    return Questions(day, distinct[:, 0], distinct[:, 1], question.reshape(-1), facts.target)


def filtered_ranks(scores: Scores, question: Ids, answer: Ids) -> NDArray[np.float64]:
    """The rank of each true answer, from 1, among all actors but the other true answers to the same question.

    ``scores`` has one row a question and one column an actor; higher is likelier. Equal scores share their mean rank.
    """
    own = scores[question, answer][:, None]
    row = scores[question]
    higher, equal = (row > own).sum(axis=1), (row == own).sum(axis=1) - 1
    drop_higher, drop_equal = _other_answers(scores, question, answer)
    ranks: NDArray[np.float64] = 1.0 + (higher - drop_higher) + (equal - drop_equal) / 2.0
    return ranks


def _other_answers(scores: Scores, question: Ids, answer: Ids) -> tuple[Ids, Ids]:
    """For each answer, how many other true answers to its question score higher than it, and how many the same."""
    order = np.argsort(question, kind="stable")
    higher, equal = np.zeros(len(question), np.int64), np.zeros(len(question), np.int64)
    edges = np.flatnonzero(np.r_[True, np.diff(question[order]) > 0, True])
    for start, end in itertools.pairwise(edges.tolist()):
        rows = order[start:end]
        if len(rows) > 1:
            values = scores[question[rows], answer[rows]]
            higher[rows] = (values[None, :] > values[:, None]).sum(axis=1)
            equal[rows] = (values[None, :] == values[:, None]).sum(axis=1) - 1
    return higher, equal


@dataclass(slots=True)
class Tally:
    """Ranks as they come in, and the measures over them."""

    ranks: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, ranks: NDArray[np.float64]) -> None:
        """Count these ranks in."""
        self.ranks.append(ranks)

    def measures(self) -> dict[str, float]:
        """MRR, Hits@1, 3 and 10 (shares, not per cent) and the number of quadruples asked, both directions counted."""
        ranks = np.concatenate(self.ranks) if self.ranks else np.zeros(0)
        if not len(ranks):
            return {"mrr": 0.0, "hits@1": 0.0, "hits@3": 0.0, "hits@10": 0.0, "queries": 0}
        hits = {f"hits@{k}": float((ranks <= k).mean()) for k in (1, 3, 10)}
        return {"mrr": float((1.0 / ranks).mean()), **hits, "queries": len(ranks)}
