"""The protocol by hand: filtered ranks, shared ranks, both directions, and the measures over them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outlook.protocol import Questions, Tally, filtered_ranks, questions_of
from detente.outlook.quadruples import Quadruples


def quadruples(*rows: tuple[int, int, int, int]) -> Quadruples:
    return Quadruples(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


@pytest.mark.parametrize(
    ("scores", "answers", "ranks"),
    [
        ([0.9, 0.5, 0.1], [0], [1]),
        ([0.9, 0.5, 0.1], [2], [3]),
        ([0.9, 0.5, 0.1, 0.0], [0, 2], [1, 2]),  # the other true answer is left out
        ([0.9, 0.5, 0.1, 0.0], [0, 1, 2, 3], [1, 1, 1, 1]),
        ([0.5, 0.5, 0.5], [1], [2]),  # equal scores share the mean of 1, 2 and 3
        ([0.5, 0.5, 0.1, 0.0], [1], [1.5]),
        ([0.5, 0.5, 0.5, 0.9], [0, 1], [2.5, 2.5]),  # behind one, level with one wrong answer
        ([0.0, 0.0, 0.0, 0.0, 0.0], [4], [3]),
    ],
)
def test_a_rank_is_filtered_and_ties_are_averaged(scores: list[float], answers: list[int], ranks: list[float]) -> None:
    question = np.zeros(len(answers), np.int64)
    found = filtered_ranks(np.array([scores], np.float32), question, np.array(answers))
    assert found.tolist() == ranks


def test_answers_to_another_question_are_not_left_out() -> None:
    scores = np.array([[0.9, 0.5, 0.1], [0.1, 0.9, 0.5]], np.float32)
    assert filtered_ranks(scores, np.array([0, 1]), np.array([1, 2])).tolist() == [2, 2]


def test_every_quadruple_is_asked_in_both_directions() -> None:
    both = quadruples((0, 0, 1, 5), (2, 1, 1, 5)).both_directions(relations=2)
    questions = questions_of(5, both)
    asked = {
        (int(questions.subject[q]), int(questions.relation[q]), int(a))
        for q, a in zip(questions.question, questions.answer, strict=True)
    }
    assert asked == {(0, 0, 1), (2, 1, 1), (1, 2, 0), (1, 3, 2)}


def test_one_question_with_two_answers_is_asked_once() -> None:
    questions = questions_of(1, quadruples((0, 0, 1, 1), (0, 0, 2, 1)))
    assert len(questions) == 1
    assert questions.answer.tolist() == [1, 2]


def test_chosen_questions_keep_their_answers() -> None:
    questions = Questions(3, np.array([7, 8, 9]), np.array([0, 1, 2]), np.array([0, 1, 1, 2]), np.array([4, 5, 6, 7]))
    chosen = questions.only(np.array([False, True, True]))
    assert (chosen.subject.tolist(), chosen.question.tolist(), chosen.answer.tolist()) == ([8, 9], [0, 0, 1], [5, 6, 7])


def test_measures_are_means_over_all_ranks_counted() -> None:
    tally = Tally()
    tally.add(np.array([1.0, 2.0]))
    tally.add(np.array([4.0, 20.0]))
    assert tally.measures() == {"mrr": 0.45, "hits@1": 0.25, "hits@3": 0.5, "hits@10": 0.75, "queries": 4}


def test_nothing_asked_measures_nothing() -> None:
    assert Tally().measures()["queries"] == 0


def rank_by_hand(scores: list[int], answers: set[int], answer: int) -> float:
    rivals = [score for actor, score in enumerate(scores) if actor not in answers]
    higher, equal = (sum(map(test, rivals)) for test in (scores[answer].__lt__, scores[answer].__eq__))
    return 1 + higher + equal / 2


@given(st.data())
def test_ranks_agree_with_counting_one_by_one(data: st.DataObject) -> None:
    scores = data.draw(st.lists(st.integers(0, 4), min_size=2, max_size=12))
    answers = data.draw(st.sets(st.integers(0, len(scores) - 1), min_size=1))
    found = filtered_ranks(np.array([scores], np.float32), np.zeros(len(answers), np.int64), np.array(sorted(answers)))
    assert found.tolist() == [rank_by_hand(scores, answers, answer) for answer in sorted(answers)]
