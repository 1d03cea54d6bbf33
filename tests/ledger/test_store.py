from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import duckdb
import pytest

import detente
from detente.errors import RecordBusy, RecordDamaged, RecordError, RecordVersion
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


def test_a_file_of_something_else_is_damaged(tmp_path):
    path = tmp_path / "notes.duckdb"
    path.write_bytes(b"these are notes\n" * 1000)
    with pytest.raises(RecordDamaged, match=r"notes\.duckdb: .*backup"):
        Store(path)
    assert path.read_bytes().startswith(b"these are notes")


def test_a_record_cut_short_is_damaged(tmp_path):
    path = tmp_path / "record.duckdb"
    with detente.open(path) as record:
        record.add(*story("text", "RUS recognise TALIBAN 2025-07"))
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(RecordDamaged):
        Store(path)


def test_another_database_is_not_taken_for_a_record(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table sales (amount integer)")
    with pytest.raises(RecordDamaged, match="not a record"):
        Store(path)


def test_a_record_of_a_later_version_says_so(tmp_path):
    path = tmp_path / "record.duckdb"
    Store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("update meta set value = '99' where key = 'schema'")
    with pytest.raises(RecordVersion, match="version 99"):
        Store(path)


@pytest.mark.parametrize("place", ["missing/record.duckdb", "."])
def test_a_place_that_can_hold_no_record_is_a_clear_error(tmp_path, place):
    with pytest.raises(RecordError, match="folder"):
        Store(tmp_path / place)


def test_what_is_not_there_cannot_be_opened_to_read(tmp_path):
    with pytest.raises(RecordError, match="no such record"):
        Store(tmp_path / "record.duckdb", read_only=True)
    assert not (tmp_path / "record.duckdb").exists()


def test_a_record_opened_to_read_is_not_written_to(tmp_path):
    detente.open(tmp_path / "record.duckdb").close()
    with (
        detente.open(tmp_path / "record.duckdb", read_only=True) as record,
        pytest.raises(RecordError, match="read only"),
    ):
        record.add(*story("text", "RUS recognise TALIBAN 2025-07"))


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_that_may_not_be_written_to_is_a_clear_error(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(RecordError, match="permissions"):
        Store(tmp_path / "record.duckdb")


AS_NOBODY = """
    import os, sys
    import detente
    from detente.errors import RecordError
    from ledger_stories import story
    with detente.open(":memory:") as record:  # what is imported only now may lie where nobody may look
        record.add(*story("one", "RUS recognise TALIBAN 2025-07"))
        record.events(), record.waiting()
    if os.geteuid() == 0:
        os.setuid(65534)
    with detente.open(sys.argv[1], read_only=True) as record:
        print(len(record.events()))
    try:
        with detente.open(sys.argv[1]) as record:
            record.add(*story("two", "RUS recognise TALIBAN 2025-07"))
    except RecordError as error:
        print("refused:", error)
"""


@pytest.mark.parametrize("log", [False, True], ids=["closed", "left by a kill"])
def test_a_record_in_a_folder_that_may_not_be_written_to_can_be_read(log):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.duckdb"
        with detente.open(path) as record:
            record.add(*story("one", "RUS recognise TALIBAN 2025-07"))
        if log:
            in_another_process(DIE, path, 1).communicate()
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        out, _ = in_another_process(AS_NOBODY, path).communicate()
        Path(folder).chmod(0o755)
    told = out.splitlines()
    assert told[0] == "1"
    assert told[1].startswith("refused:")
    assert "permissions" in told[1]


def test_a_log_that_is_damaged_is_a_clear_error_or_costs_nothing_before_it(tmp_path):
    path = tmp_path / "record.duckdb"
    in_another_process(DIE, path, 3).communicate()
    log = path.with_name(path.name + ".wal")
    data = bytearray(log.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\xff" * 200
    log.write_bytes(data)
    before = path.read_bytes()
    with contextlib.suppress(RecordDamaged), detente.open(path) as record:
        assert len(record.documents()) <= 4
        return
    assert path.read_bytes() == before


HOLD = """
    import sys
    from detente.ledger.store import Store
    store = Store(sys.argv[1])
    with store.held():
        print("open", flush=True)
        sys.stdin.readline()
    store.close()
"""


def test_a_second_writer_waits_and_then_is_told(tmp_path):
    path = tmp_path / "record.duckdb"
    other = in_another_process(HOLD, path)
    assert other.stdout.readline() == "open\n"
    with pytest.raises(RecordBusy, match=r"record\.duckdb.*open"):
        Store(path, wait=0.3)
    other.communicate("close\n")
    Store(path, wait=10).close()


FILL = """
    import os, resource, sys
    from ledger_stories import story
    import detente
    from detente.errors import RecordError
    record = detente.open(sys.argv[1])
    record.add(*story("one", "RUS recognise TALIBAN 2025-07"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    from detente.model import Document
    import random
    text = "".join(random.choice("abcdefghijklmnop ") for _ in range(3_000_000))
    try:
        record.add(Document("d-big", "big.txt", text, (), ()), [])
    except RecordError as error:
        print("refused:", error)
    print(len(record.documents()), "is there", flush=True)
    os._exit(0)
"""


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path):
    out, _ = in_another_process(FILL, tmp_path / "record.duckdb").communicate()
    assert out.startswith("refused:")
    assert "1 is there" in out
    with detente.open(tmp_path / "record.duckdb") as record:
        assert [row["file"] for row in record.documents()] == ["one.txt"]
        assert len(record.spells()) == 1


DIE = """
    import os, sys
    from ledger_stories import story
    import detente
    record = detente.open(sys.argv[1])
    with record.batch(buffer=0):
        for i in range(20):
            record.add(*story(f"text {i}", f"RUS recognise TALIBAN 2025-07-{i + 1:02}"))
            print(i, flush=True)
            if i == int(sys.argv[2]):
                os._exit(1)
"""


@pytest.mark.parametrize("at", [0, 7])
@pytest.mark.parametrize("read_only", [False, True])
def test_what_was_added_before_a_sudden_end_is_there_and_derived(tmp_path, at, read_only):
    other = in_another_process(DIE, tmp_path / "record.duckdb", at)
    assert len(other.communicate()[0].splitlines()) == at + 1
    with detente.open(tmp_path / "record.duckdb", read_only=read_only) as record:
        assert len(record.documents()) == at + 1
        assert sum(row["claims"] for row in record.events()) == at + 1


def test_a_failed_transaction_writes_nothing(tmp_path):
    store = Store(tmp_path / "record.duckdb")
    with pytest.raises(ZeroDivisionError), store.transaction():  # noqa: PT012
        store.run("insert into meta values ('colour', 'red')")
        raise ZeroDivisionError
    assert store.rows("select count(*) from meta where key = 'colour'") == [(0,)]
    store.close()
