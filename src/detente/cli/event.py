"""``detente event``: an event's page of evidence at the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from detente import words
from detente.cli import layout, tables
from detente.cli.ask import open_record
from detente.cli.layout import Entry, entries, line, text
from detente.cli.options import DEFAULT_RECORD, Format, OutputFormat, RecordFile
from detente.words import Row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from detente.evidence import Dossier
    from detente.ledger.bonds import Voice
    from detente.model import Claim

QUOTE_LINES = 6  # a longer quote is cut


def event(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="The event's id (e-…), or that of a claim that tells of it (c-…).")
    ],
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """The evidence for one event: who tells of it and who of them is one voice, where they are at odds, what it did to
    which status, and what was judged of it.

    `detente events --format jsonl` gives the ids.
    """
    with open_record(record) as held:
        meant = held.events_of([id]).get(id, id) if id.startswith("c-") else id
        found = held.evidence(meant)
        if not tables.piped(found.table(), format):
            show(layout.console(), found)


def show(out: Console, found: Dossier) -> None:
    """Print a page of evidence."""
    event = asdict(found.event)
    line(out, words.capitalised(words.act(event)), "bold underline")
    counts = [words.count(len(found.event.claims), "claim"), words.count(len(found.voices), "independent voice")]
    told = words.modality(event) or "told as a fact"
    sure = f"confidence {found.event.confidence:.2f}"
    line(
        out,
        " · ".join([words.date(found.event.date) or "at no known date", told, sure, *counts, found.event.id]),
        "dim",
    )
    if found.event.stream:
        line(out, f"Taken from {found.event.stream}: it quotes no words.")
    out.print()
    _effects(out, found)
    _conflicts(out, found.conflicts)
    _voices(out, found.voices)
    _judgements(out, found.judgements)


def _effects(out: Console, found: Dossier) -> None:
    from detente.evidence import did

    line(out, "What it did", "bold")
    for effect in found.effects:
        line(out, did(effect))
    if not found.effects:
        line(out, "It changes nothing that is kept track of.")
    out.print()


def _conflicts(out: Console, rows: Sequence[Row]) -> None:
    if not rows:
        return
    line(out, "Where sources are at odds", "bold")
    for row in rows:
        line(out, row["text"] + (" (judged)" if row["judged"] else ""))
    out.print()


def _voices(out: Console, voices: Sequence[Voice]) -> None:
    from detente.evidence import said

    for number, voice in enumerate(voices, 1):
        heading = f"Voice {number} of {len(voices)}" if len(voices) > 1 else "Who says so"
        line(out, heading, "bold")
        for bond in voice.bonds:
            line(out, f"One voice: {said(bond)}", "italic")
        entries(out, (_telling(out, claim) for claim in voice.claims), spaced=True, narrowest=12, widest=14)


def _telling(out: Console, claim: Claim) -> Entry:
    row = asdict(claim)
    quote = words.excerpt(claim.quote, QUOTE_LINES * layout.room(out))
    lines = [text(f"“{quote}”"), text(words.citation(row), "dim"), *_as_told(row)]
    return Entry(text(words.date(claim.date) or "undated"), lines)


def _as_told(row: Row) -> Iterator[Text]:
    level = f"level {row['level']}" if row["level"] else None
    modality = words.modality(row) or None
    parts = [words.act(row), level, modality, f"confidence {row['confidence']:.2f}", row["id"]]
    yield text(" · ".join(filter(None, parts)), "dim")


def _judgements(out: Console, rows: Sequence[Row]) -> None:
    from detente.evidence import judged

    if not rows:
        return
    line(out, "Judgements", "bold")
    entries(
        out,
        (Entry(text(f"{row['at']:%Y-%m-%d %H:%M}"), [text(judged(row)), text(row["id"], "dim")]) for row in rows),
        spaced=False,
        narrowest=16,
    )
