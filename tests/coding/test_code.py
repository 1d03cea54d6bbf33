"""The coder that ships: plain English for every root, sentences turned round, and what must hold of any text."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook.terms import ROOTS
from detente.coding.code import Code, Coder
from detente.coding.head import PairHead
from detente.coding.marks import Marked, unmarked
from detente.errors import ReaderError
from detente.model import MODALITIES
from detente.reading.encoder import WEIGHTS

TOLD = [
    ("AGREE", "<s>Latvia</s> has agreed to send a medical team to <t>Nepal</t>."),
    ("CONSULT", "<s>The Fijian prime minister</s> held talks with <t>the king of Tonga</t>."),
    ("SUPPORT", "<s>Mauritius</s> praised <t>Ghana</t> for its handling of the vote."),
    ("AID", "<s>Finland</s> gave <t>Zambia</t> twelve million euros for rural schools."),
    ("YIELD", "<s>Oman</s> released <t>a Dutch sailor</t> who had been held for a year."),
    ("ACCUSE", "<s>Peru</s> accused <t>Ecuador</t> of poisoning the river."),
    ("REQUEST", "<s>Botswana</s> called on <t>Zimbabwe</t> to reopen its schools."),
    ("REJECT", "<s>Iceland</s> rejected <t>Norway</t>'s offer of mediation."),
    ("THREATEN", "<s>Chad</s> threatened to bomb <t>the rebels</t> if they crossed the river."),
    ("PROTEST", "<s>Thousands of students</s> demonstrated against <t>the Chilean government</t>."),
    ("MOBILIZE", "<s>Armenia</s> put its army on alert along the border with <t>Azerbaijan</t>."),
    ("SANCTION", "<s>Sweden</s> suspended its development aid to <t>Uganda</t>."),
    ("COERCE", "<s>Police in Almaty</s> arrested <t>two bloggers</t> at the airport."),
    ("ASSAULT", "<s>Rebel gunners</s> shelled <t>the town of Goma</t>, killing four."),
]
MIRRORED = [
    ("ASSAULT", "<t>The convoy</t> was ambushed by <s>Tuareg gunmen</s> near Kidal."),
    ("COERCE", "<t>Two aid workers</t> were detained by <s>the Eritrean army</s>."),
    ("ACCUSE", "<t>Latvia</t> was denounced by <s>the government in Minsk</s>."),
    ("ASSAULT", "<t>Three Malian villages</t> were bombed by <s>Chadian aircraft</s>."),
    ("CONSULT", "<t>The Omani sultan</t> was visited by <s>the French president</s> in May."),
    ("SUPPORT", "<t>The reformers</t> were praised by <s>the Swedish parliament</s>."),
    ("AID", "<t>The islanders</t> were given food and tents by <s>the Indian navy</s>."),
    ("YIELD", "<t>A Spanish priest</t> was set free by <s>his captors</s> on Sunday."),
]


@cache
def coder() -> Coder:
    return Coder(threads=1)


def test_every_root_but_one_is_told_in_plain_words() -> None:
    assert {root for root, _ in TOLD} == set(ROOTS) - {"COOPERATE"}


@pytest.mark.parametrize(("told", "least"), [(TOLD, 13), (MIRRORED, 7)], ids=["plain", "mirrored"])
def test_plain_english_is_coded_whatever_the_order_of_the_pair(told: list[tuple[str, str]], least: int) -> None:
    codes = coder().code([unmarked(sentence) for _, sentence in told])
    wrong = [
        (root, code.root, sentence) for (root, sentence), code in zip(told, codes, strict=True) if code.root != root
    ]
    assert len(told) - len(wrong) >= least, wrong


def test_the_words_that_decided_stand_in_the_sentence() -> None:
    for _, sentence in TOLD + MIRRORED:
        (code,) = coder().code([unmarked(sentence)])
        assert code.words
        assert unmarked(sentence).text[code.start : code.end] == code.words
        assert code.quad == ROOTS[code.root]


def test_cooperation_that_is_denied_is_told_as_denied() -> None:
    (code,) = coder().code([unmarked("<s>Serbia</s> denied supplying shells to <t>Ukraine</t>.")])
    assert code.modality == "denied"


def test_codes_come_in_the_order_of_the_sentences_and_do_not_depend_on_their_company() -> None:
    sentences = [unmarked(sentence) for _, sentence in TOLD]
    together = coder().code(sentences)
    backwards = coder().code(sentences[::-1])[::-1]
    assert [code.root for code in together] == [code.root for code in backwards]
    assert [code.words for code in together] == [code.words for code in backwards]


def test_nothing_to_code_is_no_error() -> None:
    assert coder().code([]) == []


def test_a_very_long_sentence_is_coded_by_its_beginning() -> None:
    long = "<s>Peru</s> accused <t>Chile</t> of theft, " + "and the weather was fine, " * 2_000
    assert coder().code([unmarked(long)])[0].root == "ACCUSE"


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_any_text_has_a_code_with_words_of_its_own(text: str, start: int, long: int) -> None:
    text = text or "?"
    start = min(start, len(text) - 1)
    marked = Marked(text, ((start, min(len(text), start + long)),), ())
    code: Code = coder().code([marked])[0]
    assert code.root in ROOTS
    assert code.modality in MODALITIES
    assert 0 <= code.confidence <= 1
    assert text[code.start : code.end] == code.words


def test_weights_for_another_encoder_are_refused(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    meta = json.loads((tmp_path / "pair.json").read_text(encoding="utf-8"))
    (tmp_path / "pair.json").write_text(json.dumps(meta | {"encoder": "0" * 16}), encoding="utf-8")
    with pytest.raises(ReaderError, match="another encoder"):
        PairHead(tmp_path)


def test_weights_that_are_absent_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="not in"):
        PairHead(tmp_path)
