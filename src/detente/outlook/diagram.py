"""The reliability diagram as a picture: chances given against the shares that came, as SVG without any library.

Forecasts of rare acts crowd near zero, so both scales are square roots. A dot is a bin, its size the number of forecasts;
its bar is where the share would lie in 95 of 100 cases (Wilson's interval) if they were independent. This module
knows bins, not where they come from.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from html import escape

SIDE, LEFT, TOP, RIGHT, BOTTOM = 360, 64, 56, 24, 100
WIDEST, LINES = 62, 3  # characters in a line of the note, and lines
TICKS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
LEAST, MOST = 2.5, 11.0  # radius of a dot
SURE = 1.96  # standard errors

STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.t{font-size:15px;font-weight:600}.s{fill:#666;font-size:11px}"
    ".g{stroke:#ddd}.d{stroke:#888;stroke-dasharray:4 4}.b{stroke:#1f4e79;stroke-width:1.5}.p{fill:#1f4e79;fill-opacity:.85}"
)


def reliability_svg(bins: Sequence[Mapping[str, float]], title: str, note: str = "") -> str:
    """The diagram of these bins (``given``, ``came``, ``forecasts``), under a title and over a note, as an SVG document."""
    width, height = LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM
    most = max((row["forecasts"] for row in bins), default=1.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(told(bins))}</desc><style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text class="t" x="{LEFT}" y="24">{escape(title)}</text>',
        *(_tick(share) for share in TICKS),
        f'<line class="d" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>',
        *(_bin(row, most) for row in bins),
        f'<text x="{LEFT + SIDE / 2}" y="{TOP + SIDE + 38}" text-anchor="middle">chance given</text>',
        f'<text x="{LEFT}" y="{TOP - 12}">share that came</text>',
        *(
            f'<text class="s" x="{LEFT}" y="{TOP + SIDE + 60 + 14 * row}">{escape(words)}</text>'
            for row, words in enumerate(textwrap.wrap(note, WIDEST)[:LINES])
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def told(bins: Sequence[Mapping[str, float]]) -> str:
    """The diagram in words, for those who cannot see it."""
    rows = (f"given {row['given']:.2%}, came {row['came']:.2%} of {int(row['forecasts'])}" for row in bins)
    return "; ".join(rows) or "no forecasts"


def interval(share: float, trials: float) -> tuple[float, float]:
    """Wilson's interval of a share of so many trials; all of 0 to 1 where there were none."""
    if trials <= 0:
        return 0.0, 1.0
    square = SURE * SURE / trials
    middle = (share + square / 2) / (1 + square)
    reach = SURE * math.sqrt(share * (1 - share) / trials + square / trials / 4) / (1 + square)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def _x(share: float) -> float:
    return round(LEFT + SIDE * math.sqrt(share), 1)


def _y(share: float) -> float:
    return round(TOP + SIDE * (1 - math.sqrt(share)), 1)


def _tick(share: float) -> str:
    label = f"{share * 100:g} %"
    return (
        f'<line class="g" x1="{_x(share)}" y1="{TOP}" x2="{_x(share)}" y2="{TOP + SIDE}"/>'
        f'<line class="g" x1="{LEFT}" y1="{_y(share)}" x2="{LEFT + SIDE}" y2="{_y(share)}"/>'
        f'<text class="s" x="{_x(share)}" y="{TOP + SIDE + 16}" text-anchor="middle">{label}</text>'
        f'<text class="s" x="{LEFT - 6}" y="{_y(share) + 4}" text-anchor="end">{label}</text>'
    )


def _bin(row: Mapping[str, float], most: float) -> str:
    low, high = interval(row["came"], row["forecasts"])
    radius = max(LEAST, MOST * math.sqrt(row["forecasts"] / most))
    x = _x(row["given"])
    return (
        f'<line class="b" x1="{x}" y1="{_y(low)}" x2="{x}" y2="{_y(high)}"/>'
        f'<circle class="p" cx="{x}" cy="{_y(row["came"])}" r="{radius:.1f}"><title>{escape(told([row]))}</title></circle>'
    )
