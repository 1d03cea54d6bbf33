"""Events as rows of POLECAT: its 40 columns, tab-separated with a header, so that they can be read with its tools.

One row for each actor and recipient. What POLECAT has and we do not (modes, contexts, places) is left empty; what we
have and it has not (how sure, on which words) is not in its columns: the record's own exports keep it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

from detente import codebook, dates, words
from detente.actors import registry

if TYPE_CHECKING:
    from detente.record import Record

Row = Mapping[str, Any]

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
_RETREATS = frozenset({"withdraw-forces", "lose-power", "close-mission"})  # the rest of YIELD is CONCEDE
_SECTORS = {
    "state": "GOV",
    "former-state": "GOV",
    "contested": "GOV",
    "organisation": "IGO",
    "alliance": "IGO",
    "bloc": "IGO",
}


def rows(record: Record, a: str | None = None, b: str | None = None) -> str:
    """What happened on a known day, as a tab-separated table. Coarser dates have no place in the format."""
    from detente import __version__

    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    table.writeheader()
    published = {row["file"]: row["date"] or "" for row in record.documents()}
    for event in record.events(a, b, modality="happened"):
        for row in _of(event, published, f"detente {__version__}"):
            table.writerow({name: _one_line(value) for name, value in row.items()})
    return out.getvalue()


def _of(event: Row, published: Mapping[str, str], version: str) -> Iterator[dict[str, Any]]:
    day, root = whole_day(event["date"]), _root(event)
    if not (day and root):
        return
    kind = codebook.load()[event["kind"]]
    for number, (actor, recipient) in enumerate(_pairs(event), 1):
        yield {
            "Event ID": event["id"] if number == 1 else f"{event['id']}-{number}",
            "Event Date": day,
            "Event Type": root,
            "Intensity": f"{kind.goldstein:g}",
            "Quad Code": QUADS[codebook_quad(event)],
            **party("Actor", actor, event["date"]),
            **party("Recipient", recipient, event["date"]),
            "Source": event["file"],
            "Publication Date": whole_day(published.get(event["file"], "")) or "",
            "Language": "en",
            "Version": version,
        }


def codebook_quad(event: Row) -> int:
    """The quad of an event's root."""
    from detente.codebook.terms import ROOTS

    return ROOTS[_plain_root(event) or ""]


def _plain_root(event: Row) -> str | None:
    return event["root"] or codebook.load().root(event["kind"])


def _root(event: Row) -> str | None:
    """The event type; POLECAT tells CONCEDE and RETREAT apart, which are one root here."""
    root = _plain_root(event)
    if root == "YIELD":
        return "RETREAT" if event["kind"] in _RETREATS else "CONCEDE"
    return root


def _pairs(event: Row) -> list[tuple[str | None, str | None]]:
    who, toward = list(event["initiators"]), list(event["targets"])
    if len(who) > 1 and not toward:
        return [(one, other) for one in who for other in who if one != other]
    return list(product(who or [None], toward or [None]))


def party(side: str, code: str | None, on: str | None) -> dict[str, Any]:
    """The columns of an actor as "Actor" or "Recipient"; none where there is nobody."""
    actor = registry().get(code) if code else None
    if not code:
        return {}
    name = words.actor(code, on).removeprefix("the ")
    told: dict[str, Any] = {f"{side} Name": name, f"{side} Name Raw": code}
    if actor is None:
        return told
    country = actor.iso3 or actor.host or ""
    sector = _SECTORS.get(actor.kind, "")
    return told | {
        f"{side} Country": country,
        f"{side} COW": "" if actor.cow is None else str(actor.cow),
        f"Primary {side} Sector": sector,
        f"{side} Sectors": sector,
    }


def whole_day(edtf: str | None) -> str | None:
    """A date that is one day of the calendar, as the format has it; None for any other."""
    date = dates.parse(edtf) if edtf else None
    return date.first.isoformat() if date and date.first and date.first == date.last else None


def _one_line(value: Any) -> str:
    return " ".join(str(value).split())
