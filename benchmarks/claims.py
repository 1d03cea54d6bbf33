"""How well claims are read from prose: the texts with gold records beside the project.

python -m benchmarks.claims [-v]
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from benchmarks.shared import SHARED, Measures, detente, tool

BRIEFS = SHARED / "briefs"
TOTAL = re.compile(
    r"^ALL\s+P (?P<precision>[\d.]+)\s+R (?P<recall>[\d.]+)\s+F1 (?P<f1>[\d.]+)"
    r".*date (?P<dates>\d+/\d+)\s+modality (?P<modality>\d+/\d+)\s+notes (?P<notes>\d+/\d+)",
    re.M,
)


def report(*, verbose: bool = False) -> str:
    """What the scoring tool prints about all texts, each read into an empty record."""
    arguments: list[str | Path] = ["-v"] if verbose else []
    with tempfile.TemporaryDirectory() as work:
        for text in sorted(BRIEFS.glob("*.txt")):
            claims = Path(work) / f"{text.stem}.jsonl"
            run = detente(["read", text, "--record", claims.with_suffix(".duckdb"), "--format", "jsonl"])
            claims.write_text(run.out, encoding="utf-8")
            arguments += [text.with_suffix(".gold.json"), text, claims]
        return tool("score_claims.py", arguments)


def measure() -> Measures | None:
    """Precision, recall, F1 and the shares of dates, modalities and notes that are right; None without the texts."""
    if not BRIEFS.is_dir():
        return None
    found = TOTAL.search(report())
    if not found:
        raise SystemExit("score_claims.py printed no total")
    return {name: _share(value) for name, value in found.groupdict().items()}


def _share(value: str) -> float:
    part, _, whole = value.partition("/")
    return float(part) if not whole else round(int(part) / max(1, int(whole)), 3)


if __name__ == "__main__":
    print(report(verbose="-v" in sys.argv) if BRIEFS.is_dir() else "skipped: no texts beside the project")
