"""A few marks of SVG, as text: enough for a strip of spells and a small chart, and readable by every writer of pages.

Everything is escaped; there are no styles, scripts or references, so a drawing can stand in any page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

INK, GREY, RULE, PAPER = "#1f2933", "#5f6b76", "#c9cfd6", "#ffffff"
FONT = "Libertinus Serif, Cambria, Georgia, Times New Roman, serif"
LETTER = 0.5  # of the size of type that a letter takes on average
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def drawing(width: float, height: float, title: str, description: str, marks: Iterable[str]) -> str:
    """A whole picture, with its title and description for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}"'
        f' height="{_n(height)}" role="img"><title>{_safe(title)}</title><desc>{_safe(description)}</desc>'
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="{PAPER}"/>{"".join(marks)}</svg>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, *, opacity: float = 1.0) -> str:
    """A filled rectangle."""
    faint = f' fill-opacity="{_n(opacity)}"' if opacity < 1 else ""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0.4))}" height="{_n(height)}" fill="{fill}"{faint}/>'


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, dashed: bool = False) -> str:
    """A thin line."""
    dashes = ' stroke-dasharray="2 2"' if dashed else ""
    return f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" stroke="{stroke}" stroke-width="0.7" fill="none"{dashes}/>'


def dot(x: float, y: float, radius: float, *, fill: str = INK, hollow: bool = False) -> str:
    """A small disc, or a ring."""
    inside = f'fill="{PAPER}" stroke="{fill}" stroke-width="0.9"' if hollow else f'fill="{fill}"'
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {inside}/>'


def text(
    x: float, y: float, words: str, *, size: float = 10.5, fill: str = INK, anchor: str = "start", bold: bool = False
) -> str:
    """A line of type; ``anchor`` is start, middle or end."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-family="{FONT}" font-size="{_n(size)}" fill="{fill}"'
        f' text-anchor="{anchor}"{weight}>{_safe(words)}</text>'
    )


def room(words: str, size: float = 10.5) -> float:
    """About how wide a line of type is."""
    return len(words) * size * LETTER


def _safe(words: str) -> str:
    return escape(_UNPRINTABLE.sub("\ufffd", words))


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
