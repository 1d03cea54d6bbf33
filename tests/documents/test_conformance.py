"""The same paper, whatever it was written in. See ``conformance`` for the paper and for how to add a format."""

from __future__ import annotations

import pytest

from detente.documents.build import assemble
from detente.documents.load import read_document
from detente.model import Document, Passage, Source
from documents.conformance import SAMPLE, Format, formats, write_into

FORMATS = formats()


@pytest.fixture(scope="module", params=FORMATS, ids=[form.name for form in FORMATS])
def form(request: pytest.FixtureRequest) -> Format:
    return request.param


@pytest.fixture(scope="module")
def document(form: Format, tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read_document(write_into(tmp_path_factory.mktemp(form.name), form))


@pytest.fixture(scope="module")
def expected() -> Document:
    return assemble(SAMPLE, file="sample", digest="0" * 64)


def _words(document: Document, passage: Passage) -> str:
    return document.text[passage.start : passage.end]


@pytest.mark.parametrize("aspect", ["title", "author", "publisher", "date"])
def test_what_the_file_says_of_itself_is_kept(document: Document, form: Format, aspect: str) -> None:
    if aspect in form.lacks:
        pytest.skip(f"{form.name} has no place for the {aspect}")
    assert getattr(document, aspect) == getattr(SAMPLE, aspect)


def test_every_sentence_is_one_passage_in_order(document: Document, expected: Document) -> None:
    assert [_words(document, p) for p in document.passages] == [_words(expected, p) for p in expected.passages]


def test_every_passage_has_its_notes(document: Document, expected: Document) -> None:
    assert [(_words(document, p), p.notes) for p in document.passages if p.notes] == [
        (_words(expected, p), p.notes) for p in expected.passages if p.notes
    ]


def test_a_sentence_that_a_page_break_cuts_is_whole(document: Document) -> None:
    whole = "talks at Karlstad lasted until the end of September, when both sides accepted"
    assert any(whole in _words(document, passage) for passage in document.passages)


@pytest.mark.parametrize("kind", ["heading", "list", "quotation", "table"])
def test_blocks_are_told_apart(document: Document, expected: Document, form: Format, kind: str) -> None:
    if kind in form.lacks:
        pytest.skip(f"{form.name} does not tell a {kind} apart")
    found = [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]
    assert found == [expected.text[b.start : b.end] for b in expected.blocks if b.kind == kind]


def test_headings_have_their_depth(document: Document, expected: Document, form: Format) -> None:
    if "level" in form.lacks:
        pytest.skip(f"{form.name} does not tell how deep a heading is")
    assert [b.level for b in document.blocks if b.kind == "heading"] == [1, 2]


def test_notes_are_not_body_text(document: Document, expected: Document) -> None:
    assert len(document.notes) == len(SAMPLE.notes)
    first_note = min(note.start for note in document.notes)
    assert all(passage.end <= first_note for passage in document.passages)
    assert "Waiting for Stockholm" not in document.text[:first_note]


def test_notes_have_their_numbers_and_words(document: Document, expected: Document) -> None:
    assert [(n.number, document.text[n.start : n.end]) for n in document.notes] == [
        (n.number, expected.text[n.start : n.end]) for n in expected.notes
    ]


SOURCES = {
    1: (Source(title="The Union Dissolved", publisher="The Times", date="1905-06-08", pages="5"),),
    2: (Source(title="Waiting for Stockholm", author="Karen Example", publisher="Foreign Affairs", date="2018-01-02"),),
    3: (
        Source(title="The Karlstad Talks", publisher="Aftenposten", date="1905-09-24"),
        Source(title="A Neutral Zone", publisher="Reuters", date="1905-09-25"),
    ),
    5: (
        Source(
            title="A Legation in Kristiania",
            publisher="Politiken",
            date="1905-11",
            address="https://example.org/legation",
        ),
    ),
}
SOURCES[6] = SOURCES[5]


@pytest.mark.parametrize("number", SOURCES)
def test_notes_tell_their_sources(document: Document, number: int) -> None:
    note = document.note(number)
    assert note is not None
    assert note.sources == SOURCES[number]


def test_nothing_is_left_to_warn_of(document: Document) -> None:
    assert document.warnings == ()


def test_offsets_are_sound(document: Document) -> None:
    size = len(document.text)
    for block in document.blocks:
        assert 0 <= block.start < block.end <= size
    for passage in document.passages:
        block = document.blocks[passage.block]
        assert block.start <= passage.start < passage.end <= block.end
    for mark in document.marks:
        assert 0 <= mark.offset <= size
