"""What is worth a reviewer's minute: events that nobody has judged, by doubt times consequence for a status."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from detente.ledger import query
from detente.ledger.query import Filter
from detente.ledger.store import Store
from detente.ledger.table import Table
from detente.status.conflict import actor, heading, level, since, when

if TYPE_CHECKING:
    import pyarrow as pa

DIVIDED = 0.5  # the least doubt of an event that sources date differently
UNTOLD = 365  # days for which a status counts of which nobody tells since when
EVENT = 1  # day for which an event counts that changes no status, so that the most doubtful of them come first too

_RANKED = f"""
    with rests as (
        select unnest(events[:begun]) as event, begun,
            coalesce(until, $today) as over, coalesce(first, coalesce(until, $today) - {UNTOLD}) as start
        from spells
    ), consequence as (
        select event, sum(greatest(0, date_diff('day', start, least(over, $today))) / begun) as days from rests group by 1
    ), seen as (
        select distinct event from event_claims join judged on judged.id = event_claims.claim
        where judged.verdict in ('accept', 'correct', 'add')
    ), doubts as (
        select id, greatest(1 - confidence, if(len(dates) > 1, {DIVIDED}, 0)) as doubt, {EVENT} + coalesce(days, 0) as days
        from events left join consequence on consequence.event = events.id
        where id not in (select event from seen)
            and ($a is null or list_contains(initiators, $a) or list_contains(targets, $a))
            and ($b is null or list_contains(initiators, $b) or list_contains(targets, $b))
    )
    select id, doubt, days, doubt * days as weight from doubts where doubt > 0 order by weight desc, id limit $limit
"""


def queue(store: Store, a: str | None, b: str | None, limit: int | None) -> Table:
    """The events to look at, the weightiest first; see ``Record.queue``."""
    most = limit if limit is not None else 1_000_000_000
    ranked = store.rows(_RANKED, {"today": dt.date.today(), "a": a, "b": b, "limit": most})
    ids = [id for id, *_ in ranked]
    found = query.events(store, Filter(ids=tuple(ids)))
    events = {row["id"]: row for row in found}
    statuses = _statuses(store, ids)
    rows = [
        {"weight": round(weight, 3), "doubt": round(doubt, 4), "consequence": round(days)}
        | {"why": _why(events[id]), "statuses": statuses.get(id, [])}
        | events[id]
        for id, doubt, days, weight in ranked
        if id in events
    ]
    return Table.of(rows, _schema(found))


def _why(event: dict[str, Any]) -> list[str]:
    """Why an event is in doubt, in a few words each."""
    why = [f"read with confidence {event['confidence']:.2f}"]
    if event["voices"] == 1:
        why.append("one voice")
    if len(event["dates"]) > 1:
        why.append(f"sources give {' or '.join(when(date) for date in event['dates'])}")
    return why


def _statuses(store: Store, ids: list[str]) -> dict[str, list[str]]:
    """The statuses that rest on each event, in words."""
    rows = store.rows(
        'select event, initiator, target, dimension, level, "start" from'
        ' (select unnest(events[:begun]) as event, initiator, target, dimension, level, "start" from spells)'
        " where event in (select unnest(?::varchar[])) order by all",
        [ids],
    )
    found: dict[str, list[str]] = {}
    for event, initiator, target, dimension, name, start in rows:
        names = f"{actor(initiator)} toward {actor(target)}"
        told = f"{names}, {heading(dimension).lower()}: {level(dimension, name)}{since(start)}"
        found.setdefault(event, []).append(told)
    return found


def _schema(events: Table) -> pa.Schema:
    import pyarrow as pa

    words = pa.list_(pa.string())
    columns = [("weight", pa.float64()), ("doubt", pa.float64()), ("consequence", pa.int64())]
    own = pa.schema([*columns, ("why", words), ("statuses", words)])
    return pa.schema([*own, *events.arrow.schema])
