"""The sample as Markdown with footnotes and front matter."""

from __future__ import annotations

from detente.documents.draft import Draft, DraftBlock, Ref
from documents.conformance import runs_without_page_breaks

FILE = "sample.md"
LACKS = frozenset[str]()


def write(sample: Draft) -> bytes:
    front = (
        f"---\ntitle: {sample.title}\nauthor: {sample.author}\npublisher: {sample.publisher}\ndate: {sample.date}\n---"
    )
    notes = [f"[^{note.label}]: {note.text}" for note in sample.notes]
    return "\n\n".join([front, *map(_block, sample.blocks), *notes]).encode()


def _block(block: DraftBlock) -> str:
    words = "".join(f"[^{run.label}]" if isinstance(run, Ref) else run for run in runs_without_page_breaks(block))
    if block.kind == "heading":
        return "#" * block.level + " " + words
    if block.kind == "table":
        head, *rows = words.split("\n")
        return "\n".join([head, " | ".join("---" for _ in head.split(" | ")), *rows])
    return {"list": "- ", "quotation": "> "}.get(block.kind, "") + words
