"""The commands, as a user runs them: real records and processes, with claims that were read by hand."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli.app import run
from detente.model import Block, Claim, Document, Note, Passage, Source
from detente.record import Record

ROOT = Path(__file__).parent.parent

SENTENCES = (
    "The court listed the Taliban as terrorist in February 2003.",
    "On 17 April 2025 it lifted the ban.",
    "Russia recognised the Taliban government on 3 July 2025.",
    "Russia may open a second consulate.",
    "Moscow alleged that the Taliban had armed the rebels.",
    "The Soviet Union invaded Afghanistan in December 1979.",
)
NOTE = "“Russia Recognises the Taliban”, A Paper, 3 July 2025."
SOURCE = Source(title="Russia Recognises the Taliban", publisher="A Paper", date="2025-07-03")


def a_document() -> Document:
    body = " ".join(SENTENCES)
    text = f"{body}\n\n{NOTE}"
    starts = [body.index(sentence) for sentence in SENTENCES]
    passages = [
        Passage(start, start + len(sentence), 0, (1,) if "July" in sentence else ())
        for start, sentence in zip(starts, SENTENCES, strict=True)
    ]
    note = Note("1", 1, len(body) + 2, len(text), (SOURCE,))
    blocks = (Block("paragraph", 0, len(body)), Block("note", note.start, note.end))
    return Document("d-example", "brief.md", text, blocks, tuple(passages), (note,), title="A brief", date="2026-02-02")


def a_claim(
    number: int, kind: str, initiators: str, targets: str, date: str | None, modality: str = "happened"
) -> Claim:
    document = a_document()
    passage = document.passages[number]
    return Claim(
        f"c-{number}",
        document.id,
        document.file,
        document.quote(passage.start, passage.end),
        passage.start,
        passage.end,
        kind,
        (initiators,),
        (targets,),
        date,
        modality,  # type: ignore[arg-type]
        speaker="RUS" if modality == "alleged" else None,
        notes=passage.notes,
        sources=(SOURCE,) if passage.notes else (),
        confidence=0.3 if modality == "assessed" else 0.9,
        reader="by hand",
    )


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "record.duckdb"
    with Record(path) as held:
        claims = [
            a_claim(0, "list-terrorist", "RUS", "TALIBAN", "2003-02"),
            a_claim(1, "delist-terrorist", "RUS", "TALIBAN", "2025-04-17"),
            a_claim(2, "recognise", "RUS", "TALIBAN", "2025-07-03"),
            a_claim(3, "open-mission", "RUS", "TALIBAN", None, "assessed"),
            a_claim(4, "give-arms", "TALIBAN", "RUS", None, "alleged"),
            a_claim(5, "invade", "SUN", "AFG", "1979-12"),
        ]
        held.add(a_document(), claims, reader="by hand")
    return path


def in_a_process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "detente", *map(str, arguments)]
    variables = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=variables, check=False)


# Help


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from detente.cli.app import run; run(['--help']); print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "duckdb",
        "pyarrow",
        "spacy",
        "lxml",
        "trafilatura",
        "pandas",
        "numpy",
        "onnxruntime",
        "pypdfium2",
        "mammoth",
    }
    assert not heavy & set(done.stderr.split())
    assert "status" in done.stdout


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("detente 0.")


# Status


def test_status_tells_each_value_with_its_words_and_source(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "RUS", "TALIBAN", "--on", "2025-08-01", "--record", str(record)]) == 0
    out = capsys.readouterr().out
    assert "Russia toward the Taliban, on 1 August 2025" in out
    assert "recognised, since 3 July 2025" in out
    assert "“Russia recognised the Taliban government on 3 July 2025.”" in out
    assert "brief.md, note 1: “Russia Recognises the Taliban”, A Paper, 3 July 2025" in out


@pytest.mark.parametrize(
    ("on", "levels"),
    [
        ("2001-01-01", {}),
        ("2024-06-01", {"listing": "listed"}),
        ("2025-05-01", {"listing": "none"}),
        ("2025-08-01", {"listing": "none", "recognition": "de-jure"}),
        ("2025-07", {"listing": "none", "recognition": "de-jure"}),  # the end of the month
        ("2025-06", {"listing": "none"}),
    ],
)
def test_status_differs_by_day(
    record: Path, capsys: pytest.CaptureFixture[str], on: str, levels: dict[str, str]
) -> None:
    assert run(["status", "russia", "the taliban", "--on", on, "--record", str(record), "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = {line["dimension"]: line["level"] for line in lines if line["initiator"] == "RUS"}
    assert {name: told.get(name) for name in levels} == levels
    assert set(told) >= set(levels)


def test_a_line_of_status_has_the_fields_that_others_rely_on(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["status", "RUS", "TALIBAN", "--on", "2025-08-01", "--record", str(record), "--format", "jsonl"])
    line = next(
        one for one in map(json.loads, capsys.readouterr().out.splitlines()) if one["dimension"] == "recognition"
    )
    assert line["since"] == "2025-07-03"
    assert line["on"] == "2025-08-01"
    assert line["notes"] == [1]
    assert line["file"] == "brief.md"
    assert line["conflicts"] == []
    assert line["events"][0].startswith("e-")


def test_nothing_is_known_is_an_answer(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "FRA", "TALIBAN", "--on", "2025-08-01", "--record", str(record)]) == 0
    assert "Nothing is known" in capsys.readouterr().out


def test_what_was_not_known_by_then_is_left_out(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(
        [
            "status",
            "RUS",
            "TALIBAN",
            "--on",
            "2025-08-01",
            "--known",
            "2025-12",
            "--record",
            str(record),
            "--format",
            "jsonl",
        ]
    )
    assert capsys.readouterr().out == ""


# Timeline and events


def test_a_timeline_is_grouped_by_year_and_marks_what_is_not_a_fact(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["timeline", "RUS", "TALIBAN", "--record", str(record)]) == 0
    out = capsys.readouterr().out
    assert out.index("\n2003\n") < out.index("\n2025\n") < out.index("\nAt no known date\n")
    assert "alleged by Russia" in out
    assert "assessed, doubtful" in out


def test_the_soviet_union_is_called_so(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["events", "AFG", "--record", str(record)])
    assert "Soviet Union" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        (["RUS", "TALIBAN", "--kind", "recognise"], ["recognise"]),
        (["RUS", "--since", "2025-05"], ["recognise"]),
        (["RUS", "--until", "2003"], ["list-terrorist"]),
        (["--modality", "alleged"], ["give-arms"]),
        (["soviet union"], ["invade"]),
    ],
)
def test_events_can_be_narrowed(
    record: Path, capsys: pytest.CaptureFixture[str], options: list[str], kinds: list[str]
) -> None:
    assert run(["events", *options, "--record", str(record), "--format", "jsonl"]) == 0
    assert [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()] == kinds


@pytest.mark.parametrize("width", ["60", "80", "140"])
@pytest.mark.parametrize(
    "command", [["timeline", "RUS", "TALIBAN"], ["status", "RUS", "TALIBAN"], ["spells"], ["events"]]
)
def test_no_line_is_wider_than_the_screen(
    record: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str], width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert run([*command, "--record", str(record)]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= int(width)


def test_nothing_steers_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Russia recognised \x1b[31mFrance\x07."
    document = Document("d-hostile", "x.txt", text, (Block("paragraph", 0, len(text)),), (Passage(0, len(text), 0),))
    claim = Claim("c-h", document.id, "x.txt", text, 0, len(text), "recognise", ("RUS",), ("FRA",), None, "happened")
    with Record(tmp_path / "r.duckdb") as held:
        held.add(document, [claim], reader="by hand")
    run(["events", "--record", str(tmp_path / "r.duckdb")])
    out = capsys.readouterr().out
    assert "recognised" in out
    assert "\x1b" not in out
    assert "\x07" not in out


# Spells, compare, export


def test_spells_as_csv_have_the_columns_that_others_rely_on(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["spells", "--initiator", "RUS", "--dimension", "listing", "--record", str(record), "--format", "csv"]) == 0
    )
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head == "initiator,target,dimension,level,start,end,events,documents"
    assert first.startswith("RUS,TALIBAN,listing,listed,2003-02,2025-04-17,e-")
    assert first.endswith(",brief.md")


def test_compare_sets_actors_side_by_side(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare", "--toward", "TALIBAN", "RUS", "CHN", "--on", "2025-08-01", "--record", str(record)]
    assert run(arguments) == 0
    out = capsys.readouterr().out
    head, russia, china = [line.split() for line in out.splitlines() if line.startswith((" " * 7, "Russia", "China"))][
        :3
    ]
    assert head == ["Recognition", "Terrorist", "list"]
    assert "recognised, since 3 July 2025 [1]" in " ".join(russia)
    assert china == ["China", "–", "–"]


def test_a_table_is_exported(record: Path, tmp_path: Path) -> None:
    assert (
        run(["export", "jsonl", "--table", "claims", "-o", str(tmp_path / "out.jsonl"), "--record", str(record)]) == 0
    )
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(SENTENCES)


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["status", "RUS", "TALIBAN", "--on", "yesterday"], 1, "--on: 'yesterday' is not a date. Write a day"),
        (["status", "RUS", "TALIBAN", "--on", "2025-02-30"], 1, "--on: '2025-02-30' is not a date."),
        (["status", "RUS", "TALBAN"], 1, "Taliban"),
        (["events", "--kind", "recognize"], 1, "There is no kind of act 'recognize'."),
        (["events", "--modality", "happend"], 2, "--modality: There is no 'happend'. Perhaps: happened"),
        (["spells", "--dimension", "embassy"], 2, "--dimension: There is no 'embassy'."),
        (["export", "xlsx", "-o", "x"], 2, "There is no export format 'xlsx'."),
    ],
)
def test_what_is_mistyped_is_told_in_one_line(
    record: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, told: str
) -> None:
    assert run([*arguments, "--record", str(record)]) == status
    err = capsys.readouterr().err
    assert err.startswith("detente: ")
    assert told in err
    assert err.count("\n") == 1


def test_a_record_that_is_not_there_is_told_with_its_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["events", "--record", str(tmp_path / "none.duckdb")]) == 1
    err = capsys.readouterr().err
    assert "none.duckdb" in err
    assert "detente read" in err
    assert not (tmp_path / "none.duckdb").exists()


def test_a_mistake_of_ours_is_told_without_a_traceback(
    record: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr(Record, "spells", broken)
    assert run(["spells", "--record", str(record)]) == 1
    err = capsys.readouterr().err
    assert "KeyError: 'lost'" in err
    assert "Please report it" in err
    assert "Traceback" not in err
    monkeypatch.setenv("DETENTE_DEBUG", "1")
    assert run(["spells", "--record", str(record)]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_reason_to_complain(record: Path) -> None:
    command = f"{sys.executable} -m detente events --format jsonl --record {record} | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


# Reading


BRIEF = """\
---
title: A small brief
date: 2026-02-02
---

On 3 July 2025 Russia recognised the Taliban government.[^1]

[^1]: "Russia Recognises the Taliban", *A Paper*, 3 July 2025.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("briefs")
    (path / "brief.md").write_text(BRIEF, encoding="utf-8")
    (path / "empty.txt").write_text("", encoding="utf-8")
    return path


def test_claims_are_printed_one_a_line_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    done = in_a_process("read", folder / "brief.md", "--record", tmp_path / "r.duckdb", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    told = next(claim for claim in claims if claim["kind"] == "recognise")
    assert told["initiators"] == ["RUS"]
    assert told["targets"] == ["TALIBAN"]
    assert told["date"] == "2025-07-03"
    assert told["notes"] == [1]
    assert told["sources"][0]["publisher"] == "A Paper"
    assert told["speaker"] is None
    assert "evidence" not in told


def everything_from(terminal: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode(errors="replace")


def drained(terminal: int) -> str:
    """Everything that is written to a terminal until its last writer has gone."""
    told = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # how Linux says that nobody holds the other end any more
            chunk = b""
        if not chunk:
            return told.decode(errors="replace")
        told += chunk


def test_a_bar_on_the_terminal_leaves_what_is_piped_alone(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "detente", "read", folder / "brief.md", "--record", tmp_path / "r.duckdb"]
    ours, theirs = os.openpty()
    with (tmp_path / "out").open("w+", encoding="utf-8") as out:
        started = subprocess.Popen([*command, "--format", "jsonl"], stdout=out, stderr=theirs)
        os.close(theirs)
        told = drained(ours)
        os.close(ours)
        assert started.wait(timeout=120) == 0
        out.seek(0)
        lines = out.read().splitlines()
    assert "brief.md" in told
    assert lines
    assert all(json.loads(line)["file"] == "brief.md" for line in lines)


def test_reading_again_prints_the_same_claims_and_says_that_nothing_changed(folder: Path, tmp_path: Path) -> None:
    arguments = ("read", folder / "brief.md", "--record", tmp_path / "r.duckdb", "--format", "jsonl")
    first, again = in_a_process(*arguments), in_a_process(*arguments)
    assert again.stdout == first.stdout
    assert "brief.md: unchanged" in again.stderr
    assert "unchanged" not in first.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_fails_is_named_and_the_rest_are_read(folder: Path, tmp_path: Path, jobs: str) -> None:
    done = in_a_process("read", folder, "--jobs", jobs, "--record", tmp_path / "r.duckdb", "--format", "jsonl")
    assert done.returncode == 1
    assert done.stdout.count("\n") >= 1
    assert f"detente: {folder / 'empty.txt'}: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_path_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    done = in_a_process(
        "read", folder / "brief.md", tmp_path / "absent.md", "--record", tmp_path / "r.duckdb", "--format", "jsonl"
    )
    assert done.returncode == 1
    assert "absent.md" in done.stderr
    assert '"recognise"' in done.stdout


def test_people_see_the_document_and_its_claims(folder: Path, tmp_path: Path) -> None:
    done = in_a_process("read", folder / "brief.md", "--explain", "--record", tmp_path / "r.duckdb", COLUMNS="80")
    assert "A small brief" in done.stdout
    assert "1 note" in done.stdout
    assert "3 July 2025" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_today_is_the_day_of_an_answer_unless_one_is_given(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["status", "RUS", "TALIBAN", "--record", str(record), "--format", "jsonl"])
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[0])["on"] == dt.date.today().isoformat()
