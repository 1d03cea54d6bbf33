"""Whether actors existed on a day, so that nothing is said of one that was not there."""

from __future__ import annotations

import datetime as dt

from detente.status.changes import Key


def exist(key: Key, on: dt.date) -> bool:
    """Whether both actors existed on a day; one that the registry does not have is taken to have."""
    return _exists(key.initiator, on) and _exists(key.target, on)


def _exists(actor: str, on: dt.date) -> bool:
    from detente.actors import registry
    from detente.errors import ActorError

    try:
        return registry().exists(actor, on)
    except ActorError:
        return True
