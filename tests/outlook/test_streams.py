"""Imported events count like those that were read: what may come follows from them, and what came is resolved by them."""

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.record import Record
from streams.stream_files import ICEWS, icews, write

TALKS, OTHER, DENY = "040", "010", "035"
ON = dt.date(2020, 4, 1)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    lines = [icews(day, f"2020-03-{day:02}", "Turkey", "Russian Federation", TALKS, 1.0) for day in (2, 9, 16, 23)]
    lines += [icews(day, f"2020-03-{day:02}", "Turkey", "Turkey", TALKS, 1.0) for day in (24, 25)]
    lines += [icews(99, "2020-04-07", "Turkey", "Russian Federation", TALKS, 1.0)]
    held = Record(tmp_path / "record.duckdb")
    held.import_stream("icews", write(tmp_path / "i.tab", "\t".join(ICEWS), *lines))
    return held


def test_an_outlook_rests_on_what_was_imported_before_its_day(record: Record) -> None:
    (best, *_) = record.outlook.next("TUR", "RUS", horizon=30, on=ON).prospects
    assert best.reasons[0].count == 4
    assert best.reasons[0].last == dt.date(2020, 3, 23)
    (later, *_) = record.outlook.next("TUR", "RUS", horizon=30, on=dt.date(2020, 5, 1)).prospects
    assert later.reasons[0].count == 5


def test_nothing_is_expected_from_before_the_stream_begins(record: Record) -> None:
    with pytest.raises(UsageError, match="dated to a day before that"):
        record.outlook.next("TUR", "RUS", on=dt.date(2020, 3, 2))


def test_a_kind_that_tells_nothing_is_not_expected(record: Record) -> None:
    found = record.outlook.next("TUR", horizon=30, on=ON, top=100).prospects
    assert found
    assert "other" not in {one.kind for one in found}
    assert all(one.initiator != one.target for one in found)


def test_a_sealed_forecast_is_resolved_by_what_is_imported_later(tmp_path: Path) -> None:
    today = dt.date.today()
    day = lambda ahead: (today + dt.timedelta(days=ahead)).isoformat()  # noqa: E731
    with Record(tmp_path / "record.duckdb") as record:
        first = [icews(1, day(-9), "Turkey", "Russian Federation", TALKS, 1.0)]
        record.import_stream("icews", write(tmp_path / "a.tab", "\t".join(ICEWS), *first))
        record.outlook.seal_next(record.outlook.next("TUR", "RUS", horizon=10), "TUR", "RUS")
        late = [icews(n, day(ahead), "Turkey", "Russian Federation", TALKS, 1.0) for n, ahead in ((2, 3), (3, 40))]
        record.import_stream("icews", write(tmp_path / "b.tab", "\t".join(ICEWS), *late))
        found = record.outlook.record(today=today + dt.timedelta(days=50))
        (came,) = [one for one in found.outcomes[1] if one.outcome == "came"]
        assert came.event
        assert came.event.startswith("e-icews-")
        assert {one.outcome for one in found.outcomes[1]} <= {"came", "did not come"}
