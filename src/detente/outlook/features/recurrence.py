"""What recurs: how often and how lately the same triple, pair, relation and target, or actor has been seen."""

from __future__ import annotations

import numpy as np

from detente.outlook.features import Asked, World
from detente.outlook.history import Counts, Floats
from detente.outlook.quadruples import Quadruples

HALF_LIVES = (2.0, 10.0, 40.0, 200.0)


class Recurrence:
    """Decayed counts, their shares of the question's and of the candidate's, and days since."""

    names: tuple[str, ...] = (
        *(f"{key}_{int(life)}d" for key in ("triple", "pair", "answer", "actor") for life in HALF_LIVES),
        *(f"{key}_age" for key in ("triple", "pair", "answer", "actor")),
        *("triple_gap", "pair_gap", "same_way_40d", "same_way_age"),
        *("asked_2d", "asked_40d", "asked_200d", "subject_2d", "subject_40d"),
        *("triple_of_asked_10d", "triple_of_asked_200d", "pair_of_subject_40d", "pair_of_actor_40d"),
        *("answer_of_relation_40d", "answer_of_relation_200d", "answer_of_actor_200d", "lift_200d"),
    )

    def __init__(self, world: World) -> None:
        self.world = world
        self.triples, self.pairs, self.answers, self.actors, self.asked, self.relations = (
            Counts(HALF_LIVES) for _ in range(6)
        )
        self.same_way = Counts((40.0,))

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""
        world, directed = self.world, self.world.directed
        self.triples.observe(day, world.triple(facts.initiator, facts.relation, facts.target))
        self.pairs.observe(day, world.pair(facts.initiator, facts.target))
        self.answers.observe(day, facts.target * directed + facts.relation)
        self.actors.observe(day, facts.target)
        self.asked.observe(day, facts.initiator * directed + facts.relation)
        self.relations.observe(day, facts.relation)
        forward = facts[facts.relation < world.relations]
        self.same_way.observe(day, world.pair(forward.initiator, forward.target))

    def describe(self, asked: Asked) -> Floats:
        """One row a candidate, one column a name."""
        world, day, subject, relation = self.world, asked.day, asked.subject, asked.relation
        keys = (
            (self.triples, world.triple(subject, relation, asked.candidate)),
            (self.pairs, world.pair(subject, asked.candidate)),
            (self.answers, asked.candidate * world.directed + relation),
            (self.actors, asked.candidate),
        )
        rows = [counts.rows(key) for counts, key in keys]
        weights = [counts.weights(day, row) for (counts, _), row in zip(keys, rows, strict=True)]
        ages = [counts.ages(day, row)[:, None] for (counts, _), row in zip(keys, rows, strict=True)]
        gaps = [self.triples.gaps(rows[0])[:, None], self.pairs.gaps(rows[1])[:, None]]
        return np.hstack([*weights, *ages, *gaps, self._same_way(asked), self._shares(asked, weights)])

    def _same_way(self, asked: Asked) -> Floats:
        """What has gone from initiator to target, in the direction in which the question runs."""
        subject, inverse = asked.subject, asked.relation >= self.world.relations
        initiator = np.where(inverse, asked.candidate, subject)
        rows = self.same_way.rows(self.world.pair(initiator, np.where(inverse, subject, asked.candidate)))
        return np.hstack([self.same_way.weights(asked.day, rows), self.same_way.ages(asked.day, rows)[:, None]])

    def _shares(self, asked: Asked, weights: list[Floats]) -> Floats:
        questions, day, directed = asked.questions, asked.day, self.world.directed
        triple, pair, answer, actor = weights
        of_asked = self.asked.read(day, questions.subject * directed + questions.relation)[asked.question]
        of_subject = self.actors.read(day, questions.subject)[asked.question]
        of_relation = self.relations.read(day, questions.relation)[asked.question]
        every = self.relations.all_weights(day, 3).sum() + 1.0
        expected = of_subject[:, 3] * actor[:, 3] / every
        columns = [
            *(of_asked[:, 0], of_asked[:, 2], of_asked[:, 3], of_subject[:, 0], of_subject[:, 2]),
            *(triple[:, k] / (of_asked[:, k] + 0.1) for k in (1, 3)),
            *(pair[:, 2] / (of_subject[:, 2] + 0.1), pair[:, 2] / (actor[:, 2] + 0.1)),
            *(answer[:, k] / (of_relation[:, k] + 0.1) for k in (2, 3)),
            *(answer[:, 3] / (actor[:, 3] + 0.1), pair[:, 3] / (expected + 0.1)),
        ]
        return np.stack(columns, axis=1).astype(np.float32)
