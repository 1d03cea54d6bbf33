import pytest

from detente import codebook
from detente.codebook import Codebook, Frame
from detente.codebook.check import known_slot
from detente.codebook.terms import ROOTS

DESIGN = """
    recognise withhold-recognition derecognise accept-credentials appoint-envoy open-mission keep-mission-open
    close-mission upgrade-relations downgrade-relations establish-relations sever-relations list-terrorist
    delist-terrorist sanction lift-sanctions sign-agreement trade-deal give-aid give-arms give-access hold-talks
    host-talks convene-forum join-forum issue-statement support praise criticise demand warn accuse invade
    withdraw-forces annex attack fight seize-power lose-power coup form-alliance mediate legislate other
"""
IDS = DESIGN.split()
DIMENSIONS = {
    "recognition": "none de-facto de-jure",
    "relations": "none severed established",
    "mission": "none interests liaison consul-nonresident consulate envoy-nonresident legation ambassador-nonresident "
    "embassy",
    "envoy": "none charge ambassador",
    "listing": "none listed",
    "sanctions": "none imposed",
    "hostilities": "none fighting occupation",
    "agreement": "signed in-force ended",
    "membership": "none member suspended",
}
EFFECTS = {
    # kind: dimension, what happens to it, whose side
    "recognise": {("recognition", "begins", "forward")},
    "withhold-recognition": {("recognition", "confirms", "forward")},
    "derecognise": {("recognition", "ends", "forward")},
    "accept-credentials": {("envoy", "begins", "forward"), ("mission", "raises", "reverse")},
    "open-mission": {("mission", "begins", "forward")},
    "keep-mission-open": {("mission", "confirms", "forward")},
    "close-mission": {("mission", "ends", "forward"), ("envoy", "ends", "reverse")},
    "upgrade-relations": {("mission", "raises", "forward")},
    "downgrade-relations": {("mission", "lowers", "forward"), ("envoy", "lowers", "reverse")},
    "establish-relations": {("relations", "begins", "both")},
    "sever-relations": {("relations", "begins", "both"), ("mission", "ends", "both"), ("envoy", "ends", "both")},
    "list-terrorist": {("listing", "begins", "forward")},
    "delist-terrorist": {("listing", "ends", "forward")},
    "sanction": {("sanctions", "begins", "forward")},
    "lift-sanctions": {("sanctions", "lowers", "forward")},
    "sign-agreement": {("agreement", "begins", "both"), ("hostilities", "lowers", "both")},
    "trade-deal": {("agreement", "begins", "both")},
    "join-forum": {("membership", "begins", "forward")},
    "invade": {("hostilities", "begins", "forward")},
    "annex": {("hostilities", "begins", "forward")},
    "fight": {("hostilities", "begins", "both")},
    "withdraw-forces": {("hostilities", "ends", "forward")},
}
SYMMETRIC = """
    sign-agreement trade-deal hold-talks establish-relations sever-relations fight
    form-alliance upgrade-relations downgrade-relations convene-forum
"""


@pytest.fixture
def book() -> Codebook:
    return codebook.load()


def frames(book: Codebook) -> list[Frame]:
    return [frame for kind in book for frame in kind.frames]


def test_the_kinds_are_those_of_the_design(book: Codebook) -> None:
    assert sorted(book.kinds) == sorted(IDS)
    assert len(book) == 44


@pytest.mark.parametrize(("dimension", "levels"), DIMENSIONS.items())
def test_a_dimension_has_the_levels_of_the_design_in_order(book: Codebook, dimension: str, levels: str) -> None:
    assert book.dimensions[dimension].levels == tuple(levels.split())


def test_there_are_no_other_dimensions(book: Codebook) -> None:
    assert list(book.dimensions) == list(DIMENSIONS)
    assert book.dimensions["agreement"].per == "agreement"
    assert book.dimensions["membership"].per == "body"


@pytest.mark.parametrize("kind", IDS)
def test_a_kind_changes_what_it_should_and_nothing_else(book: Codebook, kind: str) -> None:
    found = {(effect.dimension, effect.does, effect.side) for effect in book[kind].effects}
    assert found == EFFECTS.get(kind, set())


def test_what_some_kind_begins_another_ends(book: Codebook) -> None:
    effects = [effect for kind in book for effect in kind.effects]
    begun = {effect.dimension for effect in effects if effect.does == "begins"}
    ended = {
        e.dimension for e in effects if e.does in {"ends", "lowers"} or (e.does == "begins" and e.level == "severed")
    }
    assert begun - ended == {
        "agreement",
        "membership",
    }  # ends of these are told in too many ways to be a kind of their own


def test_the_symmetric_kinds_are_those_that_scoring_knows(book: Codebook) -> None:
    assert {kind.id for kind in book if kind.symmetric} == set(SYMMETRIC.split())
    assert all(kind.joint for kind in book if kind.symmetric)
    assert book["open-mission"].joint


@pytest.mark.parametrize("kind", IDS)
def test_a_kind_says_what_it_is_and_who_stands_where(book: Codebook, kind: str) -> None:
    entry = book[kind]
    for sentence in (entry.definition, entry.initiator, entry.target):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert entry.label
    assert entry.label[0].islower()


@pytest.mark.parametrize("kind", [kind for kind in IDS if kind != "other"])
def test_weight_and_quad_point_the_same_way(book: Codebook, kind: str) -> None:
    entry = book[kind]
    assert entry.root in ROOTS
    assert entry.sign * entry.goldstein >= 0
    assert entry.quad in {1, 2, 3, 4}


def test_kind_other_has_no_root_of_its_own(book: Codebook) -> None:
    assert book.root("other") is None
    assert (book["other"].quad, book["other"].sign) == (None, 0)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("recognise", "recognise", True),
        ("recognise", "establish-relations", True),
        ("establish-relations", "recognise", True),
        ("hold-talks", "host-talks", True),
        ("sign-agreement", "trade-deal", True),
        ("recognise", "derecognise", False),
        ("recognise", "invade", False),
        ("open-mission", "close-mission", False),
    ],
)
def test_which_kinds_a_fair_reader_may_take_for_one_another(book: Codebook, one: str, other: str, near: bool) -> None:
    assert book.near(one, other) is near
    assert book.near(other, one) is near


def test_no_kind_is_near_one_that_undoes_it(book: Codebook) -> None:
    signs = {kind.id: kind.sign for kind in book}
    crossing = {(a.id, b) for a in book for b in a.near if signs[a.id] * signs[b] < 0}
    # A law can impose or lift, a speech praise or blame; a warning and a demand are both conflict.
    allowed = {"legislate", "issue-statement", "seize-power", "lose-power", "coup", "withdraw-forces"}
    assert {pair for pair in crossing if not set(pair) & allowed} == set()


def test_every_slot_of_every_frame_is_known(book: Codebook) -> None:
    for frame in frames(book):
        named = [*frame.require, *frame.forbid, *frame.initiator, *frame.target, *filter(None, [frame.level_from])]
        assert all(known_slot(slot) for slot in named), frame


@pytest.mark.parametrize("kind", IDS)
def test_a_kind_has_frames_enough_to_be_read_by(book: Codebook, kind: str) -> None:
    assert 5 <= len(book[kind].frames) <= 45


PAIRS = [
    ("recognise", "recognize"),
    ("normalise", "normalize"),
    ("criticise", "criticize"),
    ("apologise", "apologize"),
    ("harbour", "harbor"),
    ("organise", "organize"),
    ("mobilise", "mobilize"),
    ("authorise", "authorize"),
]


@pytest.mark.parametrize(("british", "american"), PAIRS)
def test_both_spellings_of_a_verb_are_known_wherever_one_is(book: Codebook, british: str, american: str) -> None:
    heads = [set(frame.verb) for frame in frames(book)]
    assert any(british in head for head in heads)
    assert not [head for head in heads if (british in head) != (american in head)]


def test_only_kinds_with_told_levels_take_levels_from_words(book: Codebook) -> None:
    for kind in book:
        told = any(effect.level == "told" or effect.when for effect in kind.effects)
        levelled = [frame for frame in kind.frames if frame.level or frame.level_from]
        assert told or not levelled or kind.id == "appoint-envoy", kind.id
