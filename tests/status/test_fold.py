from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.derive import hold
from detente.ledger.when import LAST
from detente.status.changes import told_from
from detente.status.derive import fold_events
from detente.status.steps import Folded
from ledger_stories import story, told


def folded(*stories) -> list[Folded]:
    return fold_events(told_from(held) for held in hold(told(*stories)) if held.event.modality == "happened")


def shown(*stories, dimension: str) -> list[str]:
    return [
        f"{s.key.initiator}>{s.key.target} {s.level} {s.start or '-'} {s.end or '-'}"
        for f in folded(*stories)
        for s in f.stretches
        if f.key.dimension == dimension
    ]


# A document's acts in the order told, a dimension, and its spells: pair, level, start, end.
CASES = {
    "recognised, severed, restored: two spells of relations and one between": (
        "relations",
        [
            "USA establish-relations CUB 1902-05-27",
            "USA sever-relations CUB 1961-01-03",
            "USA establish-relations CUB 2015-07-20",
        ],
        [
            "CUB>USA established 1902-05-27 1961-01-03",
            "CUB>USA severed 1961-01-03 2015-07-20",
            "CUB>USA established 2015-07-20 -",
            "USA>CUB established 1902-05-27 1961-01-03",
            "USA>CUB severed 1961-01-03 2015-07-20",
            "USA>CUB established 2015-07-20 -",
        ],
    ),
    "severing closes the missions of both sides": (
        "mission",
        ["USA open-mission CUB 1923", "CUB open-mission USA 1923", "USA sever-relations CUB 1961-01-03"],
        [
            "CUB>USA legation 1923 1961-01-03",
            "CUB>USA none 1961-01-03 -",
            "USA>CUB legation 1923 1961-01-03",
            "USA>CUB none 1961-01-03 -",
        ],
    ),
    "listed, then delisted": (
        "listing",
        ["RUS list-terrorist TALIBAN 2003-02", "RUS delist-terrorist TALIBAN 2025-04-17"],
        ["RUS>TALIBAN listed 2003-02 2025-04-17", "RUS>TALIBAN none 2025-04-17 -"],
    ),
    "a rank that nobody tells raises no one who lives elsewhere": (
        "mission",
        ["TON accept-credentials USA 1972-11-06 level=ambassador-nonresident", "TON accept-credentials USA 1979"],
        ["USA>TON ambassador-nonresident 1972-11-06 -"],
    ),
    "a rank that nobody tells begins the lowest mission where there is none": (
        "mission",
        ["PER accept-credentials USA 1826"],
        ["USA>PER legation 1826 -"],
    ),
    "who was received before the legation opened lived elsewhere": (
        "mission",
        ["CRI accept-credentials USA 1858-09-18 level=legation", "USA open-mission CRI 1898-01-15 level=legation"],
        ["USA>CRI envoy-nonresident 1858-09-18 1898-01-15", "USA>CRI legation 1898-01-15 -"],
    ),
    "also where a consul was on the spot": (
        "mission",
        [
            "USA open-mission CRI 1852 level=consulate",
            "CRI accept-credentials USA 1858-09-18 level=legation",
            "USA open-mission CRI 1898-01-15 level=legation",
        ],
        [
            "USA>CRI consulate 1852 1858-09-18",
            "USA>CRI envoy-nonresident 1858-09-18 1898-01-15",
            "USA>CRI legation 1898-01-15 -",
        ],
    ),
    "an embassy that two later ministers speak against was none": (
        "mission",
        [
            "USA open-mission GTM 1849 level=legation",
            "USA upgrade-relations GTM 1882-08-10 level=embassy p=0.9",
            "GTM accept-credentials USA 1889-10-01 level=legation",
            "GTM accept-credentials USA 1893-06-01 level=legation",
            "USA upgrade-relations GTM 1943-05-19 level=embassy",
        ],
        ["USA>GTM legation 1849 1943-05-19", "USA>GTM embassy 1943-05-19 -"],
    ),
    "one minister does not undo a sure embassy": (
        "mission",
        [
            "USA open-mission GTM 1849 level=legation",
            "USA upgrade-relations GTM 1882-08-10 level=embassy",
            "GTM accept-credentials USA 1889-10-01 level=legation",
        ],
        ["USA>GTM legation 1849 1882-08-10", "USA>GTM embassy 1882-08-10 -"],
    ),
    "but a doubtful one": (
        "mission",
        [
            "IRL accept-credentials USA 1924-06-28 level=embassy p=0.2",
            "USA open-mission IRL 1927-07-27 level=legation",
            "IRL accept-credentials USA 1950-04-18 level=embassy",
        ],
        ["USA>IRL legation 1927-07-27 1950-04-18", "USA>IRL embassy 1950-04-18 -"],
    ),
    "what is held with doubt begins when one who is surer says": (
        "mission",
        ["USA open-mission DNK 1943-08 level=legation p=0.3", "USA open-mission DNK 1945-06-16 level=legation"],
        ["USA>DNK legation 1945-06-16 -"],
    ),
    "an embassy closed under an ambassador who lives elsewhere leaves him accredited": (
        "mission",
        [
            "USA open-mission SYC 1976-07-01 level=embassy",
            "SYC accept-credentials USA 1996-08-29 level=ambassador-nonresident",
            "USA close-mission SYC 1996-08-30",
        ],
        ["USA>SYC embassy 1976-07-01 1996-08-30", "USA>SYC ambassador-nonresident 1996-08-30 -"],
    ),
    "unless relations were severed, or the last lived on the spot": (
        "mission",
        [
            "USA open-mission SYC 1976-07-01 level=embassy",
            "SYC accept-credentials USA 1980-08-29 level=ambassador-nonresident",
            "SYC accept-credentials USA 1990-08-29 level=embassy",
            "USA close-mission SYC 1996-08-30",
            "USA open-mission SYC 2000 level=embassy",
            "SYC accept-credentials USA 2001 level=ambassador-nonresident",
            "SYC sever-relations USA 2003",
        ],
        [
            "SYC>USA none 2003 -",
            "USA>SYC embassy 1976-07-01 1996-08-30",
            "USA>SYC none 1996-08-30 2000",
            "USA>SYC embassy 2000 2003",
            "USA>SYC none 2003 -",
        ],
    ),
    "a rank that nobody tells is that of the mission opened that very day": (
        "mission",
        ["USA open-mission FSM 1987-10-02 level=liaison", "FSM accept-credentials USA 1987-10-02"],
        ["USA>FSM liaison 1987-10-02 -"],
    ),
    "unless the mission was told of before, and opened again": (
        "mission",
        [
            "USA open-mission CRI 1858-09-18 level=legation",
            "CRI accept-credentials USA 1880-01-01 level=legation",
            "USA open-mission CRI 1898-01-15 level=legation",
        ],
        ["USA>CRI legation 1858-09-18 -"],
    ),
    "or raised from a legation to an embassy": (
        "mission",
        [
            "CRI accept-credentials USA 1858-09-18 level=legation",
            "USA open-mission CRI 1943-05-20 level=embassy",
        ],
        ["USA>CRI legation 1858-09-18 1943-05-20", "USA>CRI embassy 1943-05-20 -"],
    ),
    "of what begins on one day the higher counts": (
        "mission",
        [
            "USA open-mission OMN 1972-07-04 level=embassy",
            "OMN accept-credentials USA 1972-07-04 level=ambassador-nonresident",
            "USA open-mission OMN 1972-07-04 level=consulate",
        ],
        ["USA>OMN embassy 1972-07-04 -"],
    ),
    "a legation opened beside an embassy does not take its place": (
        "mission",
        ["USA open-mission GBR 1893-06-22 level=embassy", "USA open-mission GBR 1940-08-15 level=legation"],
        ["USA>GBR embassy 1893-06-22 -"],
    ),
    "an interests section does": (
        "mission",
        ["USA open-mission SDN 1956-02-15 level=embassy", "USA open-mission SDN 1967-08-14 level=interests"],
        ["USA>SDN embassy 1956-02-15 1967-08-14", "USA>SDN interests 1967-08-14 -"],
    ),
    "an opening without a level does not outdo a level told of that day": (
        "mission",
        ["USA open-mission GRD 1975-02-25", "GRD accept-credentials USA 1975-02-25 level=ambassador-nonresident"],
        ["USA>GRD ambassador-nonresident 1975-02-25 -"],
    ),
    "what ended by a year had not ended when it was told of again": (
        "mission",
        [
            "ARG accept-credentials USA 1823-12-27 level=legation",
            "ARG accept-credentials USA 1855-01-22 level=legation",
            "USA close-mission ARG ../1857-05-01 level=legation",
        ],
        ["USA>ARG legation 1823-12-27 1855-01-22/1857-05-01", "USA>ARG none 1855-01-22/1857-05-01 -"],
    ),
    "what goes on after a state was gone and came back is a spell of its own": (
        "mission",
        ["SYR accept-credentials USA 1952-09-30 level=embassy", "SYR accept-credentials USA 1962-01-11 level=embassy"],
        ["USA>SYR embassy 1952-09-30 1958-02-22", "USA>SYR embassy 1962-01-11 -"],
    ),
    "nobody tells since when it was listed": (
        "listing",
        ["RUS delist-terrorist TALIBAN 2025-04-17", "RUS list-terrorist TALIBAN -"],
        ["RUS>TALIBAN listed - 2025-04-17", "RUS>TALIBAN none 2025-04-17 -"],
    ),
    "an undated end does not cut a dated spell": (
        "listing",
        ["RUS list-terrorist TALIBAN 2003-02", "RUS delist-terrorist TALIBAN -"],
        ["RUS>TALIBAN listed 2003-02 -"],
    ),
    "listed again while listed: one spell": (
        "listing",
        ["USA list-terrorist TALIBAN 2002-07-02", "USA list-terrorist TALIBAN 2012"],
        ["USA>TALIBAN listed 2002-07-02 -"],
    ),
    "a legation is raised to an embassy": (
        "mission",
        ["USA open-mission AFG 1942-06-06 level=legation", "USA upgrade-relations AFG 1948-06-05 level=embassy"],
        ["USA>AFG legation 1942-06-06 1948-06-05", "USA>AFG embassy 1948-06-05 -"],
    ),
    "a consulate opened beside an embassy changes nothing": (
        "mission",
        ["USA open-mission KAZ 1992-02-03 level=embassy", "USA open-mission KAZ 2009 level=consulate"],
        ["USA>KAZ embassy 1992-02-03 -"],
    ),
    "a consulate closed beside an embassy changes nothing": (
        "mission",
        ["USA open-mission RUS 1934 level=embassy", "USA close-mission RUS 2021 level=consulate"],
        ["USA>SUN embassy 1934 1991-12-26", "USA>RUS embassy 1991-12-26 -"],
    ),
    "a mission passes to the state that continues its host": (
        "mission",
        ["USA open-mission YUG 2001-05", "USA close-mission SRB 2010"],
        [
            "USA>YUG embassy 2001-05 2003-02-04",
            "USA>SCG embassy 2003-02-04 2006-06-05",
            "USA>SRB embassy 2006-06-05 2010",
            "USA>SRB none 2010 -",
        ],
    ),
    "what is told of a state under the name that came after it": (
        "mission",
        ["USA open-mission RUS 1934", "USA close-mission SUN 1980"],
        ["USA>SUN legation 1934 1980", "USA>SUN none 1980 1991-12-26", "USA>RUS none 1991-12-26 -"],
    ),
    "between two that continue one another, each under its own name": (
        "relations",
        ["SRB establish-relations YUG 1992"],
        ["SRB>YUG established 1992 -", "YUG>SRB established 1992 -"],
    ),
    "an interests section on the day the embassy closed": (
        "mission",
        [
            "USA open-mission IRQ 1946-12-28 level=embassy",
            "USA open-mission IRQ 1967-06-07 level=interests",
            "USA close-mission IRQ 1967-06-07 level=embassy",
        ],
        ["USA>IRQ embassy 1946-12-28 1967-06-07", "USA>IRQ interests 1967-06-07 -"],
    ),
    "closed and reopened on one day: one spell": (
        "mission",
        [
            "USA open-mission IRQ 1946-12-28 level=embassy",
            "USA close-mission IRQ 1967-06-07 level=embassy",
            "USA open-mission IRQ 1967-06-07 level=embassy",
        ],
        ["USA>IRQ embassy 1946-12-28 -"],
    ),
    "what is planned changes nothing": ("recognition", ["RUS recognise TALIBAN 2025-07 planned"], []),
    "what is denied or alleged changes nothing": (
        "recognition",
        ["RUS recognise TALIBAN 2025-07 denied", "RUS recognise TALIBAN 2025-08 alleged"],
        [],
    ),
    "an embassy kept open was there by then": (
        "mission",
        ["RUS keep-mission-open AFG 2021-09 level=embassy"],
        ["RUS>AFG embassy ../2021-09 -"],
    ),
    "an embassy kept open is the one opened before": (
        "mission",
        ["RUS open-mission AFG 1992 level=embassy", "RUS keep-mission-open AFG 2021-09"],
        ["RUS>AFG embassy 1992 -"],
    ),
    "an embassy kept open after it closed was reopened in between": (
        "mission",
        ["RUS close-mission AFG 1992-08-28 level=embassy", "RUS keep-mission-open AFG 2021-09-01 level=embassy"],
        ["RUS>AFG none 1992-08-28 1992-08-28/2021-09-01", "RUS>AFG embassy 1992-08-28/2021-09-01 -"],
    ),
    "recognition withheld, then given, until the state was no more": (
        "recognition",
        ["USA withhold-recognition SUN 1920", "USA recognise SUN 1933-11-16"],
        [
            "USA>RUS none ../1920 1922-12-30",
            "USA>RUS de-jure 1991-12-26 -",
            "USA>SUN none 1922-12-30 1933-11-16",
            "USA>SUN de-jure 1933-11-16 1991-12-26",
        ],
    ),
    "recognised only de facto": (
        "recognition",
        ["USA recognise ISR 1948-05-14 level=de-facto", "USA recognise ISR 1949-01-31 level=de-jure"],
        ["USA>ISR de-facto 1948-05-14 1949-01-31", "USA>ISR de-jure 1949-01-31 -"],
    ),
    "of two told of one year the first told comes first": (
        "mission",
        ["USA open-mission FIN 1919 level=consulate", "USA open-mission FIN 1919-05-30 level=legation"],
        ["USA>FIN consulate 1919 1919-05-30", "USA>FIN legation 1919-05-30 -"],
    ),
    "what one act tells to the day another tells of its year": (
        "mission",
        [
            "USA open-mission AFG 1942-06-06 level=legation",
            "USA upgrade-relations AFG 1948 level=embassy",
            "AFG accept-credentials USA 1948-06-05 level=embassy",
        ],
        ["USA>AFG legation 1942-06-06 1948-06-05", "USA>AFG embassy 1948-06-05 -"],
    ),
    "told later of the same year, it came after": (
        "mission",
        ["USA open-mission FIN 1946-01-21 level=legation", "USA close-mission FIN 1946 level=legation"],
        ["USA>FIN legation 1946-01-21 1946-01-21/1946-12-31", "USA>FIN none 1946-01-21/1946-12-31 -"],
    ),
    "the envoy counts with the state that has accepted him": (
        "envoy",
        ["RUS accept-credentials TALIBAN 2026-01-16"],
        ["RUS>TALIBAN ambassador 2026-01-16 -"],
    ),
    "agreements are kept by name": (
        "agreement:oil",
        ["RUS sign-agreement IND 2021-12-06 about=oil", "RUS sign-agreement IND 2021-12-06 about=rifles"],
        ["IND>RUS signed 2021-12-06 -", "RUS>IND signed 2021-12-06 -"],
    ),
    "half an act changes nothing": ("recognition", ["- recognise TALIBAN 2025-07"], []),
}


@pytest.mark.parametrize(("dimension", "acts", "expected"), CASES.values(), ids=CASES)
def test_acts_fold_into_spells(dimension, acts, expected):
    assert shown(story("text", *acts), dimension=dimension) == expected


def test_what_could_not_be_fitted_in_is_not_lost():
    text = story("text", "RUS list-terrorist TALIBAN 2003-02", "RUS delist-terrorist TALIBAN -")
    (listing,) = [f for f in folded(text) if f.key.dimension == "listing"]
    assert [t.kind for t in listing.contrary] == ["delist-terrorist"]


KINDS = ["recognise", "derecognise", "withhold-recognition", "establish-relations", "sever-relations"]
KINDS += [
    "open-mission",
    "close-mission",
    "keep-mission-open",
    "upgrade-relations",
    "list-terrorist",
    "delist-terrorist",
]
DATES = ["-", "1961", "1961-01", "1961-01-03", "1961-01-04", "1960/1962", "../1961", "1961/..", "196X", "1962-05"]
ACTS = st.builds(
    lambda pair, kind, date: f"{pair[0]} {kind} {pair[1]} {date}",
    st.sampled_from([("USA", "CUB"), ("CUB", "USA")]),
    st.sampled_from(KINDS),
    st.sampled_from(DATES),
)
LEVELS = st.sampled_from(["", " level=embassy", " level=legation", " level=consulate", " level=interests"])
STORIES = st.lists(st.lists(st.builds(str.__add__, ACTS, LEVELS), min_size=1, max_size=5), min_size=1, max_size=4)


@given(STORIES)
def test_spells_of_a_key_never_overlap_and_are_maximal(stories):
    for series in folded(*(story(f"text {i}", *acts) for i, acts in enumerate(stories))):
        for before, after in zip(series.stretches, series.stretches[1:], strict=False):
            assert before.first <= before.until == after.first
            assert before.level != after.level
            assert before.end == after.start
        assert series.stretches[-1].until > LAST
        assert all(s.begins and s.first <= s.by for s in series.stretches)


@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_no_spell(stories, random):
    read = [story(f"text {i}", *acts, date=str(dt.date(2026, 1, 1 + i))) for i, acts in enumerate(stories)]
    mixed = random.sample(read, len(read))
    assert [_essence(f) for f in folded(*read)] == [_essence(f) for f in folded(*mixed)]


def _essence(series: Folded):
    stretches = [
        (s.level, s.start, s.end, s.first, s.until, {t.id for t in s.begins}, {t.id for t in s.ends})
        for s in series.stretches
    ]
    return series.key, stretches, {t.id for t in series.contrary}
