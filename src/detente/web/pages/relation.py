"""How two actors stand on a day: each dimension both ways, with its words and source, and the strip of how it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from detente import codebook, dates, words
from detente.ledger.table import Table
from detente.record import Record
from detente.web.digest import AT_ODDS, Digest
from detente.web.links import relation_path
from detente.web.page import Page
from detente.web.pages.common import Row, actor_of, lately, pair_title, with_words
from detente.web.strip import strip
from detente.web.tones import tone

SHOWN = 400  # moments that the slider has marks for


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a pair, whatever the day."""

    spells: Table
    events: Table
    turns: Sequence[Row]  # the spells as rows
    acts: Sequence[Row]  # the events as rows
    claims: Sequence[Row]
    days: Sequence[dt.date]  # on which something can have changed
    files: Sequence[str]


def facts(record: Record, digest: Digest, one: str, other: str, known: dt.date | None = None) -> Facts:
    """Everything that is told of a pair; events as known on a day where one is given."""
    spells, events = digest.spells_of((one, other), (other, one)), record.events(one, other, known=known, streams=True)
    turns, acts = spells.to_pylist(), events.to_pylist()
    claims = record.claims(a=one, b=other).to_pylist()
    files = sorted({file for row in acts for file in row["documents"]})
    return Facts(spells, events, turns, acts, claims, moments(turns), files)


def relation(
    record: Record, digest: Digest, a: str, b: str, on: dt.date, known: dt.date | None = None, asked: bool = False
) -> Page:
    """The page of two actors. ``asked`` says that the day was asked for rather than being today."""
    one, other = actor_of(record, a), actor_of(record, b)
    told: Facts = digest.kept((one, other, known), lambda: facts(record, digest, one, other, known))
    status = record.status(one, other, on=on, known=known)
    lines = with_words(status.to_pylist(), told.claims)
    values: dict[str, Any] = {
        "one": one,
        "other": other,
        "on": on,
        "known": known,
        "asked": asked,
        "dimensions": _dimensions(lines, one, other),
        "both": all(any(line["initiator"] == side for line in lines) for side in (one, other)),
        "conflicts": _at_odds(record, digest, one, other, on, known),
        "days": told.days,
        "before": max((day for day in told.days if day < on), default=None),
        "after": min((day for day in told.days if day > on), default=None),
        "first": min(told.days, default=None),
        "strip": strip(told.turns, told.acts, until=max(on, dt.date.today()), first=one, on=on if asked else None),
        "latest": with_words(lately(told.acts, 3, on), told.claims, 200),
        "acts": len(told.acts),
        "streamed": sum(row["stream"] is not None for row in told.acts),
        "documents": told.files,
        "years": _years(told.acts),
    }
    return Page(
        path=relation_path(one, other),
        template="relation.html",
        title=pair_title(one, other),
        values=values,
        tables={"status": status, "spells": told.spells, "events": told.events},
        query=_query(on if asked else None, known),
        changed=digest.last_read(told.files),
        feed=True,
        about=_about(lines, on),
    )


def _at_odds(record: Record, digest: Digest, one: str, other: str, on: dt.date, known: dt.date | None) -> list[Row]:
    """Where sources on the pair disagree, by that day; as known on a day they are looked for anew."""
    if known is None:
        return digest.between(one, other, on)
    rows = record.conflicts(one, other, on=on, known=known).to_pylist()
    return [row for row in rows if row["sort"] in AT_ODDS and not row["judged"]]


def _query(on: dt.date | None, known: dt.date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in (("on", on), ("known", known)) if day}


def moments(spells: Iterable[Row]) -> list[dt.date]:
    """The days on which a pair's standing can have changed: the first and the last day of each uncertain change."""
    days: set[dt.date] = set()
    for spell in spells:
        for edtf in (spell["start"], spell["end"]):
            date = dates.parse(edtf) if edtf else None
            days |= {day for day in (date.first, date.last) if day} if date else set()
    return sorted(days)[-SHOWN:]


def _dimensions(lines: Sequence[Row], one: str, other: str) -> list[dict[str, Any]]:
    """The dimensions of which anything is told, each with the standing of either side toward the other."""
    order = {name: place for place, name in enumerate(codebook.load().dimensions)}
    names = sorted({line["dimension"] for line in lines}, key=lambda name: (order[name.partition(":")[0]], name))
    by_key = {(line["initiator"], line["dimension"]): line for line in lines}
    return [_dimension(name, by_key.get((one, name)), by_key.get((other, name)), one, other) for name in names]


def _dimension(name: str, mine: Row | None, theirs: Row | None, one: str, other: str) -> dict[str, Any]:
    """One dimension; where the same act brought both sides to the same level, it is told once (``mutual``)."""
    alike = ("level", "since", "events", "quote", "confidence")
    mutual = mine is not None and theirs is not None and all(mine[key] == theirs[key] for key in alike)
    sides = [(one, other, _side(mine)), (other, one, _side(theirs))]
    return {"label": words.dimension(name), "mutual": mutual, "sides": sides[:1] if mutual else sides}


def _side(line: Row | None) -> Row | None:
    if line is None:
        return None
    said = words.level(line["dimension"], line["level"])
    return line | {
        "said": said,
        "tone": tone(line["dimension"], line["level"]),
        "since_said": words.since(line["since"]),
    }


def _years(acts: Sequence[Row]) -> str:
    dated = [dates.parse(row["date"]) for row in acts if row["date"]]
    first = min((date.first for date in dated if date.first), default=None)
    last = max((date.last for date in dated if date.last), default=None)
    if first is None or last is None:
        return ""
    return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"


def _about(lines: Sequence[Row], on: dt.date) -> str:
    told = [
        f"{words.capitalised(words.actor(line['initiator']))}: {words.level(line['dimension'], line['level'])}"
        for line in lines
    ]
    return f"On {words.date(on.isoformat())}. " + "; ".join(told[:6]) if told else "Nothing is told of that day."
