"""Markdown: footnotes, front matter, and what must not hang or be lost."""

# ruff: noqa: E501 - a case a line, however long

from __future__ import annotations

import time

import pytest

from detente.documents.load import document_of
from detente.errors import TooLarge
from detente.model import Document

BODY = "Russia recognised the new government on 3 July 2025."


def read(text: str) -> Document:
    return document_of(text.encode(), file="paper.md")


def passages(document: Document) -> list[tuple[str, tuple[int, ...]]]:
    return [(document.text[p.start : p.end], p.notes) for p in document.passages]


NOTES = {
    "footnotes": "It came[^1] late. Nobody objected.[^b]\n\n[^1]: “One”, *Reuters*, 3 May 2020.\n\n[^b]: “Two”, *TASS*, 4 May 2020.",
    "footnotes far from their order": "[^b]: “Two”, *TASS*, 4 May 2020.\n\nIt came[^1] late. Nobody objected.[^b]\n\n[^1]: “One”, *Reuters*, 3 May 2020.",
    "inline notes": "It came^[“One”, *Reuters*, 3 May 2020.] late. Nobody objected.^[“Two”, *TASS*, 4 May 2020.]",
    "superscripts": "It came¹ late. Nobody objected.²\n\n¹ “One”, *Reuters*, 3 May 2020.\n\n² “Two”, *TASS*, 4 May 2020.",
    "raised digits": "It came<sup>1</sup> late. Nobody objected.<sup>2</sup>\n\n## Notes\n\n1. “One”, *Reuters*, 3 May 2020.\n2. “Two”, *TASS*, 4 May 2020.",
    "brackets": "It came [1] late. Nobody objected.[2]\n\n## References\n\n[1] “One”, *Reuters*, 3 May 2020.\n\n[2] “Two”, *TASS*, 4 May 2020.",
    "a list under a rule": "It came¹ late. Nobody objected.²\n\n---\n\n1. “One”, *Reuters*, 3 May 2020.\n2. “Two”, *TASS*, 4 May 2020.",
}


@pytest.mark.parametrize("style", NOTES)
def test_notes_are_found_and_tied_in_every_style(style: str) -> None:
    document = read(f"{BODY}\n\n{NOTES[style]}\n")
    title_of = {note.number: note.sources[0].title for note in document.notes}
    publisher_of = {note.sources[0].title: note.sources[0].publisher for note in document.notes}
    assert [(words, [title_of[n] for n in cited]) for words, cited in passages(document)] == [
        (BODY, []),
        ("It came late.", ["One"]),
        ("Nobody objected.", ["Two"]),
    ]
    assert publisher_of == {"One": "Reuters", "Two": "TASS"}
    assert document.warnings == ()


FRONT = [
    "---\ntitle: How It Began\nauthor: Ann Example\ndate: 2026-01-29\n---",
    "---\ntitle: \"How It Began\"\nauthors:\n  - Ann Example\ndate: 29 January 2026\n---",
    "---\ntitle: 'How It Began'\nauthor: [Ann Example]\ndate: 2026-01-29T10:00:00Z\n---",
    "+++\ntitle = \"How It Began\"\nauthor = \"Ann Example\"\ndate = 2026-01-29\n+++",
    "# How It Began\n\nBy Ann Example\n\n29 January 2026",
]  # fmt: skip


@pytest.mark.parametrize("front", FRONT)
def test_the_top_tells_title_author_and_date(front: str) -> None:
    document = read(f"{front}\n\n{BODY}\n")
    assert (document.title, document.author, document.date) == ("How It Began", "Ann Example", "2026-01-29")
    assert passages(document)[-1] == (BODY, ())


def test_publisher_address_and_language_come_from_the_front_matter() -> None:
    document = read(f"---\nsource: Example Institute\nurl: https://example.org/p\nlang: de-AT\n---\n{BODY}\n")
    assert (document.publisher, document.address, document.language) == (
        "Example Institute",
        "https://example.org/p",
        "de",
    )


def test_a_rule_on_top_is_no_front_matter() -> None:
    assert BODY in read(f"---\n\n{BODY}\n\n---\n\nMore of it.\n").text


def test_blocks_keep_their_kind_and_depth() -> None:
    document = read("# A\n\n## B\n\n- one\n  - two\n\n> said\n\nx | y\n--- | ---\n1 | 2\n\n1. first\n2. second\n")
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("list", 1),
        ("list", 2),
        ("quotation", 0),
        ("table", 0),
        ("list", 1),
        ("list", 1),
    ]


def test_raw_html_gives_its_words_and_nothing_else() -> None:
    document = read(
        f'{BODY}\n\n<div onclick="x()"><p>More was <b>said</b>.</p><script>alert(1)</script></div>\n\nIt <i>is</i> so.\n'
    )
    assert document.text == f"{BODY}\n\nMore was said.\n\nIt is so."


def test_a_mark_without_a_note_and_a_note_without_a_mark_are_told_of() -> None:
    document = read("It came.[^7] It went.[^1]\n\n[^1]: One.\n\n[^2]: Two.\n")
    assert ["there is no note 7" in warning for warning in document.warnings] == [True, False]
    assert "note 2" in document.warnings[1]


@pytest.mark.parametrize(
    "text",
    [
        ">" * 5000 + " deep",
        "> " * 3000 + "deep",
        "[" * 50_000 + "x",
        "".join("  " * i + "- a\n" for i in range(500)),
        "<div>" * 5000 + "x",
    ],
)
def test_bombs_of_nesting_are_refused(text: str) -> None:
    with pytest.raises(TooLarge, match="nested"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "_a_" * 20_000,
        "![" * 20_000,
        "*a " * 30_000,
        "^[" * 3000,
        "[a](" * 20_000,
        "`" * 50_000 + " a",
        "[^1]" * 5000 + "\n\n[^1]: x",
    ],
)
def test_no_delimiters_make_it_slow(text: str) -> None:
    start = time.process_time()
    assert read(f"Some words.\n\n{text}\n").text
    assert time.process_time() - start < 10
