"""The nouns of a brief: a citation, a sentence with what it rests on, and the sections they stand in.

A brief is text and its grounds, without any format: templates and writers turn it into pages. Every text here is plain;
nothing in it is markup, whatever a document says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.exports.works import Work

Row = Mapping[str, Any]

UNSURE = "†"  # ends what is read with too little certainty


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document the words stand: the document, its page and the note that was cited there."""

    document: Work
    page: int | None = None
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """One work that backs a sentence, where in it, and the places in our documents where it was cited.

    ``paragraphs``, counted from 1, stand for the pages of a document that has none.
    """

    work: Work
    pages: str | None = None
    within: tuple[Place, ...] = ()
    paragraphs: tuple[int, ...] = ()

    @property
    def locator(self) -> str | None:
        """Where in the work, as a note says it: "13–15", "para. 4"."""
        if self.pages or not self.paragraphs:
            return self.pages
        return f"para{'s' if len(self.paragraphs) > 1 else ''}. {', '.join(map(str, self.paragraphs))}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what it rests on. ``events`` are the ids of the events it tells."""

    text: str
    citations: tuple[Citation, ...] = ()
    events: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A day on which one phase ends and the next begins, and the event that made it."""

    day: dt.date
    event: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the story: its years, what opened it, and the paragraphs that tell it.

    ``turns`` are sentences on how the pair's trend turned within it.
    """

    years: str
    headline: str
    paragraphs: tuple[Paragraph, ...]
    start: dt.date | None = None
    turns: Paragraph = ()

    @property
    def heading(self) -> str:
        """The years and the headline, as one line."""
        return f"{self.years}: {self.headline}" if self.years else self.headline


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of how things stand: a row for each label, a cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Sentence | None, ...]], ...]
    more: int = 0  # rows left out

    @property
    def unsure(self) -> bool:
        """Whether any cell is marked as uncertain."""
        return any(cell.text.endswith(UNSURE) for _, cells in self.rows for cell in cells if cell)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the chronology: when, what, and the words that tell it.

    ``beside`` marks what the same texts tell of one of the two and others.
    """

    date: str
    act: Sentence
    quote: str
    marks: str = ""  # "planned", "alleged by Russia", "to check", or nothing
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A vector picture: its name in a folder, its drawing, a caption, and what it shows in words."""

    name: str
    svg: str
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief of two actors. A section of which nothing is known is empty."""

    a: str
    b: str
    title: str
    subtitle: str
    scope: str
    on: dt.date
    language: str
    summary: Paragraph
    standing: Grid
    story: tuple[Phase, ...]
    undated: Paragraph
    others: Grid
    others_title: str
    disputes: tuple[Sentence, ...]
    planned: tuple[Sentence, ...]
    outlook: tuple[Sentence, ...]
    track_record: tuple[Sentence, ...]  # of forecasts such as the outlook's
    chronology: tuple[Entry, ...]
    to_check: tuple[Entry, ...]
    documents: tuple[Work, ...]
    about: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()

    @property
    def beside(self) -> bool:
        """Whether the chronology tells of others as well."""
        return any(entry.beside for entry in self.chronology)
