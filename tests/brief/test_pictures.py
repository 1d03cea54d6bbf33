from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import detente
from detente.brief import compose, svg
from ledger_stories import story


def strip(tmp_path, *acts: str):
    with detente.open(tmp_path / "r.duckdb") as record:
        record.add(*story("a", *acts))
        made = compose(record, "USA", "RUS", on=dt.date(2026, 2, 2))
    return {picture.name: picture for picture in made.pictures}.get("strip")


def labels(picture) -> list[str]:
    return [one.text for one in etree.fromstring(picture.svg.encode()).iter("{*}text")]


def test_the_strip_goes_on_under_the_state_that_bore_the_place(tmp_path):
    picture = strip(
        tmp_path, "USA open-mission RUS 1809-11-05 level=legation", "USA open-mission SUN 1933-12-13 level=embassy"
    )
    assert {"The United States toward Russia", "Mission", "legation", "embassy"} <= set(labels(picture))
    assert "the Soviet Union" in picture.alternative


def test_a_spell_without_a_known_start_is_not_drawn_over_years_nobody_tells_of(tmp_path):
    picture = strip(tmp_path, "USA keep-mission-open RUS - level=embassy", "USA praise RUS 1950-01-01")
    boxes = etree.fromstring(picture.svg.encode()).findall("{*}rect")[1:]
    assert boxes
    assert sum(float(box.get("width")) for box in boxes) < 60


def test_there_is_no_strip_of_nothing(tmp_path):
    assert strip(tmp_path, "USA praise RUS 1950-01-01") is None


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "a & b", '"', "\x00\x1f", "\ud800"])
def test_words_in_a_drawing_are_words(words):
    drawn = svg.drawing(10, 10, words, words, [svg.text(1, 1, words)])
    root = etree.fromstring(drawn.encode("utf-8"))
    assert {etree.QName(one).localname for one in root.iter()} == {"svg", "title", "desc", "rect", "text"}


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_words_make_a_drawing_that_is_xml(words):
    assert etree.fromstring(svg.drawing(10, 10, words, words, []).encode("utf-8")) is not None
