"""What several pages need: actors as they were asked for, rows with their words marked, the day of the last change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente import dates, words
from detente.actors import registry
from detente.errors import ActorError, NoSuchPage, UsageError
from detente.record import Record
from detente.web.quotes import ROOM, quoted, trigger

Row = dict[str, Any]


def actor_of(record: Record, id: str) -> str:
    """The actor of an id that stands in an address. Raises NoSuchPage where the record tells nothing of it."""
    found = registry().get(id)
    if found is not None and found.id == id:
        return id
    if record.knows(id):
        return id
    raise NoSuchPage(
        f"Nobody is called '{id[:80]}' here.", remedy="Search for a name, or choose from the list of actors."
    )


def actor_named(name: str) -> str | None:
    """The id of an actor by what a reader typed; None where none or several are called so."""
    try:
        return registry().find(name).id
    except ActorError:
        return None


def day_of(text: str | None, what: str) -> dt.date | None:
    """A day as it stands in an address. Raises UsageError for anything else."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text[:10]) if len(text) == 10 else _refuse(text, what)
    except ValueError:
        _refuse(text, what)
    return None


def _refuse(text: str, what: str) -> dt.date:
    raise UsageError(f"'{text[:40]}' is not a day.", place=what, remedy="Write it as 2025-08-01.")


def with_words(rows: Iterable[Row], claims: Sequence[Mapping[str, Any]], room: int = ROOM) -> list[Row]:
    """The rows, each with the claim that it quotes (``claim``, ``document``), its quote cut around the words that tell
    the act (``words``)."""
    by_words: dict[tuple[str, str, str | None], Mapping[str, Any]] = {}
    for claim in reversed(claims):
        by_words[claim["file"], claim["quote"], None] = claim
        by_words[claim["file"], claim["quote"], claim["kind"]] = claim
    return [_worded(row, by_words, room) for row in rows]


def _worded(row: Row, by_words: Mapping[tuple[str, str, str | None], Mapping[str, Any]], room: int) -> Row:
    if not row["quote"]:
        return row | {"words": None, "claim": None, "document": None, "at": 0}
    key = (row["file"], row["quote"])
    claim = by_words.get((*key, row.get("kind"))) or by_words.get((*key, None))
    place = trigger(claim) if claim else None
    told: Row = {"claim": None, "document": None, "at": 0}
    if claim:
        told = {"claim": claim["id"], "document": claim["document"], "at": claim["start"] + (place or (0, 0))[0]}
    return row | {"words": quoted(row["quote"], place, room)} | told


def lately(acts: Sequence[Row], number: int, on: dt.date | None = None) -> list[Row]:
    """The last acts of some in order of time, latest first: of those that began on a known day, by a day."""
    begun = [(first, row) for row in acts if (first := _first(row["date"])) and (on is None or first <= on)]
    return [row for _, row in begun[-number:]][::-1]


def _first(edtf: str | None) -> dt.date | None:
    return dates.parse(edtf).first if edtf else None


def pair_title(a: str, b: str) -> str:
    """Two actors as a heading."""
    return words.capitalised(f"{words.actor(a)} and {words.actor(b)}")
