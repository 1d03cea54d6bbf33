from __future__ import annotations

import pytest

from detente.errors import UsageError
from detente.tables.mapping import load_mapping, of_columns, parse_mapping, shipped


def test_options_make_a_mapping_that_is_read_back_from_its_file():
    columns = {"kind": "what", "initiator": "who", "target": "=TALIBAN", "date": "when", "level": None}
    meant = of_columns(columns, {"title": 'A "table"', "date": "2025"})
    assert parse_mapping(meant.toml(), "kept.toml") == meant


@pytest.mark.parametrize("missing", ["kind", "initiator", "date"])
def test_options_without_what_an_act_needs_say_so(missing):
    columns = {"kind": "what", "initiator": "who", "date": "when"} | {missing: None}
    with pytest.raises(UsageError, match=f"which column is the {missing}.*--{missing}"):
        of_columns(columns, {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[act]]\nkind = 'x'", "date"),
        ("[[act]]\nkind = 'x'\ndate = 'y'\nwhom = 'z'", "whom"),
        ("act = 3", "act"),
        ("not toml at all", "cannot be used"),
        ("title = 'no acts'", "act"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_is_wrong(text, told):
    with pytest.raises(UsageError, match=rf"mine\.toml: .*{told}"):
        parse_mapping(text, "mine.toml")


def test_a_mapping_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(UsageError, match=r"none\.toml.*chiefs-of-mission"):
        load_mapping("none.toml")


@pytest.mark.parametrize("name", shipped())
def test_the_mappings_that_come_along_can_be_used_and_say_their_rules(name):
    meant = load_mapping(name)
    assert meant.act
    assert meant.rules


def test_a_column_in_braces_that_the_table_lacks_is_named():
    meant = of_columns({"kind": "=recognise", "initiator": "who", "date": "={year}-{moon}"}, {})
    with pytest.raises(UsageError, match="no column 'moon'"):
        meant.check(("who", "year"), "acts.csv")


def test_a_column_that_the_table_lacks_is_named_with_those_that_it_has():
    meant = of_columns({"kind": "=recognise", "initiator": "who", "date": "on"}, {})
    with pytest.raises(UsageError, match=r"no column 'on'.*who, when"):
        meant.check(("who", "when"), "acts.csv")
