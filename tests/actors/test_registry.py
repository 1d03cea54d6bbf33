"""The registry of actors: ids, names at a date, who bears a place, who governs, and what a user's words mean."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.actors import registry
from detente.actors.resolve import at, find
from detente.errors import ActorError

KNOWN = registry()
IDS = sorted(actor.id for actor in KNOWN)
DAYS = st.dates(dt.date(1600, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("id", "day", "bearer"),
    [
        ("RUS", "1900", "RUS"),
        ("RUS", "1922-12-29", "RUS"),
        ("RUS", "1922-12-30", "SUN"),
        ("RUS", "1991-12-25", "SUN"),
        ("RUS", "1991-12-26", "RUS"),
        ("SUN", "1995", "RUS"),
        ("SRB", "1930", "YUG"),
        ("SRB", "2004", "SCG"),
        ("YUG", "2010", "SRB"),
        ("TUR", "1900", "OTTOMAN-EMPIRE"),
        ("FRA", "1900", "FRA"),
        ("TALIBAN", "2010", "TALIBAN"),
    ],
)
def test_a_place_is_borne_by_one_actor_after_another(id: str, day: str, bearer: str) -> None:
    assert KNOWN.at(id, day) == bearer


@pytest.mark.parametrize(
    ("state", "day", "movement"),
    [
        ("AFG", "1996-09-26", None),
        ("AFG", "1996-09-27", "TALIBAN"),
        ("AFG", "2001-11-12", "TALIBAN"),
        ("AFG", "2001-11-13", None),
        ("AFG", "2010", None),
        ("AFG", "2021-08-14", None),
        ("AFG", "2021-08-15", "TALIBAN"),
        ("AFG", "2025", "TALIBAN"),
        ("FRA", "2000", None),
    ],
)
def test_a_movement_speaks_for_the_state_that_it_governs(state: str, day: str, movement: str | None) -> None:
    assert KNOWN.governing(state, day) == movement


@pytest.mark.parametrize(
    ("id", "on", "name"),
    [
        ("RUS", None, "Russia"),
        ("MMR", "1960", "Burma"),
        ("MMR", "2020", "Myanmar"),
        ("COD", "1985", "Zaire"),
        ("BFA", "1970", "Upper Volta"),
        ("LKA", "1960", "Ceylon"),
    ],
)
def test_an_actor_is_called_as_it_was_at_the_date(id: str, on: str | None, name: str) -> None:
    assert KNOWN.name(id, on) == name


@pytest.mark.parametrize(
    ("alias", "id"),
    [
        ("DANZIG", "FREE-CITY-OF-DANZIG"),
        ("HANSE-TOWNS", "HANSEATIC-REPUBLICS"),
        ("NATIONAL-RESISTANCE-FRONT", "NRF"),
        ("UN-SECURITY-COUNCIL", "UN"),
        ("UNSC", "UN"),
        ("PSE", "PALESTINE"),
        ("ZAR", "COD"),
        ("USSR", "SUN"),
        ("FRA", "FRA"),
    ],
)
def test_other_spellings_of_an_id_are_understood(alias: str, id: str) -> None:
    assert KNOWN.canonical(alias) == id
    assert KNOWN.actor(alias).id == id


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("RUS", "RUS"),
        ("rus", "RUS"),
        ("Russia", "RUS"),
        ("soviet union", "SUN"),
        ("the Taliban", "TALIBAN"),
        ("taliban", "TALIBAN"),
        ("United Nations", "UN"),
        ("South Korea", "KOR"),
        ("Kosovo", "XKX"),
        ("libyan rebels", "LIBYAN-REBELS"),
    ],
)
def test_a_users_words_find_one_actor(words: str, id: str) -> None:
    assert KNOWN.find(words).id == id


def test_an_unknown_id_is_an_error_that_says_what_is_near() -> None:
    with pytest.raises(ActorError, match="TALIBAN"):
        KNOWN.actor("TALIBANS")


def test_a_group_of_a_state_needs_no_row() -> None:
    crowd = KNOWN.actor("KEN-PROTESTERS")
    assert (crowd.name, crowd.kind, crowd.host) == ("Kenya (protesters)", "movement", "KEN")
    assert KNOWN.at("KEN-PROTESTERS", "2024") == "KEN-PROTESTERS"
    assert "KENYA-PROTESTERS" not in KNOWN
    assert "KEN-" not in KNOWN


def test_unknown_words_are_an_error() -> None:
    with pytest.raises(ActorError):
        KNOWN.find("zzzz qqqq")


def test_a_part_of_a_name_is_found_best_first() -> None:
    assert KNOWN.search("afghan")[0].id == "AFG"
    assert KNOWN.search("") == []


def test_two_states_follow_one() -> None:
    assert set(KNOWN.successor("CSK", "2000")) == {"CZE", "SVK"}
    assert KNOWN.successor("CSK", "1990") == ()


@pytest.mark.parametrize(
    ("id", "day", "existed"),
    [
        ("SUN", "1950", True),
        ("SUN", "2000", False),
        ("SUN", "1991", None),
        ("SSD", "2010", False),
        ("SSD", "2012", True),
    ],
)
def test_whether_an_actor_existed_at_a_date(id: str, day: str, existed: bool | None) -> None:
    assert KNOWN.exists(id, day) is existed


def test_kin_are_the_bearers_of_one_place_and_its_governments() -> None:
    assert "SUN" in KNOWN.kin("RUS")
    assert "TALIBAN" in KNOWN.kin("AFG")
    assert "USA" not in KNOWN.kin("RUS")


def test_a_users_own_names_and_actors_count(tmp_path: Path) -> None:
    actors, names = tmp_path / "a.csv", tmp_path / "n.csv"
    actors.write_text("id,name,kind,iso2,iso3,cow,host,source\nLAKE-LEAGUE,Lake League,organisation,,,,,own\n")
    names.write_text("actor,name,sort,from,to,weight,source\nLAKE-LEAGUE,Lake League,name,,,,own\n")
    mine = registry([actors, names])
    mention = find("The Lake League met in spring.", mine)[0]
    assert at(mention, on="2020", known=mine).actor == "LAKE-LEAGUE"
    assert "LAKE-LEAGUE" not in KNOWN


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n1,2\n", "columns"),
        ("alias,actor,source\nX,Y\n", "line 2"),
        ("actor,from,to,source\nFRA,19xx,,own\n", "line 2"),
        ("actor,from,to,source\nFRA,1990,1980,own\n", "line 2"),
    ],
)
def test_a_faulty_file_is_an_error_that_says_where(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content)
    with pytest.raises(ActorError, match=told):
        registry([path])


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ActorError, match="cannot be read"):
        registry([tmp_path / "none.csv"])


@given(st.sampled_from(IDS), DAYS)
def test_who_bears_a_place_bears_it_itself(id: str, day: dt.date) -> None:
    bearer = KNOWN.at(id, day)
    assert KNOWN.at(bearer, day) == bearer


@given(st.sampled_from(IDS), DAYS)
def test_an_actor_that_existed_bears_its_own_place(id: str, day: dt.date) -> None:
    if KNOWN.exists(id, day):
        assert KNOWN.at(id, day) == id


@given(st.sampled_from(IDS))
def test_every_id_is_found_by_itself(id: str) -> None:
    assert KNOWN.find(id).id == id
    assert id in KNOWN
