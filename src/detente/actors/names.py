"""Names as prose has them, as a tree of words: what a name stands for, when, and how readily.

The tree is keyed by words without case, accents, dots or apostrophes; a name's own way of writing is kept beside it, so
that "US" is not "us", "Turkey" is not "turkey", and "mujahideen" needs no capital. Composed phrases ("the Iranian
foreign ministry") are built on these by ``detente.actors.find``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from detente.actors.registry import Registry
from detente.actors.tables import ALWAYS, LeaderRow, Span

PLACES = frozenset({"name", "official", "former", "alias", "adjective", "demonym", "abbreviation", "capital"})
SORTS = PLACES | {"metonym", "office", "prefix", "person"}

_APOSTROPHES = "'’‘ʻ`"
_WORD = rf"(?:[^\W\d_]\.){{2,}}|[^\W\d_]\.[^\W\d_](?!\w)|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*"
# The next word of a name: after blanks, a hyphen or dash, the dot of "St." or the apostrophe of "Workers' Party", or a
# comma, ampersand or bracket by itself.
NEXT = re.compile(rf"(?:[.'’]?[^\S\n]{{0,2}}\n?[^\S\n]{{0,2}}|[-‐‑–])(?P<word>[,(&+/]|{_WORD})")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?")
_PLAIN = str.maketrans({**dict.fromkeys(_APOSTROPHES), "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae"})
_LONE_SURNAME = 0.8  # of a full name's weight: another person of that name may be meant


class Reading(NamedTuple):
    """One thing a name may stand for: an actor, the days on which it does, and how readily (1 is its usual sense)."""

    actor: str
    sort: str
    span: Span = ALWAYS
    weight: float = 1.0
    person: str | None = None
    lone: bool = False  # a surname that counts only behind a title or where the full name is in the text too

    @property
    def dated(self) -> bool:
        """Whether it stands for its actor on some days only."""
        return self.span != ALWAYS


@dataclass(slots=True)
class Entry:
    """All readings of one way of writing a name."""

    written: str
    readings: tuple[Reading, ...]
    after_the: bool = False  # counts only behind "the"

    def fits(self, words: str) -> bool:
        """Whether the words of a text are written as this name is."""
        shape = _shape(self.written)
        if shape == "capitals":
            return words.replace(".", "") == self.written.replace(".", "")
        if shape == "free":
            return True
        last = words.rsplit(maxsplit=1)[-1]
        shout = len(words) < 4 and words.isupper()
        return (
            words[0].isupper()
            and not shout
            and (last[0].isupper() or not self.written.rsplit(maxsplit=1)[-1][0].isupper())
        )


@lru_cache(maxsize=4096)
def _shape(written: str) -> str:
    """How a name is written: all in capitals, with a small letter first, or as a title."""
    plain = written.replace(".", "")
    capitals = plain.isupper() and len(plain) > 1
    return "capitals" if capitals else "free" if plain[0].islower() else "title"


Node = dict[Any, Any]  # a word leads to the next node; None to the entries of the name that ends here


def words_of(name: str) -> list[str]:
    """The words under which a name is kept."""
    spaced = name.replace("-", " ")
    if spaced.isascii() and spaced.replace(" ", "").isalnum():  # most are, and need no pattern
        return spaced.lower().split()
    found, place = [], 0
    while (match := NEXT.match(name, place)) is not None:
        found.append(key(match["word"]))
        place = match.end()
    return found


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """A word without case, accents, apostrophes and dots; "&" is "and"."""
    if word == "&":
        return "and"
    plain = word.replace(".", "") if _DOTTED.fullmatch(word) else word
    plain = plain.lower().translate(_PLAIN)
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class Index:
    """Every name of a registry, and the pattern of words that can begin one."""

    def __init__(self, known: Registry) -> None:
        self.root: Node = {}
        small: set[str] = set()
        for written, readings in _grouped(known):
            bare = written.removeprefix("the ")
            entry = Entry(bare, tuple(readings), after_the=bare != written)
            self._add(entry)
            if bare[0].islower():
                small.add(re.split(r"[\s-]", bare)[0])
        self.start = re.compile(rf"(?<![^\W_])(?:(?=[^\W\d_a-z]|{_tree(small)}(?![^\W_]))(?P<word>{_WORD}))")

    def _add(self, entry: Entry) -> None:
        node = self.root
        for word in words_of(entry.written):
            node = node.setdefault(word, {})
        node.setdefault(None, []).append(entry)


def _grouped(known: Registry) -> Iterator[tuple[str, list[Reading]]]:
    """Each way of writing a name once, with all it may stand for."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in known.rows.names:
        found[row.name].append(Reading(row.actor, row.sort, row.span, row.weight))
    for leader in known.rows.leaders:
        for name, reading in _of_leader(leader):
            found[name].append(reading)
    for other in known.rows.not_actors:
        found.setdefault(other.name, [])
    return iter(found.items())


def _of_leader(row: LeaderRow) -> Iterator[tuple[str, Reading]]:
    full = Reading(row.actor, "person", row.span, person=row.person)
    for name in (row.person, *filter(None, row.other.split(";"))):
        yield name, full
    for short in filter(None, row.short.split(";")):
        lone = short.endswith("?")
        yield short.rstrip("?"), Reading(row.actor, "person", row.span, _LONE_SURNAME, row.person, lone)


def _tree(words: Iterable[str]) -> str:
    """A pattern for any of some words that reads each letter once, as the names are many."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in sorted(tree.items()) if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in tree else joined


@lru_cache(maxsize=8)
def index(known: Registry) -> Index:
    """The names of a registry, made once."""
    return Index(known)
