"""``detente read``: documents into the record.

Claims go to standard output. What became of each file goes to standard error, so that claims can be piped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import layout, render, tables
from detente.cli.options import DEFAULT_RECORD, Format, Master, OutputFormat, RecordFile, Shared
from detente.reading.reader import DEFAULT

if TYPE_CHECKING:
    from rich.progress import Progress

    from detente.ledger.table import Table
    from detente.record import FileResult, Record

Show = Callable[["Record", "FileResult"], None]


def read(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders and globs.")],
    explain: Annotated[bool, typer.Option("--explain", help="With each claim, what each part of it rests on.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Read with this many processes.")] = 1,
    reader: Annotated[str, typer.Option("--reader", metavar="NAME", help="The reader to read with.")] = DEFAULT,
    on: Master = None,
    shared: Shared = None,
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
    with Record(record) as held, _printer(format, explain) as show, _progress() as bar:
        told = _teller(bar, len(paths))
        results: Iterable[FileResult]
        if on:
            results = held.read_on(on, paths, reader=reader, shared=shared, progress=told)
        else:
            results = results_of(held, paths, reader, jobs, told)
        for result in results:
            failed += not result.ok
            with _aside(bar):
                _tell(result)
                if result.ok:
                    show(held, result)
    if failed:
        raise typer.Exit(1)


def _tell(result: FileResult) -> None:
    """What became of a file, where that is not what its reader expects."""
    if result.error:
        error, name = result.error, result.path.name
        beyond = error.place.removeprefix(name) if error.place and error.place.startswith(name) else ""
        told = f"{result.path}{beyond}: {error.message} {error.remedy or ''}"
        typer.echo(f"detente: {layout.plain(told).strip()}", err=True)
    elif not result.new:
        typer.echo(f"{layout.plain(result.file)}: unchanged", err=True)


@contextmanager
def _printer(format: Format, explain: bool) -> Iterator[Show]:
    """What prints the claims of a file: at once where it can be, at the end where they make one table."""
    if format is Format.table:
        yield lambda record, result: _print_for_people(record, result, explain)
    elif format is Format.jsonl:
        yield lambda record, result: _print_lines(_claims(record, result, explain))
    else:
        parts: list[Table] = []
        yield lambda record, result: parts.append(_claims(record, result, explain))
        if parts:
            tables.piped(_together(parts), format)


def _print_lines(claims: Table) -> None:
    tables.piped(claims, Format.jsonl)
    sys.stdout.flush()  # a program that reads along sees each file's claims as soon as they are read


def _print_for_people(record: Record, result: FileResult, explain: bool) -> None:
    assert result.document_id is not None
    document = record.document(result.document_id)
    rows = record.claims(document=document.id).to_pylist()
    render.document(layout.console(), document, rows, explain=explain)


def _claims(record: Record, result: FileResult, explain: bool) -> Table:
    from detente.ledger.table import Table

    claims = record.claims(document=result.document_id)
    return claims if explain else Table(claims.arrow.drop_columns("evidence"))


def _together(parts: Sequence[Table]) -> Table:
    import pyarrow as pa

    from detente.ledger.table import Table

    return Table(pa.concat_tables([part.arrow for part in parts]))


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error, where that is a terminal. It leaves standard output alone: that may be piped."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    err, shown = layout.console(stderr=True), sys.stderr.isatty()
    with Progress(
        *columns, console=err, transient=True, redirect_stdout=False, redirect_stderr=False, disable=not shown
    ) as bar:
        yield bar


def _teller(bar: Progress, given: int) -> Callable[[Path, int, int], None]:
    task = bar.add_task("reading", total=given)

    def told(path: Path, done: int, total: int) -> None:
        bar.update(task, description=layout.plain(path.name), completed=done, total=total)

    return told


@contextmanager
def _aside(bar: Progress) -> Iterator[None]:
    """Take the bar off the screen for as long as something else is printed."""
    bar.stop()
    try:
        yield
    finally:
        bar.start()
