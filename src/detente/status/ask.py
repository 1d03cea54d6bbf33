"""How two actors stand on a day, as known on a day, each value with the event and the words it rests on.

Two clocks: only events that can have come by the day asked for are folded, and, where the day of knowing is given, only
claims that were known by then are merged. So nothing later than either is in an answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from detente import codebook
from detente.ledger.store import Store
from detente.ledger.tellings import pair_of
from detente.ledger.when import FIRST, LAST, days_of
from detente.status.changes import Told
from detente.status.clocks import told_by_both
from detente.status.derive import fold_events
from detente.status.existence import exist, lines
from detente.status.standing import Standing
from detente.status.steps import Folded, Stretch

if TYPE_CHECKING:
    pass

UNDATED = 0.5  # what confidence keeps of itself where nobody tells since when


@dataclass(slots=True)
class _Answer:
    folded: Folded
    stretch: Stretch
    conflicts: list[str] = field(default_factory=list)

    @property
    def lead(self) -> Told:
        return self.stretch.begins[0]


def standings(
    store: Store,
    pairs: Iterable[tuple[str, str]],
    *,
    on: dt.date,
    known: dt.date | None = None,
    all_dimensions: bool = False,
) -> list[Standing]:
    """How each first actor stands toward each second, dimensions in the codebook's order."""
    wanted = list(dict.fromkeys(pairs))
    told = told_by_both(store, lines(pair_of(pair) for pair in wanted), on, known)
    answers = [
        a
        for folded in fold_events(told)
        if (a := _answer(folded, on)) and (folded.key.initiator, folded.key.target) in wanted
    ]
    words = _words(store, answers, on)
    found = [_standing(answer, on, words) for answer in answers if exist(answer.folded.key, on)]
    if all_dimensions:
        found += _defaults(found, wanted, on)
    place = {dimension: i for i, dimension in enumerate(codebook.load().dimensions)}
    order = {pair: i for i, pair in enumerate(wanted)}
    return sorted(
        found, key=lambda s: (order[s.initiator, s.target], place[s.dimension.partition(":")[0]], s.dimension)
    )


def _answer(folded: Folded, on: dt.date) -> _Answer | None:
    today = on.toordinal()
    for stretch in folded.stretches:
        if stretch.first <= today < stretch.until:
            return _Answer(folded, stretch, [_undecided(told) for told in folded.contrary])
    return None


def _undecided(told: Told) -> str:
    return f"also told: {told.kind}, {told.date or 'undated'} ({', '.join(told.documents)})"


def _standing(answer: _Answer, on: dt.date, words: _Words) -> Standing:
    stretch, key = answer.stretch, answer.folded.key
    quoted = words.quotes.get((answer.lead.lead, answer.lead.reading), _Quoted())
    differing = [words.differ[told.id] for told in stretch.begins if told.id in words.differ]
    return Standing(
        initiator=key.initiator,
        target=key.target,
        dimension=key.dimension,
        level=stretch.level,
        since=stretch.start,
        on=on,
        events=tuple(dict.fromkeys(told.id for told in stretch.begins)),
        quote=quoted.quote,
        file=quoted.file,
        notes=quoted.notes,
        confidence=round(stretch.confidence * _begun(stretch, on), 4),
        conflicts=tuple(dict.fromkeys([*differing, *answer.conflicts])),
        sources=quoted.sources,
        start_known=stretch.start is not None and stretch.first != FIRST and stretch.by <= on.toordinal(),
    )


def _begun(stretch: Stretch, on: dt.date) -> float:
    """The chance that a spell has begun by a day, each day on which it can have begun being as likely."""
    if stretch.first == FIRST or stretch.by == LAST:
        return UNDATED
    days = stretch.by - stretch.first + 1
    return min(1.0, (on.toordinal() - stretch.first + 1) / days)


@dataclass(frozen=True, slots=True)
class _Quoted:
    quote: str | None = None
    file: str | None = None
    notes: tuple[int, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    quotes: dict[tuple[str, int], _Quoted]
    differ: dict[str, str]  # by event: who gives which date


def _words(store: Store, answers: Sequence[_Answer], on: dt.date) -> _Words:
    leads = sorted({(answer.lead.lead, answer.lead.reading) for answer in answers})
    rows = store.rows(
        "select id, reading, quote, file, notes, sources from told_claims where id in (select unnest(?::varchar[]))",
        [[claim for claim, _ in leads]],
    )
    quotes = {
        (claim, reading): _Quoted(quote, file, tuple(notes), tuple(msgspec.json.decode(sources)))
        for claim, reading, quote, file, notes, sources in rows
        if (claim, reading) in set(leads)
    }
    return _Words(quotes, _differing(store, [t for a in answers for t in a.stretch.begins if t.dates], on))


def _differing(store: Store, events: Sequence[Told], on: dt.date) -> dict[str, str]:
    """For events that documents date differently: which of them give which date, later dates left unsaid."""
    claims = [claim for told in events for claim in told.claims]
    if not claims:
        return {}
    rows = store.rows(
        "select distinct claim, date, file from tellings"
        " where claim in (select unnest(?::varchar[])) and date is not null",
        [claims],
    )
    said = {claim: (_by(date, on), file) for claim, date, file in rows}
    return {told.id: f"{told.kind}: {_accounts([said[c] for c in told.claims if c in said])}" for told in events}


def _by(date: str, on: dt.date) -> str:
    days = days_of(date)
    return date if days and days[0] <= on.toordinal() else "a later day"


def _accounts(said: Sequence[tuple[str, str]]) -> str:
    dates = sorted({date for date, _ in said})
    return "; ".join(f"{date} ({', '.join(sorted({file for d, file in said if d == date}))})" for date in dates)


def _defaults(found: Sequence[Standing], pairs: Sequence[tuple[str, str]], on: dt.date) -> list[Standing]:
    told = {(s.initiator, s.target, s.dimension) for s in found}
    holds = [(d.id, d.default) for d in codebook.load().dimensions.values() if d.default and d.per is None]
    return [
        Standing(a, b, dimension, level, None, on)
        for a, b in pairs
        for dimension, level in holds
        if (a, b, dimension) not in told
    ]
