"""A page, before anybody knows how it will be shown: what its template sees, and the tables of its twins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.ledger.table import Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``tables`` are what its JSON holds; the first of them is its CSV.

    ``query`` is what was asked beside the path, so that a twin or a citation can ask the same. ``changed`` is the day
    on which something that it rests on was last added to the record.
    """

    path: str
    template: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    changed: dt.date | None = None
    feed: bool = False
    about: str = ""  # one sentence, for a search result or a preview
