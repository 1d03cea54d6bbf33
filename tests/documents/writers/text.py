"""The sample as plain text: superscript marks, notes in the same way at the end."""

from __future__ import annotations

from detente.documents.draft import Draft, DraftBlock, Ref
from documents.conformance import runs_without_page_breaks

FILE = "sample.txt"
LACKS = frozenset({"publisher", "level"})
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def write(sample: Draft) -> bytes:
    title, *rest = sample.blocks
    parts = [_block(title), sample.author or "", sample.date or "", *map(_block, rest)]
    parts += [f"{note.label.translate(_SUPERSCRIPTS)} {note.text.replace('*', '')}" for note in sample.notes]
    return "\n\n".join(parts).encode()


def _block(block: DraftBlock) -> str:
    words = "".join(
        run.label.translate(_SUPERSCRIPTS) if isinstance(run, Ref) else run for run in runs_without_page_breaks(block)
    )
    if block.kind == "list":
        return "- " + words
    if block.kind == "quotation":
        return "    " + words
    return words
