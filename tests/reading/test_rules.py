"""What the rule reader makes of a sentence: kind, who toward whom, when, how surely, at which level."""

from __future__ import annotations

import pytest

from detente.model import Claim
from detente.reading.rules import RuleReader, takes_up
from documents_of import document


def read(*paragraphs: str, date: str | None = "2024-06-01", title: str | None = None) -> list[Claim]:
    return RuleReader().read(document(*paragraphs, date=date, title=title))


def told(claim: Claim) -> str:
    """ "recognise RUS>TALIBAN 2025-07 happened" """
    sides = f"{','.join(sorted(claim.initiators))}>{','.join(sorted(claim.targets))}"
    return f"{claim.kind} {sides} {claim.date} {claim.modality}"


CASES = [
    ("Countries such as Peru have yet to recognise Kosovo.", "withhold-recognition PER>XKX None happened"),
    (
        "Peru's recognition of Kosovo matters more than Chad, which left in 2009, admits.",
        "recognise PER>XKX None happened",
    ),
    ("Ghana recognised Togo in May 1968.", "recognise GHA>TGO 1968-05 happened"),
    ("Fiji's recognition of Kosovo came in 2012.", "recognise FJI>XKX 2012 happened"),
    ("On 4 March 2011 Peru severed diplomatic relations with Libya.", "sever-relations PER>LBY 2011-03-04 happened"),
    ("Peru will recognise Kosovo.", "recognise PER>XKX None planned"),
    ("Peru has agreed to open an embassy in Hanoi.", "open-mission PER>VNM None planned"),
    ("Peru has yet to recognise Kosovo.", "withhold-recognition PER>XKX None happened"),
    ("In 1971 the embassy of Peru in Algiers was closed.", "close-mission PER>DZA 1971 happened"),
    ("Peru allegedly attacked Ecuador in 1941.", "attack PER>ECU 1941 alleged"),
    ("Chile and Peru signed a treaty in 1929.", "sign-agreement CHL,PER> 1929 happened"),
    ("Three Belgian diplomats were expelled by Rwanda in May 2001.", "downgrade-relations RWA>BEL 2001-05 happened"),
    (
        "The Ambassador of Chile presented his credentials to Norway on 3 May 1961.",
        "accept-credentials NOR>CHL 1961-05-03 happened",
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_a_sentence_tells_an_act(sentence: str, expected: str) -> None:
    assert expected in [told(claim) for claim in read(sentence)]


NOT_TOLD = [
    ("Peru recognised the need for reform in Chile.", "recognise"),
    ("Chile did not open an embassy in Peru.", "open-mission"),
    ("No embassy has been opened in Peru by Chile.", "open-mission"),
    ("If Peru recognised Kosovo, Serbia would be angry.", "recognise"),
    ("Chile avoided severing relations with Peru.", "sever-relations"),
]


@pytest.mark.parametrize(("sentence", "kind"), NOT_TOLD)
def test_what_never_was_is_no_act(sentence: str, kind: str) -> None:
    assert kind not in [claim.kind for claim in read(sentence)]


TITLE = "Relations of the United States and Malawi"
MISSIONS = [
    ("The Embassy at Lilongwe was established on April 1, 1976.", "open-mission USA>MWI 1976-04-01 embassy"),
    (
        "The American consulate at Blantyre was raised to Embassy status on July 6, 1964.",
        "upgrade-relations USA>MWI 1964-07-06 embassy",
    ),
    (
        "Diplomatic relations and the American Legation in Malawi were established on May 3, 1950.",
        "open-mission USA>MWI 1950-05-03 legation",
    ),
    (
        "Ambassador Sam Gilstrap presented his credentials on May 5, 1970.",
        "accept-credentials MWI>USA 1970-05-05 embassy",
    ),
    (
        "U.S. Minister John Roe presented his credentials on May 5, 1950.",
        "accept-credentials MWI>USA 1950-05-05 legation",
    ),
    (
        "Malawi's Minister to the United States presented his credentials on May 5, 1965.",
        "accept-credentials USA>MWI 1965-05-05 legation",
    ),
    ("The American Embassy closed on June 5, 1999.", "close-mission USA>MWI 1999-06-05 embassy"),
    (
        "A U.S. Interests Section was established in the Swiss Embassy at Lilongwe on May 1, 1980.",
        "open-mission USA>MWI 1980-05-01 interests",
    ),
    ("The Embassy was re-opened on May 1, 1982.", "open-mission USA>MWI 1982-05-01 embassy"),
]


@pytest.mark.parametrize(("sentence", "expected"), MISSIONS)
def test_a_mission_is_of_the_document_s_own_pair_and_of_the_level_told(sentence: str, expected: str) -> None:
    claims = [
        f"{c.kind} {','.join(c.initiators)}>{','.join(c.targets)} {c.date} {c.level}"
        for c in read(sentence, title=TITLE)
    ]
    assert expected in claims


@pytest.mark.parametrize(
    "paragraph",
    [
        "U.S. Ambassador Ann Roe presented her credentials on May 5, 1981. She was resident at Nairobi.",
        "On May 5, 1981, the U.S. Ambassador to Kenya presented her credentials to Malawi.",
    ],
)
def test_an_envoy_who_resides_elsewhere_makes_a_nonresident_mission(paragraph: str) -> None:
    assert "ambassador-nonresident" in [c.level for c in read(paragraph, title=TITLE) if c.kind == "accept-credentials"]


def test_an_embassy_and_relations_established_together_are_two_acts() -> None:
    claims = read("Diplomatic relations and the American Embassy in Malawi were established in 1964.", title=TITLE)
    assert {"establish-relations", "open-mission"} <= {claim.kind for claim in claims}


def test_what_a_heading_announces_is_told_once_by_the_text_under_it() -> None:
    claims = read(
        "# Closure of the American Embassy in Malawi, 1999.",
        "The American Embassy closed on June 5, 1999.",
        title=TITLE,
    )
    assert [claim.date for claim in claims if claim.kind == "close-mission"] == ["1999-06-05"]


def test_a_heading_with_nothing_under_it_speaks_for_itself() -> None:
    claims = read("# Closure of the American Embassy in Malawi, 1999.", "Much has been written about it.", title=TITLE)
    assert [claim.date for claim in claims if claim.kind == "close-mission"] == ["1999"]


def test_a_quote_is_the_whole_sentence_as_it_stands() -> None:
    text = document("Chile was calm. Peru recognised Kosovo in 2008, to nobody's surprise.")
    claims = RuleReader().read(text)
    assert {claim.quote for claim in claims} == {"Peru recognised Kosovo in 2008, to nobody's surprise."}
    assert all(text.text[claim.start : claim.end] == claim.quote for claim in claims)


def test_what_is_understood_is_marked_so_and_less_sure() -> None:
    said = next(c for c in read("The American Embassy in Malawi was closed in 1999.", title=TITLE))
    understood = next(c for c in read("The Embassy was closed in 1999.", title=TITLE))
    assert all(e.filled for e in understood.evidence if e.field in {"initiator", "target"})
    assert understood.confidence < said.confidence


def test_a_sentence_that_takes_up_the_one_before_carries_its_date() -> None:
    claims = read("Peru recognised Kosovo in February 2008. It opened an embassy in Pristina.")
    assert {claim.date for claim in claims if claim.kind == "open-mission"} == {"2008-02"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It closed.", True),
        ("These were rejected.", True),
        ("“They left.”", True),
        ("Peru closed it.", False),
        ("", False),
    ],
)
def test_which_sentences_take_up_the_one_before(sentence: str, expected: bool) -> None:
    assert takes_up(sentence) is expected


def test_nothing_is_read_from_nothing() -> None:
    assert read("Much remains to be seen.") == []
