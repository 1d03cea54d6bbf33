"""What a brief is made of, asked from a record: the events of a pair and its lineage, standings, conflicts, citations,
the turns of its trend, and the sealed forecasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from detente import codebook, words
from detente.brief.around import Around, around
from detente.brief.nouns import Citation, Row
from detente.brief.turns import worth_telling
from detente.brief.works import Spot, Works, spots_of
from detente.errors import MissingExtra
from detente.prose import naming, when
from detente.record import Record

if TYPE_CHECKING:
    from detente.outlook.desk import Ledger
    from detente.trend import Turn

RULE = ("seize-power", "lose-power", "coup")  # acts within one side that change who it is


@dataclass(slots=True)
class Material:
    """Rows of the record's tables, and what backs them. Events are in order of time, undated ones last."""

    a: str
    b: str
    on: dt.date
    known: dt.date | None
    events: Sequence[Row]
    spells: Sequence[Row]
    status: Sequence[Row]
    others: Sequence[Row]  # how everybody else stands toward b
    conflicts: Sequence[Row]
    works: Works
    turns: Sequence[Turn]  # of the pair's trend
    forecasts: Ledger  # the sealed record, with what came of it by the day of the brief
    around: Sequence[Row] = ()  # acts of either side that the same texts tell of beside these, with the others in them
    claims: dict[str, Row] = field(default_factory=dict)
    by_event: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def cite(self, events: Iterable[str]) -> tuple[Citation, ...]:
        """What backs some events: the sources and documents of all claims that tell of them."""
        return self.cite_claims(claim for event in events for claim in self.by_event.get(event, ()))

    def cite_claims(self, claims: Iterable[str]) -> tuple[Citation, ...]:
        """What backs some claims."""
        return self.works.cite(self.claims[claim] for claim in dict.fromkeys(claims) if claim in self.claims)

    def cite_line(self, line: Row) -> tuple[Citation, ...]:
        """What backs a line of status: the claims of its events, or the words it rests on."""
        return self.cite(line["events"]) or (self.works.cite([line]) if line["file"] else ())

    def cite_conflict(self, conflict: Row) -> tuple[Citation, ...]:
        """Who stands where in a conflict."""
        return self.works.cite({**side, "id": side["claim"]} for side in conflict["sides"] if side["file"])


def gather(
    record: Record, a: str, b: str, *, on: dt.date, known: dt.date | None = None, wider: bool = True
) -> Material:
    """Everything that a brief of two actors tells. ``wider`` takes in those who bore their places before them."""
    ours, theirs = (naming.lineage(a), naming.lineage(b)) if wider else ((a,), (b,))
    sides = frozenset(ours), frozenset(theirs) - frozenset(ours)
    pairs = [(one, other) for one, other in product(ours, theirs) if other in sides[1]]
    events = in_order(_told_by(on, _events(record, pairs, sides, known)))
    status = record.status(a, b, on=on, known=known).to_pylist()
    kin = {*ours, *theirs}
    others = [row for row in record.compare(b, on=on, known=known).to_pylist() if row["initiator"] not in kin]
    found = Material(
        a, b, on, known, events, _spells(record, pairs), status, others,
        record.conflicts(a, b, on=on, known=known).to_pylist(), Works.of(record.documents()),
        _turns(record, a, b, on, known), record.outlook.record(today=on, known=known),
    )  # fmt: skip
    _back(record, found, pairs, sides)
    if wider:
        _take_around(found, around(record, found.claims.values(), frozenset(kin), known))
    return found


def _turns(record: Record, a: str, b: str, on: dt.date, known: dt.date | None) -> Sequence[Turn]:
    """The turning points of the pair's trend by the day of the brief; none where the install group is not there."""
    try:
        return worth_telling(record.trend(a, b, on=on, known=known))
    except MissingExtra:
        return ()


def _take_around(found: Material, beside: Around) -> None:
    known = set(found.by_event)
    found.around = [
        row
        for row in in_order(_told_by(found.on, beside.events))
        if row["id"] not in known and row["date"] and not doubtful(row)
    ]
    found.claims = {**beside.claims, **found.claims}
    found.by_event |= {row["id"]: tuple(row["claim_ids"]) for row in found.around}
    found.works.spots = {**beside.spots, **found.works.spots}


def _events(
    record: Record,
    pairs: Iterable[tuple[str, str]],
    sides: tuple[frozenset[str], frozenset[str]],
    known: dt.date | None,
) -> Iterator[Row]:
    files: set[str] = set()
    for one, other in pairs:
        for row in record.events(one, other, known=known).to_pylist():
            files |= {*row["documents"]}
            yield row
    for side, kind in product(sides, RULE):
        for actor in side:
            for row in record.events(actor, kind=kind, known=known).to_pylist():
                if {*row["initiators"], *row["targets"]} <= side and (files & {*row["documents"]} or not doubtful(row)):
                    yield row


def _told_by(on: dt.date, rows: Iterable[Row]) -> list[Row]:
    """Each event once, without acts that came later than the day of the brief; what is planned may lie ahead."""
    once = {row["id"]: row for row in rows}
    return [
        row
        for row in once.values()
        if not row["date"] or row["modality"] != "happened" or when.first_day(row["date"]) <= on
    ]


def in_order(rows: Iterable[Row]) -> list[Row]:
    """By time; of acts on one date those first that change how things stand, then as they are told."""
    book = codebook.load()

    def place(row: Row) -> tuple[dt.date, dt.date, bool, str]:
        changes = row["kind"] in book and bool(book[row["kind"]].effects)
        return when.first_day(row["date"]), when.last_day(row["date"]), not changes, row["file"]

    return sorted(rows, key=place)


def _spells(record: Record, pairs: Iterable[tuple[str, str]]) -> list[Row]:
    return [
        row
        for one, other in pairs
        for initiator, target in ((one, other), (other, one))
        for row in record.spells(initiator=initiator, target=target).to_pylist()
    ]


def _back(record: Record, found: Material, pairs: Iterable[tuple[str, str]], sides: Iterable[frozenset[str]]) -> None:
    """Fetch the claims behind what is told of the pair, and where in their documents they stand."""
    found.by_event = {row["id"]: tuple(row["claim_ids"]) for row in found.events}
    needed = {claim for claims in found.by_event.values() for claim in claims}
    for one, other in pairs:
        found.claims |= {row["id"]: row for row in record.claims(a=one, b=other) if row["id"] in needed}
    for side, kind in product(sides, RULE):
        for actor in side:
            found.claims |= {row["id"]: row for row in record.claims(a=actor, kind=kind) if row["id"] in needed}
    _back_others(record, found)
    for event, claims in found.by_event.items():
        if not any(claim in found.claims for claim in claims):  # told of by one side alone
            found.claims |= {claim.id: asdict(claim) for claim in record.event(event).claims}
    _meet(found)
    _place(record, found)


def _back_others(record: Record, found: Material) -> None:
    """Fetch the claims behind how everybody else stands."""
    events = sorted({event for line in found.others for event in line["events"]} - found.by_event.keys())
    rows = record.events(ids=events, known=found.known).to_pylist() if events else []
    needed = [claim for row in rows for claim in row["claim_ids"]]
    found.claims |= {row["id"]: row for row in record.claims(ids=needed)}
    found.by_event |= {row["id"]: tuple(row["claim_ids"]) for row in rows}


def _meet(found: Material) -> None:
    """Learn of every source before any is cited, so that the first note has all that the later ones tell of it."""
    for row in (*found.claims.values(), *found.status, *found.others):
        for source in row["sources"] or ():
            found.works.sources.meet(source)


def _place(record: Record, found: Material) -> None:
    by_document: dict[str, list[dict[str, Any]]] = {}
    for claim in found.claims.values():
        by_document.setdefault(claim["document"], []).append(dict(claim))
    spots: dict[str, Spot] = {}
    for document, claims in by_document.items():
        spots |= spots_of(record.document(document), claims)
    found.works.spots = spots
    triggers = {claim["id"]: trigger for claim in found.claims.values() if (trigger := _trigger(claim))}
    found.events = [
        {
            **row,
            "trigger": next((triggers[c] for c in row["claim_ids"] if c in triggers and _same(found, c, row)), None),
        }
        for row in found.events
    ]


def _same(found: Material, claim: str, row: Row) -> bool:
    return bool(found.claims[claim]["quote"] == row["quote"])


def _trigger(claim: Row) -> tuple[int, int] | None:
    """Where in a claim's quote the words stand that its kind was read from."""
    for evidence in claim["evidence"] or ():
        if evidence["field"] == "kind" and evidence["start"] is not None:
            return evidence["start"] - claim["start"], evidence["end"] - claim["start"]
    return None


def doubtful(row: Row) -> bool:
    """Whether an event or a line of status is too unsure to be told as it is."""
    return bool(words.doubt(row))
