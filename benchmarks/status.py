"""How well status follows from a large corpus: the levels of US missions out of the 227 RDCR articles, and out of those
and the table of 5,743 heads of mission together.

python -m benchmarks.status [RECORD]      with a record to keep, or to use again where it exists

The scoring tool looks for a country's spells under its article's file name. A spell that rests on rows of the table alone
is filed there too: the table's column "host" is the article's name. ``as_printed`` is without that.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.shared import SHARED, Measures, detente, tool

RDCR = SHARED / "rdcr"
CHIEFS = RDCR / "chiefs_of_mission.csv"
HOST = re.compile(r"host: (?P<host>\S+)")
MEAN = re.compile(r"days agreeing (?P<days>[\d.]+)\s+mean over countries (?P<mean>[\d.]+)")


def read_articles(record: Path) -> Measures:
    """Read all articles into a record: seconds taken, peak memory in MB."""
    run = detente(["read", RDCR / "articles", "--record", record, "--format", "jsonl"])
    return {"seconds": round(run.seconds, 1), "peak_mb": round(run.peak_mb)}


def report(record: Path, file: Callable[[str], str] = str) -> str:
    """What the scoring tool prints about the record's spells, as they are printed or filed otherwise."""
    options = ["--initiator", "USA", "--dimension", "mission", "--format", "csv"]
    spells = record.with_suffix(".csv")
    spells.write_text(file(detente(["spells", "--record", record, *options]).out), encoding="utf-8")
    return tool("score_status.py", [RDCR / "mission_status_dev.csv", spells])


def with_table(articles: Path) -> tuple[Path, Callable[[str], str]]:
    """A record of the articles and the table together, and how its spells are filed by article."""
    record = articles.with_name(articles.stem + "-with-table.duckdb")
    shutil.copy(articles, record)
    detente(["import", "table", CHIEFS, "--mapping", "chiefs-of-mission", "--record", record, "--format", "csv"])
    claims = detente(["export", "csv", "--table", "claims", "-o", record.with_suffix(".claims"), "--record", record])
    assert claims.status == 0
    articles_of: dict[str, set[str]] = defaultdict(set)
    with record.with_suffix(".claims").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            host = HOST.match(row["quote"]) if row["file"] == CHIEFS.name else None
            if host:
                for actor in {*row["initiators"].split(";"), *row["targets"].split(";")} - {"USA"}:
                    articles_of[actor].add(f"{host['host']}.xml")
    return record, lambda spells: _filed(spells, articles_of)


def _filed(spells: str, articles_of: dict[str, set[str]]) -> str:
    rows = list(csv.DictReader(io.StringIO(spells)))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    for row in rows:
        files = set(row["documents"].split(";"))
        if files == {CHIEFS.name}:
            files |= articles_of.get(row["target"], set())
        writer.writerow(row | {"documents": ";".join(sorted(files))})
    return out.getvalue()


def measure(record: Path) -> Measures | None:
    """Shares of days right, and what reading took; None where the articles are absent."""
    if not RDCR.is_dir():
        return None
    reading = read_articles(record)
    both, file = with_table(record)
    filed, printed = _shares(report(both, file)), _shares(report(both))
    together = {f"with_table_{name}": value for name, value in filed.items()}
    as_printed = {f"with_table_as_printed_{name}": value for name, value in printed.items()}
    return _shares(report(record)) | together | as_printed | reading


def _shares(told: str) -> Measures:
    found = MEAN.search(told)
    if not found:
        raise SystemExit("score_status.py printed no mean")
    return {name: float(value) for name, value in found.groupdict().items()}


def main(arguments: list[str]) -> None:
    """Print the tool's report on a record that is kept, or on one made for the occasion."""
    with tempfile.TemporaryDirectory() as work:
        record = Path(arguments[0]) if arguments else Path(work) / "rdcr.duckdb"
        if not record.exists():
            print(read_articles(record))
        print(report(record))
        both, file = with_table(record)
        print("with the table of heads of mission\n" + report(both, file))
        print("the same, filed as printed\n" + report(both))


if __name__ == "__main__":
    if RDCR.is_dir():
        main(sys.argv[1:])
    else:
        print("skipped: no articles beside the project")
