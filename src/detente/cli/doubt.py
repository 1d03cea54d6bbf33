"""The commands that doubt: where a record is at odds with itself, and where a draft is at odds with the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente import words
from detente.cli import layout, options, render, tables
from detente.cli.ask import open_record
from detente.cli.layout import Entry, entries, line, text
from detente.cli.options import DEFAULT_RECORD, AnyActor, Format, KnownDate, OnDate, OutputFormat, RecordFile
from detente.words import Row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from detente.checking import Check, Finding

FEW = 10  # gaps shown of each sort, which can be many, unless they are asked for

HEADINGS = {
    "happened": "Whether it happened",
    "date": "When",
    "actor": "Who",
    "level": "At what level",
    "order": "Orders that cannot be",
    "voice": "On one voice only",
    "end": "Ends that nobody tells",
}
GAPS = ("voice", "end")


def conflicts(
    a: AnyActor = None,
    b: AnyActor = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="SORT", help="Only happened, date, actor, level, order, voice or end."),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help=f"All gaps, not the gravest {FEW} of each sort.")] = False,
    on: OnDate = None,
    known: KnownDate = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Where sources disagree, orders that cannot be, statuses on one voice, and spells whose end nobody tells."""
    one, other = options.any_actor(a), options.any_actor(b)
    asked_on, by = options.last_day(on, "--on"), options.last_day(known, "--known")
    with open_record(record) as held:
        found = held.conflicts(one, other, sort=sort, on=asked_on, known=by)
        if not tables.piped(found, format):
            _conflicts(layout.console(), found.to_pylist(), whole=all or sort is not None)


def check(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft: text, Markdown, Word, PDF, HTML or TEI.")],
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Check a draft against the record: its dates, roles, notes and sources, passage by passage.

    The record is left as it is. What it holds from the draft itself bears nothing out.
    """
    with open_record(record) as held:
        checked = held.check(draft)
        if not tables.piped(checked.table(), format):
            _report(layout.console(), checked)


def _conflicts(out: Console, rows: Sequence[Row], *, whole: bool) -> None:
    if not rows:
        line(out, "Nothing is at odds, and nothing is thin.")
    for sort, group in groupby(rows, key=lambda row: row["sort"]):
        found = list(group)
        line(out, f"{HEADINGS[sort]} ({len(found):,})", "bold underline")
        out.print()
        shown = found if whole or sort not in GAPS else found[:FEW]
        for row in shown:
            _conflict(out, row, quoted=sort not in GAPS)
        if len(shown) < len(found):
            line(out, f"... and {len(found) - len(shown):,} more: --sort {sort}", "dim")
        if sort in GAPS:
            out.print()


def _conflict(out: Console, row: Row, *, quoted: bool) -> None:
    line(out, row["text"] + (" (judged)" if row["judged"] else ""), "bold" if quoted else "")
    if quoted:
        entries(out, (Entry(text(side["says"]), _words(out, side)) for side in row["sides"]), spaced=False)
        out.print()


def _words(out: Console, side: Row) -> list[Text]:
    said = words.excerpt(side["quote"] or "", render.QUOTE_LINES * layout.room(out))
    return [text(f"“{said}”"), text(words.citation(side), "dim")]


SORTS = {
    "date": "Date",
    "actor": "Roles",
    "modality": "Whether it happened",
    "level": "Level",
    "source-date": "Source",
    "no-note": "No note",
    "sourced": "Note to add",
    "unused-note": "Unused note",
    "missing-note": "Missing note",
}


def _report(out: Console, checked: Check) -> None:
    draft, findings = checked.document, checked.findings
    line(out, draft.title or draft.file, "bold underline")
    counts = Counter(finding.sort for finding in findings)
    told = ", ".join(f"{number} × {SORTS[sort].lower()}" for sort, number in counts.most_common())
    line(out, f"{words.count(len(checked.claims), 'act')} read in it · {told or 'nothing to look at'}", "dim")
    out.print()
    for passage, found in groupby(findings, key=lambda finding: (finding.page, finding.passage)):
        page, said = passage
        line(out, (f"p. {page}: " if page else "") + f"“{words.excerpt(said, 3 * layout.WIDEST)}”")
        entries(out, (_finding(out, finding) for finding in found), spaced=False, narrowest=19, widest=19)
        out.print()


def _finding(out: Console, finding: Finding) -> Entry:
    doubtful = finding.claim is not None and finding.claim.confidence < words.DOUBTFUL
    told = text(finding.text + (" (read with doubt)" if doubtful else ""))
    paragraphs = [told]
    for witness in finding.witnesses:
        sources = [asdict(source) for source in witness.sources]
        cited = words.citation({"file": witness.file, "notes": witness.notes, "sources": sources})
        paragraphs.append(text(f"{witness.says}: {cited}", "dim"))
        if witness.quote and finding.sort != "sourced":
            paragraphs.append(text(f"“{words.excerpt(witness.quote, 2 * layout.room(out))}”", "dim"))
    if finding.note:
        paragraphs.append(text(f"Add: {finding.note}", "italic"))
    return Entry(text(SORTS[finding.sort], "bold"), paragraphs)
