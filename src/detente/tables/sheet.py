"""Bytes of a CSV or XLSX file into rows of text, numbered as a spreadsheet numbers them. Knows nothing of acts."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.documents import limits
from detente.documents.decoding import decode
from detente.errors import (
    DamagedDocument,
    EmptyDocument,
    HostileDocument,
    LockedDocument,
    NotThisFormat,
    UnreadablePath,
    UsageError,
)

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # an old XLS, or an XLSX under a password
_DELIMITERS = ",;\t|"
MAX_COLUMNS = 1_000
MAX_CELL = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the sheet (the header is row 1 unless lines stand above it) and its cells, by column."""

    number: int
    cells: dict[str, str]
    fault: str | None = None  # why it cannot be read as cells of these columns


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text. ``digest`` is of the file's bytes."""

    file: str
    digest: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(path: Path, name: str | None = None) -> Sheet:
    """The rows of a CSV file, or of a sheet (the first by default) of an XLSX file; empty rows are left out.

    Raises the DocumentError of a file that cannot be read, UsageError for a sheet that is not there or a header that
    does not name its columns apart.
    """
    data = _bytes(path)
    lines = _workbook(data, path.name, name) if data.startswith((_ZIP, _OLE)) else _csv(data, path.name)
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    if len(numbered) < 2:
        raise EmptyDocument("There are no rows in it.", place=path.name, remedy="A table has a header and rows.")
    limits.check_count(len(numbered), limits.MAX_BLOCKS, "rows", path.name)
    columns = _header(numbered[0][1], path.name)
    rows = tuple(_row(number, columns, cells) for number, cells in numbered[1:])
    return Sheet(path.name, hashlib.sha256(data).hexdigest(), columns, rows)


def _bytes(path: Path) -> bytes:
    try:
        limits.check_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise UnreadablePath(
            f"It cannot be read: {error.strerror}.", place=str(path), remedy="Check the name and its permissions."
        ) from error


def _header(cells: Sequence[str], file: str) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    limits.check_count(len(cells), MAX_COLUMNS, "columns", file)
    twice = next((name for i, name in enumerate(cells) if name in cells[:i] or not name), None)
    if twice is not None:
        what = f"Two columns are called '{twice}'." if twice else "A column has no name."
        raise UsageError(what, place=f"{file}, header", remedy="Give each column a name of its own in the first row.")
    return tuple(cells)


def _row(number: int, columns: tuple[str, ...], cells: Sequence[str]) -> Row:
    fault = None
    if any(cells[len(columns) :]):
        fault = f"it has {len(cells)} cells, and the header {len(columns)}"
    elif any(len(cell) > MAX_CELL for cell in cells):
        fault = f"a cell has more than {MAX_CELL:,} characters"
    return Row(number, dict(zip(columns, cells, strict=False)), fault)


def _csv(data: bytes, file: str) -> list[list[str]]:
    text, _ = decode(data, file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(limits.MAX_TEXT)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [[_plain(cell) for cell in line] for line in lines]
    except csv.Error as error:
        raise DamagedDocument(
            f"It is no CSV: {error}.", place=file, remedy="Save it again as CSV, with quotes around cells with quotes."
        ) from error


def _workbook(data: bytes, file: str, name: str | None) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _check_unpacked(data, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if name is not None and name not in book.sheet_names:
            raise UsageError(
                f"There is no sheet '{name}'.", place=file, remedy=f"There are: {', '.join(book.sheet_names)}."
            )
        sheet = book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)
        return [[_plain(_told(value)) for value in line] for line in sheet.to_python(skip_empty_area=False)]
    except PasswordError as error:
        raise LockedDocument("It is encrypted.", place=file, remedy="Save it without a password.") from error
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise DamagedDocument(
            "It cannot be read as a workbook.", place=file, remedy="Open it in its own program and save it again."
        ) from error


def _check_unpacked(data: bytes, file: str) -> None:
    if data.startswith(_OLE):
        return
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DamagedDocument(
            "The workbook is cut short or broken.", place=file, remedy="Copy it again from where it came from."
        ) from error
    if not any(item.filename.startswith("xl/") for item in names):
        raise NotThisFormat("It is no workbook.", place=file, remedy="Known are CSV and XLSX.")
    if sum(item.file_size for item in names) > limits.MAX_UNPACKED:
        raise HostileDocument("It unpacks to more than a workbook can hold.", place=file, remedy="Save it as CSV.")


def _told(value: Any) -> str:
    """A cell's value as text: days without an hour, whole numbers without a fraction."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(cell: str) -> str:
    """A cell on one line, without control characters, so that a row is one line of the document."""
    return " ".join("".join(c if c.isprintable() else " " for c in cell).split())


def line_of(row: Row) -> tuple[str, dict[str, tuple[int, int]]]:
    """A row as the line of text that stands for it, and where in that line each cell stands."""
    parts: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for column, cell in _filled(row):
        start = at + len(column) + 2
        places[column] = (start, start + len(cell))
        parts.append(f"{column}: {cell}")
        at = start + len(cell) + 3
    return " | ".join(parts), places


def _filled(row: Row) -> Iterable[tuple[str, str]]:
    return ((column, cell) for column, cell in row.cells.items() if cell)
