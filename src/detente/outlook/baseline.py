"""The recurrency baseline: what happened will happen again, the sooner the more likely (Gastinger et al., IJCAI 2024).

A forecast that does not beat it has learned nothing. An answer scores by how lately the same triple was seen and, far
below that, by how often the relation has had this answer at all; nothing else is looked at and nothing is fitted.
"""

from __future__ import annotations

import numpy as np

from detente.outlook.features import World, spans
from detente.outlook.history import Counts, Floats
from detente.outlook.protocol import Questions, Tally, filtered_ranks, questions_of
from detente.outlook.quadruples import Benchmark, Quadruples

HALF_LIFE = 30.0  # days after which a triple counts for half; 10 did worse on the validation days of ICEWS14
STRICT = 0.999  # the weight of the same triple; the rest is for the relation's usual answers


class Recurrency:
    """The baseline's memory and its scores."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._triples, self._answers = Counts((np.inf,)), Counts((np.inf,))

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""
        key = facts.initiator * self.world.directed + facts.relation
        self._triples.observe(day, key * self.world.actors + facts.target)
        self._answers.observe(day, facts.relation * self.world.actors + facts.target)

    def scores(self, questions: Questions) -> Floats:
        """Scores of every actor, one row a question."""
        n, scores = self.world.actors, np.zeros((len(questions), self.world.actors), np.float32)
        key = questions.subject * self.world.directed + questions.relation
        rows, owner = spans(*(np.searchsorted(self._triples.keys, (key + k) * n) for k in (0, 1)))
        scores[owner, self._triples.keys[rows] % n] = STRICT * np.exp2(
            -(questions.day - self._triples.last[rows]) / HALF_LIFE
        )
        rows, owner = spans(*(np.searchsorted(self._answers.keys, (questions.relation + k) * n) for k in (0, 1)))
        weights = self._answers.weights(questions.day, rows)[:, 0]
        total = np.maximum(np.bincount(owner, weights, minlength=len(questions)), 1.0)
        scores[owner, self._answers.keys[rows] % n] += (1.0 - STRICT) * weights / total[owner]
        return scores


def baseline(benchmark: Benchmark) -> dict[str, dict[str, float]]:
    """The measures of the baseline on the test days, single-step and multi-step."""
    world = World(benchmark.actors, benchmark.relations)
    memory = Recurrency(world)
    for day, facts in benchmark.history().both_directions(world.relations).days():
        memory.observe(day, facts)
    test = benchmark.test.both_directions(world.relations)
    multi_step = _judge(memory, test, learn=False)
    return {"single_step": _judge(memory, test, learn=True), "multi_step": multi_step}


def _judge(memory: Recurrency, test: Quadruples, *, learn: bool) -> dict[str, float]:
    tally = Tally()
    for day, facts in test.days():
        for questions in questions_of(day, facts).portions():
            tally.add(filtered_ranks(memory.scores(questions), questions.question, questions.answer))
        if learn:
            memory.observe(day, facts)
    return tally.measures()
