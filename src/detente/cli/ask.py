"""The commands that ask a record something. They open it for reading only, so any number can run side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente import words
from detente.cli import layout, options, render, tables
from detente.cli.options import (
    DEFAULT_RECORD,
    Actor,
    AnyActor,
    AsOfDate,
    Format,
    KnownDate,
    OnDate,
    OutputFormat,
    RecordFile,
)

if TYPE_CHECKING:
    from detente.record import Record

Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="Only acts of this kind: recognise, hold-talks, ...")
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Not before this date.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Not after this date.")]
Modality = Annotated[
    str | None,
    typer.Option("--modality", metavar="MODALITY", help="Only happened, planned, alleged, denied or assessed."),
]
Dimension = Annotated[
    str | None,
    typer.Option("--dimension", metavar="DIMENSION", help="Only recognition, relations, mission, envoy, listing, ..."),
]


def events(
    a: AnyActor = None,
    b: AnyActor = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
    modality: Modality = None,
    on: AsOfDate = None,
    known: KnownDate = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """The events: all of them, of one actor, or between two."""
    one, other = options.any_actor(a), options.any_actor(b)
    with open_record(record) as held:
        found = held.events(
            one,
            other,
            kind=options.kind(kind),
            since=options.first_day(since, "--since"),
            until=options.last_day(until, "--until"),
            modality=options.modality(modality),
            on=options.last_day(on, "--on"),
            known=options.last_day(known, "--known"),
            streams=True,
        )
        if not tables.piped(found, format):
            render.events(layout.console(), _with_triggers(held, found.to_pylist(), one, other))


def timeline(
    a: Actor,
    b: Actor,
    on: AsOfDate = None,
    known: KnownDate = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """The chronology of two actors, each act with the words that tell it and their source."""
    one, other = options.actor(a), options.actor(b)
    with open_record(record) as held:
        by = options.last_day(known, "--known")
        found = held.timeline(one, other, on=options.last_day(on, "--on"), known=by, streams=True)
        if not tables.piped(found, format):
            render.timeline(layout.console(), _with_triggers(held, found.to_pylist(), one, other), one, other)


def status(
    a: Actor,
    b: Actor,
    on: OnDate = None,
    known: KnownDate = None,
    all: Annotated[bool, typer.Option("--all", help="Also what holds by default.")] = False,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """How two actors stand toward each other on a day: each value with the words it rests on and their source."""
    one, other = options.actor(a), options.actor(b)
    day = options.last_day(on, "--on") or options.today()
    with open_record(record) as held:
        by = options.last_day(known, "--known")
        found = held.status(one, other, on=day, known=by, all=all)
        if not tables.piped(found, format):
            rows = _with_triggers(held, found.to_pylist(), one, other)
            render.status(layout.console(), rows, [(one, other), (other, one)], day)
            for stream, count in held.streamed(one, other, on=day, known=by).items():
                told = f"{words.count(count, f'{stream.upper()} event')} left out, which rest on no words of their own"
                layout.line(layout.console(), f"{told}: see detente timeline, detente trend.", "dim")


def spells(
    initiator: Annotated[
        str | None, typer.Option("--initiator", metavar="ACTOR", help="Only of this actor ...")
    ] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="ACTOR", help="... toward this one.")] = None,
    dimension: Dimension = None,
    on: AsOfDate = None,
    known: KnownDate = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Every spell: who stood how toward whom, from when to when, on which documents."""
    by, toward = options.any_actor(initiator), options.any_actor(target)
    with open_record(record) as held:
        found = held.spells(
            initiator=by,
            target=toward,
            dimension=options.dimension(dimension),
            on=options.last_day(on, "--on"),
            known=options.last_day(known, "--known"),
        )
        if not tables.piped(found, format):
            render.spells(layout.console(), found.to_pylist())


def compare(
    toward: Annotated[str, typer.Option("--toward", metavar="ACTOR", help="Toward whom they stand.")],
    actors: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ACTOR]...", help="Whom to set side by side. Default: all of whom anything is known."),
    ] = None,
    on: OnDate = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Also what has changed since this earlier day.")
    ] = None,
    known: KnownDate = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Who stands where toward one actor, since when and on whose word; and what has changed since another day."""
    target, asked = options.actor(toward), [options.actor(name) for name in actors or ()]
    day = options.last_day(on, "--on") or options.today()
    with open_record(record) as held:
        before = options.last_day(since, "--since")
        found = held.compare(target, asked, on=day, known=options.last_day(known, "--known"), since=before)
        if not tables.piped(found, format):
            rows = _with_triggers(held, found.to_pylist(), target, None)
            render.compare(layout.console(), rows, target, asked, day, before)


def open_record(path: Path) -> Record:
    """The record, to be read only."""
    from detente.record import Record

    held = Record(path, read_only=True)
    if held.copied:
        typer.echo(f"{path} was of an older version; as it was, it is kept as {held.copied}", err=True)
    if waiting := held.waiting():
        typer.echo(
            f"Another process is at work on {path}: {waiting:,} pairs of actors are not up to date yet", err=True
        )
    return held


def _with_triggers(held: Record, rows: list[dict[str, Any]], a: str | None, b: str | None) -> list[dict[str, Any]]:
    """The rows, each with the place in its quote of the words that tell the act, around which long ones are trimmed."""
    if all(len(row["quote"] or "") <= render.WHOLE for row in rows):
        return rows
    claims = held.claims(a=a, b=b).to_pylist()
    places = {(claim["file"], claim["quote"], claim.get("kind")): _trigger(claim) for claim in claims}
    by_quote = {(file, quote): place for (file, quote, _), place in places.items()}
    for row in rows:
        quoted = (row["file"], row["quote"])
        row["trigger"] = places.get((*quoted, row.get("kind"))) or by_quote.get(quoted)
    return rows


def _trigger(claim: dict[str, Any]) -> tuple[int, int] | None:
    """Where in the claim's quote the words stand that its kind was read from."""
    for evidence in claim["evidence"] or ():
        if evidence["field"] == "kind" and evidence["start"] is not None:
            return evidence["start"] - claim["start"], evidence["end"] - claim["start"]
    return None
