"""The words of the brief, by language: what acts, standings and levels are called, read from ``languages/*.toml``.

Another language is another file and its own sentences; so far there is English alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import UsageError

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Act:
    """How an act of one kind is told: its verb's forms, and what follows the verb. See the file for each entry."""

    verb: str
    to: str
    alone: str
    together: str | None = None
    about: str | None = None
    about_alone: str | None = None
    passive: str | None = None
    levels: Mapping[str, str] | None = None
    state: str | None = None
    between: str | None = None
    quotes: bool = False
    neutral: bool = False

    @property
    def base(self) -> str:
        """As after "to"."""
        return self.verb.split()[0]

    @property
    def past(self) -> str:
        """As in "Russia recognised"."""
        return self.verb.split()[1]

    @property
    def participle(self) -> str:
        """As after "had"."""
        return self.verb.split()[2]

    @property
    def present(self) -> str:
        """As after one actor; the base form follows several."""
        if self.base.endswith("y") and self.base[-2] not in "aeiou":
            return self.base[:-1] + "ies"
        return self.base + ("es" if self.base.endswith(("s", "sh", "ch", "x", "z")) else "s")


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language."""

    code: str
    acts: Mapping[str, Act]
    standing: Mapping[str, Mapping[str, Mapping[str, str]]]
    missions: Mapping[str, str]
    envoys: Mapping[str, str]
    chances: tuple[tuple[float, str], ...]

    def act(self, kind: str) -> Act:
        """How a kind is told; one that the file lacks is told as kind ``other``, with the source's words."""
        return self.acts.get(kind) or self.acts["other"]

    def mission(self, level: str | None) -> str:
        """A mission of some level, with its article."""
        return self.missions.get(level or DEFAULT, self.missions[DEFAULT])

    def own_mission(self, level: str | None) -> str:
        """A mission of some level as that of whoever acts: "[its|their] embassy"."""
        return "[its|their] " + self.mission(level).removeprefix("an ").removeprefix("a ")

    def envoy(self, level: str | None) -> str:
        """An envoy of some level, with the article."""
        return self.envoys.get(level or DEFAULT, self.envoys[DEFAULT])

    def chance(self, probability: float) -> str:
        """A probability in words, as between a subject and "to": "[is|are] unlikely"."""
        return next((told for below, told in self.chances if probability < below), self.chances[-1][1])

    def stands(self, dimension: str, level: str, *, since: bool) -> str | None:
        """The sentence for a level of a dimension, with a date after it or not; None for those that a table tells better."""
        told = self.standing.get(dimension, {})
        found = told.get(level) or told.get(DEFAULT)
        return found["since" if since else "now"] if found else None


@cache
def language(code: str) -> Language:
    """The words of a language. Raises UsageError for one that there is not."""
    place = files("detente") / "prose" / "languages" / f"{code}.toml"
    if not (code.isalpha() and place.is_file()):
        there_are = ", ".join(languages())
        raise UsageError(
            f"There are no words for a brief in '{code}'.", place="--lang", remedy=f"There are: {there_are}."
        )
    read = tomllib.loads(place.read_text(encoding="utf-8"))
    acts = {kind: Act(**entry) for kind, entry in read["acts"].items()}
    chances = tuple((float(entry["below"]), str(entry["words"])) for entry in read["chances"])
    return Language(code, acts, read["standing"], read["missions"], read["envoys"], chances)


def languages() -> list[str]:
    """The codes of the languages that there are."""
    folder = files("detente") / "prose" / "languages"
    return sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))
