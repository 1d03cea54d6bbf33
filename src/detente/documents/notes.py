"""Which mark cites which note, and what number each note has.

A mark cites the note with its label. Where labels repeat, because numbering begins again with each chapter or page, a
mark cites the note of its own page if pages are known, else that of its own series; that stars and daggers repeat puts no
numbered note in doubt. Knows nothing of formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.documents.draft import DraftNote
from detente.model import Mark


@dataclass(frozen=True, slots=True)
class Tied:
    """``numbers`` holds each note's number, ``cited`` the number that each mark cites or None."""

    numbers: list[int]
    cited: list[int | None]
    warnings: list[str]


def tie(marks: Sequence[Mark], notes: Sequence[DraftNote], pages: Sequence[int | None]) -> Tied:
    """Ties marks, in the order of the text, to notes, in the order of the file. ``pages`` are the marks' own."""
    numbers = _numbers(notes)
    cited = _cited(marks, notes, pages, numbers)
    warnings = [
        f"mark {mark.label} at character {mark.offset}: there is no note {mark.label}"
        for mark, number in zip(marks, cited, strict=True)
        if number is None
    ]
    used = set(cited)
    warnings += [
        f"note {note.label}: nothing in the text cites it"
        for note, number in zip(notes, numbers, strict=True)
        if number not in used
    ]
    return Tied(numbers, cited, warnings)


def _numbers(notes: Sequence[DraftNote]) -> list[int]:
    """The labels where they are distinct numbers; else counted from 1, or on from the last number for other labels."""
    labels = [note.label for note in notes]
    numeric = [int(label) for label in labels if _is_number(label)]
    if len(set(numeric)) != len(numeric):
        return list(range(1, len(notes) + 1))
    following = max(numeric, default=0)
    numbers = []
    for label in labels:
        if not _is_number(label):
            following += 1
        numbers.append(int(label) if _is_number(label) else following)
    return numbers


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdigit() and 0 < len(label) < 7 and int(label) > 0


def _cited(
    marks: Sequence[Mark], notes: Sequence[DraftNote], pages: Sequence[int | None], numbers: Sequence[int]
) -> list[int | None]:
    labels = Counter(note.label for note in notes)
    if all(count == 1 for count in labels.values()):
        only = {note.label: number for note, number in zip(notes, numbers, strict=True)}
        return [only.get(mark.label) for mark in marks]
    if _differ_by_page(notes):
        paged = {(note.label, note.page): number for note, number in zip(notes, numbers, strict=True)}
        first = {note.label: number for note, number in zip(reversed(notes), reversed(numbers), strict=True)}
        return [
            paged.get((mark.label, page), first.get(mark.label) if labels[mark.label] == 1 else None)
            for mark, page in zip(marks, pages, strict=True)
        ]
    series = _cited_by_series(marks, notes, numbers)
    counted = {note.label: n for note, n in zip(notes, numbers, strict=True) if _is_number(note.label)}
    if any(labels[label] > 1 for label in counted):
        return series
    return [counted.get(mark.label, number) for mark, number in zip(marks, series, strict=True)]


def _differ_by_page(notes: Sequence[DraftNote]) -> bool:
    return all(note.page is not None for note in notes) and len({(n.label, n.page) for n in notes}) == len(notes)


def _cited_by_series(marks: Sequence[Mark], notes: Sequence[DraftNote], numbers: Sequence[int]) -> list[int | None]:
    """Marks and notes run through the series in order; a mark that steps back to the first label begins the next."""
    series = _series(notes, numbers)
    cited: list[int | None] = []
    at, seen = 0, set[str]()
    for mark in marks:
        begins = next(iter(series[at + 1])) if at + 1 < len(series) else None
        missing = mark.label not in series[at]
        if begins is not None and (
            (mark.label == begins and mark.label in seen) or (missing and mark.label in series[at + 1])
        ):
            at, seen = at + 1, set()
        seen.add(mark.label)
        cited.append(series[at].get(mark.label))
    return cited


def _series(notes: Sequence[DraftNote], numbers: Sequence[int]) -> list[dict[str, int]]:
    """Runs of notes in which no label repeats."""
    series: list[dict[str, int]] = [{}]
    for note, number in zip(notes, numbers, strict=True):
        if note.label in series[-1]:
            series.append({})
        series[-1][note.label] = number
    return series
