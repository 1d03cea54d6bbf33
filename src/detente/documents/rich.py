"""Blocks whose words carry italics and links, as markup has them, and their way into a draft.

Shared by Markdown and HTML. Notes that the markup links to their marks arrive as notes; those that are only written out
("[1] …" under a heading) are found here, as in plain text. Knows nothing of either format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from detente.documents.cleaning import MARK
from detente.documents.draft import Draft, DraftBlock, DraftNote, Ref
from detente.documents.marks import Label, Style, find_marks
from detente.documents.textnotes import roles
from detente.documents.topmatter import TOP, TopMatter, read_top
from detente.model import BlockKind


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one look: in italics or not, linked to an address or not."""

    text: str
    italic: bool = False
    address: str | None = None


@dataclass(slots=True)
class RichBlock:
    """A block as pieces and marks. ``number`` is that of an ordered list's item; ``rule`` is a line across the page."""

    kind: BlockKind
    pieces: list[Piece | Ref] = field(default_factory=list)
    level: int = 0
    number: int | None = None
    rule: bool = False

    @property
    def text(self) -> str:
        """The words with MARK for each mark."""
        return "".join(piece.text.replace(MARK, "") if isinstance(piece, Piece) else MARK for piece in self.pieces)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither word nor mark in it."""
        return not self.rule and not self.text.strip()


def note_of(label: str, pieces: Iterable[Piece | Ref]) -> DraftNote:
    """A note of these pieces: italics as ``*…*``, links beside the words. Marks inside a note are left out."""
    words: list[str] = []
    links: list[tuple[str, str]] = []
    for piece in pieces:
        if isinstance(piece, Ref):
            continue
        words.append(_starred(piece))
        if piece.address and piece.text.strip():
            links.append((piece.text.strip(), piece.address))
    return DraftNote(label, "".join(words).replace("**", "").strip(), links)


def _starred(piece: Piece) -> str:
    bare = piece.text.strip()
    if not piece.italic or not bare or "*" in bare:
        return piece.text
    return piece.text.replace(bare, f"*{bare}*", 1)


def fill(draft: Draft, blocks: Sequence[RichBlock], notes: Sequence[DraftNote]) -> TopMatter:
    """Puts blocks and notes into a draft, those only written out too; returns what the top lines tell."""
    blocks = [block for block in blocks if not block.is_empty]
    body, written, labels = _split(blocks)
    draft.notes = [*notes, *written]
    draft.blocks = [DraftBlock(block.kind, _runs(block, labels), block.level) for block in body]
    return read_top([" ".join(block.text.replace(MARK, "").split()) for block in body[:TOP]])


def _split(blocks: Sequence[RichBlock]) -> tuple[list[RichBlock], list[DraftNote], dict[str, Style]]:
    body: list[RichBlock] = []
    notes: list[DraftNote] = []
    labels: dict[str, Style] = {}
    for block, role in zip(blocks, roles([_labelled(block) for block in blocks]), strict=True):
        if role == "body" and not block.rule:
            body.append(block)
        elif isinstance(role, Label):
            notes.append(_written_note(block, role))
            labels[role.label] = role.style
        elif role == "more":
            more = note_of("", block.pieces)
            notes[-1].text += "\n" + more.text
            notes[-1].links += more.links
    return body, notes, labels


def _labelled(block: RichBlock) -> str:
    """A block's words as plain text would have them, so that notes are known by their labels."""
    if block.rule:
        return "-----"
    text = block.text.strip()
    return f"{block.number}. {text}" if block.number is not None else text


def _written_note(block: RichBlock, label: Label) -> DraftNote:
    note = note_of(label.label, block.pieces)
    if block.number is None:
        note.text = note.text[_end_of_label(note.text, label) :]
    return note


def _end_of_label(text: str, label: Label) -> int:
    """Where the words begin in a text that may have stars which the labelled text has not."""
    return label.end if not text.startswith("*") or label.style == "symbol" else label.end + 1


def _runs(block: RichBlock, labels: dict[str, Style]) -> list[str | Ref]:
    linked = iter([piece for piece in block.pieces if isinstance(piece, Ref)])
    runs: list[str | Ref] = []
    for run in find_marks(block.text, labels):
        if isinstance(run, Ref):
            runs.append(run)
            continue
        first, *others = run.split(MARK)
        runs.append(first)
        for words in others:
            runs += [next(linked), words]
    return [run for run in runs if run != ""]
