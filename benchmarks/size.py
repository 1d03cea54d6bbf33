"""How a record grows: appending, merging, folding and asking with ten thousand to a million claims.

python -m benchmarks.size [CLAIMS...] [--keep] [--in FOLDER]

10000 and 100000 claims by default. --keep writes size.json; with --in the records are left in a folder, and one that is there
already is only asked again. Rates are by the clock; beside them stand the seconds of processor time, which tell more on a
machine that is busy with other things.

The record is synthetic, from a seeded generator: ten claims a document, three tellings of most acts, a few pairs of states
with very many acts and very many pairs with a few. Nothing of it is read from prose; that is measured elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import detente
from detente.actors import registry
from detente.ledger.derive import derive_events, waiting
from detente.model import Block, Claim, Document, Passage
from detente.status.derive import fold_pairs

KEPT = Path(__file__).parent / "size.json"
SEED = 1989
PER_DOCUMENT = 10
TOLD = 3  # tellings of an act, on average
ASKED = 30  # questions of each sort
KINDS = {
    "hold-talks": 22, "criticise": 12, "sign-agreement": 10, "accept-credentials": 9, "give-aid": 8, "praise": 6,
    "support": 6, "open-mission": 5, "sanction": 4, "accuse": 4, "recognise": 3, "upgrade-relations": 3,
    "close-mission": 2, "sever-relations": 2, "establish-relations": 2, "lift-sanctions": 2,
}  # fmt: skip
LEVELS = {"accept-credentials": ("embassy", "legation", None), "open-mission": ("embassy", "consulate")}
FIRST = dt.date(1992, 1, 1)
DAYS = 12_000


class World:
    """Acts among states, and documents that tell of them, always the same for a number of claims."""

    def __init__(self, claims: int) -> None:
        self._chance = random.Random(SEED)
        on = dt.date(2010, 1, 1)
        states = sorted(a.id for a in registry() if a.is_state and registry().exists(a.id, on))
        self._chance.shuffle(states)
        self.states = states
        self._weights = [1 / (i + 3) for i in range(len(states))]  # a few act often, many seldom
        self.acts = [self._act() for _ in range(max(1, claims // TOLD))]
        self.pairs = [act[:2] for act in self._chance.sample(self.acts, min(len(self.acts), ASKED))]

    def documents(self, count: int, first: int = 0) -> Iterator[tuple[Document, list[Claim]]]:
        """So many documents with their claims."""
        for number in range(first, first + count):
            yield self._document(number)

    def _act(self) -> tuple[str, str, str, str | None, dt.date]:
        one, other = self._chance.choices(self.states, self._weights, k=2)
        while other == one:
            other = self._chance.choice(self.states)
        kind = self._chance.choices(list(KINDS), list(KINDS.values()))[0]
        level = self._chance.choice(LEVELS.get(kind, (None,)))
        return one, other, kind, level, FIRST + dt.timedelta(self._chance.randrange(DAYS))

    def _document(self, number: int) -> tuple[Document, list[Claim]]:
        chance = random.Random(SEED * 1_000_003 + number)
        told = [chance.choice(self.acts) for _ in range(PER_DOCUMENT)]
        lines = [_sentence(act, number, i) for i, act in enumerate(told)]
        starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
        text = " ".join(lines)
        passages = tuple(Passage(s, s + len(line), 0) for s, line in zip(starts, lines, strict=True))
        known = max(act[4] for act in told) + dt.timedelta(chance.randrange(1, 400))
        document = Document(
            id=f"d-{number:016x}", file=f"report-{number:06}.txt", text=text, blocks=(Block("paragraph", 0, len(text)),),
            passages=passages, title=f"Report {number}", date=known.isoformat(),
        )  # fmt: skip
        return document, [_claim(document, *item, chance) for item in zip(told, lines, starts, strict=True)]


def _sentence(act: tuple[str, str, str, str | None, dt.date], number: int, place: int) -> str:
    one, other, kind, level, day = act
    return f"Report {number}.{place} has it that {one} did {kind} {level or ''} with {other} on {day.isoformat()}."


def _claim(document: Document, act: tuple[Any, ...], line: str, start: int, chance: random.Random) -> Claim:
    one, other, kind, level, day = act
    date = day.isoformat() if chance.random() < 0.8 else day.isoformat()[:7]
    key = f"{document.id}|{start}"
    return Claim(
        id="c-" + hashlib.sha256(key.encode()).hexdigest()[:16], document=document.id, file=document.file, quote=line,
        start=start, end=start + len(line), kind=kind, initiators=(one,), targets=(other,), date=date,
        modality="happened" if chance.random() < 0.93 else "planned", confidence=round(chance.uniform(0.4, 0.99), 2),
        level=level,
    )  # fmt: skip


def measure(claims: int, folder: Path) -> dict[str, float]:
    """Rows a second, processor seconds and milliseconds for a record of so many claims."""
    world = World(claims)
    path = folder / f"size-{claims}.duckdb"
    built = not path.exists()
    record = detente.open(path)
    found: dict[str, float] = {"claims": claims, "documents": claims // PER_DOCUMENT}
    if built:
        found |= _built(record, world, claims)
    found |= _asked(record, world)
    number = int(record._store.rows("select count(*) from documents")[0][0])
    extra = list(world.documents(5, first=number))
    middle, _, cpu = _each(lambda read: record.add(*read, reader="synthetic"), extra)
    found |= {"one_more_document_ms": middle, "one_more_document_cpu_ms": cpu}
    record.close()
    found["file_mb"] = path.stat().st_size / 1e6
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {name: round(value, 1) for name, value in found.items()}


def _built(record: detente.Record, world: World, claims: int) -> dict[str, float]:
    append, merge, fold = _append(record, world, claims // PER_DOCUMENT), Spent(), Spent()
    _derive(record, merge, fold)
    events = int(record._store.rows("select count(*) from events")[0][0])
    return {
        "events": events,
        "append_rows_per_s": claims / append.clock,
        "append_cpu_s": append.cpu,
        "merge_rows_per_s": claims / merge.clock,
        "merge_cpu_s": merge.cpu,
        "fold_rows_per_s": events / fold.clock,
        "fold_cpu_s": fold.cpu,
    }


class Spent:
    """Seconds spent inside ``with`` blocks: by the clock, and of processor time."""

    def __init__(self) -> None:
        self.clock = self.cpu = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.clock += time.perf_counter() - self._began[0]
        self.cpu += time.process_time() - self._began[1]


def _append(record: detente.Record, world: World, count: int) -> Spent:
    """Bulk appending, with what merging is to see; the making of the documents left out."""
    from detente.ledger.append import append, checked

    spent, today = Spent(), dt.date(2026, 1, 1)
    documents = world.documents(count)
    while part := list(islice(documents, 1_000)):
        with spent:
            append(record._store, [checked(*read, "synthetic", today) for read in part], dt.datetime(2026, 1, 1))
    return spent


def _derive(record: detente.Record, merge: Spent, fold: Spent) -> None:
    store = record._store
    for portion in waiting(store):
        with store.transaction():
            with merge:
                pairs = derive_events(store, portion)
            with fold:
                fold_pairs(store, pairs)


def _asked(record: detente.Record, world: World) -> dict[str, float]:
    """Milliseconds of questions in a running process, those in the middle and the slowest of each sort."""
    questions: dict[str, Callable[[tuple[str, str]], object]] = {
        "status": lambda pair: record.status(*pair, on="2015-06-01"),
        "status_known": lambda pair: record.status(*pair, on="2015-06-01", known="2012-01-01"),
        "timeline": lambda pair: record.timeline(*pair),
        "compare": lambda pair: record.compare(pair[0], world.states[1:10], on="2015-06-01"),
        "compare_all": lambda pair: record.compare(pair[0], on="2015-06-01"),
    }
    found: dict[str, float] = {}
    for name, ask in questions.items():
        ask(world.pairs[0])
        middle, slowest, cpu = _each(ask, world.pairs)
        found |= {f"{name}_ms": middle, f"{name}_slowest_ms": slowest, f"{name}_cpu_ms": cpu}
    return found


def _each(act: Callable[[Any], object], items: list[Any]) -> tuple[float, float, float]:
    """Milliseconds: those in the middle, the slowest, and of processor time those in the middle."""
    times, cpu = [], []
    for item in items:
        spent = Spent()
        with spent:
            act(item)
        times.append(spent.clock * 1000)
        cpu.append(spent.cpu * 1000)
    return sorted(times)[len(times) // 2], max(times), sorted(cpu)[len(cpu) // 2]


def main(arguments: list[str]) -> None:
    """Measure for each number of claims, print it, keep it where asked to."""
    sizes = [int(a) for a in arguments if a.isdigit()] or [10_000, 100_000]
    kept: dict[str, dict[str, float]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    with tempfile.TemporaryDirectory() as work:
        folder = Path(arguments[arguments.index("--in") + 1]) if "--in" in arguments else Path(work)
        for size in sizes:
            found = measure(size, folder)
            kept[str(size)] = kept.get(str(size), {}) | found
            print(json.dumps(found, indent=1))
    if "--keep" in arguments:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
