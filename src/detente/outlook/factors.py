"""Actors and relations as vectors, learned online: which answers go with a question beyond what was counted.

Every actor has a vector as subject and one as answer; a relation scales and shifts the subject's. To these are added
the mean answer vectors of the subject's recent partners, and each answer is also seen through the mean subject vectors
of its own recent partners, so that the model moves with the last days (the idea of RE-GCN, Li et al., SIGIR 2021, in
its simplest form), and what passed between subject and candidate, as `echoes` weigh it: the vectors are left to learn what
that does not tell. The loss is the cross-entropy over a sample of actors, corrected for how likely each was to be
drawn; the steps are Adagrad's, by hand in numpy.

Learning is prequential: a day is scored before it is learned from, and then rehearsed together with earlier days, each
seen with the partners that were recent at that time. Scores of past days are thus as honest as those of tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.outlook.echoes import Echoes, Heard
from detente.outlook.features import World
from detente.outlook.history import Counts, Floats
from detente.outlook.quadruples import Ids, Quadruples

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    Recent = list[csr_matrix]

RECENT = (1.0, 5.0, 30.0)  # half-lives, in days, of who counts as a recent partner


@dataclass(frozen=True, slots=True)
class Learning:
    """How the vectors are learned; the values were chosen on the validation days of ICEWS14."""

    size: int = 200
    rate: float = 0.1
    rehearsals: int = 14  # earlier days rehearsed for each new day
    memory: float = 60.0  # half-life, in days, of the chance that a day is rehearsed
    batch: int = 600  # facts a step at most
    kept: int = 300  # facts of a day, at most, that are kept for rehearsal
    rivals: int = 1000  # actors drawn, for each step, against which its answers compete
    dropout: float = 0.3  # the share of each question's vector that is left out of a step
    echoes: float = 0.05  # the rate at which echoes are learned
    seed: int = 0


FORGOTTEN = 4  # half-lives of memory after which a day is not kept for rehearsal any more


class Factors:
    """The vectors, the recent partners through which they are also seen, and the steps that learn them."""

    def __init__(self, world: World, learning: Learning | None = None) -> None:
        self.world, self.learning = world, learning or Learning()
        self._random = np.random.default_rng(self.learning.seed)
        self._tables = self._start()
        self._squares = {name: np.full(table.shape, 1e-3, np.float32) for name, table in self._tables.items()}
        self._partners = Counts(RECENT)
        self._seen: Floats = np.zeros(world.actors, np.float32)
        self._past: dict[int, tuple[Quadruples, Recent, Heard]] = {}
        self.echoes = Echoes(world, self.learning.echoes)

    def _start(self) -> dict[str, Floats]:
        actors, directed, size = self.world.actors, self.world.directed, self.learning.size
        tables = {name: self._noise(actors, size) for name in ("subject", "answer")}
        tables |= {"scale": 1.0 + self._noise(directed, size), "shift": self._noise(directed, size)}
        tables["bias"] = np.zeros((actors, 1), np.float32)
        for k in range(len(RECENT)):
            tables |= {f"{name}{k}": np.full((directed, size), 0.3, np.float32) for name in ("mine", "theirs")}
        return tables

    def _noise(self, *shape: int) -> Floats:
        return (0.1 * self._random.standard_normal(shape)).astype(np.float32)

    def scores(self, day: int, subject: Ids, relation: Ids) -> Floats:
        """Log-probabilities of every actor as the answer on a day; one row a question."""
        recent, everyone = self._recent(day), np.arange(self.world.actors)
        logits = self._view(recent, subject, relation, everyone).logits()
        logits += self.echoes.logits(self.echoes.hear(day, subject, relation), everyone, *logits.shape)
        logits -= logits.max(axis=1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return logits

    def observe(self, day: int, facts: Quadruples) -> None:
        """Learn from a day's facts, given in both directions, and rehearse earlier ones."""
        recent = self._recent(day)
        self._seen += np.bincount(facts.target, minlength=self.world.actors)
        for chosen in self._batches(len(facts), self.learning.batch):
            self._step(recent, facts[chosen], self._hear(day, facts[chosen]))
        kept = facts[next(self._batches(len(facts), self.learning.kept))]
        self._past[day] = kept, recent, self._hear(day, kept).stored()
        self._past = {past: of for past, of in self._past.items() if past > day - FORGOTTEN * self.learning.memory}
        self._rehearse(day)
        self._partners.observe(day, self.world.pair(facts.initiator, facts.target))
        self.echoes.observe(day, facts)

    def _hear(self, day: int, facts: Quadruples) -> Heard:
        return self.echoes.hear(day, facts.initiator, facts.relation)

    def _rehearse(self, day: int) -> None:
        days = np.array(list(self._past))
        chance = np.exp2((days - day) / self.learning.memory)
        for one in self._random.choice(days, self.learning.rehearsals, p=chance / chance.sum()):
            self._step(*self._past_of(int(one)))

    def _past_of(self, day: int) -> tuple[Recent, Quadruples, Heard]:
        """A batch of a past day's facts, with what was recent and what had passed then."""
        facts, recent, heard = self._past[day]
        if len(facts) <= self.learning.batch:
            return recent, facts, heard
        chosen = np.sort(next(self._batches(len(facts), self.learning.batch)))
        return recent, facts[chosen], heard.only(chosen, len(facts))

    def _batches(self, facts: int, size: int) -> Iterator[Ids]:
        order = self._random.permutation(facts)
        for start in range(0, facts, size):
            yield order[start : start + size]

    def _recent(self, day: int) -> Recent:
        """Each actor's recent partners, as shares that fade to nothing with inactivity; one table a half-life."""
        from scipy.sparse import csr_matrix, diags

        n, found = self.world.actors, []
        for column in range(len(RECENT)):
            weights = self._partners.all_weights(day, column)
            kept = weights > 1e-3
            keys = self._partners.keys[kept]
            matrix = csr_matrix((weights[kept], (keys // n, keys % n)), shape=(n, n))
            total = np.asarray(matrix.sum(axis=1)).ravel() + 0.3
            found.append((diags((1.0 / total).astype(np.float32)) @ matrix).tocsr())
        return found

    def _view(self, recent: Recent, subject: Ids, relation: Ids, answer: Ids) -> _View:
        tables = self._tables
        own, partners = tables["subject"][subject], [shares[subject] @ tables["answer"] for shares in recent]
        query = own * tables["scale"][relation] + tables["shift"][relation]
        for k, mean in enumerate(partners):
            query += mean * tables[f"mine{k}"][relation]
        theirs = [shares[answer] @ tables["subject"] for shares in recent]
        lenses = [tables[f"theirs{k}"][relation] for k in range(len(recent))]
        return _View(own, query, partners, tables["answer"][answer], tables["bias"][answer], theirs, lenses)

    def _rivals(self, facts: Quadruples) -> tuple[Ids, Floats]:
        """The answers of a step and a sample of other actors, with the log of each one's chance to be among them."""
        chance = self._seen**0.75 + 0.1
        chance = 1.0 - np.exp(-self.learning.rivals * chance / chance.sum())
        drawn = self._random.random(len(chance)) < chance
        chance[facts.target] = 1.0
        drawn[facts.target] = True
        return np.flatnonzero(drawn), np.log(chance[drawn]).astype(np.float32)

    def _step(self, recent: Recent, facts: Quadruples, heard: Heard) -> None:
        """One step of Adagrad on the cross-entropy of these facts; contexts are taken as given."""
        rivals, chance = self._rivals(facts)
        view = self._view(recent, facts.initiator, facts.relation, rivals)
        view = view.thinned(self._random, self.learning.dropout)
        error: Floats = view.logits() - chance
        column = np.full(self.world.actors, -1, np.int64)
        column[rivals] = np.arange(len(rivals))
        error += self.echoes.logits(heard, column, *error.shape)
        error -= error.max(axis=1, keepdims=True)
        np.exp(error, out=error)
        error /= error.sum(axis=1, keepdims=True)
        error[np.arange(len(facts)), np.searchsorted(rivals, facts.target)] -= 1.0
        error /= np.float32(len(facts))
        self._descend(facts, rivals, view, error)
        self.echoes.learn(heard, column, error)

    def _descend(self, facts: Quadruples, rivals: Ids, view: _View, error: Floats) -> None:
        subject, relation = facts.initiator, facts.relation
        back = error @ view.answers * view.kept
        self._adagrad("bias", rivals, error.sum(axis=0)[:, None])
        self._adagrad("answer", rivals, error.T @ view.query)
        back_own = back * self._tables["scale"][relation]
        for k, (mean, theirs, lens) in enumerate(zip(view.partners, view.theirs, view.lenses, strict=True)):
            seen = error @ theirs * view.kept
            back_own += seen * lens
            self._adagrad(f"theirs{k}", relation, seen * view.own)
            self._adagrad(f"mine{k}", relation, back * mean)
        self._adagrad("scale", relation, back * view.own)
        self._adagrad("shift", relation, back)
        self._adagrad("subject", subject, back_own)

    def _adagrad(self, name: str, rows: Ids, gradient: Floats) -> None:
        at, summed = _sum_by(rows, gradient)
        squares = self._squares[name][at] + summed * summed
        self._squares[name][at] = squares
        self._tables[name][at] -= self.learning.rate * summed / np.sqrt(squares)


@dataclass(frozen=True, slots=True)
class _View:
    """Questions and answers as vectors, as of one day."""

    own: Floats  # the subjects' vectors
    query: Floats  # the questions': scaled, shifted, with the subject's recent partners
    partners: list[Floats]  # the mean answer vectors of each subject's recent partners
    answers: Floats
    bias: Floats
    theirs: list[Floats]  # the mean subject vectors of each answer's recent partners
    lenses: list[Floats]  # what each question's relation makes of these
    kept: Floats | float = 1.0  # by how much each part of a question's vector counts

    def thinned(self, random: np.random.Generator, share: float) -> _View:
        """The same with a random share of each question's vector left out, and the rest raised to make up for it."""
        kept = ((random.random(self.query.shape, np.float32) >= share) / np.float32(1.0 - share)).astype(np.float32)
        return replace(self, query=self.query * kept, kept=kept)

    def logits(self) -> Floats:
        """One row a question, one column an answer."""
        found: Floats = self.query @ self.answers.T + self.bias.T
        for theirs, lens in zip(self.theirs, self.lenses, strict=True):
            found += (self.own * lens * self.kept) @ theirs.T
        return found


def _sum_by(rows: Ids, values: Floats) -> tuple[Ids, Floats]:
    """The distinct rows, and the sum of the values of each."""
    from scipy.sparse import csr_matrix

    distinct, place = np.unique(rows, return_inverse=True)
    ones = np.ones(len(rows), np.float32)
    summing = csr_matrix((ones, (place, np.arange(len(rows)))), shape=(len(distinct), len(rows)))
    return distinct, summing @ values
