"""Tables in, whole records out and back, and copies: as a user runs them."""

from __future__ import annotations

import csv
import io

import pytest

from detente.cli.app import run
from detente.record import Record

TABLE = """who,what,whom,when,level
Russia,recognise,Taliban,2025-07-03,
China,accept-credentials,Taliban,30 January 2024,ambassador
Narnia,recognise,Taliban,2024,
"""
COLUMNS = ["--initiator", "who", "--kind", "what", "--target", "whom", "--date", "when", "--level", "level"]


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "acts.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


def test_a_table_is_taken_and_what_was_not_taken_is_listed(table, capsys):
    assert run(["import", "table", table, *COLUMNS, "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    (rejected,) = csv.DictReader(io.StringIO(out))
    assert (rejected["row"], "Narnia" in rejected["reason"]) == ("4", True)
    assert "acts.csv: 3 rows, 2 claims from 2 of them" in err
    with Record("record.duckdb", read_only=True) as record:
        assert [event["kind"] for event in record.events()] == ["accept-credentials", "recognise"]


def test_for_people_each_row_not_taken_is_a_line(table, capsys):
    assert run(["import", "table", table, *COLUMNS]) == 0
    assert capsys.readouterr().out.startswith("row 4: No actor is called 'Narnia'")


def test_options_are_kept_as_a_mapping_and_used_again(table, capsys):
    assert run(["import", "table", table, *COLUMNS, "--keep-mapping", "map.toml", "--title", "Acts"]) == 0
    assert run(["import", "table", table, "--mapping", "map.toml"]) == 0
    assert "unchanged" in capsys.readouterr().err


def test_options_and_a_mapping_together_are_refused(table, capsys):
    assert run(["import", "table", table, "--mapping", "chiefs-of-mission", "--kind", "what"]) == 2
    assert "not by both" in capsys.readouterr().err


def test_a_record_is_written_out_and_made_again(table, capsys):
    run(["import", "table", table, *COLUMNS])
    assert run(["export", "record", "-o", "plain"]) == 0
    assert run(["import", "record", "plain", "--record", "again.duckdb"]) == 0
    assert "1 documents, 1 readings, 2 claims, 0 judgements" in capsys.readouterr().err
    with Record("record.duckdb", read_only=True) as one, Record("again.duckdb", read_only=True) as other:
        assert (one.events(), one.spells()) == (other.events(), other.spells())


def test_a_backup_can_be_asked(table, capsys):
    run(["import", "table", table, *COLUMNS])
    assert run(["backup", "copy.duckdb"]) == 0
    assert "is copied to copy.duckdb" in capsys.readouterr().err
    assert run(["status", "RUS", "TALIBAN", "--on", "2025-08-01", "--record", "copy.duckdb"]) == 0
    assert "recognised, since 3 July 2025" in capsys.readouterr().out
