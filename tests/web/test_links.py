"""Where pages stand, served and published."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.web.links import Links, Published, Served, slug, unslug

DAYS = [dt.date(2003, 2, 1), dt.date(2025, 4, 17), dt.date(2025, 7, 3)]


@pytest.mark.parametrize(
    ("name", "written"),
    [("RUS", "RUS"), ("NORTHERN-ALLIANCE", "NORTHERN-ALLIANCE"), ("..", "~2e2e"), ("a/b", "~612f62"), ("", "~")],
)
def test_a_plain_name_is_its_own_slug_and_any_other_is_written_out(name, written):
    assert slug(name) == written


@given(st.text(max_size=60))
def test_every_name_comes_back_from_its_slug_and_the_slug_is_safe_as_a_file(name):
    if len(slug(name)) <= 400 and not any("\ud800" <= char <= "\udfff" for char in name):
        assert unslug(slug(name)) == name
    assert not set(slug(name)) & set("/\\.%?#: ")


@pytest.mark.parametrize("part", ["..", "a.b", "a b", "%2e", "~zz", "~ff", "x" * 500, "~" + "61" * 300])
def test_what_no_name_is_written_as_is_refused(part):
    with pytest.raises(ValueError):
        unslug(part)


def test_a_served_page_carries_its_question():
    links = Links(Served())
    assert links.relation("RUS", "TALIBAN", dt.date(2025, 8, 1)) == "/r/RUS/TALIBAN?on=2025-08-01"
    assert links.document("d-1", "c-2", at=450_000) == "/d/d-1/2#c-2"
    assert links.twin("r/RUS/TALIBAN", "csv", {"on": "2025-08-01"}) == "/r/RUS/TALIBAN.csv?on=2025-08-01"


@pytest.mark.parametrize(
    ("on", "file"),
    [
        (None, "../../r/RUS/TALIBAN.html"),
        ("2025-05-01", "../../r/RUS/TALIBAN/2025-04-17.html"),
        ("2025-04-17", "../../r/RUS/TALIBAN/2025-04-17.html"),
        ("1999-01-01", "../../r/RUS/TALIBAN/2003-02-01.html"),
        ("2026-01-01", "../../r/RUS/TALIBAN/2025-07-03.html"),
    ],
)
def test_a_published_page_stands_for_the_days_until_the_next_change(on, file):
    links = Links(Published("toward/TALIBAN/x"), {"r/RUS/TALIBAN": DAYS})
    assert links.relation("RUS", "TALIBAN", on) == file


def test_a_published_pair_is_found_whoever_is_named_first():
    links = Links(Published("index"), {"r/RUS/TALIBAN": DAYS})
    assert links.relation("TALIBAN", "RUS") == "r/RUS/TALIBAN.html"
    assert links.timeline("TALIBAN", "RUS") == "t/RUS/TALIBAN.html"
