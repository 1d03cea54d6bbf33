"""One event: all its claims by independent voice, and what it did to which status."""

from __future__ import annotations

from typing import Any

from detente import codebook, words
from detente.errors import NoSuchPage, RecordError
from detente.evidence import effects, judged, said, ways
from detente.ledger.table import Table
from detente.record import Record
from detente.web.digest import Digest
from detente.web.page import Page
from detente.web.pages.common import Row, with_words

MOST = 12  # pairs of actors that a page links to


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
    spells = digest.spells_of(*ways(account.event))
    at_odds = [conflict for conflict in digest.conflicts if id in conflict["events"]]
    judgements = record.judgements(id).to_pylist() if digest.version[1] else []
    return Page(
        path=f"e/{id}",
        template="event.html",
        title=words.capitalised(words.act(row)),
        values={
            "row": row,
            "kind": kind,
            "pairs": ways(account.event)[: 2 * MOST : 2],
            "voices": [
                {"claims": [told[claim.id] for claim in voice.claims], "why": [said(bond) for bond in voice.bonds]}
                for voice in account.voices
            ],
            "effects": effects(spells.to_pylist(), id),
            "conflicts": at_odds,
            "judgements": [judgement | {"said": judged(judgement)} for judgement in judgements],
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


def _resting(spells: Table, row: Row) -> Table:
    """Those of the spells that rest on the event."""
    rows = [spell for spell in spells.to_pylist() if row["id"] in spell["events"]]
    return Table.of(rows, spells.arrow.schema)
