"""What the company tells: paths of two steps, and what actors like the subject have done.

All of it is read from two decayed tables of the past, who met whom and who did what to whom, as sparse matrices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.outlook.features import Asked, World
from detente.outlook.history import Counts, Floats
from detente.outlook.quadruples import Ids, Quadruples

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

HALF_LIVES = (1.5, 5.0, 60.0)
ALIKE = 40  # how many of the actors most like the subject are asked


class Neighbours:
    """Common acquaintances of three half-lives, and the example of similar actors, with and without the relation."""

    names: tuple[str, ...] = ("path_1d", "path_5d", "path_60d", "alike_pair", "alike_triple")

    def __init__(self, world: World) -> None:
        self.world = world
        self.pairs = Counts(HALF_LIVES)
        self.deeds = Counts(HALF_LIVES[-1:])  # keyed by subject and relation, then target

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""
        self.pairs.observe(day, self.world.pair(facts.initiator, facts.target))
        self.deeds.observe(day, self._deed(facts.initiator, facts.relation, facts.target))

    def describe(self, asked: Asked) -> Floats:
        """One row a candidate, one column a name."""
        subjects, place = np.unique(asked.questions.subject, return_inverse=True)
        near = [self._meetings(asked.day, column) for column in range(len(HALF_LIVES))]
        alike = self._alike(asked.day, subjects)
        row = place[asked.question]
        columns = [_gather(_steps(matrix)[subjects] @ _steps(matrix), row, asked.candidate) for matrix in near]
        columns.append(_gather(alike @ near[-1], row, asked.candidate))
        columns.append(_gather(self._example(asked, alike, place), asked.question, asked.candidate))
        return np.stack(columns, axis=1)

    def _deed(self, subject: Ids, relation: Ids, target: Ids) -> Ids:
        return (subject * self.world.directed + relation) * self.world.actors + target

    def _meetings(self, day: int, column: int) -> csr_matrix:
        """Damped decayed counts of meetings, actors by actors."""
        n = self.world.actors
        return _matrix(self.pairs.keys, np.log1p(self.pairs.all_weights(day, column)), (n, n))

    def _alike(self, day: int, subjects: Ids) -> csr_matrix:
        """For each subject, the actors with the most similar deeds (cosine, rare deeds count more), itself left out."""
        from scipy.sparse import diags

        n, directed = self.world.actors, self.world.directed
        keys, weights = self.deeds.keys, np.log1p(self.deeds.all_weights(day, 0))
        deeds, place = np.unique(keys % (n * directed), return_inverse=True)
        rare = np.log(1.0 + n / np.bincount(place)).astype(np.float32)
        profiles = _matrix(keys // (n * directed) * len(deeds) + place, weights * rare[place], (n, len(deeds)))
        length = np.sqrt(np.asarray(profiles.multiply(profiles).sum(axis=1)).ravel())
        profiles = (diags((1.0 / np.maximum(length, 1e-6)).astype(np.float32)) @ profiles).tocsr()
        return _strongest(profiles[subjects] @ profiles.T, subjects, ALIKE)

    def _example(self, asked: Asked, alike: csr_matrix, place: Ids) -> csr_matrix:
        """What the actors like each question's subject did in the relation asked about, questions by actors."""
        from scipy.sparse import csr_matrix

        directed, n = self.world.directed, self.world.actors
        mine = alike[place].tocoo()
        column = mine.col.astype(np.int64) * directed + asked.questions.relation[mine.row]
        weights = np.log1p(self.deeds.all_weights(asked.day, 0))
        deed_rows = self.deeds.keys // n
        shared, deed_place = np.unique(deed_rows, return_inverse=True)
        at = np.minimum(np.searchsorted(shared, column), max(len(shared) - 1, 0))
        known = shared[at] == column if len(shared) else np.zeros(len(column), bool)
        shape = (len(asked.questions), len(shared))
        weight = csr_matrix((mine.data[known], (mine.row[known], at[known])), shape=shape)
        return weight @ csr_matrix((weights, (deed_place, self.deeds.keys % n)), shape=(len(shared), n))


def _matrix(keys: Ids, values: Floats, shape: tuple[int, int]) -> csr_matrix:
    from scipy.sparse import csr_matrix

    return csr_matrix((values.astype(np.float32), (keys // shape[1], keys % shape[1])), shape=shape)


def _steps(matrix: csr_matrix) -> csr_matrix:
    """The chance of each next actor when walking from an actor along its meetings."""
    from scipy.sparse import diags

    total = np.asarray(matrix.sum(axis=1)).ravel()
    return (diags((1.0 / (total + 0.1)).astype(np.float32)) @ matrix).tocsr()


def _strongest(matrix: csr_matrix, own: Ids, keep: int) -> csr_matrix:
    """Each row with only its largest entries, its own actor left out."""
    dense = matrix.toarray()
    dense[np.arange(len(own)), own] = 0.0
    keep = min(keep, dense.shape[1])
    at = np.argpartition(-dense, keep - 1, axis=1)[:, :keep]
    rows = np.repeat(np.arange(len(own)), keep)
    from scipy.sparse import csr_matrix

    kept = csr_matrix((dense[rows, at.ravel()], (rows, at.ravel())), shape=dense.shape)
    kept.eliminate_zeros()
    return kept


def _gather(matrix: csr_matrix, rows: Ids, columns: Ids) -> Floats:
    found: Floats = matrix.toarray()[rows, columns].astype(np.float32)
    return found
