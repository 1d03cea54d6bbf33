"""The registry of actors: who they are, since when and until when, who follows whom, and what they are called.

A place in the world can be borne by one actor after another: Moscow's by the Russian Empire (``RUS``), from 30 December
1922 the Soviet Union (``SUN``), from 26 December 1991 the Russian Federation (``RUS`` again). ``at`` finds the bearer
of a day. Names in prose are not this module's business; see ``detente.actors.resolve``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

from detente import dates
from detente.actors import tables
from detente.actors.tables import Span
from detente.errors import ActorError

_GROUP = re.compile(r"[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*")  # PROTESTERS, OPPOSITION


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, movement, organisation or other actor. ``spells`` are the days on which it existed, where known."""

    id: str
    name: str
    kind: str  # state, former-state, contested, territory, movement, party, organisation, forum, alliance, bloc
    iso2: str | None
    iso3: str | None
    cow: int | None
    host: str | None
    spells: tuple[Span, ...]
    source: str

    @property
    def is_state(self) -> bool:
        """Whether it is or was a state, recognised by all or by some."""
        return self.kind in ("state", "former-state", "contested")


class Registry:
    """All actors. Made by ``registry``; ids that are only other spellings of an id are understood everywhere."""

    def __init__(self, rows: tables.Tables) -> None:
        self.rows = rows
        self._aliases = {row.alias: row.actor for row in rows.ids}
        spells: dict[str, list[Span]] = defaultdict(list)
        for row in rows.existed:
            spells[row.actor].append(row.span)
        self._actors = {row.id: _actor(row, tuple(sorted(spells[row.id]))) for row in rows.actors}
        self._links: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for link in rows.succession:
            if link.kind == "continues":
                self._links[link.predecessor].append((link.day, link.successor))
                self._links[link.successor].append((link.day, link.predecessor))

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.get(id) is not None

    def canonical(self, id: str) -> str:
        """The id under which an actor is kept; one that the registry does not know is returned as it is."""
        return self._aliases.get(id, id)

    def get(self, id: str) -> Actor | None:
        """The actor with this id, or None. ``KEN-PROTESTERS`` and the like are groups of a state and need no row."""
        return self._actors.get(self.canonical(id)) or self._group(id)

    def _group(self, id: str) -> Actor | None:
        state, _, group = id.partition("-")
        host = self._actors.get(state)
        if host is None or not host.is_state or not _GROUP.fullmatch(group):
            return None
        name = f"{host.name} ({group.replace('-', ' ').lower()})"
        return Actor(id, name, "movement", None, None, None, state, (), "its id")

    def actor(self, id: str) -> Actor:
        """The actor with this id. Raises ActorError, which says what is near."""
        found = self.get(id)
        if found is None:
            raise ActorError(f"No actor has the id {id!r}.", remedy=self._did_you_mean(id))
        return found

    def name(self, id: str, on: str | None = None) -> str:
        """What an actor is called in English, at a date (EDTF) or now: ``MMR`` is Burma in 1960. Raises ActorError."""
        actor = self.actor(id)
        days = window(on)
        if days is None or actor.id not in self._old_names:
            return actor.name
        fitting = [(shared, name) for name, span in self._old_names[actor.id] if (shared := span.shared(days))]
        return max(fitting)[1] if fitting else actor.name

    def exists(self, id: str, day: str | dt.date) -> bool | None:
        """Whether an actor existed at a date; None where that is not known, or true of a part of the date only."""
        spells, days = self.actor(id).spells, window(day)
        if not spells or days is None:
            return None
        shared = sum(spell.shared(days) for spell in spells)
        return True if shared == days.end - days.start else False if shared == 0 else None

    def at(self, id: str, day: str | dt.date) -> str:
        """Who bears an actor's place at a date: ``RUS`` in 1985 gives ``SUN``, ``SUN`` in 1995 gives ``RUS``.

        Only along links of kind "continues"; the actor itself where it existed, where nobody continues it, or where
        the date does not tell.
        """
        actor, days = self.actor(id), window(day)
        return actor.id if days is None else self.bearer(actor.id, (days.start + days.end - 1) // 2)

    def bearer(self, id: str, day: int) -> str:
        """As ``at``, for a canonical id and an ordinal day."""
        reached, seen = [id], {id}
        for here in reached:
            spells = self._actors[here].spells if here in self._actors else ()
            if not spells or any(spell.holds(day) for spell in spells):
                return here
            for _, other in self._links.get(here, ()):
                if other not in seen:
                    seen.add(other)
                    reached.append(other)
        return id

    def line(self, id: str) -> tuple[str, ...]:
        """The actors of one continuing state, in the order of their ids: RUS and SUN for either; else the actor alone."""
        return self._lines.get(id, (id,))

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for id in self._links:
            reached = [id]
            for here in reached:
                reached += [other for _, other in self._links.get(here, ()) if other not in reached]
            found[id] = tuple(sorted(reached))
        return found

    def successor(self, id: str, day: str | dt.date) -> tuple[str, ...]:
        """Who had followed an actor by a date, in order of date: two for ``CSK`` in 2000, none for it in 1990."""
        actor, days = self.actor(id), window(day)
        if days is None:
            return ()
        links = [row for row in self.rows.succession if row.predecessor == actor.id and row.day < days.end]
        return tuple(row.successor for row in sorted(links, key=lambda row: row.day))

    def predecessors(self, id: str) -> frozenset[str]:
        """The actors whose place an actor continues: ``SUN`` for ``RUS``, ``RUS`` too for ``SUN``."""
        return frozenset(other for _, other in self._links.get(self.canonical(id), ()))

    def governing(self, state: str, day: str | dt.date) -> str | None:
        """The movement that governed a state at a date, its offices standing for it (``AFG`` in 2023: ``TALIBAN``)."""
        days = window(day)
        shares = [(row.span.shared(days), row.movement) for row in self.speaking.get(self.canonical(state), ()) if days]
        best = max(shares, default=(0, ""))
        return best[1] if days and 2 * best[0] > days.end - days.start else None

    @cached_property
    def speaking(self) -> dict[str, list[tables.GovernedRow]]:
        """The governments of each state for which its capital and offices stand."""
        found: dict[str, list[tables.GovernedRow]] = defaultdict(list)
        for row in self.rows.governed:
            if row.speaks:
                found[row.state].append(row)
        return found

    def kin(self, id: str) -> frozenset[str]:
        """The actors that bore the same place before or after this one, or governed it or were governed by it."""
        return self._kin.get(id, frozenset())

    @cached_property
    def _kin(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        pairs = [
            (row.predecessor, row.successor) for row in self.rows.succession if row.kind in ("continues", "merges")
        ]
        for one, other in pairs + [(row.movement, row.state) for row in self.rows.governed]:
            found[one].add(other)
            found[other].add(one)
        return {id: frozenset(others) for id, others in found.items()}

    @cached_property
    def _old_names(self) -> dict[str, list[tuple[str, Span]]]:
        found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
        for row in self.rows.names:
            if row.sort == "former":
                found[row.actor].append((row.name, row.span))
        return found

    @cached_property
    def _spellings(self) -> dict[str, dict[str, float]]:
        """Every name in lower case, with the actors it stands for and how readily it does."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for row in self.rows.names:
            weights = found[row.name.casefold()]
            weights[row.actor] = max(row.weight, weights.get(row.actor, 0.0))
        for actor in self:
            found[actor.id.casefold()][actor.id] = 2.0
        for row_id in self.rows.ids:
            found[row_id.alias.casefold()][row_id.actor] = 1.5
        return found

    def search(self, words: str, limit: int = 8) -> list[Actor]:
        """The actors that a user's words may mean, best first: ids, names, then names that contain or resemble them."""
        sought = " ".join(words.casefold().split())
        if not sought:
            return []
        scores: dict[str, float] = defaultdict(float)
        for name, weights in self._spellings.items():
            likeness = _likeness(sought, name)
            for actor, weight in weights.items() if likeness else ():
                scores[actor] = max(scores[actor], likeness * (1 + weight))
        if not scores:
            for name in get_close_matches(sought, self._spellings, n=limit, cutoff=0.75):
                for actor, weight in self._spellings[name].items():
                    scores[actor] = max(scores[actor], SequenceMatcher(None, sought, name).ratio() * weight)
        ranked = sorted(scores, key=lambda id: (-scores[id], self._actors[id].kind != "state", id))
        return [self._actors[id] for id in ranked[:limit]]

    def exact(self, words: str) -> Actor | None:
        """The one actor that has these words as id or name, or None where none or several do; cheap for many misses."""
        weights = self._spellings.get(" ".join(words.casefold().split()), {})
        best = sorted(weights, key=lambda id: -weights[id])
        tie = len(best) > 1 and weights[best[0]] == weights[best[1]]
        return None if tie or not best else self._actors[best[0]]

    def find(self, words: str) -> Actor:
        """The one actor that a user's words mean: an id or a name in any case, with or without "the".

        Raises ActorError where none or several do.
        """
        sought = " ".join(words.casefold().split())
        exact = self._spellings.get(sought) or self._spellings.get(sought.removeprefix("the "), {})
        best = sorted(exact, key=lambda id: -exact[id])
        if not best:
            raise ActorError(f"No actor is called {words!r}.", remedy=self._did_you_mean(words))
        if len(best) > 1 and exact[best[0]] == exact[best[1]]:
            told = " or ".join(f"{id} ({self._actors[id].name})" for id in best[:4])
            raise ActorError(f"{words!r} may be {told}.", remedy="Give the id.")
        return self._actors[best[0]]

    def _did_you_mean(self, words: str) -> str:
        near = self.search(words, limit=3)
        told = " or ".join(f"{actor.id} ({actor.name})" for actor in near)
        return f"Did you mean {told}?" if near else "Actors are ISO alpha-3 codes or names such as TALIBAN, NATO, SUN."


def _actor(row: tables.ActorRow, spells: tuple[Span, ...]) -> Actor:
    cow = int(row.cow) if row.cow else None
    return Actor(
        row.id, row.name, row.kind, row.iso2 or None, row.iso3 or None, cow, row.host or None, spells, row.source
    )


def _likeness(sought: str, name: str) -> float:
    if sought == name:
        return 1.0
    if name.startswith(sought) and len(sought) >= 3:
        return 0.5 + 0.3 * len(sought) / len(name)
    if len(sought) >= 4 and f" {sought}" in name:
        return 0.4 * len(sought) / len(name)
    return 0.0


@lru_cache(maxsize=16384)
def window(date: str | dt.date | None) -> Span | None:
    """The days that a date allows. A side that is open counts as the known one; None where nothing is known."""
    if date is None or isinstance(date, dt.date):
        return Span(date.toordinal(), date.toordinal() + 1) if date else None
    told = dates.parse(date)
    first, last = told.first or told.last, told.last or told.first
    return Span(first.toordinal(), last.toordinal() + 1) if first and last else None


@lru_cache(maxsize=8)
def _read(extra: tuple[Path, ...]) -> Registry:
    return Registry(tables.read(extra))


def registry(extra: Sequence[str | Path] = ()) -> Registry:
    """The registry, read once. ``extra`` names CSV files of a user's own with the columns of any of its tables.

    Raises ActorError where a file cannot be read or has other columns.
    """
    return _read(tuple(Path(path) for path in extra))
