"""Kills a process at work on a record, again and again, and looks each time at what it left.

    python -m killing FOLDER TIMES [SEED]      (with src and tests on the path)

The worker adds documents, reads a file, judges, takes documents out and derives, and writes down each thing once the
record has acknowledged it. It is killed with SIGKILL at a random moment. Then another process opens the record and sees to
it that everything acknowledged is there, that nothing is there by halves, and that events and spells are those of a
record built anew from the same documents and judgements. All processes are forks of one that has no database open.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import detente
from detente.actors import registry
from detente.ledger.migrate import rules
from detente.model import Claim, Document
from ledger_stories import story

READER = "by hand"
ACTORS = ("RUS", "CHN", "IND", "IRN", "USA", "PAK")
LIVES = 40  # kills after which a new record is begun, so that it stays small


def paper(number: int) -> tuple[Document, list[Claim]]:
    """The document of a number: a few acts, always the same."""
    chance = random.Random(number)
    acts = []
    for _ in range(chance.randint(1, 6)):
        one, other = chance.sample(ACTORS, 2)
        kind = chance.choice(["recognise", "open-mission", "sever-relations", "hold-talks", "accept-credentials"])
        acts.append(f"{one} {kind} {other} {chance.randint(1990, 1999)}-{chance.randint(1, 12):02}")
    return story(f"paper {number}", *acts, date="2000-01-01")


def work(path: Path, acknowledged: Path, seed: int) -> None:
    """Work on the record until killed, writing down what was acknowledged."""
    chance = random.Random(seed)
    done = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def acknowledge(*words: object) -> None:
        os.write(done, (" ".join(map(str, words)) + "\n").encode())

    with detente.open(path) as record:
        while True:
            if chance.random() < 0.3:
                with record.batch(buffer=0):
                    for _ in range(chance.randint(1, 5)):
                        _add(record, chance, acknowledge)
            elif chance.random() < 0.6:
                _add(record, chance, acknowledge)
            elif chance.random() < 0.7:
                _judge(record, chance, acknowledge)
            else:
                _remove(record, chance, acknowledge)


def _add(record: detente.Record, chance: random.Random, acknowledge: Callable[..., None]) -> None:
    number = chance.randrange(10**6)
    document, claims = paper(number)
    acknowledge("try-add", number)
    record.add(document, claims, reader=READER)
    acknowledge("add", number)


def _judge(record: detente.Record, chance: random.Random, acknowledge: Callable[..., None]) -> None:
    claims = record.claims().to_pylist()
    if claims:
        claim = chance.choice(claims)["id"]
        action = chance.choice(["accept", "reject", "correct"])
        changes = {"date": "1995"} if action == "correct" else None
        acknowledge("judge", record.judge(action, claim, reviewer="a reviewer", changes=changes).id)


def _remove(record: detente.Record, chance: random.Random, acknowledge: Callable[..., None]) -> None:
    rows = [row for row in record.documents().to_pylist() if row["reader"]]
    if rows:
        row = chance.choice(rows)
        number = row["file"].split()[1].removesuffix(".txt")
        acknowledge("try-remove", number)
        record.remove(row["id"])
        acknowledge("remove", number)


def look(path: Path, acknowledged: Path, *, read_only: bool) -> None:
    """See to it that the record holds what was acknowledged, and nothing by halves."""
    lines = [line.split() for line in acknowledged.read_text().splitlines()] if acknowledged.exists() else []
    with detente.open(path, read_only=read_only) as record:
        rows = {row["file"]: row for row in record.documents().to_pylist()}
        for number, ways in _states(lines).items():
            row = rows.get(f"paper {number}.txt")
            there = "out" if row is None or not row["reader"] else "in"
            assert there in ways, f"paper {number} is {there}, acknowledged as {ways}"
        log = {row["id"] for row in record.judgements().to_pylist()}
        lost = {words[1] for words in lines if words[0] == "judge"} - log
        assert not lost, f"judgements lost: {lost}"
        for row in rows.values():
            number = int(row["file"].split()[1].removesuffix(".txt"))
            whole = len(paper(number)[1]) if row["reader"] else 0
            assert len(record.claims(document=row["id"])) <= whole
        assert record.waiting() == 0
        assert _answers(record) == _built_anew(record, rows), "what is derived is not what follows"


def _states(lines: list[list[str]]) -> dict[str, set[str]]:
    """Where each paper may be: an attempt that was not acknowledged may have been made or not."""
    states: dict[str, set[str]] = {}
    for what, subject in lines:
        if what in ("add", "remove"):
            states[subject] = {"in" if what == "add" else "out"}
        elif what in ("try-add", "try-remove"):
            states.setdefault(subject, {"out"}).add("in" if what == "try-add" else "out")
    return states


def _built_anew(record: detente.Record, rows: dict[str, dict[str, Any]]) -> list[Any]:
    with detente.open(":memory:") as anew:
        with anew.batch():
            for name, row in rows.items():
                if row["reader"]:
                    anew.add(*paper(int(name.split()[1].removesuffix(".txt"))), reader=READER)
        anew.replay(record.judgements().to_pylist())
        return _answers(anew)


def _answers(record: detente.Record) -> list[Any]:
    events = [dict(row.items()) for row in record.events().to_pylist()]
    return [events, record.spells().to_pylist()]


def forked(run: Callable[[], None]) -> int:
    """Run something in a process of its own; gives its id."""
    child = os.fork()
    if child:
        return child
    try:
        run()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def _load_beforehand() -> None:
    """Everything that a fork would have to load, so that it is killed at its work."""
    import duckdb  # noqa: F401
    import pyarrow.compute  # noqa: F401

    rules()
    registry()
    paper(0)


def main(folder: Path, times: int, seed: int) -> None:
    """Kill and look so many times; leaves with status 1 at the first record that is not as it should be."""
    _load_beforehand()
    chance = random.Random(seed)
    for number in range(times):
        life = folder / str(number // LIVES)
        life.mkdir(exist_ok=True)
        path, acknowledged = life / "record.duckdb", life / "acknowledged"
        worker = forked(lambda: work(path, acknowledged, chance.random()))  # noqa: B023 run at once
        chance.random()
        time.sleep(chance.uniform(0.0, 1.0) ** 2 * 2)
        os.kill(worker, signal.SIGKILL)
        _, status = os.waitpid(worker, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit(f"kill {number}: the worker failed by itself")
        if not path.exists():
            continue
        looker = forked(lambda: look(path, acknowledged, read_only=bool(number % 2)))  # noqa: B023
        if os.waitpid(looker, 0)[1]:
            raise SystemExit(f"kill {number}: not as it should be: {life}")
    told = sum(1 for log in folder.glob("*/acknowledged") for line in log.open() if not line.startswith("try"))
    print(f"killed {times} times; {told} things acknowledged, none lost")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
