"""``detente read``: documents into the record.

Claims go to standard output. What became of each file goes to standard error, so that claims can be piped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import layout, render, tables
from detente.cli.options import DEFAULT_RECORD, Format, OutputFormat, RecordFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.ledger.table import Table
    from detente.record import FileResult, Record

COLUMNS = (
    *(
        "id",
        "document",
        "file",
        "quote",
        "start",
        "end",
        "kind",
        "initiators",
        "targets",
        "date",
        "modality",
        "speaker",
    ),
    *("notes", "sources", "confidence", "level", "about", "root", "known", "reader"),
)


def read(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders and globs.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="With each claim, the words that each part rests on.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Read with this many processes.")] = 1,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Read documents into the record, and print their claims.

    Text, Markdown, HTML, PDF, Word and TEI are read. A file that cannot be read is named with the reason on standard
    error, and the rest are read all the same; the status is then 1. Files that were read before are left as they
    are, and their claims are printed again.
    """
    from detente.cli.reading import results_of
    from detente.record import Record

    failed = 0
    with Record(record) as held, _progress(len(paths)) as told, _printer(format, explain) as show:
        for result in results_of(held, paths, jobs, told):
            failed += not result.ok
            _tell(result)
            if result.ok:
                show(held, result)
    if failed:
        raise typer.Exit(1)


def _tell(result: FileResult) -> None:
    """What became of a file, where that is not what its reader expects."""
    if result.error:
        reason = str(result.error)
        where = "" if reason.startswith(str(result.path)) or reason.startswith(result.file) else f"{result.path}: "
        typer.echo(f"detente: {where}{reason}", err=True)
    elif not result.new:
        typer.echo(f"{result.file}: unchanged", err=True)


@contextmanager
def _printer(format: Format, explain: bool) -> Iterator[Callable[[Record, FileResult], None]]:
    """What prints the claims of a file: at once where it can be, at the end where they make one table."""
    columns = [*COLUMNS, "evidence"] if explain else list(COLUMNS)
    if format is Format.table:
        yield lambda record, result: _print_for_people(record, result, explain)
    elif format is Format.jsonl:
        yield lambda record, result: _flushed(tables.piped(_claims(record, result, columns), format))
    else:
        parts: list[Table] = []
        yield lambda record, result: parts.append(_claims(record, result, columns))
        if parts:
            tables.piped(_together(parts), format)


def _flushed(_: object) -> None:
    sys.stdout.flush()  # a program that reads along sees each file's claims when they are read


def _claims(record: Record, result: FileResult, columns: list[str]) -> Table:
    from detente.ledger.table import Table

    return Table(record.claims(document=result.document_id).arrow.select(columns))


def _together(parts: Sequence[Table]) -> Table:
    import pyarrow as pa

    from detente.ledger.table import Table

    return Table(pa.concat_tables([part.arrow for part in parts]))


def _print_for_people(record: Record, result: FileResult, explain: bool) -> None:
    assert result.document_id is not None
    document = record.document(result.document_id)
    rows = record.claims(document=document.id).to_pylist()
    render.document(layout.console(), document, rows, explain=explain)


@contextmanager
def _progress(given: int) -> Iterator[Callable[[Path, int, int], None]]:
    """What is told of each file before it is read: a bar on standard error, where that is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    err = layout.console(stderr=True)
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("reading", total=given)

        def told(path: Path, done: int, total: int) -> None:
            bar.update(task, description=path.name, completed=done, total=total)

        yield told
