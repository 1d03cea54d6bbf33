"""The sample as a PDF of two pages, notes at the foot of each, with a running head and page numbers."""

from __future__ import annotations

from detente.documents.draft import Draft, DraftBlock, Ref
from documents.conformance import PAGE_BREAK
from documents.make_pdf import BOLD, Press, Set

FILE = "sample.pdf"
LACKS = frozenset({"publisher"})


def write(sample: Draft) -> bytes:
    press = Press(title=sample.title or "", author=sample.author or "")
    first: list[Set] = []
    second: list[Set] = []
    page = first
    for block in sample.blocks:
        before, *after = _words(block).split(PAGE_BREAK)
        page.append(_set(block, before))
        if block is sample.blocks[0]:
            page += [Set(sample.author or "", size=10), Set(sample.date or "", size=10, after=14)]
        if after:
            page = second
            page.append(_set(block, after[0].strip()))
    notes = [f"^{note.label}^ {note.text}" for note in sample.notes]
    press.page(first, notes=notes[:3], foot="#")
    press.page(second, notes=notes[3:], foot="#", head=sample.title or "")
    return press.done()


def _words(block: DraftBlock) -> str:
    return "".join(f"^{run.label}^" if isinstance(run, Ref) else run for run in block.runs)


def _set(block: DraftBlock, words: str) -> Set:
    if block.kind == "heading":
        return Set(words, size=18.0 if block.level == 1 else 13.0, font=BOLD, after=10)
    if block.kind == "list":
        return Set(words, indent=28, bullet="•")
    if block.kind == "quotation":
        return Set(words, indent=60, inset=90, size=10)
    if block.kind == "table":
        return Set("", cells=[row.split(" | ") for row in words.split("\n")])
    return Set(words)
