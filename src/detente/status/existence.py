"""When actors existed, so that a spell ends with them and nothing is said of one that was not there.

An act dated to days on which an actor did not exist yet, or any more, is not cut: either its date or the registry is
wrong, and that is for whoever looks for conflicts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from detente.actors import registry
from detente.ledger.when import FIRST, LAST, day, days_of
from detente.status.changes import Key
from detente.status.steps import Folded, Stretch


def exist(key: Key, on: dt.date) -> bool:
    """Whether both actors may have existed on a day; one of which the registry tells nothing is taken to have."""
    return all(
        registry().exists(actor, on) is not False for actor in (key.initiator, key.target) if actor in registry()
    )


def clip(folded: Folded) -> Folded:
    """The spells, each ended by the day on which one of the two ceased to exist.

    Where what a spell rests on goes on after both are there again, that is a spell of its own.
    """
    folded.stretches = [part for stretch in folded.stretches for part in _clipped(stretch)]
    return folded


def _clipped(stretch: Stretch) -> list[Stretch]:
    began = min(stretch.by, stretch.until - 1) if stretch.first == FIRST else stretch.first
    if not _there(stretch, began) and (again := _again(stretch, began)):
        before = [told for told in stretch.begins if told not in again.begins]
        odd = replace(stretch, begins=before, until=again.first, end=again.start, ends=again.begins[:1])
        return [odd, *_clipped(again)]
    over = min(_over(actor, began) for actor in (stretch.key.initiator, stretch.key.target))
    if not stretch.first < over < stretch.until:
        return [stretch]
    gone = day(over)
    again = _again(stretch, over)
    stretch.begins = [told for told in stretch.begins if not again or told not in again.begins]
    ended = replace(stretch, until=over, end=gone.isoformat() if gone else None, ends=[])
    if again is None:
        return [replace(ended, ends=stretch.ends)]
    return [ended, *_clipped(again)]


def _again(stretch: Stretch, over: int) -> Stretch | None:
    """The spell that begins with what is told of days on which both exist again."""
    later = [(days, told) for told in stretch.begins if (days := days_of(told.date)) and days[0] >= over]
    later = [(days, told) for days, told in later if _there(stretch, days[0])]
    if not later:
        return None
    (first, by), told = min(later, key=lambda item: (item[0], item[1].id))
    return replace(stretch, start=told.date, first=first, by=by, begins=[told for _, told in later])


def _there(stretch: Stretch, on: int) -> bool:
    """Whether the registry has both actors exist on a day."""
    return all(
        known is None or not known.spells or any(spell.holds(min(on, LAST)) for spell in known.spells)
        for known in map(registry().get, (stretch.key.initiator, stretch.key.target))
    )


def _over(actor: str, on: int) -> int:
    """The first day after one on which an actor that existed then did no longer."""
    known = registry().get(actor)
    spells = known.spells if known else ()
    return next((spell.end for spell in spells if spell.holds(min(on, LAST))), LAST + 1)
