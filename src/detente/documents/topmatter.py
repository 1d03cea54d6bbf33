"""Title, author and date from the first lines of a text that declares none.

Knows nothing of files; works on the first blocks, a line each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.documents import sentences
from detente.documents.metadata import byline, date_of_line, find_date, looks_american, looks_like_names

TOP = 12  # lines in which title, author and date are looked for
_LONGEST_TITLE = 160
_NO_NAMES = (
    "Summary Introduction Executive Abstract Background Overview Brief Report Issue Policy Paper Commentary Analysis "
    "Conclusion Contents News World Press Release Working Research Special Opinion Foreword Preface Notes"
)
_NOT_NAMES = frozenset(_NO_NAMES.split())


@dataclass(frozen=True, slots=True)
class TopMatter:
    """What the first lines tell. ``title_at`` is the index of the title's line."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    title_at: int | None = None


def read_top(lines: Sequence[str]) -> TopMatter:
    """Reads the first lines, each a block's text with its marks taken out."""
    lines = [line.strip() for line in lines[:TOP]]
    body = next((index for index, line in enumerate(lines) if _is_body(line)), len(lines))
    top = lines[:body]
    if top and body < len(lines) and lines[body][:1].islower():
        top = top[:-1]  # a sentence that a page or a note cuts in two, not a line of its own
    date_at = next((index for index, line in enumerate(top) if index and date_of_line(line)), None)
    by_at = next((index for index, line in enumerate(top) if byline(line)), None)
    author_at = by_at if by_at is not None else _author_beside(top, date_at)
    limit = min((index for index in (author_at, date_at) if index is not None), default=None)
    title_at = _title_before(top, limit) if limit is not None else _first_title(top)
    return TopMatter(
        title=top[title_at] if title_at is not None else None,
        author=(byline(top[author_at]) or top[author_at]) if author_at is not None else None,
        date=_date(top),
        title_at=title_at,
    )


def _is_body(line: str) -> bool:
    return len(line) > _LONGEST_TITLE or (
        len(line) > 60 and line.endswith((".", ".”", '."', ":")) and byline(line) is None
    )


def _author_beside(top: Sequence[str], date_at: int | None) -> int | None:
    """The line of names just before the date, or just after it, that is not the first line."""
    if date_at is None:
        return None
    for index in (date_at - 1, date_at + 1):
        if 0 < index < len(top) and looks_like_names(top[index]) and not _NOT_NAMES & set(top[index].split()):
            return index
    return None


def _title_before(top: Sequence[str], limit: int) -> int | None:
    """The last line before author and date that may be a title; the first after them if they come first."""
    before = [index for index in range(limit) if _may_be_title(top[index])]
    after = [index for index in range(limit + 1, len(top)) if _may_be_title(top[index])]
    return before[-1] if before else (after[0] if after and after[0] == limit + 1 else None)


def _first_title(top: Sequence[str]) -> int | None:
    """Without author or date: the first line; or after a line that is only a date."""
    first = next((index for index, line in enumerate(top) if not date_of_line(line)), None)
    return first if first is not None and _may_be_title(top[first]) else None


def _may_be_title(line: str) -> bool:
    if not 3 < len(line) <= _LONGEST_TITLE or line.endswith((".", ",", ";")) or len(sentences.spans(line)) > 1:
        return False
    return not date_of_line(line) and not byline(line)


def _date(top: Sequence[str]) -> str | None:
    for line in top:
        if date := date_of_line(line):
            return date
    for line in top:
        if byline(line) and (found := find_date(line, year=False, american=looks_american(line))):
            return found[2]
    return None
