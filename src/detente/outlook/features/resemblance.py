"""Answers like those before: candidates that answer the questions which the past answers to this one also answer.

Two actors are alike as answers if they answered the same questions (cosine over questions, subject and relation together,
decayed). A candidate scores by its likeness to each past answer but itself: it may never have met the subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.outlook.features import Asked, World, spans
from detente.outlook.history import Counts, Floats
from detente.outlook.quadruples import Ids, Quadruples

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

HALF_LIVES = (20.0, 120.0)


class Resemblance:
    """Likeness to past answers to the question, and to past partners of the subject."""

    names: tuple[str, ...] = ("like_answers_20d", "like_answers_120d", "like_partners_120d")

    def __init__(self, world: World) -> None:
        self.world = world
        self._deeds = Counts(HALF_LIVES)  # keyed by subject and relation, then target

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""
        key = (facts.initiator * self.world.directed + facts.relation) * self.world.actors + facts.target
        self._deeds.observe(day, key)

    def describe(self, asked: Asked) -> Floats:
        """One row a candidate, one column a name."""
        n, directed = self.world.actors, self.world.directed
        questions = asked.questions
        keys, deed = np.unique(self._deeds.keys // n, return_inverse=True)
        if not len(keys):
            return np.zeros((len(asked), len(self.names)), np.float32)
        subjects, place = np.unique(questions.subject, return_inverse=True)
        asked_keys = questions.subject * directed + questions.relation
        columns = []
        for column in range(len(HALF_LIVES)):
            answers = self._answers(asked.day, column, deed, len(keys))
            mine = _chosen(keys, asked_keys, asked_keys + 1) @ answers
            columns.append(_like(mine, answers, asked.question, asked.candidate))
        partners = _chosen(keys, subjects * directed, (subjects + 1) * directed) @ answers
        columns.append(_like(partners, answers, place[asked.question], asked.candidate))
        return np.stack(columns, axis=1)

    def _answers(self, day: int, column: int, deed: Ids, deeds: int) -> csr_matrix:
        """Damped decayed counts, questions (subject and relation) by answers."""
        from scipy.sparse import csr_matrix

        weights = self._deeds.all_weights(day, column)
        kept = weights > 0.01
        where = deed[kept], self._deeds.keys[kept] % self.world.actors
        return csr_matrix((np.log1p(weights[kept]), where), shape=(deeds, self.world.actors))


def _chosen(keys: Ids, starts: Ids, ends: Ids) -> csr_matrix:
    """Ones that sum, for each span of keys, the rows of a table whose rows are the keys."""
    from scipy.sparse import csr_matrix

    rows, owner = spans(np.searchsorted(keys, starts), np.searchsorted(keys, ends))
    return csr_matrix((np.ones(len(rows), np.float32), (owner, rows)), shape=(len(starts), len(keys)))


def _like(mine: csr_matrix, answers: csr_matrix, row: Ids, candidate: Ids) -> Floats:
    """For each row and candidate, the sum over the row's answers of their likeness to it, its own part left out."""
    from scipy.sparse import diags

    length = np.sqrt(np.asarray(answers.multiply(answers).sum(axis=0)).ravel())
    unit = (answers @ diags((1.0 / np.maximum(length, 1e-6)).astype(np.float32))).tocsr()
    found = ((mine @ unit.T) @ unit).toarray() - mine.toarray()
    scores: Floats = found[row, candidate].astype(np.float32)
    return scores
