"""``detente backup``: a copy of the record to keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.ask import open_record
from detente.cli.options import DEFAULT_RECORD, RecordFile


def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to write; one that is there is replaced.")],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Copy the record to a file, whole or not at all, while others go on reading it.

    The copy is read through the database, so that a block that is damaged comes to light now and not when the copy is
    needed. To use a copy, name it with --record, or put it where the record was.
    """
    with open_record(record) as held:
        held.backup(to)
    typer.echo(f"{record} is copied to {to} ({to.stat().st_size / 1e6:.1f} MB)", err=True)
