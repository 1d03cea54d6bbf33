from __future__ import annotations

import datetime as dt
from dataclasses import replace

import duckdb
import pytest

import detente
from brief_stories import write_record
from detente.brief import compose
from detente.brief.nouns import Brief
from detente.outlook.desk import NEXT_RATES
from detente.outlook.seal import Forecast, Statement, seal

ON = dt.date(2026, 2, 2)
PAIR = {"asked": "next", "initiator": "RUS", "target": "TALIBAN"}
WAVE = {"asked": "recognition", "toward": "TALIBAN", "kind": "recognise"}


def said(*told: tuple[str, str, str, float]) -> tuple[Statement, ...]:
    return tuple(Statement(one, kind, other, chance, 0.03) for one, kind, other, chance in told)


NEXT = Forecast(
    dt.datetime(2026, 2, 1, 9), PAIR, dt.date(2026, 2, 1), dt.date(2026, 2, 2), dt.date(2026, 3, 3), "next-1", "0f" * 32,
    said(("RUS", "host-talks", "TALIBAN", 0.62), ("RUS", "give-aid", "TALIBAN", 0.07), ("RUS", "attack", "TALIBAN", 0.001)),
)  # fmt: skip
RECOGNITION = replace(
    NEXT, question=WAVE, by=dt.date(2026, 12, 31), model="m-1",
    statements=said(("CHN", "recognise", "TALIBAN", 0.34), ("UZB", "recognise", "TALIBAN", 0.21)),
)  # fmt: skip
OLD = replace(
    NEXT, made=dt.datetime(2025, 9, 1), cutoff=dt.date(2025, 9, 1), start=dt.date(2025, 9, 2), by=dt.date(2025, 10, 31),
    statements=said(("RUS", "hold-talks", "TALIBAN", 0.8), ("RUS", "sanction", "TALIBAN", 0.1)),
)  # fmt: skip


@pytest.fixture
def make(tmp_path):
    """A brief of the record with some forecasts sealed in it, as of a day."""

    def made(*forecasts: Forecast, on: dt.date = ON, known: dt.date | None = None) -> Brief:
        with write_record(tmp_path / "record.duckdb") as record:
            for forecast in forecasts:
                seal(record._store, forecast)
            return compose(record, "RUS", "TALIBAN", on=on, known=known)

    return made


def texts(sentences) -> list[str]:
    return [sentence.text for sentence in sentences]


def test_a_forecast_is_told_with_its_chance_its_base_rate_and_the_acts_it_rests_on(make):
    brief = make(NEXT)
    assert texts(brief.outlook) == [
        "Between 2 February and 3 March 2026 Russia is likely to host the Taliban for talks (62 per cent, against a base rate"
        " of 3 per cent). The record tells of 2 such acts, the last in May 2022.",
        "Between 2 February and 3 March 2026 Russia is very unlikely to give aid to the Taliban (7 per cent, against a base"
        " rate of 3 per cent).",
    ]
    works = [citation.work for citation in brief.outlook[0].citations]
    assert works[0].title.startswith("Forecast 1: model next-1, seal ")
    assert "Talks in Moscow" in [work.title for work in works]
    assert len(brief.outlook[0].events) == 2


def test_who_else_may_recognise_is_told_in_one_sentence(make):
    assert texts(make(RECOGNITION).outlook) == [
        "Between 2 February and 31 December 2026 the likeliest others to recognise the Taliban are China (34 per cent) and"
        " Uzbekistan (21 per cent), against a base rate of 3 per cent."
    ]


def test_the_track_record_says_how_such_forecasts_did(make):
    (told,) = make(OLD, NEXT).track_record
    assert told.text == (
        "These are forecasts of a model, by what was known on 1 February 2026. Of 2 sealed statements that can be judged 1 came"
        " true; they were better than the base rate (Brier score 0.025 against 0.471; lower is better)."
    )


def test_forecasts_that_nothing_has_tested_say_so(make):
    (told,) = make(replace(NEXT, model=NEXT_RATES)).track_record
    assert "untested" in told.text
    assert told.text.endswith("No forecast of this record is over yet and can be judged.")


@pytest.mark.parametrize(
    ("forecast", "on", "known"),
    [
        (NEXT, dt.date(2026, 1, 25), None),  # not made yet
        (NEXT, ON, dt.date(2026, 1, 25)),  # not known yet
        (NEXT, dt.date(2026, 3, 3), None),  # its days are past
        (replace(NEXT, question={"asked": "next", "initiator": "CHN", "target": "TALIBAN"}), ON, None),  # of others
    ],
)
def test_a_forecast_of_another_day_or_of_others_is_not_told(make, forecast, on, known):
    brief = make(forecast, on=on, known=known)
    assert brief.outlook == brief.track_record == ()


def test_only_the_latest_answer_to_a_question_is_told(make):
    later = replace(NEXT, made=dt.datetime(2026, 2, 2, 8), statements=said(("RUS", "give-aid", "TALIBAN", 0.5)))
    assert ["as likely as not to give aid" in text for text in texts(make(NEXT, later).outlook)] == [True]


def test_a_record_whose_seals_do_not_hold_gives_no_outlook_and_says_why(tmp_path):
    path = tmp_path / "record.duckdb"
    with write_record(path) as record:
        seal(record._store, OLD)
        seal(record._store, NEXT)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update forecasts set payload = replace(payload, '0.8', '0.9') where number = 1")
    with detente.open(path, read_only=True) as record:
        brief = compose(record, "RUS", "TALIBAN", on=ON)
    assert brief.outlook == ()
    assert "Forecast 1 was changed after it was sealed." in brief.track_record[0].text


def test_what_the_command_seals_is_in_the_brief(tmp_path):
    with write_record(tmp_path / "record.duckdb") as record:
        found = record.outlook.next("RUS", "TALIBAN", horizon=60)
        record.outlook.seal_next(found, "RUS", "TALIBAN")
        brief = compose(record, "RUS", "TALIBAN", on=found.on - dt.timedelta(days=1))
    assert brief.outlook
    assert all("per cent" in sentence.text and sentence.citations for sentence in brief.outlook)
    assert brief.track_record
