"""Claims as rows of the record's tables, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from detente.ledger.store import Store
from detente.model import Claim, Evidence, Source

SCALARS = (
    "id", "document", "file", "quote", "start", "end", "kind", "date", "modality", "speaker", "confidence", "level",
    "about", "root", "known", "reader",
)  # fmt: skip
LISTS = ("initiators", "targets", "notes")
COLUMNS = (*SCALARS, *LISTS, "sources", "evidence")


def claim_columns(claims: Sequence[tuple[int, Claim]]) -> dict[str, list[Any]]:
    """Claims, each with the number of the reading it is of, as the columns of a table."""
    columns: dict[str, list[Any]] = {name: [getattr(claim, name) for _, claim in claims] for name in SCALARS}
    columns["reading"] = [number for number, _ in claims]
    for name in LISTS:
        columns[name] = [list(getattr(claim, name)) for _, claim in claims]
    for name in ("sources", "evidence"):
        columns[name] = [msgspec.json.encode(getattr(claim, name)).decode() for _, claim in claims]
    return columns


def claim_types() -> dict[str, Any]:
    """The Arrow types of those columns that may hold nothing to guess a type from."""
    import pyarrow as pa

    words = pa.list_(pa.string())
    return {"initiators": words, "targets": words, "notes": pa.list_(pa.int32())}


def select(store: Store, table: str, where: str, values: Sequence[object]) -> list[Claim]:
    """The claims of a table or view for which a condition holds."""
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    return [claim_of(row) for row in store.rows(f"select {columns} from {table} where {where}", values)]


def fetch_claims(store: Store, ids: Sequence[str]) -> list[Claim]:
    """The claims of these ids, in that order, as they count now; those that no longer count left out."""
    rows = select(store, "current_claims", "id in (select unnest(?::varchar[]))", [list(ids)])
    found = {claim.id: claim for claim in rows}
    return [found[i] for i in ids if i in found]


def claim_of(values: Sequence[Any]) -> Claim:
    """The claim of a row with the columns of COLUMNS."""
    row = dict(zip(COLUMNS, values, strict=True))
    row["sources"] = msgspec.json.decode(row["sources"], type=tuple[Source, ...])
    row["evidence"] = msgspec.json.decode(row["evidence"], type=tuple[Evidence, ...])
    for name in LISTS:
        row[name] = tuple(row[name])
    return Claim(**row)
