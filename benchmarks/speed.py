"""How long a user waits: the command's help, a brief, an answer out of a large record.

python -m benchmarks.speed [RECORD]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.shared import ROOT, Measures, detente

EXAMPLE = ROOT / "examples" / "russia-taliban.md"


def fastest(arguments: list[str | Path], times: int = 3) -> float:
    """The least wall-clock seconds of several runs: what it takes on a machine that is not busy with other things."""
    return round(min(detente(arguments).seconds for _ in range(times)), 2)


def measure(large: Path | None = None) -> Measures:
    """Seconds for --help, for reading the example, and for status on its record or on a large one where given."""
    with tempfile.TemporaryDirectory() as work:
        record = Path(work) / "example.duckdb"
        measures = {
            "help": fastest(["--help"]),
            "read_example": round(detente(["read", EXAMPLE, "--record", record]).seconds, 2),
        }
        measures["status"] = fastest(["status", "RUS", "TALIBAN", "--on", "2026-02-01", "--record", record])
    if large and large.exists():
        measures["status_large"] = fastest(["status", "USA", "FRA", "--on", "1900-01-01", "--record", large])
    return measures


if __name__ == "__main__":
    for name, seconds in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None).items():
        print(f"{name:14s} {seconds:6.2f} s")
