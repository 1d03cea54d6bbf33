"""Pages for people: a chronology, how two actors stand, tables. Width-aware, and clear without colour.

Every line of fact is followed by the words it rests on and where they stand. Knows rows of the record's tables and
nothing of how they were found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from detente.cli import words
from detente.cli.words import Row

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from detente.model import Document

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
QUOTE_LINES = 3  # a longer quote is trimmed around the words that tell the act
WHOLE = 160  # characters of a quote that fit these lines on the narrowest screen
WIDEST = 110  # characters of running text that are still easy to read

# Documents come from anywhere: what would steer a terminal or turn the direction of a line is shown as unprintable.
_UNPRINTABLE = dict.fromkeys(
    [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)


def console(*, stderr: bool = False) -> Console:
    """A console that obeys NO_COLOR and the terminal's width, and adds no colour of its own accord."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def document(out: Console, read: Document, rows: Sequence[Row], *, explain: bool = False) -> None:
    """A document as read: what it is, how much is in it, and its claims, each in a line with its notes."""
    out.print(_text(read.title or read.file, "bold underline"))
    said = [read.author, read.publisher, words.date(read.date), read.file if read.title else None]
    out.print(_text(", ".join(part for part in said if part), "dim"))
    counts = [(len(read.passages), "passage"), (len(read.notes), "note"), (len(rows), "claim")]
    out.print(_text(" · ".join(_count(number, noun) for number, noun in counts)))
    if rows:
        out.print(_text(_tally(row["kind"] for row in rows), "dim"))
    for warning in read.warnings:
        out.print(_text(f"! {warning}"))
    out.print()
    out.print(_claims(rows, explain=explain))
    out.print()


def timeline(out: Console, rows: Sequence[Row], one: str, other: str) -> None:
    """The acts between two actors by year, each with its words and source."""
    count = len({file for row in rows for file in row.get("documents") or ()})
    acts, files = _count(len(rows), "act"), _count(count, "document")
    _heading(out, f"{words.actor(one)} and {words.actor(other)}", f"{one} and {other} · {acts} from {files}")
    if not rows:
        out.print("Nothing is known between them in this record.")
        return
    by_year = groupby(rows, key=lambda row: year(row.get("date")))
    for heading, acts_of_year in by_year:
        out.print()
        out.print(_text(heading or "At no known date", "bold"))
        out.print(_entries(out, acts_of_year, dated_in_heading=True))


def events(out: Console, rows: Sequence[Row]) -> None:
    """Events one under another, each with its words and source."""
    out.print(_entries(out, rows))
    out.print(_text(_count(len(rows), "event"), "dim"))


def status(out: Console, rows: Sequence[Row], pairs: Iterable[tuple[str, str]], on: dt.date) -> None:
    """How each of the directed pairs stands on a day: a block a dimension, with its words and source."""
    for initiator, target in pairs:
        mine = [row for row in rows if (row["initiator"], row["target"]) == (initiator, target)]
        day = on.isoformat()
        title = f"{words.actor(initiator, day)} toward {words.actor(target, day)}, on {words.day(on)}"
        _heading(out, title, f"{initiator} toward {target}")
        if not mine:
            out.print("Nothing is known that would hold on that day.\n")
            continue
        grid = _grid()
        for row in mine:
            grid.add_row(_text(words.dimension(row["dimension"]), "bold"), _stance(row, width=_room(out, 16)))
        out.print(grid)


def compare(out: Console, rows: Sequence[Row], toward: str, actors: Sequence[str], on: dt.date) -> None:
    """Who stands where toward one actor: a block for each of the others."""
    day = on.isoformat()
    _heading(out, f"Who stands where toward {words.actor(toward, day)}, on {words.day(on)}", toward)
    grid = _grid()
    for initiator in actors or dict.fromkeys(row["initiator"] for row in rows):
        mine = [row for row in rows if row["initiator"] == initiator]
        name = words.actor(initiator, day)
        stances: list[RenderableType] = [_stance(row, width=_room(out, 22), named=True) for row in mine]
        grid.add_row(_text(name, "bold"), _stack(stances) if stances else "nothing known\n")
    out.print(grid)


def spells(out: Console, rows: Sequence[Row]) -> None:
    """Spells as a plain table: who toward whom, what, from when to when, out of which documents."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in ("Who", "toward", "what", "from", "until", "documents"):
        table.add_column(column, overflow="fold")
    for row in rows:
        start, end = row.get("start"), row.get("end")
        table.add_row(
            words.actor(row["initiator"], start),
            words.actor(row["target"], start),
            words.level(row["dimension"], row["level"]),
            words.date(start),
            words.date(end),
            ", ".join(row.get("documents") or ()),
        )
    out.print(table)
    out.print(_text(_count(len(rows), "spell"), "dim"))


def year(edtf: str | None) -> str:
    """The heading under which a date stands: its year, or the span of years that it allows. Empty for none."""
    from detente import dates

    if not edtf:
        return ""
    first, last = dates.first_day(edtf), dates.last_day(edtf)
    years = sorted({day.year for day in (first, last) if day})
    return "–".join(str(one) for one in years) if first and last else words.date(edtf)


def _tally(kinds: Iterable[str]) -> str:
    from collections import Counter

    return ", ".join(f"{number} {words.kind(kind)}" for kind, number in Counter(kinds).most_common())


def _claims(rows: Iterable[Row], *, explain: bool) -> Table:
    grid = _grid()
    for row in rows:
        line = _text(words.act(row))
        marks = ", ".join(filter(None, (words.modality(row), words.doubt(row))))
        line.append(f" ({marks})" if marks else "", "italic")
        line.append("".join(f" [{number}]" for number in row.get("notes") or ()), "dim")
        parts: list[RenderableType] = [line]
        if explain:
            parts += [
                _text(f"“{words.excerpt(row['quote'], QUOTE_LINES * WIDEST)}”"),
                *map(_reason, row.get("evidence") or ()),
                _text(""),
            ]
        grid.add_row(_text(words.date(row.get("date")) or "undated"), _stack(parts))
    return grid


def _reason(evidence: Row) -> Text:
    filled = ", understood rather than said" if evidence.get("filled") else ""
    return _text(f"  {evidence['field']}: {evidence['rule']} ({evidence['score']:.2f}{filled})", "dim")


def _entries(out: Console, rows: Iterable[Row], *, dated_in_heading: bool = False) -> Table:
    grid = _grid()
    for row in rows:
        edtf = row.get("date")
        when = _within_year(edtf) if dated_in_heading else words.date(edtf) or "undated"
        grid.add_row(_text(when), _entry(row, _room(out, 16)))
    return grid


def _entry(row: Row, width: int) -> RenderableType:
    marks = ", ".join(filter(None, (words.modality(row), words.doubt(row))))
    line = _text(words.act(row), "bold")
    if marks:
        line.append(f" ({marks})", "italic")
    return _stack([line, *_evidence(row, width)])


def _stance(row: Row, width: int, *, named: bool = False) -> RenderableType:
    stated = words.level(row["dimension"], row["level"])
    since = words.date(row.get("since"))
    line = _text(f"{words.dimension(row['dimension'])}: {stated}" if named else stated, "" if named else "bold")
    line.append(f", since {since}" if since else ", since when is not known")
    if words.doubt(row):
        line.append(" (doubtful)", "italic")
    for conflict in row.get("conflicts") or ():
        line.append(f"\nSources disagree: {conflict}")
    return _stack([line, *_evidence(row, width)])


def _evidence(row: Row, width: int) -> list[RenderableType]:
    quote, cited = row.get("quote"), words.citation(row)
    start, end = row.get("trigger") or (0, 0)
    lines: list[RenderableType] = []
    if quote:
        lines.append(_text(f"“{words.excerpt(quote, QUOTE_LINES * width, start, end)}”"))
    if cited:
        lines.append(_text(cited, "dim"))
    return [*lines, _text("")]


def _within_year(edtf: str | None) -> str:
    """What a date adds to the year in the heading: "16 January", "July", or nothing; longer dates in full."""
    parts = (edtf or "").strip("~?%").split("-")
    if not edtf or not all(part.isdigit() for part in parts) or len(parts) > 3:
        return words.date(edtf)
    if len(parts) == 1:
        return ""
    month = int(parts[1])
    if not 1 <= month <= 12:
        return words.date(edtf)
    about = "about " if "~" in edtf else ""
    return about + (f"{int(parts[2])} {MONTHS[month - 1]}" if len(parts) == 3 else MONTHS[month - 1])


def _heading(out: Console, title: str, codes: str) -> None:
    out.print(_text(title, "bold underline"))
    out.print(_text(codes, "dim"))
    out.print()


def _grid() -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0), expand=False)
    grid.add_column(max_width=22)
    grid.add_column(max_width=WIDEST, overflow="fold")
    return grid


def _room(out: Console, beside: int) -> int:
    return max(30, min(WIDEST, out.width - beside))


def _stack(parts: Sequence[RenderableType]) -> RenderableType:
    from rich.console import Group

    return Group(*parts)


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(text.translate(_UNPRINTABLE), style=style)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
