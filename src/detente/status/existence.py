"""When actors existed, so that a spell ends with them and nothing is said of one that was not there.

A state that continues another stands as that stood: what is told of either is folded as of one, and a spell that outlasts
the name of one of them goes on under the next (the Soviet Union's embassy is Russia's). Others end with their actor.

An act dated to days on which an actor did not exist yet, or any more, is not cut: either its date or the registry is
wrong, and that is for whoever looks for conflicts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

from detente.actors import registry
from detente.actors.tables import Span
from detente.ledger.tellings import pair_of
from detente.ledger.when import FIRST, LAST, day, days_of
from detente.status.changes import Key, Told
from detente.status.steps import Folded, Stretch

BETWEEN = 2 * 366  # days for which a continuing state may be without a name of its own


def exist(key: Key, on: dt.date) -> bool:
    """Whether both actors may have existed on a day; one of which the registry tells nothing is taken to have."""
    return all(
        registry().exists(actor, on) is not False for actor in (key.initiator, key.target) if actor in registry()
    )


def lines(pairs: Iterable[str]) -> list[str]:
    """Pairs with those of the states that their actors continue or are continued by, in order."""
    return sorted({pair_of(names) for pair in pairs for names in product(*map(registry().line, pair.split("|")))})


def of_one_line(told: Told) -> Told:
    """An event as folding takes it: states that continue one another under one name, where they do not face each other."""
    named = {actor: registry().line(actor)[0] for actor in (*told.initiators, *told.targets)}
    if len({*named.values()}) < len(named):
        return told
    initiators, targets = (tuple(named[actor] for actor in side) for side in (told.initiators, told.targets))
    return replace(told, initiators=initiators, targets=targets)


def shared_out(folded: Folded) -> list[Folded]:
    """The spells, each ended by the day on which one of the two ceased to exist, under the names borne at their time.

    Where what a spell rests on goes on after both are there again, that is a spell of its own.
    """
    found: dict[Key, Folded] = {}
    for stretch in (part for whole in folded.stretches for clipped in _clipped(whole) for part in _named(clipped)):
        found.setdefault(stretch.key, Folded(stretch.key, [])).stretches.append(stretch)
    for told in folded.contrary:
        days = days_of(told.date)
        key = _key(folded.key, days[0] if days else LAST)
        found.setdefault(key, Folded(key, [])).contrary.append(told)
    return list(found.values())


def _named(stretch: Stretch) -> Iterator[Stretch]:
    """A spell as spells of those who bore the names of its two lines in turn."""
    at = _began(stretch)
    spans = [] if _face(stretch.key) else _turns(stretch.key)
    turns = sorted({span.start for span in spans if at < span.start < stretch.until})
    for first, until in zip([at, *turns], [*turns, stretch.until], strict=True):
        part = replace(stretch, key=_key(stretch.key, first))
        if first != at:
            part = replace(part, start=_iso(first), first=first, by=first)
        if until != stretch.until:
            begins = [told for told in stretch.begins if not (days := days_of(told.date)) or days[0] < until]
            part = replace(part, begins=begins or stretch.begins[:1], end=_iso(until), until=until, ends=[])
        yield part


def _turns(key: Key) -> Iterator[Span]:
    for actor in (key.initiator, key.target):
        members = registry().line(actor)
        yield from (span for member in members if len(members) > 1 for span in _known(member))


def _face(key: Key) -> bool:
    """Whether the two are states of one line, each of which then stands under its own name."""
    return key.target in registry().line(key.initiator)


def _key(key: Key, on: int) -> Key:
    if _face(key):
        return key
    bearer = registry().bearer
    return replace(key, initiator=bearer(key.initiator, min(on, LAST)), target=bearer(key.target, min(on, LAST)))


def _iso(on: int) -> str | None:
    known = day(on)
    return known.isoformat() if known else None


def _began(stretch: Stretch) -> int:
    return min(stretch.by, stretch.until - 1) if stretch.first == FIRST else stretch.first


def _clipped(stretch: Stretch) -> list[Stretch]:
    began = _began(stretch)
    if not _there(stretch, began) and (again := _again(stretch, began)):
        before = [told for told in stretch.begins if told not in again.begins]
        odd = replace(stretch, begins=before, until=again.first, end=again.start, ends=again.begins[:1])
        return [odd, *_clipped(again)]
    over = min(_over(actor, began) for actor in (stretch.key.initiator, stretch.key.target))
    if not stretch.first < over < stretch.until:
        return [stretch]
    gone = day(over)
    again = _again(stretch, over)
    stretch.begins = [told for told in stretch.begins if not again or told not in again.begins]
    ended = replace(stretch, until=over, end=gone.isoformat() if gone else None, ends=[])
    if again is None:
        return [replace(ended, ends=stretch.ends)]
    return [ended, *_clipped(again)]


def _again(stretch: Stretch, over: int) -> Stretch | None:
    """The spell that begins with what is told of days on which both exist again."""
    later = [(days, told) for told in stretch.begins if (days := days_of(told.date)) and days[0] >= over]
    later = [(days, told) for days, told in later if _there(stretch, days[0])]
    if not later:
        return None
    (first, by), told = min(later, key=lambda item: (item[0], item[1].id))
    return replace(stretch, start=told.date, first=first, by=by, begins=[told for _, told in later])


def _there(stretch: Stretch, on: int) -> bool:
    """Whether the registry has both actors exist on a day."""
    return all(
        not (spans := _spans(actor)) or any(span.holds(min(on, LAST)) for span in spans)
        for actor in (stretch.key.initiator, stretch.key.target)
    )


def _over(actor: str, on: int) -> int:
    """The first day after one on which an actor that existed then did no longer."""
    return next((span.end for span in _spans(actor) if span.holds(min(on, LAST))), LAST + 1)


@cache
def _spans(actor: str) -> Sequence[Span]:
    """When an actor, or the states that continue one another of which it is one, existed."""
    found: list[Span] = []
    for span in sorted(span for member in registry().line(actor) for span in _known(member)):
        if found and len(registry().line(actor)) > 1 and span.start - found[-1].end <= BETWEEN:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _known(actor: str) -> Sequence[Span]:
    known = registry().get(actor)
    return known.spells if known else ()
