"""Which words of a draft are its own prose, and which only lay out what stands elsewhere: tables and lists of works."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.documents.citations import parse_notes
from detente.documents.draft import DraftNote
from detente.model import Block, Document

# Headings under which works are listed whose titles tell of acts, and do not tell them.
_WORKS = re.compile(
    r"^[\W\d]*(?:(?:selected|select|list of|cited)\s+)?"
    r"(?:bibliography|sources?|references?|works(?: cited)?|literature|further reading|documents|notes|endnotes|footnotes)"
    r"(?:\s+(?:cited|read|and (?:notes|sources|references|further reading)))?\W*$",
    re.IGNORECASE,
)

_TITLE = re.compile(r"[“\"]([^“”\"]{8,})[”\"]")
_LONGEST = 200  # characters that a work's author, publisher, date and address take beside its title


class Prose:
    """The parts of a draft in which it tells acts in its own words."""

    def __init__(self, draft: Document) -> None:
        self._laid_out = [(block.start, block.end) for block in _laid_out(draft)]
        self._headings = [(block.start, block.end) for block in draft.blocks if block.kind == "heading"]

    def tells(self, start: int) -> bool:
        """Whether the words at an offset are the draft's own."""
        return not any(first <= start < end for first, end in self._laid_out)

    def heads(self, start: int) -> bool:
        """Whether they are a heading, which nobody gives a note."""
        return any(first <= start < end for first, end in self._headings)


def _laid_out(draft: Document) -> Iterator[Block]:
    works: int | None = None  # the depth of the heading under which works are listed
    for block in draft.blocks:
        if block.kind == "heading":
            if works is None or block.level <= works:
                works = block.level if _WORKS.match(draft.text[block.start : block.end]) else None
        elif block.kind == "table" or works is not None or (block.kind == "list" and _is_work(draft, block)):
            yield block


def _is_work(draft: Document, block: Block) -> bool:
    """Whether an item of a list is a work with its title in quotes, and nothing else."""
    text = draft.text[block.start : block.end]
    title = _TITLE.search(text)
    if title is None:
        return False
    (sources,) = parse_notes([DraftNote("1", text)])
    rest = text[: title.start()] + text[title.end() :]
    return any(source.title and (source.date or source.address) for source in sources) and len(rest) <= _LONGEST
