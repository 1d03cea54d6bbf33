"""Changes into spells: a dimension at one level for one directed pair, from a date to a date.

A pure function of the changes of one key. Dates are uncertain: a change that is told of July 2025 can have come on any
day of it, so a spell has, beside its dates in EDTF, the first day on which it can have begun (``first``) and the
first day on which the next can have (``until``); by those days the spells of a key never overlap. How changes with
overlapping dates are ordered, and what an undated one can still tell, is written in docs/method/status.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from detente.ledger.when import FIRST, LAST, between
from detente.status.changes import BESIDE, INSTEAD, Change, Key, elsewhere, least, rank
from detente.status.residence import housed, left_with_its_head_elsewhere, received_elsewhere
from detente.status.steps import DOUBTFUL, Folded, Step, Stretch, earliest, outweighed, step_of

_FIRST_DOES = {"ends": 0, "lowers": 1, "begins": 2, "raises": 3, "confirms": 4}  # of two on one day


def fold(changes: Iterable[Change]) -> list[Folded]:
    """The spells that changes make, for each key, keys in order."""
    by_key: dict[Key, list[Change]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    return [_fold(key, by_key[key]) for key in sorted(by_key, key=lambda k: (k.initiator, k.target, k.dimension))]


def _fold(key: Key, changes: Sequence[Change]) -> Folded:
    dated = housed(_ordered(_refined([step_of(change) for change in changes if change.told.date])))
    undated = sorted(
        (c for c in changes if not c.told.date), key=lambda c: (c.told.known, c.told.documents, c.told.order, c.told.id)
    )
    folded = Folded(key, [])
    for step in dated:
        _apply(folded, step)
    _place_undated(folded, undated, dated)
    folded.stretches = _joined(folded.stretches)
    return folded


def _refined(steps: Sequence[Step]) -> list[Step]:
    """A change told more coarsely than another to the same level that falls within its date is of the other's day."""
    by_level: dict[str, list[Step]] = {}
    for step in sorted(steps, key=_position):
        by_level.setdefault(step.change.level, []).append(step)
    return [_finest(step, by_level[step.change.level]) for step in steps]


def _finest(step: Step, alike: Sequence[Step]) -> Step:
    start = bisect_left(alike, step.first, key=earliest) if step.first != FIRST else len(alike)
    for other in alike[start:]:
        if earliest(other) > step.by:
            break
        if other.first != FIRST and other.by <= step.by and other.by - other.first < step.by - step.first:
            return Step(step.change, other.since, other.first, other.by)
    return step


def _position(step: Step) -> tuple[object, ...]:
    """In order of time. Of what begins on one day the higher counts, and a level that is told before one that is not."""
    change, told = step.change, step.change.told
    begins = min(_FIRST_DOES[change.does], _FIRST_DOES["begins"])
    level = (change.unsaid, rank(change.key.dimension, change.level))
    rest = (_FIRST_DOES[change.does], told.documents, told.order, told.id, change.level)
    return (earliest(step), step.by, begins, *level, *rest)


def _ordered(steps: Iterable[Step]) -> list[Step]:
    """In order of time; of two that can be either way round, the one that their document tells first comes first."""
    ordered: list[Step] = []
    for step in sorted(steps, key=_position):
        at = len(ordered)
        while at and _either_way(ordered[at - 1], step) and _told_before(step, ordered[at - 1]):
            at -= 1
        ordered.insert(at, step)
    return ordered


def _either_way(one: Step, other: Step) -> bool:
    """Whether the two dates do not tell an order. Of two on one exact day, what ends comes before what begins."""
    overlap = min(one.by, other.by) >= max(earliest(one), earliest(other))
    return overlap and not one.by == other.by == earliest(one) == earliest(other)


def _told_before(one: Step, other: Step) -> bool:
    mine, theirs = one.change.told, other.change.told
    return bool(set(mine.documents) & set(theirs.documents)) and mine.order < theirs.order


def _apply(folded: Folded, step: Step) -> None:
    current = folded.stretches[-1] if folded.stretches else None
    step = left_with_its_head_elsewhere(current, step)
    verdict = _verdict(current, step)
    if verdict == "change":
        _turn(folded, current, step)
    elif verdict == "same" and current is not None:
        current.begins.append(step.change.told)
        current.held = max(current.held, earliest(step))
        abroad = received_elsewhere(current, step)
        current.headed_elsewhere = current.headed_elsewhere if abroad is None else abroad
    elif verdict == "against" and current is not None:
        current.against.append(step)
        if outweighed(current):
            _take_back(folded, current)
    elif verdict == "again" and current is not None:
        current.against.append(step)
        _take_back(folded, current)
    elif verdict == "contrary":
        folded.contrary.append(step.change.told)


def _take_back(folded: Folded, current: Stretch) -> None:
    """Undo a stretch that what is told later speaks against, and go on from before it with that."""
    folded.stretches.pop()
    folded.contrary += current.begins
    if folded.stretches:
        before = folded.stretches[-1]
        before.end, before.until, before.ends = None, LAST + 1, []
    for step in current.against:
        _apply(folded, step)


def _verdict(current: Stretch | None, step: Step) -> str:
    """Whether a change turns the level, tells the same again, stands beside it or speaks against it."""
    change = step.change
    if current is None:
        return "change"
    if current.level == change.level:
        return "again" if _begins_surer(current, step) else "same"
    dimension = change.key.dimension
    now, then = rank(dimension, current.level), rank(dimension, change.level)
    if change.unsaid and now >= least(dimension, change.level):
        return "same"
    if _opened_the_day(current, step):
        return "same"
    if change.does == "ends":
        return "beside" if change.ended and rank(dimension, change.ended) < now else "change"
    if change.does == "raises":
        return "change" if then > now else _lower(current, change)
    if change.does == "lowers":
        return "change" if then < now else "beside"
    if change.does == "confirms":
        return "change" if then > now else "contrary"
    if then < now and change.level in (*BESIDE.get(dimension, ()), *INSTEAD.get(dimension, ())):
        return _lower(current, change)
    return "change"


def _begins_surer(current: Stretch, step: Step) -> bool:
    """Whether a level that is held with doubt is told, by one who is surer, to have begun later."""
    later = step.change.does == "begins" and earliest(step) > current.by
    return later and current.confidence < DOUBTFUL <= step.change.told.confidence


def _opened_the_day(current: Stretch, step: Step) -> bool:
    """Whether who was received, at a rank told with doubt or not at all, came on the very day the mission opened."""
    change = step.change
    doubtful = change.unsaid or change.told.confidence < DOUBTFUL <= current.confidence
    received = change.does == "raises" and change.key.initiator in change.told.targets
    apart = not change.unsaid and current.level in BESIDE.get(
        change.key.dimension, ()
    )  # a consul's post, not the minister's
    return doubtful and received and not apart and current.first == step.first == step.by == current.by


def _lower(current: Stretch, change: Change) -> str:
    """What a lower level that is told while a higher one holds comes to."""
    dimension = change.key.dimension
    if change.level == elsewhere(dimension, current.level):
        return "same" if change.does == "raises" else "beside"
    return "against" if change.level in INSTEAD.get(dimension, ()) and not change.unsaid else "beside"


def _turn(folded: Folded, current: Stretch | None, step: Step) -> None:
    """End the present stretch and begin the next, no earlier than the present one began."""
    told, since, first = step.change.told, step.since, step.first
    floor = max(current.first, current.held) if current else FIRST
    if step.change.does == "confirms":  # it began at some time before; nothing tells of it any earlier
        since, first = between(floor, step.by), max(floor, earliest(step))
    elif first < floor:
        since, first = between(floor, step.by), floor
    if current is not None:
        current.end, current.until = since, first
        current.ends.append(told)
    folded.stretches.append(Stretch(step.change.key, step.change.level, since, first, max(step.by, first), [told]))


def _place_undated(folded: Folded, undated: Sequence[Change], dated: Sequence[Step]) -> None:
    """An undated change backs the spell that it tells of, or opens the series where what follows allows it."""
    left: list[Change] = []
    for change in undated:
        same = next((s for s in folded.stretches if s.level == change.level), None)
        if same is not None:
            same.begins.append(change.told)
        else:
            left.append(change)
    if not left:
        return
    if dated:
        fits = [change for change in left if _precedes(change, dated[0].change)]
        folded.contrary += [change.told for change in left if change not in fits]
        left = fits
    if left:
        _open(folded, left)


def _precedes(undated: Change, first: Change) -> bool:
    """Whether what an undated change tells can have held before the first dated one."""
    if undated.does == "ends" or first.does == "confirms":
        return False
    before, after = (rank(first.key.dimension, c.level) for c in (undated, first))
    return before > after if first.does in ("ends", "lowers") else before < after


def _open(folded: Folded, undated: Sequence[Change]) -> None:
    """The spell of which nobody tells since when: the last told of the undated changes makes its level."""
    last = undated[-1]
    begins = [change.told for change in undated if change.level == last.level]
    folded.contrary += [change.told for change in undated if change.level != last.level]
    opening = Stretch(folded.key, last.level, None, FIRST, LAST, begins)
    if folded.stretches:
        following = folded.stretches[0]
        opening.end, opening.until, opening.ends = following.start, following.first, [following.begins[0]]
    folded.stretches.insert(0, opening)


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Without those that lasted no day, and with neighbours of one level as one."""
    kept: list[Stretch] = []
    for stretch in stretches:
        if _momentary(stretch) and stretch is not stretches[-1]:
            if kept:
                kept[-1].ends = [*kept[-1].ends, *stretch.ends]
                kept[-1].end, kept[-1].until = stretch.end, stretch.until
        elif kept and kept[-1].level == stretch.level:
            kept[-1] = _one(kept[-1], stretch)
        else:
            kept.append(stretch)
    return kept


def _momentary(stretch: Stretch) -> bool:
    """Whether it ended on the very day it began, or at any time up to then."""
    return stretch.until == FIRST or (stretch.first == stretch.until == stretch.by and stretch.start == stretch.end)


def _one(before: Stretch, after: Stretch) -> Stretch:
    begins = [*before.begins, *(told for told in (*before.ends, *after.begins) if told not in before.begins)]
    return Stretch(
        before.key, before.level, before.start, before.first, before.by, begins, after.end, after.until, after.ends
    )
