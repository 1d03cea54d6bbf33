"""Several actors side by side: one row an actor, one column a dimension, and below on whose word each of it rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente import words
from detente.cli.layout import WIDEST, Entry, entries, text
from detente.words import Row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.segment import Segment
    from rich.table import Table
    from rich.text import Text

NARROWEST = 15  # characters of a column that can still be read


def fits(out: Console, rows: Sequence[Row]) -> bool:
    """Whether the screen is wide enough for a column for each dimension."""
    return (len(_dimensions(rows)) + 1) * (NARROWEST + 1) <= out.width


def grid(out: Console, rows: Sequence[Row], actors: Sequence[str], on: str) -> None:
    """The actors as rows, the dimensions as columns; each cell with the number of the word that it rests on."""
    from rich.table import Table

    dimensions = _dimensions(rows)
    table = Table(box=None, padding=(0, 1, 1, 0), expand=False, show_edge=False)
    table.add_column("", ratio=1, overflow="fold")
    for dimension in dimensions:
        table.add_column(text(words.dimension(dimension), "bold"), ratio=1, overflow="fold")
    numbered = {id(row): number for number, row in enumerate(_in_order(rows, actors, dimensions), 1)}
    for actor in actors:
        _add(table, actor, rows, dimensions, numbered, on)
    _print(out, table)
    words_of = (_words(row, numbered[id(row)]) for row in _in_order(rows, actors, dimensions) if row.get("quote"))
    entries(out, words_of, spaced=False, narrowest=3, widest=3)


def _words(row: Row, number: int) -> Entry:
    said = words.excerpt(row["quote"], 2 * WIDEST, *(row.get("trigger") or (0, 0)))
    told = [text(f"“{said}”"), text(words.citation(row), "dim")]
    disagreements = [text(f"Sources disagree; {conflict}") for conflict in row.get("conflicts") or ()]
    return Entry(text(f"{number:>3}"), [*told, *disagreements])


def _print(out: Console, table: Table) -> None:
    """Print a table without the spaces that would fill its last column."""
    for row in out.render_lines(table, pad=False):
        kept = "".join(segment.text for segment in row).rstrip()
        out.print(_styled(row, len(kept)), soft_wrap=True)


def _styled(row: Sequence[Segment], room: int) -> Text:
    line = text("")
    for segment in row:
        line.append(segment.text, segment.style)
    line.truncate(room)
    return line


def _add(
    table: Table, actor: str, rows: Sequence[Row], dimensions: Sequence[str], numbered: dict[int, int], on: str
) -> None:
    mine = [row for row in rows if row["initiator"] == actor]
    cells = [[row for row in mine if _base(row) == dimension] for dimension in dimensions]
    name = text(words.capitalised(words.actor(actor, on)), "bold")
    table.add_row(name, *(_cell(found, numbered) for found in cells))


def _cell(found: Sequence[Row], numbered: dict[int, int]) -> Text:
    cell = text("" if found else "–", "dim")
    for number, row in enumerate(found):
        cell.append("\n" if number else "")
        about = row["dimension"].partition(":")[2]
        cell.append_text(text(f"{about}: " if about else ""))
        cell.append_text(text(words.level(row["dimension"], row["level"]) if row["level"] else "nothing known"))
        marks = [words.since(row.get("since")), words.doubt(row), "disputed" if row.get("conflicts") else ""]
        cell.append_text(text("".join(f", {mark}" for mark in marks if mark)))
        cell.append_text(text(f" [{numbered[id(row)]}]" if row.get("quote") else "", "dim"))
        if row.get("changed"):
            cell.append_text(text(f"\nbefore: {_before(row)}", "italic"))
    return cell


def _before(row: Row) -> str:
    return words.level(row["dimension"], row["before"]) if row.get("before") else "nothing known"


def _base(row: Row) -> str:
    return str(row["dimension"].partition(":")[0])


def _dimensions(rows: Sequence[Row]) -> list[str]:
    from detente import codebook

    there = {_base(row) for row in rows}
    return [dimension for dimension in codebook.load().dimensions if dimension in there]


def _in_order(rows: Sequence[Row], actors: Sequence[str], dimensions: Sequence[str]) -> list[Row]:
    place = {actor: i for i, actor in enumerate(actors)}
    held = [row for row in rows if row["initiator"] in place]
    return sorted(held, key=lambda row: (place[row["initiator"]], dimensions.index(_base(row)), row["dimension"]))
