"""Echoes: what passed between two actors calls for what they did after it before, and for nothing else."""

import numpy as np

from detente.outlook.echoes import Echoes
from detente.outlook.factors import Factors, Learning
from detente.outlook.features import World
from detente.outlook.quadruples import Quadruples

WORLD = World(12, 2)
EVERYONE = np.arange(WORLD.actors)


def day_of(day: int, random: np.random.Generator) -> Quadruples:
    """Relation 0 joins a random pair; the pair of the day before it is joined by relation 1."""
    pairs = [np.random.default_rng(d).choice(WORLD.actors, 2, replace=False) for d in (day, day - 1) if d >= 0]
    rows = [(pair[0], relation, pair[1], day) for relation, pair in enumerate(pairs)]
    rows.append((*random.choice(WORLD.actors, 1), 0, *random.choice(WORLD.actors, 1), day))
    return Quadruples(*np.array(rows, np.int64).T).both_directions(WORLD.relations)


def lived(days: int, learning: Learning) -> Factors:
    factors, random = Factors(WORLD, learning), np.random.default_rng(1)
    for day in range(days):
        factors.observe(day, day_of(day, random))
    return factors


def test_an_act_that_was_always_followed_by_another_calls_for_it() -> None:
    factors = lived(60, Learning(size=4, rehearsals=4, echoes=0.1, kept=2))
    one, other = np.random.default_rng(59).choice(WORLD.actors, 2, replace=False)
    scores = factors.scores(60, np.array([one]), np.array([1]))[0]
    assert scores.argmax() == other
    assert np.isclose(np.exp(scores).sum(), 1.0, rtol=1e-3)


def test_what_never_passed_between_two_adds_nothing() -> None:
    echoes = Echoes(WORLD, 0.1)
    echoes.observe(0, Quadruples(*np.array([[0, 0, 1, 0]]).T).both_directions(WORLD.relations))
    heard = echoes.hear(1, np.array([0, 5]), np.array([1, 1]))
    assert (heard.owner.tolist(), heard.candidate.tolist()) == ([0], [1])
    echoes.learn(heard, EVERYONE, np.full((2, WORLD.actors), -1.0, np.float32))
    logits = echoes.logits(heard, EVERYONE, 2, WORLD.actors)
    assert logits[0, 1] > 0
    assert np.count_nonzero(logits) == 1


def test_a_candidate_without_a_column_is_left_out() -> None:
    echoes = Echoes(WORLD, 0.1)
    echoes.observe(0, Quadruples(*np.array([[0, 0, 1, 0], [0, 0, 2, 0]]).T).both_directions(WORLD.relations))
    heard, column = echoes.hear(1, np.array([0]), np.array([0])), np.full(WORLD.actors, -1)
    column[2] = 0
    echoes.learn(heard, column, np.full((1, 1), -1.0, np.float32))
    assert echoes.logits(heard, column, 1, 1).shape == (1, 1)
    assert echoes.logits(heard, EVERYONE, 1, WORLD.actors)[0, 1] > 0  # 1 shares the rule that 2 taught


def test_some_of_the_questions_hear_the_same_as_when_all_are_asked() -> None:
    echoes = Echoes(WORLD, 0.1)
    for day in range(5):
        echoes.observe(day, day_of(day, np.random.default_rng(day)))
    subject, relation = np.array([0, 3, 7, 9]), np.array([0, 1, 2, 3])
    part = echoes.hear(5, subject, relation).only(np.array([1, 3]), 4)
    alone = echoes.hear(5, subject[[1, 3]], relation[[1, 3]])
    for name in ("owner", "candidate", "rule", "form"):
        np.testing.assert_array_equal(getattr(part, name), getattr(alone, name))
