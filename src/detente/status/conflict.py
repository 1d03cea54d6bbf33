"""A conflict: what it is of, who stands where, and the words that the modules which look for them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from detente import codebook, dates
from detente.actors import registry
from detente.errors import ActorError
from detente.ledger.act import voices
from detente.ledger.derive import Held
from detente.ledger.tellings import Telling
from detente.model import Event

Sort = Literal["happened", "date", "actor", "level", "order", "voice", "end"]
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Stand:
    """What one claim says in a conflict."""

    says: str
    event: str
    claim: str
    file: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place where sources are at odds, or too few. ``weight`` orders those of a sort, most first."""

    sort: Sort
    text: str
    weight: float
    initiator: str | None
    target: str | None
    kind: str | None
    stands: tuple[Stand, ...]
    dimension: str | None = None


def stands(says: str, held: Held, tellings: Iterable[Telling] | None = None) -> list[Stand]:
    """One claim of each document that tells an event, the surest, saying the same."""
    by_file: dict[str, Telling] = {}
    for telling in held.tellings if tellings is None else tellings:
        known = by_file.get(telling.document)
        if known is None or (telling.noted, telling.confidence) > (known.noted, known.confidence):
            by_file[telling.document] = telling
    told = sorted(by_file.values(), key=lambda t: (t.file, t.claim))
    return [Stand(says, held.event.id, t.claim, t.file) for t in told]


def conflict(sort: Sort, text: str, weight: float, of: Event, told: Sequence[Stand]) -> Conflict:
    """A conflict about an event's actors and kind."""
    first = of.initiators[0] if of.initiators else None
    second = of.targets[0] if of.targets else of.initiators[1] if len(of.initiators) > 1 else None
    return Conflict(sort, text, weight, first, second, of.kind, tuple(told))


def accounts(told: Sequence[Stand]) -> str:
    """Who says what: "29 December 2023 (a.pdf, b.pdf) or 3 June 2024 (c.pdf)"."""
    by: dict[str, list[str]] = {}
    for stand in told:
        by.setdefault(stand.says, []).append(stand.file)
    return " or ".join(f"{says} ({', '.join(dict.fromkeys(files))})" for says, files in by.items())


def cited(held: Held) -> set[str]:
    """By what the sources behind an event are known."""
    return {mark for telling in held.tellings for mark in telling.cites}


def voice_count(held: Iterable[Held]) -> int:
    """How many independent voices tell of any of the events."""
    return len(voices([telling for one in held for telling in one.tellings]))


def stands_for(one: str, other: str, on: str) -> bool:
    """Whether of two actors one governs the other, or follows the other that was not there at a date."""
    if other not in registry().kin(one):
        return False
    governing = any({row.movement, row.state} == {one, other} for row in registry().rows.governed)
    return governing or any(id in registry() and registry().exists(id, on) is False for id in (one, other))


def actor(id: str, on: str | None = None) -> str:
    """An actor's name at a date."""
    try:
        return registry().name(id, on)
    except ActorError:
        return id


def act(event: Event) -> str:
    """An act in words: "Russia recognises → Taliban"."""
    kind = codebook.load().kinds.get(event.kind)
    who = " and ".join(actor(id, event.date) for id in event.initiators) or "somebody"
    toward = " and ".join(actor(id, event.date) for id in event.targets)
    return f"{who} {kind.label if kind else event.kind}" + (f" → {toward}" if toward else "")


def when(date: str | None) -> str:
    """A date in words, or that there is none."""
    return dates.words(date) if date else "no date"


def since(date: str | None) -> str:
    """Since when, in words, with a space before it; that it is not told where it is not."""
    told = dates.words(date) if date else ""
    if not told:
        return ", since when is not told"
    if told.startswith("by "):
        return f" since {told.removeprefix('by ')} at the latest"
    return f" {told}" if told.startswith("since ") else f" since {told}"


def level(dimension: str, name: str) -> str:
    """A level in plain words."""
    found = codebook.load().dimensions.get(dimension.partition(":")[0])
    return found.level(name).label if found and name in found.levels else name


def heading(dimension: str) -> str:
    """A dimension in plain words, with what it is kept for."""
    base, _, about = dimension.partition(":")
    found = codebook.load().dimensions.get(base)
    return (found.label if found else base) + (f" ({about})" if about else "")
