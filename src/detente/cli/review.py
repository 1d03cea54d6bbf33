"""``detente review``: one event after another, one key a decision; and the log of decisions, printed, kept and replayed.

The record is opened for writing only while a decision is written, so that others can read and write between two keys.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import layout, options, tables
from detente.cli.ask import open_record
from detente.cli.options import DEFAULT_RECORD, AnyActor, Format, OutputFormat, RecordFile
from detente.cli.session import Session
from detente.errors import UsageError

Reviewer = Annotated[
    str | None,
    typer.Option("--reviewer", envvar="DETENTE_REVIEWER", metavar="NAME", help="Who decides. Default: your login."),
]
Listed = Annotated[bool, typer.Option("--list", help="Print the queue and decide nothing.")]
Log = Annotated[bool, typer.Option("--log", help="Print the log of decisions.")]
Undo = Annotated[str | None, typer.Option("--undo", metavar="ID", help="Undo a decision of the log.")]
Replay = Annotated[
    Path | None, typer.Option("--replay", metavar="FILE", help="Take over a log printed with --log --format jsonl.")
]
Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many events.")]


def review(
    a: AnyActor = None,
    b: AnyActor = None,
    reviewer: Reviewer = None,
    limit: Limit = 50,
    listed: Listed = False,
    log: Log = False,
    undo: Undo = None,
    replay: Replay = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Decide what is right: events by doubt times consequence for a status, one key a decision.

    Every decision is logged with its reviewer, time and reason, and can be undone. The log can be printed and replayed
    onto a record that was built again, which then gives the same answers.
    """
    one, other = options.any_actor(a), options.any_actor(b)
    name = reviewer or getpass.getuser()
    if replay:
        _replay(record, replay)
    elif undo:
        _undo(record, undo, name)
    elif log:
        _print_log(record, format)
    elif listed:
        _print_queue(record, one, other, limit, format)
    else:
        Session(record, name, layout.console()).run(one, other, limit)


def _replay(record: Path, file: Path) -> None:
    from detente.record import Record

    with Record(record) as held:
        new = held.replay(list(_rows(file)))
    typer.echo(f"{new:,} new judgement{'' if new == 1 else 's'}", err=True)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The log cannot be read: {error}.", place=str(file), remedy="Name a file.") from error
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line) if line.strip() else None
        except ValueError as error:
            place, remedy = f"{file}, line {number}", "Print the log with: detente review --log --format jsonl."
            raise UsageError("This is no line of a log.", place=place, remedy=remedy) from error
        if isinstance(row, dict):
            yield row


def _undo(record: Path, judgement: str, reviewer: str) -> None:
    from detente.record import Record

    with Record(record) as held:
        held.judge("undo", judgement, reviewer=reviewer)
    typer.echo(f"undone: {judgement}", err=True)


def _print_log(record: Path, format: Format) -> None:
    with open_record(record) as held:
        found = held.judgements()
    if tables.piped(found, format):
        return
    out = layout.console()
    rows = found.to_pylist()
    layout.entries(out, (_entry(row) for row in rows), spaced=False, widest=20)
    layout.line(out, f"{len(rows):,} judgements", "dim")


def _entry(row: dict[str, Any]) -> layout.Entry:
    told = f"{row['action']} {row['subject']}, by {row['reviewer']}" + (f": {row['reason']}" if row["reason"] else "")
    marks = [
        word for word, holds in (("undone", not row["in_force"]), ("reaches nothing", not row["reaches"])) if holds
    ]
    told += f" ({', '.join(marks)})" if marks else ""
    return layout.Entry(
        layout.text(row["id"]), [layout.text(told), layout.text(f"{row['at']:%Y-%m-%d %H:%M} UTC", "dim")]
    )


def _print_queue(record: Path, a: str | None, b: str | None, limit: int, format: Format) -> None:
    with open_record(record) as held:
        found = held.queue(a, b, limit=limit)
    if not tables.piped(found, format):
        out = layout.console()
        for row in found.to_pylist():
            from detente.cli.session import show

            show(out, row)
        layout.line(out, f"{len(found):,} events", "dim")
