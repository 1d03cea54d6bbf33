"""Files of a stream taken in by a Spark cluster: the same expressions, run there, and their results into the record.

Workers unpack files and part them into lines, one task a file; Ibis' PySpark backend turns the expressions into Spark's SQL.
What was made lies as Parquet in the folder that all see, so that a worker that is lost costs only its own tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError, HostileDocument
from detente.scale.cluster import Cluster, connected
from detente.streams import expressions as ex
from detente.streams.engines import quoted, typed
from detente.streams.layouts import MENTIONS, Layout, layout_of
from detente.streams.take import NEW_EVENTS, NEW_REPORTS, TABLES, Imported, worked_out
from detente.streams.unpack import first_line, unpacked

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from detente.ledger.store import Store

LINES = "file string, line long, text string"
BATCH = 20_000  # lines that a worker hands over together
_KEY = 9  # characters before a file's name in its key: "00000012/", so that keys sort as the files were given


class OnCluster:
    """A cluster as an engine of expressions."""

    def __init__(self, cluster: Cluster) -> None:
        import ibis

        self._cluster = cluster
        self._backend = ibis.pyspark.connect(cluster.session)

    def make(self, name: str, told: ir.Table) -> None:
        """As Engine."""
        self._sql(told).write.mode("overwrite").parquet(self.path(name).as_uri())
        self._backend.read_parquet(self.path(name).as_uri(), table_name=name)

    def put(self, name: str, rows: Any) -> None:
        """As Engine."""
        import pyarrow.parquet as pq

        self.path(name).mkdir(exist_ok=True)
        pq.write_table(rows, self.path(name) / "part-0.parquet")
        self._backend.read_parquet(self.path(name).as_uri(), table_name=name)

    def get(self, told: ir.Table) -> Any:
        """As Engine."""
        return typed(self._sql(told).toArrow(), told)

    def copy(self, store: Store, table: str, columns: Iterable[str]) -> None:
        """Columns of a table of a record, as it is now, under the same name."""
        path = self.path(table) / "part-0.parquet"
        path.parent.mkdir()
        listed = ", ".join(f'"{name}"' for name in columns)
        store.run(f"copy (select {listed} from {table}) to {quoted(str(path))} (format parquet)")
        self._backend.read_parquet(path.parent.as_uri(), table_name=table)

    def lines(self, name: str, files: Mapping[str, Path], header: bool) -> None:
        """The lines of files, each by its key, as a table of this name; it is read when it is used."""
        session, listed = self._cluster.session, list(files.items())
        asked = self._cluster.share((listed, header))
        numbers = session.range(0, len(listed), 1, len(listed))
        numbers.mapInArrow(lambda batches: _lines(batches, *asked.value), LINES).createOrReplaceTempView(name)

    def path(self, name: str) -> Path:
        """Where a table of this name lies."""
        return self._cluster.folder / name

    def _sql(self, told: ir.Table) -> Any:
        return self._cluster.session.sql(self._backend.compile(told))


def take_on(
    store: Store, stream: str, paths: Sequence[Path], master: str, shared: Path
) -> Iterator[tuple[Path, Imported | DetenteError]]:
    """Take files in by a cluster, together and each of them all or nothing; what each came to, in order.

    Raises what ``connected`` does; the record is then as it was.
    """
    layouts = {f"{number:08}/{path.name}": _layout(stream, path) for number, path in enumerate(paths)}
    files = dict(zip(layouts, paths, strict=True))
    told: dict[str, Imported] = {}
    if any(isinstance(layout, Layout) for layout in layouts.values()):
        with connected(master, shared) as cluster:
            told = _taken(store, stream, OnCluster(cluster), files, layouts)
    for key, path in files.items():
        layout = layouts[key]
        yield path, layout if isinstance(layout, DetenteError) else _of_one(path, told.get(key, Imported(key)))


def _layout(stream: str, path: Path) -> Layout | DetenteError:
    try:
        return layout_of(stream, first_line(path), path.name)
    except DetenteError as error:
        return error


def _taken(
    store: Store,
    stream: str,
    engine: OnCluster,
    files: Mapping[str, Path],
    layouts: Mapping[str, Layout | DetenteError],
) -> dict[str, Imported]:
    tables: dict[str, Layout] = {}
    for layout in layouts.values():
        if isinstance(layout, Layout) and layout not in tables.values():
            name = f"stream_lines_{len(tables)}"
            tables[name] = layout
            engine.lines(name, {key: files[key] for key in files if layouts[key] == layout}, layout.header)
    store.run(TABLES)
    for table in ("stream_events", "stream_reports"):
        engine.copy(store, table, ex.HELD)
    told = worked_out(engine, stream, tables)
    with store.transaction():
        for table, new, made in (
            ("stream_events", NEW_EVENTS, any(layout.sort != MENTIONS for layout in tables.values())),
            ("stream_reports", NEW_REPORTS, any(layout.sort == MENTIONS for layout in tables.values())),
        ):
            if made:
                parts = quoted(str(engine.path(new) / "*.parquet"))
                own = f"* replace (substr(file, {_KEY + 1}) as file)"
                store.run(f"insert into {table} by name select {own} from read_parquet({parts})")
    return told


def _of_one(path: Path, told: Imported) -> Imported | DetenteError:
    """What a file came to by its own name; the error of one that a worker could not read."""
    whole = next((rejected for rejected in told.rejected if rejected.line == ex.WHOLE), None)
    if whole:
        return HostileDocument(whole.reason, place=str(path))
    rejected = [replace(each, file=path.name) for each in told.rejected]
    return replace(told, file=path.name, rejected=rejected)


def _lines(
    batches: Iterator[pa.RecordBatch], files: Sequence[tuple[str, Path]], header: bool
) -> Iterator[pa.RecordBatch]:
    """What a worker does with its share of the files: their lines, counted from 1 and without the header."""
    for batch in batches:
        for number in batch.column(0).to_pylist():
            key, path = files[number]
            try:
                with unpacked(path) as plain:
                    yield from _batches(key, plain, header)
            except DetenteError as error:
                yield _batch(key, [(ex.WHOLE, f"{error.message} {error.remedy or ''}".strip())])


def _batches(key: str, plain: Path, header: bool) -> Iterator[pa.RecordBatch]:
    held: list[tuple[int, str]] = []
    with plain.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            text = line.rstrip("\n")
            if text.strip(" ") and not (header and number == 1):
                held.append((number, text))
            if len(held) == BATCH:
                yield _batch(key, held)
                held = []
    if held:
        yield _batch(key, held)


def _batch(key: str, lines: Sequence[tuple[int, str]]) -> pa.RecordBatch:
    import pyarrow as pa

    numbers, texts = zip(*lines, strict=True)
    columns = [pa.array([key] * len(lines), pa.string()), pa.array(numbers, pa.int64()), pa.array(texts, pa.string())]
    return pa.RecordBatch.from_arrays(columns, names=["file", "line", "text"])
