"""Questions to the tables, answered as Arrow: documents, claims, events with the words that speak for them, spells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from detente.errors import RecordError
from detente.ledger.derive import TELLING, event_columns, event_types, hold, telling_of
from detente.ledger.docket import log
from detente.ledger.rulings import not_undone
from detente.ledger.store import Store
from detente.ledger.table import Table
from detente.ledger.tellings import pair_of, within
from detente.model import Event


def _structs(column: str, **fields: str) -> str:
    """SQL for a column of JSON as a list of structs."""
    shape = ",".join(f'"{name}":"{kind}"' for name, kind in fields.items())
    return f"from_json({column}, '[{{{shape}}}]')"


def _sources(column: str) -> str:
    return _structs(column, **dict.fromkeys(("title", "author", "publisher", "date", "pages", "address"), "VARCHAR"))


_EVIDENCE = _structs(
    "evidence", field="VARCHAR", start="INTEGER", end="INTEGER", rule="VARCHAR", score="DOUBLE", filled="BOOLEAN"
)
_DOCUMENT = ("id", "file", "title", "author", "publisher", "date", "address", "language", "known", "read_at")
_CLAIM = (
    "id", "document", "file", "quote", "start", "end", "kind", "initiators", "targets", "date", "modality",
    "speaker", "notes",
)  # fmt: skip
_EVENT = ("id", "date", "kind", "initiators", "targets", "modality", "speaker", "level", "about", "root")


def _columns(names: Sequence[str], of: str) -> str:
    return ", ".join(f'{of}."{name}"' for name in names)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events are asked for; everything left out is not asked. ``a`` and ``b`` may be on either side."""

    a: str | None = None
    b: str | None = None
    kind: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    modality: str | None = None
    on: dt.date | None = None
    known: dt.date | None = None
    id: str | None = None
    ids: tuple[str, ...] | None = None


class _Where:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []

    def add(self, sql: str, *values: Any) -> None:
        self.parts.append(sql)
        self.values += values

    def __str__(self) -> str:
        return " and ".join(self.parts) or "true"


def documents(store: Store) -> Table:
    """One row a document, by file name, with how many of its claims count and who read them."""
    return Table(
        store.arrow(
            f"select {_columns(_DOCUMENT, 'd')}, r.reader, count(c.id) as claims from documents d"
            " left join current_readings cr on cr.document = d.id left join readings r on r.number = cr.number"
            " left join claims c on c.reading = cr.number"
            " group by all order by d.file, d.id"
        )
    )


def claims(
    store: Store,
    *,
    document: str | None,
    kind: str | None,
    a: str | None,
    b: str | None,
    ids: Sequence[str] | None = None,
) -> Table:
    """The claims that count, by document and place."""
    where = _Where()
    if ids is not None:
        where.add("c.id in (select unnest(?::varchar[]))", list(ids))
    if document:
        where.add("(c.document = ? or c.file = ?)", document, document)
    if kind:
        where.add("c.kind = ?", kind)
    for actor in (a, b):
        if actor:
            where.add("(list_contains(c.initiators, ?) or list_contains(c.targets, ?))", actor, actor)
    return Table(
        store.arrow(
            f"select {_columns(_CLAIM, 'c')}, {_sources('c.sources')} as sources, c.confidence, c.level, c.about,"
            f" c.root, c.known, c.reader, {_EVIDENCE} as evidence from current_claims c where {where}"
            ' order by c.file, c.document, c."start", c."end", c.id',
            where.values,
        )
    )


def events(store: Store, asked: Filter) -> Table:
    """Events in order of time, undated ones last, each with the claim that speaks for it."""
    with source(store, asked) as held:
        where = _conditions(asked, held)
        return Table(
            store.arrow(
                f"with found as (select e.* from {held} e where {where})"
                f" select {_columns(_EVENT, 'e')}, c.quote, c.file, c.notes, {_sources('c.sources')} as sources,"
                " e.confidence, len(e.claims)::integer as claims, e.documents, e.voices, e.dates, e.known,"
                " e.claims as claim_ids, null::varchar as stream"
                " from found e join told_claims c on c.id = e.lead and c.reading = e.reading"
                ' order by e.first nulls last, e.last, c.file, e."order", e.id',
                where.values,
            )
        )


def _conditions(asked: Filter, source: str) -> _Where:
    where = _Where()
    _actors(where, asked, source)
    for column, value in (("kind", asked.kind), ("modality", asked.modality), ("id", asked.id)):
        if value:
            where.add(f"e.{column} = ?", value)
    if asked.ids is not None:
        where.add("e.id in (select unnest(?::varchar[]))", list(asked.ids))
    if asked.since:
        where.add("(e.last is null or e.last >= ?) and e.date is not null", asked.since)
    if asked.until:
        where.add("(e.first is null or e.first <= ?) and e.date is not null", asked.until)
    return where


def _actors(where: _Where, asked: Filter, source: str) -> None:
    if asked.a and asked.b:
        pair = pair_of((asked.a, asked.b))
        if source == "events":
            where.add("(e.pair = ? or e.id in (select event from event_pairs where pair = ?))", pair, pair)
            return
    for actor in (asked.a, asked.b):
        if actor:
            where.add("(list_contains(e.initiators, ?) or list_contains(e.targets, ?))", actor, actor)


@contextmanager
def source(store: Store, asked: Filter) -> Iterator[str]:
    """The name of the events to ask: the derived table, or those that follow from what was told and known by a day."""
    if asked.known is None and asked.on is None:
        yield "events"
        return
    import pyarrow as pa

    told = [t for t in map(telling_of, _told(store, asked)) if within(t, asked.on, asked.known)]
    columns = event_columns(hold(told))
    types = event_types() | {name: pa.string() for name in ("id", "kind", "pair", "family", "modality", "lead")}
    types |= {
        "known": pa.date32(),
        "reading": pa.int32(),
        "order": pa.int32(),
        "voices": pa.int32(),
        "confidence": pa.float64(),
    }
    with store.held():
        store.connection.register(
            "known_events", pa.table({n: pa.array(v, type=types.get(n)) for n, v in columns.items()})
        )
        try:
            yield "known_events"
        finally:
            store.connection.unregister("known_events")


def _told(store: Store, asked: Filter) -> Sequence[tuple[Any, ...]]:
    where = _Where()
    if asked.known:
        where.add("known <= ?", asked.known)
    if asked.a and asked.b:
        pair = pair_of((asked.a, asked.b))
        where.add("(pair = ? or pair in (select inside from event_pairs where pair = ?))", pair, pair)
    return store.rows(f"select {TELLING} from tellings where {where}", where.values)


def spells(store: Store, *, initiator: str | None, target: str | None, dimension: str | None) -> Table:
    """Spells by pair, dimension and time; both dates in EDTF, ``end`` null while open."""
    where = _Where()
    for column, value in (("initiator", initiator), ("target", target)):
        if value:
            where.add(f"{column} = ?", value)
    if dimension:
        where.add("(dimension = ? or starts_with(dimension, ? || ':'))", dimension, dimension)
    return Table(
        store.arrow(
            'select initiator, target, dimension, level, "start", "end", events, documents from spells'
            f" where {where} order by initiator, target, dimension, first nulls first, until nulls last, level",
            where.values,
        )
    )


def standing_toward(store: Store, toward: str) -> list[str]:
    """The actors of whom anything is known toward one, in order."""
    return [
        actor for (actor,) in store.rows("select distinct initiator from spells where target = ? order by 1", [toward])
    ]


def tells_of(store: Store, actor: str) -> bool:
    """Whether any event has an actor of this id."""
    return bool(
        store.rows(
            "select 1 from events where list_contains(initiators, $1) or list_contains(targets, $1) limit 1", [actor]
        )
    )


def version(store: Store) -> tuple[int, int]:
    """How many readings and how many judgements there are; both are only ever appended."""
    readings, judgements = store.rows("select (select count(*) from readings), (select count(*) from judgements)")[0]
    return int(readings), int(judgements)


def events_of(store: Store, claims: Sequence[str]) -> dict[str, str]:
    """The event that each of some claims tells of; the first of several, for a claim of several sets of actors."""
    return dict(
        store.rows(
            "select claim, min(event) from event_claims where claim in (select unnest(?::varchar[])) group by claim",
            [list(claims)],
        )
    )


def event(store: Store, id: str) -> Event:
    """The event of an id. Raises RecordError where there is none."""
    found = events(store, Filter(id=id)).to_pylist()
    if not found:
        raise RecordError(f"There is no event '{id}'.", place=str(store.path), remedy="See record.events().")
    row = found[0]
    known: dict[str, Any] = {name: row[name] for name in _EVENT_FIELDS}
    known |= {name: tuple(row[name]) for name in ("initiators", "targets", "documents", "dates")}
    return Event(**known, claims=tuple(row["claim_ids"]))


_EVENT_FIELDS = ("id", "kind", "date", "modality", "speaker", "level", "about", "root", "confidence", "known")


def judgements(store: Store, subject: str | None) -> Table:
    """The log in order of time; ``reaches`` is whether anything in the record is ruled on by a judgement now."""
    where = ""
    if subject:
        where = (
            " where subject = $1 or id = $1 or id in (select judgement from rulings where claim = $1"
            " or claim in (select unnest(claims) from events where id = $1))"
        )
    found = store.rows(
        f'select id, "at", reviewer, action, subject, payload, reason from judgements{where} order by "at", id',
        [subject] if subject else [],
    )
    held = {judgement.id for judgement in not_undone(log(store))}
    reached = {id for (id,) in store.rows("select distinct unnest(judgements) from judged")}
    names = ("id", "at", "reviewer", "action", "subject", "changes", "reason")
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for row in rows:
        row["in_force"] = row["id"] in held
        row["reaches"] = row["action"] == "undo" or row["id"] in reached
    return Table.of(rows, _log_schema())


def _log_schema() -> Any:
    import pyarrow as pa

    text = ("id", "reviewer", "action", "subject", "changes", "reason")
    types = dict.fromkeys(text, pa.string()) | {"at": pa.timestamp("us"), "in_force": pa.bool_(), "reaches": pa.bool_()}
    order = ("id", "at", "reviewer", "action", "subject", "changes", "reason", "in_force", "reaches")
    return pa.schema([(name, types[name]) for name in order])
