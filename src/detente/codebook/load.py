"""Reads the codebook from its TOML files into frozen records, and answers what other parts ask of it.

The files are data that anyone may edit; ``check`` says what is wrong with them, by file and entry. Knows nothing of
texts, parses or actors: a frame's slots are names to it, and a type of actor is a word.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from detente.codebook import check
from detente.codebook.terms import TOLD, Code, Dimension, Effect, Frame, Kind, Level
from detente.errors import KindError

# Groups of the registry's types of actor, so that a kind need not list every sort of state.
TYPES: Mapping[str, frozenset[str]] = {
    "state": frozenset({"state", "former-state", "contested", "territory"}),
    "movement": frozenset({"movement", "party"}),
    "organisation": frozenset({"organisation", "bloc", "alliance", "forum"}),
}
SIDES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "verb": {"initiator": ("subject",), "target": ("object",)},
    "noun": {"initiator": ("possessive", "adjective", "compound", "by"), "target": ("of",)},
    "adjective": {"initiator": ("subject",), "target": ()},
}


@dataclass(frozen=True)
class Codebook:
    """The kinds of act, the dimensions they change and the crosswalk from CAMEO, each by name, in the files' order."""

    kinds: Mapping[str, Kind]
    dimensions: Mapping[str, Dimension]
    codes: Mapping[str, Code]

    def __getitem__(self, kind: str) -> Kind:
        """The kind of this name. KindError, with the nearest names, where there is none."""
        found = self.kinds.get(kind)
        if found is None:
            raise KindError(f"There is no kind of act {kind!r}.", remedy=self._suggest(kind))
        return found

    def __contains__(self, kind: object) -> bool:
        return kind in self.kinds

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds.values())

    def __len__(self) -> int:
        return len(self.kinds)

    def near(self, one: str, other: str) -> bool:
        """Whether a fair reader might call an act of one kind an act of the other; true of a kind and itself."""
        return one == other or other in self[one].near or one in self[other].near

    def root(self, kind: str) -> str | None:
        """The kind's PLOVER root, or None for kind ``other``, whose acts have each their own."""
        return self[kind].root

    def cameo(self, code: str) -> tuple[str, str]:
        """The kind and PLOVER root of a CAMEO code, root or leaf ("19", "190", "1711"); see ``code``."""
        found = self.code(code)
        return found.kind, found.root

    def code(self, code: str) -> Code:
        """What a CAMEO code says in these terms. A leaf not listed counts as its parent; KindError for other codes."""
        for length in range(len(code), 1, -1):
            found = self.codes.get(code[:length])
            if found is not None and code.isdigit() and len(code) <= 4:
                return found
        raise KindError(
            f"{code!r} is not a CAMEO code.", remedy="CAMEO codes have two to four digits, the first two from 01 to 20."
        )

    def level(self, effect: Effect, told: str | None = None, year: int | None = None) -> str | None:
        """The level that an effect leaves, where the claim tells ``told``; None where it changes nothing.

        ``year`` is that of the act: a level that was given up since (a legation) is read as what took its place.
        """
        if not effect.applies(told):
            return None
        dimension = self.dimensions[effect.dimension]
        if effect.does == "ends":
            return dimension.default or dimension.levels[-1]
        said = effect.level if effect.level != TOLD else effect.means.get(told, told) if told else None
        if said == "":
            return None
        level = said if said in dimension.levels else effect.default
        return _current(dimension, level, year) if level else None

    def _suggest(self, kind: str) -> str:
        close = difflib.get_close_matches(kind.lower().replace("_", "-").replace(" ", "-"), self.kinds, n=3, cutoff=0.5)
        return f"Did you mean {' or '.join(close)}?" if close else "docs/reference/codebook.md lists them."


def _current(dimension: Dimension, name: str, year: int | None) -> str:
    level = dimension.level(name)
    given_up = level.until is not None and year is not None and year > int(level.until[:4])
    return level.then if given_up and level.then else name


@cache
def load() -> Codebook:
    """The package's codebook, read and checked once. KindError where it does not hold together."""
    return read(files("detente.codebook"))


def read(folder: Traversable) -> Codebook:
    """A codebook from a folder with ``dimensions.toml``, ``words.toml``, ``crosswalk.toml`` and ``kinds/*.toml``."""
    words = _words(_toml(folder / "words.toml"))
    dimensions = {name: _dimension(name, entry) for name, entry in _toml(folder / "dimensions.toml").items()}
    paths = sorted((path for path in (folder / "kinds").iterdir() if path.name.endswith(".toml")), key=lambda p: p.name)
    kinds = {path.name.removesuffix(".toml"): _kind(path, words) for path in paths}
    codes = {code.cameo: code for row in _toml(folder / "crosswalk.toml")["codes"] for code in _codes(row)}
    book = Codebook(kinds, dimensions, codes)
    check.check(book)
    return book


@dataclass(frozen=True)
class _Words:
    """The lists that "@name" stands for, and the further lemmas that a parser gives some verbs."""

    lists: Mapping[str, tuple[str, ...]]
    as_parsed: Mapping[str, tuple[str, ...]]

    def spelled(self, lemmas: list[str]) -> Iterator[str]:
        for lemma in lemmas:
            yield from self.lists[lemma[1:]] if lemma.startswith("@") else (lemma,)

    def heads(self, lemmas: list[str]) -> tuple[str, ...]:
        spelled = tuple(self.spelled(lemmas))
        return spelled + tuple(other for lemma in spelled for other in self.as_parsed.get(lemma, ()))


def _words(entries: dict[str, Any]) -> _Words:
    as_parsed = {lemma: tuple(others) for lemma, others in entries.pop("as_parsed", {}).items()}
    return _Words({name: tuple(lemmas) for name, lemmas in entries.items()}, as_parsed)


def _toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise KindError(f"The codebook cannot be read: {error}.", place=path.name) from error


def _dimension(name: str, entry: dict[str, Any]) -> Dimension:
    scale = tuple(
        Level(level, words=tuple(told.pop("words", ())), **told) for level, told in entry.pop("levels").items()
    )
    rules = tuple(entry.pop("rules", ()))
    return Dimension(name, scale=scale, default=entry.pop("default", None), rules=rules, **entry)


def _kind(path: Traversable, words: _Words) -> Kind:
    entry = _toml(path)
    place = path.name
    try:
        return Kind(
            id=entry.pop("id"),
            symmetric=entry.get("symmetric", False),
            joint=entry.pop("joint", entry.pop("symmetric", False)),
            singular=entry.pop("singular", False),
            initiator_types=_types(entry.pop("initiator_types", ())),
            target_types=_types(entry.pop("target_types", ())),
            root=entry.pop("root", None),
            cameo=entry.pop("cameo", None),
            near=frozenset(entry.pop("near", ())),
            effects=tuple(_effect(told) for told in entry.pop("effects", ())),
            frames=tuple(_frame(told, words) for told in entry.pop("frames", ())),
            **entry,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KindError(f"An entry is missing, unknown or of the wrong type: {error}.", place=place) from error


def _types(named: tuple[str, ...]) -> frozenset[str]:
    return frozenset(kind for name in named for kind in TYPES.get(name, (name,)))


def _effect(entry: dict[str, Any]) -> Effect:
    return Effect(**{**entry, "when": frozenset(entry.get("when", ()))})


def _frame(entry: dict[str, Any], words: _Words) -> Frame:
    sorts = [sort for sort in SIDES if sort in entry]
    if len(sorts) != 1:
        raise ValueError(f"a frame has one head: verb, noun or adjective, not {sorts or 'none'}")
    made: dict[str, Any] = dict(SIDES[sorts[0]])
    for name, value in entry.items():
        if name in ("require", "forbid"):
            made[name] = {slot: frozenset(words.spelled(lemmas)) for slot, lemmas in value.items()}
        elif name in SIDES:
            made[name] = words.heads(value)
        else:
            made[name] = tuple(value) if isinstance(value, list) else value
    return Frame(**made)


def _codes(row: dict[str, Any]) -> Iterator[Code]:
    for code in row.pop("cameo"):
        yield Code(code, **row)
