"""The timeline strip as numbers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.web.strip import COLUMNS, MARKS, strip

UNTIL = dt.date(2026, 1, 1)


def spell(start, end=None, level="listed", dimension="listing", initiator="RUS", target="TALIBAN"):
    return {
        "initiator": initiator, "target": target, "dimension": dimension, "level": level, "start": start, "end": end,
        "events": ["e-1"], "documents": [],
    }  # fmt: skip


def event(date, kind="hold-talks", modality="happened", id="e-1"):
    return {
        "id": id, "date": date, "kind": kind, "modality": modality, "initiators": ["RUS"], "targets": ["TALIBAN"],
        "speaker": None, "confidence": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "fades_in", "fades_out"),
    [
        ("2003-02-01", "2025-04-17", False, False),
        ("2003", "2025-04-17", True, False),
        ("2003-02-01", "2024/2025", False, True),
        (None, "2025-04-17", True, False),
        ("2003-02-01", None, False, False),
    ],
)
def test_an_end_fades_where_its_day_is_not_certain(start, end, fades_in, fades_out):
    bar = strip([spell(start, end)], [event("1996")], until=UNTIL).lanes[0].bars[0]
    assert (bar.fade_in > 0, bar.fade_out > 0) == (fades_in, fades_out)


def test_relations_that_both_have_alike_are_one_lane():
    both = [spell("1998", None, "established", "relations", a, b) for a, b in (("RUS", "TALIBAN"), ("TALIBAN", "RUS"))]
    assert [lane.label for lane in strip(both, [], until=UNTIL).lanes] == ["Relations: Russia ↔ the Taliban"]


def test_conflict_stands_below_the_line_and_cooperation_above():
    drawn = strip([], [event("2001-01-01", "attack"), event("2010-01-01", "hold-talks")], until=UNTIL)
    below, above = sorted(drawn.marks, key=lambda mark: mark.x)
    assert above.y < drawn.axis < below.y


def test_an_act_out_of_a_stream_is_marked_and_says_so():
    drawn = strip(
        [], [event("2001", id="e-1") | {"stream": "gdelt"}, event("2010", id="e-2") | {"stream": None}], until=UNTIL
    )
    assert [mark.streamed for mark in drawn.marks] == [True, False]
    assert "(streamed: GDELT)" in drawn.marks[0].told
    assert drawn.streamed
    assert not strip([], [event("2010")], until=UNTIL).streamed


@pytest.mark.parametrize(
    ("start", "inside", "roomy"), [("1980", True, True), ("2016", True, False), ("2024-06", False, False)]
)
def test_a_label_stands_in_its_bar_where_there_is_room(start, inside, roomy):
    bar = strip([spell(start)], [event("1976")], until=UNTIL).lanes[0].bars[0]
    assert (bar.inside, bar.roomy) == (inside, roomy)


def test_many_events_are_counted_in_columns():
    many = [event(f"{1900 + n % 120}", id=f"e-{n}") for n in range(2000)]
    drawn = strip([], many, until=UNTIL)
    assert not drawn.marks
    assert 0 < len(drawn.columns) <= COLUMNS


def test_a_date_after_the_end_of_the_strip_is_left_out():
    assert strip([], [event("2030-01-01")], until=UNTIL).marks == []


def test_phases_stand_behind_everything():
    drawn = strip([], [event("2001")], until=UNTIL, phases=[{"start": "2001", "end": "2005", "label": "hostile"}])
    assert drawn.bands[0].label == "hostile"


DATES = st.one_of(
    st.dates(dt.date(1800, 1, 1), dt.date(2030, 1, 1)).map(dt.date.isoformat),
    st.integers(1800, 2030).map(str),
    st.tuples(st.integers(1800, 1900), st.integers(1901, 2030)).map(lambda years: f"{years[0]}/{years[1]}"),
    st.just("../1950"),
    st.just("1950/.."),
    st.none(),
)


@given(
    st.lists(st.tuples(DATES, DATES, st.sampled_from(["listed", "none"])), max_size=6),
    st.lists(st.tuples(DATES, st.sampled_from(["attack", "hold-talks", "other"])), max_size=MARKS + 40),
)
def test_everything_stands_within_the_drawing(spells, events):
    told = [event(date, kind, id=f"e-{n}") for n, (date, kind) in enumerate(events)]
    drawn = strip([spell(*one) for one in spells], told, until=UNTIL)
    for bar in (bar for lane in drawn.lanes for bar in lane.bars):
        assert 0 <= bar.x <= 100
        assert bar.width > 0
        assert 0 <= bar.fade_in <= 1
        assert 0 <= bar.fade_out <= 1
    for mark in drawn.marks:
        assert 0 <= mark.x <= 100
        assert 0 <= mark.y <= drawn.height
    for column in drawn.columns:
        assert drawn.axis - column.up >= 0
        assert drawn.axis + column.down <= drawn.height
