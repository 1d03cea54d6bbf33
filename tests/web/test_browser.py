"""The pages in a real Chromium: as a reader and a reviewer use them, at every width, by keyboard, and without a server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.web.app import Settings, create
from detente.web.holder import Holder
from detente.web.publish import publish

sys.path.insert(0, str(Path(__file__).parent))
from need_chromium import HOW, chromium

PASSWORD = "a long enough password"
WIDTHS = (360, 900, 1600)


def missing(why: str) -> Any:
    """Skip and say why; in CI, where .ci/run installs it first, there is no excuse."""
    return pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("no Playwright here: pip install playwright")
    path = chromium()
    if path is None:
        missing(HOW)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def tab(browser, faults) -> Iterator[Any]:
    """A page that keeps what goes wrong on it, and may reach nothing but this machine."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    context.set_default_timeout(90_000)  # a busy machine is slow, not wrong
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: (faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: _outside(request.url) and faults.append(f"asked {request.url}"))
    yield page
    context.close()


def _outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "http://localhost:", "file://", "data:", "blob:"))


@pytest.fixture(scope="module")
def reading(made, serving) -> Iterator[str]:
    with serving(create(Holder(made), Settings("example"))) as address:
        yield address


@pytest.fixture
def reviewing(record_file, users, serving) -> Iterator[str]:
    with serving(create(Holder(record_file, writing=True), Settings("example", users=users))) as address:
        yield address


@pytest.fixture(scope="module")
def published(made, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "site"
    with detente.open(made, read_only=True) as record:
        publish(record, folder, name="example")
    return folder


def test_a_reader_finds_the_relation_moves_the_day_and_opens_the_words(tab, reading, faults):
    tab.goto(reading)
    tab.fill("#pair", "Russia and the Taliban")
    tab.press("#pair", "Enter")
    tab.click("main a:has-text('Russia and the Taliban')")
    assert tab.url == f"{reading}/r/RUS/TALIBAN"
    assert "Not listed" in tab.inner_text("#standing")
    tab.fill("#on", "2010-05-01")
    tab.wait_for_url("**/r/RUS/TALIBAN?on=2010-05-01")
    tab.wait_for_selector("#standing :text('Listed as terrorist')")
    tab.focus("#slide")
    tab.keyboard.press("End")
    tab.wait_for_selector("#standing :text('Not listed')")
    assert "on=" in tab.url
    tab.reload()
    assert "Not listed" in tab.inner_text("#standing")
    tab.click("#standing .source a >> nth=0")
    assert "/d/d-" in tab.url
    chosen = tab.wait_for_selector("a.told.chosen")
    assert "had recognised the Taliban government" in chosen.inner_text()
    assert "by hand" in tab.inner_text("#panel")
    tab.keyboard.press("Escape")
    assert not tab.is_visible("#panel")
    assert faults == []


def test_the_day_can_be_asked_for_without_a_script(browser, reading):
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(f"{reading}/r/RUS/TALIBAN")
    page.fill("#on", "2010-05-01")
    page.click("form.day button")
    assert "Listed as terrorist" in page.inner_text("#standing")
    for _ in range(12):
        if "Not listed" in page.inner_text("#standing"):
            break
        page.click("a[rel=next]")
    assert page.url.endswith("?on=2025-04-17")
    page.goto(f"{reading}/t/RUS/TALIBAN")
    assert all(page.is_visible(f"#{name}") for name in ("chart", "table", "sources", "download"))
    context.close()


def test_a_timeline_has_tabs_under_one_address(tab, reading, faults):
    tab.goto(f"{reading}/t/RUS/TALIBAN")
    assert tab.is_visible("#chart")
    assert not tab.is_visible("#table")
    tab.click(".tablist a:has-text('Table')")
    assert tab.url.endswith("#table")
    assert tab.is_visible("#table")
    tab.goto("about:blank")
    tab.goto(f"{reading}/t/RUS/TALIBAN#sources")
    assert "Asia-Plus" in tab.inner_text("#sources")
    assert faults == []


def test_a_reviewer_corrects_a_claim_and_sees_the_status_change_and_the_log(tab, reviewing, faults):
    tab.goto(f"{reviewing}/review")
    tab.fill("#name", "ada")
    tab.fill("#password", PASSWORD)
    tab.press("#password", "Enter")
    tab.wait_for_url("**/review")
    tab.click("main a:has-text('Moscow and the Taliban')")
    tab.click(".left a.told:has-text('listed the Taliban')")
    tab.keyboard.press("e")
    tab.fill("li.chosen [name=date]", "2003-02-14")
    tab.fill("li.chosen [name=reason]", "The court's own page")
    tab.press("li.chosen [name=reason]", "Enter")
    tab.wait_for_selector(".log :text('2003-02-14')")
    tab.keyboard.press("r")
    tab.wait_for_selector(".log :text('rejected')")
    tab.goto(f"{reviewing}/r/RUS/TALIBAN?on=2010-01-01")
    assert "Nothing is told that would hold" in tab.inner_text("#standing")
    tab.goto(f"{reviewing}/review/log")
    assert tab.locator(".log > li").count() == 2
    tab.click(".log > li:has-text('rejected') button:has-text('Undo')")
    tab.wait_for_selector(".log .how:has-text('undone')")
    tab.goto(f"{reviewing}/r/RUS/TALIBAN?on=2010-01-01")
    assert "since 14 February 2003" in tab.inner_text("#standing")
    assert faults == []


def test_published_pages_are_walked_without_a_server(tab, published, faults):
    tab.goto(f"{(published / 'index.html').as_uri()}")
    tab.click("main a:has-text('Russia and the Taliban') >> nth=0")
    assert "since 3 July 2025" in tab.inner_text("#standing") or "since 4 July" in tab.inner_text("#standing")
    tab.click("a[rel=prev]")
    tab.click("a[rel=prev]")
    assert tab.url.startswith("file://")
    assert "/r/RUS/TALIBAN/" in tab.url
    slider = tab.locator("#slide")
    assert slider.is_visible()
    slider.focus()
    tab.keyboard.press("Home")
    tab.wait_for_url("**/r/RUS/TALIBAN/2003-02-01.html")
    tab.click("#standing .source a >> nth=0")
    assert "listed the Taliban" in tab.inner_text("a.told.chosen")
    tab.click("#panel a:has-text('The event')")
    assert "Russia lists as terrorist" in tab.inner_text("h1")
    tab.click("nav a:has-text('Actors')")
    tab.fill("#narrow", "pakis")
    assert tab.locator(".names li:visible").count() == 1
    tab.click(".names a:visible")
    tab.click("a:has-text('Chronology') >> nth=0")
    tab.click(".tablist a:has-text('Table')")
    assert "Pakistan recognises" in tab.inner_text("#table")
    assert faults == []


@pytest.mark.parametrize(
    ("sought", "found", "missing"),
    [
        ("Russia and the Taliban", "Relations Russia and the Taliban", "China and the Taliban"),
        ("recognised Taliban agency", "A note an agency wrote", "Gul Hassan"),
        ('"credentials of Gul"', "accepted the credentials of Gul Hassan", "Relations"),
        ("RECOGNISING", "3 July 2025: Russia recognises", "Nothing in these pages"),
        ("zzz <img src=x onerror=alert(1)>", "Nothing in these pages answers", "Passages"),
        ("__proto__ constructor", "Nothing in these pages answers", "Passages"),
    ],
)
def test_published_pages_are_searched_without_a_server(tab, published, faults, sought, found, missing):
    tab.goto((published / "r" / "RUS" / "TALIBAN.html").as_uri())
    assert "As known on" in tab.inner_text("form.day")
    tab.fill("#find", sought)
    tab.press("#find", "Enter")
    tab.wait_for_selector("#found[data-done]")
    text = " ".join(tab.inner_text("#found").split())
    assert all(word in text for word in found.split()), text
    assert missing not in text
    if tab.locator("#found a").count():
        tab.click("#found a >> nth=0")
        assert tab.url.startswith("file://")
        assert not tab.url.endswith("search.html")
    assert [fault for fault in faults if "ERR_FILE_NOT_FOUND" not in fault] == []


def test_without_a_script_the_search_is_a_list_of_every_relation(browser, published):
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto((published / "search.html").as_uri())
    assert "needs JavaScript" in page.inner_text("main")
    page.click("#every + .partners a:text-is('the Taliban') >> nth=0")
    assert page.url.startswith("file://")
    assert "/r/" in page.url
    context.close()


PAGES = (
    "/", "/r/RUS/TALIBAN?on=2025-08-01", "/r/SUN/AFG", "/t/RUS/TALIBAN", "/t/RUS/TALIBAN#table", "/t/RUS", "/a/RUS",
    "/toward/TALIBAN?before=2024-01-01", "/actors", "/relations",
    "/documents", "/changes", "/conflicts", "/search?q=Russia+Taliban",
    "/brief?item=r/RUS/TALIBAN@2025-08-01", "/nothing", "/d/DOCUMENT", "/e/EVENT",
)  # fmt: skip


def addresses(tab: Any, reading: str) -> list[str]:
    document = tab.request.get(f"{reading}/documents.json").json()["documents"][1]["id"]
    event = tab.request.get(f"{reading}/r/RUS/TALIBAN.json").json()["events"][-2]["id"]
    return [f"{reading}{page.replace('DOCUMENT', document).replace('EVENT', event)}" for page in PAGES]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(tab, reading, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe: pip install axe-playwright-python")
    tab.emulate_media(color_scheme=scheme)
    found = []
    for address in addresses(tab, reading):
        tab.goto(address)
        result = axe.Axe().run(tab)
        found += [f"{address}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in result.response["violations"]]
    assert found == []


def test_axe_finds_nothing_where_claims_are_reviewed(tab, reviewing):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe: pip install axe-playwright-python")
    tab.goto(f"{reviewing}/sign-in")
    found = axe.Axe().run(tab).response["violations"]
    tab.fill("#name", "ada")
    tab.fill("#password", PASSWORD)
    tab.press("#password", "Enter")
    tab.wait_for_url(f"{reviewing}/")
    document = tab.request.get(f"{reviewing}/documents.json").json()["documents"][1]["id"]
    event = tab.request.get(f"{reviewing}/r/RUS/TALIBAN.json").json()["events"][-2]["id"]
    for page in ("/review", f"/review/d/{document}", f"/review/e/{event}", "/review/log"):
        tab.goto(f"{reviewing}{page}")
        found += axe.Axe().run(tab).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:160]) for v in found] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(tab, reading, width):
    tab.set_viewport_size({"width": width, "height": 800})
    wide = []
    for address in addresses(tab, reading):
        tab.goto(address)
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []


def test_the_first_key_leads_past_the_header_and_every_focus_shows(tab, reading):
    tab.goto(f"{reading}/r/RUS/TALIBAN")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the page"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        tab.keyboard.press("Tab")
        outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", tab.evaluate("document.activeElement.outerHTML").strip()[:120]


def test_a_printed_page_is_a_report(tab, reading, tmp_path):
    tab.goto(f"{reading}/r/RUS/TALIBAN?on=2025-08-01")
    tab.emulate_media(media="print")
    assert not tab.is_visible("header.site")
    assert not tab.is_visible("form.day")
    assert tab.is_visible("#standing")
    assert tab.inner_text(".printed") == "On 1 August 2025"
    assert "“Russia and the Taliban, on 1 August 2025”" in tab.inner_text(".cite dl")
    assert tab.pdf(path=str(tmp_path / "page.pdf")).startswith(b"%PDF")


def test_what_is_set_aside_becomes_a_brief_to_take_away(tab, reading, faults):
    tab.goto(f"{reading}/r/RUS/TALIBAN?on=2025-08-01")
    tab.click("a:has-text('Add to brief')")
    tab.goto(f"{reading}/t/SUN/AFG")
    tab.click("a:has-text('Add to brief')")
    tab.goto(f"{reading}/r/RUS/TALIBAN?on=2025-08-01")
    tab.click("#standing .source a >> nth=0")
    tab.click("#panel a:has-text('Add to brief')")
    tab.click("nav a:has-text('Brief (3)')")
    said = tab.inner_text("main")
    assert "Russia and the Taliban, on 1 August 2025" in said
    assert "In December 1979 the Soviet Union invaded Afghanistan." in said
    tab.fill("#title", "My own brief")
    with tab.expect_download() as taken:
        tab.click("button:has-text('Markdown')")
    text = taken.value.path().read_text(encoding="utf-8")
    assert text.startswith("# My own brief")
    assert "[^1]: " in text
    tab.click("summary:has-text('3 items')")
    tab.click("li:has-text('The Soviet Union') a.drop")
    tab.wait_for_selector("nav a:has-text('Brief (2)')")
    assert "The Soviet Union" not in tab.inner_text("main")
    tab.goto(f"{reading}/brief")
    tab.wait_for_url("**/brief?item=**")
    tab.click("summary:has-text('2 items')")
    tab.click("button:has-text('Empty the brief')")
    tab.wait_for_selector("text=Nothing is set aside yet")
    assert faults == []


def test_hostile_text_runs_nothing(tab, tmp_path, serving, faults):
    from test_hostile import ALL, hostile

    path = tmp_path / "hostile.duckdb"
    with detente.open(path) as record:
        record.add(*hostile(0, ALL), reader="hostile")
    with serving(create(Holder(path), Settings())) as address:
        for page in (
            "/",
            "/r/RUS/TALIBAN",
            "/t/RUS/TALIBAN#table",
            "/d/d-hostile0#c-hostile00",
            "/conflicts",
            "/search?q=alert",
        ):
            tab.goto(f"{address}{page}")
    assert faults == []


def test_a_reviewer_splits_merges_and_undoes_with_one_key_each(tab, reviewing, faults):
    tab.goto(f"{reviewing}/review")
    tab.fill("#name", "ada")
    tab.fill("#password", PASSWORD)
    tab.press("#password", "Enter")
    tab.wait_for_url("**/review")
    acts = tab.request.get(f"{reviewing}/r/RUS/TALIBAN.json").json()["events"]
    event = next(row for row in acts if row["kind"] == "recognise")
    tab.goto(f"{reviewing}/review/e/{event['id']}")
    tab.keyboard.press("s")
    tab.keyboard.press("Space")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/review/log")
    assert "1 of 2 claims told of another act" in tab.inner_text(".log")
    tab.goto(f"{reviewing}/t/RUS/TALIBAN#table")
    assert tab.locator("#table .act:has-text('Russia recognises')").count() == 2
    tab.goto(f"{reviewing}/review/log")
    tab.keyboard.press("u")
    tab.wait_for_selector(".log .how:has-text('undone')")
    tab.goto(f"{reviewing}/t/RUS/TALIBAN#table")
    assert tab.locator("#table .act:has-text('Russia recognises')").count() == 1
    tab.goto(f"{reviewing}/review")
    tab.keyboard.press("m")
    tab.wait_for_url("**/review/e/**")
    assert faults == []
