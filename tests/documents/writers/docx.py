"""The sample as Word writes it: styles, numbered paragraphs, real footnotes, properties of the file."""

from __future__ import annotations

import re

from detente.documents.draft import Draft, DraftBlock, Ref
from documents import make_docx
from documents.conformance import runs_without_page_breaks

FILE = "sample.docx"
LACKS = frozenset({"label"})
_STYLES = {"heading": "Heading{level}", "quotation": "Quote"}


def write(sample: Draft) -> bytes:
    numbers = {note.label: number for number, note in enumerate(sample.notes, 1)}
    title, *rest = [_block(block, numbers) for block in sample.blocks]
    return make_docx.docx(
        "".join([title, make_docx.paragraph(sample.date or ""), *rest]),
        footnotes=make_docx.notes("footnote", {numbers[note.label]: _note(note.text) for note in sample.notes}),
        core=make_docx.core(title=sample.title or "", creator=sample.author or "", created=f"{sample.date}T08:00:00Z"),
        app=make_docx.company(sample.publisher or ""),
    )


def _note(text: str) -> str:
    pieces = re.split(r"\*(.+?)\*", text)
    return "".join(make_docx.run(piece, "<w:i/>" if index % 2 else "") for index, piece in enumerate(pieces) if piece)


def _block(block: DraftBlock, numbers: dict[str, int]) -> str:
    runs = runs_without_page_breaks(block)
    if block.kind == "table":
        return make_docx.table([row.split(" | ") for row in str(runs[0]).split("\n")])
    pieces = [make_docx.mark(numbers[run.label]) if isinstance(run, Ref) else make_docx.run(run) for run in runs]
    style = _STYLES.get(block.kind, "").format(level=block.level)
    return make_docx.paragraph(*pieces, style=style, numbered=block.kind == "list")
