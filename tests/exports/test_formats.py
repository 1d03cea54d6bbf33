"""Every format of others is read by a real reader of it, or checked against what its documentation asks."""

from __future__ import annotations

import datetime as dt
import json
import re

import icalendar
import networkx
import pandas as pd
import prov.model
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from brief_stories import write_record
from detente.errors import UsageError
from detente.exports import FORMATS, Asked, export, ics
from detente.exports.bibliography import bibtex, csl_items
from detente.exports.polecat import COLUMNS, QUADS
from detente.exports.works import Work, named, works

ON = dt.date(2026, 2, 2)
ROOTS = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with write_record(tmp_path_factory.mktemp("record") / "record.duckdb") as opened:
        event = opened.timeline("RUS", "TALIBAN").to_pylist()[-1]["id"]
        opened.judge("accept", event, reviewer="M. Stone", reason="checked")
        yield opened


@pytest.fixture
def written(record, tmp_path):
    def write(format: str, **asked) -> str:
        return export(record, format, tmp_path / "out", asked=Asked(**asked)).read_text(encoding="utf-8")

    return write


# TimelineJS, by the rules of its page on the JSON format


def date_holds(date: dict) -> bool:
    fields = list(date)
    return (
        fields == ["year", "month", "day"][: len(fields)]
        and bool(fields)
        and all(type(v) is int for v in date.values())
    )


def test_timelinejs_has_slides_with_dates_and_escaped_texts(written, record):
    told = json.loads(written("timelinejs", a="RUS", b="TALIBAN"))
    assert set(told) == {"title", "events"}
    dated = [row for row in record.timeline("RUS", "TALIBAN") if row["date"]]
    assert [slide["unique_id"] for slide in told["events"]] == [row["id"] for row in dated]
    for slide in told["events"]:
        assert set(slide) <= {"start_date", "end_date", "text", "group", "display_date", "unique_id", "autolink"}
        assert all(date_holds(slide[side]) for side in ("start_date", "end_date") if side in slide)
        assert "start_date" in slide
        assert set(slide["text"]) == {"headline", "text"}
        tags = {one.tag for one in html.fragment_fromstring(slide["text"]["text"], create_parent="div").iter()}
        assert tags <= {"div", "blockquote", "p"}
    by = {slide["text"]["headline"]: slide for slide in told["events"]}
    assert by["Russia recognises the Taliban"]["start_date"] == {"year": 2025, "month": 7, "day": 3}


def test_timelinejs_shows_a_span_as_a_span_and_says_so(written):
    told = json.loads(written("timelinejs", a="RUS", b="AFG"))
    span = next(slide for slide in told["events"] if slide["text"]["headline"].startswith("Russia supplies"))
    assert span["start_date"] == {"year": 2000, "month": 1, "day": 1}
    assert span["end_date"] == {"year": 2003, "month": 12, "day": 31}
    assert span["display_date"] == "between 2000 and 2003"


# POLECAT


def test_polecat_rows_have_its_columns_and_its_codes(written):
    text = written("polecat")
    table = pd.read_csv(pd.io.common.StringIO(text), sep="\t", dtype=str, keep_default_na=False)
    assert list(table.columns) == list(COLUMNS)
    assert len(COLUMNS) == 40
    assert table["Event ID"].is_unique
    assert set(table["Event Type"]) <= ROOTS
    assert set(table["Quad Code"]) <= set(QUADS.values())
    assert table["Event Date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
    assert table["Intensity"].astype(float).between(-10, 10).all()
    row = table[(table["Event Date"] == "2025-07-03") & (table["Actor Name Raw"] == "RUS")].iloc[0]
    assert (row["Actor Country"], row["Actor COW"], row["Primary Actor Sector"]) == ("RUS", "365", "GOV")
    assert (row["Recipient Name"], row["Event Type"], row["Quad Code"]) == ("Taliban", "SUPPORT", "VERBAL COOPERATION")


def test_polecat_has_what_happened_on_a_day_and_no_plans(written):
    table = pd.read_csv(pd.io.common.StringIO(written("polecat")), sep="\t", dtype=str)
    assert not (table["Event Date"] == "2024-10-04").any()
    retreat = table[table["Event Date"] == "1989-02-15"].iloc[0]
    assert retreat["Event Type"] == "RETREAT"
    talks = table[table["Event Date"] == "2025-10-07"]
    assert sorted(talks["Actor Name Raw"]) == ["RUS", "TALIBAN"]


def test_our_own_reader_of_polecat_takes_every_row(record, tmp_path):
    import detente

    path = export(record, "polecat", tmp_path / "events.txt")
    rows = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    with detente.open(tmp_path / "other.duckdb") as other:
        taken = other.import_stream("polecat", path)
        events = other.events(streams=True).to_pylist()
    assert (taken.added, len(events)) == (len(rows), len(rows))
    assert sorted(event["date"] for event in events) == sorted(rows["Event Date"])
    roots = {event["date"]: event["root"] for event in events}
    assert roots["2025-07-03"] == "SUPPORT"
    assert roots["1989-02-15"] == "RETREAT"


# iCalendar


def test_a_calendar_program_reads_what_is_planned(written):
    read = icalendar.Calendar.from_ical(written("ics"))
    entries = {str(entry["SUMMARY"]): entry for entry in read.walk("VEVENT")}
    assert not read.errors
    assert list(entries) == [
        "Russia planned to take the Taliban off its terrorist list",
        "Russia and the Taliban planned to sign an agreement (2027)",
    ]
    delisting, signing = entries.values()
    assert delisting["DTSTART"].dt == dt.date(2024, 10, 4)
    assert delisting["DTEND"].dt == dt.date(2024, 10, 5)
    assert (signing["DTSTART"].dt, signing["DTEND"].dt) == (dt.date(2027, 1, 1), dt.date(2028, 1, 1))
    assert "A gas agreement is to be signed in 2027." in signing["DESCRIPTION"]


def test_lines_of_a_calendar_are_short_and_end_as_they_should(written, record, tmp_path):
    raw = export(record, "ics", tmp_path / "a.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or len(line) > 75 for line in lines)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_words_come_back_from_a_calendar(words):
    lines = list(ics._folded(f"SUMMARY:{ics._text(words)}"))
    text = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:x",
            "BEGIN:VEVENT",
            "UID:x",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    (entry,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(entry["SUMMARY"]) == re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", words)


# GraphML


def test_networkx_reads_the_graph_of_a_day(record, tmp_path):
    graph = networkx.read_graphml(export(record, "graphml", tmp_path / "g.graphml", asked=Asked(on=ON)))
    assert graph.is_directed()
    assert graph.nodes["RUS"] == {"label": "Russia", "kind": "state"}
    assert graph["RUS"]["TALIBAN"]["recognition"] == "de-jure"
    assert graph["RUS"]["TALIBAN"]["recognition since"] == "2025-07-03"
    assert isinstance(graph["RUS"]["TALIBAN"]["weight"], float)
    before = networkx.read_graphml(
        export(record, "graphml", tmp_path / "b.graphml", asked=Asked(on=dt.date(2010, 1, 1)))
    )
    assert before["RUS"]["TALIBAN"]["listing"] == "listed"
    assert "recognition" not in before["RUS"]["TALIBAN"]


# PROV


def test_prov_reads_how_an_answer_came_about(record, tmp_path):
    path = export(record, "prov", tmp_path / "p.json", asked=Asked(a="RUS", b="TALIBAN", on=ON))
    read = prov.model.ProvDocument.deserialize(str(path), format="json")
    entities = {str(one.identifier): one for one in read.get_records(prov.model.ProvEntity)}
    derived = {
        (str(used), str(made))
        for relation in read.get_records(prov.model.ProvDerivation)
        for made, used in [[value for _, value in relation.formal_attributes[:2]]]
    }
    (line,) = [name for name in entities if "recognition" in name]
    events = {used for used, made in derived if made == line}
    claims = {used for used, made in derived if made in events}
    documents = {used for used, made in derived if made in claims}
    labels = {str(entities[name].label) for name in documents}
    assert {"The Road to Kabul", "other.txt", "Moscow Recognises the Taliban: What Next?"} <= labels
    quotes = {str(value) for name in claims for value in entities[name].get_attribute("prov:value")}
    assert "Russia recognised them on 3 July 2025." in quotes
    assert not [name for name in derived if name[0] not in entities or name[1] not in entities]
    assert read.get_records(prov.model.ProvAssociation)


def test_prov_names_who_judged(record, tmp_path):
    path = export(record, "prov", tmp_path / "p.json", asked=Asked(a="RUS", b="TALIBAN", on=ON))
    agents = json.loads(path.read_text(encoding="utf-8"))["agent"]
    assert "by hand" in {agent["prov:label"] for agent in agents.values()}


def test_provenance_is_of_two_actors(record, tmp_path):
    with pytest.raises(UsageError, match="two actors"):
        export(record, "prov", tmp_path / "p.json")
    assert not list(tmp_path.iterdir())


# Tables, by pandas


@pytest.mark.parametrize("table", ["events", "claims", "spells", "documents"])
def test_pandas_reads_csv_and_parquet_alike(record, tmp_path, table):
    asked = Asked(table)
    csv = pd.read_csv(export(record, "csv", tmp_path / "t.csv", asked=asked))
    parquet = pd.read_parquet(export(record, "parquet", tmp_path / "t.parquet", asked=asked))
    assert list(csv.columns) == list(parquet.columns)
    assert len(csv) == len(parquet) == len(getattr(record, table)())


# Bibliographies


def test_works_of_a_record_are_each_there_once(record):
    listed = works(record)
    assert len({work.key for work in listed}) == len(listed)
    items = {item["id"]: item for item in csl_items(listed)}
    assert items["stone-2026"]["author"] == [{"family": "Stone", "given": "Mary"}]
    assert items["associated-press-2025"]["type"] == "article-newspaper"


def test_bibtex_escapes_what_tex_would_obey():
    text = bibtex(
        [
            Work(
                "k",
                r"50% of $x_1$ & \input{y} #1",
                "A. B and C. D",
                "Ministry of Tea",
                "2021-10",
                "https://example.org/a_b",
            )
        ]
    )
    assert r"50\% of \$x\_1\$ \& \textbackslash{}input\{y\} \#1" in text
    assert "url = {https://example.org/a_b}" in text


def test_a_short_name_that_another_work_bears_is_passed_over():
    names = named([Work(key, title) for key, title in (("1", "a"), ("2", "x"), ("3", "x"), ("4", "xa"))])
    assert names == {"1": "source", "2": "xb", "3": "xc", "4": "xa"}


@settings(deadline=None)
@given(st.lists(st.text("abxé 中.-", min_size=1, max_size=4), min_size=1, max_size=30, unique=True))
def test_short_names_of_works_are_unique_and_plain(titles):
    names = named([Work(title, title) for title in titles])
    assert len(set(names.values())) == len(titles)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names.values())


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_record_exports_to_every_format(tmp_path, format):
    import detente

    with detente.open(tmp_path / "empty.duckdb") as empty:
        assert export(empty, format, tmp_path / "out", asked=Asked(a="RUS", b="TALIBAN", on=ON)).exists()
