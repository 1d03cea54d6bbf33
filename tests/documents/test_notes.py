"""Which mark cites which note, where labels are plain, odd, repeated or missing."""

from __future__ import annotations

import pytest

from detente.documents.draft import DraftNote
from detente.documents.notes import tie
from detente.model import Mark


def tied(marks: str, notes: str) -> tuple[list[int], list[int | None]]:
    """Marks and notes as words: "1 2 1", or "1@3" for label 1 on page 3."""
    cut = [word.partition("@") for word in marks.split()]
    drafted = [DraftNote(label, "x", page=int(page) if page else None) for label, _, page in map(_cut, notes.split())]
    places = [Mark(label, offset) for offset, (label, _, _) in enumerate(cut)]
    result = tie(places, drafted, [int(page) if page else None for _, _, page in cut])
    return result.numbers, result.cited


def _cut(word: str) -> tuple[str, str, str]:
    return word.partition("@")


@pytest.mark.parametrize(
    ("marks", "notes", "numbers", "cited"),
    [
        ("1 2 3", "1 2 3", [1, 2, 3], [1, 2, 3]),
        ("3 1 3", "1 2 3", [1, 2, 3], [3, 1, 3]),
        ("5 6", "5 6", [5, 6], [5, 6]),
        ("* † 1", "* † 1", [2, 3, 1], [2, 3, 1]),
        ("a b", "a b", [1, 2], [1, 2]),
        ("1 2 9", "1 2", [1, 2], [1, 2, None]),
        ("1 2 1 2", "1 2 1 2", [1, 2, 3, 4], [1, 2, 3, 4]),
        ("1 2 3 1 2", "1 2 3 1 2", [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ("1 2 1 1 2", "1 2 1 1 2", [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ("1@1 1@2 1@3", "1@1 1@2 1@3", [1, 2, 3], [1, 2, 3]),
        ("*@1 *@2 †@2", "*@1 *@2 †@2", [1, 2, 3], [1, 2, 3]),
        ("1@2 1@1", "1@1 1@2", [1, 2], [2, 1]),
        ("1 † 2 † 3", "1 2 3 † †", [1, 2, 3, 4, 5], [1, 4, 2, 5, 3]),
        ("1 2 3 1 3", "1 2 3 1 2", [1, 2, 3, 4, 5], [1, 2, 3, 4, None]),
        ("0", "0", [1], [1]),
        ("", "1", [1], []),
        ("1", "", [], [None]),
    ],
)
def test_marks_cite_the_notes_of_their_label(
    marks: str, notes: str, numbers: list[int], cited: list[int | None]
) -> None:
    assert tied(marks, notes) == (numbers, cited)


def test_what_does_not_meet_is_told_of() -> None:
    warnings = tie([Mark("1", 10), Mark("4", 20)], [DraftNote("1", "x"), DraftNote("2", "y")], [None, None]).warnings
    assert warnings == [
        "mark 4 at character 20: there is no note 4",
        "note 2: nothing in the text cites it",
    ]
