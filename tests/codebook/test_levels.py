import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import codebook
from detente.codebook.levels import level_of, levels_in

CASES = [
    ("mission", "its embassy in Kabul", "embassy"),
    ("mission", "the American Legation in Dublin", "legation"),
    ("mission", "a Consulate General", "consulate"),
    ("mission", "U.S. interests section", "interests"),
    ("mission", "liaison offices in both capitals", None),
    ("mission", "a liaison office", "liaison"),
    ("mission", "high commission", "embassy"),
    ("mission", "presented his credentials as Envoy Extraordinary and Minister Plenipotentiary", "legation"),
    ("mission", "presented her credentials as Ambassador", "embassy"),
    ("mission", "Minister Resident in Bolivia", "legation"),
    ("mission", "Minister; he was resident at Lima, as Minister Plenipotentiary", "envoy-nonresident"),
    ("mission", "the Ambassador, who remained resident in Paris", "ambassador-nonresident"),
    ("mission", "Ambassador (resident at Bridgetown)", "ambassador-nonresident"),
    ("mission", "a non-resident ambassador", "ambassador-nonresident"),
    ("mission", "was raised from a legation to an embassy", "embassy"),
    ("mission", "the embassy was reduced to a consulate", "consulate"),
    ("mission", "the consulate became a legation", "legation"),
    ("mission", "upgraded from chargé d’affaires to ambassadorial level", "embassy"),
    ("mission", "its representation, from chargé d'affaires", None),
    ("mission", "from an embassy to a liaison office", "liaison"),
    ("mission", "the foreign minister of Peru", None),
    ("mission", "nothing of the sort", None),
    ("envoy", "chargé d’affaires", "charge"),
    ("envoy", "Charge d'Affaires", "charge"),
    ("envoy", "an ambassador", "ambassador"),
    ("envoy", "Envoy Extraordinary and Minister Plenipotentiary", "charge"),
    ("envoy", "a consul", None),
    ("recognition", "de facto recognition", "de-facto"),
    ("recognition", "recognised it de jure", "de-jure"),
    ("recognition", "formal recognition", "de-jure"),
    ("recognition", "recognition", None),
    ("hostilities", "signed an armistice", "none"),
    ("hostilities", "a peace agreement", "none"),
    ("hostilities", "a trade agreement", None),
    ("sanctions", "eased the embargo", "imposed"),
    ("relations", "diplomatic relations", None),
]


@pytest.mark.parametrize(("dimension", "words", "level"), CASES)
def test_the_level_that_words_tell(dimension: str, words: str, level: str | None) -> None:
    assert level_of(dimension, words) == level


def test_of_several_levels_the_nearest_to_a_place_counts() -> None:
    words = "The consulate at Cali stayed open when the embassy in Bogota closed."
    assert level_of("mission", words) == "consulate"
    assert level_of("mission", words, at=words.index("closed")) == "embassy"


def test_offsets_are_those_of_the_words_as_given() -> None:
    words = "a chargé d’affaires and a Consul General"
    assert [words[start:end] for start, end, _ in levels_in("mission", words)] == [
        "chargé d’affaires",
        "Consul General",
    ]


def test_an_unknown_dimension_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        level_of("esteem", "high")


@given(st.text(max_size=80), st.sampled_from(sorted(codebook.load().dimensions)))
def test_any_words_tell_a_level_of_the_dimension_or_none(words: str, dimension: str) -> None:
    level = level_of(dimension, words)
    assert level is None or level in codebook.load().dimensions[dimension].levels


@pytest.mark.parametrize(
    ("dimension", "phrase", "level"),
    [
        (d.id, phrase, level.id)
        for d in codebook.load().dimensions.values()
        for level in d.scale
        for phrase in level.words
    ],
)
def test_every_phrase_of_the_file_tells_its_own_level(dimension: str, phrase: str, level: str) -> None:
    assert level_of(dimension, phrase) == level
