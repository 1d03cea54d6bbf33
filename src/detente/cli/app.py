"""The command line as a whole: its commands, and what the user sees when something fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from detente.cli import (
    ask,
    brief,
    code,
    doubt,
    event,
    export,
    importing,
    keep,
    layout,
    outlook,
    read,
    review,
    serve,
    trend,
)
from detente.errors import DetenteError

app = typer.Typer(
    name="detente",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("read")(read.read)
app.command("events")(ask.events)
app.command("event")(event.event)
app.command("timeline")(ask.timeline)
app.command("status")(ask.status)
app.command("spells")(ask.spells)
app.command("compare")(ask.compare)
app.command("conflicts")(doubt.conflicts)
app.command("trend")(trend.trend)
app.command("check")(doubt.check)
app.command("review")(review.review)
app.add_typer(outlook.app, name="outlook")
app.command("backup")(keep.backup)
app.add_typer(importing.app, name="import")
app.command("serve")(serve.serve)
app.command("publish")(serve.publish)
app.command("user")(serve.user)
app.command("brief")(brief.brief)
app.command("export")(export.export)
app.command("code")(code.code)


def _version(asked: bool) -> None:
    if asked:
        from detente import __version__

        typer.echo(f"detente {__version__}")
        raise typer.Exit()


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]
Debug = Annotated[bool, typer.Option("--debug", envvar="DETENTE_DEBUG", help="Show full tracebacks of failures.")]


@app.callback()
def common(version: Version = False, debug: Debug = False) -> None:  # noqa: ARG001 the version prints itself
    """Reads what is written about relations between states into a record whose every line leads back to its words.

    A record is one file. `detente read` adds documents to it; every other command asks it something. Tables print for
    people, or as jsonl, csv or md for other programs.
    """
    if debug:
        os.environ["DETENTE_DEBUG"] = "1"


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give the status to leave the process with. Failures are told on standard error."""
    _speak_utf8()
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="detente")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except DetenteError as error:
        _tell(str(error))
        return error.exit_code
    except Exception as error:
        _tell_unexpected(error)
        return 1
    return 0


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() not in {"utf-8", "utf8"}:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell(message: str) -> None:
    if _debugging():
        import traceback

        traceback.print_exc()
    typer.echo(f"detente: {layout.plain(message)}", err=True)


def _tell_unexpected(error: Exception) -> None:
    _tell(f"This should not have happened: {type(error).__name__}: {error}")
    if not _debugging():
        remedy = (
            "Please report it with what is printed when DETENTE_DEBUG=1 is set, and with the file if you can share it."
        )
        typer.echo(remedy, err=True)


def _debugging() -> bool:
    return os.environ.get("DETENTE_DEBUG", "") not in {"", "0"}
