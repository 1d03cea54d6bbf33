"""Where a record is at odds with itself, or thin: what is looked for, pair by pair, and how it is told.

What counts as a disagreement, an impossible order or a gap is in the modules beside this one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from detente.errors import UsageError
from detente.ledger import query
from detente.ledger.claims import select
from detente.ledger.derive import TELLING, Held, hold, telling_of
from detente.ledger.query import Filter
from detente.ledger.store import Store
from detente.ledger.table import Table
from detente.ledger.tellings import pair_of, within
from detente.model import Claim, Event
from detente.status import disagreements, gaps, orders
from detente.status.conflict import SORTS, Conflict, Stand
from detente.status.derive import stateful_kinds

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 20_000  # tellings looked at together


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the record is looked at: one actor or two, as of a day, as known on a day."""

    a: str | None = None
    b: str | None = None
    on: dt.date | None = None
    known: dt.date | None = None


def conflicts(store: Store, scope: Scope, sort: str | None) -> Table:
    """The conflicts and gaps, the gravest first. Raises UsageError for a sort that there is not."""
    if sort is not None and sort not in SORTS:
        raise UsageError(f"There is no sort of conflict '{sort}'.", remedy=f"There are: {', '.join(SORTS)}.")
    found = [c for held in _by_pair(store, scope) for c in _of_pair(held, scope) if sort in (None, c.sort)]
    if sort in (None, "actor"):
        found += disagreements.across_pairs(_alike_acts(store, scope))
    found.sort(key=lambda c: (SORTS.index(c.sort), -c.weight, c.text))
    return Table.of(_rows(store, found), _schema())


def of_event(store: Store, event: Event) -> Table:
    """Where the sources of one event are at odds with one another or with those of another, as rows of conflicts."""
    actors = (*event.initiators, *event.targets)
    rows = store.rows(f"select {TELLING} from tellings where pair = ?", [pair_of(actors)])
    held = hold(map(telling_of, rows))
    found = [*disagreements.of_pair(held), *orders.of_pair(held)]
    if len(actors) == 2:
        found += disagreements.across_pairs(_alike_acts(store, Scope(*actors)))
    mine = [c for c in found if any(stand.event == event.id for stand in c.stands)]
    return Table.of(_rows(store, mine), _schema())


def _of_pair(held: Sequence[Held], scope: Scope) -> Iterator[Conflict]:
    today = scope.on or dt.date.today()
    yield from disagreements.of_pair(held)
    yield from orders.of_pair(held)
    yield from gaps.of_pair(held, today)


def _by_pair(store: Store, scope: Scope) -> Iterator[list[Held]]:
    """The events of each pair as they follow from what the scope allows."""
    for pairs in _chunks(store, scope):
        rows = store.rows(f"select {TELLING} from tellings where pair in (select unnest(?::varchar[]))", [pairs])
        told = [t for t in map(telling_of, rows) if within(t, scope.on, scope.known)]
        for _, held in groupby(hold(told), key=lambda h: h.pair):
            yield list(held)


def _chunks(store: Store, scope: Scope) -> Iterator[list[str]]:
    where, values = "true", []
    for actor in (scope.a, scope.b):
        if actor:
            where += " and list_contains(string_split(pair, '|'), ?)"
            values.append(actor)
    size, chunk = 0, []
    for pair, count in store.rows(f"select pair, count(*) from tellings where {where} group by 1 order by 1", values):
        chunk.append(pair)
        size += count
        if size >= CHUNK:
            yield chunk
            size, chunk = 0, []
    if chunk:
        yield chunk


def _alike_acts(store: Store, scope: Scope) -> Iterator[tuple[Held, Held]]:
    """Two acts of a kind that changes status, of one month, told of different pairs that share one actor's side."""
    actors = [actor for actor in (scope.a, scope.b) if actor]
    with query.source(store, Filter(on=scope.on, known=scope.known)) as events:
        rows = store.rows(_ALIKE.format(events=events), [stateful_kinds(), actors, actors])
    pairs = sorted({pair for one, other, _ in rows for pair in (one, other)})
    told = store.rows(
        f"select {TELLING} from tellings where modality = 'happened' and pair in (select unnest(?::varchar[]))"
        " and kind in (select unnest(?::varchar[]))",
        [pairs, sorted({kind for *_, kind in rows})],
    )
    acts: dict[tuple[str, str], list[Held]] = {}
    for held in hold(t for t in map(telling_of, told) if within(t, scope.on, scope.known)):
        acts.setdefault((held.pair, held.event.kind), []).append(held)
    for one, other, kind in rows:
        yield from ((h, g) for h in acts.get((one, kind), ()) for g in acts.get((other, kind), ()))


_ALIKE = """
    with acts as (
        select pair, kind, initiators[1] as a, targets[1] as b, date_trunc('month', first) as month
        from {events} where modality = 'happened' and kind in (select unnest(?::varchar[]))
            and len(initiators) = 1 and len(targets) = 1 and last - first <= 31
    )
    select distinct x.pair, y.pair, x.kind from acts x join acts y
        on x.kind = y.kind and x.month = y.month and x.pair < y.pair and (x.a = y.a or x.b = y.b)
        where list_has_all(string_split(x.pair, '|'), ?::varchar[]) or list_has_all(string_split(y.pair, '|'), ?::varchar[])
        order by all
"""


def _rows(store: Store, found: Sequence[Conflict]) -> list[dict[str, Any]]:
    ids = sorted({stand.claim for conflict in found for stand in conflict.stands})
    claims = {c.id: c for c in select(store, "current_claims", "id in (select unnest(?::varchar[]))", [ids])}
    judged = {id for (id,) in store.rows("select id from judged where verdict is not null")}
    return [_row(conflict, claims, judged) for conflict in found]


def _row(conflict: Conflict, claims: dict[str, Claim], judged: set[str]) -> dict[str, Any]:
    events = list(dict.fromkeys(stand.event for stand in conflict.stands))
    key = f"{conflict.sort}|{conflict.initiator}|{conflict.target}|{conflict.dimension}|{conflict.kind}|{events}"
    return {
        "id": "x-" + hashlib.sha256(key.encode()).hexdigest()[:16],
        "sort": conflict.sort,
        "text": conflict.text,
        "initiator": conflict.initiator,
        "target": conflict.target,
        "dimension": conflict.dimension,
        "kind": conflict.kind,
        "events": events,
        "judged": any(stand.claim in judged for stand in conflict.stands),
        "sides": [_side(stand, claims.get(stand.claim)) for stand in conflict.stands],
    }


def _side(stand: Stand, claim: Claim | None) -> dict[str, Any]:
    side: dict[str, Any] = {"says": stand.says, "event": stand.event, "claim": stand.claim, "file": stand.file}
    if claim is not None:
        names = ("quote", "date", "speaker")
        side |= {name: getattr(claim, name) for name in names} | {"notes": list(claim.notes)}
        side["sources"] = [{n: getattr(s, n) for n in s.__dataclass_fields__} for s in claim.sources]
    return side


def _schema() -> pa.Schema:
    import pyarrow as pa

    text, words = pa.string(), pa.list_(pa.string())
    source = pa.struct([(name, text) for name in ("title", "author", "publisher", "date", "pages", "address")])
    side = [(name, text) for name in ("says", "event", "claim", "quote", "file", "date", "speaker")]
    side += [("notes", pa.list_(pa.int32())), ("sources", pa.list_(source))]
    columns = [(name, text) for name in ("id", "sort", "text", "initiator", "target", "dimension", "kind")]
    return pa.schema([*columns, ("events", words), ("judged", pa.bool_()), ("sides", pa.list_(pa.struct(side)))])
