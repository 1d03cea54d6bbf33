"""Title, author and date of a PDF file: what its first page prints, before what its properties say.

Properties are often left over from a template or name the file, so they count only where they say something and, for
the date, last of all. Knows nothing of the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.documents.draft import Draft
from detente.documents.metadata import find_date, is_byline, is_date_line
from detente.documents.pdf.blocks import RawBlock
from detente.documents.pdf.glyphs import Sheets
from detente.documents.topmatter import TOP, read_top

_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|indd|qxd|tex|pptx?|odt|rtf)|"
    r"layout \d+|title|none|slide \d+|template.*|[\w-]*\d{4,}[\w-]*|about:blank|anonymous|unspecified)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:user|admin.*|author|owner|microsoft.*|anonymous|unspecified|none|\w*\d+\w*|.*@.*|[a-z]+)", re.I
)
_SYMBOL_MARK = re.compile(r"(?<=\w)[*†‡§¶⁰¹²³⁴-⁹]+(?=\s|,|$)")
_MADE = re.compile(r"D:(\d{4})(0[1-9]|1[0-2])?(0[1-9]|[12]\d|3[01])?")


def set_front_matter(
    draft: Draft, blocks: Sequence[RawBlock], sheets: Sheets, running: Sequence[str], file: str
) -> None:
    """Sets title, author and date; ``running`` are the words of running heads and feet."""
    words = [
        " ".join("".join(run for run in block.runs if isinstance(run, str)).split()) for block in draft.blocks[:TOP]
    ]
    top = read_top([_SYMBOL_MARK.sub("", line) for line in words])
    first = " ".join(words).lower()
    told = sheets.told.get("Title", "").strip()
    told = "" if _NO_TITLE.fullmatch(told) or len(told) < 4 else told
    largest = _largest(blocks[:TOP])
    draft.title = told if told and told.lower() in first else largest or told or top.title
    author = sheets.told.get("Author", "").strip()
    draft.author = top.author or (None if not author or _NO_AUTHOR.fullmatch(author) else author)
    _set_date(draft, top.date, words, sheets, running, file)
    for block, line in zip(draft.blocks, words, strict=False):
        if block.kind == "heading" and (line == draft.author or is_date_line(line) or is_byline(line)):
            block.kind, block.level = "paragraph", 0


def _largest(blocks: Sequence[RawBlock]) -> str | None:
    """The heading in the largest type on the first page that has a heading."""
    first = next((block.page for block in blocks if block.kind == "heading"), None)
    headings = [at for at, block in enumerate(blocks) if block.kind == "heading" and block.page == first]
    best = max(headings, key=lambda at: blocks[at].style[0], default=None)
    if best is None or blocks[best].level != 1:
        return None
    after = blocks[best + 1] if best + 1 in headings else None
    more = [after] if after is not None and after.style == blocks[best].style and after.gap < 2.2 else []
    return "\n".join(block.text for block in (blocks[best], *more))


def _set_date(
    draft: Draft, date: str | None, words: Sequence[str], sheets: Sheets, running: Sequence[str], file: str
) -> None:
    printed = date or next(
        (
            found[2]
            for line in [*words, *running]
            if len(line) < 100 and (found := find_date(line, year=False)) and _is_alone(line, found)
        ),
        None,
    )
    draft.date = printed
    made = _MADE.match(sheets.told.get("CreationDate", ""))
    if printed is None and made:
        draft.date = "-".join(part for part in made.groups() if part)
        draft.warnings.append(f"{file}: its date, {draft.date}, is the day on which the file was made")


def _is_alone(line: str, found: tuple[int, int, str]) -> bool:
    """Whether a date is marked off from the words beside it, as in "Policy Brief | May 2024"."""
    before, after = line[: found[0]].rstrip(), line[found[1] :].lstrip()
    return (not before or before[-1] in "|,–—-•·/:(") and (not after or after[0] in "|,–—-•·/)")
