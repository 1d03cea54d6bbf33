"""How well claims are read from the project's own annotated passages, on the terms of the shared tool for real texts.

python -m benchmarks.corpus [-v] [FILE...]

Passages that follow one another with one date and case are read as one document. A claim is right where its sentence
holds an annotated trigger of its kind and its actors agree (Jaccard of at least a half on each side that is annotated;
on both together for symmetric kinds). Prints totals and the worst kinds, with -v each miss and each false claim.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from benchmarks.shared import ROOT
from training.passages import Passage, Telling, load, spans

from detente import codebook, dates
from detente.documents.build import assemble
from detente.documents.draft import Draft, DraftBlock
from detente.model import Claim, Document
from detente.reading import Reader, default_reader

CORPUS = ROOT / "corpus" / "written"


@dataclass
class Tally:
    """Counts over all passages and by kind."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    dated: int = 0
    dates_right: int = 0
    modality_right: int = 0
    matched: int = 0
    lines: list[str] = field(default_factory=list)


def documents(passages: Sequence[Passage]) -> Iterator[tuple[Document, list[Passage]]]:
    """Documents of one or several passages, a paragraph each."""
    for number, (_, group) in enumerate(groupby(passages, key=lambda p: (p.file, p.date, p.genre, p.case))):
        told = list(group)
        draft = Draft(blocks=[DraftBlock("paragraph", [p.text]) for p in told], date=told[0].date)
        yield assemble(draft, file=told[0].file, digest=f"d-{number}"), told


def score(reader: Reader, passages: Sequence[Passage]) -> Tally:
    """Read every document and compare it with what is annotated."""
    tally = Tally()
    for document, told in documents(passages):
        claims = reader.read(document)
        for passage, block in zip(told, document.blocks, strict=False):
            _compare(tally, passage, block.start, [c for c in claims if block.start <= c.start < block.end])
    return tally


def _compare(tally: Tally, passage: Passage, start: int, claims: Sequence[Claim]) -> None:
    taken: set[int] = set()
    tally.gold.update(telling.kind for telling in passage.claims)
    said = {(c.kind, tuple(sorted(c.initiators)), tuple(sorted(c.targets)), c.start): c for c in claims}
    for claim in said.values():
        tally.said[claim.kind] += 1
        hit = next(
            (i for i, t in enumerate(passage.claims) if i not in taken and _agrees(passage, t, claim, start)), None
        )
        if hit is not None:
            taken.add(hit)
            _matched(tally, passage.claims[hit], claim)
        elif any(_agrees(passage, t, claim, start) for t in passage.claims):
            tally.said[claim.kind] -= 1  # told again
        else:
            actors = f"{','.join(claim.initiators)} -> {','.join(claim.targets)}"
            tally.lines.append(f"false  {claim.kind} {actors} | {claim.evidence[0].rule} | {claim.quote}")
    missed = [telling for i, telling in enumerate(passage.claims) if i not in taken]
    tally.lines += [f"missed {t.kind} {t.trigger.words} | {_names(t)} | {passage.text}" for t in missed]


def _matched(tally: Tally, telling: Telling, claim: Claim) -> None:
    tally.matched += 1
    tally.found[telling.kind] += 1
    tally.right[claim.kind] += 1
    tally.modality_right += telling.modality == claim.modality
    if telling.date is not None:
        tally.dated += 1
        tally.dates_right += _within(telling.date, claim.date)


def _agrees(passage: Passage, telling: Telling, claim: Claim, start: int) -> bool:
    if telling.kind != claim.kind:
        return False
    places = [(start + a, start + b) for a, b in spans(passage.text, telling.trigger)]
    if not any(a < claim.end and claim.start < b for a, b in places):
        return False
    gold = [{p.actor for p in side} for side in (telling.initiators, telling.targets)]
    mine = [set(claim.initiators), set(claim.targets)]
    if codebook.load()[claim.kind].symmetric:
        gold, mine = [gold[0] | gold[1]], [mine[0] | mine[1]]
    return all(not g or len(g & m) / len(g | m) >= 0.5 for g, m in zip(gold, mine, strict=True))


def _within(gold: str, said: str | None) -> bool:
    if said is None:
        return False
    wide, narrow = dates.parse(gold), dates.parse(said)
    if None in (wide.first, wide.last, narrow.first, narrow.last):
        return gold == said
    return wide.first <= narrow.first and narrow.last <= wide.last  # type: ignore[operator]


def _names(telling: Telling) -> str:
    return f"{','.join(p.actor for p in telling.initiators)} -> {','.join(p.actor for p in telling.targets)}"


def report(tally: Tally) -> str:
    """Totals, then the kinds with the most false claims and misses."""
    said, gold = sum(tally.said.values()), sum(tally.gold.values())
    precision, recall = tally.matched / max(1, said), tally.matched / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    lines = [
        f"claims {gold}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
        f"  date {tally.dates_right}/{tally.dated}  modality {tally.modality_right}/{tally.matched}"
    ]
    worst = sorted(tally.gold | tally.said, key=lambda k: tally.right[k] * 2 - tally.said[k] - tally.gold[k])
    for kind in worst[:45]:
        lines.append(f"  {kind:22} P {tally.right[kind]}/{tally.said[kind]}  R {tally.found[kind]}/{tally.gold[kind]}")
    return "\n".join(lines)


def measure(paths: Iterable[Path] = ()) -> dict[str, float]:
    """Precision and recall of the default reader over the corpus."""
    tally = score(default_reader(), load(list(paths) or sorted(CORPUS.glob("*.txt"))))
    return {
        "precision": tally.matched / max(1, sum(tally.said.values())),
        "recall": tally.matched / max(1, sum(tally.gold.values())),
    }


if __name__ == "__main__":
    files = [Path(name) for name in sys.argv[1:] if not name.startswith("-")] or sorted(CORPUS.glob("*.txt"))
    told = score(default_reader(), load(files))
    if "-v" in sys.argv:
        print("\n".join(told.lines))
    print(report(told))
