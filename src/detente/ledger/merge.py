"""Claims that tell of the same act become one event: a pure function of the tellings of one partition.

Claims tell of the same act where their kinds are the same or near, their actors, modality and level agree, and their
dates can be the same. The finest dates are placed first; a coarser one joins the only act that it can mean. What cannot
be told apart by date is kept apart unless it is an act that a pair does once, or is told in the same place or the same
words: two acts alike are two. The order in which tellings come makes no difference.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from detente.ledger import kinds
from detente.ledger.act import Act
from detente.ledger.tellings import Telling, adjacent
from detente.ledger.when import FIRST, LAST, days_of, reach_of, span

MONTH = 31  # days: a date told no more coarsely than this is taken for the act of that time that is known
APART = 366  # days by which sources can differ over an act that is done once
APART_REPEATED = 7  # and over an act that repeats but changes how a pair stands, as an envoy's credentials do


@dataclass(frozen=True, slots=True)
class Link:
    """A planned act and the later act that carried it out, by the numbers of their places in the list of acts."""

    planned: int
    happened: int


def merge(tellings: Iterable[Telling]) -> list[Act]:
    """The acts that a partition's tellings tell of, in order of time, undated ones last."""
    by_modality: dict[str, list[Telling]] = {}
    for telling in sorted(tellings, key=_finest_first):
        by_modality.setdefault(telling.modality, []).append(telling)
    acts = [act for told in by_modality.values() for act in _merged(told)]
    return sorted(acts, key=_in_time)


def links(acts: Sequence[Act]) -> Iterator[Link]:
    """Which planned act was carried out by which: the only one of its kind and actors on a date that fits."""
    done = [(i, act) for i, act in enumerate(acts) if act.modality == "happened" and act.days]
    for number, act in enumerate(acts):
        if act.modality != "planned" or not act.days:
            continue
        fits = [i for i, other in done if act.alike(other) and act.meets(other)]
        if len(fits) == 1:
            yield Link(number, fits[0])


def _finest_first(telling: Telling) -> tuple[object, ...]:
    days = days_of(telling.date)
    width = span(days) if days else 0
    return (days is None, width, days or (), telling.document, telling.start, telling.claim, telling.reading)


def _in_time(act: Act) -> tuple[object, ...]:
    days = act.days
    return (days is None, days or (), act.modality, act.id)


def _merged(tellings: Sequence[Telling]) -> list[Act]:
    bound, loose = _bound(tellings), [telling for telling in tellings if not telling.tie]
    dated = _Dated([act for act in bound if act.agreed])
    doubtful = [telling for telling in loose if telling.date and not dated.place(telling)]
    dated.reconcile()
    for telling in doubtful:
        if not dated.place(telling):
            dated.found(telling)
    undated = _Undated(dated.acts, [act for act in bound if not act.agreed])
    for telling in loose:
        if not telling.date:
            undated.place(telling)
    return dated.acts + undated.acts


def _bound(tellings: Iterable[Telling]) -> list[Act]:
    """The acts that a reviewer has made, by tie."""
    by_tie: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.tie:
            by_tie[telling.tie].append(telling)
    return [Act.bound(by_tie[tie]) for tie in sorted(by_tie)]


class _Dated:
    """The dated acts of a partition, in the order of where they began; only those near in time are looked at."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = sorted(acts, key=_anchor)
        # Days from where an act was first placed to the last day it can have been.
        self._widest = max((act.outer[1] - act.anchor for act in acts), default=0)

    def place(self, telling: Telling) -> bool:
        """Add a telling to the only act it can mean, or to a new one if there is none; False if there are several."""
        fits = _preferred(telling, [act for act in self._around(telling) if act.admits(telling)])
        if len(fits) > 1:
            return False
        if fits and _surely(telling, fits[0]):
            fits[0].add(telling)
        else:
            self.found(telling)
        return True

    def found(self, telling: Telling) -> None:
        """Begin a new act."""
        act = Act(telling)
        insort(self.acts, act, key=_anchor)
        self._widest = max(self._widest, act.outer[1] - act.anchor)

    def reconcile(self) -> None:
        """Join acts that different documents date differently though they can only be one, the closest first."""
        while joined := self._joined_once():
            self.acts = [act for act in self.acts if id(act) not in joined]

    def _joined_once(self) -> set[int]:
        """Join neighbours, each act at most once; gives those that were taken in by another."""
        gone: set[int] = set()
        taken: set[int] = set()
        for one, other in self._neighbours():
            if not taken & {id(one), id(other)} and _disagreeing(one, other):
                one.absorb(other)
                taken |= {id(one), id(other)}
                gone.add(id(other))
                self._widest = max(self._widest, one.outer[1] - one.anchor)
        return gone

    def _around(self, telling: Telling) -> list[Act]:
        first, last = reach_of(telling.date) or (FIRST, LAST)
        low = bisect_left(self.acts, first - self._widest, key=_anchor)
        high = bisect_right(self.acts, last, key=_anchor)
        return self.acts[low:high]

    def _neighbours(self) -> list[tuple[Act, Act]]:
        """Acts that change how a pair stands, each with the next alike, unless one that undoes it lies between."""
        stateful = [act for act in self.acts if kinds.stateful(act.kind)]
        pairs = []
        for i, one in enumerate(stateful):
            following = islice(stateful, i + 1, None)
            other = next((act for act in following if act.alike(one) or act.undoes(one)), None)
            if other is not None and other.alike(one) and other.outer[0] > one.outer[1]:
                pairs.append((other.outer[0] - one.outer[1], one.id, one, other))
        return [(one, other) for *_, one, other in sorted(pairs, key=lambda pair: pair[:2])]


class _Undated:
    """The acts that an undated telling can take up, found by its document and words."""

    def __init__(self, dated: Sequence[Act], undated: Sequence[Act]) -> None:
        self.acts = list(undated)
        self._dated = dated
        self._by: dict[str, list[Act]] = defaultdict(list)
        for act in (*dated, *undated):
            self._note(act)

    def place(self, telling: Telling) -> None:
        """Add a telling to the act it can only mean, a dated one before an undated one; else to a new one."""
        act = self._among(telling, self._dated) or self._among(telling, self.acts)
        if act is None:
            act = Act(telling)
            self.acts.append(act)
        else:
            act.add(telling)
        self._note(act)

    def _note(self, act: Act) -> None:
        for key in (*act.said, *act.documents):
            if not any(known is act for known in self._by[key]):
                self._by[key].append(act)

    def _among(self, telling: Telling, acts: Sequence[Act]) -> Act | None:
        near = [act for key in (telling.said, telling.document) for act in self._by.get(key, ())]
        offered = (
            acts if kinds.singular(telling.kind) else [act for act in near if bool(act.agreed) == (acts is self._dated)]
        )
        return _taken_up(telling, [act for act in offered if act.admits(telling)])


def _anchor(act: Act) -> int:
    return act.anchor


def _preferred(telling: Telling, acts: list[Act]) -> list[Act]:
    """Of several acts that a telling can mean: those told in the same words, else in the same document, else all."""
    for narrower in (
        [act for act in acts if telling.said in act.said],
        [act for act in acts if telling.document in act.documents],
    ):
        if len(acts) > 1 and len(narrower) == 1:
            return narrower
    return acts


def _surely(telling: Telling, act: Act) -> bool:
    """Whether a telling means an act that its date allows."""
    if telling.said in act.said or kinds.singular(telling.kind):
        return True
    if telling.kind == "other":
        return False  # acts of no kind are alike in nothing but their actors
    days = days_of(telling.date)
    if days is None or span(days) <= MONTH or telling.document in act.documents:
        return True
    return act.days == days


def _disagreeing(one: Act, other: Act) -> bool:
    if not kinds.stateful(one.kind) or one.documents & other.documents or (one.tied and other.tied):
        return False
    apart = APART if kinds.singular(one.kind) else APART_REPEATED
    return other.outer[0] - one.outer[1] <= apart and other.outer[1] - one.outer[0] <= 2 * apart


def _taken_up(telling: Telling, fits: Sequence[Act]) -> Act | None:
    """The act that an undated telling can only mean, or None."""
    same_words = [act for act in fits if telling.said in act.said]
    if same_words:
        return min(same_words, key=_in_time)
    if not kinds.singular(telling.kind):
        fits = [act for act in fits if telling.kind != "other" and _beside(telling, act)]
    fits = _preferred(telling, list({id(act): act for act in fits}.values()))
    return fits[0] if len(fits) == 1 else None


def _beside(telling: Telling, act: Act) -> bool:
    mine = (t for t in act.tellings if t.document == telling.document)
    return any(adjacent(telling.start, telling.end, t.start, t.end) for t in mine)
