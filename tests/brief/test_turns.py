from __future__ import annotations

import datetime as dt

import pytest

import detente
from detente.brief import compose
from ledger_stories import story

ON = dt.date(2026, 2, 2)


@pytest.fixture
def turned(tmp_path):
    """A record of two who quarrelled month by month and, from March 2016, dealt with one another."""
    quarrel = [f"USA accuse CUB {2014 + m // 12}-{m % 12 + 1:02}-05" for m in range(24)]
    deal = [f"USA sign-agreement CUB {2016 + m // 12}-{m % 12 + 1:02}-05 about=Pact-{m}" for m in range(2, 26)]
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*story("a", *quarrel, *deal))
        yield record


def test_a_turn_of_the_trend_opens_a_phase_and_is_told_with_its_sources(turned):
    brief = compose(turned, "USA", "CUB", on=ON)
    told = {phase.years: [sentence.text for sentence in phase.turns] for phase in brief.story}
    assert [phase.heading for phase in brief.story][-1] == "2016–2018: The United States signs Pact-2 with Cuba"
    (sentence,) = told["2016–2018"]
    assert sentence.startswith("The trend turns warmer in March 2016: the mean weight of a month’s acts")
    assert "−" in sentence
    (turn,) = brief.story[-1].turns
    assert turn.citations
    assert turn.events


def test_a_turn_after_the_day_of_the_brief_is_not_told(turned):
    brief = compose(turned, "USA", "CUB", on=dt.date(2015, 12, 31))
    assert not any(phase.turns for phase in brief.story)


def test_a_handful_of_acts_is_no_trend(tmp_path):
    acts = [f"USA accuse CUB 2014-{m:02}-05" for m in range(1, 5)] + [
        f"USA praise CUB 2015-{m:02}-05" for m in range(1, 5)
    ]
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*story("a", *acts))
        assert not any(phase.turns for phase in compose(record, "USA", "CUB", on=ON).story)


def test_without_the_install_group_the_story_is_divided_by_status_alone(turned, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ruptures", None)
    brief = compose(turned, "USA", "CUB", on=ON)
    assert brief.story
    assert not any(phase.turns for phase in brief.story)
