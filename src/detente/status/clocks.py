"""Two clocks: the events that follow from claims of no day later than one, and known no later than another.

Nothing later than either has any influence: such claims are left out before anything is merged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from detente.actors import registry
from detente.ledger.derive import TELLING, hold, telling_of
from detente.ledger.kinds import family
from detente.ledger.store import Store
from detente.ledger.table import Table
from detente.ledger.tellings import within
from detente.ledger.when import days_of
from detente.status.changes import Key, Told, told_from
from detente.status.derive import fold_events, stateful_families, stateful_kinds, told_between
from detente.status.tables import spell, spell_schema


def told_by_both(store: Store, pairs: Sequence[str], on: dt.date, known: dt.date | None) -> list[Told]:
    """The events of pairs that can have come by one day, as they follow from what was known by another.

    Tellings are merged anew only where some of a later day may have been merged with the others: the events of every other
    set of actors and family of kinds are those that the record holds.
    """
    if known is not None:
        return [event for events in _derived(store, pairs, on, known).values() for event in events]
    later = _told_later(store, pairs, on)
    held = [event for event in _held(store, pairs, later) if _can_have_come(event, on)]
    if not later:
        return held
    anew = _derived(store, sorted({pair for pair, _ in later}), on, None, later)
    return held + [event for events in anew.values() for event in events]


Partition = tuple[str, str]  # a set of actors and a family of kinds, within which tellings are merged


def _told_later(store: Store, pairs: Sequence[str], on: dt.date) -> set[Partition]:
    """Where any claim is of a later day: there the events are not those that follow from the others alone."""
    rows = store.rows(
        "select pair, family, date from tellings where pair in (select unnest(?::varchar[])) and date is not null"
        " and modality = 'happened' and family in (select unnest(?::varchar[])) group by all",
        [list(pairs), stateful_families()],
    )
    return {(pair, of) for pair, of, date in rows if (days := days_of(date)) and days[0] > on.toordinal()}


def _held(store: Store, pairs: Sequence[str], without: set[Partition]) -> Iterator[Told]:
    """The events that the record holds of pairs, those of some partitions left out."""
    for pair, events in told_between(store, pairs):
        yield from (event for event in events if (pair, family(event.kind)) not in without)


def _derived(
    store: Store,
    pairs: Sequence[str],
    on: dt.date | None,
    known: dt.date | None,
    only: set[Partition] | None = None,
) -> dict[str, list[Told]]:
    """The events of pairs as they follow from claims of no day later than one, known no later than another."""
    rows = store.rows(
        f"select {TELLING} from tellings where pair in (select unnest(?::varchar[]))"
        " and modality = 'happened' and family in (select unnest(?::varchar[]))",
        [list(pairs), sorted({of for _, of in only}) if only else stateful_families()],
    )
    told = (telling for row in rows if within(telling := telling_of(row), on, known))
    stateful = set(stateful_kinds())
    found: dict[str, list[Told]] = {}
    for held in hold(t for t in told if only is None or (t.pair, t.family) in only):
        if held.event.kind in stateful:
            found.setdefault(held.pair, []).append(told_from(held))
    return found


def _can_have_come(event: Told, on: dt.date) -> bool:
    days = days_of(event.date)
    return days is None or days[0] <= on.toordinal()


def spells_by(
    store: Store,
    initiator: str | None,
    target: str | None,
    dimension: str | None,
    *,
    on: dt.date | None,
    known: dt.date | None,
) -> Table:
    """The spells that follow from what can have come by one day and was known by another, as ``spells`` gives them."""
    rows = store.rows(
        "select distinct pair from tellings where family in (select unnest(?::varchar[]))", [stateful_families()]
    )
    akin = [{*registry().line(actor)} for actor in (initiator, target) if actor]
    pairs = sorted(pair for (pair,) in rows if all(line & {*pair.split("|")} for line in akin))
    told = [event for events in _derived(store, pairs, on, known).values() for event in events]
    stretches = [s for folded in fold_events(told) for s in folded.stretches]
    wanted = [s for s in stretches if _asked(s.key, initiator, target, dimension)]
    wanted.sort(key=lambda s: (s.key.initiator, s.key.target, s.key.dimension, s.first, s.until, s.level))
    return Table.of([spell(stretch) for stretch in wanted], spell_schema())


def _asked(key: Key, initiator: str | None, target: str | None, dimension: str | None) -> bool:
    return (
        initiator in (None, key.initiator)
        and target in (None, key.target)
        and dimension in (None, key.dimension, key.dimension.partition(":")[0])
    )
