"""A real cluster gives what this machine gives: the same claims, the same tables, also when a worker is lost."""

from __future__ import annotations

import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import detente
from detente.cli.app import app
from detente.errors import DamagedDocument, EmptyDocument, UsageError
from detente.reading.files import came_of
from detente.record import Record
from detente.scale.cluster import connected
from detente.scale.reading import read_on
from scale.loopback import PATIENCE, WAITING, Loopback
from streams.stream_files import ICEWS, POLECAT, gdelt, icews, mention, polecat, write

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")

TEXT = (
    "On {day} March 1994 Russia recognised {other}, and opened an embassy there.[^1] Russia and {other} signed an"
    " agreement on trade in May 1995. In 1996 it plans to close its embassy.\n\n[^1]: The Times, 4 March 1994.\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for day, other in enumerate(("Kazakhstan", "Georgia", "Ukraine", "Tajikistan"), 1):
        (folder / f"{other}.md").write_text(TEXT.format(day=day, other=other))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def rows(record: Record, table: str) -> list[tuple[Any, ...]]:
    """All that a table of the record holds, in an order of its own."""
    return record._store.rows(f"select * from {table} order by all")


def test_a_corpus_is_read_to_the_same_record_and_bad_files_are_told_of(
    spark_cluster: Loopback, corpus: Path, tmp_path: Path
) -> None:
    with detente.open(tmp_path / "here.duckdb") as here, detente.open(tmp_path / "there.duckdb") as there:
        read = here.read([corpus])
        results = there.read_on(spark_cluster.master, [corpus], shared=spark_cluster.folder)
        assert [(r.path, r.document_id, r.new, r.claims) for r in results] == [
            (r.path, r.document_id, r.new, r.claims) for r in read
        ]
        assert [type(r.error) for r in results if not r.ok] == [DamagedDocument, EmptyDocument]
        assert [str(r.error) for r in results] == [str(r.error) for r in read]
        for table in ("documents", "claims", "tellings", "events", "spells"):
            assert rows(there, table) == rows(here, table)
        assert len(rows(there, "claims")) >= 4
        again = there.read_on(spark_cluster.master, [corpus], shared=spark_cluster.folder)
        assert [(r.new, r.document_id) for r in again if r.ok] == [(False, r.document_id) for r in read if r.ok]


def test_a_session_with_another_master_is_not_mistaken_for_this_one(spark_cluster: Loopback) -> None:
    with pytest.raises(UsageError, match="already"), connected("local[1]", spark_cluster.folder):
        raise AssertionError("connected")


@pytest.mark.parametrize("reader", ["rules", "learned"])
def test_every_reader_says_the_same_on_a_worker(spark_cluster: Loopback, corpus: Path, reader: str) -> None:
    path = corpus / "Georgia.md"
    with connected(spark_cluster.master, spark_cluster.folder) as cluster:
        ((number, came),) = read_on(cluster, [path], reader)
    assert (number, came) == (0, came_of(path, reader, frozenset()))


def test_a_claim_that_is_not_in_its_text_is_refused(spark_cluster: Loopback, corpus: Path, tmp_path: Path) -> None:
    with connected(spark_cluster.master, spark_cluster.folder) as cluster:
        ((_, came),) = read_on(cluster, [corpus / "Georgia.md"], "rules")
    assert isinstance(came, tuple)
    document, claims = came
    assert claims
    forged = (document, (*claims[:-1], _moved(claims[-1])))
    with detente.open(tmp_path / "r.duckdb") as record:
        result = record.receive(corpus / "Georgia.md", forged, "rules-1")
        assert "do not stand at" in str(result.error)
        assert not rows(record, "claims")


def _moved(claim: Any) -> Any:
    from dataclasses import replace

    return replace(claim, start=claim.start + 1, end=claim.end + 1)


def test_a_worker_lost_in_the_middle_changes_nothing(spark_cluster: Loopback, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(6)]
    for path in paths:
        path.write_text(f"Russia and the United States held talks for the {path.stem}th time.")
    loss = threading.Thread(target=_lose_a_worker, args=[spark_cluster])
    loss.start()
    with connected(spark_cluster.master, spark_cluster.folder) as cluster:
        came = [came for _, came in read_on(cluster, paths, WAITING)]
    loss.join()
    assert len(spark_cluster.workers) == 1
    assert came == [came_of(path, WAITING, frozenset()) for path in paths]


def _lose_a_worker(running: Loopback) -> None:
    """As soon as both workers are in the middle of a document, end one; then let the documents be read."""
    until = time.monotonic() + PATIENCE
    while len(list(running.folder.glob("begun-*"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    running.lose_a_worker()
    (running.folder / "go").touch()


def _gdelt(folder: Path) -> list[Path]:
    """Both editions, mentions, an archive, bad lines, the same event in several files, and files that are refused."""
    nasty = folder / "nasty.CSV"
    good = gdelt(7, "20200304", "RUSGOV", "USA", "040")
    lines = [
        good,
        "",
        "broken",
        "\t" * 60,
        "  ",
        gdelt(8, "20201340", "USA", "CHN", "040") + "\r",
        good,
        "\x00\x01\udcff\t",
    ]
    nasty.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    zipped = folder / "new.CSV.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("new.CSV", gdelt(9, "20200305", "QQQ", "CHN", "999") + "\r\n" + good + "\n")
    torn = folder / "torn.CSV.zip"
    with zipfile.ZipFile(torn, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("torn.CSV", "\n".join(gdelt(n, "20200305", f"U{n}", "CHN", "042") for n in range(20_000)))
    whole = torn.read_bytes()
    torn.write_bytes(whole[: len(whole) // 2] + bytes(64) + whole[len(whole) // 2 + 64 :])
    return [
        nasty,
        write(folder / "old.CSV", gdelt(8, "19850304", "RUSMIL", "USA", "190", width=58), good[:0]),
        write(folder / "x.mentions.CSV", *(mention(7, at) for at in ("https://b.example", "https://a.example") * 2)),
        folder / "missing.CSV",
        torn,
        write(folder / "other.CSV", "a,b,c"),
        zipped,
    ]


def _icews(folder: Path) -> list[Path]:
    told = (
        icews(n, "2020-03-04", "Turkey", "Russian Federation", "040", w) for n, w in ((1, 1.0), (2, 400.0), (1, 1.0))
    )
    return [write(folder / "events.2020.tab", "\t".join(ICEWS), *told)]


def _polecat(folder: Path) -> list[Path]:
    told = (
        polecat("A-1", "2020-03-04", "CONSULT", "TUR", "RUS", 1.0),
        polecat("A-2", "2020-03-05", "DANCE", "TUR", "", 1.0),
    )
    return [write(folder / "ngecEvents.txt", "\t".join(POLECAT), *told)]


@pytest.mark.parametrize(("stream", "written"), [("gdelt", _gdelt), ("icews", _icews), ("polecat", _polecat)])
def test_streams_are_taken_to_the_same_tables_and_told_of_alike(
    spark_cluster: Loopback, tmp_path: Path, stream: str, written: Callable[[Path], list[Path]]
) -> None:
    files = written(tmp_path)
    told = {}
    for where, more in (("here", []), ("there", ["--on", spark_cluster.master, "--shared", str(spark_cluster.folder)])):
        kept = ["--record", str(tmp_path / f"{where}.duckdb"), "--rejects", str(tmp_path / f"{where}.csv")]
        done = CliRunner().invoke(app, ["import", stream, *map(str, files), *kept, *more])
        told[where] = done.exit_code, done.stderr, (tmp_path / f"{where}.csv").read_text()
    assert told["there"] == told["here"]
    with detente.open(tmp_path / "here.duckdb") as here, detente.open(tmp_path / "there.duckdb") as there:
        for table in ("stream_events", "stream_reports"):
            assert rows(there, table) == rows(here, table)
        assert rows(here, "stream_events")


def test_an_index_and_a_trend_are_the_same(spark_cluster: Loopback, tmp_path: Path) -> None:
    lines = [
        gdelt(n, f"{2015 + n // 48}{n // 4 % 12 + 1:02}05", *sides, code)
        for n in range(192)
        for sides in [("USA", "CHN") if n % 3 else ("CHN", "USA")]
        for code in ["190" if n >= 96 else "057"]
    ]
    record = tmp_path / "r.duckdb"
    with detente.open(record) as held:
        held.import_stream("gdelt", write(tmp_path / "x.CSV", *lines))
        there: dict[str, Any] = {"master": spark_cluster.master, "shared": spark_cluster.folder}
        assert held.index(**there) == held.index()
        assert len(held.index()) == 48
        assert held.index(known="2015-12-31", **there) == held.index(known="2015-12-31")
        assert held.trend("USA", "CHN", **there) == held.trend("USA", "CHN")
    asked = ["trend", "USA", "CHN", "--on", spark_cluster.master, "--record", str(record)]
    told = CliRunner().invoke(app, [*asked, "--shared", str(spark_cluster.folder)])
    assert "2017-01  colder by 18.0" in told.stdout
