"""From a day's questions to shortlists of answers, each answer described by everything that speaks for it.

A first score over all actors, the vectors' log-probability raised for those with a past with the subject, picks the
shortlist; the blocks describe it; places within the question are added, since a ranking depends on the competition. The
forecaster is asked about a day first and observes it afterwards, in training, back-tests and use alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outlook.factors import Factors, Learning
from detente.outlook.features import Asked, Block, World, spans
from detente.outlook.features.groups import Groups
from detente.outlook.features.neighbours import Neighbours
from detente.outlook.features.recurrence import Recurrence
from detente.outlook.features.repeats import Repeats
from detente.outlook.features.resemblance import Resemblance
from detente.outlook.features.rules import Rules
from detente.outlook.features.together import Together
from detente.outlook.history import Floats
from detente.outlook.protocol import Questions
from detente.outlook.quadruples import Ids, Quadruples

STRANGERS = 0.1  # the weight of the kind of actor in the first score
PLACED = (
    *("vectors", "triple_10d", "triple_200d", "pair_40d", "answer_40d", "actor_10d", "rules_any", "habits_any"),
    *("path_5d", "path_60d", "alike_pair", "alike_triple", "first_score"),
)


@dataclass(frozen=True, slots=True)
class Shortlists:
    """The shortlist of each question, equally long: its answers, their features, and the first score of every actor."""

    asked: Asked
    features: Floats
    first: Floats  # one row a question, one column an actor

    @property
    def length(self) -> int:
        """Candidates a question."""
        return len(self.asked) // max(len(self.asked.questions), 1)


class Forecaster:
    """Everything remembered of the past, ready to describe the answers to the next day's questions.

    ``together`` adds what the day's other questions tell (see ``features.together``): only for judging on such terms.
    """

    def __init__(
        self, world: World, *, length: int = 300, learning: Learning | None = None, together: bool = False
    ) -> None:
        self.world, self.length = world, min(length, world.actors)
        self.factors = Factors(world, learning)
        self.recurrence, self.rules = Recurrence(world), Rules(world)
        self.blocks: list[Block] = [self.recurrence, self.rules, Rules(world, by_times=True), Neighbours(world)]
        self.groups = Groups(world) if world.names else None
        self.blocks += [Repeats(world), Resemblance(world)]
        if self.groups:
            self.blocks.append(self.groups)
        self.together = Together(world) if together else None
        if self.together:
            self.blocks.append(self.together)
        described = [name for block in self.blocks for name in block.names]
        self.names = (*described, "vectors", "first_score", *(f"{name}_place" for name in PLACED))

    def observe(self, day: int, facts: Quadruples) -> None:
        """Learn from a day's facts, given in both directions."""
        self.factors.observe(day, facts)
        for block in self.blocks:
            block.observe(day, facts)

    def see(self, questions: Questions) -> None:
        """Show all questions of a day; looked at only where ``together`` was asked for."""
        if self.together:
            self.together.see(questions)

    def ask(self, questions: Questions) -> Shortlists:
        """The shortlists for a day's questions, from what was observed before it."""
        vectors = self.factors.scores(questions.day, questions.subject, questions.relation)
        first = self._with_strangers(vectors, questions) + self._acquaintance(questions)
        best = np.argpartition(-first, self.length - 1, axis=1)[:, : self.length]
        owner = np.repeat(np.arange(len(questions)), self.length)
        asked = Asked(questions, owner, best.ravel().astype(np.int64))
        described = [block.describe(asked) for block in self.blocks]
        described += [table[owner, asked.candidate][:, None] for table in (vectors, first)]
        features = np.hstack(described)
        return Shortlists(asked, np.hstack([features, self._places(features)]), first)

    def _with_strangers(self, vectors: Floats, questions: Questions) -> Floats:
        """The vectors' log-probabilities, mixed with what names tell of actors of whom nothing else is known."""
        if not self.groups:
            return vectors
        mixed: Floats = np.log((1.0 - STRANGERS) * np.exp(vectors) + STRANGERS * self.groups.chances(questions))
        return mixed

    def _acquaintance(self, questions: Questions) -> Floats:
        """A bonus for every actor with a past with the subject, more for the same relation and for recent times."""
        raised = np.zeros((len(questions), self.world.actors), np.float32)
        pairs, triples = self.recurrence.pairs, self.recurrence.triples
        n, directed, day = self.world.actors, self.world.directed, questions.day
        rows, owner = spans(*(np.searchsorted(pairs.keys, (questions.subject + k) * n) for k in (0, 1)))
        raised[owner, pairs.keys[rows] % n] += 1.0 + np.log1p(pairs.weights(day, rows)[:, 2])
        rows, owner = spans(*(np.searchsorted(triples.keys, (questions.subject + k) * n * directed) for k in (0, 1)))
        same = triples.keys[rows] % directed == questions.relation[owner]
        rows, owner = rows[same], owner[same]
        raised[owner, triples.keys[rows] // directed % n] += 1.0 + np.log1p(triples.weights(day, rows)[:, 2])
        return raised

    def _places(self, features: Floats) -> Floats:
        """The place of each candidate within its question by several features, 0 for the best; ties in any order."""
        columns = [self.names.index(name) for name in PLACED]
        values = features[:, columns].reshape(-1, self.length, len(columns))
        order = np.argsort(-values, axis=1, kind="stable")
        places = np.empty_like(order)
        np.put_along_axis(places, order, np.arange(self.length)[None, :, None], axis=1)
        return places.reshape(len(features), len(columns)).astype(np.float32)


def positions(questions: Questions, asked: Asked, actors: int) -> tuple[Ids, Ids]:
    """For each true answer that is shortlisted, its row in ``asked``; and which answers those are."""
    keys = asked.question * actors + asked.candidate
    order = np.argsort(keys)
    wanted = questions.question * actors + questions.answer
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    found = keys[order[at]] == wanted
    return order[at[found]], np.flatnonzero(found)
