"""Phases: stretches of months whose index keeps to one level, cut where a change pays for itself.

The cost of a phase is the squared distance of its months from its own mean, each weighted by its number of events (at most
``FULL``): a month with one act says less than one with fifty. PELT (Killick et al. 2012, in ruptures) finds the cheapest cuts
at a penalty a cut. The penalty is the gain that the best single cut would reach in one of twenty shufflings of the pair's
own months, the level of each phase found so far taken out: what chance alone would offer. Months without events take no part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.errors import MissingExtra
from detente.trend.series import Month

if TYPE_CHECKING:
    import numpy as np

FULL = 20.0  # events beyond which a month counts for no more
SHORTEST = 3  # months with events in a phase
CHANCE = 0.05  # of a cut where there is none
SHUFFLES = 400
SEED = 19  # so that the same record is always cut alike
QUIET = 12  # months without any event that are a silence worth telling


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch from one month to another, both included. ``level`` is its mean weight, None for a quiet one."""

    first: dt.date
    last: dt.date
    level: float | None
    events: float
    months: int  # that have events

    @property
    def quiet(self) -> bool:
        """Whether nothing is told of it."""
        return self.level is None


def phases(months: Sequence[Month]) -> tuple[Phase, ...]:
    """The phases of a pair in order, with silences of a year or more between or within them as phases of their own."""
    told = [month for month in months if month.index is not None]
    if not told:
        return ()
    cuts = _cuts(told)
    parts = [told[start:end] for start, end in zip([0, *cuts], [*cuts, len(told)], strict=True)]
    found: list[Phase] = []
    for stretch in _joined(stretch for part in parts for stretch in _unbroken(part)):
        if found and (silence := _silence(found[-1].last, stretch[0].month)):
            found.append(silence)
        found.append(_phase(stretch))
    return tuple(found)


def _joined(stretches: Iterable[Sequence[Month]]) -> Iterator[Sequence[Month]]:
    """The stretches, those at one level that nothing parts as one: a phase has a least length, of which a silence may cut
    off what belongs to the next."""
    held: Sequence[Month] = ()
    for stretch in stretches:
        if held and not _silence(held[-1].month, stretch[0].month) and abs(_level(held) - _level(stretch)) < 1e-9:
            held = [*held, *stretch]
            continue
        if held:
            yield held
        held = stretch
    if held:
        yield held


def _cuts(told: Sequence[Month]) -> list[int]:
    """Where a new phase begins, as positions among the months that have events."""
    import numpy as np

    values = np.array([month.index for month in told], dtype=float)
    weights = np.array([min(month.events, FULL) for month in told])
    if len(values) < 2 * SHORTEST or np.ptp(values) < 1e-9:
        return []
    cuts: list[int] = []
    for _ in range(3):  # the penalty falls as the phases that were found are taken out, and soon stands still
        flat = values - _levels(values, weights, cuts)
        found = _pelt(values, weights, _penalty(flat, weights))
        if found == cuts:
            break
        cuts = found
    return cuts


def _levels(values: np.ndarray[Any, Any], weights: np.ndarray[Any, Any], cuts: list[int]) -> np.ndarray[Any, Any]:
    import numpy as np

    levels = np.empty_like(values)
    for start, end in zip([0, *cuts], [*cuts, len(values)], strict=True):
        levels[start:end] = np.average(values[start:end], weights=weights[start:end])
    return levels


def _penalty(flat: np.ndarray[Any, Any], weights: np.ndarray[Any, Any]) -> float:
    """The gain of the best cut that all but ``CHANCE`` of the shufflings stay below."""
    import numpy as np

    chance = np.random.default_rng(SEED)
    order = np.argsort(chance.random((SHUFFLES, len(flat))), axis=1)
    w = weights[order]
    left_w, left = np.cumsum(w, axis=1), np.cumsum(w * flat[order], axis=1)
    all_w, total = left_w[:, -1:], left[:, -1:]
    keep = slice(SHORTEST - 1, len(flat) - SHORTEST)
    lw, ls = left_w[:, keep], left[:, keep]
    gain = ls**2 / lw + (total - ls) ** 2 / (all_w - lw) - total**2 / all_w
    return float(np.quantile(gain.max(axis=1), 1 - CHANCE)) + 1e-9


def _pelt(values: np.ndarray[Any, Any], weights: np.ndarray[Any, Any], penalty: float) -> list[int]:
    try:
        import ruptures
    except ImportError as error:
        raise MissingExtra("trend", "Finding phases") from error
    found = ruptures.Pelt(custom_cost=_cost(weights), min_size=SHORTEST, jump=1).fit(values).predict(pen=penalty)
    return [int(cut) for cut in found[:-1]]


def _cost(weights: np.ndarray[Any, Any]) -> Any:
    """The weighted squared distance from the mean as ruptures wants it, in constant time a stretch."""
    import numpy as np
    from ruptures.base import BaseCost

    class Weighted(BaseCost):  # type: ignore[misc]
        model = "weighted-l2"
        min_size = SHORTEST

        def fit(self, signal: Any) -> Any:
            value = np.asarray(signal, dtype=float).ravel()
            self.signal = value.reshape(-1, 1)
            sums = (weights, weights * value, weights * value**2)
            self._w, self._s, self._q = (np.concatenate([[0.0], np.cumsum(each)]) for each in sums)
            return self

        def error(self, start: int, end: int) -> float:
            w, s, q = (each[end] - each[start] for each in (self._w, self._s, self._q))
            return float(max(q - s * s / w, 0.0))

    return Weighted()


def _unbroken(told: Sequence[Month]) -> list[list[Month]]:
    """The months of a phase, parted where nothing is told for a year or more."""
    parts = [[told[0]]]
    for month in told[1:]:
        if _silence(parts[-1][-1].month, month.month):
            parts.append([])
        parts[-1].append(month)
    return parts


def _silence(before: dt.date, after: dt.date) -> Phase | None:
    gap = _number(after) - _number(before) - 1
    if gap < QUIET:
        return None
    return Phase(_date(_number(before) + 1), _date(_number(after) - 1), None, 0.0, 0)


def _phase(months: Sequence[Month]) -> Phase:
    events = sum(month.events for month in months)
    return Phase(months[0].month, months[-1].month, _level(months), events, len(months))


def _level(months: Sequence[Month]) -> float:
    return sum(month.cooperation + month.conflict for month in months) / sum(month.events for month in months)


def _number(month: dt.date) -> int:
    return month.year * 12 + month.month - 1


def _date(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)
