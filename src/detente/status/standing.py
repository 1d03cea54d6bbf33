"""How one actor stands toward another on a day, in one dimension."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Standing:
    """One dimension of one actor toward another on a day: a line of ``status``."""

    initiator: str
    target: str
    dimension: str
    level: str
    since: str | None
    on: dt.date
    events: tuple[str, ...] = ()
    quote: str | None = None
    file: str | None = None
    notes: tuple[int, ...] = ()
    confidence: float | None = None
    conflicts: tuple[str, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    start_known: bool = False
