"""An event's page of evidence: everything that bears on it, and nothing that does not."""

from __future__ import annotations

import csv
import io
import json

import pytest

import detente
from detente.cli.app import run
from detente.errors import RecordError
from detente.evidence import judged
from ledger_stories import story

BRIEF = ("brief", "RUS accept-credentials TALIBAN 2026-01-16 level=embassy", "RUS recognise TALIBAN 2025-07-03")
PAPERS = (BRIEF, ("gazeta", "RUS accept-credentials TALIBAN 2026-01-15"), ("other", "RUS recognise TALIBAN 2025-07"))


@pytest.fixture
def path(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as record:
        for name, *acts in PAPERS:
            record.add(*story(name, *acts))
    return tmp_path / "record.duckdb"


def id_of(path, kind: str) -> str:
    with detente.open(path, read_only=True) as record:
        (row,) = record.events(kind=kind).to_pylist()
        return str(row["id"])


def dossier(path, kind: str):
    with detente.open(path, read_only=True) as record:
        return record.evidence(id_of(path, kind))


def test_every_claim_stands_under_its_voice(path):
    found = dossier(path, "recognise")
    assert sorted(claim.file for voice in found.voices for claim in voice.claims) == ["brief.txt", "other.txt"]
    assert len(found.voices) == 2


def test_what_it_did_to_which_status_is_told(path):
    (effect,) = dossier(path, "recognise").effects
    spell = effect.spell
    assert (spell["initiator"], spell["target"], spell["dimension"], spell["level"]) == (
        "RUS", "TALIBAN", "recognition", "de-jure",
    )  # fmt: skip
    assert (effect.does, effect.before) == ("began", None)


def test_what_an_event_turned_names_the_level_before(path):
    with detente.open(path) as record:
        record.add(*story("later", "RUS derecognise TALIBAN 2027-01-05"))
    (effect,) = dossier(path, "derecognise").effects
    assert (effect.does, effect.before, effect.spell["level"]) == ("turned", "de-jure", "none")


def test_sources_that_date_it_differently_are_named(path):
    told = [row["text"] for row in dossier(path, "accept-credentials").conflicts]
    assert any("15 January 2026 (gazeta.txt)" in text and "16 January 2026 (brief.txt)" in text for text in told)
    assert not any(row["sort"] == "date" for row in dossier(path, "recognise").conflicts)


def test_judgements_on_it_and_on_its_claims_are_listed(path):
    with detente.open(path) as record:
        record.judge("accept", id_of(path, "recognise"), reviewer="Ada", reason="seen the decree")
    assert [row["reason"] for row in dossier(path, "recognise").judgements] == ["seen the decree"]
    assert dossier(path, "accept-credentials").judgements == ()


def test_a_correction_is_told_with_what_it_gives_and_an_undone_one_as_undone(path):
    with detente.open(path) as record:
        made = record.judge(
            "correct", id_of(path, "recognise"), reviewer="Ada", changes={"date": "2025-07-04"}, reason="decree"
        )
        record.judge("undo", made.id, reviewer="Ada")
    told = [judged(row) for row in dossier(path, "recognise").judgements]
    assert "Ada: correct date=2025-07-04, decree (undone)" in told


@pytest.mark.parametrize("format", ["jsonl", "csv", "md", "table"])
def test_the_page_is_printed_in_every_format(path, capsys, format):
    assert run(["event", id_of(path, "accept-credentials"), "--record", str(path), "--format", format]) == 0
    out = capsys.readouterr().out
    if format == "jsonl":
        rows = [json.loads(line) for line in out.splitlines()]
    elif format == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
    else:
        assert "gazeta.txt" in out
        assert "brief.txt" in out
        return
    parts = [row["part"] for row in rows]
    assert parts[0] == "event"
    assert {"event", "claim", "conflict", "effect"} == set(parts)
    assert {row["file"] for row in rows if row["part"] == "claim"} == {"brief.txt", "gazeta.txt"}
    assert all(row["quote"] for row in rows if row["part"] == "claim")


def test_a_claims_id_leads_to_its_event(path, capsys):
    claim = dossier(path, "recognise").voices[0].claims[0].id
    assert run(["event", claim, "--record", str(path)]) == 0
    assert id_of(path, "recognise") in " ".join(capsys.readouterr().out.split())


def test_an_unknown_id_is_told_with_a_remedy(path, capsys):
    assert run(["event", "e-0000", "--record", str(path)]) != 0
    assert "e-0000" in capsys.readouterr().err
    with detente.open(path, read_only=True) as record, pytest.raises(RecordError):
        record.evidence("e-0000")
