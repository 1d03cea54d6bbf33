import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import codebook
from detente.codebook import Codebook
from detente.codebook.terms import ROOTS
from detente.errors import KindError

PUBLISHED = [
    # a CAMEO code, its root in PLOVER (draft 0.8 of 2021, CONCEDE and RETREAT folded into YIELD), its published weight
    ("0331", "AGREE", 5.2),
    ("040", "CONSULT", 1.0),
    ("054", "SUPPORT", 6.0),
    ("057", "SUPPORT", 8.0),
    ("062", "COOPERATE", 7.4),
    ("072", "AID", 8.3),
    ("081", "YIELD", 5.0),
    ("0874", "YIELD", 10.0),
    ("090", "ACCUSE", -2.0),
    ("1054", "REQUEST", -5.0),
    ("112", "ACCUSE", -2.0),
    ("129", "REJECT", -5.0),
    ("130", "THREATEN", -4.4),
    ("1411", "PROTEST", -6.5),
    ("154", "MOBILIZE", -7.2),
    ("161", "SANCTION", -4.0),
    ("163", "COERCE", -8.0),
    ("1712", "ASSAULT", -9.2),
    ("175", "ASSAULT", -9.0),
    ("191", "COERCE", -9.5),
    ("195", "ASSAULT", -10.0),
    ("201", "ASSAULT", -9.5),
    ("2042", "ASSAULT", -10.0),
]
KINDS = [
    ("010", "issue-statement"),
    ("036", "hold-talks"),
    ("043", "host-talks"),
    ("045", "mediate"),
    ("054", "recognise"),
    ("057", "sign-agreement"),
    ("072", "give-arms"),
    ("085", "lift-sanctions"),
    ("0874", "withdraw-forces"),
    ("1121", "accuse"),
    ("138", "warn"),
    ("141", "other"),
    ("163", "sanction"),
    ("192", "invade"),
    ("195", "attack"),
]


@pytest.fixture
def book() -> Codebook:
    return codebook.load()


@pytest.mark.parametrize(("code", "root", "weight"), PUBLISHED)
def test_a_code_has_its_published_root_and_weight(book: Codebook, code: str, root: str, weight: float) -> None:
    assert book.cameo(code)[1] == root
    assert book.code(code).goldstein == weight


@pytest.mark.parametrize(("code", "kind"), KINDS)
def test_a_code_is_the_kind_that_comes_nearest(book: Codebook, code: str, kind: str) -> None:
    assert book.cameo(code)[0] == kind


@pytest.mark.parametrize("root", [f"{number:02d}" for number in range(1, 21)])
def test_every_root_of_cameo_has_a_kind_and_a_root(book: Codebook, root: str) -> None:
    kind, plover = book.cameo(root)
    assert kind in book
    assert plover in ROOTS


def test_there_are_some_300_codes_each_once(book: Codebook) -> None:
    assert len(book.codes) > 300
    assert {code.cameo[:2] for code in book.codes.values()} == {f"{number:02d}" for number in range(1, 21)}


def test_intents_are_planned_and_nothing_else_is(book: Codebook) -> None:
    planned = {code.cameo[:2] for code in book.codes.values() if code.modality != "happened"}
    assert planned == {"03"}
    assert all(code.modality == "planned" for code in book.codes.values() if code.root == "AGREE")


def test_a_leaf_that_is_not_listed_counts_as_its_parent(book: Codebook) -> None:
    assert book.cameo("0579") == book.cameo("057")


@pytest.mark.parametrize("wrong", ["", "1", "00", "21", "210", "abc", "05x", "05777", "---"])
def test_what_is_no_code_is_refused(book: Codebook, wrong: str) -> None:
    with pytest.raises(KindError, match="not a CAMEO code"):
        book.cameo(wrong)


@given(st.integers(1, 20), st.text(alphabet="0123456789", max_size=2))
def test_any_code_under_a_root_is_read(root: int, leaf: str) -> None:
    found = codebook.load().code(f"{root:02d}{leaf}")
    assert found.cameo.startswith(f"{root:02d}")
    assert -10 <= found.goldstein <= 10
