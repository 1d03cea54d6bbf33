"""The outlook of a brief: sealed forecasts of two actors, what they rest on, and how such forecasts did.

Nothing is forecast here. What ``detente outlook`` sealed in the record before the day of the brief, and of days after it,
is told in words, each with the forecast as its source and the past acts of its kind that the record holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente import dates, words
from detente.brief.nouns import Citation, Row, Sentence
from detente.exports.works import Work
from detente.outlook import resolve
from detente.outlook.desk import NEXT_RATES, Ledger
from detente.outlook.seal import Forecast, Sealed, Statement
from detente.prose import naming, when
from detente.prose.clauses import Clause, Teller

MOST = 3  # statements told of each forecast
LEAST = 0.005  # probability below which an act is not worth a sentence
CITED = 2  # past acts, of those that speak for a forecast, whose sources are given

Cite = Callable[[Iterable[str]], tuple[Citation, ...]]  # from the ids of events to what backs them


@dataclass(frozen=True, slots=True)
class Seen:
    """What a brief sees: its two actors, its day, the day by which things were known, and the acts of the pair."""

    a: str
    b: str
    on: dt.date
    known: dt.date | None
    events: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected, and in a few sentences how far that can be trusted."""

    expected: tuple[Sentence, ...] = ()
    record: tuple[Sentence, ...] = ()


def outlook(ledger: Ledger, seen: Seen, teller: Teller, cite: Cite) -> Outlook:
    """The outlook by the latest forecast of each question about the pair; empty where there is none."""
    chosen = list(_latest(ledger.chain.sealed, seen))
    if not chosen:
        return Outlook()
    if ledger.chain.faults:
        told = "The record holds sealed forecasts, but they are not told here: "
        return Outlook((), (Sentence(told + " ".join(ledger.chain.faults), _sources(chosen)),))
    expected = [
        sentence for one, forecast in chosen for sentence in _Telling(one, forecast, seen, teller, cite).sentences()
    ]
    return Outlook(tuple(expected), _record(ledger, chosen) if expected else ())


def _latest(sealed: Iterable[Sealed], seen: Seen) -> Iterator[tuple[Sealed, Forecast]]:
    """Of each question about the pair the last forecast made by the day of the brief, of days that are not all past."""
    by_question: dict[tuple[tuple[str, str], ...], tuple[Sealed, Forecast]] = {}
    made_by = min(seen.on, seen.known or seen.on)
    for one in sealed:
        forecast = one.forecast
        if forecast and forecast.made.date() <= made_by and forecast.by > seen.on and _about(forecast, seen):
            by_question[tuple(sorted(forecast.question.items()))] = one, forecast
    return iter(by_question.values())


def _about(forecast: Forecast, seen: Seen) -> bool:
    """Whether a forecast is of the pair, or of who recognises one of them."""
    asked, pair = forecast.question, {seen.a, seen.b}
    if asked.get("asked") == "recognition":
        return asked.get("toward") in pair
    return {asked[side] for side in ("initiator", "target") if side in asked} <= pair


@dataclass(frozen=True, slots=True)
class _Telling:
    """One forecast in sentences."""

    sealed: Sealed
    forecast: Forecast
    seen: Seen
    teller: Teller
    cite: Cite

    def sentences(self) -> Iterator[Sentence]:
        ranked = sorted(self.forecast.statements, key=lambda said: (-said.probability, said.kind, said.initiator))
        between = [said for said in ranked if {said.initiator, said.target} == {self.seen.a, self.seen.b}]
        for said in [said for said in between if said.probability >= LEAST][:MOST]:
            yield self._expected(said)
        if self.forecast.question.get("asked") == "recognition":
            yield from self._others([said for said in ranked if said not in between and said.probability >= LEAST])

    def _expected(self, said: Statement) -> Sentence:
        clause = self._clause(said)
        chance = f"{_percent(said.probability)}, against a base rate of {_percent(said.base)}"
        past = self._past(said)
        before = f" {_told_before(past)}" if past else ""
        text = f"{self._when()} {self.teller.expected(clause, said.probability)} ({chance}).{before}"
        rests_on = [row["id"] for row in past[-CITED:]]
        return Sentence(words.capitalised(text), (*self._source(), *self.cite(rests_on)), tuple(rests_on))

    def _others(self, ranked: Sequence[Statement]) -> Iterator[Sentence]:
        """Who else may do it, likeliest first, in one sentence."""
        if not ranked:
            return
        day = self.forecast.start.isoformat()
        named = [f"{naming.actor(said.initiator, day)} ({_percent(said.probability)})" for said in ranked[:MOST]]
        act = self.teller.to_do(self._clause(ranked[0]))
        only = len(named) == 1
        text = (
            f"{self._when()} the likeliest {'other ' if only else 'others '}to {act} {'is' if only else 'are'}"
            f" {_list(named)}, against a base rate of {_percent(ranked[0].base)}."
        )
        yield Sentence(words.capitalised(text), self._source())

    def _clause(self, said: Statement) -> Clause:
        on = self.forecast.start.isoformat()
        return Clause(said.kind, (said.initiator,), (said.target,), "assessed", on)

    def _when(self) -> str:
        return when.lead(dates.interval(self.forecast.start, self.forecast.by))

    def _past(self, said: Statement) -> list[Row]:
        """The acts of the kind by the same toward the same that the record tells of, dated, up to what was looked at."""
        return [
            row
            for row in self.seen.events
            if row["kind"] == said.kind
            and row["modality"] == "happened"
            and row["date"]
            and when.last_day(row["date"]) <= self.forecast.cutoff
            and _does(row, said)
        ]

    def _source(self) -> tuple[Citation, ...]:
        return (Citation(_work(self.sealed, self.forecast)),)


def _does(row: Row, said: Statement) -> bool:
    together = not row["targets"] and {said.initiator, said.target} <= set(row["initiators"])
    return together or (said.initiator in row["initiators"] and said.target in row["targets"])


def _told_before(past: Sequence[Row]) -> str:
    """How often the record tells of it: "The record tells of 3 such acts, the last in October 2025."."""
    last = when.lead(past[-1]["date"])
    return f"The record tells of one such act, {last}." if len(past) == 1 else (
        f"The record tells of {len(past)} such acts, the last {last}."
    )  # fmt: skip


def _sources(chosen: Sequence[tuple[Sealed, Forecast]]) -> tuple[Citation, ...]:
    return tuple(Citation(_work(one, forecast)) for one, forecast in chosen)


def _work(sealed: Sealed, forecast: Forecast) -> Work:
    """A sealed forecast as something to cite: its number, model and the beginning of its seal."""
    title = f"Forecast {sealed.number}: model {forecast.model}, seal {sealed.seal[:16]}"
    return Work(f"forecast:{sealed.seal}", title, "détente", None, forecast.made.date().isoformat())


def _record(ledger: Ledger, chosen: Sequence[tuple[Sealed, Forecast]]) -> tuple[Sentence, ...]:
    """What these forecasts look at, and how those that can be judged did."""
    cutoff = max(forecast.cutoff for _, forecast in chosen).isoformat()
    told = [f"These are forecasts of a model, by what was known on {words.date(cutoff)}."]
    if any(forecast.model == NEXT_RATES for _, forecast in chosen):
        told.append("Where too little is dated to the day, they are rates of how often each was done, and untested.")
    scored = resolve.score(ledger.judged())
    if scored is None:
        told.append("No forecast of this record is over yet and can be judged.")
    else:
        better = scored.brier < scored.brier_base and scored.log_score < scored.log_score_base
        verdict = "better than the base rate" if better else "not better than the base rate"
        told.append(
            f"Of {words.count(scored.statements, 'sealed statement')} that can be judged {scored.came} came true; they were"
            f" {verdict} (Brier score {scored.brier:.3f} against {scored.brier_base:.3f}; lower is better)."
        )
    return (Sentence(" ".join(told), _sources(chosen)),)


def _percent(chance: float) -> str:
    if chance < 0.01:
        return "less than 1 per cent"
    return f"{min(99, round(chance * 100))} per cent"


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
