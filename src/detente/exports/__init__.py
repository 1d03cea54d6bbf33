"""The record for other tools: its tables as files, and what follows from it in the formats of others.

======================  ================================================================================
csv, jsonl, parquet     one of the record's tables: events, claims, spells, documents
polecat                 events as tab-separated rows with the 40 columns of POLECAT
timelinejs              dated events, or those of a pair, for TimelineJS
ics                     what is planned, as a calendar (iCalendar)
graphml                 actors, and how they stand toward one another on a day, for Gephi or networkx
prov                    how the answer to "how do A and B stand on a day" came about (PROV-JSON)
csl-json, bibtex        documents and cited sources as a bibliography, for Zotero or pandoc
======================  ================================================================================
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import UsageError
from detente.exports.files import put
from detente.exports.tables import TABLES, csv_lines, json_lines, write

if TYPE_CHECKING:
    from detente.record import Record

__all__ = ["FORMATS", "TABLES", "Asked", "csv_lines", "export", "json_lines", "write"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export is of: one of the tables, two actors, a day. Each format takes what it can use."""

    table: str = "events"
    a: str | None = None
    b: str | None = None
    on: dt.date | None = None


def export(record: Record, format: str, path: str | Path, table: str = "events", *, asked: Asked | None = None) -> Path:
    """Write the record to a file in some format, whole or not at all, and give the file's path.

    In CSV a list is joined with ``;`` and a source is written as "title, publisher, date". ``asked`` names two actors
    or a day, for the formats that are of those. Raises UsageError for an unknown format or table, for actors that a
    format needs and does not get, and for a place that cannot be written to.
    """
    wanted = asked or Asked(table)
    if format not in FORMATS:
        raise UsageError(f"There is no export format '{format}'.", remedy=f"There are: {', '.join(FORMATS)}.")
    if format in _OF_TABLES:
        if wanted.table not in TABLES:
            raise UsageError(
                f"There is no table '{wanted.table}' to export.", remedy=f"There are: {', '.join(TABLES)}."
            )
        return write(getattr(record, wanted.table)(), format, Path(path))
    return put(Path(path), _TEXTS[format](record, wanted))


def _timelinejs(record: Record, asked: Asked) -> str:
    from detente.exports.timelinejs import timeline

    return timeline(record, asked.a, asked.b)


def _ics(record: Record, asked: Asked) -> str:
    from detente.exports.ics import calendar

    return calendar(record, asked.a, asked.b)


def _polecat(record: Record, asked: Asked) -> str:
    from detente.exports.polecat import rows

    return rows(record, asked.a, asked.b)


def _graphml(record: Record, asked: Asked) -> str:
    from detente.exports.graphml import graph

    return graph(record, asked.on or dt.date.today())


def _prov(record: Record, asked: Asked) -> str:
    from detente.exports.prov import provenance

    if not (asked.a and asked.b):
        remedy = "Write: detente export prov RUS TALIBAN --on 2025-08-01 -o answer.json"
        raise UsageError("Provenance is that of an answer about two actors.", remedy=remedy)
    return provenance(record, asked.a, asked.b, asked.on or dt.date.today())


def _csl(record: Record, asked: Asked) -> str:  # noqa: ARG001 of the whole record
    from detente.exports.bibliography import csl_json
    from detente.exports.works import works

    return csl_json(works(record))


def _bibtex(record: Record, asked: Asked) -> str:  # noqa: ARG001 of the whole record
    from detente.exports.bibliography import bibtex
    from detente.exports.works import works

    return bibtex(works(record))


_OF_TABLES = ("csv", "jsonl", "parquet")
_TEXTS: dict[str, Callable[[Record, Asked], str]] = {
    "polecat": _polecat,
    "timelinejs": _timelinejs,
    "ics": _ics,
    "graphml": _graphml,
    "prov": _prov,
    "csl-json": _csl,
    "bibtex": _bibtex,
}
FORMATS = (*_OF_TABLES, *_TEXTS)
