"""What sources a note cites."""

from __future__ import annotations

from collections.abc import Sequence

from detente.documents.draft import DraftNote
from detente.model import Source


def parse_notes(notes: Sequence[DraftNote]) -> list[tuple[Source, ...]]:
    """The sources of each note, in order."""
    return [() for _ in notes]


def without_italics(text: str) -> str:
    """The words of a note without the stars that stand for italics."""
    return text
