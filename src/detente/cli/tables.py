"""Tables for other programs: JSON Lines, CSV, or a Markdown table. Knows nothing of what the rows mean."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

from detente.cli.options import Format

if TYPE_CHECKING:
    from detente.ledger.table import Table


def piped(table: Table, format: Format, out: TextIO | None = None) -> bool:
    """Print a table for another program where one was asked for; False where it is to be laid out for people."""
    from detente.exports import csv_lines, json_lines

    out = out or sys.stdout
    if format is Format.jsonl:
        out.writelines(line + "\n" for line in json_lines(table))
    elif format is Format.csv:
        csv_lines(table, out)
    elif format is Format.md:
        out.writelines(line + "\n" for line in markdown(table))
    return format is not Format.table


def markdown(table: Table) -> list[str]:
    """The lines of a table in GitHub's Markdown; several values in one cell are joined by ``;``."""
    rows = [[cell(value) for value in row.values()] for row in table]
    return [_line(table.columns), _line(["---"] * len(table.columns)), *map(_line, rows)]


def cell(value: Any) -> str:
    """A value as the text of one cell; empty for what is unknown."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part is not None)
    if isinstance(value, list):
        return ";".join(map(cell, value))
    return str(value)


def _line(cells: Sequence[str]) -> str:
    plain = (" ".join(text.replace("\\", "\\\\").replace("|", "\\|").split()) for text in cells)
    return "| " + " | ".join(plain) + " |"
