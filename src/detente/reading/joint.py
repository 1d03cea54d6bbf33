"""The reader that ships: the network tells acts, and rules on a parse tell those by which actors stand to one another.

The two fail in different places. The network finds more acts and errs less in ordinary prose; the rules err less where a
sentence tells of recognition, of a terrorist listing or of a mission, which is done in few and fixed ways ("has yet to
recognise", "was raised to an embassy") and where one wrong word turns a status round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from detente import codebook
from detente.model import Claim, Document, Evidence
from detente.reading.learned import LearnedReader
from detente.reading.rules import RuleReader

STANDING = frozenset({"recognition", "listing", "mission"})


class JointReader:
    """Reads with both: the rules for the kinds of act on which standing rests, the network for all others."""

    name = "joint-1"

    def __init__(self) -> None:
        self.network, self.rules = LearnedReader(), RuleReader()

    def read(self, document: Document) -> list[Claim]:
        """The claims of a document, in the order of its text."""
        told = [claim for claim in self.network.read(document) if claim.kind not in of_standing()]
        told += [claim for claim in self.rules.read(document) if claim.kind in of_standing()]
        return [replace(claim, reader=self.name) for claim in told_again(sorted(told, key=_place))]


def told_again(claims: Sequence[Claim]) -> list[Claim]:
    """Claims with the date of an act that is done once put to each undated telling of it: "the recognition" after its date."""
    dates: dict[tuple[object, ...], set[str]] = {}
    for claim in claims:
        if claim.date is not None:
            dates.setdefault(_act(claim), set()).add(claim.date)
    return [_dated(claim, dates.get(_act(claim), set())) for claim in claims]


def _act(claim: Claim) -> tuple[object, ...]:
    return claim.kind, frozenset(claim.initiators), frozenset(claim.targets), claim.modality


def _dated(claim: Claim, dates: set[str]) -> Claim:
    if claim.date is not None or len(dates) != 1 or not codebook.load()[claim.kind].singular:
        return claim
    (date,) = dates
    evidence = (*claim.evidence, Evidence("date", None, None, date, claim.confidence, filled=True))
    return replace(claim, date=date, evidence=evidence)


def _place(claim: Claim) -> tuple[int, int]:
    return claim.start, claim.evidence[0].start or 0


@cache
def of_standing() -> frozenset[str]:
    """The kinds of act that change recognition, a listing or the level of a mission."""
    return frozenset(
        kind.id for kind in codebook.load() if any(effect.dimension in STANDING for effect in kind.effects)
    )
