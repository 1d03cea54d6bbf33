from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.brief.scale import CLOSEST, LEFT, RIGHT, WIDTH, Scale

DAYS = st.dates(dt.date(1700, 1, 1), dt.date(2100, 12, 31))


def test_a_story_crowded_at_its_end_breaks_its_axis_at_one_of_its_divisions():
    early, late = [dt.date(1950, 1, 1), dt.date(1979, 12, 1)], [dt.date(2024, month, 1) for month in range(1, 13)]
    divisions = [dt.date(1979, 12, 1), dt.date(2024, 1, 1)]
    scale = Scale.of(dt.date(1948, 1, 1), dt.date(2025, 1, 1), early + late, divisions)
    assert scale.knee == dt.date(2024, 1, 1)
    assert scale.broken(100)


def test_a_story_told_evenly_has_one_scale():
    days = [dt.date(year, 1, 1) for year in range(1950, 2025)]
    scale = Scale.of(days[0], days[-1], days, [dt.date(2000, 1, 1)])
    assert scale.knee is None
    assert scale.broken(100) == []


@settings(deadline=None)
@given(st.lists(DAYS, min_size=2, unique=True), st.lists(DAYS, max_size=4))
def test_later_is_never_to_the_left_and_nothing_is_outside(days, divisions):
    days.sort()
    scale = Scale.of(days[0], days[-1], days, [day for day in divisions if days[0] < day < days[-1]])
    places = [scale.x(day) for day in days]
    assert places == sorted(places)
    assert places[0] >= LEFT
    assert places[-1] <= WIDTH - RIGHT + 1e-9


@settings(deadline=None)
@given(DAYS, DAYS, st.lists(DAYS, max_size=3))
def test_the_years_on_the_axis_stand_apart(one, other, divisions):
    first, last = min(one, other), max(one, other)
    assume((last - first).days > 900)
    scale = Scale.of(first, last, [last] * 5, [day for day in divisions if first < day < last])
    places = [scale.x(dt.date(year, 1, 1)) for year in scale._years()]
    assert all(right - left >= CLOSEST * 0.45 for left, right in pairwise(places))
