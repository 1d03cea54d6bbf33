"""How the model does on past waves: leave one case out, and rolling origin; beside the base rate and a constant hazard.

Leave one case out: a wave is forecast by a model that has seen only others; one that ran at the same time against the
same state is left out with it. Rolling origin: each forecast is made by what had been seen, in any wave, by that day.
The base rate is the share of such forecasts that came true in what was learned from, by their span; the constant hazard
one rate for all states and days. Nothing is asked beyond the day to which a table is complete.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.outlook.calibration import Values, brier, log_score
from detente.outlook.recognition.hazard import Hazard
from detente.outlook.recognition.view import NAMES, outcome, view
from detente.outlook.recognition.waves import Wave

SPANS = (7, 30, 90, 365)  # days ahead that are asked
DOUBT = (
    3.0  # moves that the model's own expectation counts for, when a wave turns out faster or slower; 1 to 30 did alike
)
ENOUGH = 10  # moves that must have been seen before a rolling forecast is made
BINS = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of figures of one or several waves, one a state, day and span.

    ``seen`` is the ordinal of the day on which a row's outcome was known, ``trust`` how much it counts, spans that
    overlap counting for less.
    """

    columns: Values
    days: Values
    outcomes: Values
    trust: Values
    asked: NDArray[np.int64]
    seen: NDArray[np.int64]

    def only(self, rows: NDArray[np.bool_]) -> Sample:
        """Some of the rows."""
        return Sample(*(getattr(self, name)[rows] for name in self.__slots__))

    def fit(self) -> Hazard:
        """The model as learned from these rows."""
        return Hazard.fit(self.columns, self.days, self.outcomes, self.trust)

    def constant(self) -> Hazard:
        """One hazard for all."""
        return Hazard.fit(np.zeros((len(self.days), 0)), self.days, self.outcomes, self.trust)

    def base(self, days: Values) -> Values:
        """The share of these rows that came true, by span; the constant hazard's chance for a span not among them."""
        found = self.constant().chances(np.zeros((len(days), 0)), days)
        for span in np.unique(days):
            same = self.days == span
            if same.any():
                found[days == span] = max(float(self.trust[same] @ self.outcomes[same] / self.trust[same].sum()), 1e-6)
        return found


def join(samples: Sequence[Sample]) -> Sample:
    """Several samples as one."""
    return Sample(*(np.concatenate([getattr(sample, name) for sample in samples]) for name in Sample.__slots__))


def sample(wave: Wave) -> Sample:
    """What can be asked of a wave, at days that lie close together at first and far apart later."""
    days = origins(wave)
    gaps = [(later - day).days for day, later in zip(days, [*days[1:], wave.complete], strict=True)]
    parts = [part for day, gap in zip(days, gaps, strict=True) for part in _asked(wave, day, gap)]
    return join([*parts, _nothing()])


def _nothing() -> Sample:
    figures, days = np.zeros(0), np.zeros(0, np.int64)
    return Sample(np.zeros((0, len(NAMES))), figures, figures, figures, days, days)


def _asked(wave: Wave, day: dt.date, gap: int) -> list[Sample]:
    spans = [span for span in SPANS if day + dt.timedelta(days=span) <= wave.complete]
    if not spans:
        return []
    seen, parts = view(wave, day), []
    for span in spans:
        came, known = outcome(wave, seen, span)
        kept = known > 0
        size = int(kept.sum())
        trust = np.full(size, min(1.0, gap / span) / len(spans))
        days = np.full(size, float(span))
        asked = np.full(size, day.toordinal())
        parts.append(Sample(seen.columns[kept], days, came[kept], trust, asked, asked + span))
    return parts


def origins(wave: Wave) -> list[dt.date]:
    """The days on which a wave is asked about, from its first on."""
    length, day, found = (wave.complete - wave.since).days, 0, []
    while day < length:
        found.append(wave.since + dt.timedelta(days=day))
        day = max(day + 1, round(day * 1.5)) if day < 60 else day + (60 if day < 1100 else 180)
    return found


def frailty(hazard: Hazard, own: Sample, day: int) -> float:
    """How much faster a wave has been than the model expected, by what was seen of it up to a day; 1.0 at first.

    Waves differ for reasons that no figure holds: some are against a great power, some toward a government that nobody
    likes. A factor for the whole wave, drawn toward 1, takes up what there is of that.
    """
    seen = own.only(own.seen <= day)
    expected = -np.log1p(-hazard.chances(seen.columns, seen.days))
    return float((seen.trust @ seen.outcomes + DOUBT) / (seen.trust @ np.minimum(expected, 1.0) + DOUBT))


def within_wave(hazard: Hazard, own: Sample, asked: Sample) -> Values:
    """The chances of what is asked of a wave, each by the model and by how the wave went until it was asked."""
    chances = hazard.chances(asked.columns, asked.days)
    for day in np.unique(asked.asked):
        same = asked.asked == day
        chances[same] = -np.expm1(np.log1p(-chances[same]) * frailty(hazard, own, int(day)))
    return np.clip(chances, 1e-6, 1.0 - 1e-6)


@dataclass(frozen=True, slots=True)
class Trial:
    """Forecasts of one wave, by the model and by both baselines, and what came of them."""

    case: str
    chances: Values
    base: Values
    constant: Values
    outcomes: Values

    def measures(self) -> dict[str, float]:
        """The number of forecasts, of moves, and both scores of the three; lower is better."""
        found: dict[str, float] = {"forecasts": len(self.outcomes), "came": int(self.outcomes.sum())}
        found["expected"] = round(float(self.chances.sum()), 1)
        for name, chances in (("model", self.chances), ("base", self.base), ("constant", self.constant)):
            found[f"log_{name}"] = round(log_score(chances, self.outcomes), 5)
            found[f"brier_{name}"] = round(brier(chances, self.outcomes), 6)
        return found

    def beats(self) -> dict[str, bool]:
        """Whether the model beats both baselines, by each score."""
        scores = self.measures()
        return {
            score: scores[f"{score}_model"] < min(scores[f"{score}_base"], scores[f"{score}_constant"])
            for score in ("log", "brier")
        }


def leave_one_out(waves: Sequence[Wave]) -> list[Trial]:
    """Each wave, forecast by what the others taught."""
    samples = {wave.name: sample(wave) for wave in waves}
    found = []
    for wave in waves:
        others = [samples[other.name] for other in waves if other is not wave and not _sisters(wave, other)]
        if len(samples[wave.name].days) and others:
            found.append(_trial(wave.name, join(others), samples[wave.name], samples[wave.name]))
    return found


def rolling(waves: Sequence[Wave]) -> list[Trial]:
    """Each wave, forecast day by day by what had been seen of all waves by then."""
    samples = {wave.name: sample(wave) for wave in waves}
    every = join(list(samples.values()))
    found = []
    for name, own in samples.items():
        parts = []
        for day in np.unique(own.asked):
            known = every.only(every.seen <= day)
            if (known.trust * known.outcomes).sum() >= ENOUGH:
                parts.append(_trial(name, known, own, own.only(own.asked == day)))
        if parts:
            columns = ("chances", "base", "constant", "outcomes")
            found.append(Trial(name, *(np.concatenate([getattr(part, one) for part in parts]) for one in columns)))
    return found


def reliability(trials: Sequence[Trial]) -> list[dict[str, float]]:
    """Forecasts by size: how many there were, the mean chance given, and the share that came true."""
    chances = np.concatenate([trial.chances for trial in trials])
    outcomes = np.concatenate([trial.outcomes for trial in trials])
    place = np.digitize(chances, BINS[1:-1])
    return [
        {
            "from": BINS[bin_],
            "to": BINS[bin_ + 1],
            "forecasts": int((place == bin_).sum()),
            "given": round(float(chances[place == bin_].mean()), 4),
            "came": round(float(outcomes[place == bin_].mean()), 4),
        }
        for bin_ in range(len(BINS) - 1)
        if (place == bin_).any()
    ]


def _sisters(one: Wave, other: Wave) -> bool:
    """Whether two waves ran at the same time against the same state, so that one tells of the other."""
    together = one.since <= other.complete and other.since <= one.complete
    return one.against is not None and one.against == other.against and together


def _trial(name: str, learned: Sample, own: Sample, asked: Sample) -> Trial:
    none = np.zeros((len(asked.days), 0))
    return Trial(
        name,
        within_wave(learned.fit(), own, asked),
        learned.base(asked.days),
        learned.constant().chances(none, asked.days),
        asked.outcomes,
    )
