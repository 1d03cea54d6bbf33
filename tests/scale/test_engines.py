"""What every engine makes of the same expressions. A case that an engine answers otherwise says so, and why it may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from detente.ledger.store import Store
from detente.streams import expressions as ex
from detente.streams.engines import Engine, OnRecord
from detente.streams.layouts import Layout
from scale.loopback import Loopback

# What stands in the cells of a row, and what becomes of it: number, date, weight, reports, reason.
PLAIN = Layout("icews", 5, {"number": 0, "date": 1, "weight": 2, "reports": 3, "by": 4}, False)
DAY = dt.date(2020, 3, 4)
CASES: list[tuple[str, str, tuple[Any, ...]]] = [
    ("a plain row", "1\t2020-03-04\t1.5\t3\tFrance", ("1", DAY, 1.5, 3, None)),
    ("a bare date", "1\t20200304\t1.5\t3\tFrance", ("1", DAY, 1.5, 3, None)),
    ("a time after the date", "1\t20200304093000\t1.5\t3\t", ("1", DAY, 1.5, 3, None)),
    ("spaces around", " 1 \t 2020-03-04 \t 1.5\t3 \t", ("1", DAY, 1.5, 3, None)),
    ("gaps", "1\t2020-03-04\t\t\t", ("1", DAY, None, 1, None)),
    ("what is not available", "1\t2020-03-04\tNA\tNA\tNA", ("1", DAY, None, 1, None)),
    ("no day of the calendar", "1\t2019-02-29\t1\t1\t", ("1", None, 1.0, 1, "'2019-02-29' is not a day")),
    ("a leap day", "1\t20200229\t1\t1\t", ("1", dt.date(2020, 2, 29), 1.0, 1, None)),
    ("a month", "1\t2020-03\t1\t1\t", ("1", None, 1.0, 1, "'2020-03' is not a day")),
    ("zeros", "1\t00000000\t1\t1\t", ("1", None, 1.0, 1, "'00000000' is not a day")),
    ("words", "1\tyesterday\tmuch\tmany\t", ("1", None, None, 1, "'yesterday' is not a day")),
    ("other digits", "1\t２０２００３０４\t1\t1\t", ("1", None, 1.0, 1, "'２０２００３０４' is not a day")),
    ("no id", "\t2020-03-04\t1\t1\t", (None, DAY, 1.0, 1, "no id")),
    ("too few columns", "1\t2020-03-04", ("1", DAY, None, 1, "2 columns, not 5")),
    ("too many columns", "1\t2020-03-04\t1\t1\ta\tb", ("1", DAY, 1.0, 1, "6 columns, not 5")),
    ("a weight off the scale", "1\t2020-03-04\t400\t1\t", ("1", DAY, None, 1, None)),
    ("no number", "1\t2020-03-04\tNaN\t1\t", ("1", DAY, None, 1, None)),
    ("endless", "1\t2020-03-04\tinf\t1\t", ("1", DAY, None, 1, None)),
    ("a signed number", "1\t2020-03-04\t-10\t1\t", ("1", DAY, -10.0, 1, None)),
    ("an exponent", "1\t2020-03-04\t1e0\t1\t", ("1", DAY, 1.0, 1, None)),
    ("half a number", "1\t2020-03-04\t.5\t1\t", ("1", DAY, 0.5, 1, None)),
    ("a fraction of a report", "1\t2020-03-04\t1\t3.0\t", ("1", DAY, 1.0, 3, None)),
    ("a number in Java's writing", "1\t2020-03-04\t1d\t1\t", ("1", DAY, None, 1, None)),
    ("accents and other letters", "ß–é\t2020-03-04\t1\t1\tCôte d’Ivoire 🙂", ("ß–é", DAY, 1.0, 1, None)),
]
# No stream writes such numbers, and both engines keep the row.
DIFFERS = {
    ("spark", "a fraction of a report"): ("1", DAY, 1.0, 1, None),  # Spark takes "3.0" for no whole number
    ("spark", "a number in Java's writing"): ("1", DAY, 1.0, 1, None),  # ... and "1d" for 1
}
TOLD = ("number", "date", "weight", "reports", "reason")

ACTORS = [
    {"key": "RUS", "first": dt.date.min, "until": dt.date(1991, 12, 26), "actor": "SUN", "known": True},
    {"key": "RUS", "first": dt.date(1991, 12, 26), "until": dt.date.max, "actor": "RUS", "known": True},
    {"key": "", "first": dt.date.min, "until": dt.date.max, "actor": "", "known": True},
    {"key": "QQQ", "first": dt.date.min, "until": dt.date.max, "actor": "", "known": False},
]
ACTS = [{"key": "040", "kind": "hold-talks", "root": "CONSULT", "weight": 1.0, "modality": "happened", "known": True}]


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with ExitStack() as held:
        if request.param == "duckdb":
            store = Store(tmp_path_factory.mktemp("engine") / "r.duckdb")
            held.callback(store.close)
            held.enter_context(store.held())
            yield OnRecord(store)
            return
        running: Loopback = request.getfixturevalue("spark_cluster")
        from detente.scale.cluster import connected
        from detente.streams.cluster import OnCluster

        yield OnCluster(held.enter_context(connected(running.master, running.folder)))


def put(engine: Engine, name: str, rows: list[dict[str, Any]], schema: dict[str, str]) -> Any:
    """Rows as a table of the engine, and the name by which expressions know it."""
    import ibis
    import pyarrow as pa

    engine.put(name, pa.Table.from_pylist(rows, schema=ibis.schema(schema).to_pyarrow()))
    return ex.named(name, schema)


@pytest.fixture(scope="module")
def read(engine: Engine) -> dict[int, dict[str, Any]]:
    """What the engine makes of all cases at once, by line."""
    lines = [{"file": "f", "line": number, "text": text} for number, (_, text, _) in enumerate(CASES, 1)]
    engine.make("case_rows", ex.rows(put(engine, "case_lines", lines, ex.LINES), PLAIN, "gdelt"))
    return {row["line"]: row for row in engine.get(ex.named("case_rows", ex.ROWS)).to_pylist()}


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES, 1)), ids=[case[0] for case in CASES])
def test_a_line_becomes_the_same_row(
    engine: Engine, read: dict[int, dict[str, Any]], number: int, case: tuple[str, str, tuple[Any, ...]]
) -> None:
    name, text, expected = case
    here = "duckdb" if isinstance(engine, OnRecord) else "spark"
    found = read[number]
    assert tuple(found[column] for column in TOLD) == DIFFERS.get((here, name), expected)
    assert found["text"] == (text if found["reason"] else None)


def _row(number: str, line: int, day: dt.date, by: str, toward: str, act: str, file: str = "f") -> dict[str, Any]:
    told = {"file": file, "line": line, "number": number, "date": day, "known": day, "by": by, "toward": toward}
    return told | {"by_key": by, "toward_key": toward, "act_key": act, "reports": 1}


@pytest.fixture(scope="module")
def coded(engine: Engine) -> Engine:
    """Rows of two files, coded, some of them known already."""
    old, new = dt.date(1985, 1, 2), dt.date(2020, 1, 2)
    rows = [
        _row("1", 1, old, "RUS", "", "040"),
        _row("1", 2, new, "RUS", "RUS", "040"),
        _row("2", 3, new, "RUS", "QQQ", "999"),
        _row("3", 4, new, "RUS", "RUS", "040"),
        _row("1", 1, new, "QQQ", "", "040", "g"),
        _row("4", 2, new, "QQQ", "RUS", "040", "g"),
        {"file": "g", "line": 3, "reason": "no id", "text": "…"},
    ]
    held = put(engine, "held", [{"stream": "gdelt", "number": "3"}, {"stream": "icews", "number": "4"}], ex.HELD)
    found = put(engine, "rows", rows, ex.ROWS)
    actors, acts = put(engine, "actors", ACTORS, ex.ACTORS), put(engine, "acts", ACTS, ex.ACTS)
    engine.make("new", ex.events(ex.fresh(found, held, "gdelt"), actors, acts, "gdelt"))
    return engine


def got(engine: Engine, told: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Rows as tuples, in an order of their own."""
    found = [tuple(row[column] for column in columns) for row in engine.get(told).to_pylist()]
    return sorted(found, key=repr)


def test_an_id_is_taken_once_at_its_first_place_and_not_where_it_is_held(coded: Engine) -> None:
    told = got(coded, ex.named("new", ex.EVENTS), "id", "file", "line", "initiator", "target", "kind", "weight")
    assert told == [
        ("e-gdelt-1", "f", 1, "SUN", "", "hold-talks", 1.0),
        ("e-gdelt-2", "f", 3, "RUS", "", "other", 0.0),
        ("e-gdelt-4", "g", 2, "", "RUS", "hold-talks", 1.0),
    ]


def test_what_each_file_came_to_is_counted(coded: Engine) -> None:
    rows, new = ex.named("rows", ex.ROWS), ex.named("new", ex.EVENTS)
    actors, acts = ex.named("actors", ex.ACTORS), ex.named("acts", ex.ACTS)
    assert got(coded, ex.tally(rows), "file", "rows", "rejected") == [("f", 4, 0), ("g", 3, 1)]
    assert got(coded, ex.added(new), "file", "added", "nobody") == [("f", 2, 2), ("g", 1, 1)]
    assert got(coded, ex.rejected(rows), "file", "line", "reason", "text") == [("g", 3, "no id", "…")]
    assert got(coded, ex.keys(rows), "sort", "key") == [
        ("act", "040"), ("act", "999"), ("actor", ""), ("actor", "QQQ"), ("actor", "RUS"),
    ]  # fmt: skip
    assert got(coded, ex.unknown(rows, actors, acts), "file", "sort", "key", "count") == [
        ("f", "actor", "QQQ", 1), ("g", "actor", "QQQ", 2),
    ]  # fmt: skip


def test_a_report_is_an_event_and_an_address_also_where_there_is_none(engine: Engine) -> None:
    day = dt.date(2020, 1, 2)
    told = [("1", "a"), ("1", "a"), ("1", None), ("1", None), ("2", None), ("2", "b")]
    rows = [_row(n, line, day, "", "", "") | {"address": at} for line, (n, at) in enumerate(told, 1)]
    held = put(engine, "held_reports", [{"stream": "gdelt", "number": "2", "address": None}], ex.HELD)
    found = put(engine, "mentions", rows, ex.ROWS)
    assert got(engine, ex.reports(found, held, "gdelt"), "number", "address", "line") == [
        ("1", "a", 1), ("1", None, 3), ("2", "b", 6),
    ]  # fmt: skip


def test_a_months_index_counts_both_directions_and_nobody_else(engine: Engine) -> None:
    def event(by: str, toward: str, day: dt.date, weight: float, modality: str = "happened") -> dict[str, Any]:
        told = {"initiator": by, "target": toward, "date": day, "known": day, "weight": weight}
        return told | {"modality": modality, "reports": 2}

    march, april = dt.date(2020, 3, 31), dt.date(2020, 4, 1)
    events = [
        event("USA", "CHN", march, 4.0),
        event("CHN", "USA", march, -10.0),
        event("USA", "CHN", april, 0.0),
        event("USA", "CHN", march, 9.0, "planned"),
        event("USA", "USA", march, 9.0),
        event("USA", "", march, 9.0),
        event("ÅLAND", "ZAF", march, 1.0),
    ]
    held = put(engine, "happened", events, ex.INDEXED)
    sums = ("a", "b", "month", "events", "reports", "friendly", "hostile", "cooperation", "conflict")
    usa = [
        ("CHN", "USA", dt.date(2020, 3, 1), 2, 4, 1, 1, 4.0, -10.0),
        ("CHN", "USA", dt.date(2020, 4, 1), 1, 2, 0, 0, 0.0, 0.0),
    ]
    assert got(engine, ex.monthly(held), *sums) == [*usa, ("ZAF", "ÅLAND", dt.date(2020, 3, 1), 1, 2, 1, 0, 1.0, 0.0)]
    assert got(engine, ex.monthly(held, (["USA"], ["CHN", "ZAF"])), *sums) == usa
    assert got(engine, ex.monthly(held, (["CHN"], ["USA"]), known=march), *sums) == usa[:1]
