"""Spells into the record, for the pairs whose events changed and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter

from detente import codebook
from detente.ledger import kinds
from detente.ledger.derive import derive_events, waiting
from detente.ledger.store import Store
from detente.ledger.tellings import pair_of
from detente.ledger.when import LAST, day
from detente.status.changes import TOLD, Told, changes, told_of
from detente.status.existence import lines, of_one_line, shared_out
from detente.status.fold import fold
from detente.status.steps import Folded, Stretch

EVENT = ", ".join(f'"{name}"' for name in TOLD)


@cache
def stateful_kinds() -> list[str]:
    """The kinds that change how a pair stands."""
    return sorted(name for name in codebook.load().kinds if kinds.stateful(name))


@cache
def stateful_families() -> list[str]:
    """The partitions in which such acts are found."""
    return sorted({kinds.family(name) for name in stateful_kinds()})


def derive(store: Store) -> int:
    """Bring events and spells up to date with the claims; gives how many pairs were touched.

    Pairs are derived in portions, each all or nothing, and between two of them others can read or write. What is stopped
    midway goes on where it was the next time.
    """
    touched = 0
    while portions := waiting(store):
        for portion in portions:
            with store.transaction():
                pairs = derive_events(store, portion)
                if pairs:
                    fold_pairs(store, pairs)
            touched += len(pairs)
    return touched


def fold_events(told: Iterable[Told]) -> list[Folded]:
    """The spells that follow from events that happened."""
    folded = fold(change for event in told for change in changes(of_one_line(event)))
    return [under for one in folded for under in shared_out(one)]


def told_between(store: Store, pairs: Sequence[str]) -> Iterator[tuple[str, list[Told]]]:
    """The events that happened and change how a pair stands, pair by pair."""
    rows = store.rows(
        f"select pair, {EVENT} from events where pair in (select unnest(?::varchar[])) and modality = 'happened'"
        " and kind in (select unnest(?::varchar[])) order by pair, id",
        [list(pairs), stateful_kinds()],
    )
    for pair, group in groupby(rows, key=itemgetter(0)):
        yield pair, [told_of(row[1:]) for row in group]


def fold_pairs(store: Store, pairs: Sequence[str]) -> None:
    """Make the spells of these pairs, and of the states that continue theirs, anew from their events."""
    akin = lines(pairs)
    store.run("delete from spells where pair in (select unnest(?::varchar[]))", [akin])
    told = [event for _, events in told_between(store, akin) for event in events]
    _write(store, [stretch for folded in fold_events(told) for stretch in folded.stretches])


def _write(store: Store, stretches: Sequence[Stretch]) -> None:
    import pyarrow as pa

    columns: dict[str, Sequence[object]] = {
        "pair": [pair_of((s.key.initiator, s.key.target)) for s in stretches],
        "initiator": [s.key.initiator for s in stretches],
        "target": [s.key.target for s in stretches],
        "dimension": [s.key.dimension for s in stretches],
        "level": [s.level for s in stretches],
        "start": [s.start for s in stretches],
        "end": [s.end for s in stretches],
        "first": [day(s.first) for s in stretches],
        "until": [day(s.until) if s.until <= LAST else None for s in stretches],
        "events": [evidence(s) for s in stretches],
        "begun": [len({told.id for told in s.begins}) for s in stretches],
        "documents": [files(s) for s in stretches],
        "confidence": [s.confidence for s in stretches],
    }
    words, days = pa.list_(pa.string()), pa.date32()
    types = {
        "events": words,
        "documents": words,
        "start": pa.string(),
        "end": pa.string(),
        "first": days,
        "until": days,
    }
    store.insert("spells", columns, types)


def evidence(stretch: Stretch) -> list[str]:
    """The events a spell begins with and that tell of it again, then those that end it."""
    return list(dict.fromkeys(told.id for told in (*stretch.begins, *stretch.ends)))


def files(stretch: Stretch) -> list[str]:
    """The names of the files that those events rest on, and the works that rows of tables among them name."""
    return sorted({name for told in (*stretch.begins, *stretch.ends) for name in (*told.documents, *told.works)})
