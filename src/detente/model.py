"""The nouns of detente, as frozen records. Read this first.

A *document* is one text as read. A *passage* is one of its sentences. A *note* ties a passage to the *sources* it
cites. A *claim* is what one passage says; an *event* is what we hold to have happened, on one or more claims; a *spell*
is a dimension at one level for one directed pair of actors, from a date to a date; a *judgement* is what a reviewer
decides about a claim or an event. This module knows nothing of files,
grammars, databases or pages; everything else in the package may import it.

Offsets are in characters of ``Document.text``, half open. Dates are EDTF strings (ISO 8601-2); see ``detente.dates``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Modality = Literal["happened", "planned", "alleged", "denied", "assessed"]
MODALITIES: tuple[Modality, ...] = ("happened", "planned", "alleged", "denied", "assessed")

Action = Literal["accept", "reject", "correct", "split", "merge", "add", "undo"]
ACTIONS: tuple[Action, ...] = ("accept", "reject", "correct", "split", "merge", "add", "undo")

BlockKind = Literal["heading", "paragraph", "list", "quotation", "table", "note"]


@dataclass(frozen=True, slots=True)
class Source:
    """A cited source, as far as the note that cites it tells. Every field may be absent."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None  # EDTF
    pages: str | None = None  # as printed: "20", "13-15"
    address: str | None = None  # a web address or other locator


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text of one kind. ``level`` is the depth of a heading or list item, from 1."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None  # of the file, from 1, where it has pages


@dataclass(frozen=True, slots=True)
class Mark:
    """The place in the body at which a note is cited: the note's label, just before the character at ``offset``."""

    label: str
    offset: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, endnote or numbered reference. ``start`` and ``end`` enclose it in the document's text, label left out.

    ``number`` counts the notes of the document from 1 and is the label where that is a number.
    """

    label: str
    number: int
    start: int
    end: int
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, heading or list item of the body, with the numbers of the notes that are cited in it or at its end."""

    start: int
    end: int
    block: int  # index into Document.blocks
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read.

    ``text`` is plain: body blocks in reading order, a blank line between two blocks, then the notes as blocks of kind
    ``note``; marks are taken out of the text and kept in ``marks``. A sentence that a page break or a footnote cuts in
    two is whole here.
    """

    id: str  # "d-" and a digest of what was read
    file: str  # the file's name without folders
    text: str
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None  # EDTF: when it was published, where the file says so
    address: str | None = None
    language: str = "en"
    warnings: tuple[str, ...] = ()  # what could not be made out, each naming its place

    def note(self, number: int) -> Note | None:
        """The note with this number, or None."""
        return next((note for note in self.notes if note.number == number), None)

    def quote(self, start: int, end: int) -> str:
        """The exact words between two offsets."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a claim says what it says: a field of the claim, the words it rests on, the rule or head, and its score.

    ``filled`` is set where the value is understood rather than said (an inherited actor, a carried date).
    """

    field: str
    start: int | None
    end: int | None
    rule: str
    score: float = 1.0
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says: an act of one kind, by whom toward whom, when, and how sure the passage is of it.

    ``level`` is the level the words tell of, where the kind has levels (the embassy that was opened, recognition that
    was only de facto). ``about`` names an agreement or bill. ``root`` is the PLOVER root where it is not the kind's own,
    as for kind ``other``. ``known`` is the first day on which the claim could have been known: the last day the
    document's date allows, or the day it was read where the document has none.
    """

    id: str  # "c-" and a digest of document, place, kind and actors
    document: str
    file: str
    quote: str
    start: int
    end: int
    kind: str
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    date: str | None
    modality: Modality
    speaker: str | None = None
    notes: tuple[int, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: float = 1.0
    level: str | None = None
    about: str | None = None
    root: str | None = None
    known: dt.date | None = None
    reader: str = ""
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """What we hold to have happened (or to be planned, alleged, ...): one or more claims that tell of the same act.

    ``dates`` lists every distinct date that the claims give where they disagree; ``date`` is what they support together.
    """

    id: str  # "e-" and a digest of its first claim
    kind: str
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    date: str | None
    modality: Modality
    claims: tuple[str, ...]
    documents: tuple[str, ...]  # file names
    speaker: str | None = None
    level: str | None = None
    about: str | None = None
    root: str | None = None
    confidence: float = 1.0
    known: dt.date | None = None
    dates: tuple[str, ...] = ()
    stream: str | None = None  # gdelt, icews or polecat where it was not read
    works: tuple[str, ...] = ()  # the works that rows of tables among its claims name as their source


@dataclass(frozen=True, slots=True)
class Spell:
    """A dimension at one level for one directed pair, from ``start`` until ``end`` (None while open), with its events."""

    initiator: str
    target: str
    dimension: str
    level: str
    start: str | None  # EDTF; None where nobody tells since when
    end: str | None
    events: tuple[str, ...]  # those it begins with, then those that end it
    documents: tuple[str, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's decision, appended and never edited; what it changes is derived.

    ``subject`` is the id of the claim or event that is judged, of the document that a claim is added to, or of the
    judgement that is undone. ``changes`` says what a correction, split, merge or addition comes to, and carries the
    claims that were before the reviewer, so that the log stands on its own: see docs/method/judgements.md.
    """

    id: str  # "j-" and a digest of everything else
    at: dt.datetime  # UTC, without a zone
    reviewer: str
    action: Action
    subject: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
