"""The pairs of a sentence that comes without marks: who acts toward whom in it, as the learned reader has it.

The reader's registry names the actors and its roles tell who acts; only where the words of an actor stand is taken over.
What the pair does is asked of the pair head, as for any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

from detente.actors import resolve
from detente.coding.marks import CannotCode, Marked, Span
from detente.documents import sentences
from detente.model import Block, Claim, Document, Passage
from detente.reading.learned import LearnedReader

Actors = tuple[str | None, str | None]


class PairFinder:
    """Finds pairs with the learned reader."""

    def __init__(self, reader: LearnedReader | None = None) -> None:
        self._reader = reader or LearnedReader()

    def find(self, sentence: str, date: str | None = None) -> list[tuple[Marked, Actors]]:
        """Each pair of the sentence once, with the registry's actors. Raises CannotCode where there is none."""
        found: dict[Marked, Actors] = {}
        for claim in self._reader.read(document(sentence, date)):
            for marked, actors in _pairs(sentence, claim):
                found.setdefault(marked, actors)
        if not found:
            raise CannotCode(
                "no act between two actors was found in it; mark the pair, or name its initiator and target"
            )
        return list(found.items())


def document(sentence: str, date: str | None = None) -> Document:
    """A sentence, or a few, as a document of one paragraph. ``date`` is when it was published, EDTF."""
    passages = tuple(Passage(start, end, 0) for start, end in sentences.spans(sentence))
    return Document("d-sentence", "sentence", sentence, (Block("paragraph", 0, len(sentence)),), passages, date=date)


def _pairs(sentence: str, claim: Claim) -> Iterator[tuple[Marked, Actors]]:
    """The pairs of a claim that the sentence names; joint parties are paired in the order in which they stand.

    An actor that is only understood in the act itself stands where the sentence names it first.
    """
    places: dict[str, dict[str, Span]] = {"initiator": {}, "target": {}}
    named = {resolve.at(m, on=claim.date).actor: (m.start, m.end) for m in reversed(resolve.find(sentence))}
    for piece in claim.evidence:
        said = (piece.start, piece.end) if piece.start is not None and piece.end is not None else named.get(piece.rule)
        if piece.field in places and said is not None:
            places[piece.field].setdefault(piece.rule, said)
    who, toward = places["initiator"], places["target"]
    joint = sorted(who.items(), key=lambda item: item[1])
    pairs = product(who.items(), toward.items()) if toward else permutations(joint, 2)
    for (one, mine), (other, theirs) in pairs:
        if mine != theirs and (toward or mine < theirs):
            yield Marked(sentence, (mine,), (theirs,)), (one, other)
