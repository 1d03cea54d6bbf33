"""The outlook for people and as tables: what is expected, why, and how far such forecasts can be trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from detente import words
from detente.cli.layout import Entry, entries, line, text
from detente.ledger.table import Table

if TYPE_CHECKING:
    from rich.console import Console

    from detente.outlook.explain import Reason
    from detente.outlook.prospects import Judged, Outlook
    from detente.outlook.recognition.forecast import Chance, Spread
    from detente.outlook.recognition.steps import Step

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REASONS = 3  # that are printed of each
NO_REASON = "nothing of the kind between them is dated to the day: only how often anyone does it speaks for it"


def percent(chance: float) -> str:
    """A probability in words of a few characters: "37 %", "2.1 %", "<0.1 %"."""
    if chance < 0.001:
        return "<0.1 %"
    return f"{chance:.1%}".replace("%", " %") if chance < 0.0995 else f"{min(chance, 0.99):.0%}".replace("%", " %")


def share(part: float) -> str:
    """A share of what was counted, in words of a few characters: unlike a chance it can be none or all."""
    return f"{part:.0%}".replace("%", " %") if part in (0.0, 1.0) else percent(part)


def prospects(out: Console, found: Outlook, initiator: str | None, target: str | None) -> None:
    """What to expect, likeliest first, each with its reasons, and below it the record of such forecasts."""
    day = found.on.isoformat()
    who = words.actor(initiator, day) if initiator else "anyone"
    toward = words.actor(target, day) if target else "anyone"
    line(
        out,
        words.capitalised(f"{who} toward {toward}: the {found.horizon} days from {words.date(day)}"),
        "bold underline",
    )
    out.print()
    rows = []
    for prospect in found.prospects:
        act = {"kind": prospect.kind, "initiators": [prospect.initiator], "targets": [prospect.target], "date": day}
        why = [text(because(reason, day), "dim") for reason in prospect.reasons[:REASONS]]
        why = why or [text(NO_REASON, "dim")]
        rows.append(Entry(text(percent(prospect.probability)), [text(words.capitalised(words.act(act)), "bold"), *why]))
    entries(out, rows, spaced=True, narrowest=8)
    if not rows:
        line(out, "They have no past from which anything could be expected.\n")
    line(out, judgement(found.judged, found.base))


def because(reason: Reason, day: str) -> str:
    """A reason in words: "Russia hosts talks → the Taliban, 7 times in the past year, last on 7 October 2025"."""
    how = ISO_DAY.sub(lambda found: words.date(found[0]), reason.how)
    if reason.kind is None:
        both = words.actors([name for name in (reason.initiator, reason.target) if name], day)
        return f"between {both}: {how}"
    act = {"kind": reason.kind, "initiators": [reason.initiator], "date": day}
    toward = {"targets": [reason.target]} if reason.target else {}
    return f"{words.capitalised(words.act({**act, **toward}))}{'' if reason.target else ' → others'}, {how}"


def judgement(judged: Judged | None, base: float) -> str:
    """How far such forecasts can be trusted, in a sentence or two."""
    if judged is None:
        return (
            "Too little is dated to the day for a forecast that could be tested: these are rates, of how often each was"
            f" done. Any act at all that could be expected: {percent(base)}."
        )
    better = judged.brier < judged.brier_base and judged.log_score < judged.log_score_base
    verdict = "better than the base rate" if better else "NOT better than the base rate: do not rely on them"
    return (
        f"On {judged.forecasts:,} past forecasts of this kind, of which {judged.came:,} came true, such probabilities were"
        f" {verdict}: Brier score {judged.brier:.4f} (base rate {judged.brier_base:.4f}), log score"
        f" {judged.log_score:.4f} ({judged.log_score_base:.4f}); lower is better."
    )


def prospects_table(found: Outlook) -> Table:
    """One row a prospect; ``reasons`` in words."""
    import pyarrow as pa

    rows = [
        {
            "initiator": prospect.initiator,
            "kind": prospect.kind,
            "target": prospect.target,
            "from": found.on,
            "horizon": found.horizon,
            "probability": round(prospect.probability, 6),
            "base": round(found.base, 6),
            "tested": found.judged is not None,
            "reasons": [reason.text for reason in prospect.reasons],
        }
        for prospect in found.prospects
    ]
    string, number = pa.string(), pa.float64()
    types = {"initiator": string, "kind": string, "target": string, "from": pa.date32(), "horizon": pa.int32()}
    types |= {"probability": number, "base": number, "tested": pa.bool_(), "reasons": pa.list_(string)}
    return Table.of(rows, pa.schema(list(types.items())))


def backtest(out: Console, found: Mapping[str, Any]) -> None:
    """The measures of both settings, and what they took."""
    labels = {"single_step": "Single-step", "multi_step": "Multi-step"}
    labels |= {"single_step_questions_seen": "Questions seen"}
    rows = []
    for name, label in labels.items():
        if name not in found:
            continue
        of = found[name]
        hits = " · ".join(f"Hits@{k} {of[f'hits@{k}']:.3f}" for k in (1, 3, 10))
        told = [text(f"MRR {of['mrr']:.3f} · {hits} · {of['queries']:,} queries")]
        if name == "single_step_questions_seen":
            told.append(
                text("single-step, with the day's other questions in sight: not to be held against the others", "dim")
            )
        rows.append(Entry(text(label, "bold"), told))
    entries(out, rows, spaced=False)
    line(out, f"{found['seconds']:.0f} seconds, {found['peak_mb']:.0f} MB at most", "dim")


def spread(out: Console, found: Spread, top: int) -> None:
    """Who may act toward one actor by a day: the likeliest states with what speaks for each, and what it rests on."""
    day = found.on.isoformat()
    toward, kind = words.actor(found.toward, day), words.kind(found.act)
    span = f"from {words.date(day)} to {words.date(found.by.isoformat())}"
    line(out, words.capitalised(f"who {kind} → {toward}, {span}"), "bold underline")
    begun = f"since {words.date(found.since.isoformat())}"
    many = words.count(len(found.moved), "state")
    line(out, f"{begun}: {many} so far. Expected by then: {found.expected:.1f} more, of {len(found.chances)}.")
    out.print()
    entries(out, (_chance(one, found, day) for one in found.chances[:top]), spaced=True, narrowest=8)
    rest = found.chances[top:]
    if rest:
        line(out, f"{len(rest)} others: {percent(rest[0].probability)} at most.\n", "dim")
    for moved in found.moved:
        told = f"{words.capitalised(words.actor(moved.state, day))} did, {words.date(moved.date) or 'at no known date'}"
        back = f"; takes it back by then: {percent(moved.withdraws)}" if found.act == "recognise" else ""
        line(out, told + back)
    if found.moved:
        out.print()
    if not found.heard:
        line(out, f"This record tells nothing of anyone toward {toward}: do not rely on this.\n", "bold")
    line(out, _caution(found), "dim")


def _chance(one: Chance, found: Spread, day: str) -> Entry:
    steps = {step.name: step for step in reversed(one.steps)}  # its own side's before the other side's
    reasons = [
        f"borders {words.actor(found.place, day)}" if one.borders else "",
        f"its neighbour{'s have' if len(one.neighbours) > 1 else ' has'}: {words.actors(one.neighbours, day)}"
        if one.neighbours
        else "",
        f"allies have within two months: {words.actors(one.allies[:6], day)}" if one.allies else "",
        *(_stepped(step) for step in reversed(steps.values())),
    ]
    told = [text(reason, "dim") for reason in reasons if reason]
    return Entry(text(percent(one.probability)), [text(words.capitalised(words.actor(one.state, day)), "bold"), *told])


def _stepped(step: Step) -> str:
    labels = {
        "delisted": "has taken it off its terrorist list",
        "talks": "held talks",
        "withheld": "withholds recognition",
    }
    label = labels.get(step.name) or f"is represented ({(step.level or '').replace('-', ' ')})"
    when = f", {words.since(step.date) if step.name != 'talks' else words.date(step.date)}" if step.date else ""
    return f"{label}{when}{f' [{step.file}]' if step.file else ''}"


def _days(found: Spread) -> int:
    return (found.by - found.on).days + 1


def _caution(found: Spread) -> str:
    from detente.outlook.recognition.trial import SPANS

    model, unbeaten = found.model, found.model.unbeaten()
    judged = (
        f"Fitted on {len(model.trials)} past waves of recognition. Forecasting each from the others, the model beat both"
        f" the base rate and a constant hazard, by log score and Brier score, on {len(model.trials) - len(unbeaten)}"
        f"{', but not on ' + ', '.join(unbeaten) if unbeaten else ''}."
    )
    base = (
        f"A state of which nothing is known, at the pace of all waves: {percent(found.chances[0].base)}."
        if found.chances
        else ""
    )
    borrowed = (
        "" if found.act == "recognise" else f" It was fitted on recognitions; of '{found.act}' nothing has tested it."
    )
    longer = (
        f" It was tried on spans of up to {max(SPANS)} days; this one is longer." if _days(found) > max(SPANS) else ""
    )
    return f"{judged}{borrowed}{longer} {base} What the record does not tell is taken not to have happened."


def spread_table(found: Spread) -> Table:
    """One row a state that has not moved yet."""
    import pyarrow as pa

    rows = [
        {
            "state": one.state,
            "act": found.act,
            "toward": found.toward,
            "from": found.on,
            "by": found.by,
            "probability": round(one.probability, 6),
            "base": round(one.base, 6),
            "neighbours": list(one.neighbours),
            "allies": list(one.allies),
            "steps": [step.name for step in one.steps],
            "events": [step.event for step in one.steps if step.event],
        }
        for one in found.chances
    ]
    string, number, many = pa.string(), pa.float64(), pa.list_(pa.string())
    types = {"state": string, "act": string, "toward": string, "from": pa.date32(), "by": pa.date32()}
    types |= {"probability": number, "base": number, "neighbours": many, "allies": many, "steps": many, "events": many}
    return Table.of(rows, pa.schema(list(types.items())))


def waves(out: Console, found: Mapping[str, Any]) -> None:
    """How the model did on past waves, case by case, and how far its probabilities can be taken at their word."""
    titles = {
        "leave_one_case_out": "Each wave forecast by a model that has seen only the others",
        "rolling_origin": "Each wave forecast day by day, by what had been seen until then",
    }
    for name, title in titles.items():
        line(out, title, "bold underline")
        out.print()
        entries(out, (_case(case, of) for case, of in found[name]["cases"].items()), spaced=True)
        line(out, "Chances given, and how many of them came true", "bold")
        reliability(out, found[name]["reliability"])
        out.print()
    entries(out, (_table_told(case, of) for case, of in found["cases"].items()), spaced=False)


def _case(case: str, of: Mapping[str, Any]) -> Entry:
    scores = [
        f"{label} {of[f'{name}_model']:.5f} (base rate {of[f'{name}_base']:.5f}, constant hazard {of[f'{name}_constant']:.5f})"
        for name, label in (("log", "log score"), ("brier", "Brier score"))
    ]
    lost = [label for name, label in (("log", "log score"), ("brier", "Brier score")) if not of["beats"][name]]
    verdict = f"does NOT beat both by {' or '.join(lost)}" if lost else "beats both"
    counts = f"{of['forecasts']:,} forecasts, {of['came']:,} came true where {of['expected']:,.0f} were expected"
    return Entry(text(case, "bold"), [text(f"{counts}: {verdict}"), *(text(score, "dim") for score in scores)])


def _table_told(case: str, of: Mapping[str, Any]) -> Entry:
    told = f"{of['recognitions']} recognitions from {words.date(of['since'])}, complete until"
    return Entry(text(case), [text(f"{told} {words.date(of['complete_until'])}: {of['remark']}", "dim")])


BAR = 24  # characters for a share of one


def reliability(out: Console, bins: Sequence[Mapping[str, float]]) -> None:
    """A reliability chart in text: a bar for the share that came true, a mark where the chance given lies."""
    for row in bins:
        bar = list("█" * round(row["came"] * BAR) + "·" * (BAR - round(row["came"] * BAR)))
        bar[min(round(row["given"] * BAR), BAR - 1)] = "┃"
        told = f"given {percent(row['given'])}, came {share(row['came'])} of {row['forecasts']:,}"
        entries(
            out, [Entry(text(f"{row['from']:.1%}–{row['to']:.1%}"), [text(f"{''.join(bar)}  {told}")])], spaced=False,
            narrowest=12,
        )  # fmt: skip
