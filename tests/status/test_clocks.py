"""Two clocks: nothing that is told of a later day, or was known later, has any influence on an answer."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.ledger.when import days_of
from ledger_stories import story

ACTS = st.builds(
    "{} {} {} {}{}".format,
    st.sampled_from(["RUS", "RUS+CHN", "-"]),
    st.sampled_from(["recognise", "derecognise", "accept-credentials", "hold-talks", "sever-relations", "invade"]),
    st.sampled_from(["TALIBAN", "IND"]),
    st.sampled_from(["-", "2021", "2021-03", "2021-03-18", "2021-03-20", "2022-10", "2022", "2023-05-01", "../2022"]),
    st.sampled_from(["", "", " denied", " level=embassy", " says=They_met_again."]),
)
PAPERS = st.lists(st.lists(ACTS, min_size=1, max_size=4), min_size=1, max_size=4)
DAY = dt.date(2022, 6, 30)


def answers(record, on: dt.date | None, known: dt.date | None):
    clocks = {"on": on, "known": known}
    day = on or dt.date(2030, 1, 1)
    return [
        record.status("RUS", "TALIBAN", on=day, known=known).to_pylist(),
        record.compare("TALIBAN", ["RUS", "CHN", "IND"], on=day, known=known).to_pylist(),
        record.timeline("RUS", "TALIBAN", **clocks).to_pylist(),
        record.events(**clocks).to_pylist(),
        record.spells(**clocks).to_pylist(),
        record.conflicts(**clocks).to_pylist(),
    ]


def read(record, papers, date: str, name: str) -> None:
    for number, acts in enumerate(papers):
        if acts:
            record.add(*story(f"{name} {number}", *acts, date=date))


@settings(max_examples=25, deadline=None)
@given(PAPERS, PAPERS)
def test_what_was_known_later_has_no_influence(before, after):
    with detente.open(":memory:") as alone, detente.open(":memory:") as both:
        read(alone, before, "2023-06-01", "before")
        read(both, after, "2024-01-01", "after")
        read(both, before, "2023-06-01", "before")
        assert answers(both, None, dt.date(2023, 12, 31)) == answers(alone, None, dt.date(2023, 12, 31))


@settings(max_examples=25, deadline=None)
@given(PAPERS, PAPERS)
def test_what_is_told_of_a_later_day_has_no_influence(papers, others):
    later = [[act for act in acts if comes_after(act)] for acts in others]
    with detente.open(":memory:") as alone, detente.open(":memory:") as both:
        read(alone, papers, "2024-01-01", "one")
        read(both, later, "2024-01-01", "later")
        read(both, papers, "2024-01-01", "one")
        assert answers(both, DAY, None) == answers(alone, DAY, None)


def comes_after(act: str) -> bool:
    days = days_of(act.split()[3]) if act.split()[3] != "-" else None
    return days is not None and days[0] > DAY.toordinal()


@settings(max_examples=25, deadline=None)
@given(PAPERS)
def test_no_answer_names_a_day_after_either_clock(papers):
    with detente.open(":memory:") as record:
        read(record, papers, "2024-01-01", "one")
        for row in record.events(on=DAY, known=DAY):
            assert row["known"] <= DAY
        for row in record.events(on=DAY):
            assert all(days_of(date)[0] <= DAY.toordinal() for date in (row["date"], *row["dates"]) if date)
        for row in record.spells(on=DAY):
            assert all(days_of(date)[0] <= DAY.toordinal() for date in (row["start"], row["end"]) if date)


@settings(max_examples=10, deadline=None)
@given(PAPERS)
def test_the_last_day_there_is_asks_for_everything(papers):
    with detente.open(":memory:") as record:
        read(record, papers, "2024-01-01", "one")
        whole = dt.date(2030, 1, 1)
        assert record.spells(on=whole, known=whole) == record.spells()
        assert record.events(on=whole) == record.events()


@pytest.mark.parametrize(
    ("on", "level", "before"),
    [("2025-08-01", "de-jure", "none"), ("2025-04-01", "none", None)],
)
def test_what_changed_between_two_days(tmp_path, on, level, before):
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*story("a", "RUS withhold-recognition TALIBAN 2025-03-01", "RUS recognise TALIBAN 2025-07-03"))
        since = "2025-05-01" if before else "2020-01-01"
        (row,) = record.compare("TALIBAN", ["RUS"], on=on, since=since)
        assert (row["level"], row["before"], row["changed"]) == (level, before, True)
        (same,) = record.compare("TALIBAN", ["RUS"], on=on, since=on)
        assert (same["changed"], same["before_since"]) == (False, same["since"])


def test_what_holds_no_more_is_a_line_without_a_level(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*story("a", "USA recognise SUN 1933-11-16"))
        (row,) = record.compare("SUN", ["USA"], on="1995-01-01", since="1990-01-01")
        assert (row["level"], row["before"], row["changed"]) == (None, "de-jure", True)
