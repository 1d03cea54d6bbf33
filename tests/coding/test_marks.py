"""Marks taken out of a sentence, and names sought in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.marks import CannotCode, Marked, found, unmarked


@pytest.mark.parametrize(
    ("sentence", "text", "initiator", "target"),
    [
        ("<s>Peru</s> met <t>Chile</t>.", "Peru met Chile.", ["Peru"], ["Chile"]),
        ("<t>Chile</t> was met by <s> Peru </s>.", "Chile was met by  Peru .", ["Peru"], ["Chile"]),
        ("<s>Peru</s> left; <s>it</s> blamed <t>Chile</t>.", "Peru left; it blamed Chile.", ["Peru", "it"], ["Chile"]),
        ("<s><t>Iraqi</t> rebels</s> gave up.", "Iraqi rebels gave up.", ["Iraqi rebels"], ["Iraqi"]),
        ("<s>Miners</s> went on strike.", "Miners went on strike.", ["Miners"], []),
        ("A bomb hit <t>the mosque</t> where 1 < 2.", "A bomb hit the mosque where 1 < 2.", [], ["the mosque"]),
        ("<s>Peru</s> met <t></t><t>Chile</t>.", "Peru met Chile.", ["Peru"], ["Chile"]),
    ],
)
def test_marks_are_taken_out_and_their_places_kept(
    sentence: str, text: str, initiator: list[str], target: list[str]
) -> None:
    marked = unmarked(sentence)
    assert marked.text == text
    assert [text[a:b] for a, b in marked.initiator] == initiator
    assert [text[a:b] for a, b in marked.target] == target


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Peru met Chile.", "neither"),
        ("<s>Peru met <t>Chile</t>.", "'<s>' is never closed"),
        ("<s>Peru</t> met Chile.", "'</t>' closes"),
        ("Peru</s> met Chile.", "'</s>' closes"),
        ("<s>Peru <t>and</s> Chile</t>.", "'</s>' closes"),
        ("<s> </s> met.", "neither"),
        ("", "neither"),
    ],
)
def test_marks_out_of_order_are_told(sentence: str, why: str) -> None:
    with pytest.raises(CannotCode, match=why):
        unmarked(sentence)


@pytest.mark.parametrize(
    ("initiator", "target", "mine", "theirs"),
    [
        ("Iran", "Iraq", [(0, 4)], [(12, 16)]),
        ("iran", "IRAQ", [(0, 4)], [(12, 16)]),
        ("Iran", "Iraqi shrines", [(0, 4)], None),
        ("Iran", "", [(0, 4)], []),
        ("Iran", "Iran's envoy", [(0, 4)], None),
        ("Iran", "Iran", None, None),
    ],
)
def test_names_are_found_in_the_sentence(
    initiator: str, target: str, mine: list[tuple[int, int]] | None, theirs: list[tuple[int, int]] | None
) -> None:
    sentence = "Iran warned Iraq about its shrines."
    if mine is None or theirs is None:
        with pytest.raises(CannotCode):
            found(sentence, initiator, target)
    else:
        assert found(sentence, initiator, target) == Marked(sentence, tuple(mine), tuple(theirs))


def test_a_name_within_the_others_name_is_not_taken_for_it() -> None:
    marked = found("South Sudan accused Sudan.", "South Sudan", "Sudan")
    assert (marked.initiator, marked.target) == (((0, 11),), ((20, 25),))


WORDS = st.text(st.characters(exclude_characters="<>", exclude_categories=("Cs", "Cc")), max_size=20)


@given(WORDS, WORDS.filter(str.strip), WORDS, WORDS.filter(str.strip), WORDS)
def test_whatever_is_marked_comes_back_with_its_place(before: str, s: str, between: str, t: str, after: str) -> None:
    marked = unmarked(f"{before}<s>{s}</s>{between}<t>{t}</t>{after}")
    assert marked.text == before + s + between + t + after
    assert (marked.words("initiator"), marked.words("target")) == (s.strip(), t.strip())
