"""Running heads, running feet and page numbers: what stands in the same place on page after page.

Knows nothing of paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from detente.documents.pdf.lines import Line

_OUTER = 3  # lines from the top or bottom in which a running head or foot may stand
_PLACE = 4.0  # points within which two lines stand in the same place
_APART = 1.45  # sizes between a running head or foot and the text
_NUMBER = re.compile(r"\d{1,4}")
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.?)?\s*(?P<number>\d{1,4})\s*(?:(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)

Key = tuple[str, int]


def without_margins(pages: Sequence[list[Line]], title: str = "") -> tuple[list[list[Line]], list[str]]:
    """The pages' lines without what runs on from page to page, and the words of that, each once.

    ``title`` is the file's own, if it says one.
    """
    candidates = [(line, page) for page, lines in enumerate(pages, 1) for line in _outer(lines)]
    running = _repeated(candidates) | _counting(candidates) | _lone_numbers(pages) | _titles(pages, title)
    places = _places(line for line, _ in candidates if id(line) in running)
    running |= {id(line) for line, _ in candidates if _stands_at(line, places, pages[line.page - 1])}
    running = {id(line) for lines in pages for line in _at_the_edges(lines, running)}
    kept = [[line for line in lines if id(line) not in running] for lines in pages]
    words = [line.text for line, _ in candidates if id(line) in running]
    return kept, list(dict.fromkeys(words))


def _outer(lines: list[Line]) -> Iterator[Line]:
    """The lines of the outermost rows of a page."""
    rows = sorted({round(line.y) for line in lines})
    outer = {*rows[:_OUTER], *rows[-_OUTER:]}
    return (line for line in lines if round(line.y) in outer)


def _place(line: Line) -> int:
    return round(line.y / _PLACE)


def _repeated(candidates: Sequence[tuple[Line, int]]) -> set[int]:
    """Lines whose very words stand in the same place on two pages or more."""
    return _on_several_pages(candidates, lambda line, _: line.text.strip().lower(), least=2)


def _counting(candidates: Sequence[tuple[Line, int]]) -> set[int]:
    """Lines whose words repeat but for a number that grows with the page."""
    return _on_several_pages(candidates, _counted, least=2)


def _counted(line: Line, page: int) -> str:
    """The words with how far each number is ahead of the page's in place of the number."""
    words = line.text.strip().lower()
    if len(words) > 120 or not _NUMBER.search(words):
        return ""
    return _NUMBER.sub(lambda number: f"#{int(number.group()) - page}#", words)


def _on_several_pages(candidates: Sequence[tuple[Line, int]], key_of: object, *, least: int) -> set[int]:
    assert callable(key_of)
    found: defaultdict[str, list[tuple[Line, int]]] = defaultdict(list)
    for line, page in candidates:
        if key := key_of(line, page):
            found[key].append((line, page))
    running: set[int] = set()
    for group in found.values():
        for line, _ in group:
            pages = {page for other, page in group if abs(other.y - line.y) <= _PLACE}
            if len(pages) >= least:
                running.add(id(line))
    return running


def _lone_numbers(pages: Sequence[list[Line]]) -> set[int]:
    """The last or first line of a page where it is nothing but the page's number."""
    running = set()
    for number, lines in enumerate(pages, 1):
        for line in (lines[:1] + lines[-1:]) if len(lines) > 1 else []:
            match = _PAGE_NUMBER.fullmatch(line.text.strip())
            if match and int(match["number"]) in (number, number - 1):
                running.add(id(line))
    return running


def _titles(pages: Sequence[list[Line]], title: str) -> set[int]:
    """The outermost line of a later page where it is the title again, with or without the page's number."""
    if not pages or not pages[0]:
        return set()
    largest = max(line.size for line in pages[0])
    titles = {_bare(title), _bare(" ".join(line.text for line in pages[0] if line.size == largest))} - {""}
    outermost = (line for lines in pages[1:] for line in (lines[:1] + lines[-1:]))
    return {id(line) for line in outermost if _bare(line.text) in titles and line.size < largest}


def _bare(words: str) -> str:
    return " ".join(re.sub(r"^\W*\d{1,4}\b|\b\d{1,4}\W*$", "", words).lower().split()).strip(" |–—-•·")


def _at_the_edges(lines: list[Line], running: set[int]) -> list[Line]:
    """The running lines of a page that nothing else stands outside of, and that stand apart from the rest."""
    rows = [list(row) for _, row in groupby(sorted(lines, key=lambda line: -line.y), key=lambda line: round(line.y))]
    return _edge(rows, running) + _edge(rows[::-1], running)


def _edge(rows: list[list[Line]], running: set[int]) -> list[Line]:
    count = 0
    while count < len(rows) and all(id(line) in running for line in rows[count]):
        count += 1
    while 0 < count < len(rows) and not _stand_apart(rows[count - 1], rows[count]):
        count -= 1
    return [line for row in rows[:count] for line in row]


def _stand_apart(first: list[Line], second: list[Line]) -> bool:
    size = max(line.size for line in (*first, *second))
    return abs(first[0].y - second[0].y) > _APART * size


def _places(lines: Iterator[Line]) -> Counter[int]:
    return Counter(_place(line) for line in lines)


def _stands_at(line: Line, places: Counter[int], lines: list[Line]) -> bool:
    """Whether a short outermost line stands where two or more running lines stand on other pages."""
    if line.y not in (max(other.y for other in lines), min(other.y for other in lines)):
        return False
    width = max(other.x1 for other in lines) - min(other.x0 for other in lines)
    known = sum(places[_place(line) + shift] for shift in (-1, 0, 1))
    lone = _NUMBER.fullmatch(line.text.strip()) or _ROMAN.fullmatch(line.text.strip())
    return known >= 2 and (line.x1 - line.x0 < 0.7 * width or lone is not None)
