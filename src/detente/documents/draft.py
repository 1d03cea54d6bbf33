"""What a format hands over: blocks with their note marks still in place, and notes as they stand.

Each format module turns a file into a :class:`Draft`; ``build.assemble`` turns any draft into a ``Document``. A format
knows its markup and nothing of offsets, sentences or sources.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.model import BlockKind


@dataclass(frozen=True, slots=True)
class Ref:
    """A note mark inside a block: cites the note with this label."""

    label: str


@dataclass(slots=True)
class DraftBlock:
    """A block of the body: its text as runs, with a :class:`Ref` wherever a note is cited."""

    kind: BlockKind
    runs: list[str | Ref] = field(default_factory=list)
    level: int = 0
    page: int | None = None


@dataclass(slots=True)
class DraftNote:
    """A note as it stands. ``links`` are the addresses its words carry, with the words: (words, address)."""

    label: str
    text: str
    links: list[tuple[str, str]] = field(default_factory=list)
    page: int | None = None


@dataclass(slots=True)
class Draft:
    """A file's content before assembly. Metadata is what the file itself declares; ``date`` is EDTF."""

    blocks: list[DraftBlock] = field(default_factory=list)
    notes: list[DraftNote] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    address: str | None = None
    language: str = "en"
    warnings: list[str] = field(default_factory=list)
