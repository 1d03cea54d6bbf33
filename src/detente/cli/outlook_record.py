"""The sealed record of forecasts for people and as a table: what was said when, what came of it, and how good it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente import words
from detente.cli.layout import Entry, entries, line, text
from detente.cli.outlook_page import percent, reliability
from detente.ledger.table import Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from detente.outlook.desk import Ledger
    from detente.outlook.resolve import Resolved, Score
    from detente.outlook.seal import Forecast, Sealed

LIKELIEST = 3  # statements told of each forecast


def page(out: Console, found: Ledger, number: int | None) -> None:
    """Every sealed forecast, or one in full; then the scores and the reliability of all that can be judged."""
    from detente.outlook import resolve

    chosen = [one for one in found.chain.sealed if number in (None, one.number)]
    line(out, f"The sealed record: {words.count(len(found.chain.sealed), 'forecast')}", "bold underline")
    if found.chain.head:
        line(out, f"last seal {found.chain.head}", "dim")
    out.print()
    told = ((one, found.outcomes.get(one.number, ())) for one in chosen)
    entries(out, (_entry(one, outcomes, number is not None) for one, outcomes in told), spaced=True)
    judged = found.judged()
    scored = resolve.score(judged)
    if number is not None:
        return
    line(out, "How good they were", "bold")
    if scored is None:
        line(out, "None of them is over yet, with the record read far enough to tell what came of it.")
        return
    line(out, _scores(scored))
    reliability(out, resolve.reliability(judged))


def _entry(one: Sealed, outcomes: Sequence[Resolved], whole: bool) -> Entry:
    label = text(str(one.number), "bold")
    if one.forecast is None or not one.intact:
        return Entry(label, [text("CHANGED after it was sealed: what it says now counts for nothing.", "bold")])
    forecast = one.forecast
    made_on, known = words.date(forecast.made.date().isoformat()), words.date(forecast.cutoff.isoformat())
    made = f"made on {made_on}, by what was known on {known}"
    paragraphs = [text(_question(forecast), "bold"), text(f"{made} · {forecast.model} · {one.seal[:16]}", "dim")]
    likeliest = sorted(outcomes, key=lambda found: -found.statement.probability)
    came = [found for found in likeliest if found.outcome == "came"]
    shown = likeliest if whole else list(dict.fromkeys([*likeliest[:LIKELIEST], *came]))
    paragraphs += [_statement(found, forecast) for found in shown]
    paragraphs.append(text(_summary(outcomes)))
    return Entry(label, paragraphs)


def _question(forecast: Forecast) -> str:
    day, asked = forecast.start.isoformat(), forecast.question
    span = f"from {words.date(day)} to {words.date(forecast.by.isoformat())}"
    if asked.get("asked") == "recognition":
        return words.capitalised(f"who {words.kind(asked['kind'])} → {words.actor(asked['toward'], day)}, {span}")
    who, toward = (words.actor(asked[side], day) if side in asked else "anyone" for side in ("initiator", "target"))
    kind = f": {words.kind(asked['kind'])}" if "kind" in asked else ""
    return words.capitalised(f"{who} toward {toward}{kind}, {span}")


def _statement(found: Resolved, forecast: Forecast) -> Text:
    said = found.statement
    act = {
        "kind": said.kind,
        "initiators": [said.initiator],
        "targets": [said.target],
        "date": forecast.start.isoformat(),
    }
    told = text(f"{percent(said.probability)}  {words.capitalised(words.act(act))}")
    told.append(f": {found.outcome}{f' ({found.event})' if found.event else ''}", "dim")
    return told


def _summary(outcomes: Sequence[Resolved]) -> str:
    from detente.outlook import resolve

    scored = resolve.score(resolve.decided(outcomes))
    counts = Counter(one.outcome for one in outcomes)
    if scored:
        unclear = f" {counts['unclear']} cannot be told." if counts["unclear"] else ""
        return f"{_scores(scored)}{unclear}"
    hints = {"unheard": "over, but the record tells of nothing later", "open": "still open"}
    parts = [f"{number} {hints.get(outcome, outcome)}" for outcome, number in counts.items()]
    return "; ".join(parts)


def _scores(scored: Score) -> str:
    better = scored.brier < scored.brier_base and scored.log_score < scored.log_score_base
    verdict = "better than the base rate" if better else "NOT better than the base rate by both"
    return (
        f"{words.count(scored.statements, 'statement')} judged, {scored.came} came: Brier {scored.brier:.4f} (base rate"
        f" {scored.brier_base:.4f}), log score {scored.log_score:.4f} ({scored.log_score_base:.4f}), {verdict}."
    )


def table(found: Ledger, number: int | None) -> Table:
    """One row a statement of a sealed forecast; a forecast that cannot be read any more is a row without one."""
    import pyarrow as pa

    string, day = pa.string(), pa.date32()
    types = {"number": pa.int32(), "intact": pa.bool_(), "seal": string, "made": pa.timestamp("s"), "question": string}
    types |= {"cutoff": day, "from": day, "by": day, "model": string, "inputs": string, "initiator": string}
    types |= {"kind": string, "target": string, "probability": pa.float64(), "base": pa.float64(), "outcome": string}
    types |= {"event": string}
    rows = [row for one in found.chain.sealed if number in (None, one.number) for row in _rows(one, found)]
    return Table.of(rows, pa.schema(list(types.items())))


def _rows(one: Sealed, found: Ledger) -> list[dict[str, object]]:
    head: dict[str, object] = {"number": one.number, "intact": one.intact, "seal": one.seal}
    if one.forecast is None:
        return [head]
    forecast = one.forecast
    head |= {"made": forecast.made, "question": _question(forecast), "cutoff": forecast.cutoff, "from": forecast.start}
    head |= {"by": forecast.by, "model": forecast.model, "inputs": forecast.inputs}
    return [
        {
            **head,
            "initiator": told.statement.initiator,
            "kind": told.statement.kind,
            "target": told.statement.target,
            "probability": told.statement.probability,
            "base": told.statement.base,
            "outcome": told.outcome,
            "event": told.event,
        }
        for told in found.outcomes.get(one.number, ())
    ]
