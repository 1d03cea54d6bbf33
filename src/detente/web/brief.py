"""The page of the reader's own brief: what was set aside, told with its notes, and what it can be taken away as.

What was set aside is kept in the reader's browser and stands in the address, so nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from detente.brief import chicago
from detente.brief.nouns import Brief, Sentence
from detente.record import Record
from detente.web.basket import basket, endings
from detente.web.page import Page

Told = tuple[str, int | None]  # a sentence and the number of its note


def brief(record: Record, items: Iterable[str], title: str = "") -> Page:
    """The page of some items, as in ``basket``."""
    held = basket(record, items, title)
    notes = chicago.Notes()
    paths = [item.path for item in held.items]
    return Page(
        path="brief",
        template="brief.html",
        title=held.brief.title if held.brief else "Brief",
        values={
            "items": [
                {"label": item.label, "path": item.path, "rest": _without(paths, item.path)} for item in held.items
            ],
            "paths": paths,
            "asked": title.strip(),
            "sections": _sections(held.brief, notes) if held.brief else [],
            "words": [(entry, _noted(entry.act, notes)) for entry in held.brief.chronology] if held.brief else [],
            "notes": ["".join(_piece(piece) for piece in text) for text in notes.texts],
            "endings": endings() if held.brief else [],
        },
        query={"item": " ".join(paths)},
    )


def _without(paths: Sequence[str], path: str) -> list[str]:
    return [other for other in paths if other != path]


def _sections(made: Brief, notes: chicago.Notes) -> list[dict[str, Any]]:
    return [
        {
            "heading": phase.heading,
            "paragraphs": [[_noted(sentence, notes) for sentence in paragraph] for paragraph in phase.paragraphs],
        }
        for phase in made.story
    ]


def _noted(sentence: Sentence, notes: chicago.Notes) -> Told:
    return sentence.text, notes.add(sentence.citations) if sentence.citations else None


def _piece(piece: chicago.Piece) -> str:
    return piece.address if isinstance(piece, chicago.Link) else piece
