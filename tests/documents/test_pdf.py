"""PDF: what can be made out from where words stand on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import pdf
from detente.documents.draft import Draft
from detente.documents.load import document_of
from documents.make_pdf import BOLD, ITALIC, Press, Set

FIRST = (
    "On 7 June 1905 the Storting in Kristiania declared the union with Sweden dissolved, and asked the powers for "
    "recognition of the new state; most of them waited for Stockholm to agree before they gave an answer of any kind."
)
SECOND = (
    "Talks at Karlstad lasted until the end of September, when both sides accepted a neutral zone along the border, in "
    "which all fortresses were to be razed under the eyes of foreign officers who had been chosen by both of them."
)
THIRD = (
    "Russia recognised Norway on 29 October 1905, before any other power did so; Great Britain followed on 6 November, "
    "and Denmark, Germany and the United States before the month was out, each by a note of its foreign minister."
)


def shown(drafted: Draft) -> list[str]:
    """Each block as kind, level and words, marks in braces."""
    found = []
    for block in drafted.blocks:
        words = "".join(run if isinstance(run, str) else f"{{{run.label}}}" for run in block.runs)
        lines = " / ".join(" ".join(line.split()) for line in words.split("\n")) if block.kind == "table" else words
        found.append(f"{block.kind}{block.level or ''}: {' '.join(lines.split())}")
    return found


def noted(drafted: Draft) -> list[tuple[str, str, int | None]]:
    return [(note.label, " ".join(note.text.split()), note.page) for note in drafted.notes]


def one_page(*blocks: Set, notes: Sequence[str] = ()) -> Draft:
    press = Press()
    press.page(blocks, notes=notes)
    return pdf.read(press.done(), file="a.pdf")


def body(*words: str) -> list[Set]:
    return [Set(paragraph) for paragraph in words]


HEAD = Set("How They Were Recognised", size=16, font=BOLD)

PAGES = {
    "paragraphs with white between them": (body(FIRST, SECOND), [f"paragraph: {FIRST}", f"paragraph: {SECOND}"]),
    "paragraphs with no white, first lines indented": (
        [Set(FIRST, after=0, first=18), Set(SECOND, after=0, first=18), Set(THIRD, first=18)],
        [f"paragraph: {FIRST}", f"paragraph: {SECOND}", f"paragraph: {THIRD}"],
    ),
    "paragraphs with neither, by the room that was left": (
        [Set(FIRST, after=0), Set(SECOND, after=0)],
        [f"paragraph: {FIRST}", f"paragraph: {SECOND}"],
    ),
    "headings by size and weight": (
        [HEAD, Set(FIRST), Set("The Talks", font=BOLD), Set(SECOND), Set("The Answer", font=BOLD), Set(THIRD)],
        [
            f"heading1: {HEAD.words}",
            f"paragraph: {FIRST}",
            "heading2: The Talks",
            f"paragraph: {SECOND}",
            "heading2: The Answer",
            f"paragraph: {THIRD}",
        ],
    ),
    "a heading in capitals": ([Set("THE TALKS"), Set(FIRST)], ["heading1: THE TALKS", f"paragraph: {FIRST}"]),
    "a heading in italics": (
        [Set(FIRST, after=14), Set("*The talks at Karlstad*"), Set(SECOND)],
        [f"paragraph: {FIRST}", "heading1: The talks at Karlstad", f"paragraph: {SECOND}"],
    ),
    "a heading of two lines": (
        [Set(f"{HEAD.words} by the Great Powers after the Union with Sweden", size=16, font=BOLD), Set(FIRST)],
        [f"heading1: {HEAD.words} by the Great Powers after the Union with Sweden", f"paragraph: {FIRST}"],
    ),
    "a bold word in a paragraph": (
        [Set(f"*Karlstad:* {SECOND}"), Set(THIRD)],
        [f"paragraph: Karlstad: {SECOND}", f"paragraph: {THIRD}"],
    ),
    "items with bullets": (
        [Set(FIRST), Set(SECOND, indent=28, bullet="•", after=0), Set("Oslo", indent=28, bullet="•"), Set(THIRD)],
        [f"paragraph: {FIRST}", f"list1: {SECOND}", "list1: Oslo", f"paragraph: {THIRD}"],
    ),
    "items with numbers": (
        [
            Set(SECOND, indent=28, bullet="1.", after=0),
            Set(THIRD, indent=28, bullet="2.", after=0),
            Set("Oslo", indent=28, bullet="3."),
        ],
        [f"list1: {SECOND}", f"list1: {THIRD}", "list1: Oslo"],
    ),
    "items in items": (
        [
            Set("Envoys", indent=28, bullet="•"),
            Set("Oslo", indent=56, bullet="–"),
            Set("Consuls", indent=28, bullet="•"),
            Set(FIRST),
        ],
        ["list1: Envoys", "list2: Oslo", "list1: Consuls", f"paragraph: {FIRST}"],
    ),
    "a quotation, indented from both sides": (
        [Set(FIRST), Set(SECOND, indent=36, inset=36), Set(THIRD)],
        [f"paragraph: {FIRST}", f"quotation: {SECOND}", f"paragraph: {THIRD}"],
    ),
    "a table": (
        [
            Set(FIRST),
            Set("", cells=[["State", "Day", "Envoy"], ["Russia", "29 October", "A"], ["Denmark", "6 November", "B"]]),
        ],
        [f"paragraph: {FIRST}", "table: State | Day | Envoy / Russia | 29 October | A / Denmark | 6 November | B"],
    ),
    "a table of contents": (
        [
            HEAD,
            Set("1 The Talks . . . . . . . . . . . . . . . . . . 3"),
            Set("2 The Answer .................... 12"),
            Set(FIRST),
        ],
        [f"heading1: {HEAD.words}", f"paragraph: {FIRST}"],
    ),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_page_of(case: str) -> None:
    blocks, expected = PAGES[case]
    assert shown(one_page(*blocks)) == expected


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        ("the recog-nition of both", "recognition"),
        ("the Anglo-Norwegian treaty", "Anglo-Norwegian"),
        ("a self-governing part", "self-governing"),
        ("they pre-sented notes", "presented"),
        ("they then re-asked the powers", "re-asked"),
        ("one Mc-Sweeney", "McSweeney"),
        ("a so-called two-state union", "two-state"),
        ("the war of 1905–1907 began", "1905–1907"),
        ("the U.S.-Norwegian treaty", "U.S.-Norwegian"),
    ],
)
def test_a_word_that_a_lines_end_breaks_is_mended(words: str, mended: str) -> None:
    before, hyphen, after = re.split(r"([-–])(?!called)", words)
    filler = "Both of the two governments agreed at long last upon a form of words for "
    press = Press()
    press.page([Set(filler + before + hyphen, after=-2), Set(f"{after} {FIRST}", inset=150)])
    assert f" {mended} " in document_of(press.done(), file="a.pdf").text.replace("\n", " ")


def test_footnotes_are_taken_from_the_foot_and_their_marks_found() -> None:
    drafted = one_page(
        Set(f"{FIRST}^1^ {SECOND}^2^"), notes=["^1^ The Times, *Oslo*, 8 June 1905.", "^2^ Ibid., p. 5."]
    )
    assert shown(drafted) == [f"paragraph: {FIRST}{{1}} {SECOND}{{2}}"]
    assert noted(drafted) == [("1", "The Times, *Oslo*, 8 June 1905.", 1), ("2", "Ibid., p. 5.", 1)]


@pytest.mark.parametrize("form", ["{} ", "{}. ", "[{}] "])
def test_footnotes_with_labels_that_are_not_raised_are_found(form: str) -> None:
    notes = [form.format(number) + words for number, words in enumerate(("The Times, 8 June 1905.", "Ibid., p. 5."), 1)]
    drafted = one_page(Set(f"{FIRST}^1^ {SECOND}^2^"), notes=notes)
    assert noted(drafted) == [("1", "The Times, 8 June 1905.", 1), ("2", "Ibid., p. 5.", 1)]


def test_a_line_of_a_note_that_begins_with_a_day_or_year_is_no_note() -> None:
    words = (
        "1 Report of the Norwegian delegates to the conference that met in the town of Karlstad from 31 August until "
    )
    drafted = one_page(Set(f"{FIRST}^1^"), notes=[words + "23 September 1905 and " + words[2:] + "1905."])
    assert [label for label, _, _ in noted(drafted)] == ["1"]


def test_a_footnote_that_goes_on_overleaf_is_one_note() -> None:
    press = Press()
    press.page(body(f"{FIRST}^1^"), notes=["^1^ The Times, 8 June 1905, which tells at length how the Storting in"])
    press.page(body(f"{SECOND}^2^"), notes=["Kristiania came to vote as it did.", "^2^ Ibid., p. 5."])
    drafted = pdf.read(press.done(), file="a.pdf")
    assert noted(drafted) == [
        (
            "1",
            "The Times, 8 June 1905, which tells at length how the Storting in Kristiania came to vote as it did.",
            1,
        ),
        ("2", "Ibid., p. 5.", 2),
    ]


def test_notes_that_count_anew_on_each_page_are_tied_to_their_own_marks() -> None:
    press = Press()
    press.page(body(f"{FIRST}^1^"), notes=["^1^ The Times, 8 June 1905."])
    press.page(body(f"{SECOND}^1^"), notes=["^1^ Aftenposten, 24 September 1905."])
    document = document_of(press.done(), file="a.pdf")
    cited = [document.note(number) for passage in document.passages for number in passage.notes]
    assert [document.text[note.start : note.end] for note in cited if note] == [
        "The Times, 8 June 1905.",
        "Aftenposten, 24 September 1905.",
    ]
    assert not [warning for warning in document.warnings if "note" in warning]


def test_notes_under_a_heading_at_the_end_are_notes() -> None:
    drafted = one_page(
        Set(f"{FIRST}^1^ {SECOND}^2^"),
        Set("Notes", font=BOLD, size=13),
        Set("1. The Times, 8 June 1905, p. 5.", after=0),
        Set("2. Aftenposten, 24 September 1905, p. 1."),
    )
    assert shown(drafted) == [f"paragraph: {FIRST}{{1}} {SECOND}{{2}}"]
    assert [note[:2] for note in noted(drafted)] == [
        ("1", "The Times, 8 June 1905, p. 5."),
        ("2", "Aftenposten, 24 September 1905, p. 1."),
    ]


def test_footnotes_in_the_size_of_the_body_are_found_by_their_raised_labels() -> None:
    press = Press()
    press.page(body(f"{FIRST}^1^ {SECOND}^2^"), notes=["^1^ The Times, 8 June 1905.", "^2^ Ibid., p. 5."], note_size=11)
    drafted = pdf.read(press.done(), file="a.pdf")
    assert shown(drafted) == [f"paragraph: {FIRST}{{1}} {SECOND}{{2}}"]
    assert noted(drafted) == [("1", "The Times, 8 June 1905.", 1), ("2", "Ibid., p. 5.", 1)]


def test_a_hyphen_is_kept_where_words_are_not_broken() -> None:
    press = Press()
    for words in ("Treaty", "Agreement", "Convention", "Protocol"):
        others = [Set(f"{words} {count}: {SECOND}", inset=150) for count in range(11)]
        line = f"{words} that both of the two governments agreed upon in a form of words of the mid-"
        cut = [Set(line, after=-2), Set(f"nineteenth century. {THIRD}", inset=150)]
        press.page(others if words == "Treaty" else [*others, *cut])
    assert "words of the mid-nineteenth century" in document_of(press.done(), file="a.pdf").text


def test_small_type_above_the_foot_is_no_note() -> None:
    drafted = one_page(Set(FIRST), Set("1 The frontier in 1905, after a map of the time", size=8), Set(SECOND))
    assert not drafted.notes


def test_an_exponent_is_no_mark() -> None:
    drafted = one_page(Set(f"An area of 12 km^2^ was left.^1^ {FIRST}"), notes=["^1^ The Times, 8 June 1905."])
    assert shown(drafted)[0].startswith("paragraph: An area of 12 km² was left.{1} On 7 June")


def test_an_address_that_a_line_cuts_is_whole() -> None:
    address = "https://www.example.org/archives/foreign-affairs/1905/october/the-recognition-of-norway-by-the-powers"
    press = Press()
    note = f"^1^ Ministry of Foreign Affairs of Norway, Documents on the Dissolution of the Union, 1906, {address[:60]}"
    press.page(body(f"{FIRST}^1^"), notes=[note, f"{address[60:]}."])
    drafted = pdf.read(press.done(), file="a.pdf")
    assert noted(drafted)[0][1].endswith(f"1906, {address}.")


def test_a_link_gives_its_words_an_address() -> None:
    press = Press()
    press.link("https://example.org/times", (84, 70, 140, 84))
    press.page(body(f"{FIRST}^1^"), notes=["^1^ The Times, 8 June 1905."])
    (note,) = pdf.read(press.done(), file="a.pdf").notes
    ((words, address),) = note.links
    assert address == "https://example.org/times"
    assert "Times" in words


def test_running_heads_and_page_numbers_are_left_out() -> None:
    press = Press()
    for words in (FIRST, SECOND, THIRD):
        press.page(body(words), head="Example Institute · Policy Brief", foot="Page #")
    assert shown(pdf.read(press.done(), file="a.pdf")) == [f"paragraph: {words}" for words in (FIRST, SECOND, THIRD)]


def test_heads_of_left_and_right_pages_are_left_out() -> None:
    pages = (FIRST, SECOND, THIRD, f"{SECOND} {FIRST}")
    press = Press()
    for number, words in enumerate(pages):
        press.page(body(words), head=("# Example Institute", "How Norway Was Recognised #")[number % 2])
    assert shown(pdf.read(press.done(), file="a.pdf")) == [f"paragraph: {words}" for words in pages]


def test_notes_alike_on_two_pages_are_not_taken_for_running_feet() -> None:
    press = Press()
    for number, words in enumerate((FIRST, SECOND, THIRD), 1):
        press.page(body(f"{words}^{number}^"), notes=[f"^{number}^ Ibid."], foot="#")
    assert [note[:2] for note in noted(pdf.read(press.done(), file="a.pdf"))] == [(str(n), "Ibid.") for n in (1, 2, 3)]


def test_a_sentence_that_a_page_cuts_is_whole() -> None:
    press = Press()
    press.page(body("Talks at Karlstad lasted until the end of September of that year, and it was there that both"))
    press.page(body(f"Norway and Sweden accepted a neutral zone. {THIRD}"))
    text = document_of(press.done(), file="a.pdf").text
    assert "it was there that both Norway and Sweden accepted a neutral zone." in text


def test_two_columns_are_read_one_after_the_other() -> None:
    press = Press(columns=2)
    press.page(body(FIRST, THIRD), body(SECOND, FIRST), wide=[Set(HEAD.words, size=16, font=BOLD)])
    assert shown(pdf.read(press.done(), file="a.pdf")) == [
        f"heading1: {HEAD.words}",
        *(f"paragraph: {words}" for words in (FIRST, THIRD, SECOND, FIRST)),
    ]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    words = f"{FIRST} {SECOND} {THIRD}".split()
    press = Press(columns=2)
    press.page([Set(" ".join(words[:60]))], [Set(" ".join(words[60:]))], wide=[HEAD])
    document = document_of(press.done(), file="a.pdf")
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "paragraph"] == [" ".join(words)]


def test_the_notes_of_a_column_are_found_at_its_foot() -> None:
    press = Press(columns=2)
    press.page(body(FIRST, THIRD), body(f"{THIRD}^1^"), notes=["^1^ The Times, 8 June 1905."])
    drafted = pdf.read(press.done(), file="a.pdf")
    assert noted(drafted) == [("1", "The Times, 8 June 1905.", 1)]
    assert shown(drafted)[-1] == f"paragraph: {THIRD}{{1}}"


def test_rotated_words_are_left_out() -> None:
    press = Press()
    press.canvas.saveState()
    press.canvas.rotate(90)
    press.canvas.drawString(200, -30, "DRAFT not for citation")
    press.canvas.restoreState()
    press.page(body(FIRST))
    assert shown(pdf.read(press.done(), file="a.pdf")) == [f"paragraph: {FIRST}"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_looked_at(turn: int) -> None:
    press = Press()
    press.canvas.setPageRotation(turn)
    press.canvas.saveState()
    press.canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
    press.canvas.rotate(turn)
    press.page(body(FIRST, SECOND), notes=[])
    assert shown(pdf.read(press.done(), file="a.pdf")) == [f"paragraph: {FIRST}", f"paragraph: {SECOND}"]


FRONTS = {
    "the largest heading and the lines under it": (
        {},
        [HEAD, Set("Ann Example", size=10), Set("17 May 2024", size=10, after=14), Set(FIRST)],
        (HEAD.words, "Ann Example", "2024-05-17"),
    ),
    "properties that the page bears out": (
        {"title": "Recognised at Last", "author": "Ann Example"},
        [Set("Recognised at Last", size=12, font=BOLD), Set(FIRST)],
        ("Recognised at Last", "Ann Example", "2000-01-01"),
    ),
    "properties left over from a program": (
        {"title": "Microsoft Word - final.docx", "author": "user1"},
        [HEAD, Set(FIRST)],
        (HEAD.words, None, "2000-01-01"),
    ),
    "a date beside the name of a series": (
        {},
        [Set("Policy Brief | May 2024", size=9), HEAD, Set(FIRST)],
        (HEAD.words, None, "2024-05"),
    ),
}


@pytest.mark.parametrize("case", FRONTS)
def test_title_author_and_date_come_from(case: str) -> None:
    info, blocks, expected = FRONTS[case]
    press = Press(**info)
    press.page(blocks)
    drafted = pdf.read(press.done(), file="a.pdf")
    assert (drafted.title, drafted.author, drafted.date) == expected
    assert bool(drafted.warnings) == (expected[2] == "2000-01-01")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD]), min_size=1, max_size=12), st.integers(1, 3), st.booleans())
def test_no_word_is_lost_or_read_twice(paragraphs: list[str], columns: int, italic: bool) -> None:
    press = Press(columns=columns)
    look = ITALIC if italic else "Times-Roman"
    press.page(*([Set(words, size=9, font=look) for words in paragraphs[at::columns]] for at in range(columns)))
    drafted = pdf.read(press.done(), file="a.pdf")
    assert sorted(" ".join(shown(drafted)).replace("paragraph:", "").split()) == sorted(" ".join(paragraphs).split())
