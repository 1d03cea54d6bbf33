"""Codes as rows of a file: a table of our own, or the rows of POLECAT or ICEWS.

Those two hold what happened and what was promised or threatened; what is denied, alleged or only judged likely has no place
in them and is left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import codebook
from detente.actors import registry, resolve
from detente.coding.table import Coded, Uncoded
from detente.errors import UsageError
from detente.exports import write
from detente.exports.files import put
from detente.exports.polecat import COLUMNS, QUADS, party, whole_day

if TYPE_CHECKING:
    from detente.ledger.table import Table

FORMATS = ("csv", "tsv", "jsonl", "parquet", "polecat", "icews")
# The most general CAMEO code of each root, whose weight a row of ICEWS and POLECAT carries.
CAMEO = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "COOPERATE": "060", "AID": "070", "YIELD": "080", "REQUEST": "100",
    "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140", "MOBILIZE": "150", "SANCTION": "160",
    "COERCE": "170", "ASSAULT": "190",
}  # fmt: skip
ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
TOLD = ("happened", "planned")  # modalities that event streams hold
# POLECAT tells two kinds of yielding apart: what is given back, let in or drawn back is RETREAT, the rest CONCEDE.
_RETREAT = re.compile(
    r"\b(releas|free|let\b|return|hand|withdr|pull|retreat|surrender|cease|truce|lay|laid|disarm|allow)", re.I
)


def table(coded: Iterable[Coded]) -> Table:
    """The codes as a table: id, initiator, target, pair (marked, named, found), root, quad, confidence, modality, words."""
    import pyarrow as pa

    from detente.ledger.table import Table

    texts = ("id", "initiator", "target", "pair", "root")
    schema = pa.schema(
        [(name, pa.string()) for name in texts]
        + [("quad", pa.int8()), ("confidence", pa.float64()), ("modality", pa.string()), ("words", pa.string())]
    )
    return Table.of([_row(one) for one in coded], schema)


def _row(one: Coded) -> dict[str, Any]:
    code, actors = one.code, dict(zip(("initiator", "target"), one.actors, strict=True))
    sides = {side: actors[side] or _words(one, side) for side in actors}
    told = {"root": code.root, "quad": code.quad, "confidence": code.confidence, "modality": code.modality}
    return {"id": one.id, **sides, "pair": one.how, **told, "words": code.words}


def _words(one: Coded, side: str) -> str | None:
    return one.marked.words(side) if getattr(one.marked, side) else None


def check_format(path: Path, format: str | None) -> str:
    """The format to write a file in: the one asked for, or else as its name says. Raises UsageError for any other."""
    wanted = format or path.suffix.lower().removeprefix(".")
    if wanted not in FORMATS:
        raise UsageError(
            f"There is no format '{wanted}' to write codes in." if wanted else "The file's name tells no format.",
            place=str(path),
            remedy=f"Give --format one of: {', '.join(FORMATS)}.",
        )
    return wanted


def put_codes(coded: Sequence[Coded], path: Path, format: str | None = None) -> Path:
    """Write codes to a file, whole or not at all. Raises UsageError for a place that cannot be written to."""
    wanted = check_format(path, format)
    if wanted in ("polecat", "icews"):
        return put(path, polecat(coded) if wanted == "polecat" else icews(coded))
    made = table(coded)
    return put(path, _tabbed(tuple(made.columns), made)) if wanted == "tsv" else write(made, wanted, path)


def put_uncoded(uncoded: Sequence[Uncoded], path: Path) -> Path:
    """Write the rows that were not coded, each with its reason, as CSV."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(("row", "id", "reason"))
    lines.writerows((one.row, one.id, one.reason) for one in uncoded)
    return put(path, out.getvalue())


def polecat(coded: Iterable[Coded]) -> str:
    """The codes as POLECAT's 40 columns, tab-separated with a header."""
    return _tabbed(COLUMNS, map(_polecat, _told(coded)))


def icews(coded: Iterable[Coded]) -> str:
    """The codes as the columns of ICEWS, tab-separated with a header."""
    return _tabbed(ICEWS, map(_icews, _told(coded)))


def _told(coded: Iterable[Coded]) -> Iterator[Coded]:
    return (one for one in coded if one.code.modality in TOLD)


def _polecat(one: Coded) -> dict[str, Any]:
    from detente import __version__

    kinds = {"YIELD": "RETREAT" if _RETREAT.search(one.code.words) else "CONCEDE"}
    return {
        "Event ID": one.id,
        "Event Date": whole_day(one.date) or "",
        "Event Type": kinds.get(one.code.root, one.code.root),
        "Intensity": f"{_weight(one.code.root):g}",
        "Quad Code": QUADS[one.code.quad],
        **_side("Actor", one, 0),
        **_side("Recipient", one, 1),
        "Language": "en",
        "Version": f"detente {__version__}",
    }


def _icews(one: Coded) -> dict[str, Any]:
    told = {name: _side(name, one, i) for i, name in enumerate(("Actor", "Recipient"))}
    sides = {
        f"{ours} {column}": told[theirs].get(f"{theirs} {column}", "")
        for ours, theirs in (("Source", "Actor"), ("Target", "Recipient"))
        for column in ("Name", "Sectors")
    }
    countries = {
        f"{ours} Country": _country(told[theirs].get(f"{theirs} Country", ""))
        for ours, theirs in (("Source", "Actor"), ("Target", "Recipient"))
    }
    return {
        "Event ID": one.id,
        "Event Date": whole_day(one.date) or "",
        "Event Text": one.code.words,
        "CAMEO Code": CAMEO[one.code.root],
        "Intensity": f"{_weight(one.code.root):g}",
        **sides,
        **countries,
    }


def _weight(root: str) -> float:
    return codebook.load().code(CAMEO[root]).goldstein


def _country(code: str) -> str:
    return registry().name(code) if code in registry() else code


def _side(column: str, one: Coded, which: int) -> dict[str, Any]:
    """A side's columns: those of the actor that its words name, and the words as they stand."""
    words = _words(one, ("initiator", "target")[which])
    actor = one.actors[which] or (_named(words, one.date) if words else None)
    told = party(column, actor, one.date) if actor else {}
    return told | ({f"{column} Name": told.get(f"{column} Name", words), f"{column} Name Raw": words} if words else {})


def _named(words: str, date: str | None) -> str | None:
    named = (resolve.at(mention, on=date).actor for mention in resolve.find(words))
    return next(filter(None, named), None)


def _tabbed(columns: Sequence[str], rows: Iterable[Any]) -> str:
    out = io.StringIO()
    lines = csv.DictWriter(out, columns, restval="", delimiter="\t", lineterminator="\n")
    lines.writeheader()
    lines.writerows({name: _one_line(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _one_line(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
