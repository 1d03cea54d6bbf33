"""How well a reader reads the held-out part of the corpus, which it has not learned from.

    python -m training.evaluate WEIGHTS [--corpus corpus] [-v]

A claim counts as right where its sentence tells an annotated act of its kind between the same actors: at least half of all
named on either side agree, on both sides together for symmetric kinds; an empty annotated side is not checked. Each
annotation answers to one claim.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from detente import codebook, dates
from detente.documents.load import document_of
from detente.model import Claim, Document
from detente.reading.encoder import Network
from detente.reading.learned import LearnedReader
from training import passages
from training.corpus import split
from training.passages import Passage, Telling, spans

# Kinds whose sides are compared together: who opened a mission to whom is often told of both at once.
SYMMETRIC = frozenset({kind for kind, entry in codebook.load().kinds.items() if entry.symmetric} | {"open-mission"})


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


def matched(claims: Sequence[Claim], gold: Sequence[Gold]) -> dict[str, Gold]:
    """The annotation that each right claim answers to, by the claim's id; the surest claims choose first."""
    left, found = list(gold), dict[str, Gold]()
    for claim in sorted(claims, key=lambda c: -c.confidence):
        match = next((g for g in left if _near(claim, g) and agree(claim, g.told)), None)
        if match is not None:
            left.remove(match)
            found[claim.id] = match
    return found


def _near(claim: Claim, gold: Gold) -> bool:
    return claim.start <= gold.start < claim.end and gold.told.kind == claim.kind


def score(claims: Sequence[Claim], gold: Sequence[Gold], into: Score) -> None:
    """Count what is right."""
    claims = list({(c.start, c.kind, c.initiators, c.targets): c for c in claims}.values())
    into.gold.update(g.told.kind for g in gold)
    into.read.update(c.kind for c in claims)
    into.kind_only += sum(any(_near(c, g) for c in claims) for g in gold)
    right = matched(claims, gold)
    for claim in claims:
        told = right[claim.id].told if claim.id in right else None
        if told is None:
            continue
        into.right[claim.kind] += 1
        into.modality_right += claim.modality == told.modality
        into.dated += told.date is not None
        into.dates_right += told.date is not None and claim.date is not None and _same(claim.date, told.date)


def agree(claim: Claim, told: Telling) -> bool:
    """Whether a claim names the actors that an annotation names."""
    mine = (set(claim.initiators), set(claim.targets))
    right = ({p.actor for p in told.initiators}, {p.actor for p in told.targets})
    if told.kind in SYMMETRIC:
        return _alike(mine[0] | mine[1], right[0] | right[1])
    return all(not theirs or _alike(ours, theirs) for ours, theirs in zip(mine, right, strict=True))


def _alike(ours: set[str], theirs: set[str]) -> bool:
    return 2 * len(ours & theirs) >= len(ours | theirs)


def _same(ours: str, theirs: str) -> bool:
    """Whether a date lies within the annotated one, a day's slack on either side."""
    one, other = dates.parse(ours), dates.parse(theirs)
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return ours == theirs
    day = dt.timedelta(1)
    return other.first - day <= one.first and one.last <= other.last + day


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
