"""Reviewing at the terminal, as a user does it: keys in, decisions in the log."""

from __future__ import annotations

import io
import json

import pytest

import detente
from detente.cli.app import run
from detente.cli.session import changes_of
from detente.errors import UsageError
from ledger_stories import story


@pytest.fixture
def path(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*story("one", "RUS recognise TALIBAN 2025-07-03 p=0.4", "IRN praise TALIBAN 2020 p=0.3"))
        record.add(*story("two", "RUS recognise TALIBAN 2025-07-05 p=0.6", "IRN praise TALIBAN 2020-05-02 p=0.5"))
    return tmp_path / "record.duckdb"


@pytest.fixture
def typed(path, monkeypatch, capsys):
    """Types keys and lines into a review; gives what was printed."""

    def type_in(keys: str, *arguments: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(keys))
        assert run(["review", "--record", str(path), "--reviewer", "Ada", *arguments]) == 0
        return " ".join(capsys.readouterr().out.split())

    return type_in


def log(path) -> list[str]:
    with detente.open(path, read_only=True) as record:
        return [f"{row['action']} {row['reason'] or ''}".strip() for row in record.judgements()]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("arq", ["accept", "reject"]),
        (" a", ["accept"]),
        ("Asaid so twice\nq", ["accept said so twice"]),
        ("Rmisread\nq", ["reject misread"]),
        ("cdate=2025-07-04\nboth are wrong\nq", ["correct both are wrong"]),
        ("s1\nq", ["split"]),
        (" m1\nq", ["merge"]),
        ("nnowhere.txt\nIn one\nkind=praise\n\nq", []),
        ("none.txt\nIn one: RUS\nkind=support initiators=RUS targets=TALIBAN\nseen\nq", ["add seen"]),
        ("auq", ["accept", "undo"]),
        ("uq", []),
        ("e?xq", []),
        ("cnonsense\n\nq", []),
        ("s9\nq", []),
        ("", []),
    ],
)
def test_a_key_is_a_decision(path, typed, keys, expected):
    typed(keys)
    assert log(path) == expected


def test_the_reviewer_sees_what_is_held_why_it_is_in_doubt_and_what_rests_on_it(typed):
    shown = typed("eq")
    for words in (
        "5 July 2025: Russia recognises → the Taliban",
        "sources give 3 July 2025 or 5 July 2025",
        "rests on it: Russia toward Taliban, recognition: recognised since 5 July 2025",
        "“In two: RUS recognise TALIBAN 2025-07-05 p=0.6.”",
        "2 claims, 2 voices",
        "3 July 2025, happened; one.txt",
    ):
        assert words in shown


def test_between_two_keys_others_can_write(path, monkeypatch):
    class Keys(io.StringIO):
        def read(self, size=-1):
            with detente.open(path, wait=0) as other:
                other.add(*story(f"other {self.tell()}", "CHN praise TALIBAN 2021"))
            return super().read(size)

    monkeypatch.setattr("sys.stdin", Keys("a q"))
    assert run(["review", "--record", str(path), "--reviewer", "Ada"]) == 0
    assert log(path) == ["accept"]


def test_nothing_to_review_says_so(path, typed):
    typed("aaaaaaaa")
    assert "Nothing is waiting" in typed("")


def test_the_log_is_printed_and_replayed_onto_a_rebuilt_record(path, tmp_path, typed, capsys):
    typed("carefully\n\nq")
    typed("cdate=2025-07-04\n\nrq")
    assert run(["review", "--log", "--format", "jsonl", "--record", str(path)]) == 0
    lines = capsys.readouterr().out
    (tmp_path / "log.jsonl").write_text(lines, encoding="utf-8")
    rebuilt = tmp_path / "rebuilt.duckdb"
    with detente.open(rebuilt) as record:
        record.add(*story("two", "RUS recognise TALIBAN 2025-07-05 p=0.6", "IRN praise TALIBAN 2020-05-02 p=0.5"))
        record.add(*story("one", "RUS recognise TALIBAN 2025-07-03 p=0.4", "IRN praise TALIBAN 2020 p=0.3"))
    for expected in ("2 new judgements", "0 new judgements"):
        assert run(["review", "--replay", str(tmp_path / "log.jsonl"), "--record", str(rebuilt)]) == 0
        assert expected in capsys.readouterr().err
    with detente.open(path) as one, detente.open(rebuilt) as two:
        for table in ("events", "claims", "spells", "judgements"):
            assert getattr(one, table)() == getattr(two, table)()


def test_a_decision_of_another_day_is_undone_by_its_name(path, typed, capsys):
    typed("rq")
    with detente.open(path, read_only=True) as record:
        (row,) = record.judgements().to_pylist()
    assert run(["review", "--undo", row["id"], "--record", str(path), "--reviewer", "Bo"]) == 0
    assert log(path) == ["reject", "undo"]
    assert run(["review", "--log", "--record", str(path)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"reject {row['subject']}, by Ada (undone" in shown
    assert f"undo {row['id']}, by Bo" in shown


def test_the_queue_is_a_table_for_other_programs(path, capsys):
    assert run(["review", "--list", "--format", "jsonl", "--record", str(path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0]["kind"] == "recognise"
    assert rows[0]["weight"] >= rows[-1]["weight"]
    assert run(["review", "--list", "--record", str(path)]) == 0
    assert f"{len(rows)} events" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"), [("{", "line 1"), ('{"id": "j-1"}\n', "no judgement"), (None, "cannot be read")]
)
def test_a_log_that_is_none_is_a_clear_error(path, tmp_path, capsys, content, words):
    file = tmp_path / "log.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert run(["review", "--replay", str(file), "--record", str(path)]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("date=2026-01-15 initiators=RUS,CHN", {"date": "2026-01-15", "initiators": ["RUS", "CHN"]}),
        ("date= targets=", {"date": None, "targets": []}),
        ("", {}),
    ],
)
def test_a_correction_is_typed_as_fields_and_values(given, expected):
    assert changes_of(given) == expected


def test_words_that_are_no_correction_are_refused():
    with pytest.raises(UsageError, match="'yesterday' is no correction"):
        changes_of("date=2026 yesterday")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["conflicts"], "When (1)"),
        (["conflicts", "RUS", "TALIBAN", "--sort", "date"], "3 July 2025 (one.txt) or 5 July 2025 (two.txt)"),
        (["conflicts", "IRN", "--sort", "level"], "Nothing is at odds"),
        (["compare", "--toward", "TALIBAN", "--on", "2026-01-01", "--since", "2020-01-01"], "before: nothing known"),
        (["spells", "--on", "2025-07-01"], "0 spells"),
        (["timeline", "IRN", "TALIBAN", "--on", "2019-12-31"], "Nothing is known between them"),
    ],
)
def test_commands_that_doubt_and_compare_print_for_people(path, capsys, monkeypatch, asked, words):
    monkeypatch.setenv("COLUMNS", "120")
    assert run([*asked, "--record", str(path)]) == 0
    assert words in " ".join(capsys.readouterr().out.split())


def test_a_narrow_screen_compares_block_by_block(path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    assert run(["compare", "--toward", "TALIBAN", "RUS", "--on", "2026-01-01", "--record", str(path)]) == 0
    assert "Recognition" in capsys.readouterr().out
