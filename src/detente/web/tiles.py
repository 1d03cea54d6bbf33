"""Every state of a day as a tile in about its place in the world: a map on which a small state counts like a large one.

Where each stands is in ``data/tiles.csv``, a spreadsheet that is itself the map. A cell names the state, or one after
another those that bore the place (``RUS/SUN``), each with its letters where they are not its id (``SOUTH-VIETNAM=RVN``).
Nothing here knows addresses; a template draws the map.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente import words
from detente.actors import registry
from detente.web.tones import Tone, tone

Row = Mapping[str, Any]

NOTHING = "nothing told"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a state stands, counted from the top left, and the letters it is known by there."""

    column: int
    row: int
    letters: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A state at its level. ``tone`` is None where nothing is told; ``before`` and ``before_tone`` are of an earlier day."""

    actor: str
    name: str
    cell: Cell | None
    said: str
    tone: Tone | None
    before: str | None = None
    before_tone: Tone | None = None

    @property
    def differs(self) -> bool:
        """Whether it stood otherwise on the earlier day."""
        return self.before is not None and self.before != self.said

    @property
    def told(self) -> str:
        """The tile in words: "Russia: not recognised, then recognised"."""
        return f"{self.name}: {self.before}, then {self.said}" if self.differs else f"{self.name}: {self.said}"


@dataclass(frozen=True, slots=True)
class World:
    """The tiles of a day, by name. ``columns`` and ``rows`` are the size of the map."""

    tiles: Sequence[Tile]
    columns: int
    rows: int

    @property
    def placed(self) -> Sequence[Tile]:
        """The tiles that have a place on the map."""
        return [tile for tile in self.tiles if tile.cell]

    @property
    def differing(self) -> Sequence[Tile]:
        """The tiles of states that stood otherwise on the earlier day."""
        return [tile for tile in self.tiles if tile.differs]

    @property
    def by_level(self) -> Sequence[tuple[str, Tone | None, Sequence[Tile]]]:
        """Each level that is told, with its states, the one of most states first; those of whom nothing is told last."""
        found: dict[tuple[str, Tone | None], list[Tile]] = defaultdict(list)
        for tile in self.tiles:
            found[tile.said, tile.tone].append(tile)
        order = sorted(found.items(), key=lambda item: (item[0][1] is None, -len(item[1]), item[0][0]))
        return [(said, of, tiles) for (said, of), tiles in order]


def world(dimension: str, now: Sequence[Row], before: Sequence[Row] | None, on: dt.date, other: str) -> World:
    """Every state of a day but ``other``, by its level of a dimension in lines of status; ``before`` are earlier lines."""
    held, earlier = _levels(dimension, now), _levels(dimension, before or ())
    tiles = []
    for actor in registry():
        if not actor.is_state or not actor.spells or actor.id == other or registry().exists(actor.id, on) is False:
            continue
        level, was = held.get(actor.id), earlier.get(actor.id)
        tiles.append(
            Tile(
                actor=actor.id,
                name=registry().name(actor.id, on.isoformat()),
                cell=places().get(actor.id),
                said=_said(dimension, level),
                tone=tone(dimension, level) if level else None,
                before=_said(dimension, was) if before is not None else None,
                before_tone=tone(dimension, was) if was else None,
            )
        )
    columns, rows = (1 + max(getattr(cell, side) for cell in places().values()) for side in ("column", "row"))
    return World(sorted(tiles, key=lambda tile: tile.name.casefold()), columns, rows)


def _levels(dimension: str, lines: Sequence[Row]) -> dict[str, str]:
    return {line["initiator"]: line["level"] for line in lines if line["dimension"] == dimension}


def _said(dimension: str, level: str | None) -> str:
    return words.level(dimension, level) if level else NOTHING


@cache
def places() -> Mapping[str, Cell]:
    """Where each state stands, by its id."""
    text = files("detente.web").joinpath("data", "tiles.csv").read_text(encoding="utf-8")
    found = {}
    for row, cells in enumerate(csv.reader(text.splitlines())):
        for column, cell in enumerate(cells):
            for named in filter(None, cell.split("/")):
                actor, _, letters = named.partition("=")
                found[actor] = Cell(column, row, letters or actor)
    return found
