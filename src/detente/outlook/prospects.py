"""Who is likely to do what next, and toward whom: probabilities within a horizon, each with its reasons.

Probabilities are learned from the same history: at past days, as far apart as the horizon is long, every act that could
be expected is described by what was known that day, and it is seen whether it came within the horizon. A logistic
regression learns from the earlier of those days, an isotonic calibration from later ones, and the latest judge both
against the base rate, so that a forecast comes with its record. A past too short for that is answered from how often
things were done, and such an outlook says that nothing has tested it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from detente.errors import ActorError, UsageError
from detente.outlook.acts import Act, Acts, number
from detente.outlook.calibration import Isotonic, Logistic, Values, brier, log_score
from detente.outlook.explain import Reason, reasons
from detente.outlook.features import Asked, World
from detente.outlook.features.recurrence import Recurrence
from detente.outlook.features.rules import Rules
from detente.outlook.protocol import questions_of
from detente.outlook.quadruples import Ids, Quadruples
from detente.outlook.rates import Rates

ORIGINS = 40  # past days at which expectations are tested, at most
SAMPLE = 3_000  # expectations tested at each, at most
UNTOLD = "other"  # a kind that tells nothing: it counts as a past between two actors, and nobody expects it
COMMON = 12  # kinds of act that any pair with a past may come to
TESTED = 5  # past days a horizon apart that are needed to learn from
ENOUGH = 50  # acts that must have come before a regression or a calibration is trusted: on 14 acts all was 0.99

LOGGED = (
    *("triple_10d", "triple_40d", "triple_200d", "pair_10d", "pair_40d", "pair_200d"),
    *("answer_40d", "actor_40d", "subject_40d", "triple_age", "pair_age", "same_way_age"),
)


@dataclass(frozen=True, slots=True)
class Prospect:
    """An act to expect within the horizon."""

    initiator: str
    kind: str
    target: str
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """How such forecasts did on past days that they did not learn from, beside the base rate; lower is better."""

    forecasts: int
    came: int
    brier: float
    brier_base: float
    log_score: float
    log_score_base: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """The acts to expect in the ``horizon`` days from ``on``, likeliest first, with the record of such forecasts.

    ``base`` is the share of all acts that could be expected which come within such a horizon. ``judged`` is None where
    the past is too short to learn from; the probabilities are then rates.
    """

    on: dt.date
    horizon: int
    prospects: tuple[Prospect, ...]
    judged: Judged | None
    base: float


@dataclass(slots=True)
class _Past:
    """What was expected at past days, and what came of it; one array a day."""

    columns: list[Values] = field(default_factory=list)
    outcomes: list[Values] = field(default_factory=list)

    def part(self, start: float, end: float) -> tuple[Values, Values]:
        """The days between two shares of them."""
        chosen = slice(round(start * len(self.columns)), round(end * len(self.columns)))
        width = self.columns[0].shape[1]
        return (
            np.concatenate([np.zeros((0, width)), *self.columns[chosen]]),
            np.concatenate([np.zeros(0), *self.outcomes[chosen]]),
        )


def next_acts(
    events: list[Act],
    initiator: str | None = None,
    target: str | None = None,
    *,
    kind: str | None = None,
    horizon: int,
    on: dt.date | None = None,
    top: int = 20,
    moot: Callable[[str, str, str], bool] | None = None,
) -> Outlook:
    """What to expect in the ``horizon`` days from ``on``: of an actor, toward an actor, or of one toward the other.

    ``events`` are dated acts (see ``acts_of``); those on or after ``on`` are not looked at, and ``on`` is the day after
    the last act if left out. ``kind`` asks after one kind of act, so that actors are ranked. ``moot`` tells of an act
    (initiator, kind, target) that it cannot be done, as things stand. Raises ``ActorError`` for an actor without acts,
    ``UsageError`` for a horizon under a day and where neither actor is given.
    """
    if horizon < 1:
        raise UsageError("A horizon is at least one day.", place="--horizon")
    if initiator is None and target is None:
        raise UsageError("Of whom, or toward whom?", remedy="Give --initiator, --target, or both.")
    acts = number([act for act in events if on is None or act[0] < on])
    one, other = _actor(acts, initiator), _actor(acts, target)
    today = acts.day(on) if on else int(acts.events.day[-1]) + 1
    memory = _Memory(acts)
    past = memory.live(today, horizon)
    expected = memory.expect(today, one, other, kind)
    chance, raw, base, judged = _chances(memory, past, today, horizon, expected)
    best = np.lexsort((-raw, -chance))  # a calibration gives many the same chance
    initiators, kinds, targets = (part[best].tolist() for part in expected)
    ranked: Iterator[tuple[int, int, int, float]] = zip(initiators, kinds, targets, chance[best].tolist(), strict=True)
    if moot:
        ranked = (act for act in ranked if not moot(acts.actors[act[0]], acts.kinds[act[1]], acts.actors[act[2]]))
    found = tuple(memory.prospect(today, *act) for act in itertools.islice(ranked, top))
    return Outlook(acts.date(today), horizon, found, judged, base)


class _Memory:
    """The features' memories, living through the history."""

    def __init__(self, acts: Acts) -> None:
        self.acts, self.world = acts, World(len(acts.actors), len(acts.kinds))
        self.recurrence, self.rules = Recurrence(self.world), Rules(self.world)
        self._columns = [self.recurrence.names.index(name) for name in LOGGED]
        self._random = np.random.default_rng(0)

    def live(self, today: int, horizon: int) -> _Past:
        """Observe everything before today, testing expectations at days a horizon apart on the way."""
        events, past = self.acts.events, _Past()
        origins = [today - horizon * back for back in range(min(ORIGINS, today // horizon), 0, -1)]
        start = 0
        for origin in [*origins, today]:
            until = int(np.searchsorted(events.day, origin))
            for day, facts in events[start:until].both_directions(self.world.relations).days():
                self.recurrence.observe(day, facts)
                self.rules.observe(day, facts)
            start = until
            if origin < today and until:
                self._test(past, origin, horizon)
        return past

    def _test(self, past: _Past, origin: int, horizon: int) -> None:
        events = self.acts.events
        came = events[(events.day >= origin) & (events.day < origin + horizon)]
        expected = self._expectable()
        keys = self.world.triple(*expected)
        past.columns.append(self.describe(origin, *expected))
        past.outcomes.append(np.isin(keys, self.world.triple(came.initiator, came.relation, came.target)).astype(float))

    def _expectable(self) -> tuple[Ids, Ids, Ids]:
        """A sample of what may come: what was done before, and common acts between pairs with a past."""
        n, directed = self.world.actors, self.world.directed
        keys = self.recurrence.triples.keys
        forward = keys[keys % directed < self.world.relations]
        pairs = self.recurrence.same_way.keys
        anything = (pairs[:, None] * directed + self._common()[None, :]).ravel()
        keys = np.unique(np.r_[forward, anything])
        if len(keys) > SAMPLE:
            keys = self._random.choice(keys, SAMPLE, replace=False)
        return keys // directed // n, keys % directed, keys // directed % n

    def _common(self) -> Ids:
        counts = self.recurrence.relations
        forward = counts.keys < self.world.relations
        weights = np.where(forward, counts.all_weights(int(counts.last.max(initial=0)), 3), -1.0)
        return counts.keys[np.argsort(-weights)[: min(COMMON, int(forward.sum()))]]

    def expect(self, today: int, initiator: int | None, target: int | None, kind: str | None) -> tuple[Ids, Ids, Ids]:
        """Every act that the question is about: those who met, with every kind that they did or that is common.

        Raises ``UsageError`` for a kind that was never done.
        """
        events, n = self.acts.events, self.world.actors
        mine = (events.day < today) & (np.isin(events.initiator, initiator) if initiator is not None else True)
        theirs = mine & (np.isin(events.target, target) if target is not None else True)
        kinds = np.union1d(events.relation[theirs], self._common())
        kinds = kinds[[self.acts.kinds[number] != UNTOLD for number in kinds.tolist()]]
        if kind is not None:
            if kind not in self.acts.kinds:
                raise UsageError(f"No dated act of kind '{kind}' came before that day.", place="--kind")
            kinds = np.array([self.acts.kinds.index(kind)])
        if initiator is not None and target is not None:
            pairs = np.array([initiator * n + target])
        else:
            keys = self.recurrence.pairs.keys
            asked = keys // n == initiator if target is None else keys % n == target
            pairs = keys[asked & (keys // n != keys % n)]
        grid = np.meshgrid(pairs, kinds, indexing="ij")
        return grid[0].ravel() // n, grid[1].ravel(), grid[0].ravel() % n

    def describe(self, day: int, initiator: Ids, kind: Ids, target: Ids) -> Values:
        """What is known on a day of acts that may come after it; one row an act."""
        facts = Quadruples(initiator, kind, target, np.full(len(kind), day))
        questions = questions_of(day, facts)
        asked = Asked(questions, questions.question, questions.answer)
        counts = np.nan_to_num(self.recurrence.describe(asked)[:, self._columns], nan=10_000.0)
        return np.hstack([np.log1p(counts), self.rules.describe(asked)[:, :2]]).astype(np.float64)

    def prospect(self, today: int, initiator: int, kind: int, target: int, probability: float) -> Prospect:
        """An act with its probability, in names and with its reasons."""
        why = reasons(self.acts, self.rules, initiator, kind, target, today)
        names = self.acts.actors
        return Prospect(names[initiator], self.acts.kinds[kind], names[target], probability, tuple(why))


def _chances(
    memory: _Memory, past: _Past, today: int, horizon: int, expected: tuple[Ids, Ids, Ids]
) -> tuple[Values, Values, float, Judged | None]:
    """The probabilities of what is expected, the scores they came from, the base rate, the record of such forecasts."""
    if len(past.columns) >= TESTED and past.part(0.0, 0.6)[1].sum() >= ENOUGH:
        return _learn(past, memory.describe(today, *expected))
    rates = Rates.of(memory.acts.events, today)
    chance = rates.chances(*expected, horizon)
    return chance, chance, rates.base(horizon), None


def _learn(past: _Past, asked: Values) -> tuple[Values, Values, float, Judged | None]:
    model = Logistic.fit(*past.part(0.0, 0.6))
    middle, came = past.part(0.6, 0.8)
    calibrated = Isotonic.fit(model.predict(middle), came) if came.sum() >= ENOUGH else None
    late, outcomes = past.part(0.8, 1.0)
    base = float(past.part(0.0, 0.8)[1].mean())
    judged = _judge(_chance(model, calibrated, late), outcomes, base) if len(outcomes) else None
    return _chance(model, calibrated, asked), model.predict(asked), base, judged


def _chance(model: Logistic, calibrated: Isotonic | None, columns: Values) -> Values:
    chance = model.predict(columns)
    return calibrated.predict(chance) if calibrated else chance


def _judge(chance: Values, outcomes: Values, base: float) -> Judged:
    flat = np.full(len(outcomes), base)
    return Judged(
        len(outcomes),
        int(outcomes.sum()),
        brier(chance, outcomes),
        brier(flat, outcomes),
        log_score(chance, outcomes),
        log_score(flat, outcomes),
    )


def _actor(acts: Acts, name: str | None) -> int | None:
    if name is None:
        return None
    if name not in acts.actors:
        raise ActorError(
            f"No act of {name} that is dated to the day came before that day.",
            remedy="See detente events for who is known; acts dated to a month or year cannot be forecast from.",
        )
    return acts.actors.index(name)
