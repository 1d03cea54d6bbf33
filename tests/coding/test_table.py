"""Tables of sentences in, codes out: every format, and rows that cannot be coded."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.cli.app import run
from detente.coding.code import Coder
from detente.coding.rows import FORMATS, ICEWS, icews, polecat, put_codes
from detente.coding.table import Coded, TableCoder, Uncoded, read_rows
from detente.errors import DamagedDocument, EmptyDocument, UnreadablePath, UsageError
from detente.exports.polecat import COLUMNS
from detente.tables.sheet import Row
from tables_of_sentences import write_workbook

HEADER = ["id", "sentence", "marked_sentence", "initiator", "target", "date"]
ROWS = [
    ["a", "", "<s>Peru</s> accused <t>Ecuador</t> of theft.", "", "", "2024-05-03"],
    ["b", "Police in Oslo arrested a Russian sailor.", "", "Police in Oslo", "a Russian sailor", ""],
    ["c", "", "<s>Peru</s> met <t>Chile.", "", "", ""],
    ["d", "Norway met Chile.", "", "Sweden", "Chile", ""],
    ["e", "", "", "", "", ""],
    ["f", "Turkey bombed Kurdish positions in Syria on Monday.", "", "", "", ""],
    ["g", "The weather was fine.", "", "", "", ""],
    ["h", "<s>Laos</s> will send rice to <t>Yemen</t>.", "", "", "", "2024-05"],
]
REASONS = {
    "c": "never closed",
    "d": "'Sweden' does not stand in the sentence",
    "e": "no sentence",
    "g": "no act between two actors",
}


@cache
def coder() -> TableCoder:
    return TableCoder(Coder(threads=1))


def write_csv(path: Path, rows: Sequence[Sequence[str]] = ROWS, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return path


def write_parquet(path: Path) -> Path:
    columns = {name: [row[i] or None for row in ROWS] for i, name in enumerate(HEADER)}
    parquet.write_table(pa.table({n: pa.array(c, pa.string()) for n, c in columns.items()}), path)
    return path


def table_in(folder: Path, ending: str) -> Path:
    path = folder / f"table.{ending}"
    if ending == "xlsx":
        return write_workbook(path, [HEADER, *ROWS])
    if ending == "parquet":
        return write_parquet(path)
    return write_csv(path, delimiter="\t" if ending == "tsv" else ",")


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet"])
def test_every_format_is_read_alike_and_bad_rows_say_why(tmp_path: Path, ending: str) -> None:
    told = list(coder().code(read_rows(table_in(tmp_path, ending))))
    coded = {one.id: one for one in told if isinstance(one, Coded)}
    # A row without any cell is not in a CSV file or workbook.
    reasons = {one.id: one.reason for one in told if isinstance(one, Uncoded)}
    assert {"a", "b", "f", "h"} == set(coded)
    assert {id: any(part in reasons.get(id, "") for part in [why]) for id, why in REASONS.items()} == dict.fromkeys(
        REASONS, True
    )
    assert [coded[id].how for id in "abfh"] == ["marked", "named", "found", "marked"]
    assert (coded["a"].code.root, coded["b"].code.root, coded["h"].code.root) == ("ACCUSE", "COERCE", "AGREE")
    assert coded["f"].actors[0] == "TUR"


def test_rows_keep_their_order_and_their_numbers(tmp_path: Path) -> None:
    told = list(coder().code(read_rows(write_csv(tmp_path / "t.csv"))))
    assert [one.row for one in told] == sorted(one.row for one in told)
    assert next(one.row for one in told if one.id == "a") == 2


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_written(tmp_path: Path, format: str) -> None:
    out = tmp_path / f"codes.{format}"
    assert run(["code", str(write_csv(tmp_path / "t.csv")), "-o", str(out), "--format", format, "--threads", "1"]) == 0
    if format == "parquet":
        lines = [row["id"] for row in parquet.read_table(out).to_pylist()]
    elif format == "jsonl":
        lines = [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]
    else:
        delimiter = "," if format == "csv" else "\t"
        rows = list(csv.DictReader(out.open(encoding="utf-8", newline=""), delimiter=delimiter))
        assert tuple(rows[0]) == {"polecat": COLUMNS, "icews": ICEWS}.get(format, tuple(rows[0]))
        lines = [row.get("id") or row["Event ID"] for row in rows]
    assert lines == ["a", "b", "f", "h"]


def test_what_streams_hold_is_written_in_their_terms() -> None:
    row = Row(2, dict(zip(HEADER, ROWS[0], strict=True)))
    told = [one for one in coder().code([row]) if isinstance(one, Coded)]
    of_icews = next(csv.DictReader(icews(told).splitlines(), delimiter="\t"))
    assert (of_icews["Event Date"], of_icews["CAMEO Code"], of_icews["Source Name"]) == ("2024-05-03", "110", "Peru")
    of_polecat = next(csv.DictReader(polecat(told).splitlines(), delimiter="\t"))
    assert (of_polecat["Event Type"], of_polecat["Quad Code"]) == ("ACCUSE", "VERBAL CONFLICT")
    assert (of_polecat["Actor Country"], of_polecat["Recipient Country"]) == ("PER", "ECU")


def test_what_was_denied_has_no_place_in_a_stream() -> None:
    cells = {"id": "x", "sentence": "<s>Serbia</s> denied supplying shells to <t>Ukraine</t>."}
    told = [one for one in coder().code([Row(2, cells)]) if isinstance(one, Coded)]
    assert len(told) == 1
    assert len(icews(told).splitlines()) == len(polecat(told).splitlines()) == 1


def test_the_command_lists_bad_rows_and_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, rejects = write_csv(tmp_path / "t.csv"), tmp_path / "bad.csv"
    assert run(["code", str(table), "-o", str(tmp_path / "o.csv"), "--rejects", str(rejects), "--threads", "1"]) == 0
    told = capsys.readouterr().err
    assert "4 pairs coded" in told
    assert "(d): 'Sweden' does not stand in the sentence" in told
    assert [row["id"] for row in csv.DictReader(rejects.open(encoding="utf-8", newline=""))] == ["c", "d", "e", "g"]


def test_a_table_without_any_code_leaves_with_a_status(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "t.csv", [ROWS[2]])
    assert run(["code", str(table), "-o", str(tmp_path / "o.csv"), "--threads", "1"]) == 1


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyDocument),
        (b"id,text\n1,Peru met Chile.\n", UsageError),
        (b"PAR1 and then nothing", DamagedDocument),
        (b"PK\x03\x04 no workbook", DamagedDocument),
    ],
)
def test_a_file_that_is_no_table_of_sentences_is_told(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(error):
        read_rows(path)


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePath):
        read_rows(tmp_path / "none.csv")


@pytest.mark.parametrize(("name", "format"), [("codes", None), ("codes.doc", None), ("codes.csv", "xml")])
def test_a_format_that_nobody_knows_is_told_before_anything_is_coded(
    tmp_path: Path, name: str, format: str | None
) -> None:
    with pytest.raises(UsageError):
        put_codes([], tmp_path / name, format)


CELL = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=4))
def test_whatever_stands_in_the_cells_each_row_is_coded_or_says_why(rows: list[tuple[str, str, str, str]]) -> None:
    names = ("sentence", "marked_sentence", "initiator", "target")
    told = list(coder().code([Row(i, dict(zip(names, row, strict=True))) for i, row in enumerate(rows)]))
    assert {one.row for one in told} == set(range(len(rows)))
    assert all(one.reason for one in told if isinstance(one, Uncoded))


@pytest.mark.parametrize(
    ("sentence", "pairs"),
    [
        ("France condemned Mali's junta.", {("FRA", "MLI")}),
        ("Iran and Oman held talks in Muscat.", {("IRN", "OMN")}),
        ("Israel bombed Hezbollah's positions, and Iran threatened Israel.", {("ISR", "HEZBOLLAH"), ("IRN", "ISR")}),
    ],
)
def test_pairs_that_are_not_marked_are_found(sentence: str, pairs: set[tuple[str, str]]) -> None:
    told = list(coder().code([Row(2, {"sentence": sentence})]))
    assert {one.actors for one in told if isinstance(one, Coded)} >= pairs
