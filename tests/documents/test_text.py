"""Plain text: what its layout tells."""

# ruff: noqa: E501 - a case a line, however long

from __future__ import annotations

import pytest

from detente.documents.load import document_of
from detente.model import Document

BODY = "Russia recognised the new government on 3 July 2025, and an ambassador was received in Moscow soon after."


def read(text: str) -> Document:
    return document_of(text.encode(), file="paper.txt")


def passages(document: Document) -> list[tuple[str, tuple[int, ...]]]:
    return [(document.text[p.start : p.end], p.notes) for p in document.passages]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


# Styles of marks and of note lists, each with the same two notes. ¹ stands in the sentence, ² after it.
STYLES = {
    "superscripts": ("It came¹ late. Nobody objected.²", "¹ “One”, Reuters, 3 May 2020.\n\n² “Two”, TASS, 4 May 2020."),
    "superscripts in one block": ("It came¹ late. Nobody objected.²", "¹ “One”, Reuters, 3 May 2020.\n² “Two”, TASS, 4 May 2020."),
    "carets": ("It came[^1] late. Nobody objected.[^2]", "[^1]: “One”, Reuters, 3 May 2020.\n\n[^2]: “Two”, TASS, 4 May 2020."),
    "brackets": ("It came [1] late. Nobody objected. [2]", "[1] “One”, Reuters, 3 May 2020.\n\n[2] “Two”, TASS, 4 May 2020."),
    "brackets under a heading": ("It came [1] late. Nobody objected [2].", "References\n\n[1] “One”, Reuters, 3 May 2020.\n[2] “Two”, TASS, 4 May 2020."),
    "numbers under a heading": ("It came[1] late. Nobody objected.[2]", "Notes\n\n1. “One”, Reuters, 3 May 2020.\n2. “Two”, TASS, 4 May 2020."),
    "digits stuck to words": ("It came1 late. Nobody objected.2", "Endnotes\n\n1. “One”, Reuters, 3 May 2020.\n\n2. “Two”, TASS, 4 May 2020."),
    "digits after a quotation": ("It came,1 late. “Nobody objected.”2", "NOTES\n\n1 “One”, Reuters, 3 May 2020.\n\n2 “Two”, TASS, 4 May 2020."),
    "digits and an unannounced list": ("It came,1 late. Nobody objected.2", "1 “One”, Reuters, 3 May 2020.\n\n2 “Two”, TASS, 4 May 2020."),
    "after a rule": ("It came¹ late. Nobody objected.²", "-----\n\n1. “One”, Reuters, 3 May 2020.\n\n2. “Two”, TASS, 4 May 2020."),
    "parentheses": ("It came (1) late. Nobody objected. (2)", "Sources\n\n(1) “One”, Reuters, 3 May 2020.\n\n(2) “Two”, TASS, 4 May 2020."),
    "wrapped notes": ("It came¹ late. Nobody objected.²", "¹ “One”,\nReuters, 3 May 2020.\n\n² “Two”, TASS,\n4 May 2020."),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_notes_are_found_and_tied_in_every_style(style: str) -> None:
    body, notes = STYLES[style]
    document = read(f"{BODY}\n\n{body}\n\n{notes}\n")
    assert [note.number for note in document.notes] == [1, 2]
    assert [(s.title, s.date) for note in document.notes for s in note.sources] == [
        ("One", "2020-05-03"),
        ("Two", "2020-05-04"),
    ]
    assert [cited for _, cited in passages(document)] == [(), (1,), (2,)]
    assert document.warnings == ()


def test_marks_name_their_notes_and_leave_the_text() -> None:
    document = read(
        f"{BODY}\n\nMany agreed.[1, 2] Some did not.[1]-[3] Others waited.[1][3]\n\nNotes\n\n[1] A.\n[2] B.\n[3] C.\n"
    )
    assert passages(document)[1:] == [
        ("Many agreed.", (1, 2)),
        ("Some did not.", (1, 2, 3)),
        ("Others waited.", (1, 3)),
    ]


def test_several_superscripts_are_several_marks() -> None:
    document = read(f"{BODY}\n\nMany agreed.¹,² Some did not.¹–³\n\n¹ A.\n\n² B.\n\n³ C.\n")
    assert [cited for _, cited in passages(document)[1:]] == [(1, 2), (1, 2, 3)]


def test_a_star_is_a_mark_where_a_note_has_it() -> None:
    document = read(f"{BODY} It was the first.*\n\n* “One”, Reuters, 3 May 2020.\n")
    assert [(note.label, note.number) for note in document.notes] == [("*", 1)]
    assert passages(document)[-1] == ("It was the first.", (1,))


@pytest.mark.parametrize(
    "text",
    [
        "The area is 40 km² and holds 5 m³ of water.",
        "The G20 met in 1921 and again in 2021.",
        "He said [sic] that it was [in 1921] over.",
        "The price was 5* of 10 (1) and (2) apart.",
        "Resolution 1267 (1999) applies.",
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    document = read(f"{BODY}\n\n{text}\n\nIt stood.¹\n\n¹ “One”, Reuters, 3 May 2020.\n")
    assert text in document.text
    assert document.warnings == ()


def test_a_sentence_across_a_footnote_block_is_one_passage() -> None:
    document = read(
        f"{BODY} The embassy had stayed open¹ under\n\n¹ “One”, Reuters, 3 May 2020.\n\n"
        "the previous government. Nobody closed it.\n"
    )
    assert ("The embassy had stayed open under the previous government.", (1,)) in passages(document)


def test_numbering_that_begins_again_ties_to_its_own_chapter() -> None:
    one = "First chapter.¹ More of it.²\n\n¹ “Part A”, Reuters, 2001.\n\n² “Part B”, Reuters, 2002.\n\n"
    two = "Second chapter.¹ More of that.²\n\n¹ “Part C”, Reuters, 2003.\n\n² “Part D”, Reuters, 2004.\n"
    document = read(f"{BODY}\n\n{one}{two}")
    titles = {note.number: note.sources[0].title for note in document.notes}
    assert [[titles[n] for n in cited] for _, cited in passages(document) if cited] == [
        ["Part A"],
        ["Part B"],
        ["Part C"],
        ["Part D"],
    ]


def test_a_mark_without_a_note_and_a_note_without_a_mark_are_told_of() -> None:
    document = read(f"{BODY}¹ It was the first.⁷\n\n¹ “One”, Reuters, 2001.\n\n² “Two”, Reuters, 2002.\n")
    assert len(document.warnings) == 2
    assert "there is no note 7" in document.warnings[0]
    assert "note 2: nothing in the text cites it" in document.warnings[1]


TOPS = [
    ("How It Began\n\nAnn Example\n\nJanuary 29, 2026", "How It Began", "Ann Example", "2026-01-29"),
    ("How It Began\n\nBy Ann Example\n\n29 January 2026", "How It Began", "Ann Example", "2026-01-29"),
    ("Some Institute\n\nIssue Brief\n\nHow It Began\n\nAnn Example\n\n2026-01-29", "How It Began", "Ann Example", "2026-01-29"),
    ("World\n\nHow it began\n\nby Ann Example - 03/10/23 9:55 AM ET", "How it began", "Ann Example", "2023-03-10"),
    ("How It Began\n\nPublished: 29 January 2026, 10:15 GMT", "How It Began", None, "2026-01-29"),
    ("# How It Began", "How It Began", None, None),
    ("date 2024-08-22", None, None, "2024-08-22"),
    ("How It Began\n============", "How It Began", None, None),
    ("How It Began\n\nExecutive Summary", "How It Began", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("top", "title", "author", "date"), TOPS, ids=[top[:40] for top, *_ in TOPS])
def test_the_first_lines_tell_title_author_and_date(top: str, title: str, author: str, date: str) -> None:
    document = read(f"{top}\n\n{BODY} {BODY}\n")
    assert (document.title, document.author, document.date) == (title, author, date)
    assert all("2026" not in words and "Ann" not in words for words, _ in passages(document))


def test_where_it_was_taken_from_is_no_text() -> None:
    document = read(f"# source: https://example.org/paper\n\n{BODY}\n")
    assert document.address == "https://example.org/paper"
    assert document.text == BODY


def test_blocks_are_told_by_their_layout() -> None:
    document = read(
        f"{BODY}\n\nWhat Came Next\n\n{BODY}\n\n- One followed.\n- Two followed.\n\n    It is done.\n\n"
        "State | Year\nChad | 1960\n\n## Later\n\nAll was quiet.\n"
    )
    assert kinds(document) == [
        ("paragraph", BODY),
        ("heading", "What Came Next"),
        ("paragraph", BODY),
        ("list", "One followed."),
        ("list", "Two followed."),
        ("quotation", "It is done."),
        ("table", "State | Year\nChad | 1960"),
        ("heading", "Later"),
        ("paragraph", "All was quiet."),
    ]


def test_hard_wrapped_lines_are_one_paragraph_and_broken_words_are_mended() -> None:
    document = read(
        "Russia recognised the new government on 3 July 2025, and an ambas-\n"
        "sador was received in Moscow soon after that, although counter-\n"
        "terrorism, which counter-terrorism officials had long discus-\n"
        "sed, stayed on the agenda of both.\n"
    )
    (block,) = document.blocks
    assert "an ambassador was" in document.text
    assert "although counter-terrorism, which" in document.text
    assert "discussed, stayed" in document.text
    assert block.kind == "paragraph"


def test_pages_are_counted_from_form_feeds() -> None:
    document = read(f"{BODY} The treaty was signed in the\f\nfollowing year.\n")
    assert document.blocks[0].page == 1
    assert passages(document)[-1][0] == "The treaty was signed in the following year."


@pytest.mark.parametrize(
    "closing",
    [
        "About the Author\n\nAnn Example is a fellow of the institute. She recognised Norway.",
        "Disclaimer: The views are those of the author. They recognised nobody.",
        "© Some Institute 2026",
        "The views expressed here are the author’s own.",
    ],
)
def test_closing_matter_is_kept_but_not_read(closing: str) -> None:
    document = read(f"{BODY}\n\n{closing}\n")
    assert closing.split("\n")[-1] in document.text
    assert [words for words, _ in passages(document)] == [BODY]


def test_links_and_stars_of_copied_markdown_are_read_through() -> None:
    document = read(
        f"{BODY} It cost US\\$ 30 million, a **great** sum.¹\n\n¹ [“One”](https://example.org/1), *Reuters*, 2001.\n"
    )
    assert "US$ 30 million, a great sum." in document.text
    (note,) = document.notes
    assert document.text[note.start : note.end] == "“One”, Reuters, 2001."
    assert (note.sources[0].publisher, note.sources[0].address) == ("Reuters", "https://example.org/1")
