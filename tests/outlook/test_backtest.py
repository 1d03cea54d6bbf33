"""The back-test as a whole, on files made here whose pattern is known."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from detente.outlook.backtest import Plan, backtest
from detente.outlook.features import Asked
from detente.outlook.forecaster import Shortlists
from detente.outlook.protocol import Questions
from detente.outlook.quadruples import Quadruples
from detente.outlook.ranker import Ranker
from outlook_streams import ACTORS, stream

PLAN = Plan(days=20, ahead=5, rounds=12)


def files(folder: Path, events: Quadruples, cuts: tuple[int, int]) -> list[Path]:
    parts = np.searchsorted(cuts, events.day, side="right")
    table = np.stack([events.initiator, events.relation, events.target, events.day * 24], axis=1)
    paths = [folder / f"{name}.txt" for name in ("train", "valid", "test")]
    for part, path in enumerate(paths):
        np.savetxt(path, table[parts == part], fmt="%d")
    return paths


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    return backtest(*files(tmp_path_factory.mktemp("stream"), stream(56), (40, 48)), plan=PLAN)


def test_both_settings_are_measured_over_all_questions_of_the_test(measured: dict[str, dict[str, float]]) -> None:
    asked = 2 * int((stream(56).day >= 48).sum())
    assert measured["single_step"]["queries"] == measured["multi_step"]["queries"] == asked
    assert set(measured) == {"single_step", "multi_step", "seconds", "peak_mb"}


def test_a_pattern_is_found(measured: dict[str, dict[str, float]]) -> None:
    by_chance = (1 / np.arange(1, ACTORS + 1)).mean()
    assert measured["single_step"]["mrr"] > 3 * by_chance
    assert measured["multi_step"]["mrr"] > 2 * by_chance


def test_judging_with_the_days_questions_in_sight_leaves_the_other_measures_as_they_are(
    tmp_path: Path, measured: dict[str, dict[str, float]]
) -> None:
    seeing = backtest(*files(tmp_path, stream(56), (40, 48)), plan=dataclasses.replace(PLAN, together=True))
    assert seeing["single_step_questions_seen"]["queries"] == seeing["single_step"]["queries"]
    for setting in ("single_step", "multi_step"):
        assert seeing[setting] == pytest.approx(measured[setting])


class Constant:
    def predict(self, features: np.ndarray) -> np.ndarray:
        return np.zeros(len(features))


def test_actors_off_the_shortlist_rank_below_it_in_the_order_of_the_first_score() -> None:
    nothing = np.zeros(0, np.int64)
    questions = Questions(0, np.array([0]), np.array([0]), nothing, nothing)
    asked = Asked(questions, np.array([0, 0]), np.array([3, 1]))
    first = np.array([[5.0, 9.0, -2.0, 1.0]], np.float32)
    scores = Ranker(Constant()).scores(Shortlists(asked, np.zeros((2, 1), np.float32), first))[0]
    assert scores[3] == scores[1] > scores[0] > scores[2]
