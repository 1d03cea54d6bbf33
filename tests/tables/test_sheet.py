from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from detente.errors import (
    DamagedDocument,
    DetenteError,
    EmptyDocument,
    HostileDocument,
    NotThisFormat,
    UsageError,
)
from detente.tables.sheet import Row, line_of, read_sheet
from tables.workbook import workbook


def sheet(tmp_path: Path, data: bytes, name: str = "acts.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return read_sheet(path)


@pytest.mark.parametrize(
    "data",
    [
        b"who,when\nRUS,2025\nCHN,2024\n",
        b"who;when\r\nRUS;2025\r\nCHN;2024\r\n",
        b"who\twhen\nRUS\t2025\n\n\t\nCHN\t2024",
        "\ufeffwho,when\nRUS,2025\nCHN,2024\n".encode(),
        b'"who","when"\n"RUS","2025"\n" CHN ","20\x0024"\n'.replace(b"\x00", b""),
    ],
    ids=["commas", "semicolons", "tabs and empty rows", "byte order mark", "quotes and spaces"],
)
def test_the_rows_of_a_csv_file_are_read_as_text(tmp_path, data):
    table = sheet(tmp_path, data)
    assert table.columns == ("who", "when")
    assert [row.cells for row in table.rows] == [{"who": "RUS", "when": "2025"}, {"who": "CHN", "when": "2024"}]


def test_a_row_has_the_number_that_a_spreadsheet_shows(tmp_path):
    table = sheet(tmp_path, b"who,when\nRUS,2025\n\nCHN,2024\n")
    assert [row.number for row in table.rows] == [2, 4]


def test_a_workbook_gives_the_same_rows_as_a_csv_file(tmp_path):
    (tmp_path / "acts.xlsx").write_bytes(workbook([["who", "when", "n"], ["RUS", "2025-07-03", 7], ["CHN", "2024", 1]]))
    table = read_sheet(tmp_path / "acts.xlsx")
    assert [tuple(row.cells.values()) for row in table.rows] == [("RUS", "2025-07-03", "7"), ("CHN", "2024", "1")]


def test_a_day_in_a_workbook_is_a_day_and_not_a_number(tmp_path):
    (tmp_path / "acts.xlsx").write_bytes(workbook([["who", "when"], ["RUS", "day:45841"]]))
    assert read_sheet(tmp_path / "acts.xlsx").rows[0].cells["when"] == "2025-07-03"


@pytest.mark.parametrize(
    ("line", "fault"),
    [(b"RUS,2025,extra", "3 cells"), (b"RUS," + b"x" * 20_001, "20,000 characters"), (b"RUS", None)],
)
def test_a_row_that_does_not_fit_the_header_says_so_and_the_others_are_read(tmp_path, line, fault):
    table = sheet(tmp_path, b"who,when\n" + line + b"\nCHN,2024\n")
    found = table.rows[0].fault
    assert fault in found if fault and found else fault is found
    assert table.rows[1].fault is None


def a_bomb() -> bytes:
    from io import BytesIO

    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(60):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * 10_000_000)
    return out.getvalue()


def a_zip() -> bytes:
    from io import BytesIO

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("letter.txt", "no workbook")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "error", "told"),
    [
        (b"", EmptyDocument, "no rows|empty"),
        (b"who,when\n", EmptyDocument, "no rows"),
        (b"who,who\nRUS,CHN\n", UsageError, "Two columns are called 'who'"),
        (b"who,,when\nRUS,x,2025\n", UsageError, "no name"),
        (b'who,when\n"RUS"x,2025\n', DamagedDocument, "no CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, DetenteError, "workbook|encrypted"),
        (b"PK\x03\x04 cut short", DamagedDocument, "cut short"),
        (a_zip(), NotThisFormat, "no workbook"),
        (a_bomb(), HostileDocument, "unpacks"),
    ],
    ids=["empty", "a header alone", "twice", "unnamed", "quotes", "old or locked", "cut short", "a zip", "a bomb"],
)
def test_a_file_that_is_no_table_is_a_clear_error(tmp_path, data, error, told):
    with pytest.raises(error, match=told) as raised:
        sheet(tmp_path, data, "acts.xlsx" if data[:2] in (b"PK", b"\xd0\xcf") else "acts.csv")
    assert "acts" in str(raised.value)
    assert raised.value.remedy


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path):
    (tmp_path / "acts.xlsx").write_bytes(workbook([["who"], ["RUS"]]))
    with pytest.raises(UsageError, match=r"no sheet 'Acts'.*Sheet1"):
        read_sheet(tmp_path / "acts.xlsx", "Acts")


def test_a_row_is_one_line_and_each_cell_has_its_place_in_it():
    line, places = line_of(Row(2, {"who": "RUS", "note": "", "when": "2025"}))
    assert line == "who: RUS | when: 2025"
    assert {column: line[a:b] for column, (a, b) in places.items()} == {"who": "RUS", "when": "2025"}
