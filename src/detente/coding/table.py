"""A table of sentences to codes: each row's pair is marked, named or found, and a row that cannot be coded says why.

A row has a ``marked_sentence``, or a ``sentence`` with an ``initiator`` and a ``target`` that stand in it, or a sentence
alone, in which the pairs are found: then one row becomes one for each pair. ``id`` and ``date`` (EDTF) are optional.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente.coding.code import Code, Coder
from detente.coding.marks import CannotCode, Marked, found, unmarked
from detente.coding.pairs import Actors, PairFinder
from detente.errors import DamagedDocument, UsageError
from detente.tables.sheet import Row, read_sheet

How = Literal["marked", "named", "found"]
MARKED, SENTENCE, SIDES = "marked_sentence", "sentence", ("initiator", "target")
_PARQUET = b"PAR1"
GROUP = 2_000  # rows that are coded together: enough to put sentences of like length beside one another


@dataclass(frozen=True, slots=True)
class Coded:
    """A pair of a row with its code. ``actors`` are the registry's, where the pair was found."""

    row: int
    id: str
    marked: Marked
    how: How
    code: Code
    actors: Actors = (None, None)
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A row that could not be coded, and why."""

    row: int
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Asked:
    row: int
    id: str
    marked: Marked
    how: How
    actors: Actors
    date: str | None


def read_rows(path: Path, sheet: str | None = None) -> list[Row]:
    """The rows of a CSV, TSV, XLSX or Parquet file.

    Raises the DocumentError of a file that cannot be read, and UsageError where it has no column of sentences.
    """
    rows, columns = _parquet(path) if _is_parquet(path) else _sheet(path, sheet)
    if MARKED not in columns and SENTENCE not in columns:
        raise UsageError(
            f"It has no column '{SENTENCE}' or '{MARKED}'.",
            place=path.name,
            remedy=f"Its columns are: {', '.join(columns)}. Give the sentences' column one of the two names.",
        )
    return rows


def _sheet(path: Path, name: str | None) -> tuple[list[Row], Sequence[str]]:
    table = read_sheet(path, name)
    return list(table.rows), table.columns


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == _PARQUET
    except OSError:
        return False  # the other reader says what is wrong


def _parquet(path: Path) -> tuple[list[Row], Sequence[str]]:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        table = parquet.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise DamagedDocument(
            "It cannot be read as Parquet.", place=path.name, remedy="Write it again, or copy it again."
        ) from error
    cells = [["" if value is None else str(value) for value in column.to_pylist()] for column in table.columns]
    names = table.column_names
    return [Row(i, dict(zip(names, row, strict=True))) for i, row in enumerate(zip(*cells, strict=True), 1)], names


class TableCoder:
    """Codes the rows of tables. The reader that finds pairs is loaded when it is first needed."""

    def __init__(self, coder: Coder | None = None, *, threads: int = 0) -> None:
        self._coder = coder or Coder(threads=threads)
        self._finder: PairFinder | None = None

    def code(self, rows: Sequence[Row]) -> Iterator[Coded | Uncoded]:
        """Every row's pairs with their codes, or why there are none, in the order of the rows."""
        for at in range(0, len(rows), GROUP):
            yield from self._group(rows[at : at + GROUP])

    def _group(self, rows: Sequence[Row]) -> Iterator[Coded | Uncoded]:
        asked: list[_Asked | Uncoded] = []
        for row in rows:
            try:
                asked += self._asked(row)
            except CannotCode as why:
                asked.append(Uncoded(row.number, _id(row), str(why)))
        codes = iter(self._coder.code([one.marked for one in asked if isinstance(one, _Asked)]))
        for one in asked:
            if isinstance(one, Uncoded):
                yield one
            else:
                yield Coded(one.row, one.id, one.marked, one.how, next(codes), one.actors, one.date)

    def _asked(self, row: Row) -> list[_Asked]:
        if row.fault:
            raise CannotCode(row.fault)
        cells = {name.strip().lower(): cell.strip() for name, cell in row.cells.items()}
        sentence, date = cells.get(MARKED) or cells.get(SENTENCE, ""), cells.get("date") or None
        names = [cells.get(side, "") for side in SIDES]
        if not sentence:
            raise CannotCode("it has no sentence")
        if cells.get(MARKED) or _is_marked(sentence):
            return [_Asked(row.number, _id(row), unmarked(sentence), "marked", (None, None), date)]
        if any(names):
            return [_Asked(row.number, _id(row), found(sentence, *names), "named", (None, None), date)]
        self._finder = self._finder or PairFinder()
        pairs = self._finder.find(sentence, date)
        return [_Asked(row.number, _id(row), marked, "found", actors, date) for marked, actors in pairs]


def _is_marked(sentence: str) -> bool:
    return any(f"<{side}>" in sentence and f"</{side}>" in sentence for side in "st")


def _id(row: Row) -> str:
    return next((cell for name, cell in row.cells.items() if name.strip().lower() == "id" and cell), str(row.number))
