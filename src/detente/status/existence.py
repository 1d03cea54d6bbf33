"""When actors existed, so that a spell ends with them and nothing is said of one that was not there.

An act dated to days on which an actor did not exist yet, or any more, is not cut: either its date or the registry is
wrong, and that is for whoever looks for conflicts.
"""

from __future__ import annotations

import datetime as dt

from detente.actors import registry
from detente.ledger.when import FIRST, LAST, day
from detente.status.changes import Key
from detente.status.fold import Folded, Stretch


def exist(key: Key, on: dt.date) -> bool:
    """Whether both actors may have existed on a day; one of which the registry tells nothing is taken to have."""
    return all(
        registry().exists(actor, on) is not False for actor in (key.initiator, key.target) if actor in registry()
    )


def clip(folded: Folded) -> Folded:
    """The spells, each ended by the day on which one of the two ceased to exist."""
    for stretch in folded.stretches:
        _clip(stretch)
    return folded


def _clip(stretch: Stretch) -> None:
    began = min(stretch.by, stretch.until - 1) if stretch.first == FIRST else stretch.first
    over = min(_over(actor, began) for actor in (stretch.key.initiator, stretch.key.target))
    if stretch.first < over < stretch.until:
        gone = day(over)
        stretch.until, stretch.end = over, gone.isoformat() if gone else None


def _over(actor: str, on: int) -> int:
    """The first day after one on which an actor that existed then did no longer."""
    known = registry().get(actor)
    spells = known.spells if known else ()
    return next((spell.end for spell in spells if spell.holds(min(on, LAST))), LAST + 1)
