"""What merging needs to know of kinds of act: which are near one another, which undo one another, which change how a
pair stands. All of it follows from the codebook; a kind that the codebook does not have is on its own.
"""

from __future__ import annotations

from functools import cache

from detente import codebook
from detente.codebook import Effect, Kind


def kind_of(name: str) -> Kind | None:
    """The codebook's kind of this name, or None."""
    return codebook.load().kinds.get(name)


@cache
def symmetric(name: str) -> bool:
    """Whether both sides act alike, so that who is named first tells nothing."""
    kind = kind_of(name)
    return bool(kind and kind.symmetric)


@cache
def joint(name: str) -> bool:
    """Whether parties that act together, with nobody named on the other side, act toward one another."""
    kind = kind_of(name)
    return bool(kind and kind.joint)


@cache
def singular(name: str) -> bool:
    """Whether a pair does this once, until it is undone: a second telling is then the same act."""
    kind = kind_of(name)
    return bool(kind and kind.singular)


@cache
def stateful(name: str) -> bool:
    """Whether acts of the kind change how a pair stands. Such acts are of each actor toward each."""
    kind = kind_of(name)
    return bool(kind and kind.effects)


@cache
def near(one: str, other: str) -> bool:
    """Whether claims of these kinds can tell of the same act.

    Kinds that change how a pair stands are told apart even where a reader might take one for the other: recognition and
    the relations established on the same day are two acts, and each has its effect.
    """
    if one == other:
        return True
    first, second = kind_of(one), kind_of(other)
    if first is None or second is None or stateful(one) or stateful(other):
        return False
    return other in first.near or one in second.near


@cache
def opposed(one: str, other: str) -> bool:
    """Whether one kind undoes what the other leaves in some dimension: listed and delisted, severed and restored."""
    mine, theirs = _leaves(one), _leaves(other)
    return any(mine[dimension] != theirs[dimension] for dimension in mine.keys() & theirs.keys())


@cache
def family(name: str) -> str:
    """The kinds among which merging has to look: all that are near or opposed to one another, by the first of them."""
    return _families().get(name, name)


@cache
def levels_agree(one: str | None, other: str | None) -> bool:
    """Whether two levels can be told of one act: a rank, and the same rank of one who lives in another country."""
    return one is None or other is None or one == other or other in _elsewhere(one) or one in _elsewhere(other)


def finer_level(one: str | None, other: str | None) -> str | None:
    """Of two levels that agree the one that tells more."""
    return other if one is None or (other is not None and other in _elsewhere(one)) else one


@cache
def _elsewhere(level: str) -> frozenset[str]:
    """What a level is where the envoy lives in another country."""
    known = (d.level(level).elsewhere for d in codebook.load().dimensions.values() if level in d.levels)
    return frozenset(other for other in known if other)


@cache
def all_levels() -> frozenset[str]:
    """Every level of every dimension."""
    return frozenset(level for dimension in codebook.load().dimensions.values() for level in dimension.levels)


@cache
def _leaves(name: str) -> dict[str, str]:
    """What a kind leaves in each dimension: a level of its own, some level, or none."""
    kind = kind_of(name)
    return {effect.dimension: _left(effect) for effect in kind.effects} if kind else {}


def _left(effect: Effect) -> str:
    default = codebook.load().dimensions[effect.dimension].default
    if effect.does in ("ends", "lowers") or effect.level == default:
        return "none"
    # Of levels that a kind itself names only those that exclude one another matter: relations established and severed.
    return effect.level if effect.dimension == "relations" else "some"


@cache
def _families() -> dict[str, str]:
    names = sorted(codebook.load().kinds)
    first = {name: name for name in names}

    def top(name: str) -> str:
        while first[name] != name:
            name = first[name]
        return name

    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if near(one, other) or opposed(one, other):
                low, high = sorted((top(one), top(other)))
                first[high] = low
    return {name: top(name) for name in names}
