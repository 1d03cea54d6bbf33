"""What a check comes to: findings by passage, as records and as a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from detente.ledger.table import Table
from detente.model import Claim, Document, Source

Sort = Literal["date", "actor", "modality", "level", "no-note", "unused-note", "missing-note", "source-date", "sourced"]


@dataclass(frozen=True, slots=True)
class Witness:
    """What the record holds against a passage, or in its support: an event, with the words and sources of one claim."""

    event: str | None
    says: str  # the value that is at odds: a date, an actor, a modality
    quote: str | None
    file: str | None
    notes: tuple[int, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a draft. ``start`` and ``end`` are of the passage or note, in the draft's text."""

    sort: Sort
    text: str  # a sentence that says what is at odds
    start: int
    end: int
    passage: str  # the words at start to end
    page: int | None = None
    says: str | None = None  # what the draft says, where the record says otherwise
    claim: Claim | None = None
    witnesses: tuple[Witness, ...] = ()
    note: str | None = None  # a note that could be added


@dataclass(frozen=True, slots=True)
class Check:
    """A draft as read, the claims read in it, and what was found, in the order of the text."""

    document: Document
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]

    def table(self) -> Table:
        """One row a finding: ``sort, text, start, end, passage, page, says, kind, date, witnesses, note``."""
        return Table.of([_row(finding) for finding in self.findings], _schema())


def _row(finding: Finding) -> dict[str, Any]:
    row = asdict(finding)
    claim = row.pop("claim")
    row["kind"], row["date"] = (claim["kind"], claim["date"]) if claim else (None, None)
    return row


def _schema() -> Any:
    import pyarrow as pa

    text, number = pa.string(), pa.int32()
    source = pa.struct([(name, text) for name in Source.__dataclass_fields__])
    witness = [(name, text) for name in ("event", "says", "quote", "file")]
    witness += [("notes", pa.list_(number)), ("sources", pa.list_(source))]
    columns = [("sort", text), ("text", text), ("start", number), ("end", number), ("passage", text), ("page", number)]
    columns += [("says", text), ("kind", text), ("date", text), ("witnesses", pa.list_(pa.struct(witness)))]
    return pa.schema([*columns, ("note", text)])
