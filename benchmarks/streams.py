"""How importing a stream, and the monthly index of all pairs, grow with the number of rows: time, memory, what is spilled.

    python -m benchmarks.streams import 500000 1000000 4000000
    python -m benchmarks.streams index 1000000 5000000 20000000

Files are generated in GDELT 2.0's own format from a seed: each row's actors, act and places are drawn from the rows of the
samples beside the project, so that codes and gaps are as common as there. An import is set beside DuckDB's bare scan
(``read_csv`` into a table) of the same files, an index beside the same query in pandas; each runs in a process of its own.
Seconds of the clock mean little on a machine that does other things: seconds of its processors stand beside them.
``--keep FOLDER`` keeps the generated files, ``--memory`` sets DuckDB's limit for both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from benchmarks.shared import ROOT, SHARED

SAMPLES = SHARED / "streams" / "gdelt"
SEED = 19
A_FILE = 250_000  # rows
# Which columns belong together, and are drawn from one row of the samples: two actors, the act, each place.
GROUPS = ((5, 15), (15, 25), (25, 35), (35, 43), (43, 51), (51, 59))
MEMORY = "1GB"


def generate(folder: Path, rows: int) -> list[Path]:
    """Files of together so many rows; the same for the same number, whatever the machine."""
    con = duckdb.connect()
    con.execute(
        "create table samples as select row_number() over () - 1 as place, string_split(text, chr(9)) as cells"
        " from read_csv(?, header = false, delim = '\\x01', quote = '', escape = '', columns = {'text': 'VARCHAR'},"
        " auto_detect = false) where text not like 'GLOBALEVENTID%'",
        [[str(SAMPLES / name) for name in ("events2samp.tsv", "events2Transsamp.tsv")]],
    )
    count = con.execute("select count(*) from samples").fetchall()[0][0]
    files = []
    for first in range(0, rows, A_FILE):
        path = folder / f"{first:08}.export.CSV"
        con.execute(_copied(first, min(rows, first + A_FILE), count, path))
        files.append(path)
    return files


def _copied(first: int, until: int, count: int, path: Path) -> str:
    """The statement that writes the rows of one file: columns 26 and 27 of the samples hold a code and its description,
    of which the published files have only the code."""
    draws = " ".join(
        f"join samples s{g} on s{g}.place = hash(i * 16 + {g} + {SEED}) % {count}" for g in range(len(GROUPS))
    )
    cells = {n: f"s{g}.cells[{_sampled(n) + 1}]" for g, span in enumerate(GROUPS) for n in range(*span)}
    day = f"(date '2015-02-18' + (i // 200000 + hash(i + {SEED}) % 3)::integer)"
    cells |= {
        0: "i + 400000000", 1: f"strftime({day}, '%Y%m%d')", 2: f"strftime({day}, '%Y%m')", 3: f"strftime({day}, '%Y')",
        4: f"year({day}) + 0.1", 59: f"strftime({day}, '%Y%m%d') || '001500'",
        60: "'https://www.news-' || hash(i // 3) % 5000 || '.example/world/' || hash(i // 3) || '/a-headline-of-some-words'",
    }  # fmt: skip
    listed = ", ".join(f"{cells[n]} as c{n}" for n in range(61))
    return (
        f"copy (select {listed} from range({first}, {until}) r(i) {draws} order by i)"
        f" to '{path}' (header false, delimiter '\t', quote '', escape '')"
    )


def _sampled(column: int) -> int:
    return column if column <= 26 else column + 1


def bare(files: list[Path], record: Path, memory: str) -> dict[str, Any]:
    """DuckDB's own scan of the files into a table of a database file."""
    con = duckdb.connect(str(record), config={"memory_limit": memory})
    names = [str(path) for path in files]
    con.execute("create table scanned as select * from read_csv(?, delim = '\t', header = false, quote = '')", [names])
    con.close()
    return {}


def imported(files: list[Path], record: Path, memory: str) -> dict[str, Any]:
    """detente's import of the files, one after the other as the command does it."""
    os.environ["DETENTE_MEMORY"] = memory
    import detente as package

    with package.open(record) as held:
        taken = [held.import_stream("gdelt", path) for path in files]
    return {"added": sum(each.added for each in taken), "rejected": sum(len(each.rejected) for each in taken)}


def events(folder: Path, rows: int) -> list[Path]:
    """Events in the record's own terms as one Parquet file: 200 actors, the likely ones likelier, over ten years."""
    path = folder / "events.parquet"
    con = duckdb.connect()
    actor = "'A' || (200 * pow((hash(i * 8 + {n}) % 100000) / 100000.0, 3))::integer"
    con.execute(
        f"copy (select 'gdelt' as stream, 'e-gdelt-' || i as id, i::varchar as number,"
        f" (date '2015-01-01' + (hash(i * 8 + 1) % 3650)::integer) as date, date '2026-01-01' as known,"
        f" {actor.format(n=2)} as initiator, {actor.format(n=3)} as target, 'by' as by, 'toward' as toward,"
        " '040' as code, 'hold-talks' as kind, 'CONSULT' as root, round((hash(i * 8 + 4) % 200) / 10.0 - 10, 1) as weight,"
        " 'happened' as modality, (hash(i * 8 + 5) % 20)::bigint as reports, 'https://a.example/' || i as address,"
        " null::varchar as publisher, 'x.CSV' as file, i as line from range(0, ?) r(i)) to '" + str(path) + "'",
        [rows],
    )
    return [path]


def index(files: list[Path], record: Path, memory: str) -> dict[str, Any]:
    """The monthly index of all pairs by the expression of the record, on DuckDB."""
    import ibis

    from detente.streams import expressions as ex

    con = duckdb.connect(str(record), config={"memory_limit": memory})
    con.execute("create view stream_events as select * from read_parquet(?)".replace("?", f"'{files[0]}'"))
    sql = ibis.to_sql(ex.monthly(ex.named("stream_events", ex.EVENTS)), dialect="duckdb")
    return {"pairs and months": len(con.sql(str(sql)).to_arrow_table())}


def in_pandas(files: list[Path], _record: Path, _memory: str) -> dict[str, Any]:
    """The same in pandas, of which only the columns needed are read."""
    import pandas as pd

    held = pd.read_parquet(files[0], columns=["initiator", "target", "date", "weight", "reports", "modality"])
    held = held[(held.initiator != "") & (held.target != "") & (held.initiator != held.target)]
    held = held[held.modality == "happened"]
    swapped = held.initiator > held.target
    held["a"] = held.initiator.where(~swapped, held.target)
    held["b"] = held.target.where(~swapped, held.initiator)
    held["month"] = pd.to_datetime(held.date).dt.to_period("M")
    held["friendly"], held["hostile"] = held.weight > 0, held.weight < 0
    held["cooperation"], held["conflict"] = held.weight.clip(lower=0), held.weight.clip(upper=0)
    sums = ["reports", "friendly", "hostile", "cooperation", "conflict"]
    return {"pairs and months": len(held.groupby(["a", "b", "month"], observed=True)[sums].sum())}


WORK = {work.__name__: work for work in (bare, imported, index, in_pandas)}


def timed(work: str, files: list[Path], memory: str) -> dict[str, Any]:
    """One of the above in a process of its own: its seconds without what starting takes, peak memory and disk in MB."""
    with tempfile.TemporaryDirectory(dir=files[0].parent) as folder:
        asked = json.dumps({"work": work, "files": [str(f) for f in files], "folder": folder, "memory": memory})
        command = [sys.executable, "-m", "benchmarks.streams", "do", asked]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            raise SystemExit(f"{work} failed:\n{done.stderr[-2000:]}")
        told: dict[str, Any] = json.loads(done.stdout)
        return told


def do(asked: dict[str, Any]) -> dict[str, Any]:
    """What the process of its own does."""
    import ibis  # noqa: F401 what both sides would load is loaded before the clock starts

    files, record = [Path(f) for f in asked["files"]], Path(asked["folder"]) / "record.duckdb"
    before = peak_mb()
    began, worked = time.perf_counter(), time.process_time()
    told = WORK[asked["work"]](files, record, asked["memory"])
    told |= {"seconds": round(time.perf_counter() - began, 2), "cpu_seconds": round(time.process_time() - worked, 2)}
    told |= {"peak_mb": peak_mb(), "start_mb": before}
    return told | {"disk_mb": sum(f.stat().st_size for f in record.parent.rglob("*") if f.is_file()) >> 20}


def peak_mb() -> int:
    """The most memory that this process has held. Not from getrusage, which counts what the parent held when it forked."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) >> 10


def compare(sort: str, rows: int, memory: str, folder: Path) -> None:
    """Generate, measure both sides in turn, print."""
    made, ours, theirs = (generate, "imported", "bare") if sort == "import" else (events, "index", "in_pandas")
    files = made(folder, rows)
    size = sum(path.stat().st_size for path in files) >> 20
    other, own = timed(theirs, files, memory), timed(ours, files, memory)
    for name, told in ((theirs, other), (ours, own)):
        rest = ", ".join(f"{key} {value:,}" for key, value in told.items() if key != "seconds")
        print(f"{rows:>11,} rows ({size:,} MB)  {name:9s} {told['seconds']:7.2f} s  {rest}")
    rates = ", ".join(f"{other[each] / own[each]:.2f} by {each}" for each in ("seconds", "cpu_seconds"))
    print(f"{'':11s} rate of {ours} to {theirs}: {rates}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sort", choices=("import", "index", "do"))
    parser.add_argument("rows", nargs="+")
    parser.add_argument("--memory", default=MEMORY)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.sort == "do":
        print(json.dumps(do(json.loads(given.rows[0]))))
        return
    if given.sort == "import" and not SAMPLES.exists():
        raise SystemExit("The samples of real streams lie in ../shared, which is not here.")
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            compare(given.sort, int(rows), given.memory, given.keep or Path(folder))


if __name__ == "__main__":
    main()
