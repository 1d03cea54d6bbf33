"""Where a record is at odds with itself: a table of cases, and who is named on each side."""

from __future__ import annotations

import dataclasses

import pytest

import detente
from detente.errors import UsageError
from detente.model import Source
from ledger_stories import story


@pytest.fixture
def record(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as opened:
        yield opened


def add(record, **papers) -> None:
    for name, acts in papers.items():
        record.add(*story(name, *([acts] if isinstance(acts, str) else acts)))


def sides(row) -> set[str]:
    return {f"{side['says']}: {side['file']}" for side in row["sides"]}


CASES = {
    "a date": (
        {"brief": "RUS accept-credentials TALIBAN 2026-01-16", "gazeta": "RUS accept-credentials TALIBAN 2026-01-15"},
        "date",
        {"15 January 2026: gazeta.txt", "16 January 2026: brief.txt"},
    ),
    "dates half a year apart, one of them told twice": (
        {
            "one": "KAZ delist-terrorist TALIBAN 2023-12-29",
            "two": "KAZ delist-terrorist TALIBAN 2024-06-03",
            "three": "KAZ delist-terrorist TALIBAN 2023-12",
        },
        "date",
        {"29 December 2023: one.txt", "29 December 2023: three.txt", "3 June 2024: two.txt"},
    ),
    "done once, told of twice by one document": (
        {"one": ["KAZ delist-terrorist TALIBAN 2023-12-29", "KAZ delist-terrorist TALIBAN 2024-06-03"]},
        "date",
        {"29 December 2023: one.txt", "3 June 2024: one.txt"},
    ),
    "talks on one day or the next": (
        {"one": "RUS hold-talks TALIBAN 2025-10-06", "two": "RUS hold-talks TALIBAN 2025-10-07"},
        "date",
        {"6 October 2025: one.txt", "7 October 2025: two.txt"},
    ),
    "whose credentials": (
        {"one": "RUS accept-credentials TALIBAN 2026-01-15", "two": "TALIBAN accept-credentials RUS 2026-01-15"},
        "actor",
        {"Russia toward Taliban: one.txt", "Taliban toward Russia: two.txt"},
    ),
    "the movement or the state that it governs": (
        {"one": "RUS recognise TALIBAN 2025-07-03", "two": "RUS recognise AFG 2025-07-03"},
        "actor",
        {"Russia toward Taliban: one.txt", "Russia toward Afghanistan: two.txt"},
    ),
    "de facto or de jure": (
        {"one": "GBR recognise SUN 1924-02-01 level=de-jure", "two": "GBR recognise SUN 1924-02-01 level=de-facto"},
        "level",
        {"recognised: one.txt", "recognised de facto: two.txt"},
    ),
    "told and denied": (
        {"one": "IRN give-arms TALIBAN 2017", "two": "IRN give-arms TALIBAN - denied by=IRN"},
        "happened",
        {"happened: one.txt", "denied by Iran: two.txt"},
    ),
    "alleged and denied": (
        {"one": "RUS give-arms TALIBAN 2017 alleged by=USA", "two": "RUS give-arms TALIBAN 2017-04 denied"},
        "happened",
        {"alleged: one.txt", "denied: two.txt"},
    ),
    "recognised after relations were established": (
        {"one": "USA establish-relations PAN 1904-11-01", "two": "USA recognise PAN 1905-11-06"},
        "order",
        {
            "United States establishes relations → Panama, 1 November 1904: one.txt",
            "United States recognises → Panama, 6 November 1905: two.txt",
        },
    ),
    "an ambassador received before recognition": (
        {"one": ["RUS accept-credentials TALIBAN 2024-01-30", "RUS recognise TALIBAN 2025-07-03"]},
        "order",
        {
            "Russia accepts credentials → Taliban, 30 January 2024: one.txt",
            "Russia recognises → Taliban, 3 July 2025: one.txt",
        },
    ),
    "an act before its actor existed": (
        {"one": "RUS fight TALIBAN 1985"},
        "order",
        {"1985: one.txt"},
    ),
    "told as a fact before it came": (
        {"one": "RUS host-talks TALIBAN 2026-07"},  # the document is of June 2026
        "order",
        {"July 2026: one.txt"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_conflict_is_found_with_who_says_what(record, name):
    papers, sort, expected = CASES[name]
    add(record, **papers)
    (row,) = record.conflicts(sort=sort)
    assert sides(row) == expected
    assert all(side["quote"] and side["claim"] and side["event"] in row["events"] for side in row["sides"])


NONE = {
    "two documents that agree": ({"one": "RUS recognise TALIBAN 2025-07-03", "two": "RUS recognise TALIBAN 2025-07"}),
    "broken, restored and broken again": (
        {"one": ["USA sever-relations CUB 1961", "USA establish-relations CUB 2015", "USA sever-relations CUB 2030-01"]}
    ),
    "recognised on the day relations were established": (
        {"one": ["USA recognise PAN 1903-11", "USA establish-relations PAN 1903-11-13"]}
    ),
    "recognised anew after relations had been broken": (
        {
            "one": [
                "USA establish-relations SUN 1933",
                "USA sever-relations SUN 1940",
                "USA recognise SUN 1950",
            ]
        }
    ),
    "a chargé before recognition": (
        {"one": ["RUS accept-credentials TALIBAN 2022-03 level=charge", "RUS recognise TALIBAN 2025-07-03"]}
    ),
    "two recognise on one day": (
        {"one": "SAU recognise TALIBAN 1997-05-26", "two": "PAK recognise TALIBAN 1997-05-26"}
    ),
    "yearly talks": ({"one": "RUS hold-talks IND 2020-12-06", "two": "RUS hold-talks IND 2021-12-06"}),
    "a denial of something else": ({"one": "IRN give-arms TALIBAN 2017", "two": "IRN praise TALIBAN 2017 denied"}),
    "a plan and the act": ({"one": "RUS recognise TALIBAN 2025-07 planned", "two": "RUS recognise TALIBAN 2025-07-03"}),
}


@pytest.mark.parametrize("name", NONE)
def test_where_nothing_is_at_odds_nothing_is_found(record, name):
    add(record, **NONE[name])
    disagreements = [row for row in record.conflicts() if row["sort"] not in ("voice", "end")]
    # A document of 2026 that tells of 2030 as a fact is its own conflict.
    assert [row["text"] for row in disagreements if "told as a fact" not in row["text"]] == []


def test_who_cites_one_source_for_different_actors_disagrees(record):
    source = (Source("Putin Accepts Credentials from First Afghan Ambassador", None, "Gazeta.ru", "2026-01-15"),)
    for name, act in (
        ("one", "RUS accept-credentials TALIBAN 2026-01-15"),
        ("two", "CHN accept-credentials TALIBAN 2026-01-15"),
    ):
        document, claims = story(name, act)
        record.add(document, [dataclasses.replace(claim, notes=(1,), sources=source) for claim in claims])
    (row,) = record.conflicts(sort="actor")
    assert sides(row) == {"Russia toward Taliban: one.txt", "China toward Taliban: two.txt"}


def test_a_status_on_one_voice_is_named_and_one_on_two_is_not(record):
    add(record, one=["RUS recognise TALIBAN 2025-07-03", "RUS delist-terrorist TALIBAN 2025-04-17"])
    assert {row["dimension"] for row in record.conflicts(sort="voice")} == {"recognition", "listing"}
    add(record, two="RUS recognise TALIBAN 2025-07")
    assert {row["dimension"] for row in record.conflicts(sort="voice")} == {"listing"}


@pytest.mark.parametrize(
    ("act", "found"),
    [
        ("USA invade AFG 2001-10", {"hostilities"}),
        ("RUS list-terrorist TALIBAN 2003", {"listing"}),
        ("RUS delist-terrorist TALIBAN 2003", set()),
    ],
)
def test_a_spell_whose_end_nobody_tells_is_named_when_nothing_was_heard_for_long(record, act, found):
    record.add(*story("old", act, date="2003-06-01"))
    assert {row["dimension"] for row in record.conflicts(sort="end")} == found


def test_hostilities_end_even_where_they_were_told_of_lately(record):
    add(record, one="USA invade AFG 2001-10", two="RUS list-terrorist TALIBAN 2003")
    assert {row["dimension"] for row in record.conflicts(sort="end", on="2026-06-02")} == {"hostilities"}


def test_a_corrected_date_settles_a_conflict_and_an_accepted_one_is_marked(record):
    add(record, one="KAZ delist-terrorist TALIBAN 2023-12-29", two="KAZ delist-terrorist TALIBAN 2024-06-03")
    (event,) = record.events()
    accepted = record.judge("accept", event["id"], reviewer="Ada")
    assert [row["judged"] for row in record.conflicts(sort="date")] == [True]
    record.judge("undo", accepted.id, reviewer="Ada")
    record.judge("correct", event["claim_ids"][1], reviewer="Ada", changes={"date": event["date"]})
    record.judge("correct", event["claim_ids"][0], reviewer="Ada", changes={"date": event["date"]})
    assert len(record.conflicts(sort="date")) == 0


def test_only_what_is_asked_for_is_looked_at(record):
    add(record, one="KAZ delist-terrorist TALIBAN 2023-12-29", two="KAZ delist-terrorist TALIBAN 2024-06-03")
    assert len(record.conflicts("KAZ", "TALIBAN", sort="date")) == len(record.conflicts("Kazakhstan", sort="date")) == 1
    assert len(record.conflicts("RUS", "TALIBAN")) == 0
    assert len(record.conflicts("KAZ", sort="date", on="2024-01-01")) == 0
    assert len(record.conflicts("KAZ", sort="date", known="2026-05-31")) == 0
    with pytest.raises(UsageError, match="no sort of conflict 'colour'"):
        record.conflicts(sort="colour")


def test_the_queue_puts_what_a_long_status_rests_on_first_and_leaves_out_what_was_judged(record):
    add(
        record,
        one=[
            "SAU recognise TALIBAN 1997-05 p=0.6",
            "IRN support TALIBAN 2020 p=0.3",
            "RUS recognise TALIBAN 2025-07 p=0.6",
        ],
        two="IRN hold-talks TALIBAN 2020 p=1",
    )
    rows = record.queue().to_pylist()
    assert [(row["initiators"][0], row["doubt"]) for row in rows] == [("SAU", 0.4), ("RUS", 0.4), ("IRN", 0.7)]
    assert rows[0]["statuses"] == ["Saudi Arabia toward Taliban, recognition: recognised since May 1997"]
    assert rows[0]["weight"] == pytest.approx(rows[0]["doubt"] * rows[0]["consequence"], rel=0.001)
    record.judge("accept", rows[0]["id"], reviewer="Ada")
    assert [row["initiators"][0] for row in record.queue(limit=1)] == ["RUS"]
    assert [row["initiators"][0] for row in record.queue("IRN")] == ["IRN"]


def test_sources_that_differ_are_a_doubt_however_sure_each_is(record):
    add(record, one="RUS recognise TALIBAN 2025-07-03 p=1", two="RUS recognise TALIBAN 2025-07-05 p=1")
    (row,) = record.queue()
    assert row["doubt"] == 0.5
    assert "sources give 3 July 2025 or 5 July 2025" in row["why"]
