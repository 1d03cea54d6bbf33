"""From drafts to documents: sound offsets, whole sentences, tied notes."""

# ruff: noqa: E501 - a case a line, however long

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import limits
from detente.documents.build import assemble, table_runs
from detente.documents.draft import Draft, DraftBlock, DraftNote, Ref
from detente.errors import DetenteError, EmptyDocument, TooLarge
from detente.model import BlockKind, Document

DIGEST = "0123456789abcdef" * 4


def built(*runs: str | Ref, notes: tuple[str, ...] = (), kind: BlockKind = "paragraph") -> Document:
    draft = Draft([DraftBlock(kind, list(runs))], [DraftNote(str(i), text) for i, text in enumerate(notes, 1)])
    return assemble(draft, file="a.txt", digest=DIGEST)


def said(document: Document) -> list[tuple[str, tuple[int, ...]]]:
    return [(document.text[p.start : p.end], p.notes) for p in document.passages]


def test_the_id_is_that_of_the_bytes() -> None:
    assert built("A.").id == "d-0123456789abcdef"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (("One.", Ref("1"), " Two."), [("One.", (1,)), ("Two.", ())]),
        (("One. ", Ref("1"), " Two."), [("One.", (1,)), ("Two.", ())]),
        (("“One.”", Ref("1"), " Two."), [("“One.”", (1,)), ("Two.", ())]),
        (("“One", Ref("1"), ".” Two."), [("“One.”", (1,)), ("Two.", ())]),
        (("One", Ref("1"), ". Two."), [("One.", (1,)), ("Two.", ())]),
        (("One ", Ref("1"), " more. Two."), [("One more.", (1,)), ("Two.", ())]),
        (("One ", Ref("1"), ", more."), [("One, more.", (1,))]),
        (("One. Two.", Ref("1")), [("One.", ()), ("Two.", (1,))]),
        (("One.", Ref("2"), Ref("1"), " Two."), [("One.", (2, 1)), ("Two.", ())]),
        (("One", Ref("1"), " and", Ref("1"), " two."), [("One and two.", (1,))]),
        ((Ref("1"), "One. Two."), [("One.", (1,)), ("Two.", ())]),
    ],
)
def test_a_mark_belongs_to_the_sentence_it_stands_in_or_right_after(
    runs: tuple[str | Ref, ...], expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert said(built(*runs, notes=("A.", "B."))) == expected


@pytest.mark.parametrize(
    ("first", "second", "joins"),
    [
        ("It was ruled by", "former kings.", True),
        ("It was ruled by the king", "and his sons.", True),
        ("The treaty that both governments had signed in Washington after years of", "Soviet pressure lapsed.", True),
        ("It was ruled by kings.", "former kings left.", False),
        ("It was ruled by kings:", "one and two.", False),
        ("Summary", "Former kings left.", False),
        ("The embassy was opened by coop-", "eration.", True),
    ],
)
def test_a_sentence_that_a_page_cuts_in_two_is_joined(first: str, second: str, joins: bool) -> None:
    draft = Draft([DraftBlock("paragraph", [first]), DraftBlock("paragraph", [second])])
    assert len(assemble(draft, file="a", digest=DIGEST).blocks) == (1 if joins else 2)


def test_a_paragraph_goes_on_with_a_name_on_the_next_page_only() -> None:
    first, second = "After long talks in many cities the envoys of both sides met in", "Moscow, and then they left"
    whole = first.replace(" in many", "") + " the city of their kings and of President"
    for pages, blocks in (((1, 2), 1), ((1, 1), 2), ((None, None), 2)):
        drafted = [DraftBlock("paragraph", [words], page=p) for words, p in zip((whole, second), pages, strict=True)]
        assert len(assemble(Draft(drafted), file="a", digest=DIGEST).blocks) == blocks


def test_headings_and_list_items_do_not_join() -> None:
    draft = Draft([DraftBlock("heading", ["The road to"]), DraftBlock("paragraph", ["peace was long."])])
    assert len(assemble(draft, file="a", digest=DIGEST).blocks) == 2


def test_white_space_is_plain_and_letters_stay() -> None:
    text = "The\u00a0U.S.\u2009envoy\u00adship –\u202f“naïve”\n\tand\u200b café."
    assert built(text).text == "The U.S. envoyship – “naïve” and café."


def test_notes_come_last_with_their_numbers() -> None:
    document = built("One.", Ref("1"), notes=("“A”, *Reuters*, 2001.", "B."))
    assert document.text == "One.\n\n“A”, Reuters, 2001.\n\nB."
    assert [(n.number, document.text[n.start : n.end]) for n in document.notes] == [
        (1, "“A”, Reuters, 2001."),
        (2, "B."),
    ]
    assert [block.kind for block in document.blocks] == ["paragraph", "note", "note"]


def test_labels_that_are_no_numbers_are_counted_on() -> None:
    draft = Draft([DraftBlock("paragraph", ["One.", Ref("*")])], [DraftNote("1", "A."), DraftNote("*", "B.")])
    assert [note.number for note in assemble(draft, file="a", digest=DIGEST).notes] == [1, 2]


def test_labels_that_begin_again_on_each_page_tie_by_page() -> None:
    blocks = [DraftBlock("paragraph", [f"Page {p} is here.", Ref("1")], page=p) for p in (1, 2, 3)]
    notes = [DraftNote("1", f"Note of {p}.", page=p) for p in (1, 2, 3)]
    document = assemble(Draft(blocks, notes), file="a", digest=DIGEST)
    assert [p.notes for p in document.passages] == [(1,), (2,), (3,)]


def test_a_mark_on_the_second_page_of_a_joined_paragraph_ties_to_that_page() -> None:
    blocks = [DraftBlock("paragraph", ["It began", Ref("1"), " with the"], page=1),
              DraftBlock("paragraph", ["second king.", Ref("1")], page=2)]  # fmt: skip
    notes = [DraftNote("1", "Of 1.", page=1), DraftNote("1", "Of 2.", page=2)]
    assert said(assemble(Draft(blocks, notes), file="a", digest=DIGEST)) == [("It began with the second king.", (1, 2))]


def test_rows_of_a_table_are_passages() -> None:
    document = built(*table_runs([[["State"], ["Year"]], [["Chad"], ["1960", Ref("1")]]]), notes=("A.",), kind="table")
    assert said(document) == [("State | Year", ()), ("Chad | 1960", (1,))]


def test_nothing_at_all_is_an_empty_document() -> None:
    with pytest.raises(EmptyDocument):
        assemble(Draft([DraftBlock("paragraph", [" \u00a0 "])]), file="a", digest=DIGEST)


def test_too_much_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT", 10)
    with pytest.raises(TooLarge, match="characters"):
        built("More than ten characters.")


RUNS = st.lists(st.one_of(st.text(alphabet=st.sampled_from("aB .,-\n\u00a0\u00ad”?1\ue000"), max_size=20), st.sampled_from([Ref("1"), Ref("2"), Ref("*")])), max_size=8)  # fmt: skip
KINDS = st.sampled_from(["heading", "paragraph", "list", "quotation", "table"])
BLOCKS = st.lists(st.builds(DraftBlock, KINDS, RUNS, st.integers(0, 3), st.sampled_from([None, 1, 2])), max_size=6)
NOTES = st.lists(st.builds(DraftNote, st.sampled_from(["1", "2", "*", "x"]), st.text(max_size=20), st.just([]), st.sampled_from([None, 1, 2])), max_size=5)  # fmt: skip


@settings(deadline=None)
@given(BLOCKS, NOTES)
def test_offsets_are_always_sound(blocks: list[DraftBlock], notes: list[DraftNote]) -> None:
    try:
        document = assemble(Draft(blocks, notes), file="a", digest=DIGEST)
    except DetenteError:
        return
    size = len(document.text)
    spans = [(block.start, block.end) for block in document.blocks]
    assert all(0 <= start < end <= size for start, end in spans)
    assert all(first[1] + 2 == second[0] for first, second in pairwise(spans))
    for passage in document.passages:
        start, end = spans[passage.block]
        assert start <= passage.start < passage.end <= end
        words = document.text[passage.start : passage.end]
        assert words == words.strip()
    assert all(0 <= mark.offset <= size for mark in document.marks)
    assert len({note.number for note in document.notes}) == len(notes)
    assert "\ue000" not in document.text
