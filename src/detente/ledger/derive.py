"""Events from tellings, for the partitions that a change touched and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import Any

from detente.ledger import kinds
from detente.ledger.act import Act, event_of, voices
from detente.ledger.merge import links, merge
from detente.ledger.store import Store
from detente.ledger.tellings import LISTS as JOINED
from detente.ledger.tellings import Telling, pair_of
from detente.ledger.when import day
from detente.model import Event

CHUNK = 20_000  # tellings merged between two writes
CROWD = 12  # actors above which an act is not listed under every two of them, but only of each side's with the other's

_COLUMNS = Telling.__slots__
TELLING = ", ".join(f'"{name}"' for name in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Held:
    """An event, with what the record keeps beside it: its partition, the telling that speaks for it, its voices."""

    event: Event
    pair: str
    family: str
    lead: Telling
    claims: tuple[tuple[str, int], ...]  # with the reading each is of
    voices: int
    tellings: tuple[Telling, ...]


@dataclass(slots=True)
class _Derived:
    held: list[Held] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)


def telling_of(row: Sequence[Any]) -> Telling:
    """A row of the table of tellings, as read from it."""
    values = dict(zip(_COLUMNS, row, strict=True))
    for name in JOINED:
        values[name] = tuple(values[name].split(",")) if values[name] else ()
    return Telling(**values)


def hold(tellings: Iterable[Telling]) -> list[Held]:
    """The events of any number of partitions."""
    return [held for _, acts in _by_partition(tellings) for held in map(_held, acts)]


def waiting(store: Store) -> list[list[str]]:
    """The pairs that are marked as touched, in portions of about CHUNK tellings, each to be derived in one go."""
    rows = store.rows(
        "select d.pair, count(t.claim) from (select distinct pair, family from dirty) d"
        " left join tellings t on t.pair = d.pair and t.family = d.family group by all order by 1"
    )
    portions: list[list[str]] = []
    size = CHUNK
    for pair, count in rows:
        if size >= CHUNK:
            portions.append([])
            size = 0
        portions[-1].append(pair)
        size += count + 1
    return portions


def derive_events(store: Store, pairs: Sequence[str]) -> list[str]:
    """Derive again the events of those partitions of these pairs that are still marked; gives the pairs touched."""
    values = [list(pairs)]
    with store.transaction():
        partitions = store.rows(
            "select distinct pair, family from dirty where pair in (select unnest(?::varchar[])) order by all", values
        )
        if partitions:
            _replace(store, partitions)
            store.run("delete from dirty where pair in (select unnest(?::varchar[]))", values)
    return sorted({pair for pair, _ in partitions})


def _replace(store: Store, partitions: Sequence[tuple[Any, ...]]) -> None:
    values = [[pair for pair, _ in partitions], [family for _, family in partitions]]
    store.run(
        "create or replace temp table touched as select unnest(?::varchar[]) as pair, unnest(?::varchar[]) as family",
        values,
    )
    for table, key in (("event_claims", "event"), ("event_links", "event"), ("event_pairs", "event")):
        store.run(f"delete from {table} where {key} in (select id from events semi join touched using (pair, family))")
    store.run("delete from events where (pair, family) in (select pair, family from touched)")
    rows = store.rows(f"select {TELLING} from tellings semi join touched using (pair, family) order by pair, family")
    derived = _Derived()
    for _, acts in _by_partition(map(telling_of, rows)):
        held = [_held(act) for act in acts]
        derived.held += held
        derived.links += [
            (held[n.planned].event.id, held[n.happened].event.id, held[n.planned].pair) for n in links(acts)
        ]
    _write(store, derived)


def _by_partition(tellings: Iterable[Telling]) -> Iterator[tuple[tuple[str, str], list[Act]]]:
    ordered = sorted(tellings, key=_partition)
    for partition, told in groupby(ordered, key=_partition):
        yield partition, merge(told)


def _partition(telling: Telling) -> tuple[str, str]:
    return telling.pair, telling.family


def _held(act: Act) -> Held:
    lead = act.lead
    claims = tuple(sorted({(t.claim, t.reading) for t in act.tellings}))
    return Held(event_of(act), lead.pair, lead.family, lead, claims, len(voices(act.tellings)), tuple(act.tellings))


_EVENT = ("id", "kind", "date", "modality", "speaker", "level", "about", "root", "confidence", "known")
_LISTS = ("initiators", "targets", "dates", "claims", "documents", "works")


def _write(store: Store, derived: _Derived) -> None:
    held = derived.held
    store.insert("events", event_columns(held), event_types())
    told = [(h.event.id, claim, reading, h.pair) for h in held for claim, reading in h.claims]
    _insert(store, "event_claims", ("event", "claim", "reading", "pair"), told)
    _insert(
        store, "event_links", ("event", "other", "pair", "relation"), [(*link, "carried-out") for link in derived.links]
    )
    _insert(
        store, "event_pairs", ("pair", "event", "inside"), [(p, h.event.id, h.pair) for h in held for p in pairs_of(h)]
    )


def _insert(store: Store, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    store.insert(table, {name: [row[i] for row in rows] for i, name in enumerate(names)})


def event_columns(held: Sequence[Held]) -> dict[str, list[Any]]:
    """Events as the columns of the table of events."""
    from detente.ledger.when import days_of

    columns: dict[str, list[Any]] = {name: [getattr(h.event, name) for h in held] for name in _EVENT}
    columns |= {name: [list(getattr(h.event, name)) for h in held] for name in _LISTS}
    days = [days_of(h.event.date) for h in held]
    columns["first"] = [day(d[0]) if d else None for d in days]
    columns["last"] = [day(d[1]) if d else None for d in days]
    columns |= {name: [getattr(h, name) for h in held] for name in ("pair", "family", "voices")}
    columns["lead"] = [h.lead.claim for h in held]
    columns["reading"] = [h.lead.reading for h in held]
    columns["order"] = [h.lead.start for h in held]
    return columns


def event_types() -> dict[str, Any]:
    """The Arrow types of those columns that may hold nothing to guess a type from."""
    import pyarrow as pa

    names = ("date", "speaker", "level", "about", "root")
    return (
        {n: pa.string() for n in names}
        | {n: pa.list_(pa.string()) for n in _LISTS}
        | {"first": pa.date32(), "last": pa.date32()}
    )


def pairs_of(held: Held) -> list[str]:
    """The pairs of actors, other than its own set, under which an act of several is found."""
    initiators, targets = held.event.initiators, held.event.targets
    actors = sorted({*initiators, *targets})
    if len(actors) < 3:
        return []
    if len(actors) > CROWD and targets and not kinds.symmetric(held.event.kind):
        return sorted({pair_of(two) for two in ((a, b) for a in initiators for b in targets) if two[0] != two[1]})
    return [pair_of(two) for two in combinations(actors, 2)]
