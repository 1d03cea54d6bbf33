"""Actors as a sentence has them: their names at a date, whether they take a plural verb, their capitals and places.

Knows the registry of actors and English; nothing of acts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from detente import words
from detente.actors import registry
from detente.actors.registry import window
from detente.errors import ActorError

# Names that take a plural verb, as the movements' own writers use them. States never do ("the United States has").
_PLURAL = re.compile(
    r"^(?:the )?(?:Taliban|mujahideen|Houthis|Sandinistas|Bolsheviks|.*\b(?:separatists|rebels|fighters|states|powers|forces"
    r"|republics|protesters|militants|insurgents|tribes|countries))$",
    re.IGNORECASE,
)
_ONE_STATE = re.compile(r"^the United (?:States|Nations|Arab Emirates)$")
_ONE_OF_TWO = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


def actor(code: str, on: str | None = None) -> str:
    """An actor's name at a date, as it stands in a printed sentence: with round apostrophes."""
    return words.actor(code, on).replace("'", "’")


def actors(codes: Sequence[str], on: str | None = None) -> str:
    """Several actors as a list in a printed sentence."""
    return words.actors(codes, on).replace("'", "’")


def several(codes: Sequence[str], on: str | None = None) -> bool:
    """Whether the verb after these actors stands in the plural."""
    if len(codes) != 1:
        return len(codes) > 1
    name = words.actor(codes[0], on)
    return bool(_PLURAL.match(name)) and not _ONE_STATE.match(name)


def agreed(text: str, plural: bool) -> str:
    """A text whose "[is|are]" is settled one way or the other."""
    return _ONE_OF_TWO.sub(lambda found: found[2 if plural else 1], text)


def possessive(name: str) -> str:
    """A name as an owner: "Russia’s", "the United States’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def pronoun(codes: Sequence[str], on: str | None = None) -> str:
    """ "it" or "them", for actors just named."""
    return "them" if several(codes, on) else "it"


def is_state(code: str) -> bool:
    """Whether an actor is or was a state."""
    actor = registry().get(code)
    return actor is not None and actor.is_state


@lru_cache(maxsize=1024)
def capital(code: str, on: str | None) -> str | None:
    """The capital by which a state is also called at a date; None for movements, bodies, and states without a date."""
    days = window(on)
    actor = registry().get(code)
    if days is None or actor is None or not actor.is_state:
        return None
    rows = [row for row in registry().rows.names if row.actor == actor.id and row.sort == "capital"]
    fitting = [row.name for row in rows if row.span.shared(days) == days.end - days.start and (row.weight or 1) >= 1]
    return fitting[0] if fitting else None


def seat(code: str, on: str | None) -> str | None:
    """The state whose territory a movement governs at a date, or None."""
    days = window(on)
    rows = [row for row in registry().rows.governed if row.movement == code]
    fitting = [row.state for row in rows if days is None or row.span.shared(days)]
    return fitting[-1] if fitting else None


def inside(code: str, on: str | None = None) -> str:
    """Where an actor is: "in France", "in Afghanistan" for the movement that governs it, "to the United Nations"."""
    return _at(code, on, "in", "to")


def out_of(code: str, on: str | None = None) -> str:
    """Out of where an actor is: "from Afghanistan"."""
    return _at(code, on, "from", "from")


def ruled(code: str, on: str | None = None) -> str:
    """Where or against whom somebody rises: "in France", "against the Taliban"."""
    return f"in {words.actor(code, on)}" if is_state(code) else f"against {words.actor(code, on)}"


def _at(code: str, on: str | None, place: str, body: str) -> str:
    actor = registry().get(code)
    if actor is None or actor.is_state or actor.kind == "territory":
        return f"{place} {words.actor(code, on)}"
    state = seat(code, on)
    return f"{place} {words.actor(state, on)}" if state else f"{body} {words.actor(code, on)}"


def lineage(code: str) -> tuple[str, ...]:
    """An actor with those whose story is its own: who bore its place before it, and who governed or is governed by it.

    For a movement, also who else governed the same state: the story of the Taliban takes in the mujahideen's.
    """
    actors = registry()
    try:
        actor = actors.actor(code)
    except ActorError:
        return (code,)
    found = {actor.id: None} | dict.fromkeys(sorted(_before(actor.id)))
    if not actor.is_state:
        for state in [one for one in found if (kept := actors.get(one)) and kept.is_state]:
            found |= dict.fromkeys(sorted(_before(state)))
    return tuple(found)


def bearers(code: str) -> frozenset[str]:
    """An actor with those that bore its very place before or after it: Russia with the Soviet Union."""
    rows = [row for row in registry().rows.succession if row.kind == "continues"]
    before = {row.predecessor for row in rows if row.successor == code}
    return frozenset({code} | before | {row.successor for row in rows if row.predecessor == code})


def _before(code: str) -> set[str]:
    """Who bore an actor's place before it or after it, one state at a time, and governments; not who merged into it."""
    rows = registry().rows
    found = {row.predecessor for row in rows.succession if row.kind == "continues" and row.successor == code}
    found |= {row.successor for row in rows.succession if row.kind == "continues" and row.predecessor == code}
    return (
        found
        | {row.state for row in rows.governed if row.movement == code}
        | {row.movement for row in rows.governed if row.state == code}
    )
