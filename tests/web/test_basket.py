"""What a reader set aside, as a brief: told and noted as the brief of a pair is, and written in its formats."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

import detente
from detente.web import basket as module
from detente.web.basket import ENDINGS, basket, written

DAY = dt.date(2026, 2, 2)


@pytest.fixture
def record(made):
    with detente.open(made, read_only=True) as opened:
        yield opened


def one(record, kind: str) -> dict:
    return next(row for row in record.events("RUS", "TALIBAN").to_pylist() if row["kind"] == kind)


def prose(made) -> str:
    return " ".join(s.text for phase in made.story for paragraph in phase.paragraphs for s in paragraph)


def test_a_relation_on_a_day_is_told_in_sentences_with_their_sources(record):
    made = basket(record, ["r/RUS/TALIBAN@2025-08-01"], on=DAY).brief
    assert made.story[0].heading == "Russia and the Taliban, on 1 August 2025"
    assert "Russia has recognised the Taliban since" in prose(made)
    assert all(s.citations for phase in made.story for paragraph in phase.paragraphs for s in paragraph)


def test_what_was_told_later_than_the_day_is_not_in_it(record):
    assert "recognised" not in prose(basket(record, ["r/RUS/TALIBAN@2025-01-01"], on=DAY).brief)


def test_an_event_rests_on_all_its_claims_and_a_claim_on_itself(record):
    event = one(record, "recognise")
    whole = basket(record, [f"e/{event['id']}"]).brief
    files = {place.document.file for c in whole.chronology[0].act.citations for place in c.within}
    files |= {c.work.file for c in whole.chronology[0].act.citations}
    assert {"russia-taliban.md", "note.md"} <= files
    alone = basket(record, [f"c/{event['claim_ids'][0]}"]).brief
    claim = record.claims(ids=event["claim_ids"][:1]).to_pylist()[0]
    assert [work.file for work in alone.documents] == [claim["file"]]
    assert alone.chronology[0].quote in " ".join(claim["quote"].split())


def test_what_was_read_without_certainty_is_not_told_as_a_fact(record):
    event = next(row for row in record.events("RUS", "AFG").to_pylist() if row["confidence"] < 0.5)
    made = basket(record, [f"e/{event['id']}"]).brief
    assert "1 act read with too little certainty" in prose(made)
    assert "to check" in made.chronology[0].marks


@pytest.mark.parametrize(
    "path",
    ["", "e/e-none", "c/c-none", "r/RUS/NOBODY-AT-ALL", "r/RUS/TALIBAN@yesterday", "x/y", "r/RUS", "~zz", "/", "e/"],
)
def test_what_is_not_there_is_left_out(record, path):
    assert basket(record, [path]).brief is None
    assert len(basket(record, [path, "t/RUS/TALIBAN"]).items) == 1


def test_many_items_are_as_many_as_there_is_room_for(record):
    paths = [f"r/RUS/TALIBAN@{2000 + n}-01-01" for n in range(100)]
    assert len(basket(record, paths).items) == module.MOST


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_can_be_taken_away_in_every_format(client, ending):
    if ending in ("docx", "pdf"):
        pytest.importorskip("pypandoc", reason="Word and PDF need the install group 'brief'")
    answer = client.get(f"/brief.{ending}?item=r/RUS/TALIBAN@2025-08-01&item=t/SUN/AFG&title=A+<b>note</b>")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="brief.{ending}"'
    if ending == "docx":
        held = zipfile.ZipFile(io.BytesIO(answer.content))
        assert held.read("word/footnotes.xml").count(b"<w:footnote ") > 5
        assert b"A &lt;b&gt;note&lt;/b&gt;" in held.read("word/document.xml")
    elif ending == "pdf":
        assert answer.content.startswith(b"%PDF")
    else:
        assert "<b>note</b>" not in answer.text
        assert "had recognised the Taliban government" not in prose_of_html(answer.text)


def prose_of_html(text: str) -> str:
    """What stands before the words and the notes."""
    return text.partition("The words")[0]


def test_where_pandoc_is_missing_word_is_not_offered(record, monkeypatch):
    from detente.brief import pandoc
    from detente.errors import MissingExtra

    def missing(what: str) -> None:
        raise MissingExtra("brief", what)

    monkeypatch.setattr(pandoc, "needed", missing)
    assert module.endings() == ["html", "md"]


def test_a_turn_that_does_not_come_is_told(record, monkeypatch):
    from threading import BoundedSemaphore

    from detente.errors import RecordBusy

    monkeypatch.setattr(module, "_two_at_once", BoundedSemaphore(1))
    monkeypatch.setattr(module, "WAIT", 0.01)
    module._two_at_once.acquire()
    with pytest.raises(RecordBusy):
        written(basket(record, ["t/RUS/TALIBAN"]).brief, "md")


def test_the_page_has_the_notes_and_what_each_item_would_leave(client):
    text = client.get("/brief?item=r/RUS/TALIBAN@2025-08-01&item=t/SUN/AFG").text
    assert 'href="/brief?item=t%2FSUN%2FAFG"' in text
    assert '<li id="n1">' in text
    assert "Asia-Plus" in text
