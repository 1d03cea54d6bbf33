"""Prospects of named actors: likely where they should be, calibrated, explained and blind to the future."""

import datetime as dt

import numpy as np
import pytest

from detente.errors import ActorError, UsageError
from detente.outlook.acts import Act, acts_of, number
from detente.outlook.calibration import Isotonic, Logistic, brier, log_score
from detente.outlook.explain import reasons
from detente.outlook.prospects import next_acts

START = dt.date(2020, 1, 1)


def diary(days: int = 400) -> list[Act]:
    """RUS hosts TALIBAN every ten days, TALIBAN praises RUS the day after; others act at random."""
    random, acts = np.random.default_rng(0), []
    for n in range(days):
        day = START + dt.timedelta(days=n)
        if n % 10 == 0:
            acts.append((day, "RUS", "host-talks", "TALIBAN"))
            acts.append((day + dt.timedelta(days=1), "TALIBAN", "praise", "RUS"))
        one, other = random.choice(["CHN", "PAK", "IRN", "IND", "RUS"], 2, replace=False)
        if random.random() < 0.3:
            acts.append((day, str(one), str(random.choice(["warn", "hold-talks"])), str(other)))
    return acts


def test_what_recurs_is_expected_with_a_high_probability_and_its_reasons() -> None:
    outlook = next_acts(diary(), "RUS", "TALIBAN", horizon=14)
    first = outlook.prospects[0]
    assert (first.initiator, first.kind, first.target) == ("RUS", "host-talks", "TALIBAN")
    assert first.probability > 0.7
    assert first.reasons[0].text.startswith(
        "RUS toward TALIBAN: host-talks, 36 times in the past year, last on 2021-01-"
    )
    assert first.reasons[0].count == len(first.reasons[0].rows) == 36


def test_the_track_record_beats_the_base_rate_where_there_is_a_pattern() -> None:
    judged = next_acts(diary(), "RUS", horizon=14).judged
    assert judged is not None
    assert judged.brier < judged.brier_base
    assert judged.log_score < judged.log_score_base


def test_nothing_after_the_day_is_looked_at() -> None:
    day = START + dt.timedelta(days=300)
    later = [(day, "RUS", "attack", "TALIBAN"), (day + dt.timedelta(days=3), "RUS", "attack", "PAK")]
    past = [act for act in diary() if act[0] < day]
    assert next_acts([*past, *later], "RUS", horizon=10, on=day) == next_acts(past, "RUS", horizon=10, on=day)


def test_probabilities_are_probabilities_and_in_order() -> None:
    chances = [prospect.probability for prospect in next_acts(diary(), "RUS", horizon=7, top=50).prospects]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"initiator": "ATLANTIS", "horizon": 30}, ActorError),
        ({"initiator": "RUS", "target": "ATLANTIS", "horizon": 30}, ActorError),
        ({"initiator": "RUS", "horizon": 0}, UsageError),
        ({"horizon": 30}, UsageError),
        ({"initiator": "RUS", "kind": "recognise", "horizon": 30}, UsageError),
    ],
)
def test_what_cannot_be_answered_is_said(asked: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        next_acts(diary(), **asked)  # type: ignore[arg-type]


def test_a_past_too_short_to_learn_from_is_answered_from_rates_and_says_so() -> None:
    thin = [(START, "RUS", "host-talks", "TALIBAN"), (START + dt.timedelta(days=50), "RUS", "host-talks", "TALIBAN")]
    thin += [(START + dt.timedelta(days=9), "RUS", "warn", "TALIBAN"), (START, "CHN", "warn", "PAK")]
    outlook = next_acts(thin, "RUS", "TALIBAN", horizon=50)
    assert outlook.judged is None
    assert [prospect.kind for prospect in outlook.prospects] == ["host-talks", "warn"]
    often, once = (prospect.probability for prospect in outlook.prospects)
    assert 0 < once < often < 0.95
    assert 0 < outlook.base < often
    longer = next_acts(thin, "RUS", "TALIBAN", horizon=200).prospects[0].probability
    assert longer > often


def test_who_acts_toward_an_actor_and_who_does_one_kind_of_act_can_be_asked() -> None:
    toward = next_acts(diary(), target="TALIBAN", horizon=14)
    assert {prospect.target for prospect in toward.prospects} == {"TALIBAN"}
    assert toward.prospects[0].initiator == "RUS"
    warned = next_acts(diary(), "RUS", kind="warn", horizon=14)
    assert {(prospect.initiator, prospect.kind) for prospect in warned.prospects} == {("RUS", "warn")}
    assert len({prospect.target for prospect in warned.prospects}) == len(warned.prospects) > 2


def test_reasons_rest_only_on_events_before_the_day() -> None:
    acts = number(diary())
    one, other, kind = acts.actors.index("RUS"), acts.actors.index("TALIBAN"), acts.kinds.index("host-talks")
    day = acts.day(START + dt.timedelta(days=45))
    found = reasons(acts, None, one, kind, other, day)
    assert found[0].text == "RUS toward TALIBAN: host-talks, 5 times in the past year, last on 2020-02-10"
    assert all(acts.events.day[list(reason.rows)].max() < day for reason in found)


DAY = dt.date(2024, 5, 1)


@pytest.mark.parametrize(
    ("row", "acts"),
    [
        ({"date": "2024-05-01", "initiators": ["A"], "kind": "warn", "targets": ["B"]}, [(DAY, "A", "warn", "B")]),
        ({"date": DAY, "initiator": "A", "kind": "warn", "target": "B"}, [(DAY, "A", "warn", "B")]),
        (
            {"date": DAY, "initiators": ["A", "B"], "kind": "sign", "targets": []},
            [(DAY, "A", "sign", "B"), (DAY, "B", "sign", "A")],
        ),
        ({"date": "2024-05", "initiators": ["A"], "kind": "warn", "targets": ["B"]}, []),  # no day
        ({"date": None, "initiators": ["A"], "kind": "warn", "targets": ["B"]}, []),
        ({"date": DAY, "modality": "planned", "initiators": ["A"], "kind": "warn", "targets": ["B"]}, []),
        ({"date": DAY, "known": dt.date(2024, 7, 1), "initiators": ["A"], "kind": "warn", "targets": ["B"]}, []),
        ({"date": dt.date(2024, 7, 1), "initiators": ["A"], "kind": "warn", "targets": ["B"]}, []),
        ({"date": DAY, "initiators": ["A"], "kind": "warn", "targets": ["A"]}, []),
    ],
)
def test_acts_are_what_happened_on_a_day_and_was_known(row: dict[str, object], acts: list[Act]) -> None:
    assert acts_of([row], until=dt.date(2024, 6, 1)) == acts


def test_logistic_and_isotonic_find_the_chances_that_made_the_outcomes() -> None:
    random = np.random.default_rng(0)
    inputs = random.normal(size=(4000, 2))
    true = 1 / (1 + np.exp(-(inputs[:, 0] - 1)))
    outcomes = (random.random(4000) < true).astype(float)
    model = Logistic.fit(inputs[:2000], outcomes[:2000])
    assert np.abs(model.predict(inputs) - true).mean() < 0.03
    twisted = model.predict(inputs) ** 3  # in the right order, but far too low
    calibrated = Isotonic.fit(twisted[:2000], outcomes[:2000]).predict(twisted[2000:])
    assert np.abs(calibrated - true[2000:]).mean() < 0.05
    assert (np.diff(calibrated[np.argsort(twisted[2000:])]) >= 0).all()


def test_scores_reward_what_came() -> None:
    outcomes = np.array([1.0, 0.0])
    assert brier(np.array([1.0, 0.0]), outcomes) == 0
    assert brier(np.array([0.5, 0.5]), outcomes) == 0.25
    assert log_score(np.array([0.5, 0.5]), outcomes) == pytest.approx(np.log(2))
