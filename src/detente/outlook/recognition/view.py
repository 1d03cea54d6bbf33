"""What is known on a day of each state that has not moved yet, as figures; and what comes of it within so many days.

Only moves that had come by the day are looked at. A state whose move cannot be told to lie before or after a day is
left out of that day's questions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.actors import registry
from detente.outlook.calibration import Values
from detente.outlook.recognition.ties import Ties, existing, home, neighbours_of, ties
from detente.outlook.recognition.waves import Wave

HALF_LIFE = 30.0  # days after which a move counts for half in the pace of the wave; 365 added nothing to it
COMMON = 1.0 / 3650.0  # moves a state and day that a wave is taken to have before it has shown any
LATELY = dt.timedelta(days=60)

NAMES = ("time", "pace", "neighbours", "allies", "allies_lately", "borders_place")


@dataclass(frozen=True, slots=True)
class View:
    """The states that can still move on a day, and what is known of them then, one row a state."""

    on: dt.date
    states: tuple[str, ...]
    columns: Values


def view(wave: Wave, on: dt.date) -> View:
    """What was known of each state that had not recognised by the end of a day."""
    states = existing(on)
    moved = _moved(wave, states, on)
    lately = moved & ~_moved(wave, states, max(wave.since, on - LATELY))
    out = {wave.actor, wave.place, wave.against, home(wave.place, on)} | wave.unsure(on)
    open_ = ~moved & np.array([state not in out for state in states])
    tied = ties(states, on)
    columns = np.column_stack([*_pace(wave, len(states), on), *_peers(wave, tied, on, moved, lately)])
    return View(on, tuple(np.array(states)[open_].tolist()), columns[open_])


def outcome(wave: Wave, seen: View, days: int) -> tuple[Values, Values]:
    """For each state of a view, whether it moved within so many days (1.0 or 0.0), and whether that is known."""
    last = seen.on + dt.timedelta(days=days)
    came, unsure = wave.came(seen.on, last), wave.undecided(seen.on, last)
    return (
        np.array([float(state in came) for state in seen.states]),
        np.array([float(state not in unsure) for state in seen.states]),
    )


def _moved(wave: Wave, states: Sequence[str], on: dt.date) -> NDArray[np.bool_]:
    """Which states had recognised by a day, themselves or as the state that they continue."""
    bearers = {registry().bearer(one, on.toordinal()) for one in wave.recognised(on)}
    return np.array([state in bearers for state in states], dtype=bool)


def _pace(wave: Wave, size: int, on: dt.date) -> list[Values]:
    """Figures of the wave as a whole: how many days old it is, and how fast it went of late."""
    age = (on - wave.since).days
    days = np.arange(age + 1)
    came = np.sort([(move.last - wave.since).days for move in wave.moves if wave.since <= move.last <= on]).astype(int)
    left = np.maximum(size - np.searchsorted(came, days, side="right"), 1)
    moves = np.exp2(-(age - came) / HALF_LIFE).sum()
    exposure = (left * np.exp2(-(age - days) / HALF_LIFE)).sum()
    figures = np.log1p(age), np.log((moves + 1.0) / (exposure * COMMON + 1.0))
    return [np.full(size, figure) for figure in figures]


def _peers(wave: Wave, tied: Ties, on: dt.date, moved: NDArray[np.bool_], lately: NDArray[np.bool_]) -> list[Values]:
    """Figures of each state: how many of its neighbours and allies have moved, beyond the share of all that have."""
    share = moved.mean()
    near, allied = tied.borders.sum(axis=1), tied.blocs.sum(axis=1)
    bordering = neighbours_of(wave.place, on)
    return [
        np.where(near > 0, tied.borders @ moved / np.maximum(near, 1.0) - share, 0.0),
        np.where(allied > 0, tied.blocs @ moved / np.maximum(allied, 1e-9) - share, 0.0),
        tied.blocs @ lately.astype(float) / np.maximum(allied, 1e-9),
        np.array([float(state in bordering) for state in tied.states]),
    ]
