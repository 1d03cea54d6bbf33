"""Why an answer is expected: the past events that speak for it, in words, with their number and last date.

Reasons are counted from the events themselves, and only from those before the day asked about, so that a reader can go
from each to what it rests on. The words of a rule give its record: how often it was tried and how often it held.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.acts import Acts
from detente.outlook.features.rules import Rules
from detente.outlook.quadruples import Quadruples

YEAR = 365
MONTH = 30


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for an answer: in words, how many events it rests on, and when the last of them was."""

    text: str
    count: int
    last: dt.date
    rows: tuple[int, ...]  # the events, as rows of ``Acts.events``


def reasons(acts: Acts, rules: Rules | None, initiator: int, kind: int, target: int, day: int) -> list[Reason]:
    """What speaks for "initiator does kind toward target" on a day, the most telling first."""
    events = acts.events
    before = events.day < day
    onward = before & (events.initiator == initiator) & (events.target == target)
    back = before & (events.initiator == target) & (events.target == initiator)
    same = onward & (events.relation == kind)
    one, other, deed = acts.actors[initiator], acts.actors[target], acts.kinds[kind]
    found = [
        _told(acts, same & (events.day >= day - YEAR), f"{one} toward {other}: {deed}", "in the past year"),
        _told(acts, same & (events.day < day - YEAR), f"{one} toward {other}: {deed}", "before the past year"),
        _ruled(acts, rules, onward | back, (initiator, kind, target), day) if rules else None,
        _told(acts, back & (events.relation == kind), f"{other} toward {one}: {deed}", "in return"),
        _told(
            acts,
            (onward | back) & (events.day >= day - MONTH),
            f"between {one} and {other}",
            "acts in the past 30 days",
        ),
        _told(
            acts,
            before & (events.initiator == initiator) & (events.relation == kind) & (events.day >= day - YEAR) & ~same,
            f"{one} toward others: {deed}",
            "in the past year",
        ),
    ]
    return [reason for reason in found if reason]


def _told(acts: Acts, chosen: NDArray[np.bool_], what: str, when: str) -> Reason | None:
    rows = np.flatnonzero(chosen)
    if not len(rows):
        return None
    last = acts.date(int(acts.events.day[rows].max()))
    times = "once" if len(rows) == 1 else f"{len(rows)} times"
    return Reason(f"{what}, {times} {when}, last on {last.isoformat()}", len(rows), last, tuple(rows.tolist()))


def _ruled(
    acts: Acts, rules: Rules, between: NDArray[np.bool_], answer: tuple[int, int, int], day: int
) -> Reason | None:
    """The rule that speaks loudest, if it ever held and is about another kind of act or the other direction."""
    initiator, kind, target = answer
    best = rules.best(initiator, kind, target, day)
    if best is None or best.body == kind or not best.held:
        return None
    inverse, deed = divmod(best.body, len(acts.kinds))
    events: Quadruples = acts.events
    rows = np.flatnonzero(
        between & (events.relation == deed) & (events.initiator == (target if inverse else initiator))
    )
    one, other = (acts.actors[i] for i in ((target, initiator) if inverse else (initiator, target)))
    last = acts.date(best.last)
    text = (
        f"{one} toward {other}: {acts.kinds[deed]} on {last.isoformat()}; after that and as long since, "
        f"{acts.kinds[kind]} came in {best.held} of {best.tried} cases"
    )
    return Reason(text, len(rows), last, tuple(rows.tolist()))
