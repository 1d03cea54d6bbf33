"""What recurs and when, who answers like whom, and what the day's other questions give away."""

import numpy as np
import pytest

from detente.outlook.features import Asked, World
from detente.outlook.features.repeats import Repeats
from detente.outlook.features.resemblance import Resemblance
from detente.outlook.features.together import Together
from detente.outlook.protocol import Questions, questions_of
from detente.outlook.quadruples import Quadruples

WORLD = World(8, 2)
NOTHING = np.zeros(0, np.int64)


def facts(*rows: tuple[int, int, int], day: int = 0) -> Quadruples:
    """Facts of one day, in both directions."""
    table = np.array([(*row, day) for row in rows], np.int64).reshape(-1, 4)
    return Quadruples(*table.T).both_directions(WORLD.relations)


def asked(subject: int, relation: int, day: int, *candidates: int) -> Asked:
    questions = Questions(day, np.array([subject]), np.array([relation]), NOTHING, NOTHING)
    return Asked(questions, np.zeros(len(candidates), np.int64), np.array(candidates))


def described(block: Repeats | Resemblance | Together, question: Asked) -> list[dict[str, float]]:
    return [dict(zip(block.names, row.tolist(), strict=True)) for row in block.describe(question)]


def test_the_days_of_late_are_one_number_each_day_half_of_the_next() -> None:
    block = Repeats(WORLD)
    for day in (0, 1, 3):
        block.observe(day, facts((0, 0, 1), (0, 0, 1), day=day))
    (seen,) = described(block, asked(0, 0, 4, 1))
    assert seen["triple_days"] == pytest.approx(1 / 2 + 1 / 8 + 1 / 16)
    assert seen["pair_days"] == seen["triple_days"]
    assert seen["return_days"] == 0


def test_an_act_in_return_is_told_from_the_act() -> None:
    block = Repeats(WORLD)
    block.observe(0, facts((1, 0, 0)))
    met, other = described(block, asked(0, 0, 1, 1, 2))
    assert (met["return_days"], met["return_age"]) == (0.5, 1)
    assert met["triple_days"] == 0
    assert np.isnan(other["return_age"])


def test_who_keeps_to_the_same_partners_is_known_by_it() -> None:
    block = Repeats(WORLD)
    for day in range(20):
        block.observe(day, facts((0, 0, 1), (2, 1, 3 + day % 5), day=day))
    (faithful,), (fickle,) = (described(block, asked(subject, subject // 2, 20, 1)) for subject in (0, 2))
    for of in ("relation", "subject", "asked"):
        assert faithful[f"repeats_of_{of}"] > fickle[f"repeats_of_{of}"]


def test_an_actor_that_answers_what_a_past_answer_answers_is_alike() -> None:
    block = Resemblance(WORLD)
    block.observe(0, facts((0, 0, 1), (2, 0, 1), (2, 0, 3), (4, 0, 5)))
    past, alike, stranger = described(block, asked(0, 0, 1, 1, 3, 5))
    assert alike["like_answers_120d"] > 0
    assert stranger["like_answers_120d"] == 0
    assert past["like_answers_120d"] == pytest.approx(0, abs=1e-5)  # its own part is left out
    assert alike["like_partners_120d"] > 0


def test_without_a_past_nothing_is_alike() -> None:
    assert not Resemblance(WORLD).describe(asked(0, 0, 1, 1, 2)).any()


def test_what_else_is_asked_tells_only_where_it_is_shown_and_only_in_one_direction() -> None:
    block, day = Together(WORLD), facts((0, 0, 1), (1, 0, 0), (2, 1, 3), day=5)
    for earlier in range(5):
        block.observe(earlier, facts((0, 0, 1), (1, 0, 0), day=earlier))
    question = asked(0, 0, 5, 1, 3)
    assert not block.describe(question).any()
    block.see(questions_of(5, day))
    mutual, other = described(block, question)
    assert (mutual["also_asked"], mutual["also_asked_same"]) == (1, 1)
    assert mutual["also_lift_best"] > 0
    assert other["also_asked"] == 0  # 3 is asked about as a target alone
    (back,) = described(block, asked(3, WORLD.relations + 1, 5, 2))
    assert back["also_asked"] == 0  # 2 is asked about as an initiator alone
    assert not block.describe(asked(0, 0, 6, 1)).any()  # another day's questions
