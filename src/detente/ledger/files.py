"""The record's file among processes: opening it, waiting for others, and DuckDB's errors in words for the user.

DuckDB lets many processes read a file, or one write to it. A record therefore keeps its file only while it does something
(see ``Store.held``); work that takes many such turns is announced by a lock on a file beside it, so that a reader can tell
work under way from what a process that died has left.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from detente.errors import RecordBusy, RecordDamaged, RecordError, UsageError

MEMORY = ":memory:"
_SIZE = re.compile(r"\d+(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
LEAST_MEMORY = 1 << 28  # bytes; with less, DuckDB cannot sort what it reads
_PAUSE = 0.02  # seconds between two tries to get the file


def connect(path: Path, read_only: bool, wait: float) -> Any:
    """A DuckDB connection to the file, waited for as long as another process has it."""
    import duckdb

    until = time.monotonic() + wait
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config={"memory_limit": memory()})
        except duckdb.Error as error:
            explained = explain(error, path)
            if not isinstance(explained, RecordBusy) or time.monotonic() >= until:
                raise explained from error
        time.sleep(_PAUSE)


def memory() -> str:
    """How much memory DuckDB may take before it spills to a folder beside the file: ``DETENTE_MEMORY``, as "2GB".

    Without it, half of what the machine has and 4 GB at most, since others work beside it. Raises UsageError.
    """
    asked = os.environ.get("DETENTE_MEMORY")
    if asked:
        if not _SIZE.fullmatch(asked.strip()):
            raise UsageError(f"'{asked}' is no size.", place="DETENTE_MEMORY", remedy="Write it as 500MB or 2GB.")
        return asked.strip()
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):  # a system that does not tell
        return "4GB"
    return f"{min(4 << 30, max(LEAST_MEMORY, whole // 2)) >> 20}MiB"


@contextmanager
def under_way(path: Path) -> Iterator[None]:
    """Announce work of many turns on a record for as long as the block runs; ends with the process that does it."""
    mark = _mark(path)
    held = _lock(mark, shared=True) if str(path) != MEMORY else None
    try:
        yield
    finally:
        if held is not None:
            with contextlib.suppress(OSError):
                mark.unlink()  # who looks now finds nobody at work, and what is left to do is done or theirs
            held.close()


def at_work(path: Path) -> bool:
    """Whether some process has announced work on a record and lives."""
    mark = _mark(path)
    if not mark.exists():
        return False
    held = _lock(mark, shared=False)
    if held is None:
        return True
    with contextlib.suppress(OSError):
        mark.unlink()
    held.close()
    return False


def _mark(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _lock(mark: Path, *, shared: bool) -> IO[bytes] | None:
    try:
        import fcntl
    except ImportError:  # no such locks on this system: everyone takes what is left to do as theirs
        return None
    try:
        file = mark.open("ab")
    except OSError:
        return None
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


_BUSY = (
    "Could not set lock",
    "different configuration",
    "being used by another process",
    "Unique file handle conflict",  # another thread of this process is closing it
)
_DAMAGED = (
    "not a valid DuckDB",
    "Could not read enough bytes",
    "Could not read all",
    "Corrupt",
    "corrupt",
    "checksum",
    "Serialization Error",
    "Failed to load metadata",
    "replaying WAL",
)
_FULL = ("No space left", "disk full", "Out of disk", "could not write", "Could not write", "File too large")
_CLOSED = ("Permission denied", "Read-only file system", "read-only mode")


def explain(error: Exception, path: Path) -> RecordError:
    """A DuckDB error as one of ours, with its remedy."""
    text = str(error)
    place = str(path)
    if any(sign in text for sign in _BUSY):
        return RecordBusy(
            "Another process or session has the record open.",
            place=place,
            remedy="Close it, or try again when it has finished.",
        )
    if "Out of Memory" in text:
        return RecordError(
            f"The work does not fit into {memory()} of memory.", place=place, remedy="Allow more: DETENTE_MEMORY=4GB."
        )
    if any(sign in text for sign in _FULL):
        return RecordError("The disk is full; nothing was written.", place=place, remedy="Make room and try again.")
    if any(sign in text for sign in _CLOSED):
        return RecordError(
            "The record cannot be written to.", place=place, remedy="Check the permissions of the file and its folder."
        )
    if any(sign in text for sign in _DAMAGED):
        return RecordDamaged(
            "The record cannot be opened: the file is damaged or is no record.",
            place=place,
            remedy="Restore it from a backup.",
        )
    if "No such file" in text or "Is a directory" in text or ("does not exist" in text and "database" in text):
        return RecordError(
            "The record cannot be made there.", place=place, remedy="Name a file in a folder that exists."
        )
    return RecordError(f"The record's database failed: {text.splitlines()[0]}", place=place)
