"""From any format's draft to a document: one plain text, its blocks, passages, marks and notes, with sound offsets.

What formats owe: blocks in reading order with a ``Ref`` where a note is cited; headings, list items, quotations and
tables as blocks of their own (rows of a table on lines of their own, ``table_runs`` helps); notes in the order of the
file, their words as plain text in which italics may stand as ``*…*`` (they tell titles and outlets apart; the stars do
not reach the document). What formats need not do: mend white space or hyphens, join paragraphs that a page cuts in
two, split sentences, number notes. Knows nothing of any format, nor of what the text says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from detente.documents import limits, sentences
from detente.documents.citations import parse_notes
from detente.documents.cleaning import MARK, clean, words_if_broken
from detente.documents.draft import Draft, DraftBlock, Ref
from detente.documents.furniture import unread
from detente.documents.masking import without_italics
from detente.documents.notes import tie
from detente.errors import EmptyDocument
from detente.model import Block, Document, Mark, Note, Passage

__all__ = ["assemble", "table_runs"]

_SENTENCE_END = re.compile(r"[.?!…:;][\"'”’»)\]]*$")
_OPEN_END = re.compile(r"(?:[,–—(-]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|that|which|as|into|between))$")
_ROW = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_LONG = 60  # characters: shorter than this, an unfinished line is more likely a heading or a label
_JOINED = ("paragraph", "quotation")


class _Built:
    """A block on its way into the document: clean text, and its marks as (offset in the text, label, page)."""

    __slots__ = ("draft", "marks", "text")

    def __init__(self, draft: DraftBlock, text: str, marks: list[tuple[int, str]]) -> None:
        self.draft, self.text = draft, text
        self.marks = [(offset, label, draft.page) for offset, label in marks]


def assemble(draft: Draft, *, file: str, digest: str) -> Document:
    """The document of a draft.

    ``file`` is the file's name without folders and ``digest`` the hexadecimal SHA-256 of its bytes. Raises
    EmptyDocument where there is no text, TooLarge where there is too much.
    """
    limits.check_count(len(draft.blocks), limits.MAX_BLOCKS, "blocks", file)
    limits.check_count(len(draft.notes), limits.MAX_NOTES, "notes", file)
    built = [item for item in _joined(_clean_blocks(draft.blocks)) if item.text]
    if not built and not any(note.text.strip() for note in draft.notes):
        raise EmptyDocument("There is no text in it.", place=file, remedy="If it is a scan, read it with OCR first.")
    body, blocks, marks, pages = _lay_out(built)
    tied = tie(marks, draft.notes, pages)
    text, notes, note_blocks = _lay_out_notes(body, draft, tied.numbers)
    limits.check_text(len(text), file)
    return Document(
        id="d-" + digest[:16],
        file=file,
        text=text,
        blocks=(*blocks, *note_blocks),
        passages=_passages(text, blocks, _citations(marks, tied.cited), draft.author),
        notes=notes,
        marks=tuple(marks),
        title=_line(draft.title),
        author=_line(draft.author),
        publisher=_line(draft.publisher),
        date=draft.date,
        address=draft.address,
        language=draft.language,
        warnings=(*draft.warnings, *tied.warnings),
    )


def table_runs(rows: Iterable[Sequence[Sequence[str | Ref]]]) -> list[str | Ref]:
    """A table's rows of cells of runs as the runs of one block: a line for each row, cells joined by " | "."""
    runs: list[str | Ref] = []
    for row in rows:
        if runs:
            runs.append("\n")
        for number, cell in enumerate(row):
            if number:
                runs.append(" | ")
            runs += [" ".join(run.split("\n")) if isinstance(run, str) else run for run in cell]
    return runs


def _line(value: str | None) -> str | None:
    return (clean(value) or None) if value else None


def _clean_blocks(blocks: list[DraftBlock]) -> list[_Built]:
    raws = ["".join(run.replace(MARK, "") if isinstance(run, str) else MARK for run in block.runs) for block in blocks]
    known = words_if_broken(raws)
    built = []
    for block, raw in zip(blocks, raws, strict=True):
        marked = clean(raw, lines=block.kind == "table", known=known)
        labels = [run.label for run in block.runs if isinstance(run, Ref)]
        text, marks = _take_marks_out(marked, labels)
        if text or marks:
            built.append(_Built(block, text, marks))
    return built


def _take_marks_out(marked: str, labels: list[str]) -> tuple[str, list[tuple[int, str]]]:
    pieces = marked.split(MARK)
    marks, offset = [], 0
    for piece, label in zip(pieces, labels, strict=False):
        offset += len(piece)
        marks.append((offset, label))
    return "".join(pieces), marks


def _joined(blocks: list[_Built]) -> list[_Built]:
    """The blocks with sentences that a page break cuts in two made whole, and stray marks given to the block before."""
    joined: list[_Built] = []
    for block in blocks:
        if joined and (not block.text or not joined[-1].text or _continues(joined[-1], block)):
            _append(joined[-1], block)
        else:
            joined.append(block)
    return joined


def _continues(first: _Built, second: _Built) -> bool:
    if first.draft.kind != second.draft.kind or first.draft.kind not in _JOINED:
        return False
    before, after = first.text[-_LONG:], second.text
    if not before or (_SENTENCE_END.search(before) and not (before.endswith(";") and _turns(first, second))):
        return False
    if after[0].islower():
        return True
    if len(before) < _LONG:
        return False
    return bool(_OPEN_END.search(before)) or (_turns(first, second) and before[-1].isalnum())


def _turns(first: _Built, second: _Built) -> bool:
    """Whether a page ends between the two."""
    pages = (first.draft.page, second.draft.page)
    return None not in pages and pages[0] != pages[1]


def _append(first: _Built, second: _Built) -> None:
    """Adds a block's words to those before it; only the words at the seam are cleaned: long chains stay cheap."""
    if not first.text:
        first.draft = second.draft
    last = first.text[-_LONG:].rpartition(" ")[2]
    next_ = second.text[:_LONG].partition(" ")[0]
    seam = clean(f"{last}\n{next_}") if last and next_ else last + next_
    first.text = first.text[: len(first.text) - len(last)] + seam + second.text[len(next_) :]
    shift = len(first.text) - len(second.text)
    first.marks += [(offset + shift, label, page) for offset, label, page in second.marks]


def _lay_out(built: list[_Built]) -> tuple[str, list[Block], list[Mark], list[int | None]]:
    """The body's text, blocks and marks, and for each mark the page it stands on."""
    blocks: list[Block] = []
    marks: list[Mark] = []
    pages: list[int | None] = []
    at = 0
    for item in built:
        at = at + 2 if blocks else at
        end = at + len(item.text)
        blocks.append(Block(item.draft.kind, at, end, item.draft.level, item.draft.page))
        marks += [Mark(label, at + offset) for offset, label, _ in item.marks]
        pages += [page for _, _, page in item.marks]
        at = end
    return "\n\n".join(item.text for item in built), blocks, marks, pages


def _lay_out_notes(body: str, draft: Draft, numbers: list[int]) -> tuple[str, tuple[Note, ...], list[Block]]:
    pieces = [body] if body else []
    at = len(body)
    notes, blocks = [], []
    for note, number, sources in zip(draft.notes, numbers, parse_notes(draft.notes), strict=True):
        words = clean(without_italics(note.text).replace(MARK, ""))
        start = at + 2 if words and pieces else at
        at = start + len(words)
        notes.append(Note(note.label, number, start, at, sources))
        if words:
            pieces.append(words)
            blocks.append(Block("note", start, at, page=note.page))
    return "\n\n".join(pieces), tuple(notes), blocks


def _citations(marks: list[Mark], cited: list[int | None]) -> list[tuple[int, int]]:
    return [(mark.offset, number) for mark, number in zip(marks, cited, strict=True) if number is not None]


def _passages(
    text: str, blocks: list[Block], citations: list[tuple[int, int]], author: str | None
) -> tuple[Passage, ...]:
    """The passages of all blocks that are to be read; ``citations`` are (offset, number) in the order of the text."""
    skipped = unread([(block.kind, block.level, text[block.start : block.end]) for block in blocks], author)
    spans = [
        (index, start, end)
        for index, block in enumerate(blocks)
        if index not in skipped
        for start, end in _spans(text, block)
    ]
    numbers: list[list[int]] = [[] for _ in spans]
    ends = [end for _, _, end in spans]
    for offset, number in citations:
        place = bisect_left(ends, offset)
        if place < len(spans) and spans[place][1] <= offset and number not in numbers[place]:
            numbers[place].append(number)
    return tuple(
        Passage(start, end, index, tuple(cited)) for (index, start, end), cited in zip(spans, numbers, strict=True)
    )


def _spans(text: str, block: Block) -> list[tuple[int, int]]:
    """Where a block's passages are: a heading is one, a table's rows are one each, all else is cut into sentences."""
    words = text[block.start : block.end]
    if block.kind == "heading":
        return [(block.start, block.end)]
    if block.kind == "table":
        return [(block.start + row.start(), block.start + row.end()) for row in _ROW.finditer(words)]
    return [(block.start + start, block.start + end) for start, end in sentences.spans(words)]
