"""The recurrency baseline by hand."""

import numpy as np

from detente.outlook.baseline import Recurrency, baseline
from detente.outlook.features import World
from detente.outlook.protocol import Questions
from detente.outlook.quadruples import Benchmark, Quadruples
from outlook_streams import stream


def test_the_latest_triple_comes_first_then_the_usual_answer_then_all_others_alike() -> None:
    memory = Recurrency(World(actors=6, relations=1))
    for day, answers in enumerate([(0, 1), (0, 2), (5, 3), (5, 3)]):
        memory.observe(day, Quadruples(*np.array([[answers[0], 0, answers[1], day]]).T))
    nothing = np.zeros(0, np.int64)
    scores = memory.scores(Questions(4, np.array([0]), np.array([0]), nothing, nothing))[0]
    assert np.argsort(-scores, kind="stable").tolist() == [2, 1, 3, 0, 4, 5]
    assert scores[0] == scores[4] == scores[5] == 0


def test_the_baseline_is_judged_in_both_settings_and_finds_what_recurs() -> None:
    events = stream(60)
    parts = (events[events.day < 40], events[(events.day >= 40) & (events.day < 45)], events[events.day >= 45])
    measures = baseline(Benchmark(*parts, actors=24, relations=3))
    assert measures["single_step"]["queries"] == measures["multi_step"]["queries"] == 2 * len(parts[2])
    assert min(measures["single_step"]["mrr"], measures["multi_step"]["mrr"]) > 3 * (1 / np.arange(1, 25)).mean()
