"""What merging needs to know of kinds of act: which are near one another, which undo one another, which change how a
pair stands. All of it follows from the codebook; a kind that the codebook does not have is on its own.
"""

from __future__ import annotations

from functools import cache

from detente import codebook
from detente.codebook import Kind

BEGINS = frozenset({"begins", "raises", "confirms"})
ENDS = frozenset({"ends", "lowers"})


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
    """Whether one kind begins what the other ends."""
    return bool(_touched(one, BEGINS) & _touched(other, ENDS) or _touched(one, ENDS) & _touched(other, BEGINS))


@cache
def family(name: str) -> str:
    """The kinds among which merging has to look: all that are near or opposed to one another, by the first of them."""
    return _families().get(name, name)


def _touched(name: str, does: frozenset[str]) -> frozenset[str]:
    kind = kind_of(name)
    return frozenset(effect.dimension for effect in kind.effects if effect.does in does) if kind else frozenset()


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
