"""The codebook's own nouns, as frozen records: kinds of act, their frames and effects, dimensions and their levels.

Says what a codebook holds and answers small questions about one entry. Knows nothing of files, grammars or texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from detente.model import Modality

Does = Literal["begins", "ends", "raises", "lowers", "confirms"]
Side = Literal["forward", "reverse", "both"]
DOES: tuple[Does, ...] = get_args(Does)
SIDES: tuple[Side, ...] = get_args(Side)
TOLD = "told"  # stands where a level would, for the level that the claim carries

# PLOVER's fifteen roots as the PLV set has them (Hu et al., ACL 2024), each with its quad: 1 verbal cooperation,
# 2 material cooperation, 3 verbal conflict, 4 material conflict. YIELD is the manual's CONCEDE and RETREAT together.
ROOTS: Mapping[str, int] = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "COOPERATE": 2,
    "AID": 2,
    "YIELD": 2,
    "ACCUSE": 3,
    "REQUEST": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "MOBILIZE": 4,
    "SANCTION": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One way English tells a kind: a head (verb, noun or adjective, as lemmas) and what stands in the slots around it.

    ``require`` and ``forbid`` map a slot to lemmas of which its phrase must, or must not, hold one; "*" stands for any
    filler. ``initiator`` and ``target`` are slots in order of preference. ``level`` is what the frame itself tells,
    ``level_from`` the slot whose words tell it. ``weight`` is how sure the frame alone makes the kind, from 0 to 1. All
    of it is for the active voice.
    """

    verb: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    adjective: tuple[str, ...] = ()
    require: Mapping[str, frozenset[str]] = field(default_factory=dict)
    forbid: Mapping[str, frozenset[str]] = field(default_factory=dict)
    initiator: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    level: str | None = None
    level_from: str | None = None
    modality: Modality | None = None
    weight: float = 0.8

    @property
    def head(self) -> tuple[str, tuple[str, ...]]:
        """The head's part of speech and its lemmas."""
        heads = {"verb": self.verb, "noun": self.noun, "adjective": self.adjective}
        return next((sort, lemmas) for sort, lemmas in heads.items() if lemmas)

    def __str__(self) -> str:
        sort, lemmas = self.head
        wanted = "".join(f" + {slot} {'/'.join(sorted(words))}" for slot, words in sorted(self.require.items()))
        return f"{sort} {'/'.join(lemmas)}{wanted}"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act of a kind changes, where it happened: one dimension of one side toward the other.

    ``level`` holds afterwards; where it is ``told`` the claim's own level does, translated by ``means`` (a claim that
    tells of an embassy tells of an ambassador), else ``default``; without either the act changes nothing here. An
    effect with ``when`` applies only where the claim tells one of those levels. For ``ends`` a told level is the one
    that ended.
    """

    dimension: str
    level: str
    does: Does
    side: Side = "forward"
    default: str | None = None
    means: Mapping[str, str] = field(default_factory=dict)
    when: frozenset[str] = frozenset()

    def applies(self, told: str | None) -> bool:
        """Whether an act whose claim tells this level (or none) has the effect at all."""
        return not self.when or told in self.when


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act. ``goldstein`` is the weight of its nearest CAMEO code, from -10 (conflict) to 10 (cooperation).

    ``symmetric``: the sides act alike, so joint parties are all initiators and who is named first tells nothing.
    ``joint``: parties that act together with nobody named on the other side act toward one another ("the two states
    recognised each other"); true of every symmetric kind. ``singular``: a pair does it once, until it is undone.
    ``near``: kinds that a fair reader might call the same act. Types of actor are the registry's; an empty set allows
    anyone, and no one.
    """

    id: str
    label: str
    definition: str
    initiator: str
    target: str
    symmetric: bool
    joint: bool
    singular: bool
    initiator_types: frozenset[str]
    target_types: frozenset[str]
    root: str | None
    cameo: str | None
    goldstein: float
    near: frozenset[str]
    effects: tuple[Effect, ...] = ()
    frames: tuple[Frame, ...] = ()

    @property
    def quad(self) -> int | None:
        """PLOVER's quad class, 1 to 4, or None for a kind without a root of its own."""
        return ROOTS[self.root] if self.root else None

    @property
    def sign(self) -> int:
        """1 for cooperation, -1 for conflict, 0 for a kind without a root of its own."""
        return 0 if self.quad is None else 1 if self.quad <= 2 else -1


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a dimension: its name in the record, in plain words, what it means, and the phrases that tell it."""

    id: str
    label: str
    definition: str
    words: tuple[str, ...] = ()
    elsewhere: str | None = None  # the level it becomes where the envoy resides in another country
    until: str | None = None  # the last day on which there was such a level, EDTF
    then: str | None = None  # what it is called since


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something that is kept track of for one actor toward another, with its levels in order, lowest first."""

    id: str
    label: str
    definition: str
    scale: tuple[Level, ...]
    default: str | None  # the level that holds where nothing is told; None where the dimension is kept per something
    per: str | None = None  # "agreement" or "body": what it is kept for, one by one
    rules: tuple[str, ...] = ()

    @property
    def levels(self) -> tuple[str, ...]:
        """The names of its levels, lowest first."""
        return tuple(level.id for level in self.scale)

    def level(self, name: str) -> Level:
        """The level of this name; ValueError where there is none."""
        return self.scale[self.levels.index(name)]

    def rank(self, name: str) -> int:
        """Where a level stands, 0 being the lowest; ValueError where there is none of this name."""
        return self.levels.index(name)


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code in détente's terms: kind, PLOVER root, Goldstein weight and the modality the code itself carries."""

    cameo: str
    kind: str
    root: str
    goldstein: float
    modality: Modality = "happened"
