"""The commands of the outlook: what is expected next, how such forecasts did, and the sealed record of them."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import layout, options, outlook_page, outlook_record, tables
from detente.cli.options import DEFAULT_RECORD, Format, OutputFormat, RecordFile

if TYPE_CHECKING:
    from detente.outlook.desk import Desk
    from detente.outlook.seal import Sealed

app = typer.Typer(
    name="outlook",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="What is expected next, with probabilities, reasons, and the record of such forecasts.",
)


class Report(StrEnum):
    """How a report that is no table is printed."""

    table = "table"
    json = "json"


ReportFormat = Annotated[
    Report, typer.Option("--format", metavar="table|json", help="For people (table), or as one JSON object.")
]
Quadruples = Annotated[
    Path, typer.Option(metavar="FILE", help="A file of quadruples: initiator, relation, target, hour.")
]
Names = Annotated[
    Path | None,
    typer.Option("--names", metavar="FILE", help="The actors' names by id. Default: entity2id.txt beside --train."),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="From this day on, by what was known before it. Default: tomorrow."),
]
Seal = Annotated[
    bool,
    typer.Option("--seal/--no-seal", help="Keep it in the sealed record of forecasts, where it is of days to come."),
]
Chart = Annotated[
    Path | None,
    typer.Option(
        "--chart", metavar="FILE", help="Also draw the chances given against the shares that came: an SVG file."
    ),
]
HORIZON_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@app.command("next")
def next_(
    initiator: Annotated[str | None, typer.Option("--initiator", metavar="ACTOR", help="Who acts ...")] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="ACTOR", help="... toward whom.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Only this kind of act, so that actors are ranked.")
    ] = None,
    horizon: Annotated[
        str, typer.Option("--horizon", metavar="SPAN", help="Within how long: 30d, 8w, 6m (of 30 days), 1y.")
    ] = "30d",
    on: On = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many to print and to seal.")] = 10,
    seal: Seal = True,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """The kinds of act, or the actors, to expect next, each with its probability and the past events that speak for it.

    Give an initiator, a target, or both. Only acts dated to the day count, and only what was known before the day asked.
    """
    from detente.record import Record

    one, other = options.any_actor(initiator), options.any_actor(target)
    days, day = span(horizon, "--horizon"), options.first_day(on, "--on")
    asked = options.kind(kind)
    with Record(record, read_only=True) as held:
        found = held.outlook.next(one, other, kind=asked, horizon=days, on=day, top=top)
    if not tables.piped(outlook_page.prospects_table(found), format):
        outlook_page.prospects(layout.console(), found, one, other)
    if seal and found.prospects:
        _seal(record, found.on, lambda desk: desk.seal_next(found, one, other, kind=asked))


@app.command("recognition")
def recognition(
    toward: Annotated[str, typer.Option("--toward", metavar="ACTOR", help="Who may be recognised.")],
    by: Annotated[str, typer.Option("--by", metavar="DATE", help="By the end of this day, month or year.")],
    act: Annotated[
        str,
        typer.Option(
            "--act",
            metavar="KIND",
            help="recognise, or list-terrorist, delist-terrorist, accept-credentials, open-mission.",
        ),
    ] = "recognise",
    on: On = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="When it could first be recognised, if not told.")
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many states to print for people.")] = 12,
    seal: Seal = True,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Who recognises next: each state's chance to recognise an actor by a day, and what speaks for it.

    By a model of how recognition spreads, fitted on past waves of it; detente outlook waves says how it does on them.
    """
    from detente.record import Record

    target, last = options.actor(toward), options.last_day(by, "--by")
    assert last is not None  # an option that is required
    first, begun = options.first_day(on, "--on"), options.first_day(since, "--since")
    with Record(record, read_only=True) as held:
        found = held.outlook.recognition(target, by=last, on=first, act=act, since=begun)
    if not tables.piped(outlook_page.spread_table(found), format):
        outlook_page.spread(layout.console(), found, top)
    if seal:
        _seal(record, found.on, lambda desk: desk.seal_recognition(found))


@app.command("backtest")
def backtest(
    train: Quadruples,
    valid: Quadruples,
    test: Quadruples,
    names: Names = None,
    questions_seen: Annotated[
        bool,
        typer.Option(
            "--questions-seen",
            help="Judge once more with the day's other questions in sight, as LogCL's code has them.",
        ),
    ] = False,
    format: ReportFormat = Report.table,
) -> None:
    """Train on two files of quadruples and judge the forecasts for a third, by the protocol that the papers share.

    Single-step: each test day is forecast from all facts before it. Multi-step: all of them from before the test. Every
    quadruple is asked in both directions and ranked among all actors, time-aware filtered, ties averaged.
    """
    from detente.outlook.needs import need

    need("numpy", "scipy", "lightgbm", what="The back-test")
    from detente.outlook.backtest import Plan
    from detente.outlook.backtest import backtest as judged

    beside = train.parent / "entity2id.txt"
    plan = Plan(together=questions_seen)
    found = judged(train, valid, test, names or (beside if beside.exists() else None), plan)
    if format is Report.json:
        _print_json(found)
    else:
        outlook_page.backtest(layout.console(), found)


@app.command("waves")
def waves(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the tables of recognitions lie: recognition_*.csv.")
    ],
    fit: Annotated[
        Path | None, typer.Option("--fit", metavar="FILE", help="Fit the model anew on all of them, into this file.")
    ] = None,
    chart: Chart = None,
    format: ReportFormat = Report.table,
) -> None:
    """How the model of recognition does on past waves: each left out, and each day by day with what was known then.

    By log score and Brier score, beside the base rate and a constant hazard, case by case. With --fit, also writes the
    coefficients.
    """
    from detente.outlook.needs import need

    need("numpy", what="The outlook")
    from detente.outlook.recognition import model
    from detente.outlook.recognition.waves import read_waves

    tables_read = read_waves(folder)
    if fit:
        model.save(model.fit(tables_read), fit)
    found = model.report(tables_read)
    if chart:
        note = "Each wave forecast from the others. Forecasts overlap in time: bars are too short."
        _draw(chart, found["leave_one_case_out"]["reliability"], "Recognition: chances given, and what came", note)
    if format is Report.json:
        _print_json(found)
    else:
        outlook_page.waves(layout.console(), found)


@app.command("record")
def record_(
    number: Annotated[
        int | None, typer.Option("--number", metavar="N", help="Show one forecast with all that it says.")
    ] = None,
    witness: Annotated[
        str | None,
        typer.Option("--seal", metavar="SEAL", help="Check that a seal noted earlier is still in the chain."),
    ] = None,
    chart: Chart = None,
    record: RecordFile = DEFAULT_RECORD,
    format: OutputFormat = Format.table,
) -> None:
    """Every forecast that was sealed, what came of it by the record as it stands, and how good they were.

    Leaves with status 1 where a forecast was changed, taken out or put in another's place.
    """
    from detente.outlook.resolve import reliability
    from detente.record import Record

    with Record(record, read_only=True) as held:
        found = held.outlook.record()
    if chart:
        judged = found.judged()
        note = f"{len(judged):,} statements that can be judged by the record as it stands."
        _draw(chart, reliability(judged), "The sealed record: chances given, and what came", note)
    if not tables.piped(outlook_record.table(found, number), format):
        outlook_record.page(layout.console(), found, number)
    faults = list(found.chain.faults)
    if witness and not found.chain.holds(witness):
        faults.append(f"The seal {witness} is not in the chain, or what it stands on was changed.")
    for fault in faults:
        typer.echo(f"detente: {record}: {fault}", err=True)
    if faults:
        raise typer.Exit(1)
    if witness:
        typer.echo(f"The seal {witness} is in the chain, and nothing before it was changed.", err=True)


def _seal(record: Path, start: dt.date, add: Callable[[Desk], Sealed]) -> None:
    """Seal a forecast, and say so; a forecast that cannot be sealed is still an answer."""
    from detente.errors import RecordError
    from detente.record import Record

    if start <= options.today():
        typer.echo("Not sealed: it is of days of which the outcome may be known.", err=True)
        return
    try:
        with Record(record, wait=1.0) as held:
            made = add(held.outlook)
    except RecordError as error:
        typer.echo(f"Not sealed: {error}", err=True)
        return
    typer.echo(f"Sealed as forecast {made.number}: {made.seal[:16]}", err=True)


def _draw(path: Path, bins: Sequence[Mapping[str, float]], title: str, note: str) -> None:
    from detente.exports.files import put
    from detente.outlook.diagram import reliability_svg

    put(path, reliability_svg(bins, title, note))


def span(text: str, option: str) -> int:
    """A span as typed, in days. Raises UsageError for anything else."""
    from detente.errors import UsageError

    found = re.fullmatch(r"\s*(\d{1,4})\s*([dwmy])(?:ays?|eeks?|onths?|ears?)?\s*", text.lower())
    if not found or not int(found[1]):
        raise UsageError(f"'{text}' is not a span of time.", place=option, remedy="Write it as 30d, 8w, 6m or 1y.")
    return int(found[1]) * HORIZON_DAYS[found[2]]


def _print_json(found: Any) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")
