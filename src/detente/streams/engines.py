"""What runs the expressions: the record's own DuckDB here, a cluster in ``cluster``. Each holds tables by name.

An engine knows nothing of streams. ``tests/scale/test_engines.py`` is what both must satisfy, and marks what differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from detente.ledger.store import Store


class Engine(Protocol):
    """Makes tables from expressions over tables that it has, and gives what is asked of them."""

    def make(self, name: str, told: ir.Table) -> None:
        """Run an expression and keep what it gives as a table of this name."""
        ...

    def put(self, name: str, rows: Any) -> None:
        """Keep a pyarrow.Table as a table of this name."""
        ...

    def get(self, told: ir.Table) -> Any:
        """What an expression gives, as a pyarrow.Table."""
        ...


class OnRecord:
    """The DuckDB of a record, whose own tables are there by their names. What is made is temporary."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: list[str] = []

    def make(self, name: str, told: ir.Table) -> None:
        """As Engine."""
        self._store.run(f"create or replace temp table {name} as {sql(told)}")
        self._made.append(name)

    def put(self, name: str, rows: Any) -> None:
        """As Engine."""
        with self._store.held():
            self._store.connection.register("incoming", rows)
            self._store.run(f"create or replace temp table {name} as select * from incoming")
            self._store.connection.unregister("incoming")
        self._made.append(name)

    def get(self, told: ir.Table) -> Any:
        """As Engine."""
        return typed(self._store.arrow(sql(told)), told)

    def forget(self) -> None:
        """Drop what was made."""
        for name in self._made:
            self._store.run(f"drop table if exists temp.{name}")


def typed(rows: Any, told: Any) -> Any:
    """What an engine gave for an expression, in the types that the expression has; engines widen sums and dates."""
    return rows.select(list(told.columns)).cast(told.schema().to_pyarrow())


def sql(told: Any) -> str:
    """An expression as DuckDB's SQL."""
    import ibis

    return str(ibis.to_sql(told, dialect="duckdb"))


def quoted(text: str) -> str:
    """A text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"
