"""A document as a good reader shows it: its text with the claims marked, its notes beside the passage that cites them.

Offsets are the only currency: every mark, note and claim finds its place by where it stands in the text. A long document
is shown in parts; what straddles two parts is in both, so that an offset alone tells the part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from detente import words
from detente.errors import NoSuchPage, RecordError
from detente.model import Block, Document, Note
from detente.record import Record
from detente.web.digest import Digest
from detente.web.links import PART, slug
from detente.web.page import Page
from detente.web.pages.common import Row
from detente.web.quotes import trigger


@dataclass(slots=True)
class Piece:
    """A run of text that looks alike: ``claims`` whose words it tells, the ``note`` that is cited after it.

    ``anchors`` are the names by which it can be linked to.
    """

    text: str
    claims: tuple[str, ...] = ()
    quoted: bool = False
    anchors: tuple[str, ...] = ()
    notes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A note where it is cited; ``said`` is its text the first time it is, else empty."""

    label: str
    number: int | None
    said: str = ""


@dataclass(slots=True)
class Shown:
    """A block of the text, with what is read in it."""

    kind: str
    level: int
    page: int | None
    pieces: list[Piece]
    claims: list[Row] = field(default_factory=list)


def document(record: Record, digest: Digest, id: str, part: int = 0) -> Page:
    """The page of a document, or of one part of a long one. NoSuchPage where there is none."""
    try:
        held = record.document(id)
    except RecordError as error:
        raise NoSuchPage("There is no such document.", remedy="See the list of documents.") from error
    parts = max(1, -(-_body_end(held) // PART))
    if not 0 <= part < parts:
        raise NoSuchPage(f"The document has no part {part}.", remedy=f"It has {parts}.")
    claims = record.claims(document=id)
    rows = claims.to_pylist()
    listed = next((row for row in digest.documents if row["id"] == id), None)
    low, high = part * PART, (part + 1) * PART
    values: dict[str, Any] = {
        "document": held,
        "listed": listed,
        "blocks": list(_blocks(held, rows, low, high)),
        "count": len(rows),
        "part": part,
        "of_parts": parts,
        "notes": [note for note in held.notes if part == parts - 1 or parts == 1],
        "events": _events_of(record, rows),
    }
    return Page(
        path=f"d/{slug(id)}" + (f"/{part}" if part else ""),
        template="document.html",
        title=held.title or held.file,
        values=values,
        tables={"claims": claims},
        changed=listed["read_at"] if listed else None,
        about=f"{words.count(len(rows), 'claim')} read in it.",
    )


def _events_of(record: Record, rows: Sequence[Row]) -> dict[str, str]:
    """The event that each claim tells of."""
    return record.events_of([row["id"] for row in rows])


def _body_end(held: Document) -> int:
    return max((block.end for block in held.blocks if block.kind != "note"), default=1)


def _blocks(held: Document, rows: Sequence[Row], low: int, high: int) -> Iterator[Shown]:
    told: set[int] = set()
    for block in held.blocks:
        if block.kind == "note" or block.end <= low or block.start >= high:
            continue
        mine = [row for row in rows if row["start"] < block.end and row["end"] > block.start]
        shown = Shown(block.kind, block.level, block.page, list(_pieces(held, block, mine, told)))
        shown.claims = [row for row in mine if row["start"] >= block.start]
        yield shown


def _pieces(held: Document, block: Block, rows: Sequence[Row], told: set[int]) -> Iterator[Piece]:
    """The block's text, cut wherever something begins or ends in it."""
    spans = {row["id"]: _told_at(row) for row in rows}
    marks = _marks(held, block)
    anchors = _anchors(held, block, rows)
    edges = {block.start, block.end, *marks, *anchors}
    for row in rows:
        edges |= {*spans[row["id"]], row["start"], row["end"]}
    cuts = sorted(edge for edge in edges if block.start <= edge <= block.end)
    for start, end in pairwise(cuts):
        inside = tuple(row["id"] for row in rows if spans[row["id"]][0] <= start and end <= spans[row["id"]][1])
        quoted = any(row["start"] <= start and end <= row["end"] for row in rows)
        notes = tuple(_cited(held, label, told) for label in marks.get(end, ()))
        yield Piece(held.text[start:end], inside, quoted, tuple(anchors.get(start, ())), notes)


def _told_at(row: Row) -> tuple[int, int]:
    """Where the words stand that tell the act; the whole quote where nobody knows."""
    at = trigger(row)
    return (row["start"] + at[0], row["start"] + at[1]) if at else (row["start"], row["end"])


def _marks(held: Document, block: Block) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for mark in held.marks:
        if block.start < mark.offset <= block.end:
            found[mark.offset].append(mark.label)
    return found


def _anchors(held: Document, block: Block, rows: Sequence[Row]) -> Mapping[int, Sequence[str]]:
    """What can be linked to, by where it begins: passages, and claims at the words that tell them."""
    found: dict[int, list[str]] = defaultdict(list)
    for passage in held.passages:
        if block.start <= passage.start < block.end:
            found[passage.start].append(f"p{passage.start}")
    for row in rows:
        start = _told_at(row)[0]
        if block.start <= start < block.end:
            found[start].append(row["id"])
    return found


def _cited(held: Document, label: str, told: set[int]) -> Cited:
    note = next((note for note in held.notes if note.label == label), None)
    if note is None:
        return Cited(label, None)
    first = note.number not in told
    told.add(note.number)
    return Cited(label, note.number, _text_of(held, note) if first else "")


def _text_of(held: Document, note: Note) -> str:
    return held.text[note.start : note.end].strip()
