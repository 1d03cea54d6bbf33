"""What changed in the statuses: each turn of a spell as one row, with the event that made it and the words it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from detente import dates
from detente.ledger.table import Table

Row = dict[str, Any]


def turns(spells: Iterable[Row]) -> list[Row]:
    """Every turn that has a date, latest first. ``before`` is the level that ended, None where none was told."""
    found = []
    ordered = sorted(spells, key=_key)
    for _, mine in groupby(ordered, key=_key):
        before = None
        for spell in mine:
            day = _day(spell["start"])
            if day and spell["level"] != before and spell["events"]:
                found.append(_turn(spell, before, day))
            before = spell["level"]
    found.sort(key=lambda row: (row["day"], row["initiator"], row["target"], row["dimension"]), reverse=True)
    return found


def told_once(rows: Sequence[Row]) -> list[Row]:
    """The turns, what one act did alike to both sides being one of them (``mutual``)."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        pair = sorted((row["initiator"], row["target"]))
        key = (row["dimension"], row["level"], row["day"], row["event"], str(row["before"]), *pair)
        known = found.get(key)
        found[key] = row | {"mutual": known is not None} if known is None else known | {"mutual": True}
    return list(found.values())


def _key(spell: Row) -> tuple[str, str, str]:
    return spell["initiator"], spell["target"], spell["dimension"]


def _day(edtf: str | None) -> dt.date | None:
    """The first day that a date allows, or its last where it is open toward the past."""
    date = dates.parse(edtf) if edtf else None
    return (date.first or date.last) if date else None


def _turn(spell: Row, before: str | None, day: dt.date) -> Row:
    return {
        "date": spell["start"],
        "day": day.isoformat(),
        "initiator": spell["initiator"],
        "target": spell["target"],
        "dimension": spell["dimension"],
        "level": spell["level"],
        "before": before,
        "event": spell["events"][0],
        "documents": list(spell["documents"]),
    }


def as_table(rows: Sequence[Row]) -> Table:
    """The turns as a table."""
    import pyarrow as pa

    text = pa.string()
    names = ("date", "initiator", "target", "dimension", "level", "before", "event")
    schema = pa.schema([*((name, text) for name in names), ("documents", pa.list_(text))])
    return Table.of([{name: row[name] for name in schema.names} for row in rows], schema)
