"""What a search finds: actors, passages, and the acts that those passages tell of."""

from __future__ import annotations

from collections.abc import Sequence

from detente.actors import registry
from detente.ledger.table import Table
from detente.record import Record
from detente.web.page import Page
from detente.web.pages.common import Row, actor_named, with_words
from detente.web.search import LONGEST, Hit, Index

ACTS = 20


def found(record: Record, index: Index, sought: str) -> Page:
    """The page of what a search finds."""
    sought = " ".join(sought.split())[:LONGEST]
    index.refresh(record)
    hits = index.find(sought)
    actors = [actor for actor in registry().search(sought, limit=8) if record.knows(actor.id)] if sought else []
    acts = _acts(record, hits)
    return Page(
        path="search",
        template="search.html",
        title=f"Search: {sought}" if sought else "Search",
        values={"sought": sought, "actors": actors, "hits": hits, "acts": acts, "pair": _pair(sought)},
        tables={"passages": _table(hits)},
        query={"q": sought},
    )


def _acts(record: Record, hits: Sequence[Hit]) -> list[Row]:
    """The acts told in the passages that were found, in their order."""
    ids: list[str] = []
    claims: list[Row] = []
    for document in dict.fromkeys(hit.document for hit in hits[:ACTS]):
        spans = [(hit.start, hit.end) for hit in hits if hit.document == document]
        rows = record.claims(document=document).to_pylist()
        claims += [row for row in rows if any(low <= row["start"] < high for low, high in spans)]
    events = record.events_of([row["id"] for row in claims])
    ids = list(dict.fromkeys(events[row["id"]] for row in claims if row["id"] in events))[:ACTS]
    rows = record.events(ids=ids).to_pylist()
    told = record.claims(ids=[id for row in rows for id in row["claim_ids"]]).to_pylist()
    return with_words(rows, told, 220)


def _pair(sought: str) -> tuple[str, str] | None:
    """The two actors of a search such as "Russia Taliban" or "Russia and the Taliban"."""
    for joint in (" and ", " toward ", ", ", " & ", " – ", " - ", " "):
        left, middle, right = sought.partition(joint)
        one, other = actor_named(left), actor_named(right) if middle else None
        if one and other and one != other:
            return one, other
    return None


def _table(hits: Sequence[Hit]) -> Table:
    import pyarrow as pa

    schema = pa.schema(
        [
            ("document", pa.string()),
            ("file", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("text", pa.string()),
        ]
    )
    rows = [
        {
            "document": h.document,
            "file": h.file,
            "start": h.start,
            "end": h.end,
            "text": "".join(t for t, _ in h.pieces),
        }
        for h in hits
    ]
    return Table.of(rows, schema)
