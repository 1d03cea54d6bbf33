"""How long the pages of a record take on the server, and how many a second are published.

python -m benchmarks.pages RECORD      a sample of relations, each built and rendered for the first time after warming up

Gives milliseconds by the clock and of this process's own time, since the machine may have other work.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import detente
from detente.record import Record
from detente.web import render
from detente.web.digest import Digest
from detente.web.links import Links, Served
from detente.web.publish import publish
from detente.web.site import Asked, page_at

SAMPLE = 200


def main() -> None:
    """Measure and print."""
    with detente.open(sys.argv[1], read_only=True) as record:
        clock, own = relations(record)
        print(f"relation pages, {len(clock)} of them, clock: {_said(clock)}")
        print(f"relation pages, {len(own)} of them, own time: {_said(own)}")
        if "--publish" in sys.argv:
            with tempfile.TemporaryDirectory() as folder:
                done = publish(record, Path(folder))
            print(f"published {done.pages} pages in {done.seconds:.0f} s: {done.pages / done.seconds:.0f} a second")


def relations(record: Record) -> tuple[list[float], list[float]]:
    """Milliseconds that each page of a sample takes, by the clock and of this process."""
    digest, frame = Digest(record), render.Frame(Links(Served()))
    pairs = sorted({(row["initiator"], row["target"]) for row in digest.spells})
    chosen = random.Random(1).sample(pairs, min(SAMPLE + 5, len(pairs)))
    clock, own = [], []
    for a, b in chosen:
        before = time.perf_counter(), time.process_time()
        page = page_at(record, Asked(("r", a, b), {"on": "1990-01-01"}, dt.date.today(), digest))
        render.html(page, frame)
        clock.append(1000 * (time.perf_counter() - before[0]))
        own.append(1000 * (time.process_time() - before[1]))
    return clock[5:], own[5:]  # the first warm up


def _said(times: Sequence[float]) -> str:
    worst = sorted(times)[int(len(times) * 0.95)]
    return f"median {statistics.median(times):.0f} ms, 95 % within {worst:.0f} ms"


if __name__ == "__main__":
    main()
