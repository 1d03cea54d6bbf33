"""How well sentences are coded: macro F1 on the PLV set, calibration, minimal pairs, mirrored sentences, and speed.

python -m benchmarks.coding [--doc]       --doc writes the tables of docs/method/coding.md again
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.shared import ROOT, SHARED, Measures, detente, tool

from detente.codebook.terms import ROOTS
from detente.coding.code import Code, Coder
from detente.coding.marks import unmarked

PLV = SHARED / "plover" / "plv_train.tsv"
MINIMAL = Path(__file__).parent / "minimal.tsv"
PAGE = ROOT / "docs" / "method" / "coding.md"
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True)
class Case:
    """A sentence changed in one thing, and what it should be coded: any of these roots, with this modality."""

    change: str
    sentence: str
    roots: frozenset[str]
    modality: str


def measure() -> Measures | None:
    """Macro F1 over the PLV sentences where they are at hand, and shares of minimal pairs that are right."""
    coder = Coder(threads=1)
    found: Measures = {f"{name}_right": share for name, share in shares(coder, list(minimal())).items()}
    if PLV.is_file():
        found |= scores()
        gold, codes = coded(coder)
        found["calibration_error"] = calibration_error(gold, codes)
        found["sentences_a_second"] = speed(coder)
    return found


def scores() -> Measures:
    """What the scoring tool says of what the command writes."""
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "coded.csv"
        detente(["code", PLV, "-o", out])
        told = tool("score_plover.py", [PLV, out]).split()
    return {f"{name}_f1": float(told[told.index(name) + 1]) for name in ("binary", "quad", "root")}


def coded(coder: Coder) -> tuple[list[str], list[Code]]:
    """The annotated roots of the PLV sentences and their codes."""
    rows = list(csv.DictReader(PLV.open(encoding="utf-8", newline=""), delimiter="\t"))
    return [row["root"] for row in rows], coder.code([unmarked(row["marked_sentence"]) for row in rows])


def speed(coder: Coder) -> float:
    """Sentences coded in a second of processor time on one core, start-up left out."""
    rows = list(csv.DictReader(PLV.open(encoding="utf-8", newline=""), delimiter="\t"))
    sentences = [unmarked(row["marked_sentence"]) for row in rows]
    coder.code(sentences[:32])
    began = time.process_time()
    coder.code(sentences)
    return round(len(sentences) / (time.process_time() - began), 1)


def minimal() -> Iterator[Case]:
    """Every act of minimal.tsv, as it happened and with one thing changed."""
    with MINIMAL.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield from _cases(row)


def _cases(row: Mapping[str, str]) -> Iterator[Case]:
    who, toward, root = f"<s>{row['initiator']}</s>", f"<t>{row['target']}</t> {row['tail']}.", row["root"]
    plain, cooperative = frozenset({root}), ROOTS[root] <= 2
    yield Case("as it happened", f"{who} {row['past']} {toward}", plain, "happened")
    yield Case("did not", f"{who} did not {row['base']} {toward}", plain, "denied")
    yield Case("had never", f"{who} had never {row['past']} {toward}", plain, "denied")
    yield Case("denied", f"{who} denied {row['gerund']} {toward}", plain, "denied")
    ahead = frozenset({"AGREE"} if cooperative else {"THREATEN"})
    yield Case("will", f"{who} will {row['base']} {toward}", ahead, "planned")
    yield Case("announced plans to", f"{who} announced plans to {row['base']} {toward}", ahead, "planned")
    yield Case("may", f"{who} may {row['base']} {toward}", plain, "assessed")
    yield Case("might", f"{who} might {row['base']} {toward}", plain, "assessed")
    yield Case("reportedly", f"{who} reportedly {row['past']} {toward}", plain, "alleged")
    yield Case("allegedly", f"{who} allegedly {row['past']} {toward}", plain, "alleged")
    if cooperative:
        yield Case("refused to", f"{who} refused to {row['base']} {toward}", frozenset({"REJECT"}), "happened")
    if row["passive"]:
        passive = (
            f"<t>{_capital(row['target'])}</t> {row['passive']} by <s>{_small(row['initiator'])}</s> {row['tail']}."
        )
        yield Case("mirrored", passive, plain, "happened")


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _small(words: str) -> str:
    return "the" + words[3:] if words.startswith("The ") else words


def shares(coder: Coder, cases: Sequence[Case]) -> dict[str, float]:
    """The share of cases whose root, and whose modality, is right; of those mirrored, whose root is."""
    codes = coder.code([unmarked(case.sentence) for case in cases])
    right = defaultdict[str, list[bool]](list)
    for case, code in zip(cases, codes, strict=True):
        right["mirrored" if case.change == "mirrored" else "root"].append(code.root in case.roots)
        right["modality"].append(code.modality == case.modality)
    return {name: round(sum(each) / len(each), 3) for name, each in right.items()}


def by_change(coder: Coder, cases: Sequence[Case]) -> Iterator[tuple[str, int, float, float]]:
    """For each change: how many cases, and the shares of right roots and modalities."""
    codes = coder.code([unmarked(case.sentence) for case in cases])
    for change in dict.fromkeys(case.change for case in cases):
        mine = [(case, code) for case, code in zip(cases, codes, strict=True) if case.change == change]
        roots = sum(code.root in case.roots for case, code in mine)
        yield (
            change,
            len(mine),
            roots / len(mine),
            sum(code.modality == case.modality for case, code in mine) / len(mine),
        )


def reliability(gold: Sequence[str], codes: Sequence[Code]) -> Iterator[tuple[str, int, float, float]]:
    """For each band of confidence: how many, the mean confidence, and the share that is right."""
    for low, high in pairwise(BINS):
        mine = [(g, c) for g, c in zip(gold, codes, strict=True) if low <= c.confidence < high]
        if mine:
            mean = sum(c.confidence for _, c in mine) / len(mine)
            yield f"{low:.1f} to {min(high, 1.0):.1f}", len(mine), mean, sum(g == c.root for g, c in mine) / len(mine)


def calibration_error(gold: Sequence[str], codes: Sequence[Code]) -> float:
    """The mean distance of confidence and share right over the bands, weighted by how many are in each."""
    bands = list(reliability(gold, codes))
    return round(sum(n * abs(mean - right) for _, n, mean, right in bands) / sum(n for _, n, _, _ in bands), 3)


def confusion(gold: Sequence[str], codes: Sequence[Code]) -> list[list[str]]:
    """A row for each annotated root, a column for each coded one, then recall and precision."""
    counts = Counter(zip(gold, (code.root for code in codes), strict=True))
    rows = [["", *(root[:4] for root in ROOTS), "recall", "precision"]]
    for root in ROOTS:
        mine, theirs = sum(counts[root, r] for r in ROOTS), sum(counts[r, root] for r in ROOTS)
        cells = [str(counts[root, r]) if counts[root, r] else "·" for r in ROOTS]
        right = counts[root, root]
        rows.append([root, *cells, f"{right / max(1, mine):.2f}", f"{right / max(1, theirs):.2f}"])
    return rows


def markdown(rows: Iterable[Sequence[str]]) -> str:
    """Rows, the first of them the header, as a table."""
    first, *rest = rows
    lines = [first, ["---"] * len(first), *rest]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def tables(coder: Coder) -> dict[str, str]:
    """The generated parts of the method page, by their name."""
    gold, codes = coded(coder)
    changes = [(c, str(n), f"{r:.2f}", f"{m:.2f}") for c, n, r, m in by_change(coder, list(minimal()))]
    bands = [(b, str(n), f"{mean:.2f}", f"{right:.2f}") for b, n, mean, right in reliability(gold, codes)]
    plv = scores()
    return {
        "scores": markdown([["binary", "quad", "root"], [f"{plv[f'{n}_f1']:.3f}" for n in ("binary", "quad", "root")]]),
        "confusion": markdown(confusion(gold, codes)),
        "calibration": markdown([["confidence", "sentences", "mean confidence", "right"], *bands]),
        "minimal": markdown([["change", "sentences", "root right", "modality right"], *changes]),
    }


def write_page(page: Path, parts: Mapping[str, str]) -> None:
    """Put each part between its two marks in a page."""
    text = page.read_text(encoding="utf-8")
    for name, table in parts.items():
        opening, closing = f"<!-- {name}: python -m benchmarks.coding --doc -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(opening)
        _, _, after = rest.partition(closing)
        text = f"{before}{opening}\n{table}\n{closing}{after}"
    page.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Print the measures; write the page's tables where asked to."""
    if "--doc" in arguments:
        write_page(PAGE, tables(Coder(threads=1)))
    else:
        for name, value in (measure() or {}).items():
            print(f"{name:24s} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
