"""Orders that cannot be: recognised after relations were established, an act before its actor existed or after its telling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from detente import dates
from detente.actors import registry
from detente.ledger.derive import Held
from detente.ledger.when import LAST, days_of
from detente.status.conflict import Conflict, act, actor, conflict, stands, when

_MISSIONS = frozenset({"embassy", "legation", "ambassador-nonresident", "envoy-nonresident"})
_BROKEN = frozenset({"derecognise", "sever-relations"})


def of_pair(held: Sequence[Held]) -> Iterator[Conflict]:
    """The impossible orders among the events of one set of actors. Only what happened is looked at."""
    happened = [one for one in held if one.event.modality == "happened" and one.event.date]
    yield from _after_relations(happened)
    yield from _before_recognition(happened)
    yield from _before_relations(happened)
    for one in happened:
        yield from _without_actor(one)
        yield from _foretold(one)


def _after_relations(held: Sequence[Held]) -> Iterator[Conflict]:
    """First recognition told of a later date than relations with the same state."""
    for first in _firsts(held, "recognise"):
        for relations in _of(held, "establish-relations"):
            if _surely_before(relations, first) and not _broken(held, relations, first):
                yield _order(relations, first, "relations established before recognition")
                break


def _before_recognition(held: Sequence[Held]) -> Iterator[Conflict]:
    """An ambassador's credentials accepted before the state that accepts them recognises who sent him."""
    for first in _firsts(held, "recognise"):
        for received in _of(held, "accept-credentials"):
            ambassador = received.event.level in (None, "ambassador", "embassy")
            if ambassador and received.event.initiators == first.event.initiators and _surely_before(received, first):
                yield _order(received, first, "an ambassador received before recognition")
                break


def _before_relations(held: Sequence[Held]) -> Iterator[Conflict]:
    """A diplomatic mission opened before relations were first established."""
    for first in _firsts(held, "establish-relations"):
        if any(b.event.kind in _BROKEN and not _surely_before(first, b) for b in held):
            continue  # what is told as established was established again
        for opened in _of(held, "open-mission"):
            if opened.event.level in _MISSIONS and _surely_before(opened, first):
                yield _order(opened, first, "a mission opened before relations were established")
                break


def _of(held: Sequence[Held], kind: str) -> list[Held]:
    return sorted((one for one in held if one.event.kind == kind), key=_position)


def _firsts(held: Sequence[Held], kind: str) -> Iterator[Held]:
    """The first act of a kind by each initiator."""
    seen: set[tuple[str, ...]] = set()
    for one in _of(held, kind):
        if one.event.initiators not in seen:
            seen.add(one.event.initiators)
            yield one


def _position(held: Held) -> tuple[object, ...]:
    return (days_of(held.event.date) or (0, 0), held.event.id)


def _surely_before(one: Held, other: Held) -> bool:
    return dates.before(str(one.event.date), str(other.event.date)) is True


def _broken(held: Sequence[Held], one: Held, other: Held) -> bool:
    return any(b.event.kind in _BROKEN and _surely_before(one, b) and _surely_before(b, other) for b in held)


def _order(one: Held, other: Held, why: str) -> Conflict:
    texts = [f"{act(h.event)}, {when(h.event.date)}" for h in (one, other)]
    told = stands(texts[0], one) + stands(texts[1], other)
    return conflict("order", f"{why[0].upper()}{why[1:]}: {texts[0]}; {texts[1]}", 3, other.event, told)


def _without_actor(held: Held) -> Iterator[Conflict]:
    """An act on days on which one of its actors did not exist."""
    event = held.event
    actors = dict.fromkeys((*event.initiators, *event.targets))
    gone = [id for id in actors if id in registry() and registry().exists(id, str(event.date)) is False]
    if gone:
        told = "; ".join(f"{actor(id)} did not exist then{_existed(id)}" for id in gone)
        text = f"{act(event)}, {when(event.date)}: {told}"
        yield conflict("order", text, 2, event, stands(when(event.date), held))


def _existed(id: str) -> str:
    spells = registry().actor(id).spells
    told = [f"{_day(s.start)} to {_day(s.end - 1)}" for s in spells]
    return f" (it did {' and '.join(told)})" if told else ""


def _day(ordinal: int) -> str:
    day = dt.date.fromordinal(max(1, min(ordinal, LAST)))
    if ordinal >= LAST:
        return "now"
    return dates.words(day.isoformat()) if day.year >= dates.FIRST_YEAR else f"the year {day.year}"


def _foretold(held: Held) -> Iterator[Conflict]:
    """An act told as a fact by a document that was published before it."""
    early = [t for t in held.tellings if t.dated and (d := days_of(t.date)) and d[0] > t.known.toordinal()]
    if early:
        told = stands(when(held.event.date), held, early)
        published = ", ".join(f"{t.file} is of {when(t.known.isoformat())}" for t in early[:3])
        text = f"{act(held.event)}, {when(held.event.date)}: told as a fact before it came ({published})"
        yield conflict("order", text, 1, held.event, told)
