"""The story in phases: where one ends and the next begins, by changes of status or by turning points that are given.

The most consequential changes divide the story, those first at which the pair's trend turned. Points can be given instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence, Set
from itertools import takewhile

from detente import codebook, dates
from detente.brief.nouns import Row, TurningPoint
from detente.prose import when

MOST = 6  # phases
FEWEST_ACTS = 3  # of a phase
SHORTEST = dt.timedelta(days=200)
TURNED = 2.0  # what an event's consequence gains where the trend turned with it
LEAST = 1.8  # consequence of a change that divides
SILENCE = 5 * 365  # days without an act after which the next one opens a phase readily

# How far a change of each dimension divides a story: what states do about existence and war before how they deal.
_WEIGHT = {
    "recognition": 6.0, "relations": 5.0, "hostilities": 5.0, "listing": 4.0, "mission": 3.0, "sanctions": 3.0,
    "membership": 2.0, "envoy": 2.0, "agreement": 1.0,
}  # fmt: skip
_POWER = {"seize-power": 5.0, "lose-power": 4.0, "coup": 4.0}  # acts that change who the other side is


def by_status(rows: Sequence[Row], spells: Iterable[Row], turned: Set[str] = frozenset()) -> list[TurningPoint]:
    """The changes that divide a story best: those of most consequence, each phase with some acts and some length.

    ``rows`` are the events to be told, in order and dated; ``spells`` those of the actors among themselves; ``turned``
    the ids of events at which the pair's trend turned.
    """
    begun = _begun(spells)
    scored = ((*_best(rows, at, begun, turned), at) for at in range(1, len(rows)) if _opens_a_day(rows, at))
    most = min(MOST, 1 + len(rows) // FEWEST_ACTS) - 1
    chosen: dict[int, int] = {}  # by where a phase begins: the act that opens it
    for score, act, at in sorted(scored, key=lambda one: (-one[0], one[2])):
        if score > 0 and len(chosen) < most and _fits(rows, at, chosen) and not _told_twice(rows, act, chosen.values()):
            chosen[at] = act
    return [TurningPoint(when.first_day(rows[at]["date"]), rows[act]["id"]) for at, act in sorted(chosen.items())]


def divide(rows: Sequence[Row], points: Sequence[TurningPoint]) -> list[list[Row]]:
    """Dated events in order, divided at turning points: what comes on or after the day of one is the next phase's."""
    phases: list[list[Row]] = [[]]
    left = sorted(points, key=lambda point: point.day)
    for row in rows:
        while left and when.first_day(row["date"]) >= left[0].day:
            left.pop(0)
            if phases[-1]:
                phases.append([])
        phases[-1].append(row)
    return [phase for phase in phases if phase]


def weightiest(rows: Sequence[Row], spells: Iterable[Row], opening: str | None = None) -> Row:
    """The event that gives a phase its headline: the turning point that opens it, else the most consequential."""
    begun = _begun(spells)
    opened = next((row for row in rows if row["id"] == opening), None)
    return opened or max(rows, key=lambda row: (_consequence(row, begun), row["confidence"] or 0))


def _begun(spells: Iterable[Row]) -> dict[str, float]:
    """By event: the weight of the spells that begin with it."""
    found: dict[str, float] = {}
    for spell in spells:
        for event in spell["events"][:1]:
            weight = _WEIGHT.get(spell["dimension"].partition(":")[0], 1.0)
            found[event] = max(weight, found.get(event, 0.0))
    return found


def _consequence(row: Row, begun: dict[str, float]) -> float:
    if row["modality"] != "happened":
        return 0.0
    book = codebook.load()
    feeling = abs(book[row["kind"]].goldstein) / 20 if row["kind"] in book else 0.0
    return max(begun.get(row["id"], 0.0), _POWER.get(row["kind"], 0.0)) + feeling


def _score(row: Row, begun: dict[str, float], turned: Set[str]) -> float:
    """How well the story can be divided at an event; 0 where it changes nothing."""
    weight = _consequence(row, begun) + TURNED * (row["id"] in turned)
    return weight if weight >= LEAST else 0.0


def _opens_a_day(rows: Sequence[Row], at: int) -> bool:
    """Whether an event is the first of its day: what came on one day stands in one phase."""
    return when.first_day(rows[at - 1]["date"]) < when.first_day(rows[at]["date"])


def _best(rows: Sequence[Row], at: int, begun: dict[str, float], turned: Set[str]) -> tuple[float, int]:
    """How well the story can be divided before a day, and the event of that day that does it."""
    day = when.first_day(rows[at]["date"])
    same = takewhile(lambda one: when.first_day(rows[one]["date"]) == day, range(at, len(rows)))
    score, act = max((_score(rows[one], begun, turned), -one) for one in same)
    gap = (day - when.last_day(rows[at - 1]["date"])).days
    return (score + min(2.0, max(0, gap) / SILENCE) if score else 0.0), -act


def _told_twice(rows: Sequence[Row], at: int, chosen: Iterable[int]) -> bool:
    """Whether what would divide is perhaps the act that divides already: sources that tell it at another grain."""
    return any(
        (rows[at]["kind"], rows[at]["initiators"]) == (rows[one]["kind"], rows[one]["initiators"])
        and dates.may_be_same(rows[at]["date"], rows[one]["date"])
        for one in chosen
    )


def _fits(rows: Sequence[Row], at: int, chosen: Collection[int]) -> bool:
    """Whether both phases that a division makes have enough acts, and the days between divisions are enough."""
    before = max((one for one in chosen if one < at), default=0)
    after = min((one for one in chosen if one > at), default=len(rows))
    if at - before < FEWEST_ACTS or after - at < FEWEST_ACTS:
        return False
    return all(_apart(rows[min(at, one)], rows[max(at, one)]) >= SHORTEST for one in (0, *chosen))


def _apart(earlier: Row, later: Row) -> dt.timedelta:
    """How long after the one the other surely came."""
    return when.first_day(later["date"]) - when.last_day(earlier["date"])
