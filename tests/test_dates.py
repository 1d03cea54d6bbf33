"""Uncertain dates: reading EDTF, comparing what may not be comparable, and writing dates for people."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import dates
from detente.errors import DateError

READ = [
    ("2026-01-16", "2026-01-16", "2026-01-16", "day"),
    ("2025-07", "2025-07-01", "2025-07-31", "month"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("1900-02", "1900-02-01", "1900-02-28", "month"),
    ("1978", "1978-01-01", "1978-12-31", "year"),
    ("198X", "1980-01-01", "1989-12-31", "decade"),
    ("19XX", "1900-01-01", "1999-12-31", "century"),
    ("2023-21", "2023-03-01", "2023-05-31", "season"),
    ("2023-22", "2023-06-01", "2023-08-31", "season"),
    ("2023-23", "2023-09-01", "2023-11-30", "season"),
    ("2023-24", "2023-01-01", "2024-02-29", "season"),
    ("2002/2005", "2002-01-01", "2005-12-31", "interval"),
    ("2019-05/2019-07-03", "2019-05-01", "2019-07-03", "interval"),
    ("198X/1991", "1980-01-01", "1991-12-31", "interval"),
    ("../1996", None, "1996-12-31", "interval"),
    ("/1996", None, "1996-12-31", "interval"),
    ("1996/..", "1996-01-01", None, "interval"),
    ("1996/", "1996-01-01", None, "interval"),
    (" 1996 ", "1996-01-01", "1996-12-31", "year"),
    ("1991~", "1991-01-01", "1991-12-31", "year"),
    ("2004-06-XX", "2004-06-01", "2004-06-30", "month"),
    ("2004-XX", "2004-01-01", "2004-12-31", "year"),
    ("[1667,1668]", "1667-01-01", "1668-12-31", "interval"),
    ("2004-06~-11", "2004-06-11", "2004-06-11", "day"),
]


@pytest.mark.parametrize(("edtf", "first", "last", "grain"), READ)
def test_a_date_has_a_first_and_a_last_day_and_a_grain(
    edtf: str, first: str | None, last: str | None, grain: str
) -> None:
    date = dates.parse(edtf)
    assert (date.first and str(date.first), date.last and str(date.last), date.grain) == (first, last, grain)


@pytest.mark.parametrize(
    ("edtf", "approximate", "uncertain"),
    [
        ("1991", False, False),
        ("1991~", True, False),
        ("1991?", False, True),
        ("1991%", True, True),
        ("198X~", True, False),
        ("1991~/1995", True, False),
        ("../1995?", False, True),
    ],
)
def test_marks_of_doubt_are_kept(edtf: str, approximate: bool, uncertain: bool) -> None:
    assert (dates.parse(edtf).approximate, dates.parse(edtf).uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("edtf", "why"),
    [
        ("2023-02-30", "no calendar"),
        ("2023-02-29", "no calendar"),
        ("2023-13", "no such month"),
        ("2023-00", "no such month"),
        ("0987", "outside the years"),
        ("0987-05-03", "outside the years"),
        ("09XX", "outside the years"),
        ("9999", "outside the years"),
        ("2005/2002", "ends before it begins"),
        ("2002/2003/2004", "more than two ends"),
        ("yesterday", "not a date"),
        ("16 January 2026", "not a date"),
        ("", "not a date"),
        ("Y170000002", "not a date"),
        ("2002/soon", "not a date"),
        ("[" * 5000, "not a date"),
    ],
)
def test_what_is_no_date_is_refused_by_name_and_with_a_remedy(edtf: str, why: str) -> None:
    with pytest.raises(DateError, match=why) as raised:
        dates.parse(edtf)
    assert raised.value.remedy
    assert len(str(raised.value)) < 400


ORDER = [
    ("2001", "2002", True),
    ("2002", "2001", False),
    ("2001", "2001", None),
    ("2001-05", "2001", None),
    ("2001-05-03", "2001-05-04", True),
    ("2001-05-03", "2001-05-03", False),
    ("../1996", "1997", True),
    ("../1996", "1996", None),
    ("1997/..", "1996", False),
    ("1990/..", "1996", None),
    ("198X", "1990", True),
    ("2002/2005", "2004", None),
    ("1991~", "1992", None),
    ("1991~", "1994-01-03", True),
    ("2001-12-31", "2001", False),
    ("2001", "2001-01-01", False),
]


@pytest.mark.parametrize(("a", "b", "expected"), ORDER)
def test_order_is_told_only_where_it_can_be(a: str, b: str, expected: bool | None) -> None:
    assert dates.before(a, b) is expected


@pytest.mark.parametrize(
    ("a", "b", "same", "may_be"),
    [
        ("2001-05-03", "2001-05-03", True, True),
        ("2001-05-03", "2001-05-04", False, False),
        ("2001-05-03", "2001-05", None, True),
        ("2001-05", "2001-05", None, True),
        ("2001-05", "2001-06", False, False),
        ("2001-05~", "2001-06", None, True),
        ("2001-05-03~", "2001-05-09", None, True),
        ("2001-05-03~", "2001-05-03~", None, True),
        ("../1996", "1990/..", None, True),
        ("../1996", "1997/..", False, False),
    ],
)
def test_two_dates_may_be_the_same_day(a: str, b: str, same: bool | None, may_be: bool) -> None:
    assert (dates.same_day(a, b), dates.may_be_same(a, b)) == (same, may_be)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2001-05-03", "2001", True),
        ("2001", "2001-05-03", None),
        ("2001", "2002", False),
        ("2002/2005", "200X", True),
        ("1996/..", "1990/..", True),
        ("1996/..", "1990/2000", None),
        ("1991~", "1990/1992", None),
        ("1991~", "1988/1994", True),
    ],
)
def test_a_date_lies_within_another_surely_maybe_or_not(a: str, b: str, expected: bool | None) -> None:
    assert dates.within(a, b) is expected


@pytest.mark.parametrize(
    ("date", "day", "expected"),
    [
        ("2001-05", "2001-05-31", True),
        ("2001-05", "2001-05-30", None),
        ("2001-05", "2001-04-30", False),
        ("../1996", "1996-12-31", True),
        ("../1996", "1990-01-01", None),
        ("1996/..", "1995-12-31", False),
        ("1996/..", "2020-01-01", None),
    ],
)
def test_what_has_begun_by_a_day(date: str, day: str, expected: bool | None) -> None:
    assert dates.begins_by(date, dt.date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("given_dates", "expected"),
    [
        (["2025"], "2025"),
        (["2025", "2025-07", "2025-07-03/2025-08-01"], "2025-07-03/2025-07-31"),
        (["2025-07", "2025-07-03", "2025"], "2025-07-03"),
        (["1996/..", "../2001"], "1996/2001"),
        (["../1996", "../1994-06"], "../1994-06"),
        (["1991~", "1992-05"], "1992-05"),
        (["1991", "1991~"], "1991"),
        (["1991~", "1992~"], "1990/1993"),
        (["2023-21", "2023"], "2023-21"),
        (["1990", "1991"], None),
        ([], None),
    ],
)
def test_several_dates_support_what_they_share(given_dates: list[str], expected: str | None) -> None:
    found = dates.together(given_dates)
    assert (found and found.edtf) == expected


SPANS = [
    ("2001-05-03", "2001-05-03", "2001-05-03"),
    ("2001-05-01", "2001-05-31", "2001-05"),
    ("2001-05-01", "2001-07-31", "2001-05/2001-07"),
    ("2001-05-03", "2001-07-31", "2001-05-03/2001-07-31"),
    ("2001-01-01", "2001-12-31", "2001"),
    ("2001-01-01", "2002-12-31", "2001/2002"),
    ("2001-01-01", "2002-06-30", "2001-01/2002-06"),
    ("1980-01-01", "1989-12-31", "198X"),
    ("1981-01-01", "1990-12-31", "1981/1990"),
    ("1800-01-01", "1899-12-31", "18XX"),
    ("1800-01-01", "1999-12-31", "1800/1999"),
    (None, "1996-12-31", "../1996"),
    (None, "1996-06-30", "../1996-06"),
    ("1996-06-02", None, "1996-06-02/.."),
]


@pytest.mark.parametrize(("first", "last", "edtf"), SPANS)
def test_a_span_of_days_is_written_as_short_as_can_be(first: str | None, last: str | None, edtf: str) -> None:
    span = [day and dt.date.fromisoformat(day) for day in (first, last)]
    assert dates.interval(*span) == edtf


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2026-01-16", "16 January 2026"),
        ("2025-07", "July 2025"),
        ("1978", "1978"),
        ("198X", "the 1980s"),
        ("18XX", "the 19th century"),
        ("20XX", "the 21st century"),
        ("2023-21", "spring 2023"),
        ("2002/2005", "between 2002 and 2005"),
        ("2019-05/2019-07", "between May and July 2019"),
        ("2019-11/2020-02", "between November 2019 and February 2020"),
        ("2023-07-24/2023-07-30", "between 24 and 30 July 2023"),
        ("2023-07-24/2023-08-30", "between 24 July and 30 August 2023"),
        ("1991~", "about 1991"),
        ("1991?", "perhaps 1991"),
        ("../1996", "by 1996"),
        ("1996/..", "since 1996"),
        ("1996-03/", "since March 1996"),
        ("../..", "at an unknown time"),
        ("2004-XX", "2004"),
    ],
)
def test_a_date_is_written_as_a_person_writes_it(edtf: str, words: str) -> None:
    assert dates.words(edtf) == words


days = st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31))
points = st.one_of(
    days.map(str),
    days.map(lambda day: str(day)[:7]),
    days.map(lambda day: f"{day.year}-{21 + day.month % 4}"),
    days.map(lambda day: str(day.year)),
    days.map(lambda day: f"{day.year // 10}X"),
    days.map(lambda day: f"{day.year}~"),
)
spans = st.tuples(points, points).map(sorted).map("/".join).filter(lambda edtf: _reads(edtf))
any_date = st.one_of(points, spans, points.map("../{}".format), points.map("{}/..".format))


def _reads(edtf: str) -> bool:
    try:
        return bool(dates.parse(edtf))
    except DateError:
        return False


@given(any_date)
def test_the_first_day_is_never_after_the_last(edtf: str) -> None:
    date = dates.parse(edtf)
    assert date.first is None or date.last is None or date.first <= date.last


@given(any_date, any_date, any_date)
def test_order_is_antisymmetric_and_transitive_where_told(a: str, b: str, c: str) -> None:
    if dates.before(a, b):
        assert dates.before(b, a) is False
        assert not dates.may_be_same(a, b)
        if dates.before(b, c):
            assert dates.before(a, c)


@given(any_date, days)
def test_a_day_inside_a_date_may_be_it(edtf: str, day: dt.date) -> None:
    date = dates.parse(edtf)
    if (date.first or day) <= day <= (date.last or day):
        assert dates.may_be_same(edtf, day.isoformat())
        assert dates.within(day.isoformat(), edtf) is True


@given(days, days)
def test_a_span_of_days_is_read_back_to_the_same_days(a: dt.date, b: dt.date) -> None:
    first, last = sorted((a, b))
    date = dates.parse(dates.interval(first, last))
    assert (date.first, date.last) == (first, last)


@given(st.lists(any_date, min_size=1, max_size=4))
def test_what_dates_support_together_does_not_hang_on_their_order(some: list[str]) -> None:
    found = dates.together(some)
    assert dates.together(reversed(some)) == found
    if found is not None:
        assert all(dates.may_be_same(found, other) for other in some)


@given(st.text(max_size=40))
def test_any_string_is_a_date_or_a_date_error(text: str) -> None:
    try:
        date = dates.parse(text)
    except DateError:
        return
    assert dates.words(date.edtf)
