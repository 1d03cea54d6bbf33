"""Files of event streams into a record: what is taken, what is known already, what is told of and left out."""

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import detente
from detente.cli.app import app
from detente.errors import HostileDocument, NotThisFormat, UnreadablePath, UsageError
from detente.record import Record
from streams.stream_files import ICEWS, POLECAT, gdelt, icews, mention, polecat, write

SHARED = Path(__file__).parents[3] / "shared" / "streams"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with detente.open(tmp_path / "record.duckdb") as held:
        yield held


@pytest.mark.parametrize("width", [58, 61])
def test_both_editions_of_gdelt_are_known_by_their_columns(record: Record, tmp_path: Path, width: int) -> None:
    file = write(tmp_path / "x.export.CSV", gdelt(7, "20200304", "USA", "CHNMIL", "190", width=width))
    assert record.import_stream("gdelt", file).added == 1
    (event,) = record.events("USA", "CHN", streams=True)
    assert (event["id"], event["date"], event["stream"]) == ("e-gdelt-7", "2020-03-04", "gdelt")
    assert (event["initiators"], event["targets"], event["root"]) == (["USA"], ["CHN"], "ASSAULT")
    assert event["quote"] is None
    assert event["sources"][0]["address"] == "a.example"
    assert record.event("e-gdelt-7").event.stream == "gdelt"


@pytest.mark.parametrize(
    ("code", "actor"),
    [
        ("RUSGOV", "RUS"),
        ("ROM", "ROU"),
        ("PSE", "PALESTINE"),
        ("EGYOPP", "EGY-OPPOSITION"),
        ("IGOUNO", "UN"),
        ("COP", ""),
    ],
)
def test_country_and_role_codes_stand_for_actors_of_the_registry(
    record: Record, tmp_path: Path, code: str, actor: str
) -> None:
    record.import_stream("gdelt", write(tmp_path / "x.CSV", gdelt(1, "20200304", code, "USA", "040")))
    (event,) = record.events("USA", streams=True)
    assert event["initiators"] == ([actor] if actor else [])


def test_an_act_before_1992_is_the_soviet_unions(record: Record, tmp_path: Path) -> None:
    lines = gdelt(1, "19850304", "RUSMIL", "USA", "040"), gdelt(2, "19920304", "RUSMIL", "USA", "040")
    record.import_stream("gdelt", write(tmp_path / "x.CSV", *lines))
    assert [event["initiators"] for event in record.events(streams=True)] == [["SUN"], ["RUS"]]


def test_icews_and_polecat_say_the_same_in_their_own_columns(record: Record, tmp_path: Path) -> None:
    record.import_stream(
        "icews",
        write(tmp_path / "i.tab", "\t".join(ICEWS), icews(1, "2020-03-04", "Turkey", "Russian Federation", "040", 1.0)),
    )
    record.import_stream(
        "polecat",
        write(tmp_path / "p.txt", "\t".join(POLECAT), polecat("A-1", "2020-03-04", "CONSULT", "TUR", "RUS", 1.0)),
    )
    told = [(e["stream"], e["kind"], e["initiators"], e["targets"]) for e in record.events("TUR", "RUS", streams=True)]
    assert sorted(told) == [("icews", "hold-talks", ["TUR"], ["RUS"]), ("polecat", "hold-talks", ["TUR"], ["RUS"])]


def test_an_id_is_taken_once_within_a_file_and_across_files(record: Record, tmp_path: Path) -> None:
    lines = [gdelt(n, "20200304", "USA", "CHN", "040") for n in (1, 2, 1)]
    file = write(tmp_path / "x.CSV", *lines)
    first, again = record.import_stream("gdelt", file), record.import_stream("gdelt", file)
    assert (first.added, first.duplicates) == (2, 1)
    assert (again.added, again.duplicates) == (0, 3)
    assert len(record.events(streams=True)) == 2


def test_a_zipped_file_is_the_same_as_a_plain_one(record: Record, tmp_path: Path) -> None:
    plain = write(tmp_path / "x.CSV", gdelt(1, "20200304", "USA", "CHN", "040"))
    with zipfile.ZipFile(tmp_path / "x.CSV.zip", "w") as archive:
        archive.write(plain, "x.CSV")
    assert record.import_stream("gdelt", tmp_path / "x.CSV.zip").added == 1
    assert record.import_stream("gdelt", plain).duplicates == 1


def test_bad_lines_are_told_with_their_number_and_reason_and_the_rest_is_taken(record: Record, tmp_path: Path) -> None:
    good = gdelt(1, "20200304", "USA", "CHN", "040")
    lines = [
        good,
        "",
        "broken",
        gdelt(2, "20201340", "USA", "CHN", "040"),
        good.replace("1", "", 1),
        "\x00\x01\udcff\t",
    ]
    file = tmp_path / "x.CSV"
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    taken = record.import_stream("gdelt", file)
    assert taken.added == 1
    assert [(r.line, r.reason) for r in taken.rejected] == [
        (3, "1 columns, not 61"),
        (4, "'20201340' is not a day"),
        (5, "no id"),
        (6, "2 columns, not 61"),
    ]


def test_unknown_codes_are_counted_and_their_rows_kept(record: Record, tmp_path: Path) -> None:
    lines = [gdelt(n, "20200304", "QQQ", "USA", code) for n, code in enumerate(("040", "999", "999"))]
    taken = record.import_stream("gdelt", write(tmp_path / "x.CSV", *lines))
    assert taken.added == 3
    assert taken.unknown == {"actor QQQ": 3, "act 999": 2}
    assert [event["kind"] for event in record.events("USA", streams=True)] == ["hold-talks", "other", "other"]


@pytest.mark.parametrize(
    ("stream", "header", "line", "unknown"),
    [
        ("icews", ICEWS, icews(1, "2020-03-04", "Atlantis", "France", "040", 1.0), {"actor Atlantis": 1}),
        ("icews", ICEWS, icews(1, "2020-03-04", "France", "France", "9Z9", 1.0), {"act 9Z9": 1}),
        (
            "polecat",
            POLECAT,
            polecat("A-1", "2020-03-04", "DANCE", "FRA", "QQQ", 1.0),
            {"act DANCE": 1, "actor QQQ": 1},
        ),
    ],
)
def test_what_no_list_has_is_counted_by_its_own_name(
    record: Record, tmp_path: Path, stream: str, header: tuple[str, ...], line: str, unknown: dict[str, int]
) -> None:
    file = tmp_path / "x.tab.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x.tab", "\t".join(header) + "\r\n" + line + "\r\n" + line + "\n")
    taken = record.import_stream(stream, file)
    assert (taken.added, taken.duplicates) == (1, 1)
    assert taken.unknown == {name: 2 * count for name, count in unknown.items()}


def test_mentions_add_reports_not_events(record: Record, tmp_path: Path) -> None:
    lines = [mention(1, "https://a.example"), mention(1, "https://b.example"), mention(1, "https://a.example")]
    taken = record.import_stream("gdelt", write(tmp_path / "x.mentions.CSV", *lines))
    assert (taken.added, taken.duplicates, len(record.events(streams=True))) == (2, 1, 0)


@pytest.mark.parametrize(
    ("stream", "content", "error"),
    [
        ("gdelt", "a,b,c\n", NotThisFormat),
        ("icews", "Event ID\tEvent Date\n", NotThisFormat),
        ("gdelt", "", UnreadablePath),
        ("gdelt", "PK\x03\x04 not a zip", NotThisFormat),
    ],
)
def test_another_file_is_refused_and_leaves_the_record_as_it_was(
    record: Record, tmp_path: Path, stream: str, content: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        record.import_stream(stream, write(tmp_path / "x", content) if content else _empty(tmp_path / "x"))
    assert len(record.events(streams=True)) == 0


def _empty(path: Path) -> Path:
    path.touch()
    return path


def test_an_archive_of_several_files_is_refused(record: Record, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("b", "2")
    with pytest.raises(HostileDocument, match="2 files"):
        record.import_stream("gdelt", tmp_path / "x.zip")


def test_the_command_takes_what_it_can_and_writes_a_rejects_file(tmp_path: Path) -> None:
    good = write(tmp_path / "good.CSV", gdelt(1, "20200304", "USA", "CHN", "040"), "broken")
    bad, rejects, record = write(tmp_path / "bad.CSV", "nothing"), tmp_path / "r.csv", tmp_path / "r.duckdb"
    result = CliRunner().invoke(
        app, ["import", "gdelt", str(bad), str(good), "--rejects", str(rejects), "--record", str(record)]
    )
    assert result.exit_code == 1
    assert "bad.CSV" in result.stderr
    assert "good.CSV: 2 rows, 1 taken" in result.stderr
    with rejects.open(newline="") as file:
        assert [(row["line"], row["reason"]) for row in csv.DictReader(file)] == [("2", "1 columns, not 61")]
    told = CliRunner().invoke(app, ["events", "USA", "CHN", "--record", str(record)])
    assert "(GDELT event)" in told.stdout


def test_status_says_what_it_leaves_out(tmp_path: Path) -> None:
    kept = ["--record", str(tmp_path / "r.duckdb")]
    file = write(tmp_path / "x.CSV", *(gdelt(n, f"202003{n:02}", "USA", "CHN", "040") for n in (1, 2, 30)))
    assert CliRunner().invoke(app, ["import", "gdelt", str(file), *kept]).exit_code == 0
    told = CliRunner().invoke(app, ["status", "USA", "CHN", "--on", "2020-03-29", *kept]).stdout
    assert "2 GDELT events left out" in told
    assert "GDELT" not in CliRunner().invoke(app, ["status", "USA", "FRA", *kept]).stdout


def test_the_memory_of_a_record_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "300MB")
    with detente.open(tmp_path / "r.duckdb") as record:
        assert record._store.rows("select current_setting('memory_limit')") == [("286.1 MiB",)]
    monkeypatch.setenv("DETENTE_MEMORY", "plenty")
    with pytest.raises(UsageError, match="plenty"):
        detente.open(tmp_path / "r.duckdb")


@pytest.mark.skipif(not SHARED.exists(), reason="the samples of real streams lie in ../shared, which is not here")
@pytest.mark.parametrize(
    ("stream", "file"),
    [
        ("gdelt", "gdelt/20141124.export.CSV.zip"),
        ("gdelt", "gdelt/events2samp.tsv"),
        ("gdelt", "gdelt/events2Transsamp.tsv"),
        ("gdelt", "gdelt/mentionssamp.tsv"),
        ("icews", "icews/events.2018.sample.tab"),
    ],
)
def test_every_line_of_the_real_samples_is_taken(record: Record, stream: str, file: str) -> None:
    taken = record.import_stream(stream, SHARED / file)
    assert taken.rows > 40
    assert (taken.added, taken.rejected) == (taken.rows, [])
