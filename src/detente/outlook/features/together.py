"""What else is asked that day: a look at the questions that honest forecasts leave out, to compare with those that do not.

Some published models give each actor the relations that it is asked about on the day, in the direction of the question
(LogCL's code does, `que_pair` in its `main.py`). That an actor is asked about tells that it acts that day, and with what:
where two actors consult each other, both are asked "consulted whom?". Nobody knows that the day before. This block is
used only where `backtest` is asked to judge on such terms, and its measures stand apart.
"""

from __future__ import annotations

import numpy as np

from detente.outlook.features import Asked, World, spans
from detente.outlook.history import Floats
from detente.outlook.protocol import Questions, questions_of
from detente.outlook.quadruples import Ids, Quadruples

FADE = 0.98  # a day's trials count for so much of the next day's
DOUBT = 20.0  # trials that the mean of all pairs of relations counts for


class Together:
    """How a candidate is asked about on the same day, in the same direction, and what that has meant."""

    names: tuple[str, ...] = ("also_asked", "also_asked_same", "also_lift_best", "also_lift_sum")

    def __init__(self, world: World) -> None:
        self.world = world
        shape = (world.directed, world.directed)
        self._tried, self._held = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self._day: Questions | None = None

    def see(self, questions: Questions) -> None:
        """All questions of the day that is asked about."""
        self._day = questions

    def observe(self, day: int, facts: Quadruples) -> None:
        """Learn how being asked about goes with being the answer; facts are given in both directions."""
        questions, world = questions_of(day, facts), self.world
        self._tried *= FADE
        self._held *= FADE
        often = np.bincount(questions.relation, minlength=world.directed).astype(np.float32)
        half = np.arange(world.directed) >= world.relations
        self._tried += np.outer(often, often) * (half[:, None] == half[None, :])
        rows, fact = self._also(questions, facts.target, facts.relation)
        np.add.at(self._held, (facts.relation[fact], questions.relation[rows]), 1.0)

    def describe(self, asked: Asked) -> Floats:
        """One row a candidate, one column a name; nothing where the day's questions were not shown."""
        found = np.zeros((len(asked), len(self.names)), np.float32)
        day = self._day
        if day is None or day.day != asked.day:
            return found
        rows, owner = self._also(day, asked.candidate, asked.relation)
        mean = float(self._held.sum() / max(self._tried.sum(), 1.0))
        lift = (self._held + DOUBT * mean) / (self._tried + DOUBT)
        told = lift[asked.relation[owner], day.relation[rows]]
        found[:, 0] = np.bincount(owner, minlength=len(asked))
        found[:, 1] = np.bincount(owner, day.relation[rows] == asked.relation[owner], minlength=len(asked))
        np.maximum.at(found[:, 2], owner, told)
        found[:, 3] = np.bincount(owner, told, minlength=len(asked))
        return found

    def _also(self, questions: Questions, actor: Ids, relation: Ids) -> tuple[Ids, Ids]:
        """The questions about these actors in the direction of these relations, and whose each is."""
        width = self.world.directed
        keys = questions.subject * width + questions.relation  # in ascending order
        start = actor * width + np.where(relation >= self.world.relations, self.world.relations, 0)
        return spans(np.searchsorted(keys, start), np.searchsorted(keys, start + self.world.relations))
