"""Streamed events as answers: rows in the shape of the record's own events, each marked with its stream."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from detente import dates
from detente.ledger.query import Filter
from detente.ledger.table import Table
from detente.model import Event
from detente.streams.layouts import STREAMS

if TYPE_CHECKING:
    from detente.ledger.store import Store


def any_taken(store: Store) -> bool:
    """Whether a stream was ever taken into this record."""
    return bool(store.rows("select 1 from duckdb_tables() where table_name = 'stream_events'"))


def taken_of(store: Store, actor: str) -> bool:
    """Whether a streamed event has an actor of this id."""
    return any_taken(store) and bool(
        store.rows("select 1 from stream_events where initiator = $1 or target = $1 limit 1", [actor])
    )


def counted(store: Store, asked: Filter) -> dict[str, int]:
    """How many streamed events a question asks for, by their stream."""
    if not any_taken(store):
        return {}
    where, values = _where(asked)
    return dict(
        store.rows(f"select stream, count(*) from stream_events where {where} group by stream order by 1", values)
    )


def events(store: Store, asked: Filter) -> Any:
    """The streamed events that a question asks for, as a pyarrow.Table: ``quote`` is null, ``file`` and ``sources`` tell
    where each comes from, ``documents`` is empty."""
    where, values = _where(asked)
    return store.arrow(
        "select id, strftime(date, '%Y-%m-%d') as date, kind,"
        " case when initiator = '' then []::varchar[] else [initiator] end as initiators,"
        " case when target = '' then []::varchar[] else [target] end as targets, modality,"
        " null::varchar as speaker, null::varchar as level, null::varchar as about, root, null::varchar as quote,"
        " file, []::integer[] as notes,"
        " [{'title': 'event ' || number || ', line ' || line, 'author': null::varchar,"
        " 'publisher': coalesce(publisher, upper(stream)), 'date': strftime(known, '%Y-%m-%d'),"
        " 'pages': null::varchar, 'address': address}] as sources,"
        " 1.0::double as confidence, 0::integer as claims, []::varchar[] as documents, 1::integer as voices,"
        " []::varchar[] as dates, known, []::varchar[] as claim_ids, stream"
        f" from stream_events where {where} order by stream_events.date, id",
        values,
    )


def merged(store: Store, read: Table, asked: Filter) -> Table:
    """Read and streamed events together in order of time, undated ones last; ``read`` itself where there is no stream."""
    if not any_taken(store):
        return read
    import pyarrow as pa

    streamed = events(store, asked).cast(read.arrow.schema)
    if not len(read):
        return Table(streamed)
    both = pa.concat_tables([read.arrow, streamed])
    days = [_day(date) for date in both["date"].to_pylist()]
    return Table(both.take(pa.array(sorted(range(len(days)), key=days.__getitem__), type=pa.int64())))


@cache
def _day(date: str | None) -> dt.date:
    told = dates.parse(date) if date else None
    return (told.first or told.last or dt.date.max) if told else dt.date.max


def acts(store: Store, until: dt.date) -> list[tuple[dt.date, str, str, str]]:
    """Day, initiator, kind and target of what happened between two actors and was known, by its stream, before a day."""
    if not any_taken(store):
        return []
    return store.rows(
        "select distinct date, initiator, kind, target from stream_events where modality = 'happened'"
        " and initiator not in ('', target) and target <> '' and date < $1 and coalesce(known, date) < $1",
        [until],
    )


def event(store: Store, id: str) -> Event | None:
    """The streamed event of an id, or None."""
    if not id.startswith(tuple(f"e-{stream}-" for stream in STREAMS)) or not any_taken(store):
        return None
    rows = events(store, Filter(id=id)).to_pylist()
    return Event(**{name: _value(rows[0][name]) for name in _FIELDS}, claims=()) if rows else None


_FIELDS = (
    "id", "kind", "initiators", "targets", "date", "modality", "documents", "root", "confidence", "known", "stream",
)  # fmt: skip


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _where(asked: Filter) -> tuple[str, list[Any]]:
    parts: list[str] = ["true"]
    values: list[Any] = []
    for actor in (asked.a, asked.b):
        if actor:
            parts.append("(initiator = ? or target = ?)")
            values += [actor, actor]
    if asked.a and asked.b:
        parts.append("initiator <> target")
    for sql, value in (
        ("kind = ?", asked.kind), ("modality = ?", asked.modality), ("id = ?", asked.id),
        ("stream_events.date >= ?", asked.since), ("stream_events.date <= ?", asked.until),
        ("stream_events.date <= ?", asked.on), ("known <= ?", asked.known),
    ):  # fmt: skip
        if value is not None:
            parts.append(sql)
            values.append(value)
    if asked.ids is not None:
        parts.append("id in (select unnest(?::varchar[]))")
        values.append(list(asked.ids))
    return " and ".join(parts), values


def weighed(store: Store, asked: Filter) -> list[tuple[dict[str, Any], float]]:
    """The streamed events that a question asks for, each with its weight."""
    where, values = _where(asked)
    weights = dict(store.rows(f"select id, weight from stream_events where {where}", values))
    return [(row, float(weights[row["id"]])) for row in events(store, asked).to_pylist()]
