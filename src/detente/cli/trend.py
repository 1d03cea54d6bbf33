"""``detente trend``: a pair's months, phases and turning points."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente import words
from detente.cli import layout, options, tables
from detente.cli.ask import open_record
from detente.cli.options import DEFAULT_RECORD, Format, KnownDate, Master, OutputFormat, RecordFile, Shared
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.ledger.table import Table
    from detente.trend import Month, Phase, Reason, Trend, Turn

BAR = 10  # columns on each side of a month's bar: one a point of the scale

Side = Annotated[str | None, typer.Argument(metavar="[ACTOR]", help="An actor's code or name, or several: SUN,RUS.")]


class Of(StrEnum):
    """Which events the index is made of."""

    read = "read"
    streamed = "streamed"
    both = "both"


def trend(
    a: Side = None,
    b: Side = None,
    of: Annotated[Of, typer.Option("--from", help="From events that were read, streamed, or both.")] = Of.both,
    known: KnownDate = None,
    on: Master = None,
    shared: Shared = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """How two actors fared over time: phases, and the acts that explain each turn. Other formats give the months.

    Without actors, the months of every pair of which an event stream tells.
    """
    one, other = _side(a), _side(b)
    by = options.last_day(known, "--known")
    with open_record(record) as held:
        if not one or not other:
            _all_pairs(held.index(known=by, master=on, shared=shared), one, of, format)
            return
        found = held.trend(one, other, of=of.value, known=by, master=on, shared=shared)
    if not tables.piped(months_table(found), format):
        _print(found)


def _side(given: str | None) -> list[str]:
    return [options.actor(name) for name in (given or "").split(",") if name.strip()]


def _all_pairs(found: Table, one: list[str], of: Of, format: Format) -> None:
    if one or of is Of.read:
        raise UsageError(
            "The months of all pairs are those of streamed events, and need no actor.",
            remedy="Name two actors, or none and no --from read.",
        )
    if tables.piped(found, format):
        return
    for row in found:
        pair = f"{row['month']:%Y-%m}  {row['a']} and {row['b']}"
        _say(f"{pair:<40} {row['index']:+5.1f}  {words.count(row['events'], 'event')}")
    if not len(found):
        _say("No event stream was taken in, or none tells of two actors.")


def months_table(found: Trend) -> Table:
    """One row a month: counts, sums and the index, null where nothing is told; and the number of its phase, from 1."""
    import pyarrow as pa

    from detente.ledger.table import Table

    numbers = ("events", "streamed", "cooperation", "conflict", "index")
    schema = pa.schema(
        [
            ("month", pa.string()),
            *((name, pa.float64()) for name in numbers),
            ("phase", pa.int32()),
            ("turn", pa.bool_()),
        ]
    )
    turns = {turn.month for turn in found.turns}
    rows = [
        {"month": f"{month.month:%Y-%m}"}
        | {name: getattr(month, name) for name in numbers}
        | {"phase": _phase_of(month, found.phases), "turn": month.month in turns}
        for month in found.months
    ]
    return Table.of(rows, schema)


def _phase_of(month: Month, phases: tuple[Phase, ...]) -> int | None:
    return next((i for i, phase in enumerate(phases, 1) if phase.first <= month.month <= phase.last), None)


def _print(found: Trend) -> None:
    say = _say
    if not found.phases:
        say("Nothing dated to a month is told of them.")
    turns = {turn.month: turn for turn in found.turns}
    for phase in found.phases:
        if phase.first in turns and not phase.quiet:
            _print_turn(turns[phase.first])
        say(_phase_line(phase))
    if found.undated:
        say(f"{words.count(found.undated, 'act')} with no date, or one too coarse for a month, left out.")


def _phase_line(phase: Phase) -> str:
    span = f"{phase.first:%Y-%m} to {phase.last:%Y-%m}"
    if phase.level is None:
        return f"{span}  quiet: nothing is told"
    told = f"{round(phase.events, 1):g} events in {words.count(phase.months, 'month')}"
    return f"{span}  {_bar(phase.level)} {phase.level:+.1f}  {told}"


def _bar(level: float) -> str:
    size = min(BAR, max(1, round(abs(level)))) if level else 0
    return ("█" * size).rjust(BAR) + "│" + " " * BAR if level < 0 else " " * BAR + "│" + ("█" * size).ljust(BAR)


def _print_turn(turn: Turn) -> None:
    way = "warmer" if turn.change > 0 else "colder"
    _say(f"  {turn.month:%Y-%m}  {way} by {abs(turn.change):.1f}:")
    for reason in turn.reasons:
        _say(f"    {_told(reason)}")


def _told(reason: Reason) -> str:
    act = reason.act
    sides = " and ".join(act.initiators) + (f" → {', '.join(act.targets)}" if act.targets else "")
    quoted = f" “{' '.join(act.quote.split())[:110]}”" if act.quote else ""
    source = act.address or act.publisher or act.file
    mark = f"[{act.stream}] " if act.stream else ""
    return f"{act.date}  {act.kind}, {sides} ({act.weight:+.1f}){quoted}  {mark}{source} · {act.id}"


def _say(*told: Any) -> None:
    typer.echo(layout.plain(" ".join(map(str, told))))
