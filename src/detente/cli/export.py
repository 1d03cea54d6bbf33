"""``detente export``: the record in the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import options
from detente.cli.options import DEFAULT_RECORD, AnyActor, OnDate, RecordFile


def export(
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="csv, jsonl, parquet, polecat, timelinejs, ics, graphml, prov, csl-json, bibtex or record.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write; for record, a new folder.")
    ],
    a: AnyActor = None,
    b: AnyActor = None,
    table: Annotated[
        str,
        typer.Option(
            "--table", metavar="TABLE", help="events, claims, spells, documents or judgements: for csv, jsonl, parquet."
        ),
    ] = "events",
    on: OnDate = None,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Write the record to a file for another tool.

    csv, jsonl and parquet are one of the record's tables. timelinejs, polecat and ics are of events, of all or of the
    actors named; graphml is of how everybody stands on a day; prov tells how an answer about two actors came about;
    csl-json and bibtex are the documents and the sources they cite. record is everything that was read and judged, as
    JSON Lines and texts in a new folder, of which `detente import record` makes the same record again.
    """
    from detente import exports
    from detente.record import Record

    asked = exports.Asked(table, options.any_actor(a), options.any_actor(b), options.last_day(on, "--on"))
    with Record(record, read_only=True) as held:
        if format == "record":
            held.write_plain(output)
            return
        exports.export(held, format, output, asked=asked)
