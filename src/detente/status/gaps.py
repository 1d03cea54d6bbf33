"""Where a status is thin: it rests on one voice only, or nobody tells of its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from detente import codebook
from detente.ledger import kinds
from detente.ledger.derive import Held
from detente.ledger.tellings import pair_of
from detente.ledger.when import FIRST, LAST, days_of
from detente.status.changes import Key, told_from
from detente.status.conflict import Conflict, Sort, actor, heading, level, since, stands, voice_count, when
from detente.status.derive import fold_events
from detente.status.steps import Stretch

SILENT = 365  # days without a word of a status after which its silence is worth a look
PASSING = frozenset({"hostilities"})  # dimensions of which every level but the lowest comes to an end


def of_pair(held: Sequence[Held], today: dt.date) -> Iterator[Conflict]:
    """The gaps in the statuses that follow from the events of one set of actors."""
    by_id = {one.event.id: one for one in held}
    told = [told_from(h) for h in held if h.event.modality == "happened" and kinds.stateful(h.event.kind)]
    pairs = {one.pair for one in held}  # not those of a state that continues one of the two
    for folded in fold_events(told):
        for stretch in folded.stretches if pair_of((folded.key.initiator, folded.key.target)) in pairs else ():
            begins = [by_id[told.id] for told in {t.id: t for t in stretch.begins}.values()]
            if voice_count(begins) == 1:
                yield _one_voice(folded.key, stretch, begins, today)
            if stretch.until > LAST and not _lowest(folded.key, stretch):
                yield from _open(folded.key, stretch, begins, today)
            elif stretch.end and "/" in stretch.end:
                text = f"{_named(folded.key, stretch)}: it ended {when(stretch.end)}; nobody tells when"
                yield _gap("end", text, 1, folded.key, stretch, begins)


def _one_voice(key: Key, stretch: Stretch, begins: Sequence[Held], today: dt.date) -> Conflict:
    files = list(dict.fromkeys(t.file for held in begins for t in held.tellings))
    text = f"{_named(key, stretch)}: on one voice ({', '.join(files)})"
    return _gap("voice", text, days_of_stretch(stretch, today), key, stretch, begins)


def _open(key: Key, stretch: Stretch, begins: Sequence[Held], today: dt.date) -> Iterator[Conflict]:
    """A spell that is open though it must have come to an end, or of which nothing was heard for long."""
    last = max(min(t.known, today) for held in begins for t in held.tellings)
    silent = (today - last).days
    if key.dimension in PASSING or silent > SILENT:
        text = f"{_named(key, stretch)}: nobody tells of an end; last told of on {when(last.isoformat())}"
        weight = silent + (10_000 if key.dimension in PASSING else 0)
        yield _gap("end", text, weight, key, stretch, begins)


def days_of_stretch(stretch: Stretch, today: dt.date) -> int:
    """For how many days up to today a spell has lasted; one that nobody tells the start of, since it was first told."""
    start = (
        stretch.first if stretch.first != FIRST else min(stretch.by, *(_told(t.date, t.known) for t in stretch.begins))
    )
    return max(0, min(stretch.until, today.toordinal() + 1) - start)


def _told(date: str | None, known: dt.date) -> int:
    days = days_of(date)
    return days[1] if days and days[1] != LAST else known.toordinal()


def _lowest(key: Key, stretch: Stretch) -> bool:
    dimension = codebook.load().dimensions[key.dimension.partition(":")[0]]
    return stretch.level == dimension.default or stretch.level == "ended"


def _named(key: Key, stretch: Stretch) -> str:
    names = f"{actor(key.initiator)} toward {actor(key.target)}"
    return f"{names}, {heading(key.dimension).lower()}: {level(key.dimension, stretch.level)}{since(stretch.start)}"


def _gap(sort: Sort, text: str, weight: float, key: Key, stretch: Stretch, begins: Sequence[Held]) -> Conflict:
    says = level(key.dimension, stretch.level)
    told = tuple(stand for held in begins for stand in stands(says, held))
    kind = begins[0].event.kind
    return Conflict(sort, text, weight, key.initiator, key.target, kind, told, key.dimension)
