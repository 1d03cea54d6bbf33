"""Who recognises next, from a real record: what is told of, by when it was known, and what can be asked."""

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.outlook.recognition.forecast import Spread
from detente.record import Record
from ledger_stories import story

ON, BY = dt.date(2026, 2, 1), dt.date(2027, 1, 31)
STORIES = (
    ("russia", ("RUS recognise TALIBAN 2025-07-03", "RUS delist-terrorist TALIBAN 2025-04-17"), "2025-08-01"),
    (
        "china",
        ("CHN accept-credentials TALIBAN 2024-01-30 level=ambassador", "CHN hold-talks TALIBAN 2025-05-21"),
        "2025-08-02",
    ),
    ("long-ago", ("PAK recognise TALIBAN 1997-05-25", "SAU recognise TALIBAN 1997-05-26"), "1998-01-01"),
    ("planned", ("UZB recognise TALIBAN 2026-05 planned",), "2026-01-05"),
    ("listed", ("USA list-terrorist TALIBAN 2002-07-03", "IND list-terrorist TALIBAN 2022-01-01"), "2022-02-01"),
    ("later", ("KAZ recognise TALIBAN 2026-03-05",), "2026-04-01"),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "record.duckdb"
    with Record(path) as held, held.batch():
        for name, acts, date in STORIES:
            held.add(*story(name, *acts, date=date, apart=True), reader="by hand")
    return path


def asked(record: Path, **given: object) -> Spread:
    with Record(record, read_only=True) as held:
        return held.outlook.recognition("TALIBAN", **{"by": BY, "on": ON, **given})  # type: ignore[arg-type]


def test_who_has_recognised_is_not_asked_about_and_who_did_so_in_another_wave_is(record: Path) -> None:
    found = asked(record)
    states = [one.state for one in found.chances]
    assert [moved.state for moved in found.moved] == ["RUS"]
    assert found.since == dt.date(2021, 8, 15)
    assert "RUS" not in states
    assert {"PAK", "SAU", "UZB", "KAZ"} <= set(states)
    assert "AFG" not in states
    assert states == [one.state for one in sorted(found.chances, key=lambda one: (-one.probability, one.state))]
    assert 0 < found.expected < 10


def test_nothing_known_later_is_in_a_forecast_and_a_recognition_that_was_is(record: Path) -> None:
    assert "KAZ" not in [moved.state for moved in asked(record).moved]
    later = asked(record, on=dt.date(2026, 4, 2))
    assert [moved.state for moved in later.moved] == ["RUS", "KAZ"]
    assert asked(record, on=dt.date(2026, 4, 1)).inputs == asked(record, on=dt.date(2026, 3, 20)).inputs
    assert later.inputs != asked(record).inputs


def test_steps_short_of_recognition_tell_who_is_nearer_but_not_how_many_will_come(record: Path) -> None:
    found = {one.state: one for one in asked(record).chances}
    assert {step.name for step in found["CHN"].steps} == {"represented", "talks"}
    assert found["CHN"].neighbours == ("RUS",)
    assert found["CHN"].borders
    assert found["CHN"].probability > 2 * found["PAK"].probability > 2 * found["NOR"].probability
    assert all(0 <= one.probability <= 1 for one in found.values())


def test_a_longer_time_gives_every_state_a_higher_chance(record: Path) -> None:
    soon, late = asked(record, by=dt.date(2026, 6, 30)), asked(record)
    chances = {one.state: one.probability for one in soon.chances}
    assert all(chances[one.state] < one.probability for one in late.chances)
    assert soon.expected < late.expected


def test_listings_are_lifted_only_where_they_are_and_made_only_where_they_are_not(record: Path) -> None:
    assert {one.state for one in asked(record, act="delist-terrorist").chances} <= {"USA", "IND"}
    states = {one.state for one in asked(record, act="list-terrorist").chances}
    assert "IND" not in states
    assert "FRA" in states


@pytest.mark.parametrize(
    ("given", "words"),
    [({"by": dt.date(2026, 1, 1)}, "lies before"), ({"act": "praise"}, "cannot be forecast")],
)
def test_what_cannot_be_asked_is_said(record: Path, given: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        asked(record, **given)


def test_the_sealed_forecast_is_resolved_when_the_record_reads_on(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    with Record(path) as held:
        held.add(*story("russia", "RUS recognise TALIBAN 2025-07-03", date="2025-08-01"), reader="by hand")
        first = dt.date.today() + dt.timedelta(days=1)
        last = first + dt.timedelta(days=364)
        held.outlook.seal_recognition(held.outlook.recognition("TALIBAN", by=last))
        assert held.outlook.record().judged() == []
        came, after = first + dt.timedelta(days=40), last + dt.timedelta(days=30)
        acts = (f"CHN recognise TALIBAN {came}", f"RUS hold-talks TALIBAN {after}")
        held.add(*story("later", *acts, date=str(after), apart=True), reader="by hand")
        found = held.outlook.record(today=after + dt.timedelta(days=1))
        assert found.chain.faults == ()
        judged = {one.statement.initiator: one.outcome for one in found.judged()}
        assert judged.pop("CHN") == "came"
        assert set(judged.values()) == {"did not come"}
        assert len(judged) > 180
