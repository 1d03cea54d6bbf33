"""Pages for people: a document as read, a chronology, how two actors stand. Clear without colour.

Every line of fact is followed by the words it rests on and where they stand. Knows rows of the record's tables and
nothing of how they were found.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from detente import words
from detente.cli import grid
from detente.cli.layout import Entry, entries, line, room, text
from detente.words import Row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from detente.model import Document

QUOTE_LINES = 3  # a longer quote is trimmed around the words that tell the act
WHOLE = 160  # characters of a quote that fit these lines on the narrowest screen


def document(out: Console, read: Document, rows: Sequence[Row], *, explain: bool = False) -> None:
    """A document as read: what it is, how much is in it, and its claims, each in a line with its notes."""
    said = [read.author, read.publisher, words.date(read.date), read.file if read.title else None]
    counts = [(len(read.passages), "passage"), (len(read.notes), "note"), (len(rows), "claim")]
    _heading(out, read.title or read.file, ", ".join(part for part in said if part))
    line(out, " · ".join(words.count(number, noun) for number, noun in counts))
    if rows:
        kinds = Counter(words.kind(row["kind"]) for row in rows).most_common()
        line(out, ", ".join(f"{number} × {kind}" for kind, number in kinds), "dim")
    for warning in read.warnings:
        line(out, f"Not made out: {warning}")
    out.print()
    entries(out, (_claim(row, explain=explain) for row in rows), spaced=False, widest=16)
    out.print()


def timeline(out: Console, rows: Sequence[Row], one: str, other: str) -> None:
    """The acts between two actors by year, each with its words and source."""
    files = {file for row in rows for file in row.get("documents") or ()}
    counts = f"{words.count(len(rows), 'act')} from {words.count(len(files), 'document')}"
    _heading(out, f"{words.actor(one)} and {words.actor(other)}", f"{one} and {other} · {counts}")
    if not rows:
        line(out, "Nothing is known between them in this record.")
    for heading, acts in groupby(rows, key=lambda row: words.year(row.get("date"))):
        line(out, heading or "At no known date", "bold")
        labelled = [(words.within_year(row.get("date")), row) for row in acts]
        entries(out, (_act(out, label, row) for label, row in labelled), spaced=True, narrowest=12, widest=12)


def events(out: Console, rows: Sequence[Row]) -> None:
    """Events one under another, each with its words and source."""
    entries(out, (_act(out, words.date(row.get("date")) or "undated", row) for row in rows), spaced=True)
    line(out, words.count(len(rows), "event"), "dim")


def status(out: Console, rows: Sequence[Row], pairs: Iterable[tuple[str, str]], on: dt.date) -> None:
    """How each of the directed pairs stands on a day: a block a dimension, with its words and source."""
    day = on.isoformat()
    for initiator, target in pairs:
        mine = [row for row in rows if (row["initiator"], row["target"]) == (initiator, target)]
        names = f"{words.actor(initiator, day)} toward {words.actor(target, day)}"
        _heading(out, f"{names}, on {words.date(day)}", f"{initiator} toward {target}")
        if not mine:
            line(out, "Nothing is known that would hold on that day.\n")
        blocks = (Entry(text(words.dimension(row["dimension"]), "bold"), list(_standing(out, row))) for row in mine)
        entries(out, blocks, spaced=True)


def compare(
    out: Console, rows: Sequence[Row], toward: str, actors: Sequence[str], on: dt.date, since: dt.date | None = None
) -> None:
    """Who stands where toward one actor: a block for each of those asked for, or of those of whom anything is known.

    With ``since``, what has changed from that day is marked.
    """
    day = on.isoformat()
    changes = sum(bool(row.get("changed")) for row in rows)
    told = f"{words.count(changes, 'change')} since {words.date(since.isoformat())}" if since else ""
    title = f"Who stands where toward {words.actor(toward, day)}, on {words.date(day)}"
    _heading(out, title, " · ".join(filter(None, (toward, told))))
    named = list(actors) or list(dict.fromkeys(row["initiator"] for row in rows))
    if rows and grid.fits(out, rows):
        grid.grid(out, rows, named, day)
        return
    for initiator in named:
        mine = [row for row in rows if row["initiator"] == initiator]
        line(out, words.capitalised(words.actor(initiator, day)), "bold")
        blocks = [Entry(text(words.dimension(row["dimension"])), list(_standing(out, row))) for row in mine]
        entries(out, blocks or [Entry(text("nothing known"), [])], spaced=True)


def spells(out: Console, rows: Sequence[Row]) -> None:
    """Spells by pair, each in a line: what, from when to when, out of which documents."""
    for (initiator, target), mine in groupby(rows, key=lambda row: (row["initiator"], row["target"])):
        line(out, words.capitalised(f"{words.actor(initiator)} toward {words.actor(target)}"), "bold")
        entries(out, (Entry(text(words.dimension(row["dimension"])), [_spell(row)]) for row in mine), spaced=False)
        out.print()
    line(out, words.count(len(rows), "spell"), "dim")


def _claim(row: Row, *, explain: bool) -> Entry:
    told = _headline(row, "")
    told.append("".join(f" [{number}]" for number in row.get("notes") or ()), "dim")
    paragraphs = [told]
    if explain:
        paragraphs.append(text(f"“{' '.join(row['quote'].split())}”"))
        paragraphs += [text(words.reason(evidence, row), "dim") for evidence in row.get("evidence") or ()]
    return Entry(text(words.date(row.get("date")) or "undated"), paragraphs)


def _act(out: Console, label: str, row: Row) -> Entry:
    return Entry(text(label), [_headline(row, "bold"), *_evidence(out, row)])


def _headline(row: Row, style: str) -> Text:
    told = text("").append_text(text(words.capitalised(words.act(row)), style))
    marks = ", ".join(filter(None, (words.modality(row), words.doubt(row))))
    told.append_text(text(f" ({marks})" if marks else "", "italic"))
    return told


def _standing(out: Console, row: Row) -> Iterator[Text]:
    if row["level"] is None:
        yield text("nothing known", "bold")
        yield _change(row)
        return
    since = words.since(row.get("since"))
    told = text("").append_text(text(words.level(row["dimension"], row["level"]), "bold"))
    told.append(f", {since}" if since else "")
    told.append(" (doubtful)" if words.doubt(row) else "", "italic")
    yield told
    if row.get("changed"):
        yield _change(row)
    yield from _evidence(out, row)
    if row.get("conflicts"):
        yield text(f"Sources disagree; {'; '.join(row['conflicts'])}")


def _change(row: Row) -> Text:
    """What a dimension was before, where that has changed."""
    before, since = row.get("before"), words.since(row.get("before_since"))
    level = words.level(row["dimension"], before) if before else "nothing known"
    return text(f"changed; before: {level}" + (f", {since}" if since and before else ""), "italic")


def _evidence(out: Console, row: Row) -> Iterator[Text]:
    """The words that a line rests on, trimmed where they are long, and where they stand."""
    if row.get("quote"):
        start, end = row.get("trigger") or (0, 0)
        yield text(f"“{words.excerpt(row['quote'], QUOTE_LINES * room(out), start, end)}”")
    if cited := words.citation(row):
        yield text(cited, "dim")


def _spell(row: Row) -> Text:
    told = text(words.level(row["dimension"], row["level"]))
    told.append(f", {words.span(row.get('start'), row.get('end'))}")
    told.append(f"  {', '.join(row.get('documents') or ())}", "dim")
    return told


def _heading(out: Console, title: str, below: str) -> None:
    line(out, words.capitalised(title), "bold underline")
    if below:
        line(out, below, "dim")
    out.print()
