from __future__ import annotations

import datetime as dt

import detente
from brief_stories import Told, told
from detente.brief import compose
from detente.brief.compose import Options
from detente.brief.nouns import Brief

ON = dt.date(2026, 2, 2)
OWN = (
    Told("Russia recognised them in 2025.", "RUS recognise TALIBAN 2025-07-03"),
    Told("It took them off its list before.", "RUS delist-terrorist TALIBAN 2025-04-17"),
    Told("Moscow convened China and Pakistan in 2021.", "RUS convene-forum CHN+PAK 2021-03"),
    Told("The United States left in 2021.", "USA withdraw-forces AFG 2021-08-30"),
    Told("India and Pakistan met in 2022.", "IND+PAK hold-talks - 2022"),
    Told("Moscow may have armed China in 2020.", "RUS give-arms CHN 2020 p=0.2"),
    Told("Moscow praised China.", "RUS praise CHN -"),
)
ELSEWHERE = (
    Told("Russia hosted them in 2022.", "RUS host-talks TALIBAN 2022-05"),
    *(Told(f"Moscow praised France in {year}.", f"RUS praise FRA {year}") for year in range(2001, 2012)),
)


def brief(tmp_path, **options) -> Brief:
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*told("own.txt", OWN, "Of the two", None, "2026-01-01"))
        record.add(*told("else.txt", ELSEWHERE, "Of many", None, "2026-01-01"))
        return compose(record, "RUS", "TALIBAN", on=ON, options=Options(**options))


def test_the_chronology_takes_in_what_a_text_on_the_two_tells_of_either_and_others(tmp_path):
    made = brief(tmp_path)
    assert [(entry.date, entry.act.text, entry.beside) for entry in made.chronology] == [
        ("March 2021", "Russia convened a conference with China and Pakistan", True),
        ("30 August 2021", "The United States withdrew its forces from Afghanistan", True),
        ("May 2022", "Russia hosted the Taliban for talks", False),
        ("17 April 2025", "Russia took the Taliban off its terrorist list", False),
        ("3 July 2025", "Russia recognised the Taliban", False),
    ]
    assert made.beside
    assert all(entry.act.citations for entry in made.chronology)


def test_the_story_stays_with_the_two(tmp_path):
    told = " ".join(one.text for phase in brief(tmp_path).story for part in phase.paragraphs for one in part)
    assert "China" not in told
    assert "United States" not in told


def test_these_two_alone_where_asked(tmp_path):
    made = brief(tmp_path, wider=False)
    assert not made.beside
    assert len(made.chronology) == 3
