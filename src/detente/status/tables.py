"""Standings and spells as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from detente.ledger.table import Table
from detente.status.derive import evidence, files
from detente.status.standing import Standing
from detente.status.steps import Stretch

if TYPE_CHECKING:
    import pyarrow as pa


def spell(stretch: Stretch) -> dict[str, Any]:
    """A spell as a row of the table of spells."""
    own = {name: getattr(stretch.key, name) for name in ("initiator", "target", "dimension")}
    told = {"events": evidence(stretch), "documents": files(stretch)}
    return own | {"level": stretch.level, "start": stretch.start, "end": stretch.end} | told


def spell_schema() -> pa.Schema:
    """The columns of the table of spells."""
    import pyarrow as pa

    text, words = pa.string(), pa.list_(pa.string())
    names = ("initiator", "target", "dimension", "level", "start", "end")
    return pa.schema([*((name, text) for name in names), ("events", words), ("documents", words)])


def compared(now: Sequence[Standing], before: Sequence[Standing]) -> Table:
    """Standings as a table, each with what it was on an earlier day; what holds no more as a line without a level."""
    earlier = {(s.initiator, s.target, s.dimension): s for s in before}
    keys = {(s.initiator, s.target, s.dimension) for s in now}
    rows = [_changed(asdict(s), earlier.get((s.initiator, s.target, s.dimension))) for s in now]
    on = now[0].on if now else None
    for key, gone in earlier.items():
        if key not in keys:
            blank = Standing(*key, level="", since=None, on=on or gone.on)
            rows.append(_changed(asdict(blank) | {"level": None}, gone))
    return Table.of(rows, _compared_schema())


def _changed(row: dict[str, Any], before: Standing | None) -> dict[str, Any]:
    level = before.level if before else None
    return row | {"changed": row["level"] != level, "before": level, "before_since": before.since if before else None}


def _compared_schema() -> pa.Schema:
    import pyarrow as pa

    added = [("changed", pa.bool_()), ("before", pa.string()), ("before_since", pa.string())]
    return pa.schema([*_line_schema(), *added])


def lines(found: Sequence[Standing]) -> Table:
    """Standings as a table, one row each."""
    return Table.of([asdict(standing) for standing in found], _line_schema())


def _line_schema() -> pa.Schema:
    import pyarrow as pa

    text, words = pa.string(), pa.list_(pa.string())
    source = pa.struct([(name, text) for name in ("title", "author", "publisher", "date", "pages", "address")])
    types = {"on": pa.date32(), "confidence": pa.float64(), "start_known": pa.bool_(), "sources": pa.list_(source)}
    types |= {"events": words, "conflicts": words, "notes": pa.list_(pa.int32())}
    return pa.schema([(field.name, types.get(field.name, text)) for field in fields(Standing)])
