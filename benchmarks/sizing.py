"""What reading and importing cost, and what that comes to on paper: the figures of docs/method/sizing.md.

    python -m benchmarks.sizing              both
    python -m benchmarks.sizing rules        a reader by its name
    python -m benchmarks.sizing events       event streams

In seconds of one core. Two costs are told apart: what any number of workers can share (reading a file to claims, a
stream's lines to events), and what one machine does for all of them, since a record is one file (checking, writing,
deriving).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.shared import SHARED
from benchmarks.streams import SAMPLES, SEED, generate

ARTICLES = SHARED / "rdcr" / "articles"
FILES, EVENTS = 30, 250_000
WORDS = 600  # of an article, as assumed
CORPUS, YEAR = 10_000_000, 60_000_000  # articles, and events of GDELT in a year
WORKERS = (1, 10, 100)


def reading(name: str) -> None:
    """Seconds a million words: of a worker, and of the record."""
    import detente
    from detente.reading.files import came_of
    from detente.reading.reader import reader

    chosen = random.Random(SEED).sample(sorted(ARTICLES.glob("*.xml")), FILES)
    used = reader(name)
    came_of(chosen[0], name, frozenset())  # what is loaded once a process is loaded
    began = time.process_time()
    came = [(path, came_of(path, name, frozenset())) for path in chosen]
    worker = time.process_time() - began
    words = sum(len(each[0].text.split()) for _, each in came if isinstance(each, tuple))
    with tempfile.TemporaryDirectory() as folder, detente.open(Path(folder) / "r.duckdb") as record:
        began = time.process_time()
        with record.batch():
            for path, each in came:
                record.receive(path, each, used.name)
        kept = time.process_time() - began
    each, own = worker / words * 1e6, kept / words * 1e6
    print(f"{name}: {words:,} words; a million words take a worker {each:.0f} s, the record {own:.0f} s")
    _on_paper(f"{CORPUS:,} articles of {WORDS} words", each * CORPUS * WORDS / 1e6, own * CORPUS * WORDS / 1e6)


def events() -> None:
    """Seconds a million events: of a worker, and of the record."""
    import detente
    from detente.streams.take import TABLES

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = generate(folder, EVENTS)
        with detente.open(folder / "r.duckdb") as record:
            began = time.process_time()
            for path in files:
                record.import_stream("gdelt", path)
            whole = time.process_time() - began
            record._store.run(f"copy stream_events to '{folder}/events.parquet' (format parquet)")
        with detente.open(folder / "other.duckdb") as other:
            other._store.run(TABLES)
            began = time.process_time()
            other._store.run(f"insert into stream_events by name select * from '{folder}/events.parquet'")
            kept = time.process_time() - began
    each, own = (whole - kept) / EVENTS * 1e6, kept / EVENTS * 1e6
    print(f"events: {EVENTS:,}; a million take a worker {each:.1f} s, the record {own:.1f} s")
    _on_paper(f"{YEAR:,} events", each * YEAR / 1e6, own * YEAR / 1e6)


def _on_paper(what: str, shared: float, alone: float) -> None:
    told = ", ".join(f"{n}: {_told(shared / n)}" for n in WORKERS)
    print(f"    {what}, by workers of one core: {told}; the record {_told(alone)} whatever their number")


def _told(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} seconds"


def main() -> None:
    if not SAMPLES.exists():
        raise SystemExit("The material to measure on lies in ../shared, which is not here.")
    for what in sys.argv[1:] or ("rules", "learned", "events"):
        events() if what == "events" else reading(what)


if __name__ == "__main__":
    main()
