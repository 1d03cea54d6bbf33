"""Tables for other programs."""

import io
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cli import tables
from detente.cli.options import Format
from detente.ledger.table import Table

ROW = {
    "kind": "recognise",
    "initiators": ["RUS", "SYR"],
    "date": None,
    "notes": [1, 2],
    "sources": [{"title": "A title", "publisher": None, "date": "2025-07-03"}],
    "quote": "Çiçek said | that\nit would.",
}


def printed(format: Format) -> str:
    out = io.StringIO()
    assert tables.piped(Table(pa.Table.from_pylist([ROW])), format, out)
    return out.getvalue()


def test_json_lines_keep_null_and_every_letter() -> None:
    assert json.loads(printed(Format.jsonl)) == ROW
    assert "Çiçek" in printed(Format.jsonl)


def test_csv_joins_several_values_and_leaves_the_unknown_empty() -> None:
    head, *_ = printed(Format.csv).splitlines()
    assert head == "kind,initiators,date,notes,sources,quote"
    assert 'recognise,RUS;SYR,,1;2,"A title, 2025-07-03"' in printed(Format.csv)


def test_markdown_cells_stay_in_one_line_of_their_table() -> None:
    assert printed(Format.md).splitlines() == [
        "| kind | initiators | date | notes | sources | quote |",
        "| --- | --- | --- | --- | --- | --- |",
        "| recognise | RUS;SYR |  | 1;2 | A title, 2025-07-03 | Çiçek said \\| that it would. |",
    ]


def test_a_table_for_people_is_left_to_be_laid_out() -> None:
    out = io.StringIO()
    assert not tables.piped(Table(pa.Table.from_pylist([ROW])), Format.table, out)
    assert out.getvalue() == ""


@given(st.text())
def test_a_markdown_row_is_always_one_line_with_its_own_bars_only(text: str) -> None:
    *_, line = tables.markdown(Table(pa.table({"a": [text]})))
    assert len(line.splitlines()) == 1
    assert line.replace("\\\\", "").replace("\\|", "").count("|") == 2


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0.5, "0.5"), ([], ""), (["a", "b"], "a;b"), ({"x": 1, "y": None}, "1")]
)
def test_a_cell_is_plain_text(value: object, text: str) -> None:
    assert tables.cell(value) == text
