"""Echoes: how strongly what passed between two actors calls for the relation asked about, learned online.

Every past triple of subject and candidate adds to the candidate's logit, by its relation, the relation asked about and
how often and lately it was seen (decayed counts of several half-lives, damped): the excitation of a Hawkes process, cut
down to what a ranking needs. Unlike the confidences of rules, the weights are learned together, so that two
relations that always come together do not count twice. Weights of two relations lean on those of all.

This module knows decayed counts and weights; whose logits it adds to, and the errors it learns from, are `factors`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.features import World, spans
from detente.outlook.history import Counts, Floats
from detente.outlook.quadruples import Ids, Quadruples

HALF_LIVES = (1.0, 5.0, 25.0, 150.0)
FORMS = len(HALF_LIVES) + 1  # the counts, and that there was anything at all


@dataclass(frozen=True, slots=True)
class Heard:
    """Past triples of the subjects of some questions, one a row: whose, with whom, by which pair of relations."""

    owner: Ids  # the question
    candidate: Ids
    rule: Ids  # relation asked about and past relation, as one number
    form: NDArray[np.floating[Any]]  # one column a half-life, and ones

    def stored(self) -> Heard:
        """The same in less memory, to be kept."""
        return Heard(self.owner, self.candidate, self.rule, self.form.astype(np.float16))

    def only(self, chosen: Ids, questions: int) -> Heard:
        """The rows of these questions (ascending), numbered anew."""
        number = np.full(questions, -1, np.int64)
        number[chosen] = np.arange(len(chosen))
        kept = number[self.owner] >= 0
        return Heard(number[self.owner[kept]].astype(np.int32), self.candidate[kept], self.rule[kept], self.form[kept])


class Echoes:
    """The weights of past relations for each relation asked about, and the past that they weigh."""

    def __init__(self, world: World, rate: float) -> None:
        self.world, self.rate = world, rate
        rules = world.directed * world.directed
        self.triples = Counts(HALF_LIVES)
        self.weights = {"rule": np.zeros((rules, FORMS), np.float32), "kind": np.zeros((2, FORMS), np.float32)}
        self.weights["head"] = np.zeros((world.directed, FORMS), np.float32)
        self.weights["body"] = np.zeros((world.directed, FORMS), np.float32)
        self._squares = {name: np.full(table.shape, 1e-3, np.float32) for name, table in self.weights.items()}

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""
        self.triples.observe(day, self.world.triple(facts.initiator, facts.relation, facts.target))

    def hear(self, day: int, subject: Ids, relation: Ids) -> Heard:
        """Everything that passed between these subjects and anybody, as of a day."""
        directed, width = self.world.directed, self.world.actors * self.world.directed
        keys = self.triples.keys
        rows, owner = spans(*(np.searchsorted(keys, (subject + k) * width) for k in (0, 1)))
        form = np.empty((len(rows), FORMS), np.float32)
        np.log1p(self.triples.weights(day, rows), out=form[:, :-1])
        form[:, -1] = 1.0
        candidate = keys[rows] // directed % self.world.actors
        rule = relation[owner] * directed + keys[rows] % directed
        return Heard(owner.astype(np.int32), candidate.astype(np.int32), rule.astype(np.int32), form)

    def logits(self, heard: Heard, column: Ids, questions: int, columns: int) -> Floats:
        """What the past adds to each question's candidates; ``column`` is each actor's, -1 where it has none."""
        at = column[heard.candidate]
        kept = at >= 0
        rule, form = heard.rule[kept], heard.form[kept]
        added = np.einsum("ik,ik->i", self._weights_of(rule), form)
        place = heard.owner[kept].astype(np.int64) * columns + at[kept]
        summed: Floats = np.bincount(place, added, questions * columns).astype(np.float32)
        return summed.reshape(questions, columns)

    def learn(self, heard: Heard, column: Ids, error: Floats) -> None:
        """One step of Adagrad against these errors, one row a question and one column a candidate."""
        at = column[heard.candidate]
        kept = at >= 0
        rule = heard.rule[kept]
        push = error[heard.owner[kept], at[kept]][:, None] * heard.form[kept]
        head, body = np.divmod(rule, self.world.directed)
        for name, key in (("rule", rule), ("head", head), ("body", body), ("kind", (head == body).astype(np.int64))):
            self._step(name, key, push)

    def _weights_of(self, rule: Ids) -> Floats:
        head, body = np.divmod(rule, self.world.directed)
        weights = self.weights
        same = (head == body).astype(np.int64)
        found: Floats = weights["rule"][rule] + weights["head"][head] + weights["body"][body] + weights["kind"][same]
        return found

    def _step(self, name: str, key: Ids, push: Floats) -> None:
        size = len(self.weights[name])
        summed = np.stack([np.bincount(key, push[:, k], size) for k in range(FORMS)], axis=1).astype(np.float32)
        touched = np.flatnonzero(summed.any(axis=1))
        summed = summed[touched]
        squares = self._squares[name][touched] + summed * summed
        self._squares[name][touched] = squares
        self.weights[name][touched] -= self.rate * summed / np.sqrt(squares)
