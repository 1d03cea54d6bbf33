"""The outlook's commands, as a user runs them."""

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pytest
from lxml import etree

from detente.cli.app import run
from detente.record import Record
from ledger_stories import story
from outlook_streams import stream

ACTS = (
    "RUS host-talks TALIBAN 2021-10-20",
    "RUS delist-terrorist TALIBAN 2025-04-17",
    "RUS recognise TALIBAN 2025-07-03",
    "RUS hold-talks TALIBAN 2025-10-07",
    "CHN accept-credentials TALIBAN 2024-01-30",
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.duckdb"
    with Record(path) as held:
        held.add(*story("brief", *ACTS, date="2026-02-02", apart=True), reader="by hand")
    return path


def test_next_tells_acts_with_chances_and_reasons_and_not_what_is_already_so(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["outlook", "next", "--initiator", "RUS", "--target", "TALIBAN", "--record", str(record)]) == 0
    out = capsys.readouterr().out
    told = " ".join(out.split())
    assert re.search(r"Russia holds talks → the Taliban, once (before|in) the past year, on 7 October 2025", told)
    assert "nothing of the kind between them is dated to the day" in told  # of what only happens to be common
    assert "recognises" not in out
    assert "could be tested" in out


def test_next_as_lines_of_json(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["outlook", "next", "--target", "Taliban", "--horizon", "2w", "--record", str(record), "--format", "jsonl"])
        == 0
    )
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["target"] for row in rows} == {"TALIBAN"}
    assert {row["horizon"] for row in rows} == {14}
    assert [row["probability"] for row in rows] == sorted((row["probability"] for row in rows), reverse=True)


def test_recognition_ranks_states_and_says_how_far_to_trust_it(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["outlook", "recognition", "--toward", "TALIBAN", "--by", "2999", "--on", "2026-03-01"]
    assert run([*asked, "--record", str(record)]) == 0
    out, err = capsys.readouterr()
    assert "Who recognises → the Taliban, from 1 March 2026" in out
    assert "China" in out
    assert "is represented (ambassador), since 30 January 2024" in out
    assert "but not on Croatia, Slovenia" in " ".join(out.split())
    assert "Not sealed" in err


def test_a_record_that_tells_nothing_of_an_actor_says_not_to_rely_on_it(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["outlook", "recognition", "--toward", "Kosovo", "--by", "2999", "--record", str(record)]) == 0
    assert "do not rely on this" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["next"], "Of whom, or toward whom"),
        (["next", "--initiator", "RUS", "--horizon", "soon"], "is not a span of time"),
        (["next", "--initiator", "RUS", "--horizon", "0d"], "is not a span of time"),
        (["next", "--initiator", "FRA"], "No act of FRA"),
        (["next", "--initiator", "RUS", "--on", "1990"], "No act in this record"),
        (["recognition", "--toward", "TALIBAN", "--by", "2020"], "lies before the first day"),
        (["recognition", "--toward", "TALIBAN", "--by", "2999", "--act", "praise"], "cannot be forecast"),
        (["recognition", "--toward", "NATO", "--by", "2999"], "nobody recognises it"),
    ],
)
def test_what_cannot_be_asked_is_said_with_a_remedy(
    arguments: list[str], words: str, record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["outlook", *arguments, "--record", str(record)]) != 0
    err = capsys.readouterr().err
    assert words in err
    assert "This should not have happened" not in err


# The sealed record


def sealed(record: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Seal two forecasts; the seal of the first."""
    assert run(["outlook", "recognition", "--toward", "TALIBAN", "--by", "2999", "--record", str(record)]) == 0
    first = re.search(r"Sealed as forecast 1: ([0-9a-f]{16})", capsys.readouterr().err)
    assert run(["outlook", "next", "--initiator", "RUS", "--record", str(record)]) == 0
    assert "Sealed as forecast 2" in capsys.readouterr().err
    assert first
    return first[1]


def test_forecasts_are_sealed_and_shown(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seal = sealed(record, capsys)
    assert run(["outlook", "record", "--record", str(record), "--seal", seal]) == 0
    out, err = capsys.readouterr()
    assert "The sealed record: 2 forecasts" in out
    assert "still open" in out
    assert "nothing before it was changed" in err


def test_a_forecast_is_not_sealed_where_that_is_not_wanted(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["outlook", "next", "--initiator", "RUS", "--no-seal", "--record", str(record)]) == 0
    assert "Sealed" not in capsys.readouterr().err
    assert run(["outlook", "record", "--record", str(record)]) == 0
    assert "0 forecasts" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        ("update forecasts set payload = replace(payload, 'RUS', 'USA') where number = 2", "Forecast 2 was changed"),
        ("delete from forecasts where number = 1", "Forecast 1 was taken out"),
        ("drop table forecasts", "Forecast 2 was taken out"),
    ],
)
def test_a_forecast_that_was_changed_or_deleted_is_reported(
    tampering: str, words: str, record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal = sealed(record, capsys)
    with duckdb.connect(str(record)) as connection:
        connection.execute(tampering)
    assert run(["outlook", "record", "--record", str(record)]) == 1
    assert words in capsys.readouterr().err
    vouched = run(["outlook", "record", "--record", str(record), "--seal", seal, "--format", "jsonl"])
    assert vouched == 1


def test_a_forecast_that_was_changed_counts_for_nothing(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(record, capsys)
    with duckdb.connect(str(record)) as connection:
        connection.execute("update forecasts set payload = replace(payload, 'CHN', 'USA') where number = 1")
    run(["outlook", "record", "--record", str(record)])
    assert "CHANGED after it was sealed" in capsys.readouterr().out


def test_the_record_can_be_drawn_where_there_is_a_place_for_it(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(record, capsys)
    chart = tmp_path / "chart.svg"
    assert run(["outlook", "record", "--record", str(record), "--chart", str(chart)]) == 0
    assert "0 statements" in chart.read_text(encoding="utf-8")
    nowhere = tmp_path / "missing" / "chart.svg"
    assert run(["outlook", "record", "--record", str(record), "--chart", str(nowhere)]) == 2
    assert "missing" in capsys.readouterr().err


# The back-test, the waves, and the install group


def quadruples(folder: Path) -> list[str]:
    events = stream(60)
    for name, first, last in (("train", 0, 44), ("valid", 44, 52), ("test", 52, 60)):
        part = events[(events.day >= first) & (events.day < last)]
        rows = np.stack([part.initiator, part.relation, part.target, part.day * 24], axis=1)
        np.savetxt(folder / f"{name}.txt", rows, fmt="%d", delimiter="\t")
    return [word for name in ("train", "valid", "test") for word in (f"--{name}", str(folder / f"{name}.txt"))]


def test_the_backtest_prints_one_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.outlook import backtest

    small = backtest.Plan(days=10, questions=300, ahead=5, rounds=5)
    monkeypatch.setattr(backtest, "Plan", lambda together: dataclasses.replace(small, together=together))
    assert run(["outlook", "backtest", *quadruples(tmp_path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"single_step", "multi_step", "seconds", "peak_mb"}
    for setting in ("single_step", "multi_step"):
        assert set(found[setting]) == {"mrr", "hits@1", "hits@3", "hits@10", "queries"}
        assert 0 < found[setting]["hits@1"] <= found[setting]["hits@3"] <= found[setting]["hits@10"] <= 1
        assert found[setting]["hits@1"] <= found[setting]["mrr"] <= 1
    assert run(["outlook", "backtest", *quadruples(tmp_path), "--questions-seen"]) == 0
    assert "with the day's other questions in sight" in " ".join(capsys.readouterr().out.split())


def test_a_backtest_of_files_that_are_no_quadruples_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = quadruples(tmp_path)
    (tmp_path / "test.txt").write_text("1 2 3 4\nnonsense\n", encoding="utf-8")
    assert run(["outlook", "backtest", *arguments]) == 2
    assert "test.txt:2" in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = quadruples(tmp_path)
    (tmp_path / "test.txt").unlink()
    assert run(["outlook", "backtest", *arguments]) != 0
    err = capsys.readouterr().err
    assert "test.txt" in err
    assert "This should not have happened" not in err


def test_waves_judges_tables_of_recognitions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "recognised_entity,recogniser_iso3,date,precision,source,flag"
    for name, states, year in (
        ("Ruritania", "FRA ITA ESP BEL NLD DEU PRT GRC LUX DNK IRL", 2001),
        ("Zenda", "KEN TZA UGA", 2003),
    ):
        days = [f"{name},{state},{year}-0{1 + i // 4}-{10 + i},day,x," for i, state in enumerate(states.split())]
        lines = [head, *days, f"{name},NOR,{year}-12-01,day,x,"]
        (tmp_path / f"recognition_{name.lower()}.csv").write_text("\n".join(lines), encoding="utf-8")
    kept, chart = tmp_path / "hazard.json", tmp_path / "chart.svg"
    asked = ["outlook", "waves", str(tmp_path), "--fit", str(kept), "--chart", str(chart), "--format", "json"]
    assert run(asked) == 0
    found = json.loads(capsys.readouterr().out)
    bins = found["leave_one_case_out"]["reliability"]
    assert len(etree.parse(chart).findall("{http://www.w3.org/2000/svg}circle")) == len(bins) > 0
    assert set(found["leave_one_case_out"]["cases"]) == {"Ruritania", "Zenda"}
    assert json.loads(kept.read_text())["fitted_on"]["Zenda"]["recognitions"] == 4
    assert run(["outlook", "waves", str(tmp_path)]) == 0
    assert "Ruritania" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("absent", "arguments", "status"),
    [
        ("lightgbm", ["backtest", "--train", "a", "--valid", "b", "--test", "c"], 1),
        ("numpy", ["next", "--initiator", "RUS"], 1),
        ("numpy", ["recognition", "--toward", "TALIBAN", "--by", "2999"], 1),
        ("numpy", ["record"], 0),
    ],
)
def test_without_the_install_group_a_command_says_what_to_install(
    absent: str, arguments: list[str], status: int, record: Path
) -> None:
    code = (
        f"import sys; sys.modules[{absent!r}] = None\n"
        f"from detente.cli.app import run; sys.exit(run(['outlook', *{arguments!r}]))"
    )
    environment = {"DETENTE_RECORD": str(record), "PATH": "", "PYTHONPATH": ":".join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == status
    assert ("pip install 'detente[outlook]'" in done.stderr) == bool(status)
    assert "Traceback" not in done.stderr
