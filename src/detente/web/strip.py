"""The timeline strip as numbers: bars for spells, marks for events, and where on the axis everything stands.

Across, places are in hundredths of the width, so that one drawing fits a phone and a wide screen with its type in one
size; down, they are in pixels. A template draws it. Nothing here knows pages or addresses.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detente import codebook, dates, words
from detente.web.tones import Tone, tone

Row = Mapping[str, Any]

LANE = 43  # pixels from lane to lane
DOT = 11  # pixels from mark to mark above one another
HIGHEST = 6  # marks above one another, beyond which they are counted in columns
MARKS = 160  # events that are drawn one by one
OUTLYING = 100  # one in so many may lie before the strip: it then stands at its left end
COLUMNS = 90  # of the counts
COLUMN_HEIGHT = 46
LETTER = 0.62  # hundredths of a wide strip that a letter takes
NARROW = 3.3  # times as much it takes of a narrow one
COARSE = 92  # days of doubt from which a mark is hollow


@dataclass(frozen=True, slots=True)
class Bar:
    """A spell. ``fade_in`` and ``fade_out`` are the shares of its own width over which it may have begun or ended."""

    x: float
    width: float
    tone: Tone
    label: str
    told: str
    event: str | None
    fade_in: float = 0.0
    fade_out: float = 0.0
    inside: bool = True  # whether the label has room in the bar
    roomy: bool = True  # whether it has on a narrow screen too
    beside: bool = False  # or else before it


@dataclass(frozen=True, slots=True)
class Lane:
    """One dimension of one actor toward another."""

    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An event; ``sign`` is 1 for cooperation, -1 for conflict, 0 for neither."""

    x: float
    y: float
    sign: int
    told: str
    event: str
    hollow: bool = False
    streamed: bool = False  # out of an event stream, not read


@dataclass(frozen=True, slots=True)
class Column:
    """So many events in one stretch of the axis."""

    x: float
    width: float
    up: float
    down: float
    told: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis. Minor ones are left out on narrow screens."""

    x: float
    label: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A phase; ``inside`` is whether its label has room in it, ``roomy`` whether on a narrow screen too."""

    x: float
    width: float
    label: str
    inside: bool = True
    roomy: bool = True


@dataclass(slots=True)
class Strip:
    """The whole drawing."""

    first: dt.date
    last: dt.date
    on: float | None
    ticks: tuple[Tick, ...]
    lanes: list[Lane] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    axis: float = 0.0  # where cooperation and conflict part
    height: int = 0
    undated: int = 0

    @property
    def streamed(self) -> bool:
        """Whether anything that is drawn is out of an event stream."""
        return any(mark.streamed for mark in self.marks)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.lanes or self.marks or self.columns)


class _Axis:
    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self._days = max((last - first).days, 1)

    def x(self, day: dt.date) -> float:
        inside = min(max(day, self.first), self.last)
        return round(100 * (inside - self.first).days / self._days, 3)


def strip(
    spells: Sequence[Row],
    events: Sequence[Row],
    *,
    until: dt.date,
    on: dt.date | None = None,
    first: str | None = None,
    phases: Sequence[Row] = (),
) -> Strip:
    """The strip of some spells and events, up to a day. Lanes of the actor ``first`` toward others stand on top."""
    known = [spell for spell in spells if spell["start"] or spell["end"] or spell["level"]]
    axis = _axis(known, events, until)
    drawn = Strip(axis.first, axis.last, axis.x(on) if on else None, tuple(_ticks(axis)))
    drawn.bands = [_band(axis, phase, until) for phase in phases]
    top = 22 if drawn.bands else 4
    for lane in _lanes(axis, known, first, top):
        drawn.lanes.append(lane)
        top = lane.y + LANE
    _draw_events(drawn, axis, events, top)
    return drawn


def _axis(spells: Sequence[Row], events: Sequence[Row], until: dt.date) -> _Axis:
    days = [day for row in spells for edtf in (row["start"], row["end"]) for day in _span(edtf)]
    days += [day for row in events for day in _span(row["date"])]
    days = [day for day in days if day <= until]
    first = sorted(days)[len(days) // OUTLYING] if days else until - dt.timedelta(365)
    room = max((until - first).days // 40, 60)
    return _Axis(max(first - dt.timedelta(room), dt.date.min), until)


def _span(edtf: str | None) -> tuple[dt.date, ...]:
    if not edtf:
        return ()
    date = dates.parse(edtf)
    return tuple(day for day in (date.first, date.last) if day)


def _ticks(axis: _Axis) -> Iterable[Tick]:
    years = axis.last.year - axis.first.year
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100) if years / step <= 9), 100)
    start = math.ceil((axis.first.year + (axis.first > dt.date(axis.first.year, 1, 1))) / step) * step
    for count, year in enumerate(range(start, axis.last.year + 1, step)):
        x = axis.x(dt.date(year, 1, 1))
        if x <= 97:
            yield Tick(x, str(year), count % 2 == 1)


def _band(axis: _Axis, phase: Row, until: dt.date) -> Band:
    first, last = _span(phase["start"])[:1], _span(phase["end"])[-1:]
    x = axis.x(first[0]) if first else 0.0
    end = axis.x(last[0] if last else until)
    label = str(phase["label"])
    return Band(x, round(end - x, 3), label, *_room(end - x, label))


def _room(width: float, label: str) -> tuple[bool, bool]:
    """Whether a label has room in so many hundredths of a wide strip, and of a narrow one."""
    return width >= LETTER * len(label) + 1, width >= NARROW * (LETTER * len(label) + 1)


def _lanes(axis: _Axis, spells: Sequence[Row], first: str | None, top: int) -> Iterable[Lane]:
    order = {name: place for place, name in enumerate(codebook.load().dimensions)}
    by_key: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for spell in spells:
        by_key[spell["initiator"], spell["target"], spell["dimension"]].append(spell)

    def place(key: tuple[str, str, str]) -> tuple[object, ...]:
        initiator, target, dimension = key
        return order.get(dimension.partition(":")[0], 99), dimension, initiator != first, initiator, target

    y = top
    for key in sorted(by_key, key=place):
        initiator, target, dimension = key
        mutual = _shape(by_key[key]) == _shape(by_key.get((target, initiator, dimension), ()))
        if mutual and place(key) > place((target, initiator, dimension)):
            continue
        between = f"{words.actor(initiator)} {'↔' if mutual else '→'} {words.actor(target)}"
        bars = tuple(_with_labels([_bar(axis, spell) for spell in by_key[key]]))
        yield Lane(f"{words.dimension(dimension)}: {between}", y, bars)
        y += LANE


def _with_labels(bars: Sequence[Bar]) -> Iterable[Bar]:
    """The bars, those whose label has no room in them having it before them where nothing else stands."""
    free = 0.0
    for bar in bars:
        room = bar.x - free >= LETTER * len(bar.label) + 1
        yield replace(bar, beside=room and not bar.inside and bar.tone != "none")
        if bar.tone != "none":
            free = bar.x + bar.width


def _shape(spells: Sequence[Row]) -> list[tuple[object, ...]]:
    return [(spell["level"], spell["start"], spell["end"]) for spell in spells]


def _bar(axis: _Axis, spell: Row) -> Bar:
    begins, ends = _span(spell["start"]), _span(spell["end"])
    start = begins[0] if begins else axis.first
    until = ends[-1] if ends else axis.last
    x, right = axis.x(start), axis.x(max(until, start))
    days = max((until - start).days, 1)
    fade_in = (begins[-1] - begins[0]).days / days if begins else 0.25
    fade_out = (ends[-1] - ends[0]).days / days if ends else 0.0
    level = words.level(spell["dimension"], spell["level"])
    inside, roomy = _room((right - x) * (1 - min(fade_in, 1.0)), level)
    return Bar(
        x=x,
        width=round(max(right - x, 0.25), 3),
        tone=tone(spell["dimension"], spell["level"]),
        label=level,
        told=f"{words.dimension(spell['dimension'])}: {level}, {words.span(spell['start'], spell['end'])}",
        event=spell["events"][0] if spell["events"] else None,
        inside=inside,
        roomy=roomy,
        fade_in=round(min(fade_in, 1.0), 3),
        fade_out=round(min(fade_out, 1.0), 3),
    )


def _draw_events(drawn: Strip, axis: _Axis, events: Sequence[Row], top: int) -> None:
    dated = [row for row in events if row["date"] and _span(row["date"])[0] <= axis.last]
    drawn.undated = sum(not row["date"] for row in events)
    if not dated:
        drawn.height = top + 4
        return
    stacks = _stacks(axis, dated)
    up = max((len(rows) for (_, sign), rows in stacks.items() if sign >= 0), default=0)
    down = max((len(rows) for (_, sign), rows in stacks.items() if sign < 0), default=0)
    if len(dated) <= MARKS and max(up, down) <= HIGHEST:
        drawn.axis = top + 20 + up * DOT
        drawn.marks = [mark for key, rows in sorted(stacks.items()) for mark in _stack(axis, key, rows, drawn.axis)]
        drawn.height = int(drawn.axis + down * DOT + 8)
    else:
        drawn.columns = list(_columns(axis, dated))
        drawn.axis = top + 20 + max(column.up for column in drawn.columns)
        drawn.height = int(drawn.axis + max(column.down for column in drawn.columns) + 8)


def _middle(row: Row) -> dt.date:
    span = _span(row["date"])
    return span[0] + (span[-1] - span[0]) / 2


def _stacks(axis: _Axis, events: Sequence[Row]) -> dict[tuple[int, int], list[Row]]:
    """The events by place and side of the axis: those that would cover one another stand above one another."""
    stacks: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in events:
        stacks[int(axis.x(_middle(row)) / 1.3), -1 if _sign(row) < 0 else 1].append(row)
    return stacks


def _stack(axis: _Axis, key: tuple[int, int], rows: Sequence[Row], middle: float) -> Iterable[Mark]:
    for number, row in enumerate(rows):
        y = middle - key[1] * (number + 0.7) * DOT
        days = _span(row["date"])
        hollow = (days[-1] - days[0]).days >= COARSE or row["modality"] != "happened"
        yield Mark(axis.x(_middle(row)), round(y, 1), _sign(row), told(row), row["id"], hollow, bool(row.get("stream")))


def told(row: Row) -> str:
    """An event in one line, with its date, how it is told, and the stream that it is out of where it was not read."""
    stream = row.get("stream")
    how = ", ".join(filter(None, (words.modality(row), stream and f"streamed: {stream.upper()}")))
    return f"{words.date(row['date']) or 'undated'}: {words.capitalised(words.act(row))}" + (f" ({how})" if how else "")


def _sign(row: Row) -> int:
    kind = codebook.load().kinds.get(row["kind"])
    return kind.sign if kind else 0


def _columns(axis: _Axis, events: Sequence[Row]) -> Iterable[Column]:
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in events:
        counts[min(int(axis.x(_middle(row)) * COLUMNS / 100), COLUMNS - 1)][_sign(row) < 0] += 1
    unit = COLUMN_HEIGHT / max(max(both) for both in counts.values())
    days = (axis.last - axis.first).days / COLUMNS
    for number, (good, bad) in sorted(counts.items()):
        start = axis.first + dt.timedelta(number * days)
        end = axis.first + dt.timedelta((number + 1) * days)
        when = f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
        said = f"{when}: {words.count(good + bad, 'act')}, {bad} of conflict"
        yield Column(
            round(100 * number / COLUMNS, 3), round(88 / COLUMNS, 3), round(good * unit, 1), round(bad * unit, 1), said
        )
