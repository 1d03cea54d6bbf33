from __future__ import annotations

import pytest

from detente import codebook
from detente.errors import UsageError
from detente.model import MODALITIES
from detente.prose import Clause, Teller, headline, language, sentence
from detente.prose.language import languages

TELLER = Teller(language("en"))


def clause(act: str) -> Clause:
    """ "RUS recognise TALIBAN 2025-07 planned by=USA level=embassy about=the_Pact" as a clause."""
    who, kind, toward, date, *rest = act.split()
    given = dict(part.split("=", 1) for part in rest if "=" in part)
    modality = next((part for part in rest if part in MODALITIES), "happened")
    sides = [() if side == "-" else tuple(side.split("+")) for side in (who, toward)]
    about = given["about"].replace("_", " ") if "about" in given else None
    on = None if date == "-" else date
    return Clause(kind, sides[0], sides[1], modality, on, given.get("by"), given.get("level"), about)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("RUS recognise TALIBAN 2025-07-03", "Russia recognised the Taliban"),
        ("RUS recognise TALIBAN 2025 level=de-facto", "Russia recognised the Taliban de facto"),
        ("RUS+CHN recognise - 1950", "Russia and China recognised one another"),
        ("SUN invade AFG 1979-12", "the Soviet Union invaded Afghanistan"),
        ("SUN withdraw-forces AFG 1989", "the Soviet Union withdrew its forces from Afghanistan"),
        ("TALIBAN delist-terrorist RUS 2025", "the Taliban took Russia off their terrorist list"),
        ("RUS delist-terrorist TALIBAN 2025", "Russia took the Taliban off its terrorist list"),
        ("RUS open-mission TALIBAN 2022 level=embassy", "Russia opened an embassy in Afghanistan"),
        ("RUS open-mission UN 1991", "Russia opened a mission to the United Nations"),
        ("IND upgrade-relations TALIBAN 2025 level=embassy", "India upgraded its mission in Afghanistan to an embassy"),
        ("FRA+DEU sign-agreement - 1963", "France and Germany signed an agreement"),
        ("FRA sign-agreement DEU 1963 about=the_Élysée_Treaty", "France signed the Élysée Treaty with Germany"),
        ("USA accept-credentials CUB 2015 level=consulate", "the United States accepted the credentials of a consul from Cuba"),
        ("- recognise TALIBAN 2025", "the Taliban were recognised"),
        ("- list-terrorist RUS 2025 planned", "Russia was to be listed as a terrorist organisation"),
        ("AFG lose-power - 1992", "the government of Afghanistan fell from power"),
        ("TALIBAN lose-power - 2001", "the Taliban fell from power"),
        ("RUS recognise TALIBAN 2024 planned", "Russia planned to recognise the Taliban"),
        ("TALIBAN support RUS 2024 alleged", "the Taliban are said to have supported Russia"),
        ("RUS give-arms TALIBAN 2024 alleged", "Russia is said to have supplied arms to the Taliban"),
        ("RUS give-arms TALIBAN 2024 alleged by=USA", "the United States alleged that Russia had supplied arms to the Taliban"),
        ("RUS give-arms TALIBAN 2024 denied by=RUS", "Russia denied that it had supplied arms to the Taliban"),
        ("TALIBAN support RUS 2024 denied by=TALIBAN", "the Taliban denied that they had supported Russia"),
        ("RUS recognise TALIBAN 2030 assessed", "Russia may recognise the Taliban"),
    ],
)  # fmt: skip
def test_an_act_is_told_as_its_modality_has_it(act, told):
    assert TELLER.told(clause(act)) == told


@pytest.mark.parametrize(
    ("act", "heading"),
    [
        ("RUS recognise TALIBAN 2025", "Russia recognises the Taliban"),
        ("TALIBAN seize-power AFG 2021", "The Taliban take power in Afghanistan"),
        ("RUS+CHN hold-talks - 2021", "Russia and China hold talks"),
        ("USA impose-nothing CUB 1960", "The United States acts toward Cuba"),
    ],
)
def test_a_heading_is_in_the_present(act, heading):
    assert TELLER.headline(clause(act)) == heading


def test_a_plan_with_its_day_is_due():
    ahead = clause("RUS open-mission TALIBAN 2027 planned level=consulate")
    assert TELLER.intends(ahead, past=False) == "Russia is due to open a consulate in Afghanistan"
    assert TELLER.intends(ahead, past=True) == "Russia was due to open a consulate in Afghanistan"


def test_a_capital_stands_for_its_state_at_the_date_but_not_in_war():
    assert TELLER.subject(clause("SUN recognise AFG 1978-04"), capital=True) == "Moscow"
    assert TELLER.subject(clause("SUN invade AFG 1979-12"), capital=True) == "the Soviet Union"
    assert TELLER.subject(clause("TALIBAN praise RUS 2025-10"), capital=True) == "the Taliban"


@pytest.mark.parametrize("kind", sorted(codebook.load().kinds))
@pytest.mark.parametrize("modality", MODALITIES)
def test_every_kind_is_told_in_every_modality_without_a_gap(kind, modality):
    for sides in (("RUS", "TALIBAN"), ("TALIBAN", "-"), ("RUS+CHN", "-"), ("RUS+CHN", "TALIBAN+IRN")):
        told = TELLER.told(clause(f"{sides[0]} {kind} {sides[1]} 2025-07 {modality}"))
        assert not set("[]{}|") & set(told)
        assert "  " not in told
        assert told == told.strip()


def test_every_kind_of_the_codebook_has_its_own_words():
    assert set(codebook.load().kinds) == set(language("en").acts)


def test_every_level_that_has_a_sentence_is_a_level_of_the_codebook():
    dimensions = codebook.load().dimensions
    for dimension, levels in language("en").standing.items():
        assert set(levels) - {"default"} <= set(dimensions[dimension].levels)


def test_rows_of_events_are_sentences_and_headings():
    row = {"kind": "recognise", "initiators": ["RUS"], "targets": ["TALIBAN"], "modality": "planned", "date": None,
           "speaker": None, "level": None, "about": None}  # fmt: skip
    assert sentence(row) == headline(row) == "Russia planned to recognise the Taliban"
    assert headline(row | {"modality": "happened"}) == "Russia recognises the Taliban"


@pytest.mark.parametrize("code", ["xx", "../en", "", "EN/"])
def test_a_language_that_there_is_not_is_said(code):
    with pytest.raises(UsageError, match="There are: en"):
        language(code)
    assert languages() == ["en"]
