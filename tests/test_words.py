"""Rows in plain English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import words

LONG = (
    "While much of the world watched the talks in Geneva, and after weeks in which nothing was said in public, "
    "the republic formally recognised its neighbour on Monday, to the surprise even of ministers who had long "
    "asked for it in private."
)


def test_a_short_quote_is_whole() -> None:
    assert words.excerpt("It recognised them.", 80) == "It recognised them."


def test_a_long_quote_is_cut_around_the_words_that_tell_the_act() -> None:
    start = LONG.index("recognised")
    shown = words.excerpt(LONG, 90, start, start + len("recognised"))
    assert "formally recognised its neighbour" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= 96


def test_a_long_quote_without_known_words_is_cut_at_its_end_only() -> None:
    shown = words.excerpt(LONG, 60)
    assert shown.startswith("While much of the world")
    assert shown.endswith(" …")


@given(
    st.text(alphabet="ab ,.", min_size=1, max_size=300), st.integers(5, 100), st.integers(0, 300), st.integers(0, 20)
)
def test_what_an_excerpt_shows_stands_in_the_quote(quote: str, room: int, start: int, length: int) -> None:
    start = min(start, len(quote))
    shown = words.excerpt(quote, room, start, start + length)
    assert shown.removeprefix("…").removesuffix("…").strip() in " ".join(quote.split())


@pytest.mark.parametrize(
    ("dimension", "level", "told"),
    [
        ("recognition", "de-jure", "recognised"),
        ("listing", "none", "not listed"),
        ("mission", "embassy", "embassy"),
        ("agreement:Geneva accords", "in-force", "in force"),
        ("something", "not-foreseen", "not foreseen"),
    ],
)
def test_a_level_is_told_in_plain_words(dimension: str, level: str, told: str) -> None:
    assert words.level(dimension, level) == told


def test_a_citation_names_file_notes_and_what_they_cite() -> None:
    row = {
        "file": "brief.md",
        "notes": [2, 3],
        "sources": [
            {"title": "A Title", "publisher": "A Paper", "date": "2025-07-03"},
            {"author": "An Author", "title": "A Report", "pages": "4", "date": None},
        ],
    }
    assert words.citation(row) == "brief.md, notes 2, 3: “A Title”, A Paper, 3 July 2025; An Author, “A Report”, p. 4"


def test_a_citation_without_notes_is_the_file() -> None:
    assert words.citation({"file": "brief.md", "notes": [], "sources": []}) == "brief.md"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"modality": "happened"}, ""),
        ({"modality": "planned", "speaker": "RUS"}, "planned"),
        ({"modality": "alleged", "speaker": "RUS"}, "alleged by Russia"),
        ({"modality": "alleged", "speaker": "SUN", "date": "1980"}, "alleged by the Soviet Union"),
        ({"modality": "denied", "speaker": None}, "denied"),
        ({"modality": "assessed"}, "assessed"),
    ],
)
def test_modality_is_told_in_words_where_it_is_not_a_fact(row: dict[str, object], told: str) -> None:
    assert words.modality(row) == told


@pytest.mark.parametrize(("confidence", "told"), [(0.9, ""), (0.2, "doubtful"), (None, "")])
def test_only_low_confidence_is_told(confidence: float | None, told: str) -> None:
    assert words.doubt({"confidence": confidence}) == told


@pytest.mark.parametrize(
    ("codes", "on", "named"),
    [
        (["RUS"], None, "Russia"),
        (["SUN"], "1979-12", "the Soviet Union"),
        (["RUS", "CHN", "PAK"], None, "Russia, China and Pakistan"),
        (["NOBODY-KNOWN"], None, "NOBODY-KNOWN"),
        ([], None, ""),
    ],
)
def test_actors_are_named_as_they_were(codes: list[str], on: str | None, named: str) -> None:
    assert words.actors(codes, on) == named


@pytest.mark.parametrize(
    ("kind", "initiators", "targets", "told"),
    [
        ("recognise", ["RUS"], ["CHN"], "Russia recognises → China"),
        ("hold-talks", ["RUS", "CHN"], [], "Russia and China hold talks"),
        ("hold-talks", ["RUS"], ["CHN", "PAK"], "Russia holds talks → China and Pakistan"),
        ("recognise", [], ["CHN"], "somebody recognises → China"),
        ("not-in-the-codebook", ["RUS"], [], "Russia not in the codebook"),
    ],
)
def test_an_act_is_told_in_a_line(kind: str, initiators: list[str], targets: list[str], told: str) -> None:
    assert words.act({"kind": kind, "initiators": initiators, "targets": targets, "date": None}) == told


@pytest.mark.parametrize(
    ("edtf", "year", "within"),
    [
        ("2026-01-16", "2026", "16 January"),
        ("2025-07", "2025", "July"),
        ("1978", "1978", ""),
        ("2002/2005", "2002–2005", "between 2002 and 2005"),
        ("198X", "1980–1989", "the 1980s"),
        (None, "", ""),
    ],
)
def test_a_date_is_split_into_its_year_and_the_rest(edtf: str | None, year: str, within: str) -> None:
    assert words.year(edtf) == year
    assert words.within_year(edtf) == within


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2025-07-03", None, "since 3 July 2025"),
        ("../1996", None, "since 1996 at the latest"),
        ("1996/..", None, "since 1996"),
        ("2002/2005", None, "since some time between 2002 and 2005"),
        ("2003-02", "2025-04-17", "since February 2003, until 17 April 2025"),
        (None, "1942", "until 1942"),
        (None, None, "since when is not known"),
    ],
)
def test_a_spell_is_told_from_when_to_when(start: str | None, end: str | None, told: str) -> None:
    assert words.span(start, end) == told
