"""How well status follows from a large corpus: the levels of US missions out of the 227 RDCR articles.

python -m benchmarks.status [RECORD]      with a record to keep, or to use again where it exists
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from benchmarks.shared import SHARED, Measures, detente, tool

RDCR = SHARED / "rdcr"
MEAN = re.compile(r"days agreeing (?P<days>[\d.]+)\s+mean over countries (?P<mean>[\d.]+)")


def read_articles(record: Path) -> Measures:
    """Read all articles into a record: seconds taken, peak memory in MB."""
    run = detente(["read", RDCR / "articles", "--record", record, "--format", "jsonl"])
    return {"seconds": round(run.seconds, 1), "peak_mb": round(run.peak_mb)}


def report(record: Path) -> str:
    """What the scoring tool prints about the record's spells."""
    options = ["--initiator", "USA", "--dimension", "mission", "--format", "csv"]
    spells = record.with_suffix(".csv")
    spells.write_text(detente(["spells", "--record", record, *options]).out, encoding="utf-8")
    return tool("score_status.py", [RDCR / "mission_status_dev.csv", spells])


def measure(record: Path) -> Measures | None:
    """Shares of days right, and what reading took; None where the articles are absent."""
    if not RDCR.is_dir():
        return None
    reading = read_articles(record)
    found = MEAN.search(report(record))
    if not found:
        raise SystemExit("score_status.py printed no mean")
    return {name: float(value) for name, value in found.groupdict().items()} | reading


def main(arguments: list[str]) -> None:
    """Print the tool's report on a record that is kept, or on one made for the occasion."""
    with tempfile.TemporaryDirectory() as work:
        record = Path(arguments[0]) if arguments else Path(work) / "rdcr.duckdb"
        if not record.exists():
            print(read_articles(record))
        print(report(record))


if __name__ == "__main__":
    if RDCR.is_dir():
        main(sys.argv[1:])
    else:
        print("skipped: no articles beside the project")
