"""The turns of a pair's trend in the story: which acts made them, and a sentence on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from detente import words
from detente.brief.nouns import Citation, Sentence
from detente.exports.works import Work
from detente.trend import Trend, Turn
from detente.trend.series import Act

LEAST_ACTS = 8  # on either side of a turn, below which it is not told: months with one act each are hardly a trend
CITED = 2  # acts of a turn whose sources are given
Cite = Callable[[Iterable[str]], tuple[Citation, ...]]


def worth_telling(trend: Trend) -> list[Turn]:
    """The turns between phases of which enough is told."""
    told = [phase for phase in trend.phases if not phase.quiet]
    after = {phase.first: min(phase.events, before.events) for before, phase in pairwise(told)}
    return [turn for turn in trend.turns if turn.reasons and after.get(turn.month, 0) >= LEAST_ACTS]


def events(turns: Iterable[Turn]) -> frozenset[str]:
    """The act of each turn that speaks for it most."""
    return frozenset(turn.reasons[0].act.id for turn in turns)


def by_part(starts: Sequence[dt.date], turns: Sequence[Turn]) -> list[list[Turn]]:
    """The turns within each part of the story, by the first days of the parts."""
    months = [start.replace(day=1) for start in starts]
    ends = [*months[1:], *([dt.date.max] if months else [])]
    return [[turn for turn in turns if first <= turn.month < end] for first, end in zip(months, ends, strict=True)]


def sentence(turn: Turn, cite: Cite) -> Sentence:
    """A turn in words, with what backs the acts that speak for it most."""
    way = "warmer" if turn.change > 0 else "colder"
    acts = [reason.act for reason in turn.reasons[:CITED]]
    text = (
        f"The trend turns {way} in {words.date(f'{turn.month:%Y-%m}')}: the mean weight of a month’s acts, on a scale from −10"
        f" (conflict) to +10 (cooperation), goes from {_level(turn.before)} to {_level(turn.after)}."
    )
    backing = [citation for act in acts for citation in (cite([act.id]) or (_of_stream(act),))]
    return Sentence(text, tuple(dict.fromkeys(backing)), tuple(act.id for act in acts))


def _level(level: float) -> str:
    return f"{level:+.1f}".replace("-", "−")


def _of_stream(act: Act) -> Citation:
    """What backs an act that was not read but taken from a stream of events."""
    title = f"Event {act.id.rpartition('-')[2]}"
    return Citation(
        Work(f"event:{act.id}", title, None, act.publisher or (act.stream or "").upper(), act.date, act.address)
    )
