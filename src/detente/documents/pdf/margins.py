"""Running heads, running feet and page numbers: what stands in the same place on page after page.

Works on rows, all that stands on one baseline. Knows nothing of paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.documents.pdf.lines import Line

_OUTER = 3  # rows from the top or bottom in which a running head or foot may stand
_PLACE = 4.0  # points within which two rows stand in the same place
_APART = 1.45  # sizes between a running head or foot and the text
_LONGEST = 120  # characters
_NUMBER = re.compile(r"\d{1,4}")
_LONE = re.compile(r"\d{1,4}|[ivxlc]{1,7}", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.?)?\s*(?P<number>\d{1,4})\s*(?:(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_BESIDE_NUMBER = re.compile(r"(?P<before>\d{1,4})[ |–—·-]+[^\W\d].*|[^\W\d].*[ |–—·-](?P<after>\d{1,4})")


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """What stands on one baseline of a page."""

    lines: tuple[Line, ...]
    page: int
    text: str
    y: float
    size: float
    bold: bool

    @property
    def place(self) -> int:
        """The same for rows that stand in the same place on different pages."""
        return round(self.y / _PLACE)

    @property
    def width(self) -> float:
        """From where it begins to where it ends."""
        return max(line.x1 for line in self.lines) - min(line.x0 for line in self.lines)


def without_margins(pages: Sequence[list[Line]], title: str = "") -> tuple[list[list[Line]], list[str]]:
    """The pages' lines without what runs on from page to page, and the words of that, each once.

    ``title`` is the file's own, if it says one.
    """
    sheets = [_rows(lines) for lines in pages]
    outer = [row for rows in sheets for row in _outer(rows)]
    running = _on_several_pages(outer, lambda row: row.text.lower())
    running |= _on_several_pages(outer, _counted)
    running |= _numbers(sheets) | _titles(sheets, title)
    running |= _beside_others(sheets, running)
    taken = [row for rows in sheets for row in (*_edge(rows, running), *_edge(rows[::-1], running))]
    gone = {id(line) for row in taken for line in row.lines}
    kept = [[line for line in lines if id(line) not in gone] for lines in pages]
    return kept, list(dict.fromkeys(row.text for row in taken))


def _rows(lines: list[Line]) -> list[_Row]:
    """The rows of a page from the top down."""
    rows = []
    for _, group in groupby(lines, key=lambda line: round(line.y)):
        members = tuple(sorted(group, key=lambda line: line.x0))
        largest = max(members, key=lambda line: line.size)
        words = " ".join(line.text.strip() for line in members)
        rows.append(_Row(members, largest.page, words, largest.y, largest.size, all(line.bold for line in members)))
    return rows


def _outer(rows: Sequence[_Row]) -> Sequence[_Row]:
    return rows if len(rows) <= 2 * _OUTER else [*rows[:_OUTER], *rows[-_OUTER:]]


def _ends(rows: Sequence[_Row]) -> Sequence[_Row]:
    """The first and the last row of a page that has others."""
    return [rows[0], rows[-1]] if len(rows) > 1 else []


def _counted(row: _Row) -> str:
    """The words with how far each number is ahead of the page's in place of the number."""
    if len(row.text) > _LONGEST or not _NUMBER.search(row.text):
        return ""
    return _NUMBER.sub(lambda number: f"#{int(number.group()) - row.page}#", row.text.lower())


def _on_several_pages(outer: Sequence[_Row], key_of: Callable[[_Row], str]) -> set[_Row]:
    """Rows whose words, by a key, stand in the same place on two pages or more."""
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in outer:
        if key := key_of(row):
            found[key].append(row)
    running: set[_Row] = set()
    for group in found.values():
        pages: defaultdict[int, set[int]] = defaultdict(set)
        for row in group:
            pages[row.place].add(row.page)
        for row in group:
            near = (pages.get(row.place + shift, set()) for shift in (-1, 0, 1))
            if len(set().union(*near)) > 1:
                running.add(row)
    return running


def _numbers(sheets: Sequence[Sequence[_Row]]) -> set[_Row]:
    """The first or last row of a page where it is the page's number, alone or beside a few words in plain type."""
    letters: Counter[float] = Counter()
    for rows in sheets:
        for row in rows:
            letters[row.size] += len(row.text)
    body = max(letters, key=lambda size: letters[size], default=0.0)
    return {row for rows in sheets for row in _ends(rows) if _is_number(row, body)}


def _is_number(row: _Row, body: float) -> bool:
    if alone := _PAGE_NUMBER.fullmatch(row.text):
        return int(alone["number"]) in (row.page, row.page - 1)
    if row.page == 1 or len(row.text) > 70 or row.bold or row.size > body:
        return False
    beside = _BESIDE_NUMBER.fullmatch(row.text)
    return beside is not None and int(beside["before"] or beside["after"]) == row.page


def _titles(sheets: Sequence[Sequence[_Row]], title: str) -> set[_Row]:
    """The first or last row of a later page where it is the title again, with or without the page's number."""
    if not sheets or not sheets[0]:
        return set()
    largest = max(row.size for row in sheets[0])
    titles = {_bare(title), _bare(" ".join(row.text for row in sheets[0] if row.size == largest))} - {""}
    ends = (row for rows in sheets[1:] for row in _ends(rows))
    return {row for row in ends if _bare(row.text) in titles and row.size < largest}


def _bare(words: str) -> str:
    return " ".join(re.sub(r"^\W*\d{1,4}\b|\b\d{1,4}\W*$", "", words).lower().split()).strip(" |–—-•·")


def _beside_others(sheets: Sequence[Sequence[_Row]], running: set[_Row]) -> set[_Row]:
    """Short first or last rows that stand where two or more running ones stand on other pages."""
    places = Counter(row.place for row in running)
    found = set()
    for rows in sheets:
        width = max((row.width for row in rows), default=0.0)
        for row in _ends(rows):
            known = sum(places[row.place + shift] for shift in (-1, 0, 1))
            if known >= 2 and (row.width < 0.7 * width or _LONE.fullmatch(row.text)):
                found.add(row)
    return found


def _edge(rows: Sequence[_Row], running: set[_Row]) -> Iterator[_Row]:
    """The running rows at one edge of a page: nothing else is outside of them, and they stand apart from the rest."""
    count = 0
    while count < len(rows) and rows[count] in running:
        count += 1
    while 0 < count < len(rows) and not _stand_apart(rows[count - 1], rows[count]):
        count -= 1
    return iter(rows[:count])


def _stand_apart(first: _Row, second: _Row) -> bool:
    return abs(first.y - second.y) > _APART * max(first.size, second.size)
