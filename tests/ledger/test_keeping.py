"""Backups, plain files and older versions: a record can be taken elsewhere and brought back, and nothing is lost on the way."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest

import detente
from detente.errors import RecordDamaged, RecordError, UsageError
from detente.ledger import migrate
from detente.ledger.store import SCHEMA_VERSION
from detente.record import restore
from ledger_stories import story

STORIES = [
    story("one", "RUS recognise TALIBAN 2025-07", "RUS+CHN hold-talks - 2021-10-20", date="2025-08-01"),
    story("two", "RUS recognise TALIBAN 2025-07-03 level=de-jure", "- delist-terrorist TALIBAN -", date="2025-09-01"),
    story("über drei", "RUS open-mission TALIBAN 2021 says=Das_ist_“drei”. p=0.5", date=None),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.duckdb"
    with detente.open(path) as record:
        for read in STORIES:
            record.add(*read)
        record.remove(STORIES[1][0].id)
        record.add(*STORIES[1], reader="another reader")
        claims = record.claims().to_pylist()
        record.judge("correct", claims[0]["id"], reviewer="a reviewer", changes={"date": "2025-07-04"}, reason="“so”")
        record.judge("reject", claims[-1]["id"], reviewer="a reviewer")
    return path


def answers(path: Path) -> list[object]:
    with detente.open(path) as record:
        tables = (record.documents(), record.claims(), record.events(), record.spells(), record.judgements())
        status = record.status("RUS", "TALIBAN", on="2025-12-01", known="2025-08-15")
        return [table.to_pylist() for table in (*tables, status)]


def test_a_backup_gives_the_same_answers(path, tmp_path):
    with detente.open(path, read_only=True) as record:
        record.backup(tmp_path / "copy.duckdb")
    assert answers(tmp_path / "copy.duckdb") == answers(path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.duckdb", "record.duckdb"]


def test_a_backup_takes_the_place_of_an_older_one(path, tmp_path):
    for _ in range(2):
        with detente.open(path) as record:
            record.add(*story("four", "CHN recognise TALIBAN 2026"))
            record.backup(tmp_path / "copy.duckdb")
    assert answers(tmp_path / "copy.duckdb") == answers(path)


def test_a_backup_that_cannot_be_written_leaves_nothing(path, tmp_path):
    with detente.open(path) as record:
        with pytest.raises(UsageError, match="folder"):
            record.backup(tmp_path / "missing" / "copy.duckdb")
        with pytest.raises(UsageError, match="itself"):
            record.backup(path)
    assert [p.name for p in tmp_path.iterdir()] == ["record.duckdb"]


def test_a_damaged_record_is_not_copied_as_if_it_were_whole(path, tmp_path):
    with detente.open(path) as record:
        record.add(
            *story("big", *(f"RUS praise CHN 20{i:02}-01-01 says={os.urandom(20_000).hex()}" for i in range(20)))
        )
    data = bytearray(path.read_bytes())
    for at in range(20_000, len(data), 50_000):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises((RecordDamaged, RecordError)), detente.open(path, read_only=True) as record:
        record.backup(tmp_path / "copy.duckdb")
    assert not (tmp_path / "copy.duckdb").exists()


def test_plain_files_bring_back_the_same_record_and_the_same_files(path, tmp_path):
    with detente.open(path, read_only=True) as record:
        counts = record.write_plain(tmp_path / "one")
    assert counts == {"documents": 3, "readings": 5, "claims": 7, "judgements": 2}
    assert restore(tmp_path / "one", tmp_path / "again.duckdb") == counts
    assert answers(tmp_path / "again.duckdb") == answers(path)
    with detente.open(tmp_path / "again.duckdb", read_only=True) as record:
        record.write_plain(tmp_path / "two")
    assert same(tmp_path / "one", tmp_path / "two")


def same(one: Path, two: Path) -> bool:
    names = sorted(str(p.relative_to(one)) for p in one.rglob("*") if p.is_file())
    assert names == sorted(str(p.relative_to(two)) for p in two.rglob("*") if p.is_file())
    return filecmp.cmpfiles(one, two, names, shallow=False)[0] == names


def test_the_text_of_a_document_is_a_file_of_its_own(path, tmp_path):
    with detente.open(path, read_only=True) as record:
        record.write_plain(tmp_path / "plain")
    texts = {p.stem: p.read_text(encoding="utf-8") for p in (tmp_path / "plain" / "texts").rglob("*.txt")}
    assert texts == {document.id: document.text for document, _ in STORIES}


def spoil(folder: Path, name: str, change) -> None:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    lines[0] = change(lines[0])
    (folder / name).write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")


def other(line: str, **fields: object) -> str:
    return json.dumps(json.loads(line) | fields)


# What is done to the first line of which file, and what the error names.
SPOILT = {
    "a quote that is not there": (
        "claims.jsonl",
        lambda line: json.dumps(json.loads(line) | {"claim": json.loads(line)["claim"] | {"quote": "never said"}}),
        r"claims\.jsonl:1.*do not stand",
    ),
    "a line cut short": ("claims.jsonl", lambda line: line[:40], r"claims\.jsonl:1"),
    "a line that is gone": ("claims.jsonl", lambda _: "", "should have"),
    "a claim of no reading": ("claims.jsonl", lambda line: other(line, reading=99), r"claims\.jsonl:1.*no reading"),
    "a document elsewhere": ("documents.jsonl", lambda line: other(line, id="../../etc/passwd"), "no document's id"),
    "a document without its text": ("documents.jsonl", lambda line: other(line, id="d-0"), r"documents\.jsonl:1.*text"),
    "a field that nobody knows": ("documents.jsonl", lambda line: other(line, colour="red"), "colour"),
    "a reading of nothing": ("readings.jsonl", lambda line: other(line, document="d-0"), r"readings\.jsonl:1"),
    "a judgement without its time": ("judgements.jsonl", lambda line: other(line, at="soon"), r"judgements\.jsonl:1"),
    "another format": ("record.json", lambda _: '{"format": "another"}', "no folder of a record"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_plain_files_that_cannot_be_taken_are_named_and_leave_no_record(path, tmp_path, case):
    name, change, told = SPOILT[case]
    with detente.open(path, read_only=True) as record:
        record.write_plain(tmp_path / "plain")
    spoil(tmp_path / "plain", name, change)
    with pytest.raises(UsageError, match=told):
        restore(tmp_path / "plain", tmp_path / "again.duckdb")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plain", "record.duckdb"]


def test_a_record_is_not_written_over(path, tmp_path):
    with detente.open(path, read_only=True) as record:
        record.write_plain(tmp_path / "plain")
        with pytest.raises(UsageError, match="there already"):
            record.write_plain(tmp_path / "plain")
    with pytest.raises(RecordError, match="already"):
        restore(tmp_path / "plain", path)


def made_older(path: Path) -> None:
    """The record as version 1 had it: fewer derived tables, and judgements that may hold nothing."""
    with duckdb.connect(str(path)) as connection:
        for (view,) in connection.execute("select view_name from duckdb_views() where not internal").fetchall():
            connection.execute(f"drop view {view}")
        for table in ("rulings", "judged", "tellings", "events", "spells"):
            connection.execute(f"drop table {table}")
        connection.execute("alter table judgements alter payload drop not null")
        connection.execute("create table spells (pair varchar)")
        connection.execute("update meta set value = '1' where key = 'schema'")
        connection.execute("delete from meta where key = 'rules'")


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_record_is_brought_up_and_a_copy_is_kept_of_it(path, tmp_path, read_only):
    before = answers(path)
    made_older(path)
    old = tmp_path / "as it was"
    shutil.copy(path, old)
    with detente.open(path, read_only=read_only) as record:
        assert record.copied == tmp_path / "record.duckdb.v1-backup"
    assert answers(path) == before
    with duckdb.connect(str(record.copied), read_only=True) as copy:
        assert copy.execute("select value from meta where key = 'schema'").fetchall() == [("1",)]
        assert copy.execute("select count(*) from claims").fetchall() == [(7,)]


def test_an_older_record_that_cannot_be_brought_up_stays_as_it_was(path, monkeypatch):
    made_older(path)
    monkeypatch.setattr(migrate, "_tell_again", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        detente.open(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("select value from meta where key = 'schema'").fetchall() == [("1",)]
        assert connection.execute("select count(*) from claims").fetchall() == [(7,)]


def test_every_version_but_the_first_has_a_step_that_leads_to_it():
    assert sorted(migrate.STEPS) == list(range(2, SCHEMA_VERSION + 1))


def test_what_was_derived_by_other_rules_is_derived_anew(path):
    before = answers(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update meta set value = 'another codebook' where key = 'rules'")
        connection.execute("update tellings set family = 'another'")
        connection.execute("delete from spells")
    assert answers(path) == before
