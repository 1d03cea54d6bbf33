"""What a shortlist may know, and what it should find."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.outlook.factors import Factors, Learning
from detente.outlook.features import Asked, World, spans
from detente.outlook.features.groups import Groups, parse_names
from detente.outlook.features.recurrence import Recurrence
from detente.outlook.features.rules import Rules
from detente.outlook.forecaster import Forecaster, positions
from detente.outlook.protocol import Questions, filtered_ranks, questions_of
from detente.outlook.quadruples import Quadruples, join
from outlook_streams import ACTORS, RELATIONS, stream, until

WORLD = World(ACTORS, RELATIONS, tuple(f"Role{i % 3} (Land{i % 5})" for i in range(ACTORS)))
SMALL = Learning(size=8, rehearsals=2)


def lived(events: Quadruples) -> Forecaster:
    forecaster = Forecaster(WORLD, length=10, learning=SMALL)
    for day, facts in events.both_directions(RELATIONS).days():
        forecaster.observe(day, facts)
    return forecaster


def ask(subject: int, relation: int, day: int) -> Questions:
    nothing = np.zeros(0, np.int64)
    return Questions(day, np.array([subject]), np.array([relation]), nothing, nothing)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 100), st.integers(6, 10))
def test_what_happens_on_a_day_and_after_it_changes_nothing_that_is_said_of_it(seed: int, day: int) -> None:
    past = until(stream(12), day)
    random = np.random.default_rng(seed)
    changed = Quadruples(*(random.integers(high, size=50) for high in (ACTORS, RELATIONS, ACTORS)), np.full(50, day))
    answers = []
    for events in (stream(12), join([past, changed.in_order()])):
        forecaster, said = Forecaster(WORLD, length=10, learning=SMALL), None
        for today, facts in events.both_directions(RELATIONS).days():
            if today == day:
                said = forecaster.ask(ask(0, 0, day))
            forecaster.observe(today, facts)
        answers.append(said)
    np.testing.assert_array_equal(answers[0].features, answers[1].features)
    np.testing.assert_array_equal(answers[0].first, answers[1].first)


def test_asking_changes_nothing() -> None:
    forecaster = lived(stream(8))
    once, twice = (forecaster.ask(ask(2, 1, 8)).features for _ in range(2))
    np.testing.assert_array_equal(once, twice)


def test_the_answers_to_a_question_do_not_show_in_its_features() -> None:
    facts = stream(9)[stream(9).day == 8].both_directions(RELATIONS)
    forecaster, questions = lived(until(stream(9), 8)), questions_of(8, facts)
    blind = dataclasses.replace(questions, answer=np.roll(questions.answer, 1))
    np.testing.assert_array_equal(forecaster.ask(questions).features, forecaster.ask(blind).features)


def test_recurrence_counts_what_was_seen() -> None:
    block = Recurrence(WORLD)
    for day in (0, 10):
        block.observe(day, Quadruples(*np.array([[0, 0, 1, day]]).T).both_directions(RELATIONS))
    asked = Asked(ask(0, 0, 20), np.array([0, 0]), np.array([1, 2]))
    known, unknown = (dict(zip(block.names, row, strict=True)) for row in block.describe(asked))
    assert known["triple_10d"] == pytest.approx(0.75)
    assert (known["triple_age"], known["triple_gap"]) == (10, 10)
    assert unknown["pair_200d"] == 0
    assert np.isnan(unknown["pair_age"])


def test_a_rule_that_always_holds_is_believed_and_one_that_never_does_is_not() -> None:
    rules = Rules(WORLD)
    for day, facts in stream(40).both_directions(RELATIONS).days():
        rules.observe(day, facts)
    kept = rules.describe(Asked(ask(0, 0, 40), np.array([0, 0]), np.array([1, 9])))
    assert kept[0, 0] > 5 * kept[1, 0]


def test_names_give_country_and_role() -> None:
    country, role = parse_names(("India", "Police (India)", "Police_(Iran)", "Iran", "Hezbollah", "Citizen (India)"))
    assert country[0] == country[1] == country[5] != country[2] == country[3]
    assert role[1] == role[2] != role[5]
    assert (role[0], role[4], country[4]) == (0, 1, 0)


def test_a_stranger_of_the_usual_kind_is_told_from_others() -> None:
    names = ("Police (A)", "Citizen (A)", "Police (B)", "Citizen (B)", "Police (C)", "Citizen (C)", "Citizen (D)")
    groups = Groups(World(len(names), 1, names))
    for day, (police, citizen) in enumerate([(0, 1), (2, 3), (0, 1), (2, 3)]):
        groups.observe(day, Quadruples(*np.array([[police, 0, citizen, day]]).T).both_directions(1))
    own, foreign = groups.describe(Asked(ask(4, 0, 5), np.array([0, 0]), np.array([5, 6])))
    column = groups.names.index("roles_share")
    assert own[column] > 10 * foreign[column]


def test_vectors_learn_the_pattern_of_the_days_and_score_in_log_probabilities() -> None:
    factors, ranks = Factors(WORLD, Learning(size=16, rehearsals=6)), []
    for day, facts in stream(60).both_directions(RELATIONS).days():
        questions = questions_of(day, facts)
        scores = factors.scores(day, questions.subject, questions.relation)
        np.testing.assert_allclose(np.exp(scores).sum(axis=1), 1.0, rtol=1e-3)
        if day >= 50:
            chosen = questions.only(questions.relation % RELATIONS < 2)
            scores = factors.scores(day, chosen.subject, chosen.relation)
            ranks.append(filtered_ranks(scores, chosen.question, chosen.answer))
        factors.observe(day, facts)
    assert (1 / np.concatenate(ranks)).mean() > 0.5


def test_true_answers_are_found_on_their_shortlist() -> None:
    events = stream(9)
    forecaster = lived(until(events, 8))
    questions = questions_of(8, events[events.day == 8].both_directions(RELATIONS))
    lists = forecaster.ask(questions)
    rows, which = positions(questions, lists.asked, ACTORS)
    assert len(rows) > 0
    assert lists.asked.candidate[rows].tolist() == questions.answer[which].tolist()
    assert lists.asked.question[rows].tolist() == questions.question[which].tolist()


def test_spans_are_laid_out_one_after_another() -> None:
    position, owner = spans(np.array([3, 7, 7]), np.array([5, 7, 9]))
    assert (position.tolist(), owner.tolist()) == ([3, 4, 7, 8], [0, 0, 2, 2])


def test_what_names_tell_of_strangers_is_spread_over_actors_of_a_kind() -> None:
    names = ("Police (A)", "Citizen (A)", "Police (B)", "Citizen (B)", "Police (C)", "Citizen (C)", "Citizen (D)")
    groups = Groups(World(len(names), 1, names))
    for day, (police, citizen) in enumerate([(0, 1), (2, 3), (0, 1), (2, 3)]):
        groups.observe(day, Quadruples(*np.array([[police, 0, citizen, day]]).T).both_directions(1))
    chances = groups.chances(ask(4, 0, 5))[0]
    assert chances.argmax() == 5
    assert 0 < chances.sum() <= 1.0001
