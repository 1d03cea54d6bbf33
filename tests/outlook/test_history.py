"""Decayed counts against their definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.outlook.history import Counts


def test_a_count_halves_over_its_half_life() -> None:
    counts = Counts((2.0, np.inf))
    counts.observe(0, np.array([7, 7, 3]))
    assert counts.read(2, np.array([7, 3, 5])).tolist() == [[1.0, 2.0], [0.5, 1.0], [0.0, 0.0]]


def test_ages_and_gaps_are_in_days_and_missing_where_never_seen() -> None:
    counts = Counts((1.0,))
    for day in (1, 4):
        counts.observe(day, np.array([7]))
    counts.observe(4, np.array([9]))
    rows = counts.rows(np.array([7, 9, 8]))
    np.testing.assert_array_equal(counts.ages(10, rows), np.array([6, 6, np.nan], np.float32))
    np.testing.assert_array_equal(counts.gaps(rows), np.array([3, np.nan, np.nan], np.float32))


@given(st.lists(st.lists(st.integers(0, 6), max_size=5), max_size=8), st.integers(0, 6))
def test_a_count_is_the_faded_sum_of_all_earlier_observations(days: list[list[int]], key: int) -> None:
    counts = Counts((3.0,))
    for day, keys in enumerate(days):
        counts.observe(day, np.array(keys, np.int64))
    expected = sum(keys.count(key) * 0.5 ** ((len(days) - day) / 3.0) for day, keys in enumerate(days))
    assert counts.read(len(days), np.array([key]))[0, 0] == pytest.approx(expected, rel=1e-4)
