"""Who recognises next, toward one actor: from a record, by the fitted model.

The wave is what the record tells of it: since when the actor could be recognised, who has, and when. How fast the wave
goes is the model's business; the steps that each state has taken short of recognition tell who is nearer, and move
chances from some states to others without changing how many moves are expected in all.

Other steps than recognition (listing, delisting, accrediting, opening a mission) are forecast by the same model from
their own wave in the record. It was fitted on recognitions alone, and the forecast says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.actors import registry
from detente.errors import UsageError
from detente.ledger.store import Store
from detente.outlook.calibration import Values
from detente.outlook.recognition import model as models
from detente.outlook.recognition.steps import Stand, Step, firsts, stands
from detente.outlook.recognition.ties import borders, existing, home, memberships, neighbours_of, rows_of
from detente.outlook.recognition.trial import frailty, sample
from detente.outlook.recognition.view import LATELY, view
from detente.outlook.recognition.waves import Move, Wave
from detente.status.ask import standings

RECOGNISE = "recognise"
RECOGNISABLE = ("state", "former-state", "contested", "territory", "movement", "party")
# What can be asked of: the dimension that an act changes, and at which of its levels there is nothing left to do.
ACTS = {
    RECOGNISE: ("recognition", ("de-jure",)),
    "list-terrorist": ("listing", ("listed",)),
    "delist-terrorist": ("listing", ("none",)),
    "accept-credentials": ("envoy", ("charge", "ambassador")),
    "open-mission": ("mission", ("liaison", "consulate", "legation", "embassy")),
}


@dataclass(frozen=True, slots=True)
class Chance:
    """One state's chance of acting by the day asked, with what speaks for and against it."""

    state: str
    probability: float
    base: float  # the constant hazard's: all states alike, at the pace of all waves
    neighbours: tuple[str, ...]  # that have moved
    allies: tuple[str, ...]  # that share a bloc and have moved within the last two months
    borders: bool  # on the place itself
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A state that has moved, when, and the chance that it takes it back by the day asked."""

    state: str
    date: str | None  # EDTF; None where nobody tells
    withdraws: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The outlook toward one actor: every state's chance by a day, likeliest first, and those that have moved."""

    toward: str
    place: str
    act: str
    since: dt.date
    on: dt.date  # the first day of the forecast; only what was known before it was looked at
    by: dt.date
    chances: tuple[Chance, ...]
    moved: tuple[Moved, ...]
    expected: float
    heard: int  # of how many actors the record tells anything toward this one
    model: models.Model
    inputs: tuple[Any, ...]  # what it was answered from, for its hash


def spread(
    store: Store, toward: str, *, by: dt.date, on: dt.date, act: str = RECOGNISE, since: dt.date | None = None
) -> Spread:
    """Each state's chance of an act toward an actor from a day to another, both counted, by what was known before.

    Raises ``UsageError`` for a day that is past, an act that is not one of ``ACTS``, and an actor of which nothing says
    since when it could be recognised.
    """
    if by < on:
        raise UsageError(f"{by} lies before the first day to be forecast, {on}.", place="--by")
    if act not in ACTS:
        raise UsageError(f"'{act}' cannot be forecast.", place="--act", remedy=f"Perhaps: {', '.join(ACTS)}.")
    actor = registry().get(toward)
    if actor and actor.kind not in RECOGNISABLE:
        raise UsageError(f"{actor.name} is neither a state nor a movement: nobody recognises it.", place="--toward")
    known = on - dt.timedelta(days=1)
    begun = since or beginning(store, toward, known)
    told = stands(store, toward, since=begun, by=known)
    wave = _wave(store, toward, act, begun, known, told)
    out = _settled(store, toward, act, told, known)
    model, days = models.load(), (by - known).days
    seen = view(wave, known)
    states = [state for state in seen.states if state not in out]
    columns = seen.columns[[seen.states.index(state) for state in states]]
    span = np.full(len(states), float(days))
    chances = model.hazard.chances(columns, span)
    chances = -np.expm1(np.log1p(-chances) * frailty(model.hazard, sample(wave), known.toordinal()))
    chances = _by_steps(chances, [told[state].ratio if state in told else 0.0 for state in states])
    base = model.constant(days)
    found = [
        _chance(state, float(chance), base, wave, told, known) for state, chance in zip(states, chances, strict=True)
    ]
    found.sort(key=lambda one: (-one.probability, one.state))
    withdraws = -float(np.expm1(-model.withdrawing * days / 365.25))
    moved = tuple(Moved(move.state, _edtf(move, begun), withdraws) for move in wave.moves)
    inputs = (begun, wave.moves, [stand for _, stand in sorted(told.items())], model.hazard.weights.tolist())
    expected = float(chances.sum())
    return Spread(toward, wave.place, act, begun, on, by, tuple(found), moved, expected, len(told), model, inputs)


def beginning(store: Store, toward: str, known: dt.date) -> dt.date:
    """Since when an actor could be recognised: the day it came to power, was proclaimed, or first met in the record."""
    actors = registry()
    for row in rows_of("cases.csv"):
        if row["actor"] == toward and actors.get(toward) and actors.actor(toward).kind != "movement":
            return dt.date.fromisoformat(row["since"])
    ruled = [row.span.start for row in actors.rows.governed if row.movement == toward]
    spells = [spell.start for spell in actors.actor(toward).spells] if toward in actors else []
    past = [day for day in ruled or spells if 1 < day <= known.toordinal()]
    if past:
        return dt.date.fromordinal(max(past))
    rows = store.rows(
        "select min(first) from events where list_contains(targets, ?) and modality = 'happened' and first > '1700-01-01'"
        " and known <= ?",
        [toward, known],
    )
    if rows[0][0] is None or rows[0][0] > known:
        raise UsageError(f"Nothing tells since when {toward} could be recognised.", remedy="Give --since.")
    day: dt.date = rows[0][0]
    return day


def _wave(store: Store, toward: str, act: str, since: dt.date, known: dt.date, told: dict[str, Stand]) -> Wave:
    case = next((row for row in rows_of("cases.csv") if row["actor"] == toward), None)
    ruled = next((row.state for row in registry().rows.governed if row.movement == toward), None)
    if act == RECOGNISE:
        moves = [stand.recognised for stand in told.values() if stand.recognised]
    else:
        moves = list(firsts(store, toward, act, since=since, by=known).values())
    moves = [replace(move, first=min(move.first, known), last=min(move.last, known)) for move in moves]
    moves.sort(key=lambda move: (move.last, move.state))
    place, against = ruled or (case["place"] if case else toward), (case["against"] or None) if case else None
    return Wave(toward, toward, place, against, since, known, tuple(moves), "what the record tells")


def _settled(store: Store, toward: str, act: str, told: dict[str, Stand], known: dt.date) -> set[str]:
    """The states for which there is nothing left to do: no mission to open where there is one, no listing to lift."""
    if act == RECOGNISE:
        return set()
    dimension, done = ACTS[act]
    found = standings(store, [(state, toward) for state in told], on=known, known=known)
    levels = {standing.initiator: standing.level for standing in found if standing.dimension == dimension}
    if act == "delist-terrorist":
        return {state for state in existing(known) if levels.get(state) != "listed"}
    return {state for state, level in levels.items() if level in done}


def _by_steps(chances: Values, ratios: list[float]) -> Values:
    """The chances, each hazard raised by the state's steps, and all lowered so that as many moves are expected."""
    hazards = -np.log1p(-chances)
    raised = hazards * np.exp(np.array(ratios))
    if not len(chances) or raised.sum() <= 0:
        return chances
    shared: Values = -np.expm1(-raised * hazards.sum() / raised.sum())
    return shared


def _chance(state: str, chance: float, base: float, wave: Wave, told: dict[str, Stand], known: dt.date) -> Chance:
    moved = wave.recognised(known)
    lately = moved - wave.recognised(max(wave.since, known - LATELY))
    near = {home(other, known) for other in borders(known).get(state, ())}
    allied = {
        member
        for row in memberships()
        if row.first <= known < row.until and state in row.members
        for member in row.members
    }
    steps = tuple(told[state].steps) if state in told else ()
    return Chance(
        state, chance, base, tuple(sorted(moved & near)), tuple(sorted(lately & allied - {state})),
        state in neighbours_of(wave.place, known), steps,
    )  # fmt: skip


def _edtf(move: Move, since: dt.date) -> str | None:
    """When a state moved; one at no known date is kept under the first day of the wave."""
    if move.first == move.last:
        return None if move.first == since else move.first.isoformat()
    return f"{move.first.isoformat()}/{move.last.isoformat()}"
