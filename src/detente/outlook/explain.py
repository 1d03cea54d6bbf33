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

TRIED = 5  # a rule tried less often than this tells nothing
YEAR = 365
MONTH = 30


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for an answer: acts of a kind (None: of any) from one toward another (None: others).

    ``how`` goes on to say how often and when, or what followed such acts; ``count`` is how many events it rests on and
    ``last`` when the last of them was.
    """

    initiator: str
    kind: str | None
    target: str | None
    how: str
    count: int
    last: dt.date
    rows: tuple[int, ...]  # the events, as rows of ``Acts.events``

    @property
    def text(self) -> str:
        """The reason in a line, with the actors' ids and the kind's name."""
        if self.kind is None:
            return f"between {self.initiator} and {self.target}, {self.how}"
        return f"{self.initiator} toward {self.target or 'others'}: {self.kind}, {self.how}"


def reasons(acts: Acts, rules: Rules | None, initiator: int, kind: int, target: int, day: int) -> list[Reason]:
    """What speaks for "initiator does kind toward target" on a day, the most telling first."""
    events = acts.events
    before = events.day < day
    onward = before & (events.initiator == initiator) & (events.target == target)
    back = before & (events.initiator == target) & (events.target == initiator)
    same, late = onward & (events.relation == kind), events.day >= day - YEAR
    recent = (onward | back) & (events.day >= day - MONTH)
    elsewhere = before & (events.initiator == initiator) & (events.relation == kind) & late & ~same
    one, other, deed = acts.actors[initiator], acts.actors[target], acts.kinds[kind]
    found = [
        _told(acts, same & late, (one, deed, other), "in the past year"),
        _told(acts, same & ~late, (one, deed, other), "before the past year"),
        _ruled(acts, rules, onward | back, (initiator, kind, target), day) if rules else None,
        _told(acts, back & (events.relation == kind), (other, deed, one), "in return"),
        _told(acts, recent, (one, None, other), "in the past 30 days"),
        _told(acts, elsewhere, (one, deed, None), "in the past year"),
    ]
    return [reason for reason in found if reason]


def _told(acts: Acts, chosen: NDArray[np.bool_], what: tuple[str, str | None, str | None], when: str) -> Reason | None:
    rows = np.flatnonzero(chosen)
    if not len(rows):
        return None
    last = acts.date(int(acts.events.day[rows].max()))
    how = f"once {when}, on" if len(rows) == 1 else f"{len(rows)} times {when}, last on"
    return Reason(*what, f"{how} {last.isoformat()}", len(rows), last, tuple(rows.tolist()))


def _ruled(
    acts: Acts, rules: Rules, between: NDArray[np.bool_], answer: tuple[int, int, int], day: int
) -> Reason | None:
    """The rule that speaks loudest, if it often had a chance to hold and is about another kind of act or direction."""
    initiator, kind, target = answer
    best = rules.best(initiator, kind, target, day)
    if best is None or best.body == kind or best.tried < TRIED or not best.held:
        return None
    inverse, deed = divmod(best.body, len(acts.kinds))
    events: Quadruples = acts.events
    rows = np.flatnonzero(
        between & (events.relation == deed) & (events.initiator == (target if inverse else initiator))
    )
    one, other = (acts.actors[i] for i in ((target, initiator) if inverse else (initiator, target)))
    last = acts.date(best.last)
    how = (
        f"last on {last.isoformat()}; after that and as long since, "
        f"{acts.kinds[kind]} came in {best.held} of {best.tried} cases"
    )
    return Reason(one, acts.kinds[deed], other, how, len(rows), last, tuple(rows.tolist()))
