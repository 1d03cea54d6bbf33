"""The reader that ships: plain English for every kind, what only looks like an act, and what must hold of any text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import codebook
from detente.errors import ReaderError
from detente.model import MODALITIES, Claim
from detente.reading.encoder import Network, network
from detente.reading.learned import LearnedReader
from documents_of import document
from plain_english import LOOKS_LIKE, TOLD

EXAMPLE = Path(__file__).parents[2] / "examples" / "russia-taliban.md"


@cache
def learned() -> LearnedReader:
    return LearnedReader()


@cache
def read(text: str) -> tuple[Claim, ...]:
    return tuple(learned().read(document(text)))


def test_plain_english_tells_the_kind_nearly_always() -> None:
    unsure = LearnedReader(network(), least=UNSURE)
    missed = [(kind, text) for kind, text in TOLD if kind not in {claim.kind for claim in unsure.read(document(text))}]
    assert len(missed) <= ALLOWED_MISSED, missed


def test_what_only_looks_like_an_act_seldom_tells_one_of_the_kind() -> None:
    wrong = [(kind, text) for kind, text in LOOKS_LIKE if kind in {claim.kind for claim in read(text)}]
    assert len(wrong) <= ALLOWED_WRONG, wrong


UNSURE = 0.25  # a bare sentence says little: what is read of it is less sure than what a text around it bears out
ALLOWED_MISSED, ALLOWED_WRONG = 15, 2  # of 86 and of 20

ROLES = [
    ("Ghana recognised Togo in May 1968.", "recognise", ("GHA",), ("TGO",), "1968-05"),
    ("In May 1968 Togo was recognised by Ghana.", "recognise", ("GHA",), ("TGO",), "1968-05"),
    ("On 4 March 2011 Peru severed diplomatic relations with Libya.", "sever-relations", ("PER",), ("LBY",), "2011-03-04"),
    ("Iraq invaded Kuwait in August 1990.", "invade", ("IRQ",), ("KWT",), "1990-08"),
    ("Kuwait was invaded by Iraq in August 1990.", "invade", ("IRQ",), ("KWT",), "1990-08"),
    ("The Ambassador of Chile presented his credentials to the King of Norway on 3 May 1961.", "accept-credentials", ("NOR",),
     ("CHL",), "1961-05-03"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "who", "whom", "date"), ROLES, ids=[text for text, *_ in ROLES])
def test_roles_and_dates_follow_the_sentence(
    text: str, kind: str, who: tuple[str, ...], whom: tuple[str, ...], date: str
) -> None:
    assert (kind, who, whom, date) in [(c.kind, c.initiators, c.targets, c.date) for c in read(text)]


def test_every_claim_quotes_its_document_and_keeps_to_the_codebook() -> None:
    from detente.documents.load import read_document

    example = read_document(EXAMPLE)
    claims = learned().read(example)
    assert len(claims) > 20
    assert len({claim.id for claim in claims}) == len(claims)
    for claim in claims:
        assert example.text[claim.start : claim.end] == claim.quote
        assert claim.kind in codebook.load().kinds
        assert claim.modality in MODALITIES
        assert 0.0 < claim.confidence <= 1.0
        assert claim.initiators or claim.targets
        assert claim.evidence


def test_reading_again_reads_the_same() -> None:
    text = "Ghana recognised Togo in May 1968 and opened an embassy in Lomé."
    assert learned().read(document(text)) == LearnedReader(Network()).read(document(text))


def test_surer_claims_are_among_the_less_sure() -> None:
    text = document("Ghana recognised Togo in 1968, warned Benin and may one day join the bloc that Mali founded.")
    made = network()
    every, sure = (LearnedReader(made, least=least).read(text) for least in (0.0, 0.5))
    assert {claim.id for claim in sure} <= {claim.id for claim in every}
    assert all(claim.confidence >= 0.5 for claim in sure)


strange = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=300)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(strange, st.sampled_from(["Togo recognised Benin in 1968.", "It left."])), max_size=4))
def test_any_text_is_read_without_harm(paragraphs: list[str]) -> None:
    made = document(*[text for text in paragraphs if text.strip()], "Nothing.")
    for claim in learned().read(made):
        assert made.text[claim.start : claim.end] == claim.quote


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="weights"):
        Network(tmp_path)
