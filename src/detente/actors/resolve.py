"""From a mention to an actor, by the date told of and by the surroundings; or to a ranked doubt.

Each reading of a mention is scored: how readily the name stands for the actor, whether it did at the date, and whether
the actor is told of nearby. A place is borne by one actor after another ("Russian" in 1980 is the Soviet Union's), and
a capital or an office stands for the movement that governs from it (Kabul since 15 August 2021). Where two actors come
out alike, none is given: the doubt is ranked instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.actors.find import Mention, find
from detente.actors.names import PLACES, Reading
from detente.actors.registry import Registry, registry, window
from detente.actors.tables import Span

__all__ = ["Mention", "Reading", "Resolution", "at", "find", "surroundings"]

_OUTSIDE = 0.05  # of a reading that did not hold at the date, beside one that did
_OUT_OF_DATE = 0.5  # of the same where none did: old names are used of old things at any time
_GONE = 0.5  # of a reading that no longer holds, where the date is not known
_NOT_YET = 0.6  # of an actor named before or after it existed
_NEAR = 3.0  # how far being told of nearby outweighs a reading that is not
_FLOOR = 0.4  # below it a name tells too little by itself
_LEAD = 1.3  # how far ahead of the next the first must be
_UNDATED_GOVERNMENT = 0.35  # of a movement's claim to a capital where no date is known
# Of a person's name before and after the person's time in office, by how many years before or after; 1 while in it.
_BESIDE_OFFICE = ((8, 0.75), (40, 0.55))
_LONG_GONE = 0.5  # still that person where the name is told in full, too little for a surname
_FORMER_OFFICE = 0.8  # of the same where no date is known
_YEAR = 365
_GOVERNED = frozenset({"capital", "metonym", "office"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """The actor meant, its share of all that may be meant (0 to 1), and everything that may be, likeliest first.

    ``actor`` is None where two are about as likely or where the words tell too little by themselves.
    """

    actor: str | None
    score: float
    doubt: tuple[tuple[str, float], ...] = ()


def at(
    mention: Mention,
    *,
    on: str | None,
    around: Mapping[str, float] | Collection[str] = (),
    known: Registry | None = None,
) -> Resolution:
    """Which actor a mention means at a date (EDTF; None where not known), among the actors told of around it.

    ``around`` counts actors (or lists them); see ``surroundings``. Raises DateError where ``on`` is no EDTF date.
    """
    among = known or registry()
    scores: dict[str, float] = {}
    for actor, score in _scored(mention, window(on), among):
        score *= 1 + _NEAR * _nearness(actor, around)
        scores[actor] = max(score, scores.get(actor, 0.0))
    return _decided(scores, among)


def surroundings(mentions: Iterable[Mention], on: str | None, known: Registry | None = None) -> Counter[str]:
    """How often each actor is told of beyond doubt: the ``around`` for names that could mean several."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        found = at(mention, on=on, known=known)
        if found.actor is not None and found.score > 0.9:
            counts[found.actor] += 1
    return counts


def _decided(scores: dict[str, float], known: Registry) -> Resolution:
    """The likeliest, where it is far enough ahead. One place's bearers, old and new, are no rivals of each other."""
    total = sum(scores.values())
    if not total:
        return Resolution(None, 0.0)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    doubt = tuple((actor, round(score / total, 3)) for actor, score in ranked)
    kin = known.kin(ranked[0][0])
    rival = next((score for actor, score in ranked[1:] if actor not in kin), 0.0)
    first = ranked[0][1]
    told = first + sum(score for actor, score in ranked[1:] if actor in kin)
    sure = told >= _FLOOR and first >= _LEAD * rival
    return Resolution(ranked[0][0] if sure else None, doubt[0][1], doubt)


def _nearness(actor: str, around: Mapping[str, float] | Collection[str]) -> float:
    if not around or actor not in around:
        return 0.0
    if not isinstance(around, Mapping):
        return 1.0
    most = max(around.values())
    return around[actor] / most if most > 0 else 0.0


def _scored(mention: Mention, days: Span | None, known: Registry) -> Iterator[tuple[str, float]]:
    """Every actor a mention may mean with its score, surroundings left out."""
    fits = [_fit(reading, days, known) for reading in mention.readings]
    if days is not None and fits and max(fits) == _OUTSIDE:
        fits = [_OUT_OF_DATE] * len(fits)
    fits = _once_each(mention.readings, fits)
    for reading, fit in zip(mention.readings, fits, strict=True):
        score = reading.weight * fit
        bearer = _bearer(reading, days, known)
        if mention.sort in _GOVERNED and bearer in known.speaking:
            yield from _by_government(bearer, score, days, known)
        else:
            yield bearer, score


def _fit(reading: Reading, days: Span | None, known: Registry) -> float:
    """How well a reading holds at a date."""
    if reading.person is not None:
        return _in_office(reading, days)
    if days is None:
        return 1.0 if reading.span.end > _TODAY and _is_living(reading.actor, known) else _GONE
    if reading.dated:
        share = reading.span.shared(days) / (days.end - days.start)
        return max(share, _OUTSIDE)
    spells = known.actor(reading.actor).spells
    return 1.0 if not spells or any(spell.shared(days) for spell in spells) else _NOT_YET


def _in_office(reading: Reading, days: Span | None) -> float:
    """How readily a person's name stands for the actor at a date: most in office, less before and after it."""
    if days is None:
        return 1.0 if reading.span.end > _TODAY else _FORMER_OFFICE
    share = reading.span.shared(days) / (days.end - days.start)
    if share:
        return (1 + share) / 2
    gap = max(reading.span.start - days.end, days.start - reading.span.end) / _YEAR
    beside = next((fit for years, fit in _BESIDE_OFFICE if gap <= years), None)
    return beside if beside is not None else _LONG_GONE if reading.weight == 1.0 else _LONG_GONE / 2


def _once_each(readings: tuple[Reading, ...], fits: list[float]) -> list[float]:
    """The fits with each person speaking for one actor: whom they spoke for at the date, or nearest to it, or last."""
    best: dict[str, int] = {}
    for place, reading in enumerate(readings):
        if reading.person is not None:
            other = best.setdefault(reading.person, place)
            if (fits[place], reading.span.start) > (fits[other], readings[other].span.start):
                best[reading.person] = place
    return [
        fit if reading.person is None or best[reading.person] == place else min(fit, _OUTSIDE)
        for place, (reading, fit) in enumerate(zip(readings, fits, strict=True))
    ]


_TODAY = 739_000  # past every date of the tables' closed spans: an open side alone reaches it


def _is_living(actor: str, known: Registry) -> bool:
    spells = known.actor(actor).spells
    return not spells or spells[-1].end > _TODAY


def _bearer(reading: Reading, days: Span | None, known: Registry) -> str:
    """Who bore the place that a living actor's name stands for: ``SUN`` for a name of ``RUS`` in 1985."""
    if days is None or reading.sort not in PLACES | {"metonym"}:
        return reading.actor
    spells = known.actor(reading.actor).spells
    middle = (days.start + days.end - 1) // 2
    if not spells or middle >= spells[-1].end or any(spell.holds(middle) for spell in spells):
        return reading.actor
    return known.bearer(reading.actor, middle)


def _by_government(state: str, score: float, days: Span | None, known: Registry) -> Iterator[tuple[str, float]]:
    """A state's share and its governing movement's in what its capital and offices stand for."""
    if days is None:
        yield from ((row.movement, score * _UNDATED_GOVERNMENT) for row in known.speaking[state])
        yield state, score
        return
    left = 1.0
    for row in known.speaking[state]:
        share = row.span.shared(days) / (days.end - days.start)
        if share:
            left -= share
            yield row.movement, score * share
    if left > 0:
        yield state, score * left
