"""The record's file as tables: turns at it, transactions, statements.

Knows tables only as SQL to be run; what is in them is for the modules beside this one.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.errors import RecordDamaged, RecordError, RecordVersion
from detente.ledger.files import MEMORY, connect, explain

SCHEMA_VERSION = 3
WAIT = 10.0  # seconds that a second writer waits for the first
PATIENCE = 60.0  # seconds that one who has begun its work waits for the next turn
TURN = 1.0  # seconds after which the file is given back between two statements, whatever comes next
PAUSE = 0.06  # seconds for which it is left to others then, who try for it every few hundredths of one
LINGER = 0.2  # seconds for which it is kept otherwise, since opening it takes some hundredths of one

Rows = Sequence[tuple[Any, ...]]


_open_stores: weakref.WeakSet[Store] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Close what is still open before the interpreter takes its threads down in the middle of it."""
    for store in list(_open_stores):
        store.close()


class Store:
    """A record's file. One thread at a time uses it; ``lock`` sees to that.

    The file is held only while something is done with it (``held``), so that other processes come to their turns.
    Raises RecordBusy where another process keeps it for longer than ``wait`` seconds, RecordDamaged where the file is
    not a record or is broken, RecordVersion where a newer detente wrote it, RecordError for everything else.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, wait: float = WAIT) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.lock = threading.RLock()
        self.version = SCHEMA_VERSION
        self._wait = wait
        self._depth = 0  # transactions inside one another
        self._closed = False
        self._pins = 0  # blocks that hold the file
        self._connection: Any = None
        self._since = 0.0  # when the present turn began
        self._again = 0.0  # when the next may begin
        self._timer: threading.Timer | None = None
        _open_stores.add(self)
        if read_only and not self.path.exists():
            raise RecordError(
                "There is no such record.", place=str(path), remedy="Read documents into it first: detente read PATH."
            )
        try:
            with self.held():
                self._prepare()
        except BaseException:
            self.close()
            raise
        self._wait = max(wait, PATIENCE) if wait else wait

    @property
    def connection(self) -> Any:
        """The DuckDB connection, inside ``held``."""
        if self._connection is None:
            raise AssertionError("the file is not held")
        return self._connection

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the file for as long as the block runs: nobody else writes meanwhile, nor reads if this one writes."""
        with self.lock:
            self._pins += 1
            try:
                if self._connection is None:
                    self._open()
                with self._explained():
                    yield
            finally:
                self._pins -= 1
                if not self._pins:
                    self._let_go()

    def _open(self) -> None:
        if self._closed or self._depth:
            what = "It was closed." if self._closed else "It failed within a change; nothing of that was written."
            raise RecordError(what, place=str(self.path), remedy="Open it anew.")
        time.sleep(max(0.0, min(PAUSE, self._again - time.monotonic())))
        self._connection = connect(self.path, self.read_only, self._wait)
        self._since = time.monotonic()

    def release(self) -> None:
        """Give the file back to other processes until it is needed again."""
        with self.lock:
            if not self._pins:
                self._drop()

    def close(self) -> None:
        """Give the file back to other processes, for good."""
        with self.lock:
            self._closed = True
            if self._timer:
                self._timer.cancel()
                self._timer = None
            self._drop()

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        with self.held():
            found: list[tuple[Any, ...]] = self.connection.execute(sql, values or None).fetchall()
            return found

    def arrow(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """The pyarrow.Table that a query gives."""
        with self.held():
            return self.connection.sql(sql, params=values or None).to_arrow_table()

    def run(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> None:
        """Run a statement for its effect."""
        with self.held():
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
        with self.held():
            self.connection.register("incoming", pa.table(arrays))
            try:
                self.connection.execute(f"insert into {table} by name select * from incoming")
            finally:
                self.connection.unregister("incoming")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Inside another transaction it is part of that one."""
        with self.held():
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

        if self._connection is None:
            return
        try:
            self._connection.execute("rollback")
        except duckdb.Error:
            return  # a failed commit has rolled back by itself

    def _let_go(self) -> None:
        """Give the file back at once after a long turn, and a moment later after a short one."""
        if str(self.path) == MEMORY or self._connection is None:
            return
        if time.monotonic() - self._since > TURN:
            self._drop()
            self._again = time.monotonic() + PAUSE
        elif self._timer is None:
            self._timer = threading.Timer(LINGER, self._on_time)
            self._timer.daemon = True
            self._timer.start()

    def _on_time(self) -> None:
        with self.lock:  # whoever is at it lets go of the file himself
            self._timer = None
            if not self._pins:
                self._drop()

    def _drop(self) -> None:
        """Close the connection. What was committed is in the file, or in the log that is replayed when it is opened."""
        import duckdb

        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(duckdb.Error):
                connection.close()

    def _prepare(self) -> None:
        tables = {name for (name,) in self.rows("select table_name from duckdb_tables()")}
        if "meta" in tables:
            self.check_version()
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
        with self.transaction():
            for part in schema():
                self.run(part)
            self.run("insert into meta values ('schema', ?)", [str(SCHEMA_VERSION)])

    def check_version(self) -> None:
        """Set ``version`` to the record's; raises RecordVersion for one that is newer than this."""
        found = self.rows("select value from meta where key = 'schema'")
        self.version = int(found[0][0]) if found else 0
        if not 1 <= self.version <= SCHEMA_VERSION:
            raise RecordVersion(
                f"The record has schema version {self.version}; this detente reads version {SCHEMA_VERSION}.",
                place=str(self.path),
                remedy="Use the version of detente that wrote it, or read the documents into a new record.",
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            if isinstance(error, duckdb.FatalException | duckdb.IOException | duckdb.InternalException):
                self._drop()  # the connection is of no use any more; the next turn opens the file anew
            raise explain(error, self.path) from error


def schema() -> tuple[str, str]:
    """The SQL for what is appended, and for what is derived from it."""
    text = files("detente.ledger").joinpath("schema.sql").read_text(encoding="utf-8")
    appended, mark, derived = text.partition("-- Derived ---")
    return appended, mark + derived
