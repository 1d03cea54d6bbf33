"""How well status follows from a large corpus: the levels of US missions out of the 227 RDCR articles, and out of those
and the table of 5,743 heads of mission together, both as the scoring tool runs.

python -m benchmarks.status [RECORD]      with a record of the articles to keep, or to use again where it exists
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.shared import SHARED, Measures, detente, tool

RDCR = SHARED / "rdcr"
CHIEFS = RDCR / "chiefs_of_mission.csv"
MEAN = re.compile(r"days agreeing (?P<days>[\d.]+)\s+mean over countries (?P<mean>[\d.]+)")


def read_articles(record: Path) -> Measures:
    """Read all articles into a new record; how long it took and how much memory."""
    run = detente(["read", RDCR / "articles", "--record", record, "--format", "csv"])
    return {"seconds": round(run.seconds, 1), "peak_mb": round(run.peak_mb)}


def report(record: Path) -> str:
    """What the scoring tool prints about the record's spells."""
    options = ["--initiator", "USA", "--dimension", "mission", "--format", "csv"]
    spells = record.with_suffix(".csv")
    spells.write_text(detente(["spells", "--record", record, *options]).out, encoding="utf-8")
    return tool("score_status.py", [RDCR / "mission_status_dev.csv", spells])


def with_table(articles: Path) -> Path:
    """A record of the articles and the table together."""
    record = articles.with_name(articles.stem + "-with-table.duckdb")
    shutil.copy(articles, record)
    detente(["import", "table", CHIEFS, "--mapping", "chiefs-of-mission", "--record", record, "--format", "csv"])
    return record


def measure(record: Path) -> Measures | None:
    """Shares of days right, and what reading took; None where the articles are absent."""
    if not RDCR.is_dir():
        return None
    reading = read_articles(record)
    return _shares(report(record)) | reading


def measure_with_table(record: Path) -> Measures | None:
    """Shares of days right with the table beside the articles that a record holds; None where they are absent."""
    return _shares(report(with_table(record))) if record.exists() else None


def _shares(told: str) -> Measures:
    found = MEAN.search(told)
    if not found:
        raise SystemExit("score_status.py printed no mean")
    return {name: float(value) for name, value in found.groupdict().items()}


def main(arguments: list[str]) -> None:
    """Measure, and print the countries that fare worst."""
    with tempfile.TemporaryDirectory() as work:
        record = Path(arguments[0]) if arguments else Path(work) / "rdcr.duckdb"
        if not record.exists():
            print(read_articles(record))
        print(report(record))
        print("with the table of heads of mission\n" + report(with_table(record)))


if __name__ == "__main__":
    main(sys.argv[1:])
