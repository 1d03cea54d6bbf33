"""Takes files of a stream into the record: the expressions run by an engine, by its own DuckDB in one transaction a file.

Duplicates are recognised by the stream's own id, within a file and against what was taken before. Lines that are no rows go
to a rejects file, codes that nobody lists are counted; neither stops the rest.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import MissingExtra, UnreadablePath
from detente.streams import codes
from detente.streams import expressions as ex
from detente.streams.engines import Engine, OnRecord, quoted
from detente.streams.layouts import MENTIONS, Layout, layout_of
from detente.streams.unpack import first_line, unpacked

if TYPE_CHECKING:
    from detente.ledger.store import Store

TABLES = """
create table if not exists stream_events (
    stream varchar not null, id varchar not null, number varchar not null, date date not null, known date,
    initiator varchar not null, target varchar not null, "by" varchar not null, toward varchar not null,
    code varchar not null, kind varchar not null, root varchar, weight double not null, modality varchar not null,
    reports bigint not null, address varchar, publisher varchar, file varchar not null, line bigint not null);
create table if not exists stream_reports (
    stream varchar not null, number varchar not null, known date, address varchar, file varchar not null,
    line bigint not null);
"""
LINES, NEW_EVENTS, NEW_REPORTS = "stream_lines", "stream_new_events", "stream_new_reports"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that is no row of the stream."""

    file: str
    line: int
    reason: str
    text: str


@dataclass(slots=True)
class Imported:
    """What importing one file came to. ``unknown`` counts the rows under each code that neither side lists."""

    file: str
    rows: int = 0
    added: int = 0
    duplicates: int = 0
    nobody: int = 0  # events of which a side is no actor in particular
    rejected: list[Rejected] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def take(store: Store, stream: str, path: Path) -> Imported:
    """Take one file in, all or nothing. Raises UnreadablePath, NotThisFormat, TooLarge or HostileDocument."""
    layout = layout_of(stream, first_line(path), path.name)
    with unpacked(path) as plain, store.transaction():  # undone, it takes with it what is made here
        store.run(TABLES)
        engine = OnRecord(store)
        _lines(store, plain, path.name, layout)
        told = worked_out(engine, stream, {LINES: layout}).get(path.name, Imported(path.name))
        table, new = ("stream_reports", NEW_REPORTS) if layout.sort == MENTIONS else ("stream_events", NEW_EVENTS)
        store.run(f"insert into {table} by name select * from {new}")
        store.run(f"drop view temp.{LINES}")
        engine.forget()
    return told


def worked_out(engine: Engine, stream: str, layouts: Mapping[str, Layout]) -> dict[str, Imported]:
    """Tables of lines, each of one layout, into tables of new events and new reports; what each file came to.

    The engine has the lines, and ``stream_events`` and ``stream_reports`` as they are held so far.
    """
    told: dict[str, Imported] = {}
    mentions = {name: layout for name, layout in layouts.items() if layout.sort == MENTIONS}
    events = {name: layout for name, layout in layouts.items() if layout.sort != MENTIONS}
    if events:
        rows = _rows(engine, "stream_rows", stream, events)
        _look_up(engine, stream, rows)
        fresh = ex.fresh(rows, ex.named("stream_events", ex.HELD), stream)
        new = ex.events(fresh, *_listed(), stream)
        engine.make(NEW_EVENTS, new)
        _tell(engine, told, rows, ex.named(NEW_EVENTS, ex.EVENTS))
        for row in engine.get(ex.unknown(rows, *_listed())).to_pylist():
            shown = codes.label(row["key"]) if row["sort"] == "actor" else row["key"].rstrip("|")
            told[row["file"]].unknown[f"{row['sort']} {shown}"] += row["count"]
    if mentions:
        rows = _rows(engine, "stream_mentions", stream, mentions)
        engine.make(NEW_REPORTS, ex.reports(rows, ex.named("stream_reports", ex.HELD), stream))
        _tell(engine, told, rows, ex.named(NEW_REPORTS, ex.REPORTS))
    return told


def _rows(engine: Engine, name: str, stream: str, layouts: Mapping[str, Layout]) -> Any:
    parts = [ex.rows(ex.named(lines, ex.LINES), layout, stream) for lines, layout in layouts.items()]
    engine.make(name, reduce(lambda one, other: one.union(other), parts))
    return ex.named(name, ex.ROWS)


def _listed() -> tuple[Any, Any]:
    return ex.named("stream_actors", ex.ACTORS), ex.named("stream_acts", ex.ACTS)


def _look_up(engine: Engine, stream: str, rows: Any) -> None:
    """Every distinct key, and what it stands for, as tables to join with."""
    found: dict[str, list[str]] = {"actor": [], "act": []}
    for row in engine.get(ex.keys(rows)).to_pylist():
        found[row["sort"]].append(row["key"])
    engine.put("stream_actors", _table(codes.actors(sorted(found["actor"]), stream), ex.ACTORS))
    engine.put("stream_acts", _table(codes.acts(sorted(found["act"]), stream), ex.ACTS))


def _table(rows: Iterable[Any], schema: dict[str, str]) -> Any:
    import ibis
    import pyarrow as pa

    return pa.Table.from_pylist([asdict(row) for row in rows], schema=ibis.schema(schema).to_pyarrow())


def _tell(engine: Engine, told: dict[str, Imported], rows: Any, new: Any) -> None:
    """What each file came to, into ``told``."""
    for row in engine.get(ex.tally(rows)).to_pylist():
        told[row["file"]] = Imported(row["file"], rows=row["rows"], duplicates=row["rows"] - row["rejected"])
    for row in engine.get(ex.added(new)).to_pylist():
        held = told[row["file"]]
        held.added, held.nobody = row["added"], row.get("nobody", 0)
        held.duplicates -= held.added
    for row in engine.get(ex.rejected(rows)).to_pylist():
        told[row["file"]].rejected.append(Rejected(**row))


def _lines(store: Store, path: Path, name: str, layout: Layout) -> None:
    # One column that no character ends: whatever a line holds, it stays one line, and is counted as one.
    store.run(
        f"create or replace temp view {LINES} as select {quoted(name)} as file, line + {int(layout.header)} as line, text"
        f" from (select row_number() over () as line, text from read_csv({quoted(str(path))}, header = false,"
        " delim = '\\x01', quote = '', escape = '', columns = {'text': 'VARCHAR'},"
        f" skip = {int(layout.header)}, auto_detect = false, null_padding = true, encoding = 'utf-8',"
        " ignore_errors = false)) where text is not null and trim(text) <> ''"
    )


def needs_ibis() -> None:
    """Raises MissingExtra where the install group for streams is not there."""
    try:
        import ibis  # noqa: F401
    except ImportError as error:
        raise MissingExtra("scale", "Event streams") from error


def write_rejects(path: Path, rejected: list[Rejected]) -> None:
    """Write lines that were not taken as CSV: file, line, reason, text. Raises UnreadablePath."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "line", "reason", "text"))
            writer.writerows((r.file, r.line, r.reason, r.text) for r in rejected)
    except OSError as error:
        raise UnreadablePath(
            f"It cannot be written: {error.strerror}.", place=str(path), remedy="Name another."
        ) from error
