"""A sentence with its pair of actors: ``<s>…</s>`` and ``<t>…</t>`` taken out, or the two names sought in it.

Offsets are characters of the plain sentence. A side may stand in several places. Knows nothing of what the pair does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Span = tuple[int, int]

_MARK = re.compile(r"<(/?)([st])>")


class CannotCode(Exception):  # noqa: N818 named for what is wrong
    """A row that cannot be coded; says why."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and where its initiator and its target stand in it."""

    text: str
    initiator: tuple[Span, ...]
    target: tuple[Span, ...]

    def words(self, side: str) -> str:
        """The words of the first place of ``initiator`` or ``target``."""
        start, end = getattr(self, side)[0]
        return self.text[start:end]


def unmarked(sentence: str) -> Marked:
    """A sentence with its marks taken out; one side may be unmarked, and one may lie inside the other.

    Raises CannotCode where no mark stands in it, or one is left open or closed in the wrong order.
    """
    text, at = "", 0
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    opened: list[tuple[str, int]] = []
    for mark in _MARK.finditer(sentence):
        text, at = text + sentence[at : mark.start()], mark.end()
        closing, side = mark.groups()
        if not closing:
            opened.append((side, len(text)))
        elif opened and opened[-1][0] == side:
            spans[side] += _trimmed(text, opened.pop()[1], len(text))
        else:
            raise CannotCode(f"its mark '{mark.group()}' closes what was not opened")
    if opened:
        raise CannotCode(f"its mark '<{opened[-1][0]}>' is never closed")
    if not any(spans.values()):
        raise CannotCode("neither initiator nor target is marked in it")
    return Marked(text + sentence[at:], tuple(spans["s"]), tuple(spans["t"]))


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return [(start, start + len(words.strip()))] if words.strip() else []


def found(sentence: str, initiator: str, target: str) -> Marked:
    """A sentence with the places of two names in it; one of them may be empty.

    Raises CannotCode for a name that is not there, and for two that stand only in the same words.
    """
    names = [name.strip() for name in (initiator, target)]
    sides = [_places(sentence, name) for name in names]
    for name, places in zip(names, sides, strict=True):
        if name and not places:
            raise CannotCode(f"'{name}' does not stand in the sentence")
    mine, theirs = _apart(sides[0], sides[1]), _apart(sides[1], sides[0])
    if (names[0] and not mine) or (names[1] and not theirs):
        raise CannotCode("initiator and target stand in the same words")
    return Marked(sentence, tuple(mine), tuple(theirs))


def _places(sentence: str, name: str) -> list[Span]:
    if not name:
        return []
    bounded = rf"(?<!\w){re.escape(name)}(?!\w)"
    exact = [match.span() for match in re.finditer(bounded, sentence)]
    return exact or [match.span() for match in re.finditer(bounded, sentence, re.IGNORECASE)]


def _apart(side: list[Span], other: list[Span]) -> list[Span]:
    """The places of a side that do not lie inside one of the other."""
    return [(a, b) for a, b in side if not any(c <= a and b <= d for c, d in other)]
