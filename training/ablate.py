"""What each ingredient of the pair head brings, measured on the PLV sentences, which only the last row learns from.

    python -m training.ablate [--file ../shared/plover/plv_train.tsv] [--weights ...] [--doc]

``--doc`` writes the table into docs/method/coding.md. The encoder stays as it is throughout.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path

from detente.coding.marks import Marked, Span, unmarked
from detente.coding.pairs import document
from detente.model import Claim
from detente.reading.encoder import WEIGHTS, Network
from detente.reading.learned import LearnedReader
from training import network, shipped
from training.pair import (
    PASSAGE,
    REWORDED,
    ROOT_NAMES,
    WIRES,
    WRITTEN,
    Plan,
    Sample,
    begun,
    gathered,
    logits,
    seen,
    train,
)
from training.pairs import Pair, root_of
from training.plover import FILE, folds, macro_f1
from training.rewording import reworded

ON = Plan(epochs=6, rate=2e-4, size=16, modality=0.0)  # how a head that has learned already goes on with the file
PAGE = Path("docs/method/coding.md")
MARKS = ("<!-- ingredients: python -m training.ablate -->", "<!-- end of ingredients -->")


def annotated(path: Path) -> list[Pair]:
    """The sentences of the PLV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Pair(unmarked(row["marked_sentence"]), row["root"], "happened", f"plv-{row['id']}")
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def by_acts(marked: Marked, reader: LearnedReader) -> str | None:
    """The root of the act that the reader finds between the two, or else of the likeliest act of either; without any head."""
    claims = [c for c in reader.read(document(marked.text)) if root_of(c.kind, c.root, c.modality)]
    if not claims:
        return None
    best = max(
        claims,
        key=lambda c: (_fits(c, "initiator", marked.initiator) + _fits(c, "target", marked.target), c.confidence),
    )
    return root_of(best.kind, best.root, best.modality)


def _fits(claim: Claim, role: str, places: Sequence[Span]) -> bool:
    return any(
        piece.field == role
        and piece.start is not None
        and piece.end is not None
        and start < piece.end
        and end > piece.start
        for piece in claim.evidence
        for start, end in places
    )


def acts_alone(found: Sequence[Pair], made: Network) -> float:
    """Macro F1 of the reader's acts, where no root counts as wrong."""
    reader = LearnedReader(made, least=0.2)
    told = [by_acts(pair.marked, reader) for pair in found]
    return macro_f1([ROOT_NAMES.index(p.root) for p in found], [ROOT_NAMES.index(t) if t else -1 for t in told])


class Trial:
    """Heads that learn from one thing more each time, asked about the same sentences."""

    def __init__(self, asked: Sequence[Sample], start: network.Layer) -> None:
        self._asked, self._start, self._made = asked, start, begun(start, Plan())

    def score(self, samples: Sequence[Sample]) -> float:
        """Macro F1 of a head that learned from samples."""
        self._made = train(begun(self._start, Plan()), samples, Plan())
        roots, _ = logits(self._made, self._asked)
        return macro_f1([s.root for s in self._asked], roots.argmax(1).tolist())

    def crossed(self, plan: Plan) -> float:
        """The same where the last head goes on with four fifths of the asked sentences, over five folds."""
        right: list[int] = []
        told: list[int] = []
        for part in folds(self._asked):
            apart = set(part)
            mine = [s for i, s in enumerate(self._asked) if i not in apart]
            roots, _ = logits(train(deepcopy(self._made), mine, plan), [self._asked[i] for i in part])
            right, told = right + [self._asked[i].root for i in part], told + roots.argmax(1).tolist()
        return macro_f1(right, told)


def measured(options: argparse.Namespace) -> Iterator[tuple[str, int, float]]:
    """Each row of the table: what is learned from, of how many sentences, and macro F1."""
    made = Network(options.weights)
    found, written = gathered(options.corpus)
    file = annotated(options.file)
    yield "the reader's acts and roles, without a head", 0, acts_alone(file, made)
    start = shipped.encoder(options.weights).layers[-1]
    assert isinstance(start, network.Layer)
    asked = seen(file, made, WRITTEN)
    trial, learned = Trial(asked, start), list[Sample]()
    wires = [pair for pair in written if pair.case.startswith(WIRES)]
    marked = [pair for pair in written if not pair.case.startswith(WIRES)]
    steps = (
        ("the head, with the passages of the corpus", found, PASSAGE),
        ("and sentences in the style of wires, `p-*.txt`", wires, WRITTEN),
        ("and sentences written for their pair, `pairs.tsv`", marked, WRITTEN),
        ("and those again with other actors", reworded(written), REWORDED),
    )
    for name, group, weight in steps:
        learned += seen(group, made, weight)
        yield name, len(group), trial.score(learned)
    yield "and four fifths of the PLV file, over five folds", len(file) * 4 // 5, trial.crossed(ON)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=FILE)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--doc", action="store_true", help="write the table into the method page")
    options = parser.parse_args()
    lines = ["| learned from | sentences | macro F1 |", "| --- | --- | --- |"]
    for name, many, score in measured(options):
        lines.append(f"| {name} | {many or '–'} | {score:.3f} |")
        print(lines[-1], flush=True)
    if options.doc:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
        after = rest.partition(MARKS[1])[2]
        PAGE.write_text(before + "\n".join([MARKS[0], *lines, MARKS[1]]) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
