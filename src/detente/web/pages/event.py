"""One event: all its claims by independent voice, and what it did to which status."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from detente import codebook, words
from detente.errors import NoSuchPage, RecordError
from detente.ledger.table import Table
from detente.record import Record
from detente.web.digest import Digest
from detente.web.page import Page
from detente.web.pages.common import Row, with_words


def event(record: Record, digest: Digest, id: str) -> Page:
    """The page of an event. NoSuchPage where there is none of this id."""
    try:
        account = record.event(id)
    except RecordError as error:
        raise NoSuchPage("There is no such event.", remedy="It may have been merged with another.") from error
    claims = record.claims(ids=account.event.claims)
    row = _row(account.event)
    told = {claim["id"]: claim for claim in with_words(claims.to_pylist(), claims.to_pylist(), 700)}
    documents = {doc["id"]: doc for doc in digest.documents}
    kind = codebook.load().kinds.get(account.event.kind)
    spells = digest.spells_of(*_both_ways(row))
    return Page(
        path=f"e/{id}",
        template="event.html",
        title=words.capitalised(words.act(row)),
        values={
            "row": row,
            "kind": kind,
            "pairs": _pairs(row),
            "voices": [[told[claim] for claim in voice if claim in told] for voice in account.voices],
            "effects": _effects(spells, row),
            "documents": documents,
        },
        tables={"claims": claims, "spells": _resting(spells, row)},
        changed=max(
            (documents[c["document"]]["read_at"] for c in told.values() if c["document"] in documents), default=None
        ),
        about=f"{words.date(row['date']) or 'Undated'}. On {words.count(len(told), 'claim')}.",
    )


def _row(event: Any) -> Row:
    names = ("id", "kind", "date", "modality", "speaker", "level", "about", "root", "confidence", "known", "stream")
    row: Row = {name: getattr(event, name) for name in names}
    return row | {name: list(getattr(event, name)) for name in ("initiators", "targets", "dates", "documents")}


def _pairs(row: Row) -> list[tuple[str, str]]:
    """The pairs of actors that an act is between, at most a dozen."""
    if row["targets"]:
        found = [(a, b) for a in row["initiators"] for b in row["targets"] if a != b]
    else:
        found = [(a, b) for place, a in enumerate(row["initiators"]) for b in row["initiators"][place + 1 :]]
    return found[:12]


def _both_ways(row: Row) -> list[tuple[str, str]]:
    return [way for a, b in _pairs(row) for way in ((a, b), (b, a))]


def _resting(spells: Table, row: Row) -> Table:
    """Those of the spells that rest on the event."""
    rows = [spell for spell in spells.to_pylist() if row["id"] in spell["events"]]
    return Table.of(rows, spells.arrow.schema)


def _effects(spells: Table, row: Row) -> list[dict[str, Any]]:
    """What the event turned, began or backs, dimension by dimension."""
    by_key = groupby(spells.to_pylist(), key=lambda s: (s["initiator"], s["target"], s["dimension"]))
    return [effect for _, mine in by_key if (effect := _effect(list(mine), row["id"]))]


def _effect(spells: Sequence[Row], id: str) -> dict[str, Any] | None:
    at = [place for place, spell in enumerate(spells) if id in spell["events"]]
    if not at:
        return None
    spell = spells[at[-1]]
    turned = len(at) > 1
    return {
        "spell": spell,
        "before": spells[at[-1] - 1]["level"] if turned else None,
        "does": "turned" if turned else "began" if spell["events"][0] == id else "backs",
    }
