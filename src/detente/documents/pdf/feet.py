"""Footnotes: smaller type at the foot of a page or column that begins with a label, and goes on overleaf.

Takes the lines of notes out of the pages. Knows nothing of what cites them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from detente.documents.marks import SUPERSCRIPTS, Label, label_of
from detente.documents.pdf.lines import Line

_SMALLER = 0.96  # of the size of the body
_NOTE_END = re.compile(r"[.!?”\")\]/]\s*$")
_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
_STYLES = ("superscript", "bracket", "plain", "symbol")


@dataclass(slots=True)
class Foot:
    """A note as it stands at the foot of a page: its label, its lines from the one with the label on, and its page."""

    label: Label
    page: int
    lines: list[Line] = field(default_factory=list)


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of most letters of a file."""
    counted: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            counted[round(line.size * 2) / 2] += line.letters
    return max(counted, key=lambda size: (counted[size], size), default=10.0)


def take_feet(pages: Sequence[list[Line]], body: float) -> tuple[list[list[Line]], list[Foot]]:
    """The pages' lines without their footnotes, and the footnotes. Lines are in reading order, with their regions."""
    feet = _Feet(body)
    kept = [feet.take(lines) for lines in pages]
    return kept, feet.notes


class _Feet:
    """What was found so far, since labels count on from page to page."""

    def __init__(self, body: float) -> None:
        self.body = body
        self.notes: list[Foot] = []
        self.cited = ""  # the words of the page's body

    def take(self, lines: list[Line]) -> list[Line]:
        """The lines of a page that are no notes; those that are go to the notes."""
        kept: list[Line] = []
        regions = [list(region) for _, region in groupby(lines, key=lambda line: line.region)]
        for index, region in enumerate(regions):
            self.cited = "".join(line.text[1:] for line in lines if not self._is_small(line))
            at = len(region) if self._is_above_text(region, regions[index + 1 :]) else self._start(region)
            kept += region[:at]
            for line in region[at:]:
                self._add(line)
        return kept

    def _is_small(self, line: Line) -> bool:
        return line.size <= _SMALLER * self.body and self.body - line.size > 0.4

    def _is_above_text(self, region: list[Line], later: list[list[Line]]) -> bool:
        """Whether a line of the body that runs below this region shows that the region is not at the foot."""
        lowest = region[-1].y
        left, right = min(line.x0 for line in region), max(line.x1 for line in region)
        return any(
            not self._is_small(line) and line.y < lowest and line.x0 < right and line.x1 > left
            for other in later
            for line in other
        )

    def _start(self, region: list[Line]) -> int:
        """Where in a region its notes begin; its length where it has none."""
        first = len(region)
        while first and self._is_small(region[first - 1]):
            first -= 1
        small = region[first:]
        labelled = next((index for index, line in enumerate(small) if self._opens(line)), None)
        if labelled is None and small and self._goes_on(small[0]):
            return first
        if labelled is None:
            return next(
                (index for index, line in enumerate(region[:first]) if self._is_raised_label(line)), len(region)
            )
        while labelled and self._goes_on(small[0]) and not self._is_gap(small[labelled - 1], small[labelled]):
            labelled -= 1
        return first + labelled

    def _is_raised_label(self, line: Line) -> bool:
        """Whether a line in the size of the body begins with a raised number that the page cites."""
        label = label_of(line.text)
        return label is not None and label.style == "superscript" and label.label.translate(_RAISED) in self.cited

    def _is_gap(self, upper: Line, lower: Line) -> bool:
        return upper.y - lower.y > 2.2 * lower.size

    def _goes_on(self, line: Line) -> bool:
        """Whether a line without a label may be more of the last note of the page before."""
        if not self.notes or self.notes[-1].page < line.page - 1:
            return False
        last = self.notes[-1].lines[-1].text
        return line.text[:1].islower() or not _NOTE_END.search(last)

    def _opens(self, line: Line) -> bool:
        label = label_of(line.text)
        return label is not None and self._begins(label, line)

    def _add(self, line: Line) -> None:
        label = label_of(line.text)
        if label is not None and self._begins(label, line):
            self.notes.append(Foot(label, line.page, [line]))
        elif self.notes:
            self.notes[-1].lines.append(line)

    def _begins(self, label: Label, line: Line) -> bool:
        """Whether a line begins a note: its label is raised, or counts on from the last, or begins anew on its page."""
        if label.style not in _STYLES:
            return False
        if label.style in ("superscript", "symbol"):
            return True
        if not self.notes:
            return label.label == "1" or label.label.translate(_RAISED) in self.cited
        return label.style == self.notes[-1].label.style and _counts_on(self.notes[-1], label, line)


def _counts_on(last: Foot, label: Label, line: Line) -> bool:
    """Whether a number is the next after the last note's, or the first or one of the next on another page."""
    number, before = int(label.label), int(last.label.label)
    return number == before + 1 or (last.page != line.page and (number == 1 or before < number <= before + 3))
