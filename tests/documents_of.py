"""Documents for tests, of a few paragraphs."""

from __future__ import annotations

from detente.documents.build import assemble
from detente.documents.draft import Draft, DraftBlock
from detente.model import Document


def document(*paragraphs: str, date: str | None = "2024-06-01", title: str | None = None) -> Document:
    """A document of paragraphs; one that begins with "# " is a heading."""
    blocks = [
        DraftBlock("heading" if text.startswith("# ") else "paragraph", [text.removeprefix("# ")])
        for text in paragraphs
    ]
    return assemble(Draft(blocks=blocks, date=date, title=title), file="case.txt", digest="d-case")
