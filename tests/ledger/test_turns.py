"""Several processes at one record: everybody comes to a turn, and nobody is left with half of anything."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import detente
from detente.errors import RecordBusy, RecordError
from detente.ledger.files import at_work, under_way
from detente.ledger.store import Store
from ledger_stories import story


def in_another_process(code: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, args)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )


OPEN = """
    import sys
    import detente
    record = detente.open(sys.argv[1])
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_a_record_that_another_process_has_open_can_be_read_and_written_to(tmp_path):
    path = tmp_path / "record.duckdb"
    other = in_another_process(OPEN, path)
    assert other.stdout.readline() == "open\n"
    with detente.open(path, wait=10) as record:
        record.add(*story("text", "RUS recognise TALIBAN 2025-07"))
    with detente.open(path, read_only=True, wait=10) as record:
        assert len(record.events()) == 1
    other.communicate("done\n")


BATCH = """
    import sys, time
    import detente
    from ledger_stories import story
    with detente.open(sys.argv[1]) as record, record.batch(buffer=0):
        for i in range(int(sys.argv[2])):
            record.add(*story(f"text {i}", f"RUS recognise TALIBAN 2025-07-{i % 28 + 1:02}"))
            print(i, flush=True)
        sys.stdin.readline()
"""


def test_who_reads_while_another_process_works_is_told_what_is_there_so_far(tmp_path):
    path = tmp_path / "record.duckdb"
    other = in_another_process(BATCH, path, 3)
    for _ in range(3):
        other.stdout.readline()
    with detente.open(path, read_only=True) as record:
        assert len(record.documents()) == 3
        assert record.waiting() == 1
    other.communicate("done\n")
    with detente.open(path, read_only=True) as record:
        assert (record.waiting(), len(record.events())) == (0, 1)


def test_what_a_process_that_died_left_to_derive_is_derived_by_who_opens_next(tmp_path):
    path = tmp_path / "record.duckdb"
    other = in_another_process(BATCH, path, 3)
    for _ in range(3):
        other.stdout.readline()
    other.kill()
    other.wait()
    with detente.open(path, read_only=True) as record:
        assert (record.waiting(), len(record.events())) == (0, 1)
    assert not at_work(path)


def test_two_processes_that_add_at_once_both_get_it_done(tmp_path):
    path = tmp_path / "record.duckdb"
    detente.open(path).close()
    code = BATCH.replace("text {i}", "{sys.argv[3]} {i}")
    both = [in_another_process(code, path, 4, name) for name in ("one", "two")]
    for other in both:
        other.communicate("done\n")
        assert other.returncode == 0
    with detente.open(path) as record:
        assert len(record.documents()) == 8
        assert sum(row["claims"] for row in record.events()) == 8


def test_work_is_announced_for_as_long_as_it_goes_on(tmp_path):
    path = tmp_path / "record.duckdb"
    with under_way(path):
        assert at_work(path)
    assert not at_work(path)
    assert list(tmp_path.iterdir()) == []


HOLD = """
    import sys
    from detente.ledger.store import Store
    store = Store(sys.argv[1])
    with store.held():
        print("open", flush=True)
        sys.stdin.readline()
"""


@pytest.mark.parametrize("read_only", [False, True])
def test_who_does_not_come_to_a_turn_in_time_is_told_so(tmp_path, read_only):
    path = tmp_path / "record.duckdb"
    Store(path).close()
    other = in_another_process(HOLD, path)
    assert other.stdout.readline() == "open\n"
    began = time.monotonic()
    with pytest.raises(RecordBusy, match=r"record\.duckdb: .*try again"):
        Store(path, wait=0.3, read_only=read_only)
    assert time.monotonic() - began < 5
    other.communicate("done\n")


def test_a_record_that_was_closed_says_so(tmp_path):
    record = detente.open(tmp_path / "record.duckdb")
    record.close()
    with pytest.raises(RecordError, match="closed"):
        record.events()
