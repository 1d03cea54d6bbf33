"""The record's tables as files for other tools: CSV, JSON Lines and Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from detente.errors import UsageError
from detente.ledger.table import Table

if TYPE_CHECKING:
    from detente.record import Record

FORMATS = ("csv", "jsonl", "parquet")
TABLES = ("events", "claims", "spells", "documents")


def export(record: Record, format: str, path: str | Path, table: str = "events") -> Path:
    """Write one of the record's tables to a file, whole or not at all, and give the file's path.

    In CSV a list is joined with ``;`` and a source is written as "title, publisher, date". Raises UsageError for an
    unknown format or table, or a place that cannot be written to.
    """
    if format not in FORMATS:
        raise UsageError(f"There is no export format '{format}'.", remedy=f"There are: {', '.join(FORMATS)}.")
    if table not in TABLES:
        raise UsageError(f"There is no table '{table}' to export.", remedy=f"There are: {', '.join(TABLES)}.")
    rows: Table = getattr(record, table)()
    return write(rows, format, Path(path))


def write(table: Table, format: str, path: Path) -> Path:
    """Write any table to a file, through one beside it, so that a file is never half written."""
    beside = path.with_name(path.name + ".part")
    try:
        _WRITERS[format](table, beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise UsageError(
            f"It cannot be written: {reason}.",
            place=str(path),
            remedy="Name a file in a folder that can be written to.",
        ) from error
    return path


def csv_lines(table: Table, out: TextIO) -> None:
    """Write a table as CSV to an open text file."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_flat(value) for value in row.values()] for row in table)


def json_lines(table: Table) -> Iterable[str]:
    """The rows of a table as JSON, one a line, without the line's end."""
    return (json.dumps(row, ensure_ascii=False, default=_plain) for row in table)


def _csv(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv_lines(table, out)


def _jsonl(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in json_lines(table))


def _parquet(table: Table, path: Path) -> None:
    import pyarrow.parquet as parquet

    parquet.write_table(table.arrow, path)


_WRITERS: dict[str, Callable[[Table, Path], None]] = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}


def _flat(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(_flat(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(_flat(item) for item in value.values() if item is not None)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")
