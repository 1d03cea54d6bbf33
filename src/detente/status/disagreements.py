"""Sources that disagree: on a date, on an actor, on a level, or on whether it happened at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from detente.ledger import kinds
from detente.ledger.derive import Held
from detente.ledger.tellings import Telling
from detente.ledger.when import Days, can_be_same, days_of, span
from detente.status.changes import told_from
from detente.status.conflict import (
    Conflict,
    Stand,
    accounts,
    act,
    actor,
    cited,
    conflict,
    heading,
    level,
    since,
    stands,
    stands_for,
    when,
)
from detente.status.derive import fold_events
from detente.status.steps import Folded

NEAR = 2  # days between two acts of a kind that repeats, told by different documents, that may be one
MONTH = 31
# Kinds that hardly ever go both ways on one day, as talks, sanctions and recognition may.
ONE_WAY = frozenset({"accept-credentials", "appoint-envoy"})
_AFFIRMED = ("happened", "alleged")


def of_pair(held: Sequence[Held]) -> Iterator[Conflict]:
    """The disagreements among the events of one set of actors."""
    yield from (_dates(one) for one in held if len(one.event.dates) > 1)
    happened = [one for one in held if one.event.modality == "happened"]
    yield from _twice(happened)
    for one, other in _side_by_side(happened):
        yield from _between(one, other)
    yield from _denied(held)
    yield from _contrary(happened)


def _side_by_side(held: Sequence[Held]) -> Iterator[tuple[Held, Held]]:
    """Each two acts of one kind whose dates touch, or nearly."""
    by_kind: dict[str, list[tuple[Days, str, Held]]] = defaultdict(list)
    for one in held:
        days = days_of(one.event.date)
        if days:
            by_kind[one.event.kind].append((days, one.event.id, one))
    for acts in by_kind.values():
        ordered = sorted(acts, key=lambda act: act[:2])
        for i, (days, _, one) in enumerate(ordered):
            for other_days, _, other in islice(ordered, i + 1, None):
                if other_days[0] > days[1] + NEAR:
                    break
                yield one, other


def across_pairs(acts: Iterable[tuple[Held, Held]]) -> Iterator[Conflict]:
    """Acts told of different actors by documents that cite one source; or of one actor, and who bore its place or
    governed it."""
    for one, other in acts:
        if _may_be_one(one, other) and (cited(one) & cited(other) or _kin(one, other)):
            yield _actors(one, other)


def _dates(held: Held) -> Conflict:
    told = [stand for date in held.event.dates for stand in stands(when(date), held, _giving(held, date))]
    days = [d for date in held.event.dates if (d := days_of(date))]
    apart = max(d[0] for d in days) - min(d[1] for d in days)
    weight = apart + 10_000 * kinds.stateful(held.event.kind)
    return conflict("date", f"{act(held.event)}: {accounts(told)}", weight, held.event, told)


def _giving(held: Held, date: str) -> list[Telling]:
    """The tellings that give one of the dates, and none of the others if there are such."""
    others = [other for other in held.event.dates if other != date]
    fits = [t for t in held.tellings if t.date and can_be_same(t.date, date)]
    return [t for t in fits if not any(can_be_same(t.date or "", other) for other in others)] or fits


def _twice(held: Sequence[Held]) -> Iterator[Conflict]:
    """What a pair does once, told of two times with nothing between that undoes it."""
    dated = sorted((one for one in held if days_of(one.event.date)), key=lambda h: (days_of(h.event.date), h.event.id))
    by_act: dict[tuple[object, ...], list[Held]] = defaultdict(list)
    for one in dated:
        if kinds.singular(one.event.kind):
            by_act[one.event.kind, one.lead.sides, one.event.about].append(one)
    for one, other in (two for acts in by_act.values() for two in pairwise(acts)):
        if one.event.level not in (None, other.event.level) or _dated_alike(one, other):
            continue
        undone = (h for h in dated if kinds.opposed(h.event.kind, one.event.kind) and _between_days(h, one, other))
        if next(undone, None) is None:
            yield _two_or_one(one, other, "told of twice with nothing between that undoes it")


def _between_days(held: Held, one: Held, other: Held) -> bool:
    first, now, last = (days_of(h.event.date) or (0, 0) for h in (one, held, other))
    return first[0] <= now[1] and now[0] <= last[1]


def _two_or_one(one: Held, other: Held, why: str) -> Conflict:
    told = stands(when(one.event.date), one) + stands(when(other.event.date), other)
    return conflict("date", f"{act(one.event)}: {why}: {accounts(told)}", 0.0, one.event, told)


def _between(one: Held, other: Held) -> Iterator[Conflict]:
    if one.event.kind != other.event.kind or set(one.event.documents) & set(other.event.documents):
        return
    if not kinds.stateful(one.event.kind):
        if _near(one, other) and one.lead.sides == other.lead.sides:
            yield _two_or_one(one, other, "one act or two")
    elif one.lead.sides == other.lead.sides:
        if _differing_levels(one, other):
            told = stands(_level(one), one) + stands(_level(other), other)
            yield conflict("level", f"{act(one.event)}, {when(one.event.date)}: {accounts(told)}", 1, one.event, told)
    elif _may_be_one(one, other) and (one.event.kind in ONE_WAY or cited(one) & cited(other)):
        yield _actors(one, other)


def _near(one: Held, other: Held) -> bool:
    first, second = days_of(one.event.date), days_of(other.event.date)
    if one.event.kind == "other" or not first or not second or span(first) or span(second):
        return False
    return 0 < abs(first[0] - second[0]) <= NEAR


def _differing_levels(one: Held, other: Held) -> bool:
    levels = one.event.level, other.event.level
    return None not in levels and levels[0] != levels[1] and _dated_alike(one, other)


def _level(held: Held) -> str:
    kind = kinds.kind_of(held.event.kind)
    named = str(held.event.level)
    return (
        next((level(e.dimension, named) for e in kind.effects if level(e.dimension, named) != named), named)
        if kind
        else named
    )


def _dated_alike(one: Held, other: Held) -> bool:
    first, second = one.event.date, other.event.date
    return bool(first and second) and can_be_same(str(first), str(second))


def _may_be_one(one: Held, other: Held) -> bool:
    """Whether two acts of a kind are told of one time, finely enough to tell, by documents that do not tell both."""
    mine, theirs = one.event, other.event
    if mine.kind != theirs.kind or set(mine.documents) & set(theirs.documents) or not _dated_alike(one, other):
        return False
    if not (mine.initiators and mine.targets and theirs.initiators and theirs.targets):
        return False
    return min(span(days_of(e.date) or (0, 0)) for e in (mine, theirs)) <= MONTH


def _kin(one: Held, other: Held) -> bool:
    """Whether of the actors in which two acts differ one stands for the other: it governs it, or the other was not there."""
    mine, theirs = one.event, other.event
    sides = ((mine.initiators, theirs.initiators), (mine.targets, theirs.targets))
    differing = [(a[0], b[0]) for a, b in sides if a != b]
    if len(differing) != 1:
        return False
    return stands_for(*differing[0], str(mine.date))


def _actors(one: Held, other: Held) -> Conflict:
    told = stands(_parties(one), one) + stands(_parties(other), other)
    kind = kinds.kind_of(one.event.kind)
    text = f"Who {kind.label if kind else one.event.kind}, {when(one.event.date)}: {accounts(told)}"
    return conflict("actor", text, 1, one.event, told)


def _parties(held: Held) -> str:
    event = held.event
    sides = (" and ".join(actor(id, event.date) for id in side) for side in (event.initiators, event.targets))
    return " toward ".join(side for side in sides if side)


def _denied(held: Sequence[Held]) -> Iterator[Conflict]:
    """Acts that some tell and others deny."""
    for denial in (one for one in held if one.event.modality == "denied"):
        yield from (_whether(told, denial) for told in held if _denies(denial, told))


def _denies(denial: Held, told: Held) -> bool:
    if told.event.modality not in _AFFIRMED or told.lead.sides != denial.lead.sides:
        return False
    undated = not told.event.date or not denial.event.date
    return kinds.near(told.event.kind, denial.event.kind) and (undated or _dated_alike(told, denial))


def _whether(told: Held, denial: Held) -> Conflict:
    by = actor(denial.event.speaker) if denial.event.speaker else ""
    said = stands("happened" if told.event.modality == "happened" else "alleged", told)
    said += stands(f"denied by {by}" if by else "denied", denial)
    date = told.event.date or denial.event.date
    text = f"{act(told.event)}, {when(date)}: {accounts(said)}"
    weight = 1.0 + 2 * (told.event.modality == "happened") + 4 * kinds.stateful(told.event.kind)
    return conflict("happened", text, weight, told.event, said)


def _contrary(held: Sequence[Held]) -> Iterator[Conflict]:
    """What sources tell of a status that cannot be fitted in with the rest."""
    by_id = {one.event.id: one for one in held}
    folded = fold_events([told_from(one) for one in held if kinds.stateful(one.event.kind)])
    for key in folded:
        yield from (_unfitting(key, by_id[told.id], by_id) for told in key.contrary)


def _unfitting(folded: Folded, held: Held, by_id: dict[str, Held]) -> Conflict:
    days = days_of(held.event.date)
    beside = [s for s in folded.stretches if days is None or (s.first <= days[1] and days[0] < s.until)]
    key = folded.key
    said: list[Stand] = []
    for stretch in (beside or folded.stretches)[-3:]:
        says = f"{level(key.dimension, stretch.level)}{since(stretch.start)}"
        said += [stand for told in stretch.begins for stand in stands(says, by_id[told.id])]
    said += stands(f"{act(held.event)}, {when(held.event.date)}", held)
    text = f"{actor(key.initiator)} toward {actor(key.target)}, {heading(key.dimension).lower()}: {accounts(said)}"
    return Conflict("level", text, 2, key.initiator, key.target, held.event.kind, tuple(said), key.dimension)
