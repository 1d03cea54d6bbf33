"""The years along a picture: from left to right, in one scale or, where most of it is crowded at the end, in two.

A story that begins in 1950 and whose acts fall in the last ten years would be a picture of nothing with a smudge at its
edge. There the years before one of the story's own divisions are drawn closer together, and a break in the axis says so.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from detente.brief import svg

WIDTH, LEFT, RIGHT = 610.0, 150.0, 8.0
CROWDED = (
    0.35  # by how much the share of years before a day exceeds that of the marks, from where the axis breaks there
)
EARLY = 0.3  # of the width, for the years before the break
STEPS = (1, 2, 5, 10, 20, 50, 100)
CLOSEST = 34.0  # units between two labels
GAP = 5.0  # width of the break


@dataclass(frozen=True, slots=True)
class Scale:
    """Days as places between the labels on the left and the edge; ``knee`` is the day at which the scale changes."""

    first: dt.date
    last: dt.date
    knee: dt.date | None = None

    @classmethod
    def of(cls, first: dt.date, last: dt.date, marks: Sequence[dt.date], divisions: Sequence[dt.date]) -> Scale:
        """The scale for marks at some days, which may break at a division of the story."""
        plain = cls(first, last)
        gains = [(plain.share(day) - sum(mark < day for mark in marks) / max(1, len(marks)), day) for day in divisions]
        best = max(gains, default=(0.0, None))
        return cls(first, last, best[1]) if best[0] >= CROWDED else plain

    def share(self, day: dt.date) -> float:
        """How much of the width lies before a day."""
        knee = self.knee
        if knee is None:
            return _part(day, self.first, self.last)
        if day < knee:
            return EARLY * _part(day, self.first, knee)
        return EARLY + (1 - EARLY) * _part(day, knee, self.last)

    def x(self, day: dt.date) -> float:
        """Where a day stands."""
        return LEFT + self.share(day) * (WIDTH - LEFT - RIGHT)

    def axis(self, height: float) -> list[str]:
        """Years over thin lines, and the break where there is one."""
        marks = []
        for year in self._years():
            x = self.x(dt.date(year, 1, 1))
            marks += [svg.line(x, 14, x, height), svg.text(x, 10, str(year), size=10, fill=svg.GREY, anchor="middle")]
        return marks

    def broken(self, height: float) -> list[str]:
        """The break in the axis: two strokes at the head and foot, over whatever is drawn there."""
        if self.knee is None:
            return []
        x = self.x(self.knee) - GAP
        return [
            mark
            for y in (14.0, height - 4)
            for at in (x - GAP / 2, x + GAP / 2)
            for mark in [svg.line(at - 2, y + 3.5, at + 2, y - 3.5, stroke=svg.GREY)]
        ]

    def _years(self) -> list[int]:
        if self.knee is None:
            return _ticks(self.first, self.last, WIDTH - LEFT - RIGHT)
        width = WIDTH - LEFT - RIGHT
        early = _ticks(self.first, self.knee, EARLY * width)
        late = _ticks(self.knee, self.last, (1 - EARLY) * width)
        near = self.x(self.knee) + CLOSEST / 2
        kept = [year for year in early if self.x(dt.date(year, 1, 1)) < near - CLOSEST]
        return [*kept, *(year for year in late if self.x(dt.date(year, 1, 1)) > (near if kept else 0.0) - CLOSEST / 2)]


def _part(day: dt.date, first: dt.date, last: dt.date) -> float:
    return min(1.0, max(0.0, (day - first).days / max(1, (last - first).days)))


def _ticks(first: dt.date, last: dt.date, width: float) -> list[int]:
    """Round years between two days, so few that their labels stand apart."""
    years = max(1, last.year - first.year)
    room = max(1, min(9, int(width / CLOSEST)))
    step = next((step for step in STEPS if years / step <= room), STEPS[-1])
    begin = math.ceil((first.year + 1) / step) * step
    return list(range(begin, last.year + 1, step))
