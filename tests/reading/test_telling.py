"""From an act as the network tells it to a claim: when it was, who bore a name then, what it rests on."""

from __future__ import annotations

import pytest

from detente.documents.load import document_of
from detente.model import Claim, Document
from detente.reading import sights
from detente.reading.telling import SIGNS, Found, claim, settled, signs
from documents_of import document


def found(read: Document, trigger: str, kind: str, who: str = "TGO", whom: str = "", **told: object) -> Found:
    """An act at its trigger, by mentions of the document's words (``RUS=Moscow``), dated by ``time`` words where given."""
    at = read.text.index(trigger)
    passage = next(p for p in read.passages if p.start <= at < p.end)
    act = Found(passage, at, at + len(trigger), kind, 0.9, 0.9, 0.05, "happened", 0.9)
    for role, parts in (("initiator", who), ("target", whom)):
        for part in filter(None, parts.split(";")):
            actor, _, words = part.partition("=")
            start = read.text.index(words) if words else None
            act.roles[role].append((actor, 0.9, start, None if start is None else start + len(words)))
    for name, value in told.items():
        setattr(act, name, read.text.index(value) if name == "time" and isinstance(value, str) else value)
    return act


def made(read: Document, act: Found) -> Claim:
    told = claim(read, sights.dates(read), act, 0.8, "test")
    assert told is not None
    return told


WHEN = [
    ("Togo closed its embassy in Rome in May 1968.", "in May 1968", "close-mission", "happened", "1968-05"),
    ("Togo has kept an embassy in Rome since 1968.", "since 1968", "keep-mission-open", "happened", "1968"),
    ("Togo had left Benin by 1968.", "by 1968", "withdraw-forces", "happened", "1968~"),
    ("After 1968, Togo backed Benin.", "After 1968", "support", "happened", "1968~"),
    ("Togo recognised Benin until 1968.", "until 1968", "recognise", "happened", "../1968"),
    ("Togo occupied Benin until 1968.", "until 1968", "fight", "happened", "../1968"),
    ("War came in 1978. Togo occupied Benin until 1982.", "until 1982", "fight", "happened", "1978/1982"),
    ("War came in 1990. Togo occupied Benin until 1982.", "until 1982", "fight", "happened", "../1982"),
    ("Togo will open an embassy in Rome in March.", "in March", "open-mission", "planned", "2025-03"),
    (
        "It left in May 2023. In June 1968, the same month, Togo agreed to see Benin.",
        "the same month",
        "hold-talks",
        "planned",
        "1968-06",
    ),
    ("Togo opened an embassy in Rome in March.", "in March", "open-mission", "happened", "2024-03"),
]


@pytest.mark.parametrize(("text", "words", "kind", "modality", "date"), WHEN)
def test_an_act_is_dated_as_its_words_put_it(text: str, words: str, kind: str, modality: str, date: str) -> None:
    read = document(text)
    assert made(read, found(read, "Togo", kind, time=words, modality=modality)).date == date


def test_an_act_of_the_documents_own_time_is_of_its_month() -> None:
    read = document("Togo has recognised Benin.", date="2024-06-17")
    assert made(read, found(read, "recognised", "recognise", current=True)).date == "2024-06"


def test_an_act_of_its_own_time_is_undated_where_the_document_is() -> None:
    read = document("Togo has recognised Benin.", date=None)
    assert made(read, found(read, "recognised", "recognise", current=True)).date is None


def test_a_heading_dates_what_tells_no_date() -> None:
    read = document("# Recognition of Togo, 1960", "The United States recognised Togo.")
    assert made(read, found(read, "recognised", "recognise")).date == "1960"


SETTLED = [
    ("close-mission", "relocated", "keep-mission-open"),
    ("open-mission", "moved its embassy", "keep-mission-open"),
    ("close-mission", "transferring", "keep-mission-open"),
    ("close-mission", "closed", "close-mission"),
    ("open-mission", "opened for removals", "open-mission"),
    ("withdraw-forces", "moved", "withdraw-forces"),
]


@pytest.mark.parametrize(("kind", "words", "is_of"), SETTLED)
def test_a_mission_that_moves_is_kept_open(kind: str, words: str, is_of: str) -> None:
    assert settled(kind, words) == is_of


def test_a_heading_that_leaves_its_end_open_dates_nothing() -> None:
    read = document("# Togo since 1960", "The United States recognised it.")
    assert made(read, found(read, "recognised", "recognise")).date is None


NOTED = [
    ("In 2021 it fell. Togo bought wheat from Chad.[^1]", "Wire, 28 September 2022.", "happened", "2022"),
    (
        "In 2021 it fell. Togo bought wheat from Chad.[^1]",
        "Wire, 28 September 2022; Wire, 3 May 2021.",
        "happened",
        None,
    ),
    ("In 1979 it fell. Togo bought wheat from Chad.[^1]", "Wire, 28 September 2022.", "happened", None),
    ("In 2021 it fell. Togo bought wheat from Chad.[^1]", "A Book (Press, 2022).", "happened", None),
    ("Since 2014 it has lain idle. Togo bought wheat from Chad.[^1]", "Wire, 28 September 2022.", "happened", "2022"),
    ("Since 2014 it fell, by 2016. Togo bought wheat from Chad.[^1]", "Wire, 23 March 2014.", "happened", "2014"),
    ("In 2021 it fell. Togo will buy wheat from Chad.[^1]", "Wire, 28 September 2022.", "planned", None),
    ("In 2021 it fell. In May Togo bought wheat from Chad.[^1]", "Wire, 28 September 2022.", "happened", None),
]


@pytest.mark.parametrize(("text", "note", "modality", "date"), NOTED)
def test_what_only_the_notes_date_is_of_the_year_they_came_out(
    text: str, note: str, modality: str, date: str | None
) -> None:
    read = document_of(f"{text}\n\n[^1]: {note}\n".encode(), file="case.md")
    assert made(read, found(read, "wheat", "trade-deal", modality=modality)).date == date


BORNE = [
    ("In 1979 Russia invaded Afghanistan.", "In 1979", "RUS=Russia", "SUN"),
    ("In 2022 Russia invaded Ukraine.", "In 2022", "RUS=Russia", "RUS"),
    ("In 1979 Russia invaded Afghanistan.", "In 1979", "RUS", "SUN"),
    ("In 1998 Kabul received an envoy.", "In 1998", "AFG=Kabul", "TALIBAN"),
    ("In 2010 Kabul received an envoy.", "In 2010", "TALIBAN=Kabul", "AFG"),
    ("In 2010 the Taliban received an envoy.", "In 2010", "TALIBAN=the Taliban", "TALIBAN"),
]


@pytest.mark.parametrize(("text", "words", "who", "actor"), BORNE)
def test_a_name_is_borne_by_who_bore_it_at_the_acts_date(text: str, words: str, who: str, actor: str) -> None:
    read = document(text)
    assert made(read, found(read, "In", "fight", who, time=words)).initiators == (actor,)


def test_who_did_not_exist_then_has_no_part() -> None:
    read = document("In 1979 the Soviet Union invaded Afghanistan.")
    act = found(read, "invaded", "invade", "SUN=the Soviet Union", "AFG=Afghanistan;TALIBAN", time="In 1979")
    assert made(read, act).targets == ("AFG",)


def test_a_state_is_dealt_with_before_it_is_independent() -> None:
    read = document("In 1947 the United States opened a legation in Burma. In 1910 nobody did so in Burma.")
    soon = found(read, "opened", "open-mission", "USA=the United States", "MMR=Burma", time="In 1947")
    early = found(read, "did so", "open-mission", "USA", "MMR", time="In 1910")
    assert (made(read, soon).targets, made(read, early).targets) == (("MMR",), ())


def test_an_act_of_nobody_who_existed_then_is_no_claim() -> None:
    read = document("In 1979 it invaded.")
    act = found(read, "invaded", "invade", "TALIBAN", time="In 1979")
    assert claim(read, sights.dates(read), act, 0.8, "test") is None


def test_a_speaker_is_kept_only_where_the_act_rests_on_a_word() -> None:
    read = document("Togo accused Benin of arming the rebels.")
    act = found(read, "arming", "give-arms", "BEN=Benin")
    act.roles["speaker"].append(("TGO", 0.9, 0, 4))
    assert made(read, act).speaker is None
    act.modality = "alleged"
    assert made(read, act).speaker == "TGO"


def test_the_quote_is_the_sentence_word_for_word() -> None:
    read = document("Togo left. In May 1968 Togo closed its embassy.")
    told = made(read, found(read, "closed", "close-mission", "TGO=Togo"))
    assert read.text[told.start : told.end] == told.quote == "In May 1968 Togo closed its embassy."


def test_evidence_says_what_is_understood_rather_than_said() -> None:
    read = document("It closed its embassy.")
    told = made(read, found(read, "closed", "close-mission", "TGO"))
    assert [(e.field, e.filled) for e in told.evidence if e.field == "initiator"] == [("initiator", True)]


def test_every_sign_has_a_name() -> None:
    read = document("Togo closed its embassy in 1968.")
    for act in (found(read, "closed", "close-mission"), found(read, "closed", "other", "TGO=Togo;BEN", "FRA")):
        assert len(signs(act)) == len(SIGNS)
        assert all(abs(sign) < 10 for sign in signs(act))
