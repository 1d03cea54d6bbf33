from __future__ import annotations

import json
from pathlib import Path

import pytest

from brief_stories import write_record
from detente.cli.app import run


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("record") / "record.duckdb"
    write_record(made).close()
    return made


def brief(path, *arguments) -> int:
    return run(["brief", *map(str, arguments), "--record", str(path)])


def test_a_brief_is_written_and_its_files_are_named(path, tmp_path, capsys):
    out, works = tmp_path / "b.md", tmp_path / "works.json"
    assert brief(path, "russia", "the Taliban", "-o", out, "--on", "2026-02-02", "--bibliography", works) == 0
    assert capsys.readouterr().err.splitlines() == [
        str(out),
        str(tmp_path / "b-strip.svg"),
        str(tmp_path / "b-acts.svg"),
        str(works),
    ]
    assert out.read_text(encoding="utf-8").startswith("# Russia and the Taliban\n\n*Brief as of 2 February 2026*")
    assert len(json.loads(works.read_text(encoding="utf-8"))) == 7


def test_a_title_of_ones_own(path, tmp_path):
    assert brief(path, "RUS", "TALIBAN", "-o", tmp_path / "b.html", "--title", "Moscow & Kabul") == 0
    assert "<title>Moscow &amp; Kabul</title>" in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_the_template_is_shown_to_start_another_from(path, capsys):
    assert brief(path, "--show-template") == 0
    assert "{{ brief.summary | prose }}" in capsys.readouterr().out


EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.md.j2"))


@pytest.mark.parametrize("own", EXAMPLES, ids=lambda own: own.name)
def test_the_example_templates_work(path, tmp_path, own):
    assert brief(path, "RUS", "TALIBAN", "-o", tmp_path / "b.md", "--template", own, "--on", "2026-02-02") == 0
    text = (tmp_path / "b.md").read_text(encoding="utf-8")
    assert text.startswith("# Russia and the Taliban")
    assert "[^1]: " in text
    assert "Annex" not in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["RUS"], 2, "two actors"),
        (["RUS", "TALIBAN"], 2, "two actors"),
        (["RUS", "RUS", "-o", "b.md"], 2, "two different"),
        (["RUS", "TALIBAN", "-o", "b.xyz"], 2, ".docx"),
        (["RUS", "TALIBAN", "-o", "b.md", "--lang", "fr"], 2, "There are: en"),
        (["RUS", "TALIBAN", "-o", "b.md", "--template", "none.j2"], 2, "none.j2"),
        (["RUS", "NOBODY", "-o", "b.md"], 1, "NOBODY"),
        (["RUS", "TALIBAN", "-o", "b.md", "--on", "tomorrow"], 1, "tomorrow"),
    ],
)
def test_what_cannot_be_done_is_said(path, tmp_path, monkeypatch, capsys, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    assert brief(path, *arguments) == code
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_an_export_of_a_pair(path, tmp_path):
    out = tmp_path / "t.json"
    assert run(["export", "timelinejs", "RUS", "TALIBAN", "-o", str(out), "--record", str(path)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["title"]["text"]["headline"] == "Russia and the Taliban"


def test_a_table_is_exported_as_before(path, tmp_path):
    out = tmp_path / "t.csv"
    assert run(["export", "csv", "--table", "spells", "-o", str(out), "--record", str(path)]) == 0
    assert out.read_text(encoding="utf-8").startswith("initiator,target,dimension,level,start,end,events,documents")
