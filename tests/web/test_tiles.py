"""The tile map: every state of a day has a place of its own, and stands in words beside its colour."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from lxml import html as lxml_html

import detente
from detente.actors import registry
from detente.documents.load import read_document
from detente.web.tiles import NOTHING, places, world
from web_record import claim

TODAY = dt.date(2026, 2, 1)


def line(initiator: str, level: str) -> dict:
    return {"initiator": initiator, "dimension": "recognition", "level": level}


def days() -> list[dt.date]:
    """The days on which a state of the map begins or ends, and today."""
    edges = {edge for actor in places() for span in registry().actor(actor).spells for edge in (span.start, span.end)}
    last = TODAY.toordinal()
    return [dt.date.fromordinal(edge) for edge in sorted({edge for edge in edges if 600_000 < edge < last} | {last})]


def test_no_two_states_of_a_day_share_a_place():
    shared = []
    for day in days():
        there = [actor for actor in places() if registry().exists(actor, day)]
        cells = Counter((places()[actor].column, places()[actor].row) for actor in there)
        shared += [(day, cell) for cell, number in cells.items() if number > 1]
    assert shared == []


def test_every_state_of_today_has_a_place_and_letters_of_its_own():
    states = [actor.id for actor in registry() if actor.kind == "state" and registry().exists(actor.id, TODAY)]
    assert [actor for actor in states if actor not in places()] == []
    letters = Counter(places()[actor].letters for actor in places() if registry().exists(actor, TODAY))
    assert [name for name, number in letters.items() if number > 1 or not 3 <= len(name) <= 3] == []


def test_every_name_on_the_map_is_one_of_the_registry():
    assert [actor for actor in places() if registry().get(actor) is None] == []


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [("1950-01-01", {"SUN", "CSK", "DDR"}, {"RUS", "CZE"}), ("2000-01-01", {"RUS", "CZE"}, {"SUN"})],
)
def test_the_map_is_of_its_day(day, there, gone):
    drawn = {tile.actor for tile in world("recognition", [], None, dt.date.fromisoformat(day), "TALIBAN").placed}
    assert there <= drawn
    assert not gone & drawn


def test_a_tile_says_its_level_and_what_it_was():
    drawn = world("recognition", [line("RUS", "de-jure")], [line("RUS", "none"), line("CHN", "none")], TODAY, "TALIBAN")
    told = {tile.actor: tile.told for tile in drawn.tiles}
    assert told["RUS"] == "Russia: not recognised, then recognised"
    assert told["CHN"] == f"China: not recognised, then {NOTHING}"
    assert told["IND"] == f"India: {NOTHING}"
    assert [tile.actor for tile in drawn.differing] == ["CHN", "RUS"]
    assert [label for label, _, _ in drawn.by_level] == ["recognised", NOTHING]


def test_with_one_day_nothing_differs():
    assert not world("recognition", [line("RUS", "de-jure")], None, TODAY, "TALIBAN").differing


def test_on_the_page_every_tile_that_is_told_of_is_a_link_with_its_words(client):
    tree = lxml_html.document_fromstring(client.get("/toward/TALIBAN?on=2026-02-01&before=2024-01-01").text)
    links = {link.get("aria-label"): link.get("href") for link in tree.xpath("//*[contains(@class, 'map')]//svg/a")}
    assert links["Russia: nothing told, then recognised"] == "/r/RUS/TALIBAN?on=2026-02-01"
    assert "Pakistan: recognised" in links
    assert all(": " in words for words in links)
    hidden = tree.xpath("//*[contains(@class, 'map')]//svg/g[not(@aria-hidden='true')]")
    assert hidden == [], "a tile that is neither a link nor left to the words below"
    below = " ".join(tree.xpath("//dl[@class='levels']")[0].text_content().split())
    assert "India" in below
    differs = tree.xpath("//section[.//h2[@id='grid']]/ul/li")
    assert ["Russia" in item.text_content() for item in differs].count(True) == 1


def test_an_actor_that_recognises_many_has_a_map_of_whom(tmp_path):
    names = {
        "KEN": "Kenya",
        "GHA": "Ghana",
        "PER": "Peru",
        "NPL": "Nepal",
        "FJI": "Fiji",
        "OMN": "Oman",
        "MLI": "Mali",
        "TGO": "Togo",
    }
    path = tmp_path / "many.md"
    path.write_text("\n\n".join(f"India recognised {name} in 1990." for name in names.values()), encoding="utf-8")
    document = read_document(path)
    claims = [claim(document, f"recognised {name}", "recognise", "IND", actor, "1990") for actor, name in names.items()]
    with detente.open(tmp_path / "many.duckdb") as record:
        record.add(document, claims, reader="by hand")
        from detente.web.pages.lists import actor as page_of

        drawn = page_of(record, "IND", TODAY).values["world"]
    assert {tile.actor for tile in drawn.tiles if tile.tone} == set(names)
