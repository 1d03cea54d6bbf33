"""A whole copy of a record's file, read through DuckDB so that every block of it is checked on the way."""

from __future__ import annotations

import os
from pathlib import Path

from detente.errors import RecordError, UsageError
from detente.ledger.files import connect, explain
from detente.ledger.store import WAIT

MEMORY = ":memory:"


def backup(path: Path, target: Path, *, wait: float = WAIT) -> Path:
    """Copy the record to another file, whole or not at all; others can read it meanwhile.

    Raises UsageError where the copy cannot be written, RecordDamaged where the record cannot be read to its end.
    """
    import duckdb

    if not path.exists():
        raise RecordError("There is no such record.", place=str(path), remedy="Name one with --record.")
    if target.exists() and target.samefile(path):
        raise UsageError("This is the record itself.", place=str(target), remedy="Name another file.")
    part = target.with_name(target.name + ".part")
    _clear(part)
    connect(path, read_only=True, wait=wait).close()  # waits for its turn, and tells what is wrong with the file
    try:
        with duckdb.connect(MEMORY) as connection:
            connection.execute(f"attach {_quoted(path)} as record (read_only)")
            try:
                connection.execute(f"attach {_quoted(part)} as copy")
                connection.execute("copy from database record to copy")
                connection.execute("detach copy")
            except duckdb.Error as error:
                raise _cannot(error, path, part, target) from error
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except duckdb.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise _unwritten(error.strerror or str(error), target) from error
    finally:
        _clear(part)
    return target


def _cannot(error: Exception, path: Path, part: Path, target: Path) -> RecordError | UsageError:
    """What kept the copy from being made: the record's file, or the place that it was to go to."""
    told = explain(error, path)
    return _unwritten(told.message, target) if part.name in str(error) else told


def _unwritten(why: str, target: Path) -> UsageError:
    return UsageError(
        f"The copy cannot be written: {why.rstrip('.')}.",
        place=str(target),
        remedy="Name a file in a folder that can be written to, with room for the record.",
    )


def _clear(part: Path) -> None:
    part.unlink(missing_ok=True)
    part.with_name(part.name + ".wal").unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
