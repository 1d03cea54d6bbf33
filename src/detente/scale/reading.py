"""Documents read by the workers of a cluster: paths ─► Parquet of documents and claims ─► back here, in order.

A worker process loads its reader once and keeps it. A file that cannot be read is a row with its error. What comes back is
checked against its text by the record, as what is read here is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from detente import errors
from detente.errors import ClusterError, DetenteError
from detente.model import Claim, Document
from detente.reading.files import Came, came_of

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.scale.cluster import Cluster

COLUMNS = {"document": "string", "claims": "string", "error": "string"}
SCHEMA = "number long, " + ", ".join(f"{name} {sort}" for name, sort in COLUMNS.items())

_Told = tuple[str, str, str | None, str | None]  # an error: the name of its class, message, place, remedy


def read_on(
    cluster: Cluster, paths: Sequence[Path], reader: str, before: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Came]]:
    """What became of each path, by its place among them and in that order; ``reader`` and ``before`` as in ``came_of``."""
    asked = cluster.share((tuple(path.absolute() for path in paths), reader, before, version("detente")))
    numbers = cluster.session.range(0, len(paths), 1, cluster.tasks(len(paths)))
    into = cluster.folder / "read"
    numbers.mapInArrow(lambda batches: _read_all(batches, *asked.value), SCHEMA).write.parquet(into.as_uri())
    for row in _rows(into):
        yield row["number"], _came(row)


def _read_all(
    batches: Iterator[pa.RecordBatch], paths: Sequence[Path], reader: str, before: frozenset[str], wanted: str
) -> Iterator[pa.RecordBatch]:
    """What a worker does with its share of the numbers: one row a file, so that it never holds more than one document."""
    import pyarrow as pa

    if version("detente") != wanted:
        raise ClusterError(f"A worker has detente {version('detente')}, not {wanted}.")
    schema = pa.schema([("number", pa.int64()), *((name, pa.string()) for name in COLUMNS)])
    for batch in batches:
        for number in batch.column(0).to_pylist():
            row = {"number": number} | _row(came_of(paths[number], reader, before), paths[number])
            yield pa.RecordBatch.from_pylist([row], schema=schema)


def _row(came: Came, path: Path) -> dict[str, str | None]:
    if isinstance(came, DetenteError):
        told: _Told = (type(came).__name__, _plain(came.message) or "", _plain(came.place), _plain(came.remedy))
        return {"error": _json(told)}
    document, claims = came
    try:
        return {"document": _json(document), "claims": None if claims is None else _json(claims)}
    except UnicodeError:
        wrong = DetenteError("Its text or name cannot be written as Unicode.", place=path.name, remedy="Rename it.")
        return _row(wrong, path)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _plain(text: str | None) -> str | None:
    """Without the halves of characters that a file's name may hold and JSON may not."""
    return text.encode("utf-8", "replace").decode() if text else text


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows in their order, which is that of the parts' names."""
    import pyarrow.parquet as pq

    for part in sorted(folder.glob("part-*.parquet")):
        for batch in pq.ParquetFile(part).iter_batches(64):
            yield from batch.to_pylist()


def _came(row: dict[str, Any]) -> Came:
    if row["error"] is not None:
        return errors.again(*msgspec.json.decode(row["error"], type=_Told))
    document = msgspec.json.decode(row["document"], type=Document)
    if row["claims"] is None:
        return document, None
    return document, msgspec.json.decode(row["claims"], type=tuple[Claim, ...])
