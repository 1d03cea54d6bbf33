"""How a level looks: a tone (whose colour the stylesheet knows) and a sign beside it, for colour never stands alone."""

from __future__ import annotations

from functools import cache
from typing import Literal

from detente import codebook

Tone = Literal["full", "part", "none", "adverse"]

SIGNS: dict[str, str] = {"full": "●", "part": "◐", "none": "○", "adverse": "▲"}
SAID: dict[str, str] = {
    "full": "the highest level",
    "part": "a level between",
    "none": "the lowest level",
    "adverse": "against the other",
}
_AGAINST = frozenset({"listing", "sanctions", "hostilities"})
_BROKEN = frozenset({("relations", "severed")})
_OVER = frozenset({("agreement", "ended")})


@cache
def tone(dimension: str, level: str) -> Tone:
    """The tone of a level of a dimension ("membership:sco" is one of membership)."""
    base = dimension.partition(":")[0]
    found = codebook.load().dimensions.get(base)
    if found is None or level not in found.levels or (base, level) in _OVER:
        return "none"
    rank, top = found.rank(level), len(found.levels) - 1
    if (base, level) in _BROKEN or (base in _AGAINST and rank):
        return "adverse"
    if level == found.default:
        return "none"
    return "full" if rank == top or (base == "agreement" and level == "in-force") else "part"


def sign(of: Tone) -> str:
    """The sign of a tone."""
    return SIGNS[of]
