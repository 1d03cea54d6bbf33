"""What the columns of a table tell: a small TOML file, or the options of a command, as frozen records.

A field of an act names the column it is taken from, or, after ``=``, its value: ``initiator = "host"``, ``target =
"=USA"``. In a value, columns stand in braces: ``date = "={year}-{month}"``, ``source = "={host}.xml"``. A row tells one act
for each ``[[act]]`` whose columns it fills. How values of a column are to be understood (``[values.role]``), and conventions
of posts and their holders (``[posts]``), are part of the same file.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping as Dictionary
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from detente.errors import UsageError

FIELDS = ("kind", "initiator", "target", "date", "level", "modality", "speaker", "about", "source")


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act that a row tells: the column of each of its fields, or ``=value``."""

    kind: str
    date: str
    initiator: str | None = None
    target: str | None = None
    level: str | None = None
    modality: str | None = None
    speaker: str | None = None
    about: str | None = None
    source: str | None = None
    where: Dictionary[str, tuple[str, ...]] = {}  # only rows with one of these values in the column
    unless: Dictionary[str, tuple[str, ...]] = {}
    opens: bool = False  # only where no earlier row tells of a mission on the spot that has not ended; see posts
    vacant: int | None = None  # only where nobody stayed on at the post, or came within so many days; see posts


class Posts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns by which a table of office holders tells who lives where; see ``detente.tables.posts``."""

    person: str
    post: str
    since: str
    until: str
    left: str | None = None  # "Left Bridgetown": the place that the holder left
    acting: Dictionary[str, tuple[str, ...]] = {}  # rows of those whose rank does not tell what was opened before them


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a table tells, and what it is as a source. ``confidence`` is that of its claims."""

    act: tuple[Act, ...]
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    address: str | None = None
    confidence: float = 0.95
    values: Dictionary[str, Dictionary[str, str]] = {}
    posts: Posts | None = None
    rules: tuple[str, ...] = ()  # the conventions in words, for whoever has to defend them

    @property
    def digest(self) -> str:
        """A short digest of all it says: another mapping reads the same table anew."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:8]

    def check(self, columns: tuple[str, ...], file: str) -> None:
        """Raises UsageError for a column that the table does not have."""
        for column in self._columns():
            if column not in columns:
                raise UsageError(
                    f"There is no column '{column}'.",
                    place=file,
                    remedy=f"There are: {', '.join(columns)}. A value that holds for all rows is written =VALUE.",
                )

    def _columns(self) -> list[str]:
        named = [value for act in self.act for name in FIELDS if (value := getattr(act, name))]
        named = [column for value in named for column in columns_of(value)]
        named += [column for act in self.act for column in (*act.where, *act.unless)]
        posts = self.posts
        told = [posts.person, posts.post, posts.since, posts.until, posts.left or "=", *posts.acting] if posts else []
        return [*named, *(column for column in told if column != "="), *self.values]

    def toml(self) -> str:
        """The mapping as the file that says it, to be kept and used again."""
        told = {name: value for name in _ABOUT if (value := getattr(self, name)) is not None}
        lines = [f"{name} = {_written(value)}" for name, value in told.items()]
        for act in self.act:
            lines += ["", "[[act]]"]
            lines += [f"{name} = {_written(value)}" for name in FIELDS if (value := getattr(act, name))]
        return "\n".join(lines) + "\n"


_BRACES = re.compile(r"\{([^{}]+)\}")


def columns_of(value: str) -> list[str]:
    """The columns that a field of an act is taken from: one, or those in the braces of a value."""
    return _BRACES.findall(value) if value.startswith("=") else [value]


def filled(value: str, cells: Dictionary[str, str]) -> str:
    """What a field of an act says in a row; empty where a column in its braces is."""
    if not value.startswith("="):
        return cells.get(value, "")
    if not all(cells.get(column) for column in columns_of(value)):
        return ""
    return _BRACES.sub(lambda found: cells[found[1]], value[1:])


_ABOUT = ("title", "author", "publisher", "date", "address", "confidence")


def _written(value: object) -> str:
    return msgspec.json.encode(value).decode()  # a JSON string or number is one of TOML


def shipped() -> list[str]:
    """The names of the mappings that come with detente."""
    found = files("detente.tables").joinpath("mappings").iterdir()
    return sorted(item.name.removesuffix(".toml") for item in found if item.name.endswith(".toml"))


def load_mapping(name: str | Path) -> Mapping:
    """A mapping from its file, or by the name of one that comes with detente. Raises UsageError where it is none."""
    if str(name) in shipped():
        text = files("detente.tables").joinpath("mappings", f"{name}.toml").read_text(encoding="utf-8")
        return parse_mapping(text, str(name))
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "There is no such mapping.",
            place=str(name),
            remedy=f"Name a TOML file, or one of: {', '.join(shipped())}.",
        ) from error
    return parse_mapping(text, str(name))


def parse_mapping(text: str, place: str) -> Mapping:
    """A mapping from TOML. Raises UsageError, which says what is wrong and where."""
    try:
        return msgspec.convert(tomllib.loads(text), Mapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(
            f"The mapping cannot be used: {error}.", place=place, remedy="See the how-to on tables of acts."
        ) from error


def of_columns(columns: Dictionary[str, str | None], about: Dictionary[str, Any]) -> Mapping:
    """A mapping of one act a row, from options. Raises UsageError where there is no kind, date or actor."""
    told = {name: value for name, value in columns.items() if value}
    missing = [name for name in ("kind", "initiator", "date") if name not in told]
    if missing:
        raise UsageError(
            f"It is not said which column is the {missing[0]}.",
            remedy=f"Give --{missing[0]} COLUMN (or =VALUE for all rows), or a mapping file with --mapping.",
        )
    return Mapping(act=(msgspec.convert(told, Act),), **{name: value for name, value in about.items() if value})
