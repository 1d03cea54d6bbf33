"""How well a reader reads the held-out part of the corpus, which it has not learned from.

    python -m training.evaluate WEIGHTS [--corpus corpus] [-v]

A claim counts as right where its sentence tells an annotated act of its kind between the same actors: at least half of all
named on either side agree, on both sides together for symmetric kinds; an empty annotated side is not checked. Each
annotation answers to one claim.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from detente import dates
from detente.documents.load import document_of
from detente.model import Claim, Document
from detente.reading.encoder import Network
from detente.reading.learned import LearnedReader
from training import passages
from training.corpus import split
from training.passages import Passage, Telling, spans

SYMMETRIC = frozenset(
    {
        "sign-agreement", "trade-deal", "hold-talks", "establish-relations", "sever-relations", "fight", "form-alliance",
        "upgrade-relations", "downgrade-relations", "convene-forum", "open-mission",
    }
)  # fmt: skip


@dataclass(slots=True)
class Gold:
    """An annotated claim and the place of its trigger in a document."""

    start: int
    end: int
    told: Telling


@dataclass(slots=True)
class Score:
    """Counts of one or more documents, by kind where it is asked for."""

    right: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    kind_only: int = 0
    dated: int = 0
    dates_right: int = 0
    modality_right: int = 0

    def line(self, name: str = "all", kind: str | None = None) -> str:
        right, read, gold = (sum(c.values()) if kind is None else c[kind] for c in (self.right, self.read, self.gold))
        p, r = right / max(1, read), right / max(1, gold)
        told = (
            f"{name:24} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}  ({right} of {gold}, {read} read)"
        )
        if kind is None:
            told += (
                f"  dates {self.dates_right / max(1, self.dated):.3f}"
                f"  modality {self.modality_right / max(1, right):.3f}  acts by kind alone {self.kind_only / max(1, gold):.3f}"
            )
        return told


def documents(found: Sequence[Passage]) -> Iterable[tuple[Document, list[Gold]]]:
    """The passages as documents, those of one case and date together, each with its annotations placed."""
    for (case, date), group in groupby(found, key=lambda p: (p.case, p.date)):
        together = list(group)
        for members in [together] if date else [[p] for p in together]:
            text = "\n\n".join(p.text for p in members)
            document = replace(document_of(f"{text}\n".encode(), file=f"{case}.txt"), date=date)
            yield document, _placed(document, members)


def _placed(document: Document, members: Sequence[Passage]) -> list[Gold]:
    found, at = [], 0
    for passage in members:
        at = max(document.text.find(passage.text[:40], at), at)
        for told in passage.claims:
            places = spans(passage.text, told.trigger)
            if places:
                start, end = places[0]
                found.append(Gold(at + start, at + end, told))
    return found


def score(claims: Sequence[Claim], gold: Sequence[Gold], into: Score) -> None:
    """Match claims with annotations, the surest first."""
    left = list(gold)
    into.gold.update(g.told.kind for g in gold)
    seen = set()
    for claim in sorted(claims, key=lambda c: -c.confidence):
        key = (claim.start, claim.kind, claim.initiators, claim.targets)
        if key in seen:
            continue
        seen.add(key)
        near = [g for g in left if claim.start <= g.start < claim.end and g.told.kind == claim.kind]
        into.kind_only += bool(near)
        match = next((g for g in near if agree(claim, g.told)), None)
        into.read[claim.kind] += 1
        if match is None:
            continue
        left.remove(match)
        into.right[claim.kind] += 1
        into.modality_right += claim.modality == match.told.modality
        if match.told.date is not None:
            into.dated += 1
            into.dates_right += claim.date is not None and _near(claim.date, match.told.date)


def agree(claim: Claim, told: Telling) -> bool:
    """Whether a claim names the actors that an annotation names."""
    mine = (set(claim.initiators), set(claim.targets))
    right = ({p.actor for p in told.initiators}, {p.actor for p in told.targets})
    if told.kind in SYMMETRIC:
        return _alike(mine[0] | mine[1], right[0] | right[1])
    return all(not theirs or _alike(ours, theirs) for ours, theirs in zip(mine, right, strict=True))


def _alike(ours: set[str], theirs: set[str]) -> bool:
    return 2 * len(ours & theirs) >= len(ours | theirs)


def _near(ours: str, theirs: str) -> bool:
    one, other = dates.parse(ours), dates.parse(theirs)
    return one == other or ours[:7] == theirs[:7]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--thresholds", type=float, nargs="*", default=[0.2, 0.3, 0.4, 0.5, 0.6])
    parser.add_argument("-v", action="store_true", help="by kind")
    options = parser.parse_args()
    _, held = split(passages.load(options.corpus.rglob("*.txt")))
    made = Network(options.weights)
    reader = LearnedReader(made, least=0.0)
    read = [(reader.read(document), gold) for document, gold in documents(held)]
    for threshold in options.thresholds:
        total = Score()
        for claims, gold in read:
            score([c for c in claims if c.confidence >= threshold], gold, total)
        print(total.line(f"confidence {threshold}"))
        for kind in sorted(total.gold, key=lambda k: -total.gold[k]) if options.v else ():
            print(total.line(kind, kind))


if __name__ == "__main__":
    main()
