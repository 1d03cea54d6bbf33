"""What the pair head learns from: pairs out of annotated passages, sentences marked by hand, and pairs exchanged."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from training.pairs import Pair, marked, pairs, root_of
from training.passages import load, parse
from training.rewording import reworded

from detente.codebook.terms import ROOTS
from detente.coding.marks import unmarked
from detente.model import MODALITIES

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
PLV = ROOT.parent / "shared" / "plover" / "plv_train.tsv"


@pytest.mark.parametrize(
    ("kind", "own", "modality", "root"),
    [
        ("attack", None, "happened", "ASSAULT"),
        ("attack", None, "planned", "THREATEN"),
        ("attack", None, "denied", "ASSAULT"),
        ("give-aid", None, "planned", "AGREE"),
        ("other", "PROTEST", "planned", "THREATEN"),
        ("other", "REJECT", "planned", "REJECT"),
        ("demand", None, "planned", "REQUEST"),
        ("issue-statement", None, "happened", None),
        ("other", None, "happened", None),
    ],
)
def test_the_root_of_a_claim(kind: str, own: str | None, modality: str, root: str | None) -> None:
    assert root_of(kind, own, modality) == root


TEXT = """== 2024-03-05 | news | sahel-2023
The day was hot. Niger told French troops to leave, and Paris complied. Mali and Niger met Togo and Benin in Lomé.
- told | demand | NER = Niger | FRA = French troops |  | happened
- complied | other/YIELD | FRA = Paris | NER |  | happened
- met | hold-talks | MLI = Mali; NER = Niger#2 | TGO = Togo; BEN = Benin |  | happened
- Niger met | hold-talks | MLI = Mali; NER = Niger#2 |  |  | planned
"""


def test_a_claim_is_a_sentence_about_each_of_its_pairs() -> None:
    found = list(pairs(parse(TEXT)))
    told = [
        (p.root, *(p.marked.words(side) if getattr(p.marked, side) else "" for side in ("initiator", "target")))
        for p in found
    ]
    assert told[0] == ("REQUEST", "Niger", "French troops")
    assert told[1] == ("YIELD", "Paris", "")
    assert set(told[2:6]) == {("CONSULT", a, b) for a in ("Mali", "Niger") for b in ("Togo", "Benin")}
    assert set(told[6:]) == {("AGREE", "Mali", "Niger"), ("AGREE", "Niger", "Mali")}
    assert found[0].marked.text == "Niger told French troops to leave, and Paris complied."


def test_the_sentences_written_for_their_pair_cover_every_root_and_modality() -> None:
    found = list(marked(CORPUS / "pairs.tsv"))
    assert {pair.root for pair in found} == set(ROOTS)
    assert {pair.modality for pair in found} == set(MODALITIES)
    assert len({pair.marked for pair in found}) == len(found)


def test_a_root_that_nobody_knows_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("root\tmodality\tsentence\nHUG\thappened\t<s>A</s> hugged <t>B</t>.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"row 1: 'HUG'"):
        list(marked(path))


def test_exchanged_pairs_keep_their_sentence_and_stand_where_they_say() -> None:
    sentence = "<s>The Peruvian navy</s> seized <t>a Chilean trawler</t> off Ilo."
    pair = Pair(unmarked(sentence), "COERCE", "happened", "one")
    other = Pair(unmarked("In Oslo, <t>miners</t> were praised by <s>The Times</s>."), "SUPPORT", "happened", "two")
    for made in reworded([pair, other], times=20):
        words = [made.marked.words(side) for side in ("initiator", "target")]
        assert all(word and word[0] != " " for word in words)
        rest = made.marked.text
        for word in sorted(words, key=len, reverse=True):
            rest = rest.replace(word, "…", 1)
        assert rest in ("… seized … off Ilo.", "In Oslo, … were praised by ….")


def _sixes(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"</?[st]>", "", text).lower())
    return {tuple(words[i : i + 6]) for i in range(len(words) - 5)}


@pytest.mark.skipif(not PLV.is_file(), reason="needs the PLV sentences beside the project")
def test_no_sentence_of_ours_repeats_six_words_of_the_sentences_it_is_measured_on() -> None:
    theirs = set[tuple[str, ...]]()
    with PLV.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            theirs |= _sixes(row["sentence"])
    ours = [pair.marked.text for pair in marked(CORPUS / "pairs.tsv")]
    ours += [passage.text for passage in load((CORPUS / "written").glob("p-*.txt"))]
    assert [text for text in ours if _sixes(text) & theirs] == []
