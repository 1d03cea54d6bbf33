"""The pages and their twins, as a reader or a program asks for them."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from lxml import html as lxml_html

import detente
from detente.web.site import PAGES

RELATION = "/r/RUS/TALIBAN"


def ids(client) -> dict[str, str]:
    acts = client.get(f"{RELATION}.json").json()["events"]
    return {
        "document": client.get("/documents.json").json()["documents"][0]["id"],
        "event": next(row["id"] for row in acts if row["kind"] == "recognise"),
    }


@pytest.fixture
def pages(client) -> dict[str, str]:
    known = ids(client)
    return {
        "": "/",
        "r": RELATION,
        "t": "/t/RUS/TALIBAN",
        "a": "/a/RUS",
        "toward": "/toward/TALIBAN",
        "d": f"/d/{known['document']}",
        "e": f"/e/{known['event']}",
        "actors": "/actors",
        "relations": "/relations",
        "documents": "/documents",
        "changes": "/changes",
        "conflicts": "/conflicts",
        "search": "/search?q=credentials",
        "brief": f"/brief?item=r/RUS/TALIBAN@2025-08-01&item=e/{known['event']}",
    }


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_is_whole_html_with_one_heading_and_a_title(client, pages, name):
    answer = client.get(pages[name])
    assert answer.status_code == 200
    tree = lxml_html.document_fromstring(answer.text)
    assert len(tree.findall(".//h1")) == 1
    assert tree.findtext(".//title").endswith("détente")
    assert not [link for link in tree.xpath("//@href | //@src | //@action") if "://" in link], "an outside address"


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"brief"}))
def test_every_page_has_its_twins(client, pages, name):
    path, _, query = pages[name].partition("?")
    path = "/index" if path == "/" else path
    held = client.get(f"{path}.json?{query}").json()
    assert {"title", "address", "asked", "changed"} < set(held)
    first = next(value for key, value in held.items() if isinstance(value, list))
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv?{query}").text)))
    assert len(rows) == len(first)
    assert not first or list(rows[0]) == list(first[0])


def test_the_twin_of_a_relation_has_the_lines_of_status(client, made):
    with detente.open(made, read_only=True) as record:
        lines = record.status("RUS", "TALIBAN", on="2025-08-01").to_pylist()
    held = client.get(f"{RELATION}.json?on=2025-08-01").json()["status"]
    assert [(row["dimension"], row["level"], row["since"]) for row in held] == [
        (row["dimension"], row["level"], row["since"]) for row in lines
    ]


@pytest.mark.parametrize(
    ("on", "level"),
    [("2003-01-01", None), ("2010-01-01", "Listed as terrorist"), ("2025-08-01", "Not listed")],
)
def test_the_day_decides_what_is_shown(client, on, level):
    tree = lxml_html.document_fromstring(client.get(f"{RELATION}?on={on}").text)
    said = [
        "".join(section.xpath(".//*[contains(@class, 'level')]//text()")).strip("▲○●◐\xa0 \n")
        for section in tree.xpath("//section[contains(@class, 'row')][.//h3='Terrorist list']")
    ]
    assert said == ([level] if level else [])


def test_nothing_later_than_the_day_stands_in_the_status(client):
    text = client.get(f"{RELATION}?on=2025-07-01").text
    standing = text[text.index('id="standing"') : text.index('id="came"')]
    assert "Recognised" not in standing
    assert "4 July 2025" not in standing


def test_a_conflict_stands_on_top_of_the_relation(client):
    text = client.get(f"{RELATION}?on=2025-08-01").text
    assert text.index("Sources disagree") < text.index('class="standing')
    assert "Sources disagree" not in client.get(f"{RELATION}?on=2025-06-01").text


def test_a_value_leads_to_the_very_words(client, pages):
    tree = lxml_html.document_fromstring(client.get(RELATION).text)
    link = next(a.get("href") for a in tree.xpath("//div[@id='standing']//a[contains(@href, '#c-')]"))
    document = lxml_html.document_fromstring(client.get(link.partition("#")[0]).text)
    anchor = document.get_element_by_id(link.partition("#")[2])
    told = anchor.getnext()
    assert told.tag == "a"
    assert "recognised" in told.text_content() or "open" in told.text_content() or told.text_content()


def test_a_document_has_all_its_text_and_each_note_beside_its_mark(client, made, pages):
    with detente.open(made, read_only=True) as record:
        held = record.document(pages["d"].rpartition("/")[2])
    tree = lxml_html.document_fromstring(client.get(pages["d"]).text)
    for beside in tree.xpath("//*[@class='beside' or contains(@class, 'mark') or contains(@class, 'claims')]"):
        beside.drop_tree()
    shown = " ".join(" ".join(tree.xpath("//div[@class='text']//text()")).split())
    for block in held.blocks:
        if block.kind == "paragraph":
            words = held.text[block.start : block.end].split()
            assert "".join(words) in shown.replace(" ", "")
    again = client.get(pages["d"]).text
    assert again.count('class="beside"') == len(held.notes)


def test_an_event_tells_its_voices_and_what_it_turned(client, pages):
    text = client.get(pages["e"]).text
    assert "2 independent voices" in text
    assert "Sources disagree on the date" in text
    assert "What it did" in text


def test_a_comparison_marks_what_differs_between_two_days(client):
    tree = lxml_html.document_fromstring(client.get("/toward/TALIBAN?on=2026-02-01&before=2024-01-01").text)
    differs = {row.findtext("th/a") for row in tree.xpath("//tr[contains(@class, 'differs')]")}
    assert {"Russia", "India"} <= differs
    assert "Pakistan" not in differs


@pytest.mark.parametrize("sort", ["recognition", "latest", "mission", "name", "nonsense"])
def test_a_comparison_can_be_sorted_by_any_column(client, sort):
    tree = lxml_html.document_fromstring(client.get(f"/toward/TALIBAN?sort={sort}").text)
    names = tree.xpath("//tbody/tr/th/a/text()")
    assert sorted(names) == sorted(set(names))
    if sort in ("recognition", "mission"):
        assert names[0] in ("Pakistan", "Russia", "Saudi Arabia", "The United Arab Emirates", "India")


def test_a_search_finds_actors_a_pair_acts_and_passages(client):
    text = client.get("/search?q=Russia and the Taliban").text
    assert 'href="/r/RUS/TALIBAN"' in text
    held = client.get('/search.json?q="credentials of Gul"').json()["passages"]
    assert len(held) == 1
    assert "credentials of Gul Hassan" in held[0]["text"]


@pytest.mark.parametrize("sought", ["", '"', "a AND (b", "x*", "NEAR(", "'; drop table passages", "\x00", "ü" * 999])
def test_no_search_can_fail(client, sought):
    assert client.get("/search", params={"q": sought}).status_code == 200


def test_the_feed_of_a_pair_is_atom_with_one_entry_a_turn(client):
    feed = ET.fromstring(client.get(f"{RELATION}.atom").text)
    space = {"a": "http://www.w3.org/2005/Atom"}
    titles = [entry.text for entry in feed.findall("a:entry/a:title", space)]
    assert "Russia toward the Taliban, envoy received: ambassador accredited" in titles
    assert "Russia toward the Taliban, terrorist list: not listed (was listed as terrorist)" in titles
    named = [entry.text for entry in feed.findall("a:entry/a:id", space)]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/r/RUS", 404),
        ("/r/RUS/NOBODY-AT-ALL", 404),
        ("/e/e-0", 404),
        ("/d/d-0", 404),
        ("/d/d-0/x", 404),
        ("/t/RUS/TALIBAN?page=99", 404),
        ("/t/RUS?page=x", 400),
        ("/r/RUS/TALIBAN?on=yesterday", 400),
        ("/r/RUS/TALIBAN?on=2025-02-30", 400),
        ("/toward/TALIBAN?before=0", 400),
        ("/brief.csv", 404),
        ("/brief.docx", 404),
        ("/brief.docx?item=e/e-none", 404),
        ("/a/RUS.atom", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/static/app.py", 404),
        ("/d/..%2f..%2fetc%2fpasswd", 404),
        ("/r/../../etc", 404),
        ("/~2e2e2f", 404),
    ],
)
def test_every_failure_has_one_shape(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Traceback" not in answer.text
    path, _, query = address.partition("?")
    if not path.endswith((".csv", ".atom", ".py", ".docx")):
        held = client.get(f"{path}.json?{query}")
        assert held.status_code == status
        assert set(held.json()["error"]) == {"status", "title", "detail", "place", "remedy"}


def test_an_unchanged_page_is_not_sent_again(client):
    first = client.get(RELATION)
    assert client.get(RELATION, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_a_chronology_with_turning_points_has_bands_behind_it(tmp_path):
    from detente.web.digest import Digest
    from detente.web.pages.timeline import timeline
    from ledger_stories import story

    acts = [f"RUS attack TALIBAN {year}-0{month}-01" for year in range(2001, 2006) for month in range(1, 7)]
    acts += [f"RUS give-aid TALIBAN {year}-0{month}-01" for year in range(2011, 2016) for month in range(1, 7)]
    with detente.open(tmp_path / "turn.duckdb") as record:
        record.add(*story("turn", *acts), reader="by hand")
        bands = timeline(record, Digest(record), "RUS", "TALIBAN").values["strip"].bands
    assert [band.label for band in bands] == ["conflict", "cooperation"]


def test_what_is_out_of_a_stream_is_marked_wherever_it_stands(record_file, tmp_path):
    pytest.importorskip("ibis", reason="event streams need the install group 'scale'")
    from starlette.testclient import TestClient

    from detente.web.app import Settings, create
    from detente.web.holder import Holder
    from streams.stream_files import gdelt, write

    with detente.open(record_file) as record:
        record.import_stream("gdelt", write(tmp_path / "x.export.CSV", gdelt(7, "20200304", "RUS", "AFG", "190")))
    with TestClient(create(Holder(record_file), Settings()), base_url="http://localhost") as reader:
        pages = {path: reader.get(path).text for path in ("/t/RUS/AFG", "/r/RUS/AFG", "/e/e-gdelt-7")}
    assert all("streamed: GDELT" in text for text in pages.values())
    assert "1 act from event streams" in pages["/t/RUS/AFG"]
    assert "out of an event stream, not read" in pages["/t/RUS/AFG"]
    assert "gives codes and no sentences" in pages["/e/e-gdelt-7"]
