"""Documents and claims into the record, and back out of it. Nothing here is ever edited.

A document's claims are checked against its text before anything is written. Reading a document again with the same
reader appends nothing; with another reader, or after it was taken out, it appends a reading, and the latest counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from detente.errors import DateError, KindError, QuoteError, RecordError
from detente.ledger import kinds
from detente.ledger.claims import claim_columns, claim_types
from detente.ledger.docket import rulings_on, write_judged
from detente.ledger.rulings import Ruled, ruled
from detente.ledger.store import Store
from detente.ledger.tellings import LISTS, Telling, tell
from detente.ledger.when import LAST, day, days_of
from detente.model import MODALITIES, Block, Claim, Document, Mark, Note, Passage

NOBODY = ""  # the reader of a reading that takes a document out


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document did. ``new`` is False where the same reader had read the same document before."""

    document_id: str
    new: bool
    claims: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the claims read in it, checked and ready to be written."""

    document: Document
    claims: tuple[Claim, ...]
    reader: str


class Structure(msgspec.Struct):
    """What a document is made of beside its text, as it is kept."""

    blocks: tuple[Block, ...] = ()
    passages: tuple[Passage, ...] = ()
    notes: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    warnings: tuple[str, ...] = ()


def checked(document: Document, claims: Sequence[Claim], reader: str, today: dt.date) -> Reading:
    """The reading with every claim checked against its document, and the day on which it could be known.

    Raises QuoteError, KindError or DateError for a claim that cannot be taken; nothing is written then.
    """
    known = known_from(document, today)
    for claim in claims:
        check_claim(document, claim)
    return Reading(
        document, tuple(replace(c, known=c.known or known, reader=c.reader or reader) for c in claims), reader
    )


def known_from(document: Document, today: dt.date) -> dt.date:
    """The last day that the document's date allows; the day of reading where it has none, or one yet to come."""
    days = days_of(document.date)
    last = day(days[1]) if days and days[1] != LAST else None
    return min(last, today) if last else today


def check_claim(document: Document, claim: Claim) -> None:
    """Raises QuoteError, KindError or DateError for a claim that a document does not bear."""
    if claim.document != document.id:
        raise QuoteError(f"Claim {claim.id} is of another document, {claim.document}.", place=document.file)
    if not 0 <= claim.start <= claim.end <= len(document.text) or document.text[claim.start : claim.end] != claim.quote:
        raise QuoteError(
            f"The words of claim {claim.id} do not stand at {claim.start} to {claim.end}.",
            place=document.file,
            remedy="A reader must quote the document's text exactly.",
        )
    if kinds.kind_of(claim.kind) is None:
        raise KindError(f"Claim {claim.id} is of an unknown kind, '{claim.kind}'.", place=document.file)
    if claim.modality not in MODALITIES:
        raise KindError(f"Claim {claim.id} has an unknown modality, '{claim.modality}'.", place=document.file)
    try:
        days_of(claim.date)
    except DateError as error:
        raise DateError(f"Claim {claim.id}: {error.message}", place=document.file, remedy=error.remedy) from error


def append(store: Store, readings: Sequence[Reading], at: dt.datetime) -> list[Added]:
    """Write readings, all or none of them, with what merging will see of them, and mark what must be derived again."""
    latest = _latest(store, [reading.document.id for reading in readings])
    with store.transaction():
        number = int(store.rows("select coalesce(max(number), 0) from readings")[0][0])
        added, fresh = [], []
        for reading in readings:
            known_as, reader = latest.get(reading.document.id, (False, None))
            if reader == reading.reader:
                added.append(Added(reading.document.id, False, 0))
                continue
            number += 1
            fresh.append((number, reading, not known_as))
            latest[reading.document.id] = (True, reading.reader)
            added.append(Added(reading.document.id, True, len(reading.claims)))
        if fresh:
            _write(store, fresh, at)
    return added


def withdraw(store: Store, document: str, at: dt.datetime) -> bool:
    """Take a document's claims out of what is derived; False where none count. The document and its claims stay."""
    _, reader = _latest(store, [document]).get(document, (False, None))
    if not reader:
        return False
    with store.transaction():
        number = int(store.rows("select max(number) + 1 from readings")[0][0])
        store.run("insert into readings values (?, ?, ?, ?)", [number, document, NOBODY, at])
        retell(store, [], [document])
    return True


def latest_readers(store: Store, document: str | None = None) -> dict[str, str]:
    """Who read each document last, or one of them."""
    where, values = ("where document = ?", [document]) if document else ("", [])
    return dict(store.rows(f"select document, arg_max(reader, number) from readings {where} group by document", values))


def _latest(store: Store, documents: Sequence[str]) -> dict[str, tuple[bool, str | None]]:
    """Of each document in the record: that it is there, and who read it last."""
    found = store.rows(
        "select d.id, arg_max(r.reader, r.number) from documents d left join readings r on r.document = d.id"
        " where d.id in (select unnest(?::varchar[])) group by d.id",
        [list(set(documents))],
    )
    return {identity: (True, reader) for identity, reader in found}


def _write(store: Store, fresh: Sequence[tuple[int, Reading, bool]], at: dt.datetime) -> None:
    _write_documents(store, [reading.document for _, reading, is_new in fresh if is_new], at)
    store.insert(
        "readings",
        {
            "number": [number for number, _, _ in fresh],
            "document": [reading.document.id for _, reading, _ in fresh],
            "reader": [reading.reader for _, reading, _ in fresh],
            "at": [at] * len(fresh),
        },
    )
    told = [(number, claim) for number, reading, _ in fresh for claim in reading.claims]
    store.insert("claims", claim_columns(told), claim_types())
    retell(
        store,
        [(number, reading.document, reading.claims) for number, reading, _ in fresh],
        [reading.document.id for _, reading, is_new in fresh if not is_new],
    )


def _write_documents(store: Store, documents: Sequence[Document], at: dt.datetime) -> None:
    columns: dict[str, list[Any]] = {
        name: [getattr(document, name) for document in documents]
        for name in ("id", "file", "title", "author", "publisher", "date", "address", "language", "text")
    }
    columns["known"] = [known_from(document, at.date()) for document in documents]
    columns["read_at"] = [at.date()] * len(documents)
    columns["structure"] = [msgspec.json.encode(_structure(document)).decode() for document in documents]
    store.insert("documents", columns)


def _structure(document: Document) -> Structure:
    return Structure(document.blocks, document.passages, document.notes, document.marks, document.warnings)


_TOLD = Telling.__slots__


def retell(store: Store, told: Sequence[tuple[int, Document, Sequence[Claim]]], before: Sequence[str] = ()) -> None:
    """Replace what documents tell by what these readings of them do, judgements heard, and mark what that touches.

    ``before`` are the documents among them, or beside them, that may have told something until now.
    """
    if before:
        values = [list(before)]
        store.run(
            "insert into dirty select distinct pair, family from tellings"
            " where document in (select unnest(?::varchar[]))",
            values,
        )
        for table in ("tellings", "judged"):
            store.run(f"delete from {table} where document in (select unnest(?::varchar[]))", values)
    rulings = rulings_on(store, [document.id for _, document, _ in told])
    tellings: list[Telling] = []
    judged: list[tuple[int, Ruled]] = []
    for number, document, claims in told:
        counted, found, ties = ruled(document.text, claims, rulings.get(document.id, ()))
        tellings += tell(document, counted, number, ties)
        judged += [(number, one) for one in found]
    write_judged(store, judged)
    _write_tellings(store, tellings)


def _write_tellings(store: Store, told: Sequence[Telling]) -> None:
    columns: dict[str, list[Any]] = {name: [getattr(t, name) for t in told] for name in _TOLD}
    for name in LISTS:
        columns[name] = [",".join(value) for value in columns[name]]
    store.insert("tellings", columns)
    touched = sorted({(t.pair, t.family) for t in told})
    store.insert("dirty", {"pair": [pair for pair, _ in touched], "family": [family for _, family in touched]})


def fetch_document(store: Store, identity: str) -> Document:
    """The document as it was read. Raises RecordError where the record has none of this id."""
    names = ("id", "file", "text", "title", "author", "publisher", "date", "address", "language")
    found = store.rows(f"select {', '.join(names)}, structure from documents where id = ?", [identity])
    if not found:
        raise RecordError(
            f"There is no document '{identity}'.",
            place=str(store.path),
            remedy="See: detente export csv, or record.documents().",
        )
    *values, structure = found[0]
    body = msgspec.json.decode(structure, type=Structure)
    parts = {name: getattr(body, name) for name in Structure.__struct_fields__}
    return Document(**dict(zip(names, values, strict=True)), **parts)
