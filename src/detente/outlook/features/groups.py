"""What the kind of actor tells: the country and the role that an actor's name gives, as in "Police (India)".

A pair that never met can still be likely: the police of India arrest citizens of India. Groups are read from names
alone; a name without a country in brackets is its own role, and is a country itself if some bracket names it.
"""

from __future__ import annotations

import re

import numpy as np

from detente.outlook.features import Asked, World
from detente.outlook.history import Counts, Floats
from detente.outlook.protocol import Questions
from detente.outlook.quadruples import Ids, Quadruples

_BRACKET = re.compile(r"^(?P<role>.*?)[_ ]*\((?P<country>[^()]+)\)$")
HALF_LIVES = (15.0, 150.0)
NOWHERE = 0


def parse_names(names: tuple[str, ...]) -> tuple[Ids, Ids]:
    """Each actor's country and role as numbers; country 0 is none, role 0 a country itself, role 1 not known."""
    matches = [_BRACKET.match(name) for name in names]
    countries = {country: i for i, country in enumerate(sorted({m["country"] for m in matches if m}), start=1)}
    roles = {role: i for i, role in enumerate(sorted({m["role"] for m in matches if m}), start=2)}
    country = [
        countries[m["country"]] if m else countries.get(name, NOWHERE) for m, name in zip(matches, names, strict=True)
    ]
    role = [roles[m["role"]] if m else int(name not in countries) for m, name in zip(matches, names, strict=True)]
    return np.array(country, np.int64), np.array(role, np.int64)


ROLES = 3  # the place of "roles" in the next
COUNTED = ("to_country", "to_role", "from_country", "roles", "any_to_country", "from_role", "met_by_country")


class Groups:
    """Decayed counts over countries and roles of subject and candidate."""

    names: tuple[str, ...] = (
        *("same_country", "candidate_role", "candidate_abroad"),
        *(f"{key}_{int(life)}d" for key in COUNTED for life in HALF_LIVES),
        *("to_country_share", "to_role_share", "from_country_share", "roles_share", "roles_each", "from_role_share"),
    )

    def __init__(self, world: World) -> None:
        self.world = world
        known = world.names or ()
        names: tuple[str, ...] = (*known, *("" for _ in range(world.actors - len(known))))
        self.country, self.role = parse_names(names)
        self._countries, self._roles = int(self.country.max()) + 1, int(self.role.max()) + 1
        self._sizes = np.bincount(self.country * self._roles + self.role, minlength=self._countries * self._roles)
        self.counts = [Counts(HALF_LIVES) for _ in COUNTED]
        self.totals = [Counts(HALF_LIVES) for _ in range(3)]

    def observe(self, day: int, facts: Quadruples) -> None:
        """Remember a day's facts, given in both directions."""
        for counts, key in zip(self.counts, self._keys(facts.initiator, facts.relation, facts.target), strict=True):
            counts.observe(day, key)
        for counts, key in zip(self.totals, self._wholes(facts.initiator, facts.relation), strict=True):
            counts.observe(day, key)

    def describe(self, asked: Asked) -> Floats:
        """One row a candidate, one column a name."""
        subject, relation, candidate, day = asked.subject, asked.relation, asked.candidate, asked.day
        weights = [
            counts.read(day, key)
            for counts, key in zip(self.counts, self._keys(subject, relation, candidate), strict=True)
        ]
        wholes = [
            counts.read(day, key) for counts, key in zip(self.totals, self._wholes(subject, relation), strict=True)
        ]
        country, role = self.country[candidate], self.role[candidate]
        peers = self._sizes[country * self._roles + role]
        own = [self._same(subject, candidate), role, country == NOWHERE]
        to_country, to_role, from_country, roles, _, from_role, _ = (weight[:, 1] for weight in weights)
        by_asked, by_country, by_role = (whole[:, 1] + 0.5 for whole in wholes)
        shares = [to_country / by_asked, to_role / by_asked, from_country / by_country]
        shares += [roles / by_role, roles / by_role / np.maximum(peers, 1), from_role / by_role]
        return np.hstack([_columns(own), *weights, _columns(shares)])

    def chances(self, questions: Questions) -> Floats:
        """How likely every actor is to answer, as far as its role and being a compatriot tell; one row a question."""
        classes, offset = self._classes(questions.subject)
        kind = self.role[questions.subject] * self.world.directed + questions.relation
        keys = (kind[:, None] * offset + np.arange(offset)).ravel()
        share = self.counts[ROLES].read(questions.day, keys)[:, 1].reshape(-1, offset)
        share /= share.sum(axis=1, keepdims=True) + 0.5
        row = np.arange(len(questions))[:, None]
        sizes = np.bincount((classes + row * offset).ravel(), minlength=share.size).reshape(share.shape)
        found: Floats = (share / np.maximum(sizes, 1)).astype(np.float32)[row, classes]
        return found

    def _classes(self, subject: Ids) -> tuple[Ids, int]:
        """The class of every actor as seen by each subject, role and whether a compatriot; and how many there are."""
        one, other = self.country[subject][:, None], self.country[None, :]
        same = np.where((one == NOWHERE) | (other == NOWHERE), 1, np.where(one == other, 2, 0))
        return self.role[None, :] * 3 + same, self._roles * 3

    def _same(self, subject: Ids, candidate: Ids) -> Ids:
        """0 for different countries, 1 where either is unknown, 2 for the same."""
        one, other = self.country[subject], self.country[candidate]
        return np.where((one == NOWHERE) | (other == NOWHERE), 1, np.where(one == other, 2, 0))

    def _keys(self, subject: Ids, relation: Ids, target: Ids) -> list[Ids]:
        directed, n = self.world.directed, self.world.actors
        asked, same = subject * directed + relation, self._same(subject, target)
        home = self.country[subject] * directed + relation
        kind = self.role[subject] * directed + relation
        to_role = self.role[target] * 3 + same
        return [
            asked * self._countries + self.country[target],
            asked * (self._roles * 3) + to_role,
            home * n + target,
            kind * (self._roles * 3) + to_role,
            subject * self._countries + self.country[target],
            kind * n + target,
            self.country[subject] * n + target,
        ]

    def _wholes(self, subject: Ids, relation: Ids) -> list[Ids]:
        directed = self.world.directed
        return [group * directed + relation for group in (subject, self.country[subject], self.role[subject])]


def _columns(columns: list[Ids] | list[Floats]) -> Floats:
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)
