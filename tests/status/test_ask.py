from __future__ import annotations

import datetime as dt
from contextlib import ExitStack, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente import dates
from ledger_stories import story


@pytest.fixture
def memory():
    """A new record, in memory, whenever it is called."""
    with ExitStack() as opened:
        yield lambda *stories: opened.enter_context(remembered(*stories))


@contextmanager
def remembered(*stories):
    with detente.open(":memory:") as record:
        with record.batch():
            for read in stories:
                record.add(*read)
        yield record


BRIEF = story(
    "brief",
    "RUS list-terrorist TALIBAN 2003-02",
    "RUS delist-terrorist TALIBAN 2025-04",
    "RUS recognise TALIBAN 2025-07",
    "RUS accept-credentials TALIBAN 2026-01-16",
    date="2026-02-10",
)
NEWS = story("news", "RUS accept-credentials TALIBAN 2026-01-15", date="2026-01-15")


def shown(table) -> list[str]:
    return [f"{row['initiator']} {row['dimension']} {row['level']} {row['since']}" for row in table]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2000-01-01", []),
        ("2024-06-01", ["RUS listing listed 2003-02"]),
        ("2025-05-01", ["RUS listing none 2025-04"]),
        ("2025-08-01", ["RUS recognition de-jure 2025-07", "RUS listing none 2025-04"]),
        (
            "2026-02-01",
            [
                "RUS recognition de-jure 2025-07",
                "RUS envoy ambassador 2026-01-16",
                "RUS listing none 2025-04",
                "TALIBAN mission embassy 2026-01-16",
            ],
        ),
    ],
)
def test_how_they_stood_on_a_day(memory, on, expected):
    assert shown(memory(BRIEF).status("RUS", "TALIBAN", on=on)) == expected


def test_in_the_month_of_the_act_its_start_is_not_yet_sure(memory):
    record = memory(BRIEF)
    (within,) = [row for row in record.status("RUS", "TALIBAN", on="2025-07-10") if row["dimension"] == "recognition"]
    (after,) = [row for row in record.status("RUS", "TALIBAN", on="2025-08-01") if row["dimension"] == "recognition"]
    assert (within["start_known"], after["start_known"]) == (False, True)
    assert within["confidence"] < after["confidence"] == 0.8


def test_where_nobody_tells_since_when_the_answer_says_so(memory):
    record = memory(story("text", "RUS list-terrorist TALIBAN -"))
    (row,) = record.status("RUS", "TALIBAN", on="2024-06-01")
    assert (row["level"], row["since"], row["start_known"], row["confidence"]) == ("listed", None, False, 0.4)


def test_each_value_has_its_words_and_source(memory):
    _, claims = BRIEF
    (row,) = memory(BRIEF).status("RUS", "TALIBAN", on="2025-05-01")
    assert (row["quote"], row["file"], row["on"]) == (claims[1].quote, "brief.txt", dt.date(2025, 5, 1))


def test_only_what_was_known_by_then_is_answered(memory):
    record = memory(BRIEF, NEWS)
    assert shown(record.status("RUS", "TALIBAN", on="2026-02-01", known="2026-01-20")) == [
        "RUS envoy ambassador 2026-01-15",
        "TALIBAN mission embassy 2026-01-15",
    ]
    assert shown(record.status("RUS", "TALIBAN", on="2026-02-01", known="2026-01-14")) == []


def test_sources_that_differ_are_named_with_their_dates(memory):
    (envoy,) = [
        row for row in memory(BRIEF, NEWS).status("RUS", "TALIBAN", on="2026-02-01") if row["dimension"] == "envoy"
    ]
    assert envoy["conflicts"] == ["accept-credentials: 2026-01-15 (news.txt); 2026-01-16 (brief.txt)"]


def test_what_holds_by_default_is_told_only_when_asked_for(memory):
    rows = memory(BRIEF).status("RUS", "TALIBAN", on="2025-05-01", all=True).to_pylist()
    mission = [row for row in rows if (row["initiator"], row["dimension"]) == ("RUS", "mission")]
    assert [(row["level"], row["since"], row["events"], row["quote"]) for row in mission] == [("none", None, [], None)]


def test_states_are_compared_in_the_order_asked(memory):
    record = memory(story("text", "USA list-terrorist TALIBAN 2002", "KAZ delist-terrorist TALIBAN 2024-06-03"), BRIEF)
    asked = record.compare("TALIBAN", ["RUS", "KAZ"], on="2025-05-01")
    everyone = record.compare("TALIBAN", on="2025-05-01")
    assert shown(asked) == ["RUS listing none 2025-04", "KAZ listing none 2024-06-03"]
    assert shown(everyone) == ["KAZ listing none 2024-06-03", "RUS listing none 2025-04", "USA listing listed 2002"]


KINDS = [
    "recognise",
    "derecognise",
    "establish-relations",
    "sever-relations",
    "open-mission",
    "close-mission",
    "delist-terrorist",
]
DATES = ["-", "1961", "1961-01", "1961-01-03", "1960/1962", "../1961", "1961/..", "196X", "1964-05", "1970-01-01"]
ACTS = st.builds("USA {} CUB {}".format, st.sampled_from(KINDS), st.sampled_from(DATES))
DATED = ACTS.filter(lambda act: act.split()[3] not in ("-", "1961/..", "../1961"))
PAPERS = st.lists(
    st.tuples(st.sampled_from(["1962-06", "1965", "1971-02-03"]), st.lists(ACTS, min_size=1, max_size=4)), max_size=4
)
SURE = st.lists(st.tuples(st.sampled_from(["1965", "1971-02-03"]), st.lists(DATED, min_size=1, max_size=4)), max_size=4)
DAYS = st.sampled_from(
    [dt.date(1960, 12, 31), dt.date(1961, 1, 3), dt.date(1961, 1, 20), dt.date(1964, 5, 10), dt.date(1975, 1, 1)]
)


@settings(max_examples=25, deadline=None)
@given(PAPERS, DAYS, DAYS)
def test_nothing_later_than_either_clock_is_in_an_answer(papers, on, known):
    stories = [story(f"text {i}", *acts, date=date) for i, (date, acts) in enumerate(papers)]
    in_time = [read for read in stories if dates.parse(read[0].date).last <= known]
    with remembered(*stories) as record, remembered(*in_time) as before:
        answer = record.status("USA", "CUB", on=on, known=known)
        assert answer.to_pylist() == before.status("USA", "CUB", on=on).to_pylist()
    for row in answer:
        assert row["since"] is None or dates.begins_by(row["since"], on) is not False
        assert not [text for text in row["conflicts"] if "1970" in text and on.year < 1970]


@settings(max_examples=25, deadline=None)
@given(SURE, DAYS)
def test_what_comes_later_changes_no_answer_about_a_day(papers, on):
    stories = [story(f"text {i}", *acts, date=date) for i, (date, acts) in enumerate(papers)]
    later = story(
        "later", "USA recognise CUB 1999-01-01", "USA sever-relations CUB 2001", "USA close-mission CUB 2002-02"
    )
    fields = ("initiator", "dimension", "level", "since", "confidence", "start_known")
    with remembered(*stories) as without, remembered(*stories, later) as with_later:
        before, after = (record.status("USA", "CUB", on=on) for record in (without, with_later))
    assert [[row[f] for f in fields] for row in before] == [[row[f] for f in fields] for row in after]
