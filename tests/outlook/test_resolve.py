"""What came of a forecast follows from the record as it stands, and only from what it can tell."""

import datetime as dt
import math

import pytest

from detente.outlook.resolve import Happened, Resolved, decided, reliability, score
from detente.outlook.seal import Forecast, Statement

START, BY = dt.date(2026, 1, 11), dt.date(2026, 6, 30)
CHINA = Statement("CHN", "recognise", "TALIBAN", 0.4, 0.1)
IRAN = Statement("IRN", "recognise", "TALIBAN", 0.2, 0.1)


def forecast(*statements: Statement) -> Forecast:
    question = {"asked": "recognition", "toward": "TALIBAN", "kind": "recognise"}
    made = dt.datetime(2026, 1, 10, 9, 0)
    return Forecast(made, question, dt.date(2026, 1, 10), START, BY, "m-1", "", statements)


def act(date: str | None, one: str = "CHN", kind: str = "recognise", other: str = "TALIBAN") -> dict[str, object]:
    return {"id": f"e-{date}", "date": date, "kind": kind, "initiators": [one], "targets": [other] if other else []}


LATER = act("2026-08-01", "RUS", "hold-talks")
AFTER, DURING = dt.date(2026, 9, 1), dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("told", "today", "outcome"),
    [
        ([act("2026-02-03")], DURING, "came"),
        ([act("2026-02")], DURING, "came"),
        ([act("2026-06-30"), LATER], AFTER, "came"),
        ([act("2026-01-11"), LATER], AFTER, "came"),
        ([act("2026-01-10"), LATER], AFTER, "did not come"),  # before the first day
        ([act("2026-07-01"), LATER], AFTER, "did not come"),  # after the last
        ([act("2026"), LATER], AFTER, "unclear"),  # some day of the year
        ([act("2026-01"), LATER], AFTER, "unclear"),
        ([act(None), LATER], AFTER, "did not come"),
        ([act("2026-02-03", "IRN"), LATER], AFTER, "did not come"),
        ([act("2026-02-03", kind="praise"), LATER], AFTER, "did not come"),
        ([act("2026-02-03", "TALIBAN", "recognise", "CHN"), LATER], AFTER, "did not come"),  # the other way round
        ([], DURING, "open"),
        ([], BY, "open"),  # its last day is not over
        ([], AFTER, "unheard"),
        ([act("2026-08-01", "USA", "sanction", "CUB")], AFTER, "unheard"),  # nothing later about these actors
        ([LATER], AFTER, "did not come"),
    ],
)
def test_an_outcome_is_what_the_record_can_tell(told: list[dict[str, object]], today: dt.date, outcome: str) -> None:
    found = Happened(told).resolve(forecast(CHINA), today)
    assert [one.outcome for one in found] == [outcome]
    assert (found[0].event is not None) == (outcome == "came")


def test_those_who_act_together_act_toward_one_another() -> None:
    joint = {"id": "e", "date": "2026-02-03", "kind": "recognise", "initiators": ["TALIBAN", "CHN"], "targets": []}
    assert Happened([joint]).resolve(forecast(CHINA), DURING)[0].outcome == "came"


def test_what_came_early_is_not_judged_while_the_rest_is_open() -> None:
    early = Happened([act("2026-02-03")]).resolve(forecast(CHINA, IRAN), DURING)
    assert [one.outcome for one in early] == ["came", "open"]
    assert decided(early) == []
    over = Happened([act("2026-02-03"), LATER]).resolve(forecast(CHINA, IRAN), AFTER)
    assert [one.outcome for one in decided(over)] == ["came", "did not come"]


def test_scores_are_those_of_the_forecasts_and_of_their_base_rates() -> None:
    found = [Resolved(CHINA, "came", "e"), Resolved(IRAN, "did not come")]
    scored = score(found)
    assert scored is not None
    assert scored.brier == pytest.approx((0.6**2 + 0.2**2) / 2)
    assert scored.brier_base == pytest.approx((0.9**2 + 0.1**2) / 2)
    assert scored.log_score == pytest.approx(-(math.log(0.4) + math.log(0.8)) / 2)
    assert scored.log_score_base == pytest.approx(-(math.log(0.1) + math.log(0.9)) / 2)
    assert score([]) is None


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_a_certain_forecast_that_was_wrong_costs_much_but_not_everything(chance: float) -> None:
    outcome = "came" if chance == 0.0 else "did not come"
    scored = score([Resolved(Statement("A", "recognise", "B", chance, 0.5), outcome)])  # type: ignore[arg-type]
    assert scored is not None
    assert 10 < scored.log_score < 20


def test_the_reliability_chart_counts_every_judged_statement_once() -> None:
    chances = [0.0, 0.005, 0.01, 0.3, 0.39, 0.8, 1.0]
    found = [
        Resolved(Statement("A", "warn", "B", chance, 0.1), "came" if chance > 0.35 else "did not come")
        for chance in chances
    ]
    rows = reliability(found)
    assert sum(row["forecasts"] for row in rows) == len(chances)
    assert [row["came"] for row in rows] == [0.0, 0.0, 0.5, 1.0]
