"""Charts as Altair specifications: one for the page, the brief and the notebook. Needs Altair, and vl-convert for SVG.

They have no background and two fills, COOPERATION and CONFLICT, which a stylesheet can turn into others for the dark.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from detente import codebook, dates
from detente.errors import MissingExtra

FEWEST = 12  # acts below which counting them by year shows nothing that the strip does not
COOPERATION, CONFLICT = "#26694c", "#9b352f"
_one_at_a_time = threading.Lock()


def acts_by_year(events: Sequence[Mapping[str, Any]]) -> Any:
    """How many acts of cooperation (upward) and of conflict (downward) are told of each year (or of each five).

    Gives an altair.Chart. Takes rows of events; those without a date, and those of kinds that are neither, are left out.
    """
    alt = _altair()
    counts = _counts(events)
    years = [year for year, _ in counts] or [2000]
    step = 1 if max(years) - min(years) <= 120 else 5
    totals: Counter[tuple[int, int]] = Counter()
    for (year, sign), number in counts.items():
        totals[year // step * step, sign] += number
    rows = [
        {"year": year, "acts": number * sign, "sort": "cooperation" if sign > 0 else "conflict"}
        for (year, sign), number in sorted(totals.items())
    ]
    width = max(1.0, 560 / ((max(years) - min(years)) / step + 2) - 1)
    scale = alt.Scale(domain=[min(years) - step, max(years) + step], nice=False)
    return (
        alt.Chart(alt.Data(values=rows), width=620, height=120)
        .mark_bar(width=width)
        .encode(
            x=alt.X("year:Q", scale=scale, axis=alt.Axis(format="d", title=None, grid=False, tickMinStep=1)),
            y=alt.Y("acts:Q", axis=alt.Axis(title=None, format="d", tickMinStep=1, labelExpr="abs(datum.value)")),
            color=alt.Color(
                "sort:N",
                scale=alt.Scale(domain=["cooperation", "conflict"], range=[COOPERATION, CONFLICT]),
                legend=alt.Legend(title=None, orient="top"),
            ),
        )
        .configure(background="transparent")
        .configure_view(stroke=None)
    )


def _counts(events: Sequence[Mapping[str, Any]]) -> Counter[tuple[int, int]]:
    counts: Counter[tuple[int, int]] = Counter()
    for row in events:
        kind = codebook.load().kinds.get(row["kind"])
        first = dates.parse(row["date"]).first if row["date"] else None
        if kind and kind.sign and first:
            counts[first.year, kind.sign] += 1
    return counts


def svg(chart: Any) -> str:
    """The chart as SVG. The first takes seconds, the engine being started; the same chart again takes nothing."""
    return _svg(chart.to_json(indent=None))


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtra("web", "A chart") from error
    with _one_at_a_time:
        drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn


def _altair() -> Any:
    try:
        import altair
    except ImportError as error:
        raise MissingExtra("web", "A chart") from error
    return altair
