"""The record's file: opening it, its versions, transactions, and DuckDB's errors in words for the user.

Knows tables only as SQL to be run; what is in them is for the modules beside this one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.errors import RecordBusy, RecordDamaged, RecordError, RecordVersion

SCHEMA_VERSION = 1
WAIT = 10.0  # seconds that a second writer waits for the first
_PAUSE = 0.1

Rows = Sequence[tuple[Any, ...]]


class Store:
    """An open record file. One thread at a time uses it; ``lock`` sees to that.

    Raises RecordBusy where another process keeps it open for longer than ``wait`` seconds, RecordDamaged where the file
    is not a record or is broken, RecordVersion where a newer detente wrote it, RecordError for everything else.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, wait: float = WAIT) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.lock = threading.RLock()
        self._depth = 0
        if read_only and not self.path.exists():
            raise RecordError(
                "There is no such record.", place=str(path), remedy="Read documents into it first: detente read PATH."
            )
        self.connection = _connect(self.path, read_only, wait)
        try:
            with self._explained():
                self._prepare()
        except BaseException:
            self.connection.close()
            raise

    def close(self) -> None:
        """Give the file back to other processes."""
        self.connection.close()

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        with self.lock, self._explained():
            found: list[tuple[Any, ...]] = self.connection.execute(sql, values or None).fetchall()
            return found

    def arrow(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """The pyarrow.Table that a query gives."""
        with self.lock, self._explained():
            return self.connection.sql(sql, params=values or None).to_arrow_table()

    def run(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> None:
        """Run a statement for its effect."""
        with self.lock, self._explained():
            self.connection.execute(sql, values or None)

    def insert(
        self, table: str, columns: Mapping[str, Sequence[object]], types: Mapping[str, Any] | None = None
    ) -> None:
        """Append rows given as columns. ``types`` are Arrow types for columns that would otherwise be guessed."""
        if not any(len(values) for values in columns.values()):
            return
        import pyarrow as pa

        given = types or {}
        arrays = {name: pa.array(values, type=given.get(name)) for name, values in columns.items()}
        with self.lock, self._explained():
            self.connection.register("incoming", pa.table(arrays))
            try:
                self.connection.execute(f"insert into {table} by name select * from incoming")
            finally:
                self.connection.unregister("incoming")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Inside another transaction it is part of that one."""
        with self.lock:
            if self._depth:
                yield
                return
            self.run("begin")
            self._depth = 1
            try:
                yield
                self.run("commit")
            except BaseException:
                self._rollback()
                raise
            finally:
                self._depth = 0

    def _rollback(self) -> None:
        import duckdb

        try:
            self.connection.execute("rollback")
        except duckdb.Error:
            return  # a failed commit has rolled back by itself

    def _prepare(self) -> None:
        self.connection.execute("set preserve_insertion_order = true")
        tables = {name for (name,) in self.connection.execute("select table_name from duckdb_tables()").fetchall()}
        if "meta" in tables:
            self._check_version()
        elif tables:
            raise RecordDamaged(
                "This is a DuckDB file but not a record.",
                place=str(self.path),
                remedy="Name another file with --record.",
            )
        elif not self.read_only:
            self._create()
        else:
            raise RecordError("This record is empty.", place=str(self.path), remedy="Read documents into it first.")

    def _create(self) -> None:
        schema = files("detente.ledger").joinpath("schema.sql").read_text(encoding="utf-8")
        with self.transaction():
            self.connection.execute(schema)
            self.connection.execute("insert into meta values ('schema', ?)", [str(SCHEMA_VERSION)])

    def _check_version(self) -> None:
        found = self.connection.execute("select value from meta where key = 'schema'").fetchall()
        version = int(found[0][0]) if found else 0
        if version != SCHEMA_VERSION:
            raise RecordVersion(
                f"The record has schema version {version}; this detente reads version {SCHEMA_VERSION}.",
                place=str(self.path),
                remedy="Use the version of detente that wrote it, or read the documents into a new record.",
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            raise explain(error, self.path) from error


def _connect(path: Path, read_only: bool, wait: float) -> Any:
    import duckdb

    until = time.monotonic() + wait
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only)
        except duckdb.Error as error:
            explained = explain(error, path)
            if not isinstance(explained, RecordBusy) or time.monotonic() >= until:
                raise explained from error
        time.sleep(_PAUSE)


_BUSY = ("Could not set lock", "different configuration", "being used by another process")
_DAMAGED = (
    "not a valid DuckDB",
    "Could not read enough bytes",
    "Corrupt",
    "checksum",
    "Serialization Error",
    "Failed to load metadata",
)
_FULL = ("No space left", "disk full", "Out of disk", "could not write", "Could not write")
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
    if any(sign in text for sign in _DAMAGED):
        return RecordDamaged(
            "The record cannot be opened: the file is damaged or is no record.",
            place=place,
            remedy="Restore it from a backup.",
        )
    if any(sign in text for sign in _FULL):
        return RecordError("The disk is full; nothing was written.", place=place, remedy="Make room and try again.")
    if any(sign in text for sign in _CLOSED):
        return RecordError(
            "The record cannot be written to.", place=place, remedy="Check the permissions of the file and its folder."
        )
    if "No such file" in text or "Is a directory" in text or ("does not exist" in text and "database" in text):
        return RecordError(
            "The record cannot be made there.", place=place, remedy="Name a file in a folder that exists."
        )
    return RecordError(f"The record's database failed: {text.splitlines()[0]}", place=place)
