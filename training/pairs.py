"""What the pair head learns from: sentences with a marked pair of actors and the PLOVER roots that they tell of it.

The annotated passages give them: each claim whose initiators and targets have words of their own, in the sentences that hold
those words and the trigger, is a sentence about that pair; where one side is only understood, it is about the other. Roots
follow the codebook, and PLOVER's rule that what is only planned is agreed to where it is cooperation, and threatened where it
is conflict. ``pairs.tsv`` gives more, written for their pair.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path

from detente import codebook
from detente.codebook.terms import ROOTS
from detente.coding.marks import Marked, Span, unmarked
from detente.documents import sentences
from detente.model import MODALITIES
from training.passages import Party, Passage, Telling, Words, spans

UNCODED = frozenset(
    {"issue-statement", "legislate", "lose-power", "seize-power", "coup"}
)  # PLOVER leaves them out, or in doubt
STAYS = frozenset(
    {"REQUEST", "REJECT", "THREATEN", "AGREE"}
)  # roots that are words already: planning them changes nothing
LONGEST = 420  # characters of a sentence, or of a few that belong together


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with a pair, and what it tells of it. ``case`` is that of the passage it is from."""

    marked: Marked
    root: str
    modality: str
    case: str


def root_of(kind: str, root: str | None, modality: str) -> str | None:
    """The PLOVER root of an act of a kind (or of a root of its own) told with a modality; None where it has none."""
    plain = root or (None if kind in UNCODED else codebook.load().root(kind))
    if plain is None or modality != "planned" or plain in STAYS:
        return plain
    return "AGREE" if ROOTS[plain] <= 2 else "THREATEN"


def pairs(passages: Iterable[Passage]) -> Iterator[Pair]:
    """The pairs of passages, each once for every root told of it."""
    for passage in passages:
        seen = set()
        for claim in passage.claims:
            for made in _of(passage, claim):
                key = (made.marked, made.root)
                if key not in seen:
                    seen.add(key)
                    yield made


def _of(passage: Passage, claim: Telling) -> Iterator[Pair]:
    root = root_of(claim.kind, claim.root, claim.modality)
    trigger = next(iter(spans(passage.text, claim.trigger)), None)
    if root is None or trigger is None:
        return
    sides = [[_near(passage.text, p, trigger) for p in side] for side in (claim.initiators, claim.targets)]
    who, toward = ([span for span in side if span] for side in sides)
    joint = len(who) > 1 and not claim.targets
    together = permutations(who, 2) if joint else product(who or [None], toward or [None])
    for one, other in together:
        marked = _cut(passage.text, trigger, one, other)
        if marked is not None:
            yield Pair(marked, root, claim.modality, passage.case)


def _near(text: str, party: Party, trigger: Span) -> Span | None:
    words: Words | None = party.words
    found = spans(text, words) if words else []
    return min(found, key=lambda span: abs(span[0] - trigger[0])) if found else None


def _cut(text: str, trigger: Span, one: Span | None, other: Span | None) -> Marked | None:
    """The sentences from the first to the last of the three places."""
    places = [place for place in (one, other) if place]
    if not places or one == other:
        return None
    first, last = min(trigger[0], *(p[0] for p in places)), max(trigger[1], *(p[1] for p in places))
    held = [span for span in sentences.spans(text) if span[1] > first and span[0] < last]
    start, end = held[0][0], held[-1][1]
    sides = [((place[0] - start, place[1] - start),) if place else () for place in (one, other)]
    return Marked(text[start:end], sides[0], sides[1]) if end - start <= LONGEST else None


def marked(path: Path) -> Iterator[Pair]:
    """The sentences of ``pairs.tsv``: root, modality, and the sentence with its pair in ``<s>`` and ``<t>``."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if row["root"] not in ROOTS or row["modality"] not in MODALITIES:
                raise ValueError(f"{path.name}, row {number}: '{row['root']}' or '{row['modality']}' is not known")
            made = unmarked(row["sentence"])
            yield Pair(made, row["root"], row["modality"], made.text)  # a sentence with several pairs is one case
