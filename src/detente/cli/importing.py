"""``detente import``: what is kept elsewhere into the record.

What could not be taken goes to standard output as a table; the count goes to standard error.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import layout, tables
from detente.cli.options import DEFAULT_RECORD, Format, Master, OutputFormat, RecordFile, Shared

if TYPE_CHECKING:
    from detente.errors import DocumentError
    from detente.ledger.table import Table
    from detente.record import Record
    from detente.streams.take import Imported
    from detente.tables import Mapping, Taken

app = typer.Typer(no_args_is_help=True, help="Take in what is kept elsewhere.")

Column = "COLUMN"
KindColumn = Annotated[str | None, typer.Option("--kind", metavar=Column, help="The kind of act; =recognise for all.")]
InitiatorColumn = Annotated[
    str | None, typer.Option("--initiator", metavar=Column, help="Who acts; =USA for all rows.")
]
TargetColumn = Annotated[str | None, typer.Option("--target", metavar=Column, help="Toward whom.")]
DateColumn = Annotated[str | None, typer.Option("--date", metavar=Column, help="When.")]
SourceColumn = Annotated[str | None, typer.Option("--source", metavar=Column, help="On what source it rests.")]
LevelColumn = Annotated[str | None, typer.Option("--level", metavar=Column, help="Of what level: embassy, de facto.")]
ModalityColumn = Annotated[str | None, typer.Option("--modality", metavar=Column, help="Happened, planned, alleged.")]
SpeakerColumn = Annotated[str | None, typer.Option("--speaker", metavar=Column, help="On whose word.")]
AboutColumn = Annotated[str | None, typer.Option("--about", metavar=Column, help="The agreement's or body's name.")]


@app.command("table")
def table(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX file with a header.")],
    kind: KindColumn = None,
    initiator: InitiatorColumn = None,
    target: TargetColumn = None,
    date: DateColumn = None,
    source: SourceColumn = None,
    level: LevelColumn = None,
    modality: ModalityColumn = None,
    speaker: SpeakerColumn = None,
    about: AboutColumn = None,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", metavar="FILE", help="What the columns tell, as a file; or chiefs-of-mission."),
    ] = None,
    keep_mapping: Annotated[
        Path | None, typer.Option("--keep-mapping", metavar="FILE", help="Write these options to a mapping file.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The table's title as a source.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="When it was published, for --known.")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Which sheet of a workbook.")] = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Take a table of acts into the record: each row as a claim whose evidence is the row.

    Options name the columns, or a mapping file does. Every row that cannot be taken is listed with its reason; the
    others are taken all the same.
    """
    from detente.record import Record

    columns = {
        "kind": kind, "initiator": initiator, "target": target, "date": date, "source": source, "level": level,
        "modality": modality, "speaker": speaker, "about": about,
    }  # fmt: skip
    meant = _mapping(mapping, columns, {"title": title, "date": published})
    if keep_mapping:
        _keep(meant, keep_mapping)
    with Record(record) as held:
        added, taken = held.import_table(file, meant, sheet=sheet)
    _tell(taken, added.new)
    if not tables.piped(rejected_rows(taken), format):
        _print(taken)


@app.command("record")
def whole_record(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `detente export record` wrote.")],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Make a new record out of the plain files of one: the same documents, claims, judgements and answers.

    It is there whole or not at all; a line that cannot be taken is named with its file and number.
    """
    from detente.record import restore

    counts = restore(folder, record)
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    typer.echo(f"{record}: {told}", err=True)


def _mapping(name: str | None, columns: dict[str, str | None], about: dict[str, str | None]) -> Mapping:
    from detente.errors import UsageError
    from detente.tables.mapping import load_mapping, of_columns

    if name is None:
        return of_columns(columns, about)
    if any(columns.values()) or any(about.values()):
        raise UsageError(
            "Columns are named by options or by a mapping file, not by both.",
            place="--mapping",
            remedy="Leave out the options, or write them into the file.",
        )
    return load_mapping(name)


def _keep(mapping: Mapping, path: Path) -> None:
    from detente.errors import UsageError

    try:
        path.write_text(mapping.toml(), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The mapping cannot be written: {error.strerror}.", place=str(path), remedy="Name a file elsewhere."
        ) from error


def _tell(taken: Taken, new: bool) -> None:
    whole = len({claim.start for claim in taken.claims})
    told = f"{taken.document.file}: {taken.rows:,} rows, {len(taken.claims):,} claims from {whole:,} of them"
    typer.echo(layout.plain(told if new else f"{told}; unchanged"), err=True)
    if taken.rejected:
        typer.echo(f"{len(taken.rejected):,} rows were not taken, or not whole:", err=True)


def rejected_rows(taken: Taken) -> Table:
    """The rows that were not taken: their number in the sheet, the reason and what stands in them."""
    import pyarrow as pa

    from detente.ledger.table import Table

    schema = pa.schema([("row", pa.int32()), ("reason", pa.string()), ("cells", pa.string())])
    return Table.of([{"row": r.row, "reason": r.reason, "cells": r.line} for r in taken.rejected], schema)


def _print(taken: Taken) -> None:
    for rejected in taken.rejected:
        typer.echo(layout.plain(f"row {rejected.row}: {rejected.reason}"))


Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files as they are published, zipped or not.")]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", metavar="FILE", help="Write the lines that were not taken to this CSV.")
]
SHOWN = 12  # unknown codes told one by one


@app.command("gdelt")
def gdelt(
    files: Files,
    rejects: Rejects = None,
    on: Master = None,
    shared: Shared = None,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Take GDELT events (1.0 and 2.0) and mentions into the record."""
    _streams("gdelt", files, rejects, record, on, shared)


@app.command("icews")
def icews(
    files: Files,
    rejects: Rejects = None,
    on: Master = None,
    shared: Shared = None,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Take yearly ICEWS files into the record."""
    _streams("icews", files, rejects, record, on, shared)


@app.command("polecat")
def polecat(
    files: Files,
    rejects: Rejects = None,
    on: Master = None,
    shared: Shared = None,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Take POLECAT files into the record."""
    _streams("polecat", files, rejects, record, on, shared)


def _streams(
    stream: str, files: list[Path], rejects: Path | None, record: Path, on: str | None, shared: Path | None
) -> None:
    """Each file by itself: one that cannot be taken is told of and does not stop the rest; the status is then 1."""
    from detente.errors import DetenteError
    from detente.record import Record
    from detente.streams.take import Rejected, write_rejects

    bad: list[Rejected] = []
    failed = False
    with Record(record) as held:
        results = (came for _, came in held.import_streams_on(on, stream, files, shared=shared)) if on else None
        for came in results or _one_by_one(held, stream, files):
            if isinstance(came, DetenteError):
                failed = True
                typer.echo(f"detente: {layout.plain(str(came))}", err=True)
                continue
            bad += came.rejected
            _tell_stream(came)
    if rejects:
        write_rejects(rejects, bad)
    elif bad:
        typer.echo("--rejects FILE keeps the lines that were not taken.", err=True)
    if failed:
        raise typer.Exit(1)


def _one_by_one(held: Record, stream: str, files: list[Path]) -> Iterator[Imported | DocumentError]:
    from detente.errors import DocumentError

    for path in files:
        try:
            yield held.import_stream(stream, path)
        except DocumentError as error:
            yield error


def _tell_stream(taken: Imported) -> None:
    told = f"{taken.file}: {taken.rows:,} rows, {taken.added:,} taken, {taken.duplicates:,} known already"
    typer.echo(layout.plain(f"{told}, {len(taken.rejected):,} not taken"), err=True)
    for rejected in taken.rejected[:SHOWN]:
        typer.echo(layout.plain(f"  line {rejected.line}: {rejected.reason}"), err=True)
    if taken.nobody:
        typer.echo(f"  {taken.nobody:,} of them have a side that is no actor in particular", err=True)
    if taken.unknown:
        named = ", ".join(f"{code} ({count:,})" for code, count in taken.unknown.most_common(SHOWN))
        rest = len(taken.unknown) - SHOWN
        typer.echo(layout.plain(f"  unknown codes: {named}" + (f" and {rest:,} more" if rest > 0 else "")), err=True)
