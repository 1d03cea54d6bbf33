"""Two clocks: the events that follow from claims of no day later than one, and known no later than another.

Nothing later than either has any influence: such claims are left out before anything is merged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from detente.actors import registry
from detente.ledger.derive import TELLING, hold, telling_of
from detente.ledger.store import Store
from detente.ledger.table import Table
from detente.ledger.tellings import within
from detente.ledger.when import days_of
from detente.status.changes import Key, Told, told_from
from detente.status.derive import fold_events, stateful_families, stateful_kinds, told_between
from detente.status.tables import spell, spell_schema


def told_by_both(store: Store, pairs: Sequence[str], on: dt.date, known: dt.date | None) -> list[Told]:
    """The events of pairs that can have come by one day, as they follow from what was known by another."""
    if known is None and not _anything_later(store, pairs, on):
        told = [event for _, events in told_between(store, pairs) for event in events]
        return [event for event in told if _can_have_come(event, on)]
    return [event for events in _derived(store, pairs, on, known).values() for event in events]


def _anything_later(store: Store, pairs: Sequence[str], on: dt.date) -> bool:
    """Whether any claim is of a later day: then the events are not those that follow from the others alone."""
    rows = store.rows("select distinct date from tellings where pair in (select unnest(?::varchar[]))", [list(pairs)])
    return any(days[0] > on.toordinal() for (date,) in rows if (days := days_of(date)))


def _derived(store: Store, pairs: Sequence[str], on: dt.date | None, known: dt.date | None) -> dict[str, list[Told]]:
    """The events of pairs as they follow from claims of no day later than one, known no later than another."""
    rows = store.rows(
        f"select {TELLING} from tellings where pair in (select unnest(?::varchar[]))"
        " and modality = 'happened' and family in (select unnest(?::varchar[]))",
        [list(pairs), stateful_families()],
    )
    stateful = set(stateful_kinds())
    found: dict[str, list[Told]] = {}
    for held in hold(telling for row in rows if within(telling := telling_of(row), on, known)):
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
