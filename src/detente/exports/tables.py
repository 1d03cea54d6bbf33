"""The record's tables as files for other tools: CSV, JSON Lines and Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

from detente.exports.files import whole
from detente.ledger.table import Table

TABLES = ("events", "claims", "spells", "documents", "judgements")


def write(table: Table, format: str, path: Path) -> Path:
    """Write any table to a file as csv, jsonl or parquet, so that a file is never half written."""
    return whole(path, lambda beside: _WRITERS[format](table, beside))


def csv_lines(table: Table, out: TextIO) -> None:
    """Write a table as CSV to an open text file."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_flat(value) for value in row.values()] for row in table)


def json_lines(table: Table) -> Iterable[str]:
    """The rows of a table as JSON, one a line, without the line's end."""
    return (json.dumps(row, ensure_ascii=False, default=as_json) for row in table)


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


def as_json(value: Any) -> str:
    """A value that JSON has no form for as text; TypeError for what no table holds."""
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")
