"""When it recurs, and how much does: days on which it was seen of late, and who keeps to what they did before.

Some questions are nearly always answered by somebody who answered them before, others nearly never. How often that was,
for the relation, the subject and both together, tells how far the counts of the past can be trusted. The days of late are
one number each: one for yesterday, a half for the day before, and so on, so that no two patterns are alike.
"""

from __future__ import annotations

import numpy as np

from detente.outlook.features import Asked, World
from detente.outlook.history import Counts, Floats
from detente.outlook.quadruples import Ids, Quadruples

HALF_LIFE = 200.0
PRIOR = 4.0  # questions that the share of all counts for, where a subject or relation was seldom asked about


class Repeats:
    """Days of late of triple, pair, answer, actor and of the same act in return; and shares of repeated answers."""

    names: tuple[str, ...] = (
        *("triple_days", "pair_days", "answer_days", "actor_days", "return_days"),
        *("return_10d", "return_200d", "return_age"),
        *("repeats_of_relation", "repeats_of_subject", "repeats_of_asked", "known_of_relation", "known_of_subject"),
        *("weekday", "answers_of_asked"),
    )

    def __init__(self, world: World) -> None:
        self.world = world
        self._days = [Counts((1.0,)) for _ in range(4)]
        self._triples, self._pairs = Counts((10.0, 200.0)), Counts(())
        self._told = [[Counts((HALF_LIFE,)) for _ in range(3)] for _ in range(3)]  # by key: asked, repeated, known

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""
        world, asked = self.world, facts.initiator * self.world.directed + facts.relation
        triple, pair = (
            world.triple(facts.initiator, facts.relation, facts.target),
            world.pair(facts.initiator, facts.target),
        )
        repeated, known = self._triples.rows(triple) >= 0, self._pairs.rows(pair) >= 0
        for (every, same, met), key in zip(self._told, (facts.relation, facts.initiator, asked), strict=True):
            every.observe(day, key)
            same.observe(day, key[repeated])
            met.observe(day, key[known])
        for counts, key in zip(self._days, self._keys(facts.initiator, facts.relation, facts.target), strict=True):
            counts.observe(day, np.unique(key))
        self._triples.observe(day, triple)
        self._pairs.observe(day, pair)

    def describe(self, asked: Asked) -> Floats:
        """One row a candidate, one column a name."""
        day, subject, relation, candidate = asked.day, asked.subject, asked.relation, asked.candidate
        days = [
            c.read(day, key)[:, 0] for c, key in zip(self._days, self._keys(subject, relation, candidate), strict=True)
        ]
        mirrored = self._triples.rows(self.world.triple(candidate, relation, subject))
        back = self._days[0].read(day, self.world.triple(candidate, relation, subject))[:, 0]
        weights = self._triples.weights(day, mirrored)
        columns = [*days, back, weights[:, 0], weights[:, 1], self._triples.ages(day, mirrored)]
        columns += [column[asked.question] for column in self._shares(asked)]
        return np.stack(columns, axis=1).astype(np.float32)

    def _shares(self, asked: Asked) -> list[Floats]:
        questions, day = asked.questions, asked.day
        both = questions.subject * self.world.directed + questions.relation
        keys = (questions.relation, questions.subject, both)
        read = [[counts.read(day, key)[:, 0] for counts in told] for told, key in zip(self._told, keys, strict=True)]
        repeats = [(same + PRIOR * 0.4) / (every + PRIOR) for every, same, _ in read]
        knowns = [(met + PRIOR * 0.6) / (every + PRIOR) for every, _, met in read[:2]]
        week = np.full(len(questions), day % 7, np.float32)
        return [*repeats, *knowns, week, read[2][0]]

    def _keys(self, subject: Ids, relation: Ids, target: Ids) -> list[Ids]:
        world = self.world
        return [
            world.triple(subject, relation, target),
            world.pair(subject, target),
            target * world.directed + relation,
            target,
        ]
