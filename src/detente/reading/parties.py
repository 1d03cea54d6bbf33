"""An actor on a side of an act, as the modules that find it hand it on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor in a role, the words it rests on (offsets in the passage; None where understood), and how it got there."""

    actor: str
    start: int | None
    end: int | None
    rule: str
    score: float
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """Both sides of an act."""

    initiators: tuple[Filler, ...]
    targets: tuple[Filler, ...]
