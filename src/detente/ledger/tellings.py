"""What each claim that counts tells merging: of whom, within which partition.

A *telling* is a claim as told of one set of actors. A claim about several states that recognise one, or about one that
recognises several, is one telling for each two of them, since recognition is an act of each; talks of four are one
telling. A claim that leaves a side out ("the delisting of the Taliban") takes it from the claims of its own document
where exactly one fits. Tellings of a document depend on that document alone, which is what lets a document be added
without looking at the others.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations

from detente.ledger import kinds
from detente.ledger.voices import Paper, digest, marks_of, runs
from detente.ledger.when import can_be_same, days_of
from detente.model import Claim, Document

REACH = 500  # characters within which an undated act of a kind that repeats is taken for one told nearby

TABLE = "table "  # how the names of readers begin that read rows; see tables.read

LISTS = ("initiators", "targets", "cites", "wire")  # kept joined with commas

Side = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A row of the table of tellings; see schema.sql."""

    pair: str
    family: str
    claim: str
    reading: int
    document: str
    file: str
    kind: str
    initiators: Side
    targets: Side
    date: str | None
    modality: str
    speaker: str | None
    level: str | None
    about: str | None
    root: str | None
    confidence: float
    known: dt.date
    dated: bool
    start: int
    end: int
    said: str
    cites: tuple[str, ...]
    wire: tuple[str, ...]
    noted: bool
    tie: str | None
    works: str  # the works that a table's row names as its source, joined with line breaks

    @property
    def sides(self) -> tuple[Side, Side]:
        """Who acts and toward whom; for kinds where that tells nothing, everybody and nobody."""
        return sides(self.kind, self.initiators, self.targets)


def tellings(document: Document, claims: Sequence[Claim], reading: int) -> list[Telling]:
    """The tellings of one document's claims. The claims' ``known`` must be set."""
    return tell(document, fill(claims), reading, {})


def within(telling: Telling, on: dt.date | None, known: dt.date | None) -> bool:
    """Whether a telling was known by one day, and tells of nothing that came surely after another."""
    if known is not None and telling.known > known:
        return False
    days = days_of(telling.date)
    return on is None or days is None or days[0] <= on.toordinal()


def tell(document: Document, filled: Iterable[Claim], reading: int, ties: Mapping[str, str]) -> list[Telling]:
    """The tellings of claims whose actors are filled in; ``ties`` by claim, where a reviewer has tied it to others."""
    paper = Paper.of(document)
    return [
        _telling(paper, claim, initiators, targets, reading, ties.get(claim.id))
        for claim in filled
        for initiators, targets in each(claim)
    ]


def pair_of(actors: Iterable[str]) -> str:
    """The name of a set of actors, whoever acts."""
    return "|".join(sorted(set(actors)))


def sides(kind: str, initiators: Side, targets: Side) -> tuple[Side, Side]:
    """The sides that have to agree for two claims of a kind to tell of the same act."""
    if kinds.symmetric(kind):
        return tuple(sorted({*initiators, *targets})), ()
    return tuple(sorted(set(initiators))), tuple(sorted(set(targets)))


def base(claim: str) -> str:
    """The id of the claim that a piece is of; that of a whole claim is itself."""
    return claim.partition(":")[0]


def piece(claim: str, initiators: Side, targets: Side) -> str:
    """The id of a claim's piece about one act."""
    return f"{base(claim)}:{'+'.join(initiators)}>{'+'.join(targets)}"


def _telling(paper: Paper, claim: Claim, initiators: Side, targets: Side, reading: int, tie: str | None) -> Telling:
    return Telling(
        pair=pair_of((*initiators, *targets)),
        family=kinds.family(claim.kind),
        claim=claim.id,
        reading=reading,
        document=claim.document,
        file=claim.file,
        kind=claim.kind,
        initiators=initiators,
        targets=targets,
        date=claim.date,
        modality=claim.modality,
        speaker=claim.speaker,
        level=claim.level,
        about=claim.about,
        root=claim.root,
        confidence=claim.confidence,
        known=claim.known or dt.date.max,
        dated=paper.dated,
        start=claim.start,
        end=claim.end,
        said=digest(claim.quote),
        cites=tuple(sorted({*paper.itself, *(mark for source in claim.sources for mark in marks_of(source))})),
        wire=tuple(sorted({*paper.wire, *runs(claim.quote)})),
        noted=bool(claim.notes),
        tie=tie,
        works="\n".join(_works(claim)),
    )


def _works(claim: Claim) -> Iterator[str]:
    """By title, or by address, the works that a row cites; what a sentence cites stands in its notes."""
    if claim.reader.startswith(TABLE):
        for source in claim.sources:
            if named := source.title or source.address:
                yield " ".join(named.replace(";", ",").split())


def each(claim: Claim) -> Iterator[tuple[Side, Side]]:
    """The sets of actors that a claim tells of, as initiators and targets."""
    initiators, targets = tuple(dict.fromkeys(claim.initiators)), tuple(dict.fromkeys(claim.targets))
    if not kinds.stateful(claim.kind):
        yield initiators, targets
    elif initiators and targets:
        yield from (((one,), (other,)) for one in initiators for other in targets if one != other)
    elif kinds.joint(claim.kind) and len(initiators) > 1:
        yield from _together(initiators, kinds.symmetric(claim.kind))
    else:
        yield from (((one,), ()) for one in initiators)
        yield from (((), (one,)) for one in targets)


def _together(joint: Side, symmetric: bool) -> Iterator[tuple[Side, Side]]:
    """Each two of joint parties: of one act that they share, or of an act of each toward the other."""
    if symmetric:
        yield from ((two, ()) for two in combinations(joint, 2))
    else:
        yield from (((one,), (other,)) for one, other in permutations(joint, 2))


def fill(claims: Sequence[Claim]) -> Iterator[Claim]:
    """A document's claims, each with the side that it leaves out where the document tells it."""
    whole: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if not _halved(claim):
            whole[kinds.family(claim.kind)].append(claim)
    for claim in claims:
        yield _filled(claim, whole[kinds.family(claim.kind)]) if _halved(claim) else claim


def _halved(claim: Claim) -> bool:
    if kinds.symmetric(claim.kind) or (kinds.joint(claim.kind) and not claim.targets):
        return len({*claim.initiators, *claim.targets}) < 2
    return not claim.initiators or not claim.targets


def _filled(claim: Claim, whole: Sequence[Claim]) -> Claim:
    """The claim with the actors of the only act in its document that it can be telling of again, or go with."""
    found = {sides(c.kind, c.initiators, c.targets): c for c in whole if _retells(claim, c)}
    if len(found) == 1:
        other = next(iter(found.values()))
        return replace(claim, initiators=other.initiators, targets=other.targets)
    partner = set() if found else _partners(claim, whole)
    if len(partner) != 1 or not kinds.stateful(claim.kind):
        return claim
    return replace(claim, targets=tuple(partner)) if claim.initiators else replace(claim, initiators=tuple(partner))


def _partners(half: Claim, whole: Iterable[Claim]) -> set[str]:
    """Those with whom the actor told has acts of the same family at the same date.

    So the embassy that was opened on the day on which relations were established is that of the other party.
    """
    told = {*half.initiators, *half.targets}
    found: set[str] = set()
    for claim in whole:
        parties = {*claim.initiators, *claim.targets}
        if told < parties and claim.modality == half.modality and _same_date(half, claim):
            found |= parties - told
    return found


def _same_date(one: Claim, other: Claim) -> bool:
    return bool(one.date and other.date) and can_be_same(str(one.date), str(other.date))


def _retells(half: Claim, whole: Claim) -> bool:
    if not kinds.near(half.kind, whole.kind) or half.modality != whole.modality or not _within(half, whole):
        return False
    if half.date and whole.date:
        return can_be_same(half.date, whole.date)
    return kinds.singular(half.kind) or adjacent(half.start, half.end, whole.start, whole.end)


def _within(half: Claim, whole: Claim) -> bool:
    """Whether the side that is told is the other's too."""
    if kinds.symmetric(half.kind):
        told = {*half.initiators, *half.targets}
        return bool(told) and told <= {*whole.initiators, *whole.targets}
    return set(half.initiators or half.targets) == set(whole.initiators if half.initiators else whole.targets) != set()


def adjacent(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two stretches of a document are near enough for the second to take up the first."""
    return max(start, other_start) - min(end, other_end) <= REACH
