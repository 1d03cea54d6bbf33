"""The reader that ships: the network tells acts, and rules on a parse tell what becomes of missions.

The two fail in different places. The network finds more acts and errs less in ordinary prose; the rules err less where a
sentence opens, closes, raises or staffs a mission, which is told in few and fixed ways and on which a status rests.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from detente import codebook
from detente.model import Claim, Document
from detente.reading.learned import LearnedReader
from detente.reading.rules import RuleReader


class JointReader:
    """Reads with both: the rules for the kinds of act that change a mission, the network for all others."""

    name = "joint-1"

    def __init__(self) -> None:
        self.network, self.rules = LearnedReader(), RuleReader()

    def read(self, document: Document) -> list[Claim]:
        """The claims of a document, in the order of its text."""
        told = [claim for claim in self.network.read(document) if claim.kind not in of_missions()]
        told += [claim for claim in self.rules.read(document) if claim.kind in of_missions()]
        return [replace(claim, reader=self.name) for claim in sorted(told, key=_place)]


def _place(claim: Claim) -> tuple[int, int]:
    return claim.start, claim.evidence[0].start or 0


@cache
def of_missions() -> frozenset[str]:
    """The kinds of act that change the level of a mission."""
    return frozenset(
        kind.id for kind in codebook.load() if any(effect.dimension == "mission" for effect in kind.effects)
    )
