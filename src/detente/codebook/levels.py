"""Words to levels: what "the Legation at Lima" or "de facto recognition" says of a dimension's level.

The phrases stand in dimensions.toml. Here is only how they are looked for; nothing of grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detente.codebook.load import load
from detente.codebook.terms import Dimension

# "was resident at Bridgetown", "remained resident in Paris", "(resident at Lagos)"; not "Minister Resident in Quito".
ELSEWHERE = re.compile(
    r"\bnon-?resident\b|\bresident elsewhere\b"
    r"|\b(?:stationed|residing|resided|resides|residence) (?:in|at)\b"
    r"|(?:\b(?:been|was|were|is|are|remained|remains|and|but|while|though)\b|\(|,)\s*resident (?:in|at)\b",
    re.I,
)
# What is said of a mission that goes from one city to another and is neither opened nor closed by it.
MOVED = re.compile(r"\b(?:re-?locat|mov|transferr?|remov)(?:e[ds]?|ed|ing|ion|es|s)?\b", re.I)
# A rank that follows one of these is what it came to: "raised from a legation to an embassy".
TOWARD = re.compile(
    r"\b(?:to|into|as|become|becomes|became)\s+"
    r"(?:(?:an?|the|full|first|its|their|american|u\.s\.|level of|rank of|status of)\s+)*$",
    re.I,
)

# And one that follows this is what it was.
FROM = re.compile(r"\bfrom\s+(?:(?:an?|the|its|their)\s+)*$", re.I)

# A chargé who only stands in for a head of mission tells nothing of its rank.
INTERIM = re.compile(r"\s*,?\s*ad[\s-]interim\b|\s*,?\s*a\.\s?i\.", re.I)


def level_of(dimension: str, words: str, at: int | None = None) -> str | None:
    """The level of a dimension that some words tell, or None. KeyError for an unknown dimension.

    Of several, the one that something is raised, lowered or accredited to; else the one nearest the offset ``at``,
    where that is given; else the first. What something is raised or lowered from is none. Words that place an envoy in
    another country make his rank the nonresident one. A chargé ad interim counts for nothing.
    """
    found = [
        hit
        for hit in levels_in(dimension, words)
        if not FROM.search(words[: hit[0]]) and not INTERIM.match(words[hit[1] :])
    ]
    if not found:
        return None
    toward = [hit for hit in found if TOWARD.search(words[: hit[0]])]
    _, _, level = min(toward or found, key=lambda hit: hit[0] if at is None else abs(hit[0] - at))
    return elsewhere(dimension, level) if ELSEWHERE.search(words) else level


def elsewhere(dimension: str, level: str) -> str:
    """The level of an envoy who resides in another country; the level itself where it knows no such difference."""
    return load().dimensions[dimension].level(level).elsewhere or level


def levels_in(dimension: str, words: str) -> Iterator[tuple[int, int, str]]:
    """Every phrase that tells a level of the dimension: start, end and level, in the order of the words."""
    level = _phrases(dimension)
    pattern = _pattern(dimension)
    for hit in pattern.finditer(_plain(words)) if pattern else ():
        yield hit.start(), hit.end(), level[_folded(hit[0])]


@cache
def _phrases(name: str) -> dict[str, str]:
    dimension: Dimension = load().dimensions[name]
    return {_folded(_plain(phrase)): level.id for level in dimension.scale for phrase in level.words}


@cache
def _pattern(name: str) -> re.Pattern[str] | None:
    phrases = sorted(_phrases(name), key=len, reverse=True)
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"[\s]+") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.I) if phrases else None


def _plain(words: str) -> str:
    """The words with typographic apostrophes and hyphens as plain ones and é as e, character for character."""
    return words.translate(_PLAIN)


def _folded(words: str) -> str:
    return " ".join(words.lower().split())


_PLAIN = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "é": "e", "É": "E", "\u00a0": " "})
