"""What folding works with: a change as a step with the days on which it can have come, and a spell in the making."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.ledger.when import FIRST, LAST, days_of
from detente.status.changes import Change, Key, Told

DOUBTFUL = 0.5  # what is less sure than this gives way to one telling that is surer; what is not, to two
SUREST = 0.999


@dataclass(slots=True)
class Step:
    """A change, since when by its date, and the first and last day on which it can have come."""

    change: Change
    since: str | None
    first: int
    by: int


def step_of(change: Change) -> Step:
    """The step that a change is by its own date."""
    first, last = days_of(change.told.date) or (FIRST, LAST)
    return Step(change, change.told.date, first, last)


def earliest(step: Step) -> int:
    """The day at which a step stands in the order: its first, or its last where it may have come at any time before."""
    return step.by if step.first == FIRST else step.first


@dataclass(slots=True)
class Stretch:
    """A spell in the making.

    ``by`` is the last day on which it can have begun, ``held`` a day on which it still held, as far as that is told.
    """

    key: Key
    level: str
    start: str | None
    first: int
    by: int
    begins: list[Told]
    end: str | None = None
    until: int = LAST + 1
    ends: list[Told] = field(default_factory=list)
    held: int = FIRST
    headed_elsewhere: bool = False  # whether the head who was received last lived in another country
    against: list[Step] = field(default_factory=list)  # what is told while it holds and cannot be so beside it

    @property
    def confidence(self) -> float:
        """That of the surest event it rests on."""
        return max(told.confidence for told in self.begins)


@dataclass(slots=True)
class Folded:
    """The spells of one key in order of time, and the events that could not be fitted in with the others."""

    key: Key
    stretches: list[Stretch]
    contrary: list[Told] = field(default_factory=list)


def outweighed(stretch: Stretch) -> bool:
    """Whether what is told against a stretch while it holds is surer, taken together, than what it rests on."""
    against = [step.change.told for step in stretch.against]
    enough = len(against) > 1 or stretch.confidence < DOUBTFUL
    return enough and _weight(against) > _weight(stretch.begins)


def _weight(told: Iterable[Told]) -> float:
    """How sure it is that not all of some events are wrong, so that it can be summed."""
    return -sum(math.log(1 - min(event.confidence, SUREST)) for event in told)
