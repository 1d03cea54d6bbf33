"""An act that a draft tells against the acts that a record holds: what is at odds, and what bears it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.checking.findings import Sort
from detente.ledger import kinds
from detente.ledger.derive import Held
from detente.ledger.merge import APART, APART_REPEATED
from detente.ledger.tellings import Telling
from detente.ledger.when import can_be_same, days_of, span
from detente.model import Event
from detente.status.conflict import act, actor, cited, level, stands_for, when

MONTH = 31  # days: dates told no more coarsely can show that two acts are one


@dataclass(frozen=True, slots=True)
class Odds:
    """What the record says otherwise: of what sort, in a sentence, and which of its tellings say what."""

    sort: Sort
    text: str
    says: str  # what the draft says
    witnesses: tuple[tuple[str, Held, Telling], ...]


def odds(draft: Telling, held: Sequence[Held]) -> Iterator[Odds]:
    """Where the record is at odds with an act of the draft, out of the events that may be the same or be mistaken for it."""
    alike = [one for one in held if _alike(draft, one)]
    same = [one for one in alike if one.event.modality == draft.modality]
    fitting = [one for one in same if _can_be(draft, one)]
    if fitting:
        yield from (_divided(draft, one) for one in fitting if _gives_other_dates(draft, one))
        return
    late = [one for one in same if _dated_otherwise(draft, one)]
    if late:
        yield _date(draft, min(late, key=lambda one: (_apart(draft, one), one.event.id)))
        return
    yield from _modality(draft, [one for one in alike if _can_be(draft, one)])
    yield from (_level(draft, one) for one in held if _differs_in_level(draft, one))
    yield from (_actors(draft, one) for one in held if _differs_in_actors(draft, one, same))


def bearing_out(draft: Telling, held: Sequence[Held]) -> list[Held]:
    """The events of the record that tell of the act of the draft too, those with the most voices first."""
    found = [one for one in held if _alike(draft, one) and one.event.modality == draft.modality and _surely(draft, one)]
    return sorted(found, key=lambda one: (-one.voices, one.event.id))


def _alike(draft: Telling, held: Held) -> bool:
    event = held.event
    told, kept = draft.about, event.about
    return (
        kinds.near(draft.kind, event.kind)
        and draft.sides == held.lead.sides
        and (draft.level is None or event.level is None or draft.level == event.level)
        and (told is None or kept is None or told.casefold() == kept.casefold())
        and draft.kind != "other"
    )


def _can_be(draft: Telling, held: Held) -> bool:
    given = held.event.dates or ((held.event.date,) if held.event.date else ())
    return not draft.date or not given or any(can_be_same(draft.date, date) for date in given)


def _surely(draft: Telling, held: Held) -> bool:
    """Whether an event is the draft's act beyond what two undated tellings of some talks would show."""
    if kinds.singular(draft.kind):
        return _can_be(draft, held)
    return bool(draft.date and held.event.date) and _can_be(draft, held) and _narrow(draft.date)


def _narrow(date: str | None) -> bool:
    days = days_of(date)
    return days is not None and span(days) <= MONTH


def _apart(draft: Telling, held: Held) -> int:
    mine, other = days_of(draft.date), days_of(held.event.date)
    return max(other[0] - mine[1], mine[0] - other[1]) if mine and other else 0


def _dated_otherwise(draft: Telling, held: Held) -> bool:
    return _apart(draft, held) <= (APART if kinds.singular(draft.kind) else APART_REPEATED)


def _gives_other_dates(draft: Telling, held: Held) -> bool:
    return bool(draft.date) and any(t.date and not can_be_same(str(draft.date), t.date) for t in held.tellings)


def _divided(draft: Telling, held: Held) -> Odds:
    told = [(when(t.date), held, t) for t in held.tellings if t.date]
    others = sorted({when(t.date) for t in held.tellings if t.date and not can_be_same(str(draft.date), t.date)})
    text = f"The draft has {when(draft.date)}, and so have some sources; others have {' or '.join(others)}: {act(held.event)}."
    return Odds("date", text, when(draft.date), tuple(told))


def _date(draft: Telling, held: Held) -> Odds:
    text = f"The draft has {when(draft.date)}, the record {when(held.event.date)}: {act(held.event)}."
    return Odds("date", text, when(draft.date), tuple((when(t.date), held, t) for t in held.tellings if t.date))


def _modality(draft: Telling, alike: Sequence[Held]) -> Iterator[Odds]:
    """An act told as a fact of which the record knows only as planned, alleged or denied; or planned, and since done."""
    told = {one.event.modality for one in alike}
    if not alike or draft.modality not in ("happened", "planned") or draft.modality in told:
        return
    if draft.modality == "planned" and "happened" not in told:
        return
    kept = alike if draft.modality == "happened" else [one for one in alike if one.event.modality == "happened"]
    says = [(one.event.modality, one, one.lead) for one in kept]
    has = " and ".join(dict.fromkeys(modality for modality, *_ in says))
    event = kept[0].event
    text = f"The draft has it as {draft.modality}, the record as {has}, {when(event.date)}: {act(event)}."
    yield Odds("modality", text, draft.modality, tuple(says))


def _differs_in_level(draft: Telling, held: Held) -> bool:
    event = held.event
    if draft.kind != event.kind or draft.sides != held.lead.sides or draft.modality != event.modality:
        return False
    levels = draft.level, event.level
    return None not in levels and levels[0] != levels[1] and bool(draft.date and event.date) and _can_be(draft, held)


def _level(draft: Telling, held: Held) -> Odds:
    mine, other = (_level_words(draft.kind, name) for name in (str(draft.level), str(held.event.level)))
    text = f"The draft has {mine}, the record {other}, {when(held.event.date)}: {act(held.event)}."
    return Odds("level", text, mine, ((other, held, held.lead),))


def _level_words(kind: str, name: str) -> str:
    found = kinds.kind_of(kind)
    labels = (level(effect.dimension, name) for effect in (found.effects if found else ()))
    return next((label for label in labels if label != name), name)


def _differs_in_actors(draft: Telling, held: Held, same: Sequence[Held]) -> bool:
    """Whether an event is the draft's act with its roles the other way round, or with an actor in another's place."""
    event = held.event
    if draft.kind != event.kind or same or draft.modality != event.modality or draft.sides == held.lead.sides:
        return False
    if not (draft.initiators and draft.targets and event.initiators and event.targets):
        return False
    if not (draft.date and event.date and _can_be(draft, held)) or not (_narrow(draft.date) or _narrow(event.date)):
        return False
    if (draft.initiators, draft.targets) == (event.targets, event.initiators):
        return kinds.stateful(draft.kind)
    return _one_differs(draft, event) and bool(set(draft.cites) & cited(held) or _kin(draft, event))


def _one_differs(draft: Telling, event: Event) -> bool:
    """Whether one side is the same and the other has nobody in common: two of three parties are no contradiction."""
    initiators, targets = set(draft.initiators) & set(event.initiators), set(draft.targets) & set(event.targets)
    same = draft.initiators == event.initiators, draft.targets == event.targets
    return (same[0] and not targets) or (same[1] and not initiators)


def _kin(draft: Telling, event: Event) -> bool:
    mine, other = (
        (draft.targets, event.targets) if draft.initiators == event.initiators else (draft.initiators, event.initiators)
    )
    return any(stands_for(a, b, str(event.date)) for a in mine for b in other)


def _actors(draft: Telling, held: Held) -> Odds:
    event = held.event
    mine, other = (
        _toward(draft.initiators, draft.targets, draft.date),
        _toward(event.initiators, event.targets, event.date),
    )
    kind = kinds.kind_of(draft.kind)
    text = f"The draft has {mine}, the record {other}: who {kind.label if kind else draft.kind}, {when(event.date)}."
    return Odds("actor", text, mine, ((other, held, held.lead),))


def _toward(initiators: Sequence[str], targets: Sequence[str], on: str | None) -> str:
    return " toward ".join(" and ".join(actor(id, on) for id in side) for side in (initiators, targets) if side)
