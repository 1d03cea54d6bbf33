import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import codebook
from detente.codebook import Codebook, Effect
from detente.codebook.check import known_slot
from detente.codebook.load import read
from detente.errors import KindError

DATA = Path(codebook.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "codebook.md"


@pytest.fixture
def book() -> Codebook:
    return codebook.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the codebook's files, to be spoilt."""
    shutil.copytree(DATA, tmp_path / "codebook", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "codebook"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_codebook_is_read_once() -> None:
    assert codebook.load() is codebook.load()


def test_the_page_is_what_the_files_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == codebook.page(), "stale: python docs/generate.py"


def test_a_kind_is_found_by_its_id(book: Codebook) -> None:
    assert book["recognise"].id == "recognise"
    assert "recognise" in book
    assert len(book) == len(list(book))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("recognize", "recognise"),
        ("open_mission", "open-mission"),
        ("delist", "delist-terrorist"),
        ("Sign Agreement", "sign-agreement"),
        ("acept-credentials", "accept-credentials"),
    ],
)
def test_an_unknown_kind_is_answered_with_the_nearest(book: Codebook, said: str, meant: str) -> None:
    with pytest.raises(KindError) as error:
        book[said]
    assert repr(said) in str(error.value)
    assert meant in str(error.value)


def test_a_kind_that_is_like_no_other_is_answered_with_the_page(book: Codebook) -> None:
    with pytest.raises(KindError, match=r"codebook\.md"):
        book["xyzzy"]


FAULTS = [
    ("kinds/recognise.toml", 'root = "SUPPORT"', 'root = "HELP"', "root 'HELP'"),
    ("kinds/recognise.toml", "goldstein = 6.0", "goldstein = 60.0", "outside -10 to 10"),
    ("kinds/recognise.toml", "goldstein = 6.0", "goldstein = 5.0", "not that of its CAMEO code"),
    ("kinds/recognise.toml", 'cameo = "054"', 'cameo = "999"', "not in the crosswalk"),
    ("kinds/recognise.toml", 'id = "recognise"', 'id = "acknowledge"', "named for another id"),
    ("kinds/recognise.toml", 'near = ["establish-relations"]', 'near = ["befriend"]', "near 'befriend'"),
    ("kinds/recognise.toml", 'near = ["establish-relations"]', 'near = ["recognise"]', "near itself"),
    ("kinds/recognise.toml", 'default = "de-jure"', 'default = "embassy"', "default 'embassy'"),
    ("kinds/recognise.toml", 'dimension = "recognition"', 'dimension = "esteem"', "no such dimension"),
    ("kinds/recognise.toml", 'does = "begins"', 'does = "starts"', "does 'starts'"),
    ("kinds/recognise.toml", 'does = "begins"', 'does = "begins", side = "upward"', "side 'upward'"),
    ("kinds/recognise.toml", 'does = "begins"', 'does = "begins", when = ["warm"]', "level 'warm'"),
    ("kinds/annex.toml", 'level = "occupation"', 'level = "peace"', "no level 'peace'"),
    ("kinds/recognise.toml", 'target = ["object.of", "object"]', 'target = ["objekt"]', "no slot 'objekt'"),
    ("kinds/recognise.toml", 'target = ["object.of", "object"]', 'target = ["object.of.of"]', "no slot 'object.of.of'"),
    ("kinds/recognise.toml", "forbid = { object", "forbid = { thing", "no slot 'thing'"),
    ("kinds/recognise.toml", "weight = 0.92", "weight = 1.2", "weight 1.2"),
    ("kinds/recognise.toml", "weight = 0.92", 'level = "embassy", weight = 0.9', "level 'embassy'"),
    ("kinds/recognise.toml", "weight = 0.92", 'modality = "past", weight = 0.9', "modality 'past'"),
    ("kinds/recognise.toml", '{ verb = ["recognise",', '{ verb = ["Recognise",', "lower case"),
    ("kinds/recognise.toml", '{ verb = ["recognise",', '{ noun = ["thing"], verb = ["recognise",', "one head"),
    ("kinds/recognise.toml", '{ verb = ["recognise", "recognize"],', "{", "one head"),
    ("kinds/recognise.toml", "singular = true", "singuler = true", "singuler"),
    ("kinds/recognise.toml", 'label = "recognises"\n', "", "label"),
    ("kinds/recognise.toml", '"@unrecognisable"', '"@unheard-of"', "unheard-of"),
    ("kinds/recognise.toml", 'id = "recognise"', "id = recognise", "cannot be read"),
    ("kinds/accuse.toml", 'verb = ["accuse",', 'verb = ["thank", "accuse",', "share the frame verb thank"),
    ("dimensions.toml", 'then = "embassy"', 'then = "palace"', "dimension mission: no level 'palace'"),
    ("dimensions.toml", 'default = "none"', 'default = "warm"', "default 'warm'"),
    ("crosswalk.toml", 'kind = "mediate"', 'kind = "meddle"', "crosswalk"),
    ("crosswalk.toml", '"20"', '"21"', "CAMEO root 20 is missing"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS, ids=[said for *_, said in FAULTS])
def test_a_spoilt_codebook_is_refused_and_the_place_named(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    spoil(folder / file, old, new)
    with pytest.raises(KindError) as error:
        read(folder)
    message = str(error.value)
    assert said in message
    assert Path(file).stem.split(".")[0] in message or file == "dimensions.toml"


def test_every_fault_is_named_at_once(folder: Path) -> None:
    spoil(folder / "kinds/recognise.toml", 'root = "SUPPORT"', 'root = "HELP"')
    spoil(folder / "kinds/annex.toml", 'level = "occupation"', 'level = "peace"')
    with pytest.raises(KindError, match=r"annex.*recognise"):
        read(folder)


def test_lists_of_words_stand_for_their_lemmas(book: Codebook) -> None:
    frames = [frame for kind in book for frame in kind.frames]
    lemmas = {
        lemma for frame in frames for lemmas in (*frame.require.values(), *frame.forbid.values()) for lemma in lemmas
    }
    assert not [lemma for lemma in lemmas if lemma.startswith("@")]
    assert {"treaty", "embassy", "*"} <= lemmas


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz.", max_size=12))
def test_a_slot_takes_at_most_one_dotted_step(name: str) -> None:
    assert not known_slot(name) or name.count(".") <= 1


LEVELS = [
    # kind, effect on, the level told, year, what holds afterwards
    ("recognise", "recognition", None, None, "de-jure"),
    ("recognise", "recognition", "de-facto", None, "de-facto"),
    ("derecognise", "recognition", None, None, "none"),
    ("open-mission", "mission", None, 1890, "legation"),
    ("open-mission", "mission", None, 2026, "embassy"),
    ("keep-mission-open", "mission", None, 2026, None),
    ("open-mission", "mission", "consulate", None, "consulate"),
    ("open-mission", "mission", "legation", 1912, "legation"),
    ("open-mission", "mission", "legation", 1990, "embassy"),
    ("close-mission", "mission", "consulate", None, "none"),
    ("close-mission", "envoy", "consulate", None, None),
    ("close-mission", "envoy", "embassy", None, "none"),
    ("accept-credentials", "mission", None, 1890, "legation"),
    ("accept-credentials", "mission", None, 2026, "embassy"),
    ("accept-credentials", "mission", "ambassador", 1930, "embassy"),
    ("accept-credentials", "mission", "envoy-nonresident", 1930, "envoy-nonresident"),
    ("accept-credentials", "envoy", None, None, "ambassador"),
    ("accept-credentials", "envoy", "charge", None, "charge"),
    ("accept-credentials", "envoy", "legation", 1890, "charge"),
    ("accept-credentials", "envoy", "ambassador-nonresident", None, "ambassador"),
    ("accept-credentials", "envoy", "consulate", None, None),
    ("upgrade-relations", "mission", None, None, None),
    ("upgrade-relations", "mission", "ambassador", None, "embassy"),
    ("downgrade-relations", "envoy", None, None, None),
    ("downgrade-relations", "envoy", "ambassador", None, "charge"),
    ("downgrade-relations", "mission", "ambassador", None, None),
    ("downgrade-relations", "mission", "consulate", None, "consulate"),
    ("lift-sanctions", "sanctions", None, None, "none"),
    ("lift-sanctions", "sanctions", "imposed", None, "imposed"),
    ("sign-agreement", "hostilities", None, None, None),
    ("sign-agreement", "hostilities", "none", None, "none"),
    ("sign-agreement", "agreement", "none", None, "signed"),
]


@pytest.mark.parametrize(("kind", "dimension", "told", "year", "left"), LEVELS)
def test_the_level_that_an_act_leaves(
    book: Codebook, kind: str, dimension: str, told: str | None, year: int | None, left: str | None
) -> None:
    effect = next(effect for effect in book[kind].effects if effect.dimension == dimension)
    assert book.level(effect, told, year) == left


@given(st.data())
def test_an_effect_leaves_a_level_of_its_dimension_whatever_is_told(data: st.DataObject) -> None:
    book = codebook.load()
    effects: list[Effect] = [effect for kind in book for effect in kind.effects]
    effect = data.draw(st.sampled_from(effects))
    levels = {level for dimension in book.dimensions.values() for level in dimension.levels}
    anything = [*sorted(levels), "warm", ""]
    told = data.draw(st.none() | st.sampled_from(anything))
    year = data.draw(st.none() | st.integers(1776, 2030))
    level = book.level(effect, told, year)
    assert level is None or level in book.dimensions[effect.dimension].levels
