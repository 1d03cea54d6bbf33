"""The outlook for people and as tables: what is expected, why, and how far such forecasts can be trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.cli import words
from detente.cli.layout import Entry, entries, line, text
from detente.ledger.table import Table

if TYPE_CHECKING:
    from rich.console import Console

    from detente.outlook.explain import Reason
    from detente.outlook.prospects import Judged, Outlook

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REASONS = 3  # that are printed of each


def percent(chance: float) -> str:
    """A probability in words of a few characters: "37 %", "2.1 %", "<0.1 %"."""
    if chance < 0.001:
        return "<0.1 %"
    return f"{chance:.1%}".replace("%", " %") if chance < 0.0995 else f"{min(chance, 0.99):.0%}".replace("%", " %")


def prospects(out: Console, found: Outlook, initiator: str | None, target: str | None) -> None:
    """What to expect, likeliest first, each with its reasons, and below it the record of such forecasts."""
    day = found.on.isoformat()
    who = words.actor(initiator, day) if initiator else "anyone"
    toward = words.actor(target, day) if target else "anyone"
    line(out, words.capitalised(f"{who} toward {toward}: the {found.horizon} days from {words.date(day)}"), "bold underline")
    out.print()
    rows = []
    for prospect in found.prospects:
        act = {"kind": prospect.kind, "initiators": [prospect.initiator], "targets": [prospect.target], "date": day}
        why = [text(because(reason, day), "dim") for reason in prospect.reasons[:REASONS]]
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
    rows = []
    for name, label in labels.items():
        of = found[name]
        hits = " · ".join(f"Hits@{k} {of[f'hits@{k}']:.3f}" for k in (1, 3, 10))
        rows.append(Entry(text(label, "bold"), [text(f"MRR {of['mrr']:.3f} · {hits} · {of['queries']:,} queries")]))
    entries(out, rows, spaced=False)
    line(out, f"{found['seconds']:.0f} seconds, {found['peak_mb']:.0f} MB at most", "dim")
