from __future__ import annotations

import itertools

import pytest

from detente.ledger.act import event_of
from detente.ledger.derive import hold
from detente.ledger.merge import links, merge
from detente.model import Event
from ledger_stories import story, told


def events(*stories) -> list[Event]:
    return [held.event for held in hold(told(*stories))]


def shown(event: Event) -> str:
    sides = "+".join(event.initiators) or "-", "+".join(event.targets) or "-"
    modality = "" if event.modality == "happened" else f" {event.modality}"
    return f"{sides[0]} {event.kind} {sides[1]} {event.date or '-'}{modality} x{len(event.documents)}"


# What several documents tell, and the events that follow: actors, kind, date, in how many documents.
CASES = {
    "the same act in three documents is one event": (
        [["RUS recognise TALIBAN 2025-07-03"], ["RUS recognise TALIBAN 2025-07"], ["RUS recognise TALIBAN 2025"]],
        ["RUS recognise TALIBAN 2025-07-03 x3"],
    ),
    "an envoy, and an envoy of the same rank who lives elsewhere, are one": (
        [
            ["CRI accept-credentials USA 1858-09-18 level=legation"],
            ["CRI accept-credentials USA 1858-09-18 level=envoy-nonresident"],
        ],
        ["CRI accept-credentials USA 1858-09-18 x2"],
    ),
    "envoys of two ranks are two": (
        [
            ["CRI accept-credentials USA 1858-09-18 level=legation"],
            ["CRI accept-credentials USA 1858-09-18 level=embassy"],
        ],
        ["CRI accept-credentials USA 1858-09-18 x1", "CRI accept-credentials USA 1858-09-18 x1"],
    ),
    "two coarse dates support what both allow": (
        [["RUS recognise TALIBAN 2024/2025-07"], ["RUS recognise TALIBAN 2025"]],
        ["RUS recognise TALIBAN 2025-01/2025-07 x2"],
    ),
    "an undated telling of what is done once joins the only act": (
        [["RUS recognise TALIBAN 2025-07"], ["RUS recognise TALIBAN -"]],
        ["RUS recognise TALIBAN 2025-07 x2"],
    ),
    "undated tellings of what is done once are one act": (
        [["RUS recognise TALIBAN -"], ["RUS recognise TALIBAN -"]],
        ["RUS recognise TALIBAN - x2"],
    ),
    "broken, restored and broken again are three acts": (
        [
            ["USA sever-relations CUB 1961-01-03", "USA establish-relations CUB 2015-07-20"],
            ["USA sever-relations CUB 1961", "USA sever-relations CUB 2030"],
        ],
        [
            "USA sever-relations CUB 1961-01-03 x2",
            "USA establish-relations CUB 2015-07-20 x1",
            "USA sever-relations CUB 2030 x1",
        ],
    ),
    "two yearly meetings are two": (
        [["RUS+IND hold-talks - 2020-12", "RUS+IND hold-talks - 2021-12"], ["RUS+IND hold-talks - 2021-12-06"]],
        ["RUS+IND hold-talks - 2020-12 x1", "RUS+IND hold-talks - 2021-12-06 x2"],
    ),
    "a year alone does not choose between meetings": (
        [["RUS+IND hold-talks - 2021-03-01"], ["RUS+IND hold-talks - 2021-12-06"], ["RUS+IND hold-talks - 2021"]],
        ["RUS+IND hold-talks - 2021 x1", "RUS+IND hold-talks - 2021-03-01 x1", "RUS+IND hold-talks - 2021-12-06 x1"],
    ),
    "a year alone is not taken for the one meeting that another document dates": (
        [["RUS+IND hold-talks - 2021-12-06"], ["RUS+IND hold-talks - 2021"]],
        ["RUS+IND hold-talks - 2021 x1", "RUS+IND hold-talks - 2021-12-06 x1"],
    ),
    "who is named first tells nothing of symmetric acts": (
        [["RUS hold-talks TALIBAN 2025-10-07"], ["TALIBAN+RUS hold-talks - 2025-10-07"]],
        ["RUS+TALIBAN hold-talks - 2025-10-07 x2"],
    ),
    "direction tells of the others": (
        [["RUS criticise USA 2025-10-07"], ["USA criticise RUS 2025-10-07"]],
        ["RUS criticise USA 2025-10-07 x1", "USA criticise RUS 2025-10-07 x1"],
    ),
    "what is planned and what then happened are two": (
        [["RUS recognise TALIBAN 2025-07 planned"], ["RUS recognise TALIBAN 2025-07-03"]],
        ["RUS recognise TALIBAN 2025-07-03 x1", "RUS recognise TALIBAN 2025-07 planned x1"],
    ),
    "recognition of one by two is an act of each": (
        [["DNK+NOR recognise PALESTINE 2024-05-28"], ["NOR recognise PALESTINE 2024-05"]],
        ["DNK recognise PALESTINE 2024-05-28 x1", "NOR recognise PALESTINE 2024-05-28 x2"],
    ),
    "who recognised each other did so each": (
        [["USA+WURTTEMBERG recognise - 1825-11-21"], ["USA recognise WURTTEMBERG 1825"]],
        ["USA recognise WURTTEMBERG 1825-11-21 x2", "WURTTEMBERG recognise USA 1825-11-21 x1"],
    ),
    "relations of one with two are relations with each": (
        [["USA establish-relations CZE+SVK 1993-01-01"]],
        ["USA establish-relations CZE 1993-01-01 x1", "USA establish-relations SVK 1993-01-01 x1"],
    ),
    "talks of four are one act": (
        [["RUS+CHN+PAK+IRN hold-talks - 2025-10-07"], ["IRN+CHN+PAK+RUS hold-talks - 2025-10"]],
        ["CHN+IRN+PAK+RUS hold-talks - 2025-10-07 x2"],
    ),
    "levels that differ are different acts": (
        [["USA open-mission AFG 1942 level=consulate"], ["USA open-mission AFG 1942 level=legation"]],
        ["USA open-mission AFG 1942 x1", "USA open-mission AFG 1942 x1"],
    ),
    "agreements of different names are different acts": (
        [["RUS sign-agreement IND 2021-12-06 about=rifles", "RUS sign-agreement IND 2021-12-06 about=oil"]],
        ["RUS sign-agreement IND 2021-12-06 x1", "RUS sign-agreement IND 2021-12-06 x1"],
    ),
    "documents that date an act of state differently make one event of it": (
        [["KAZ delist-terrorist TALIBAN 2023-12-29"], ["KAZ delist-terrorist TALIBAN 2024-06-03"]],
        ["KAZ delist-terrorist TALIBAN 2023-12-29 x2"],
    ),
    "one document that dates it twice tells of two acts": (
        [["KAZ delist-terrorist TALIBAN 2023-12-29", "KAZ delist-terrorist TALIBAN 2024-06-03"]],
        ["KAZ delist-terrorist TALIBAN 2023-12-29 x1", "KAZ delist-terrorist TALIBAN 2024-06-03 x1"],
    ),
    "listed again between, it was delisted twice": (
        [
            ["KAZ delist-terrorist TALIBAN 2023-01"],
            ["KAZ list-terrorist TALIBAN 2023-04"],
            ["KAZ delist-terrorist TALIBAN 2023-08"],
        ],
        [
            "KAZ delist-terrorist TALIBAN 2023-01 x1",
            "KAZ list-terrorist TALIBAN 2023-04 x1",
            "KAZ delist-terrorist TALIBAN 2023-08 x1",
        ],
    ),
    "years apart are never one act": (
        [["BOL recognise ISR 1949"], ["BOL recognise ISR 1967"]],
        ["BOL recognise ISR 1949 x1", "BOL recognise ISR 1967 x1"],
    ),
    "days apart are two acts of a kind that repeats": (
        [["RUS criticise USA 2025-10-07"], ["RUS criticise USA 2025-10-09"]],
        ["RUS criticise USA 2025-10-07 x1", "RUS criticise USA 2025-10-09 x1"],
    ),
    "a side left out is taken from the only act of the document that fits": (
        [["RUS delist-terrorist TALIBAN 2025-04-17", "- delist-terrorist TALIBAN -"]],
        ["RUS delist-terrorist TALIBAN 2025-04-17 x1"],
    ),
    "a side left out stays out where two acts fit": (
        [
            [
                "RUS delist-terrorist TALIBAN 2025-04-17",
                "KAZ delist-terrorist TALIBAN 2024-06-03",
                "- delist-terrorist TALIBAN -",
            ]
        ],
        [
            "KAZ delist-terrorist TALIBAN 2024-06-03 x1",
            "RUS delist-terrorist TALIBAN 2025-04-17 x1",
            "- delist-terrorist TALIBAN - x1",
        ],
    ),
    "a side left out is the one with whom relations began on the same day": (
        [["USA establish-relations TGO 1960-04-27", "- open-mission TGO 1960-04-27 level=embassy"]],
        ["USA establish-relations TGO 1960-04-27 x1", "USA open-mission TGO 1960-04-27 x1"],
    ),
    "a side left out is nobody with whom something else was done on the day": (
        [["USA list-terrorist TALIBAN 2002-07-02", "- recognise TALIBAN 2002-07-02"]],
        ["- recognise TALIBAN 2002-07-02 x1", "USA list-terrorist TALIBAN 2002-07-02 x1"],
    ),
    "a side left out is not taken from another document": (
        [["RUS delist-terrorist TALIBAN 2025-04-17"], ["- delist-terrorist TALIBAN 2025-04-17"]],
        ["- delist-terrorist TALIBAN 2025-04-17 x1", "RUS delist-terrorist TALIBAN 2025-04-17 x1"],
    ),
    "an undated act that repeats takes up the one told beside it": (
        [["RUS criticise USA 2025-10-07", "RUS criticise USA -"]],
        ["RUS criticise USA 2025-10-07 x1"],
    ),
    "an undated act that repeats takes up none from another document": (
        [["RUS criticise USA 2025-10-07"], ["RUS criticise USA -"]],
        ["RUS criticise USA 2025-10-07 x1", "RUS criticise USA - x1"],
    ),
    "the same words elsewhere tell of the same act": (
        [
            ["RUS criticise USA - says=Moscow_rebuked_Washington."],
            ["RUS criticise USA - says=Moscow_rebuked_Washington"],
        ],
        ["RUS criticise USA - x2"],
    ),
    "acts of no kind are alike in nothing": (
        [["RUS other USA 2025-10-07"], ["RUS other USA 2025-10-07"]],
        ["RUS other USA 2025-10-07 x1", "RUS other USA 2025-10-07 x1"],
    ),
}


@pytest.mark.parametrize(("stories", "expected"), CASES.values(), ids=CASES)
def test_claims_that_tell_of_the_same_act_are_one_event(stories, expected):
    read = [story(f"text {i}", *acts) for i, acts in enumerate(stories)]
    found = sorted(shown(event) for event in events(*read))
    assert found == sorted(expected)


@pytest.mark.parametrize(("stories", "expected"), CASES.values(), ids=CASES)
def test_the_order_of_the_documents_changes_nothing(stories, expected):
    read = [story(f"text {i}", *acts) for i, acts in enumerate(stories)]
    orders = [sorted(events(*order), key=lambda e: e.id) for order in itertools.permutations(read)]
    assert all(order == orders[0] for order in orders)


def test_far_apart_in_a_document_an_undated_act_stays_apart():
    read = story("text", "RUS criticise USA 2025-10-07", "RUS criticise USA -", apart=True)
    assert [event.date for event in events(read)] == ["2025-10-07", None]


def test_an_event_says_that_its_sources_differ_and_keeps_the_date_of_more_voices():
    acts = ["RUS accept-credentials TALIBAN 2026-01-15", "RUS accept-credentials TALIBAN 2026-01-16"]
    one, two, three = story("one", acts[0]), story("two", acts[1]), story("three", acts[1])
    (event,) = events(one, two, three)
    assert (event.date, event.dates) == ("2026-01-16", ("2026-01-15", "2026-01-16"))


def test_documents_in_the_same_words_are_one_voice():
    wire = "RUS recognise TALIBAN 2025-07-03 says=Russia_recognised_the_Taliban."
    other = "RUS recognise TALIBAN 2025-07-03 says=Moscow_gave_its_recognition."
    (copied,) = events(story("one", wire), story("two", wire))
    (independent,) = events(story("one", wire), story("two", other))
    assert (copied.confidence, independent.confidence) == (0.8, 0.96)


def test_no_number_of_documents_makes_certain():
    (event,) = events(*(story(f"text {i}", "RUS recognise TALIBAN 2025-07-03") for i in range(20)))
    assert event.confidence == 0.99


def test_the_speaker_is_kept_only_where_all_rest_on_the_same():
    said, also = "RUS attack UKR 2025-10-07 by=UKR", "RUS attack UKR 2025-10-07"
    assert events(story("one", said))[0].speaker == "UKR"
    assert events(story("one", said), story("two", also))[0].speaker is None


def test_an_event_keeps_its_name_when_a_later_document_tells_of_it_again():
    first = story("one", "RUS recognise TALIBAN 2025-07", date="2025-08-01")
    later = [story(f"text {i}", "RUS recognise TALIBAN 2025-07-03", date="2026-01-01") for i in range(9)]
    assert {event.id for i in range(10) for event in events(first, *later[:i])} == {events(first)[0].id}


def test_a_plan_is_linked_with_the_act_that_carried_it_out():
    acts = merge(told(story("one", "RUS recognise TALIBAN 2025 planned", "RUS recognise TALIBAN 2025-07-03")))
    found = [(acts[link.planned].modality, event_of(acts[link.happened]).date) for link in links(acts)]
    assert found == [("planned", "2025-07-03")]
