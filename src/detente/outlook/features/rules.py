"""What follows what: how far the past relations of a pair, by their age, announce the relation asked about.

For every question (s, r, ?) and every actor that stood in a relation r' with s, the rule "r' some days ago, so r now"
is either borne out or not. Its confidence is the share of times it was, by r', r and the age of r'; rules seldom tried
lean toward the confidence of all rules of that age. These are the cyclic rules of length one of TLogic (Liu et al.,
AAAI 2022), with confidences that depend on age.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.features import Asked, World, spans
from detente.outlook.history import Counts, Floats
from detente.outlook.protocol import Questions, questions_of
from detente.outlook.quadruples import Ids, Quadruples

AGES = np.array([2, 3, 5, 8, 15, 31, 61, 121])
TIMES = np.array([0.05, 0.2, 0.5, 1.0, 1.5, 2.5, 4.0, 8.0])  # of a count that fades by half in so many days:
HALF_LIFE = 20.0
DOUBT = 8.0  # how many trials the confidence of all rules of an age counts for


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that speaks for an answer: its body's relation and last day, how often it was tried and how often held."""

    body: int
    last: int
    tried: int
    held: int


class Rules:
    """Confidences of relation-to-relation rules, and what they say of a candidate together.

    With ``by_times`` the confidences go by how often r' came of late rather than by when it came last.
    """

    def __init__(self, world: World, *, by_times: bool = False) -> None:
        self.world, self.by_times = world, by_times
        name = "habits" if by_times else "rules"
        self.names: tuple[str, ...] = (f"{name}_any", f"{name}_best", f"{name}_count")
        self.triples = Counts((HALF_LIFE,))
        shape = (world.directed * world.directed * (len(AGES) + 1),)
        self.tried: Floats = np.zeros(shape, np.float32)
        self.held: Floats = np.zeros(shape, np.float32)

    def observe(self, day: int, facts: Quadruples) -> None:
        """Try every rule on the day's questions, then remember the day's facts."""
        questions = questions_of(day, facts)
        self._count(self.tried, self._of_subjects(questions))
        pairs = self.world.pair(facts.initiator, facts.target)
        rows, fact = spans(*self._spans(pairs))
        self._count(self.held, self._rule(day, rows, facts.relation[fact]))
        self.triples.observe(day, self.world.triple(facts.initiator, facts.relation, facts.target))

    def describe(self, asked: Asked) -> Floats:
        """The chance that any rule holds, the best rule's confidence, and how many rules speak."""
        pairs, place = np.unique(self.world.pair(asked.subject, asked.candidate), return_inverse=True)
        starts, ends = self._spans(pairs)
        rows, owner = spans(starts[place], ends[place])
        confidence = self._confidences(self._rule(asked.day, rows, asked.relation[owner]))
        found = np.zeros((len(asked), 3), np.float32)
        found[:, 0] = np.bincount(owner, -np.log1p(-confidence), minlength=len(asked))
        np.maximum.at(found[:, 1], owner, confidence)
        found[:, 2] = np.bincount(owner, minlength=len(asked))
        return found

    def best(self, subject: int, relation: int, candidate: int, day: int) -> Rule | None:
        """The rule of the highest confidence that speaks for an answer, None where the two have no past."""
        starts, ends = self._spans(np.array([self.world.pair(np.array(subject), np.array(candidate))]))
        rows, _ = spans(starts, ends)
        if not len(rows):
            return None
        rules = self._rule(day, rows, np.full(len(rows), relation))
        best = int(np.argmax(self._confidences(rules)))
        body, last = self.triples.keys[rows[best]] % self.world.directed, self.triples.last[rows[best]]
        return Rule(int(body), int(last), int(self.tried[rules[best]]), int(self.held[rules[best]]))

    def _confidences(self, rule: Ids) -> Floats:
        """Held over tried, leaning toward all rules of that age and of one or of two relations."""
        tried, held = self._pooled()
        ages = len(AGES) + 1
        same = (rule // ages) % (self.world.directed + 1) == 0
        pool = (held / np.maximum(tried, 1.0))[same.astype(int), rule % ages]
        confidence: Floats = ((self.held[rule] + DOUBT * pool) / (self.tried[rule] + DOUBT)).astype(np.float32)
        return np.minimum(confidence, np.float32(0.95))

    def _pooled(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Trials and successes by whether body and head are one relation (row 1) or two (row 0), and age."""
        directed, ages = self.world.directed, len(AGES) + 1
        one = np.arange(directed) * (directed + 1)
        tables = []
        for table in (self.tried.reshape(-1, ages), self.held.reshape(-1, ages)):
            same = table[one].sum(axis=0, dtype=np.float64)
            tables.append(np.stack([table.sum(axis=0, dtype=np.float64) - same, same]))
        return tables[0], tables[1]

    def _of_subjects(self, questions: Questions) -> Ids:
        """The rules tried by these questions: one for each past triple of each question's subject."""
        width = self.world.actors * self.world.directed
        starts = np.searchsorted(self.triples.keys, questions.subject * width)
        ends = np.searchsorted(self.triples.keys, (questions.subject + 1) * width)
        rows, owner = spans(starts, ends)
        return self._rule(questions.day, rows, questions.relation[owner])

    def _spans(self, pairs: Ids) -> tuple[Ids, Ids]:
        directed = self.world.directed
        return (
            np.searchsorted(self.triples.keys, pairs * directed),
            np.searchsorted(self.triples.keys, (pairs + 1) * directed),
        )

    def _rule(self, day: int, rows: Ids, head: Ids) -> Ids:
        """The index of the rule from the relation of each past triple, at its age, to the relation asked about."""
        body = self.triples.keys[rows] % self.world.directed
        if self.by_times:
            step = np.searchsorted(TIMES, self.triples.weights(day, rows)[:, 0], side="right")
        else:
            step = np.searchsorted(AGES, day - self.triples.last[rows], side="right")
        return (body * self.world.directed + head) * (len(AGES) + 1) + step

    @staticmethod
    def _count(table: Floats, rule: Ids) -> None:
        rules, times = np.unique(rule, return_counts=True)
        table[rules] += times
