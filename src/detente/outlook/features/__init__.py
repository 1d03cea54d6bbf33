"""What speaks for an answer: blocks of features, each with its own memory of the past.

A block observes the facts of one day after another, in both directions, and describes candidate answers to the
questions of a later day. It is shown a day's facts only after it was asked about that day; that alone keeps the future
out of every feature, in training as at the test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from detente.outlook.history import Floats
from detente.outlook.protocol import Questions
from detente.outlook.quadruples import Ids, Quadruples


@dataclass(frozen=True, slots=True)
class World:
    """How many actors and relations there are; relations are counted without their inverses."""

    actors: int
    relations: int
    names: tuple[str, ...] | None = None

    @property
    def directed(self) -> int:
        """Relations and their inverses."""
        return 2 * self.relations

    def pair(self, subject: Ids, target: Ids) -> Ids:
        """A key for two actors."""
        return subject * self.actors + target

    def triple(self, subject: Ids, relation: Ids, target: Ids) -> Ids:
        """A key for two actors and a relation; the triples of a pair, and the pairs of a subject, lie side by side."""
        return self.pair(subject, target) * self.directed + relation


@dataclass(frozen=True, slots=True)
class Asked:
    """Candidate answers to the questions of a day, as rows: ``question[i]`` is asked, ``candidate[i]`` might answer."""

    questions: Questions
    question: Ids
    candidate: Ids

    def __len__(self) -> int:
        return len(self.question)

    @property
    def day(self) -> int:
        """The day asked about."""
        return self.questions.day

    @property
    def subject(self) -> Ids:
        """The subject of each row's question."""
        return self.questions.subject[self.question]

    @property
    def relation(self) -> Ids:
        """The relation of each row's question."""
        return self.questions.relation[self.question]


class Block(Protocol):
    """A group of features with the memory that they need."""

    names: tuple[str, ...]

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""

    def describe(self, asked: Asked) -> Floats:
        """One row a candidate, one column a name."""


def spans(starts: Ids, ends: Ids) -> tuple[Ids, Ids]:
    """Every position in the half-open spans from ``starts`` to ``ends``, and the index of the span it belongs to."""
    lengths = ends - starts
    owner = np.repeat(np.arange(len(starts)), lengths)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return starts[owner] + offset, owner
