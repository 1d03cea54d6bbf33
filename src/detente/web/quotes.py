"""Quotes as a page shows them: cut around the words that tell the act, which are marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROOM = 320  # characters of a quote on a page that has several


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote in three parts, the middle one being the words that tell the act (empty where nobody knows them)."""

    before: str
    marked: str
    after: str


def trigger(claim: Mapping[str, Any]) -> tuple[int, int] | None:
    """Where in a claim's quote the words stand that its kind was read from."""
    for evidence in claim.get("evidence") or ():
        if evidence["field"] == "kind" and evidence["start"] is not None:
            start, end = evidence["start"] - claim["start"], evidence["end"] - claim["start"]
            return (start, end) if 0 <= start < end <= len(claim["quote"]) else None
    return None


def quoted(quote: str, at: tuple[int, int] | None = None, room: int = ROOM) -> Quoted:
    """A quote of at most about ``room`` characters, cut only between words; an ellipsis stands for what is left out."""
    start, end = at or (0, 0)
    spare = max(0, room - (end - start))
    left, right = quote[:start], quote[end:]
    keep_left = max(spare // 2, spare - len(right))
    keep_right = spare - min(len(left), keep_left)
    return Quoted(_tail(left, keep_left), _flat(quote[start:end]), _head(right, keep_right))


def _tail(text: str, room: int) -> str:
    if len(text) <= room:
        return _flat(text)
    cut = text[len(text) - room :]
    return "… " + _flat(cut.partition(" ")[2] or cut)


def _head(text: str, room: int) -> str:
    if len(text) <= room:
        return _flat(text)
    cut = text[:room]
    return _flat(cut.rpartition(" ")[0] or cut).rstrip(",;: ") + " …"


def _flat(text: str) -> str:
    """The text with its line breaks as spaces; a space at either end stays one."""
    flat = " ".join(text.split())
    return (" " if text[:1].isspace() and flat else "") + flat + (" " if text[-1:].isspace() and flat else "")
