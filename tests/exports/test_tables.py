from __future__ import annotations

import csv
import json

import pyarrow.parquet as parquet
import pytest

import detente
from detente.errors import UsageError
from detente.exports import export
from ledger_stories import story


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with detente.open(tmp_path_factory.mktemp("record") / "record.duckdb") as opened:
        opened.add(*story("one", "RUS recognise TALIBAN 2025-07", "RUS+IND hold-talks - 2021-12-06"))
        opened.add(*story("two", "RUS recognise TALIBAN 2025-07-03"))
        yield opened


def test_csv_joins_lists_with_a_semicolon(record, tmp_path):
    path = export(record, "csv", tmp_path / "spells.csv", "spells")
    (row,) = csv.DictReader(path.open(encoding="utf-8"))
    assert list(row)[:8] == ["initiator", "target", "dimension", "level", "start", "end", "events", "documents"]
    assert (row["level"], row["start"], row["end"], row["documents"]) == (
        "de-jure",
        "2025-07-03",
        "",
        "one.txt;two.txt",
    )


def test_json_lines_keep_lists_and_dates(record, tmp_path):
    path = export(record, "jsonl", tmp_path / "events.jsonl")
    first, _ = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (first["initiators"], first["date"], first["known"]) == (["RUS", "IND"], "2021-12-06", "2026-06-01")


@pytest.mark.parametrize("table", ["events", "claims", "spells", "documents"])
def test_parquet_is_the_table_itself(record, tmp_path, table):
    path = export(record, "parquet", tmp_path / "table.parquet", table)
    assert parquet.read_table(path).to_pylist() == getattr(record, table)().to_pylist()


@pytest.mark.parametrize(("format", "table"), [("xlsx", "events"), ("csv", "tellings")])
def test_what_there_is_not_is_said(record, tmp_path, format, table):
    with pytest.raises(UsageError, match="There are: "):
        export(record, format, tmp_path / "file", table)


def test_a_place_that_cannot_be_written_to_leaves_nothing_behind(record, tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError, match="taken"):
        export(record, "csv", tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
