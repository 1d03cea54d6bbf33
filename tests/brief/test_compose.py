from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

import detente
from brief_stories import write_record
from detente.brief import TurningPoint, compose
from detente.brief.compose import Options
from detente.brief.nouns import Brief, Sentence
from detente.errors import ActorError
from ledger_stories import story

ON = dt.date(2026, 2, 2)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with write_record(tmp_path_factory.mktemp("record") / "record.duckdb") as opened:
        yield opened


@pytest.fixture(scope="module")
def brief(record) -> Brief:
    return compose(record, "RUS", "TALIBAN", on=ON)


def prose(brief: Brief) -> str:
    return " ".join(str(one) for phase in brief.story for paragraph in phase.paragraphs for one in paragraph)


def sentences(brief: Brief) -> list[Sentence]:
    told = [*brief.summary, *brief.undated, *brief.disputes, *brief.planned]
    told += [one for phase in brief.story for paragraph in phase.paragraphs for one in paragraph]
    told += [entry.act for entry in (*brief.chronology, *brief.to_check)]
    return told + [cell for grid in (brief.standing, brief.others) for _, cells in grid.rows for cell in cells if cell]


def test_every_sentence_is_sourced(brief):
    for sentence in sentences(brief):
        assert sentence.citations, sentence.text
        assert sentence.events, sentence.text


def test_the_summary_tells_how_they_stand_and_the_latest(brief):
    told = [sentence.text for sentence in brief.summary]
    assert told[0] == "Russia has recognised the Taliban since 3 July 2025."
    assert told[1] == "The Taliban have been off Russia’s terrorist list since 17 April 2025."
    assert told[-1] == "On 15 January 2026 Russia accepted the credentials of an ambassador from the Taliban."


def test_the_soviet_union_acts_until_1991_and_the_story_takes_it_in(brief):
    assert "In December 1979 the Soviet Union invaded Afghanistan." in prose(brief)
    assert "the Soviet Union and Afghanistan" in brief.scope


def test_uncertain_dates_are_in_words(brief):
    assert "In the early 2000s Moscow supplied arms to Afghanistan." in prose(brief)


def test_hedges_follow_modality(brief):
    told = prose(brief)
    assert "In 2020 the United States alleged that" in told
    assert "Russia denied that it had supported the Taliban." in told
    assert "As of 4 October 2024, Moscow planned to take the Taliban off its terrorist list." in told
    assert [sentence.text for sentence in brief.planned] == [
        "Russia and the Taliban are due to sign an agreement in 2027.",
        "Mary Stone judges: “Moscow may yet send troops.”",
    ]


def test_acts_alike_are_told_once_with_both_dates(brief):
    assert "Russia hosted the Taliban for talks on 20 October 2021 and in May 2022." in prose(brief)
    assert prose(brief).count("for talks") == 1


def test_a_plan_that_was_carried_out_is_not_still_planned(brief):
    assert not any("terrorist list" in sentence.text for sentence in brief.planned)


def test_what_is_doubtful_is_listed_to_be_checked_and_not_told(brief, record):
    assert [entry.date for entry in brief.to_check] == ["March 2022"]
    assert "chargé" not in prose(brief)
    told = compose(record, "RUS", "TALIBAN", on=ON, options=Options(doubtful=True))
    assert "chargé" in prose(told)
    assert not told.to_check


def test_phases_open_with_the_turning_points(brief):
    assert [phase.heading for phase in brief.story] == [
        "1979–2000: The Soviet Union invades Afghanistan",
        "2003–2020: Russia lists the Taliban as a terrorist organisation",
        "2021–2025: The Taliban take power in Afghanistan",
        "2025–2026: Russia recognises the Taliban",
    ]


def test_turning_points_can_come_from_elsewhere(record):
    day = dt.date(2000, 1, 1)
    divided = compose(record, "RUS", "TALIBAN", on=ON, options=Options(divide=lambda *_: [TurningPoint(day, "")]))
    assert [phase.years for phase in divided.story] == ["1979–1998", "2000–2026"]


def test_who_else_stands_where(brief):
    rows = {label: [str(cell or "") for cell in cells] for label, cells in brief.others.rows}
    assert rows == {
        "China": ["", "ambassador accredited, since 30 January 2024"],
        "Pakistan": ["recognised, since 25 May 1997", ""],
    }


def test_disputes_name_both_sides(brief):
    assert "Sources differ on when Russia recognised the Taliban: 3 July 2025 or 6 July 2025." in [
        sentence.text for sentence in brief.disputes
    ]


def test_the_chronology_has_every_act_once_in_order(brief, record):
    told = [event for entry in (*brief.chronology, *brief.to_check) for event in entry.act.events]
    between = {row["id"] for row in record.timeline("RUS", "TALIBAN")}
    assert between <= set(told)
    assert len(told) == len(set(told))


def test_nothing_after_the_day_is_told(record):
    early = compose(record, "RUS", "TALIBAN", on=dt.date(2024, 6, 1))
    told = " ".join(sentence.text for sentence in sentences(early))
    assert "Russia recognised the Taliban" not in told
    assert "2025" not in told
    assert "Russia has listed the Taliban as a terrorist organisation since 14 February 2003." in told


def test_nothing_known_later_is_told(record):
    early = compose(record, "RUS", "TALIBAN", on=ON, known=dt.date(2026, 1, 25))
    assert {work.file for work in early.documents} == {"other.txt"}
    assert "6 July 2025" in early.summary[0].text


def test_these_two_alone_where_asked(record):
    narrow = compose(record, "RUS", "TALIBAN", on=ON, options=Options(wider=False))
    assert "Soviet" not in prose(narrow)


def test_a_pair_of_whom_nothing_is_known_makes_an_empty_brief(record):
    empty = compose(record, "FRA", "BEL", on=ON)
    assert {empty.summary, empty.story, empty.chronology, empty.pictures} == {()}
    with pytest.raises(ActorError):
        compose(record, "RUS", "NO-SUCH-ACTOR", on=ON)


def test_a_forecast_can_be_told(record):
    outlook = (Sentence("Talks are likelier than not.", (), ()),)
    assert compose(record, "RUS", "TALIBAN", on=ON, options=Options(outlook=outlook)).outlook == outlook


def test_one_act_out_of_one_sentence_is_told_once(tmp_path):
    says = "says=Putin_took_the_credentials_of_the_envoy_whom_they_had_sent."
    document, claims = story("a", f"RUS accept-credentials TALIBAN 2026-01-15 {says}")
    twin = replace(claims[0], id="c-twin", kind="appoint-envoy", initiators=("TALIBAN",), targets=("RUS",))
    with detente.open(tmp_path / "r.duckdb") as record:
        record.add(document, [*claims, twin])
        made = compose(record, "RUS", "TALIBAN", on=ON)
    assert prose(made) == "On 15 January 2026 Russia accepted the credentials of an envoy from the Taliban."
    assert len(made.chronology) == 2
