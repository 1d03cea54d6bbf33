"""Rows of cells: lines that stand side by side in columns over several rows.

What stands side by side without being a table, as a number and its words do, is one line. Knows nothing of paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.documents.marks import SUPERSCRIPTS
from detente.documents.pdf.lines import Line, make_line

_LONE_LABEL = re.compile(
    rf"(?:[•‣▪◦●○■□◆➢✓·\uf0a7\uf0b7\uf0d8*†‡–—-]|[\[(]?(?:\d{{1,3}}|[a-z]|[ivxlc]{{1,5}}|[A-Z])[.)\]]{{0,2}}|"
    rf"(?:\d+\.)+\d*|[{SUPERSCRIPTS}]+)"
)
_ALIGNED = 4.0  # points within which cells of a column stand
_ROW_GAP = 3.6  # sizes: rows of one table are not farther apart


@dataclass(slots=True)
class Table:
    """Rows of cells, each cell the lines in it."""

    rows: list[list[list[Line]]]
    page: int
    y: float  # of the first row


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one region grouped into those that stand on one baseline, labels joined to their words."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and rows[-1][0].page == line.page and abs(rows[-1][0].y - line.y) <= 0.25 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_labels_joined(sorted(row, key=lambda line: line.x0)) for row in rows]


def joined(row: Sequence[Line]) -> Line:
    """One line of all that stands on a row."""
    if len(row) == 1:
        return row[0]
    line = make_line([span for part in row for span in part.spans], row[0].page)
    line.region = row[0].region
    return line


def with_tables(rows: Sequence[list[Line]]) -> list[Line | Table]:
    """The rows of a region as lines, but tables where there are any."""
    found: list[Line | Table] = []
    index = 0
    while index < len(rows):
        end = _table_end(rows, index)
        if end is None:
            found.append(joined(rows[index]))
            index += 1
        else:
            found.append(_table(rows[index:end]))
            index = end
    return found


def _labels_joined(row: list[Line]) -> list[Line]:
    """A row in which a lone number or bullet is one line with the words after it."""
    if len(row) > 1 and _LONE_LABEL.fullmatch(row[0].text) and row[1].x0 - row[0].x1 < 5 * row[1].size:
        return [joined(row[:2]), *row[2:]]
    return row


def _table_end(rows: Sequence[list[Line]], start: int) -> int | None:
    """Where the table that begins with a row ends; None where none begins."""
    if len(rows[start]) < 2:
        return None
    columns = rows[start]
    full, end = 1, start + 1
    while end < len(rows) and _is_near(rows[end - 1], rows[end]):
        row = rows[end]
        if len(row) > 1 and _fit(row, columns):
            full += 1
            columns = row if len(row) > len(columns) else columns
        elif len(row) > 1 or not _is_more(row[0], rows[end - 1], columns):
            break
        end += 1
    while end > start and len(rows[end - 1]) == 1 and not _is_more(rows[end - 1][0], rows[end - 2], columns):
        end -= 1
    flows = full == 2 and any(row[0].text[:1].islower() for row in rows[start + 1 : end] if len(row) > 1)
    return end if full >= 2 and not flows else None


def _is_near(above: Sequence[Line], below: Sequence[Line]) -> bool:
    return 0 <= above[0].y - below[0].y <= _ROW_GAP * max(above[0].size, below[0].size)


def _fit(row: Sequence[Line], columns: Sequence[Line]) -> bool:
    """Whether all cells of a row, but at most one, stand under those of another."""
    small, large = sorted((row, columns), key=len)
    return sum(any(_under(cell, head) for head in large) for cell in small) >= max(2, len(small) - 1)


def _under(cell: Line, head: Line) -> bool:
    return (
        abs(cell.x0 - head.x0) <= _ALIGNED
        or abs(cell.x1 - head.x1) <= _ALIGNED
        or abs((cell.x0 + cell.x1) - (head.x0 + head.x1)) <= 2 * _ALIGNED
    )


def _is_more(line: Line, above: Sequence[Line], columns: Sequence[Line]) -> bool:
    """Whether a line alone on its row goes on with a cell above it, rather than being text under the table."""
    if above[0].y - line.y > 1.45 * line.size:
        return False
    column = next((index for index, head in enumerate(columns) if abs(line.x0 - head.x0) <= _ALIGNED), None)
    if column is None:
        return False
    room = columns[column + 1].x0 if column + 1 < len(columns) else max(cell.x1 for cell in columns) + 12 * line.size
    return line.x1 <= room


def _table(rows: Sequence[list[Line]]) -> Table:
    columns = max(rows, key=len)
    cells: list[list[list[Line]]] = []
    for row in rows:
        if len(row) == 1 and cells:
            column = min(range(len(columns)), key=lambda index: abs(columns[index].x0 - row[0].x0))
            cells[-1][min(column, len(cells[-1]) - 1)].append(row[0])
        else:
            cells.append([[cell] for cell in row])
    return Table(cells, rows[0][0].page, rows[0][0].y)
