from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import dates
from detente.prose import when


@pytest.mark.parametrize(
    ("edtf", "lead"),
    [
        ("2025-07-03", "on 3 July 2025"),
        ("2025-07", "in July 2025"),
        ("1978", "in 1978"),
        ("1950/1953", "in the early 1950s"),
        ("1994/1996", "in the mid-1990s"),
        ("1987/1989", "in the late 1980s"),
        ("198X", "in the 1980s"),
        ("19XX", "in the 20th century"),
        ("2002/2005", "between 2002 and 2005"),
        ("1989/1992", "between 1989 and 1992"),
        ("2025-09-24/2025-09-30", "between 24 and 30 September 2025"),
        ("../1996", "by 1996"),
        ("2021/..", "at some time since 2021"),
        ("1991~", "around 1991"),
        ("1991?", "perhaps in 1991"),
        ("2023-21", "in spring 2023"),
    ],
)
def test_a_date_opens_a_sentence(edtf, lead):
    assert when.lead(edtf) == lead


@pytest.mark.parametrize(
    ("edtf", "before", "lead"),
    [
        ("2025-10-07", "2025-07-03", "on 7 October"),
        ("2025-10", "2025-07-03", "in October"),
        ("2025-07-03", "2025-07-03", "the same day"),
        ("2025-10", "2025-10", "the same month"),
        ("2025", "2025", "the same year"),
        ("2026-01-15", "2025-10-07", "on 15 January 2026"),
        ("2025-10~", "2025-07", "around October 2025"),
        ("2025-10-07", "2025", "on 7 October 2025"),
        ("1950/1953", "1950/1953", "in the early 1950s"),
    ],
)
def test_what_the_sentence_before_said_is_not_said_again(edtf, before, lead):
    assert when.lead(edtf, before) == lead


@pytest.mark.parametrize(
    ("edtf", "since"),
    [
        ("2025-07-03", "since 3 July 2025"),
        ("../1996", "since 1996 or earlier"),
        ("2021/..", "since 2021"),
        ("1950/1953", "since the early 1950s"),
        ("2002/2005", "since some time between 2002 and 2005"),
        (None, ""),
    ],
)
def test_since_when(edtf, since):
    assert when.since(edtf) == since


def test_several_dates_are_listed_once_each():
    assert when.several(["2018-11", "2021-10-20", "2018-11"]) == "in November 2018 and on 20 October 2021"


@given(st.dates(dt.date(1000, 1, 1), dt.date(9998, 12, 31)), st.dates(dt.date(1000, 1, 1), dt.date(9998, 12, 31)))
def test_every_date_has_words_and_its_days(one, other):
    edtf = dates.interval(min(one, other), max(one, other))
    assert when.lead(edtf).split()[0] in {"on", "in", "between"}
    assert when.first_day(edtf) <= min(one, other) <= max(one, other) <= when.last_day(edtf)
