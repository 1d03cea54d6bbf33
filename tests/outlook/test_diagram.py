"""The reliability diagram: every bin is in it, on the scale, in words too, and nothing in it can break the picture."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from detente.outlook.diagram import interval, reliability_svg

SVG = "{http://www.w3.org/2000/svg}"
BINS = [
    {"from": 0.0, "to": 0.1, "forecasts": 400, "given": 0.04, "came": 0.04},
    {"from": 0.1, "to": 1.0, "forecasts": 25, "given": 0.25, "came": 0.36},
]


def test_a_dot_lies_where_the_chance_given_and_the_share_that_came_meet() -> None:
    root = etree.fromstring(reliability_svg(BINS, "t").encode())
    exact, above = root.findall(f"{SVG}circle")
    diagonal = root.find(f"{SVG}line[@class='d']")
    assert diagonal is not None
    left, right, bottom, top = (float(diagonal.get(name, "")) for name in ("x1", "x2", "y1", "y2"))
    along = lambda dot: (float(dot.get("cx", "")) - left) / (right - left)  # noqa: E731
    up = lambda dot: (float(dot.get("cy", "")) - bottom) / (top - bottom)  # noqa: E731
    assert (along(exact), up(exact)) == pytest.approx((0.2, 0.2), abs=0.001)
    assert (along(above), up(above)) == pytest.approx((0.5, 0.6), abs=0.001)
    assert float(exact.get("r", "")) > float(above.get("r", ""))


def test_the_diagram_can_be_read_out() -> None:
    assert "given 25.00%, came 36.00% of 25" in reliability_svg(BINS, "t")
    assert "no forecasts" in reliability_svg([], "t")


def test_a_title_is_text() -> None:
    root = etree.fromstring(reliability_svg(BINS, "a <b> & c", "x < y").encode())
    assert next(text.text for text in root.findall(f"{SVG}text")) == "a <b> & c"


@given(st.floats(0, 1), st.integers(1, 10**6))
def test_an_interval_holds_its_share_and_narrows_with_trials(share: float, trials: int) -> None:
    low, high = interval(share, trials)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    wider = interval(share, trials / 2)
    assert wider[1] - wider[0] >= high - low - 1e-9


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(1, 10**6)), max_size=12))
def test_everything_lies_inside_the_picture(rows: list[tuple[float, float, int]]) -> None:
    bins = [{"given": chance, "came": came, "forecasts": number} for chance, came, number in rows]
    svg = reliability_svg(bins, "t")
    root = etree.fromstring(svg.encode())
    width, height = (float(root.get(name, "")) for name in ("width", "height"))
    for name, limit in itertools.product(("x1", "x2", "cx"), (width,)):
        assert all(0 <= float(found) <= limit for found in re.findall(rf' {name}="([^"]+)"', svg))
    assert all(0 <= float(found) <= height for found in re.findall(r' (?:y1|y2|cy)="([^"]+)"', svg))
