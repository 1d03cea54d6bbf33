"""Pages as plain files: whole, linked to one another, and no file too many."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html

import detente
from detente.errors import UsageError
from detente.web.publish import LIST, Done, publish
from web_record import add_text


def published(file: Path, folder: Path) -> Done:
    with detente.open(file, read_only=True) as record:
        return publish(record, folder, name="example")


@pytest.fixture(scope="module")
def site(made: Path, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    published(made, folder)
    return folder


def links_of(page: Path) -> list[str]:
    tree = lxml_html.document_fromstring(page.read_text(encoding="utf-8"))
    return [link for link in tree.xpath("//@href | //@src | //@action") if link]


def test_every_link_of_every_page_leads_to_a_file_and_to_a_place_in_it(site):
    pages = sorted(site.rglob("*.html"))
    anchors: dict[Path, set[str]] = {}
    for page in pages:
        for link in links_of(page):
            assert "://" not in link, link
            assert not link.startswith("/"), link
            path, _, anchor = link.partition("#")
            target = page if not path else Path(os.path.normpath(page.parent / unquote(path)))
            assert target.is_file(), f"{page.relative_to(site)} leads to {link}"
            if anchor:
                if target not in anchors:
                    tree = lxml_html.document_fromstring(target.read_text(encoding="utf-8"))
                    anchors[target] = set(tree.xpath("//@id"))
                assert unquote(anchor) in anchors[target], f"{page.relative_to(site)} leads to {link}"


def test_every_page_can_be_reached_from_the_first(site):
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        found = (Path(os.path.normpath(page.parent / unquote(link.partition("#")[0]))) for link in links_of(page))
        waiting += [target for target in found if target.suffix == ".html"]
    assert reached == set(site.rglob("*.html"))


def test_a_pair_has_a_page_for_every_day_on_which_something_changes(site, made):
    days = {page.stem for page in (site / "r" / "RUS" / "TALIBAN").glob("*.html")}
    assert {"2003-02-01", "2025-04-17"} <= days
    text = (site / "r" / "RUS" / "TALIBAN" / "2025-04-17.html").read_text(encoding="utf-8")
    standing = text[text.index('id="standing"') : text.index('id="came"')]
    assert "Not listed" in standing
    assert "Recognised" not in standing


def test_twins_stand_beside_their_pages(site):
    held = json.loads((site / "r" / "RUS" / "TALIBAN.json").read_text(encoding="utf-8"))
    with (site / "r" / "RUS" / "TALIBAN.csv").open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == len(held["status"]) > 0
    assert (site / "r" / "RUS" / "TALIBAN.atom").is_file()


def test_a_second_run_removes_what_is_no_longer_wanted_and_nothing_else(record_file, tmp_path):
    folder = tmp_path / "site"
    with detente.open(record_file) as record:
        extra = add_text(
            record, tmp_path, "more.md", "Kenya recognised Palestine.\n",
            ("recognised Palestine", "recognise", "KEN", "PALESTINE", "2020"),
        )  # fmt: skip
    first = published(record_file, folder)
    (folder / "mine.html").write_text("mine")
    assert (folder / "r/KEN/PALESTINE.html").is_file()
    with detente.open(record_file) as record:
        record.remove(extra.id)
    second = published(record_file, folder)
    assert not (folder / "r/KEN/PALESTINE.html").exists()
    assert (folder / "mine.html").read_text() == "mine"
    assert second.removed > 0
    assert second.pages < first.pages


def test_a_list_that_was_tampered_with_removes_nothing_outside(record_file, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    outside = tmp_path / "keep.txt"
    outside.write_text("keep")
    (folder / LIST).write_text(json.dumps(["../keep.txt", str(outside), 3, None]))
    published(record_file, folder)
    assert outside.read_text() == "keep"


def test_a_folder_that_cannot_be_made_is_told(record_file, tmp_path):
    (tmp_path / "site").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        published(record_file, tmp_path / "site")
