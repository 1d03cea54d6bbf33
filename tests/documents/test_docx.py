"""DOCX: what styles stand for, where notes go, and what of the properties is believed."""

from __future__ import annotations

import io

import pytest

from detente.documents import docx
from detente.documents.draft import Draft
from detente.documents.load import document_of
from documents import make_docx
from documents.make_docx import company, core, mark, notes, paragraph, run, table


def read(body: str, **parts: str) -> Draft:
    return docx.read(make_docx.docx(body, **parts), file="a.docx")


def shown(drafted: Draft) -> list[str]:
    """Each block as kind, level and words, marks in braces."""
    found = []
    for block in drafted.blocks:
        words = "".join(run if isinstance(run, str) else f"{{{run.label}}}" for run in block.runs)
        found.append(f"{block.kind}{block.level or ''}: {words.strip()}")
    return found


LONG = "The two governments agreed on the frontier, on the zone along it and on the forts that were to be razed."

BODIES = {
    "headings by style": (
        paragraph("One", style="Heading1") + paragraph("Two", style="Heading2") + paragraph(LONG),
        ["heading1: One", "heading2: Two", f"paragraph: {LONG}"],
    ),
    "a house's own style that is based on one": (
        paragraph("Two", style="HouseHead") + paragraph(LONG),
        ["heading2: Two", f"paragraph: {LONG}"],
    ),
    "short bold paragraphs where there are no headings": (
        paragraph(run("Background", "<w:b/>")) + paragraph(LONG),
        ["heading2: Background", f"paragraph: {LONG}"],
    ),
    "bold words at the head of a paragraph": (
        paragraph(run("Background.", "<w:b/>"), run(f" {LONG}")),
        [f"paragraph: Background. {LONG}"],
    ),
    "a quotation by style": (paragraph(LONG, style="Quote"), [f"quotation: {LONG}"]),
    "a list": (paragraph("Bergen", numbered=True) + paragraph(LONG), ["list1: Bergen", f"paragraph: {LONG}"]),
    "a table": (table([["State", "Year"], ["Russia", "1905"]]), ["table: State | Year\nRussia | 1905"]),
    "words that were taken out": (
        paragraph(run("It was "), f"<w:del>{run('not ')}</w:del>", f"<w:ins>{run('ever ')}</w:ins>", run("so.")),
        ["paragraph: It was ever so."],
    ),
    "a field's code": (
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            run("7"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        ["paragraph: 7"],
    ),
    "a word cut into runs": (paragraph(run("recog"), run("nised", "<w:lang/>")), ["paragraph: recognised"]),
}


@pytest.mark.parametrize("case", BODIES)
def test_what_becomes_of(case: str) -> None:
    body, expected = BODIES[case]
    assert shown(read(body)) == expected


def test_footnotes_and_endnotes_come_in_the_order_of_their_marks() -> None:
    body = paragraph("One.", mark(2), " Two.", mark(1, "endnote"), " Three.", mark(1))
    drafted = read(
        body, footnotes=notes("footnote", {1: "Last.", 2: "First."}), endnotes=notes("endnote", {1: "Between."})
    )
    assert shown(drafted) == ["paragraph: One.{1} Two.{2} Three.{3}"]
    assert [(note.label, note.text) for note in drafted.notes] == [("1", "First."), ("2", "Between."), ("3", "Last.")]


def test_italics_in_a_note_tell_titles_apart() -> None:
    words = run("Ann Example, ") + run("Treaties", "<w:i/>") + run(", 1907.")
    drafted = read(paragraph("One.", mark(1)), footnotes=notes("footnote", {1: words}))
    assert drafted.notes[0].text == "Ann Example, *Treaties*, 1907."


def test_notes_that_are_typed_and_not_words_own_are_found() -> None:
    raised = run("1", '<w:vertAlign w:val="superscript"/>')
    body = paragraph(run(LONG), raised) + paragraph("Notes", style="Heading1")
    document = document_of(make_docx.docx(body + paragraph("1. The Times, 8 June 1905, p. 5.")), file="a.docx")
    assert [document.text[note.start : note.end] for note in document.notes] == ["The Times, 8 June 1905, p. 5."]
    assert document.passages[0].notes == (1,)


def test_a_link_in_a_note_gives_its_address() -> None:
    words = '<w:hyperlink r:id="rA" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    parts = make_docx.parts(
        paragraph("One.", mark(1)), footnotes=notes("footnote", {1: words + run("the page") + "</w:hyperlink>"})
    )
    parts["word/_rels/footnotes.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rA" '
        'TargetMode="External" Target="https://example.org/a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    drafted = docx.read(make_docx.pack(parts), file="a.docx")
    assert drafted.notes[0].links == [("the page", "https://example.org/a")]


PROPERTIES = {
    "all of them": (
        core(title="Treaties", creator="Ann Example", created="2024-05-17T08:00:00Z"),
        ("Treaties", "Ann Example", "2024-05-17"),
    ),
    "a program's defaults": (core(title="Document1", creator="Windows User"), (None, None, None)),
    "a file's name for a title": (core(title="final_v3.docx", creator=""), (None, None, None)),
    "a day that is none": (core(created="yesterday"), (None, None, None)),
}


@pytest.mark.parametrize("case", PROPERTIES)
def test_of_the_properties_count(case: str) -> None:
    properties, expected = PROPERTIES[case]
    drafted = read(paragraph(LONG), core=properties)
    assert (drafted.title, drafted.author, drafted.date) == expected


def test_the_day_a_file_was_made_stands_in_with_a_warning() -> None:
    drafted = read(paragraph(LONG), core=core(created="2024-05-17T08:00:00Z"))
    assert drafted.date == "2024-05-17"
    assert "the day on which the file was made" in drafted.warnings[0]


def test_a_printed_date_comes_before_the_day_it_was_made() -> None:
    body = paragraph("Treaties", style="Title") + paragraph("3 March 2023") + paragraph(LONG)
    drafted = read(body, core=core(created="2024-05-17T08:00:00Z"), app=company("Example Institute"))
    assert (drafted.title, drafted.date, drafted.publisher) == ("Treaties", "2023-03-03", "Example Institute")
    assert drafted.warnings == []


def test_what_python_docx_writes_is_read() -> None:
    from docx import Document as Written

    written = Written()
    written.add_heading("Relations", level=1)
    written.add_paragraph(LONG)
    written.add_paragraph("Bergen", style="List Bullet")
    written.add_paragraph(LONG, style="Intense Quote")
    stream = io.BytesIO()
    written.save(stream)
    drafted = docx.read(stream.getvalue(), file="a.docx")
    assert shown(drafted) == ["heading1: Relations", f"paragraph: {LONG}", "list1: Bergen", f"quotation: {LONG}"]
    assert (drafted.title, drafted.author, drafted.date) == ("Relations", None, None)
