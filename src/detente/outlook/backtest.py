"""Back-tests: forecasts for days whose outcome is known, made with what was known before them.

Single-step: each test day is forecast from all facts before it. Multi-step: every test day is forecast from what was
known before the test began. For the second, the ranker is trained as it is used, on questions asked some days ahead.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.outlook.features import World
from detente.outlook.features.together import Together
from detente.outlook.forecaster import Forecaster
from detente.outlook.protocol import Tally, filtered_ranks, questions_of
from detente.outlook.quadruples import Benchmark, Quadruples, read_benchmark
from detente.outlook.ranker import Lessons, Ranker


@dataclass(frozen=True, slots=True)
class Plan:
    """How much a back-test learns from."""

    days: int = 200  # the last days of the history, whose questions train the ranker
    questions: int = 45_000  # of them at most
    ahead: int = 30  # days ahead at most that the multi-step ranker is trained for
    rounds: int = 300  # of boosting
    seed: int = 0
    together: bool = False  # judge once more with the day's other questions in sight


def backtest(
    train: Path, valid: Path, test: Path, names: Path | None = None, plan: Plan | None = None
) -> dict[str, Any]:
    """Train on two files of quadruples and judge the forecasts for a third, single-step and multi-step.

    Returns ``single_step`` and ``multi_step`` (each ``mrr``, ``hits@1``, ``hits@3``, ``hits@10``, ``queries``),
    ``seconds`` and ``peak_mb``; with ``plan.together`` also ``single_step_questions_seen``. Raises ``UsageError`` for
    files that are not quadruples and ``MissingExtra`` without lightgbm.
    """
    started = time.monotonic()
    measures = run(read_benchmark(train, valid, test, names), plan or Plan())
    return {**measures, "seconds": round(time.monotonic() - started, 1), "peak_mb": _peak_mb()}


def run(benchmark: Benchmark, plan: Plan) -> dict[str, dict[str, float]]:
    """The measures of both settings on a benchmark in memory."""
    world = World(benchmark.actors, benchmark.relations, benchmark.names)
    forecaster = Forecaster(world, together=plan.together)
    near, far = rehearse(forecaster, benchmark.history(), plan)
    test = benchmark.test.both_directions(world.relations)
    names, seen = forecaster.names, Together.names if plan.together else ()
    distant = [Ranker.fit(far, names, plan.rounds, plan.seed, without=seen)]
    close = [Ranker.fit(near, names, plan.rounds, plan.seed, without=seen)]
    if plan.together:
        close.append(Ranker.fit(near, names, plan.rounds, plan.seed))
    (multi_step,) = _judge(forecaster, distant, test, learn=False)  # first: the other learns from the test's days
    single_step, *questions_seen = _judge(forecaster, close, test, learn=True)
    found = {"single_step": single_step, "multi_step": multi_step}
    if questions_seen:
        found["single_step_questions_seen"] = questions_seen[0]
    return found


def rehearse(forecaster: Forecaster, history: Quadruples, plan: Plan) -> tuple[Lessons, Lessons]:
    """Let the forecaster live through the history; returns the lessons of its last days, a day ahead and days ahead."""
    random, near, far = np.random.default_rng(plan.seed), Lessons(), Lessons()
    days = dict(history.both_directions(forecaster.world.relations).days())
    first = max(days) - plan.days
    share = min(1.0, plan.questions / max(sum(len(facts) for day, facts in days.items() if day >= first), 1))
    for day, facts in days.items():
        if day >= first:
            _learn(forecaster, near, day, facts, share, random)
            later = day + int(random.integers(plan.ahead))
            if later in days:
                _learn(forecaster, far, later, days[later], share / 2, random)
        forecaster.observe(day, facts)
    return near, far


def _learn(
    forecaster: Forecaster, lessons: Lessons, day: int, facts: Quadruples, share: float, random: np.random.Generator
) -> None:
    questions = questions_of(day, facts)
    forecaster.see(questions)
    sample = questions.only(random.random(len(questions)) < share)
    if len(sample):
        lessons.add(sample, forecaster.ask(sample), random)


def _judge(
    forecaster: Forecaster, rankers: Sequence[Ranker], test: Quadruples, *, learn: bool
) -> list[dict[str, float]]:
    """The measures of each ranker over the test's days."""
    tallies = [Tally() for _ in rankers]
    for day, facts in test.days():
        every = questions_of(day, facts)
        forecaster.see(every)
        for questions in every.portions():
            lists = forecaster.ask(questions)
            for ranker, tally in zip(rankers, tallies, strict=True):
                tally.add(filtered_ranks(ranker.scores(lists), questions.question, questions.answer))
        if learn:
            forecaster.observe(day, facts)
    return [tally.measures() for tally in tallies]


def _peak_mb() -> float:
    """The most memory this process has held, in megabytes (kilobytes are reported on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
