"""Who stands where toward one actor: actors by dimensions, at one day or two, and all states by recognition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from detente import codebook, words
from detente.record import Record
from detente.web.digest import Digest
from detente.web.links import slug
from detente.web.page import Page
from detente.web.pages.common import Row, actor_named, actor_of, lately
from detente.web.tiles import world
from detente.web.tones import tone

NAME = "name"
LATEST = "latest"
MAPPED = "recognition"  # the dimension that the map shows
EVERY = 10**9  # acts: all of them


def compare(
    record: Record,
    digest: Digest,
    toward: str,
    on: dt.date,
    *,
    before: dt.date | None = None,
    sort: str = NAME,
    among: str = "",
    asked: bool = False,
) -> Page:
    """The page of an actor that others stand toward. ``before`` is an earlier day to set beside ``on``."""
    target = actor_of(record, toward)
    chosen = [id for name in among.replace(";", ",").split(",")[:60] if (id := actor_named(name.strip()))]
    table = record.compare(target, chosen, on=on)
    lines = [line | {"tone": tone(line["dimension"], line["level"])} for line in table.to_pylist()]
    old = record.compare(target, chosen, on=before).to_pylist() if before else []
    dimensions = _dimensions([*lines, *old])
    rows = _rows(lines, old, before is not None, _latest(record, target, on))
    values: dict[str, Any] = {
        "toward": target,
        "on": on,
        "before": before,
        "asked": asked,
        "among": among,
        "dimensions": dimensions,
        "rows": _sorted(rows, sort if sort in {*dimensions, LATEST} else NAME),
        "sort": sort,
        "changed": sum(row["differs"] for row in rows),
        "world": world(MAPPED, lines, old if before else None, on, target) if not chosen else None,
    }
    asked_for = {"on": on.isoformat() if asked else "", "before": before.isoformat() if before else ""}
    asked_for |= {"sort": sort if sort != NAME else "", "among": among}
    return Page(
        path=f"toward/{slug(target)}",
        template="compare.html",
        title=f"Who stands where toward {words.actor(target, on.isoformat())}",
        values=values,
        tables={"status": table},
        query={name: value for name, value in asked_for.items() if value},
        changed=digest.last_read(),
        about=f"{words.count(len(rows), 'actor')}, on {words.date(on.isoformat())}.",
    )


def _dimensions(lines: Sequence[Row]) -> list[str]:
    """The dimensions that are told of; those kept per agreement or body as one column."""
    order = list(codebook.load().dimensions)
    return sorted({line["dimension"].partition(":")[0] for line in lines}, key=order.index)


def _rows(lines: Sequence[Row], old: Sequence[Row], two_days: bool, latest: Mapping[str, Row]) -> list[dict[str, Any]]:
    now, then = _cells(lines), _cells(old)
    rows = []
    for actor in dict.fromkeys([*now, *then]):
        mine, was = now.get(actor, {}), then.get(actor, {})
        changed = {d for d in {*mine, *was} if _levels(mine.get(d)) != _levels(was.get(d))} if two_days else set()
        rows.append(
            {
                "actor": actor,
                "name": words.actor(actor),
                "cells": mine,
                "was": was,
                "changed": changed,
                "differs": bool(changed),
                "latest": latest.get(actor),
            }
        )
    return rows


def _cells(lines: Sequence[Row]) -> dict[str, dict[str, list[Row]]]:
    cells: dict[str, dict[str, list[Row]]] = {}
    for line in lines:
        cells.setdefault(line["initiator"], {}).setdefault(line["dimension"].partition(":")[0], []).append(line)
    return cells


def _levels(cell: Sequence[Row] | None) -> list[tuple[str, str]]:
    return sorted((line["dimension"], line["level"]) for line in cell or ())


def _sorted(rows: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    rows.sort(key=lambda row: row["name"].removeprefix("the ").casefold())
    if by == NAME:
        rows.sort(key=lambda row: not row["differs"])
    elif by == LATEST:
        rows.sort(key=lambda row: row["latest"]["date"] if row["latest"] else "", reverse=True)
    else:
        rows.sort(key=lambda row: _rank(row, by), reverse=True)
    return rows


def _rank(row: Mapping[str, Any], dimension: str) -> int:
    known = codebook.load().dimensions[dimension]
    return max((known.rank(line["level"]) + 1 for line in row["cells"].get(dimension, ())), default=0)


def _latest(record: Record, target: str, on: dt.date) -> dict[str, Row]:
    """The last act of each actor toward this one that began on a known day, by a day."""
    found: dict[str, Row] = {}
    for row in lately(record.events(target, modality="happened").to_pylist(), EVERY, on)[::-1]:
        if target in row["targets"] or not row["targets"]:
            found |= {actor: row for actor in row["initiators"] if actor != target}
    return found
