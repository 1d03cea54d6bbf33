"""An act as its tellings support it: which of them agree, when it was, by how many independent voices, on whose word.

Everything here is a function of the set of tellings, whatever the order in which they were added, except which acts a
telling is offered to; that order is merging's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from detente.ledger import kinds
from detente.ledger.tellings import Side, Telling, base
from detente.ledger.when import Days, can_be_same, days_of, reach_of, span, together
from detente.model import Event

SUREST = 0.99  # no number of documents makes more certain than this


class Act:
    """One or more tellings of the same act."""

    __slots__ = (
        "about",
        "agreed",
        "anchor",
        "documents",
        "kinds",
        "level",
        "modality",
        "root",
        "said",
        "sides",
        "tellings",
        "tied",
    )

    def __init__(self, telling: Telling) -> None:
        self.tellings = [telling]
        self.modality = telling.modality
        self.sides = telling.sides
        self.kinds = {telling.kind}
        self.level, self.about, self.root = telling.level, telling.about, telling.root
        self.agreed: list[str] = [telling.date] if telling.date else []  # several where documents differ
        reach = reach_of(telling.date)
        self.anchor = reach[0] if reach else 0
        self.said = {telling.said}
        self.documents = {telling.document}
        self.tied = telling.tie is not None  # a reviewer has said what is of this act and what is not

    @classmethod
    def bound(cls, tellings: Sequence[Telling]) -> Act:
        """The act that a reviewer says the tellings tell of together, whatever their dates."""
        act = cls(tellings[0])
        for telling in tellings[1:]:
            agreed = set(act.agreed)
            act.add(telling)
            if telling.date and not any(can_be_same(date, telling.date) for date in agreed):
                act.agreed = sorted({*agreed, telling.date})
        if act.agreed:
            act.anchor = act.outer[0]
        return act

    def admits(self, telling: Telling) -> bool:
        """Whether a telling can be of this act. One without a date, or an act without one, is not held against it."""
        if not self._alike(telling.kind, telling.sides, telling.level, telling.about, telling.root):
            return False
        return not telling.date or not self.agreed or any(can_be_same(date, telling.date) for date in self.agreed)

    def alike(self, other: Act) -> bool:
        """Whether two acts differ in their dates and modality at most."""
        return self._alike(other.kind, other.sides, other.level, other.about, other.root)

    def meets(self, other: Act) -> bool:
        """Whether two acts can be of the same date."""
        return any(can_be_same(one, two) for one in self.agreed for two in other.agreed)

    def undoes(self, other: Act) -> bool:
        """Whether one act ends what the other begins."""
        return kinds.opposed(self.kind, other.kind)

    def add(self, telling: Telling) -> None:
        """Take in a telling that the act admits."""
        self.tellings.append(telling)
        self.kinds.add(telling.kind)
        self.said.add(telling.said)
        self.documents.add(telling.document)
        self.level, self.about, self.root = (
            kinds.finer_level(self.level, telling.level),
            self.about or telling.about,
            self.root or telling.root,
        )
        if telling.date:
            self.agreed = _narrowed(self.agreed, telling.date)

    def absorb(self, other: Act) -> None:
        """Take in a later act that documents date differently."""
        agreed = sorted({*self.agreed, *other.agreed})
        for telling in other.tellings:
            self.add(telling)
        self.agreed = agreed

    def _alike(
        self, kind: str, sides: tuple[Side, Side], level: str | None, about: str | None, root: str | None
    ) -> bool:
        return (
            all(kinds.near(kind, mine) for mine in self.kinds)
            and (sides == self.sides or (self._jointly(kind) and _either_way(sides, self.sides)))
            and kinds.levels_agree(level, self.level)
            and (about is None or self.about is None or about.casefold() == self.about.casefold())
            and (root is None or self.root is None or root == self.root)
        )

    def _jointly(self, kind: str) -> bool:
        return kinds.symmetric(kind) or any(kinds.symmetric(mine) for mine in self.kinds)

    @property
    def kind(self) -> str:
        """The kind that most documents give it."""
        if len(self.kinds) == 1:
            return next(iter(self.kinds))
        return _most(self.tellings, lambda t: t.kind)

    @property
    def date(self) -> str | None:
        """What the tellings support together; where they differ, the date on which the most voices agree."""
        if len(self.agreed) < 2:
            return self.agreed[0] if self.agreed else None
        return max(self.agreed, key=self._support)

    @property
    def dates(self) -> tuple[str, ...]:
        """Every date on which some of the tellings agree, where all of them do not."""
        return tuple(sorted(self.agreed)) if len(self.agreed) > 1 else ()

    @property
    def days(self) -> Days | None:
        """The days that the date allows."""
        return days_of(self.date)

    @property
    def outer(self) -> Days:
        """From the first to the last day that any of the dates allows."""
        allowed = [days for date in self.agreed if (days := reach_of(date))]
        return (min(first for first, _ in allowed), max(last for _, last in allowed)) if allowed else (0, 0)

    @property
    def id(self) -> str:
        """Named for the claim that could be known first, with its actors: a document added later seldom changes it."""
        first = min(self.tellings, key=lambda t: (not t.dated, t.known if t.dated else dt.date.max, t.claim))
        sides = "|".join(",".join(side) for side in first.sides)
        return "e-" + hashlib.sha256(f"{base(first.claim)}|{sides}".encode()).hexdigest()[:16]

    @property
    def lead(self) -> Telling:
        """The telling that speaks for the act: of its kind, giving its date, backed by a note, the surest."""
        kind, date = self.kind, self.date
        return min(
            self.tellings,
            key=lambda t: (
                t.kind != kind,
                not _gives(t, date),
                not t.noted,
                -t.confidence,
                t.document,
                t.start,
                t.claim,
                t.reading,
            ),
        )

    def _support(self, date: str) -> tuple[object, ...]:
        backing = [t for t in self.tellings if t.date and can_be_same(t.date, date)]
        heard = voices(backing)
        days = days_of(date) or (0, 0)
        return (
            len(heard),
            round(sum(max(t.confidence for t in voice) for voice in heard), 6),
            -span(days),
            -days[0],
            date,
        )


def _gives(telling: Telling, date: str | None) -> bool:
    if date is None or telling.date is None:
        return telling.date == date
    return can_be_same(telling.date, date)


def _either_way(one: tuple[Side, Side], other: tuple[Side, Side]) -> bool:
    """Whether one telling has as joint parties those whom the other has on two sides, their kinds being near."""
    return (not one[1] or not other[1]) and {*one[0], *one[1]} == {*other[0], *other[1]}


def _narrowed(agreed: Sequence[str], date: str) -> list[str]:
    return sorted({together((one, date)) or one if can_be_same(one, date) else one for one in agreed}) or [date]


def _most(tellings: Iterable[Telling], of: Callable[[Telling], str]) -> str:
    documents: dict[str, set[str]] = defaultdict(set)
    for telling in tellings:
        documents[of(telling)].add(telling.document)
    return min(documents, key=lambda value: (-len(documents[value]), value))


def voices(tellings: Sequence[Telling]) -> list[list[Telling]]:
    """The tellings by independent voice: a document, with those that cite it or what it cites, or carry its text.

    A table's row is one voice with the document that it names as its source.
    """
    groups: list[tuple[set[str], list[Telling]]] = []
    named = {work for telling in tellings if telling.works for work in telling.works.splitlines()}
    for telling in tellings:
        marks = {telling.document, telling.said, *telling.cites, *telling.wire}
        if named:
            marks |= {telling.file, *telling.works.splitlines()} & named
        joined = [group for group in groups if group[0] & marks]
        groups = [group for group in groups if not group[0] & marks]
        groups.append((marks.union(*(g[0] for g in joined)), [telling, *(t for g in joined for t in g[1])]))
    return [group for _, group in groups]


def event_of(act: Act) -> Event:
    """The act as an event."""
    tellings = sorted(act.tellings, key=lambda t: (t.document, t.start, t.claim))
    lead = act.lead
    initiators, targets = _parties(act, lead)
    heard = voices(tellings)
    return Event(
        id=act.id,
        kind=act.kind,
        initiators=initiators,
        targets=targets,
        date=act.date,
        modality=lead.modality,  # type: ignore[arg-type]
        claims=tuple(dict.fromkeys(t.claim for t in tellings)),
        documents=tuple(sorted({t.file for t in tellings})),
        speaker=_speaker(tellings),
        level=act.level,
        about=act.about,
        root=act.root,
        confidence=_confidence(heard),
        known=min(t.known for t in tellings),
        dates=act.dates,
        works=tuple(sorted({work for t in tellings if t.works for work in t.works.splitlines()})),
    )


def _parties(act: Act, lead: Telling) -> tuple[Side, Side]:
    told = {(t.initiators, t.targets) for t in act.tellings}
    if len(told) == 1 or not kinds.symmetric(act.kind):
        return lead.initiators, lead.targets
    return tuple(sorted({actor for sides in told for side in sides for actor in side})), ()


def _speaker(tellings: Sequence[Telling]) -> str | None:
    speakers = {t.speaker for t in tellings}
    return next(iter(speakers)) if len(speakers) == 1 else None


def _confidence(heard: Sequence[Sequence[Telling]]) -> float:
    doubt = 1.0
    for voice in heard:
        doubt *= 1.0 - max(t.confidence for t in voice)
    return round(min(1.0 - doubt, max(SUREST, max(t.confidence for voice in heard for t in voice))), 4)
