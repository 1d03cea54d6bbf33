"""The order in which the lines of a page are read: across it, or down one column after the other.

A column is known by the white gutter beside it, and told from a column of a table by its lines, which fill it.
Knows nothing of what the lines say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from detente.documents.pdf.lines import Line

_BIN = 2.0  # points
_MOST_EDGES = 20  # places at which columns may begin
_LEAST = 4  # lines of a column
_FILL = 0.55  # how much of its column the middle line of a column fills
_DEEPEST = 3  # gutters inside one another


def in_reading_order(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page as they are read; ``region`` is set and grows with every column that is begun.

    A page with too little on it to show its columns has those of the other pages.
    """
    ordered = [sorted(lines, key=lambda line: (-round(line.y, 1), line.x0)) for lines in pages]
    found = [_gutter(lines) for lines in ordered]
    usual = Counter(round(gutter / 8) for gutter in found if gutter is not None)
    place, count = max(usual.items(), key=lambda item: item[1], default=(0, 0))
    hint = place * 8.0 if count >= 2 or (count and len(pages) < 4) else None
    return [_numbered(_regions(lines, 0, hint)) for lines in ordered]


def _numbered(regions: list[list[Line]]) -> list[Line]:
    for number, region in enumerate(regions):
        for line in region:
            line.region = number
    return [line for region in regions for line in region]


def _regions(lines: list[Line], depth: int, hint: float | None = None) -> list[list[Line]]:
    gutter = _gutter(lines, depth) if depth < _DEEPEST else None
    if gutter is None and hint is not None and _may_be_gutter(lines, hint):
        gutter = hint
    if gutter is None:
        return [lines] if lines else []
    regions: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    for line in lines:
        if line.x0 < gutter < line.x1:
            regions += _regions(left, depth + 1) + _regions(right, depth + 1)
            left, right = [], []
            across.append(line)
            continue
        if across:
            regions.append(across)
            across = []
        (left if line.x1 <= gutter else right).append(line)
    return regions + _regions(left, depth + 1) + _regions(right, depth + 1) + ([across] if across else [])


def _gutter(lines: Sequence[Line], depth: int = 0) -> float | None:
    """Where between two columns of text nothing stands, or None."""
    if len(lines) < 2 * _LEAST:
        return None
    best: tuple[int, float] | None = None
    for begin in _edges(lines):
        before = max((line.x1 for line in lines if line.x1 < begin), default=begin)
        middle = (before + begin) / 2
        crossing = sum(line.x0 < middle < line.x1 for line in lines)
        if (best is None or crossing < best[0]) and _are_columns(lines, middle, depth):
            best = (crossing, middle)
    return best[1] if best else None


def _may_be_gutter(lines: Sequence[Line], at: float) -> bool:
    """Whether on a page with little on it nothing speaks against the other pages' gutter."""
    crossing = sum(line.x0 < at < line.x1 for line in lines)
    return len(lines) > 0 and crossing <= 0.3 * len(lines)


def _edges(lines: Sequence[Line]) -> list[float]:
    """Where, clear of the left edge of all, enough lines begin for a column to begin there."""
    counted = Counter(round(line.x0 / _BIN) for line in lines)
    first = min(line.x0 for line in lines)
    width = max(line.x1 for line in lines) - first
    near = {place: sum(counted[place + shift] for shift in (-1, 0, 1)) for place, _ in counted.most_common(_MOST_EDGES)}
    often = (place for place, count in near.items() if count > 1)
    return [(place - 1.5) * _BIN for place in often if place * _BIN > first + 0.15 * width]


def _are_columns(lines: Sequence[Line], at: float, depth: int) -> bool:
    """Whether the lines on both sides are text: enough of them, beside one another, and filling their column."""
    before = [line for line in lines if line.x1 <= at]
    after = [line for line in lines if line.x0 >= at]
    crossing = len(lines) - len(before) - len(after)
    few, many = sorted((len(before), len(after)))
    if crossing > 0.5 * len(lines) or (few < _LEAST and not (few > 1 and many >= 3 * _LEAST and not crossing)):
        return False
    beside = min(max(line.y for line in before), max(line.y for line in after)) - max(
        min(line.y for line in before), min(line.y for line in after)
    )
    if beside < min(3, few - 1) * median(line.size for line in lines):
        return False
    return all(_fills(side) or (depth < _DEEPEST and _gutter(side, depth + 1)) for side in (before, after))


def _fills(lines: Sequence[Line]) -> bool:
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    rows = sorted(line.y for line in lines)
    close = sum(second - first < 0.3 for first, second in pairwise(rows))
    widths = sorted(line.x1 - line.x0 for line in lines)
    return (
        median(widths[1:] or widths) >= _FILL * width  # the last line of a paragraph tells nothing
        and width >= 8 * median(line.size for line in lines)
        and close <= 0.34 * len(lines)
    )
