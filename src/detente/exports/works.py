"""What can be cited: sources that notes name and documents that we read, each once, however much a note tells of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.record import Record

_FIELDS = ("title", "author", "publisher", "date", "address")


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be cited: a source named in a note, or a document that we read. Every field may be absent."""

    key: str  # the same for the same work, however much of it a note tells
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None  # EDTF
    address: str | None = None
    file: str | None = None  # of a document in the record


@dataclass(slots=True)
class Sources:
    """The sources that notes name, as they are met: a later note adds what earlier ones left out."""

    met: dict[str, Work] = field(default_factory=dict)

    def meet(self, source: Mapping[str, Any]) -> Work | None:
        """The work of a source, with what earlier notes told of it; None for one of which nothing is told."""
        told = {name: source.get(name) for name in _FIELDS}
        if not any(told[name] for name in ("title", "author", "publisher", "address")):
            return None
        key = _key(told)
        known = self.met.get(key) or Work(key)
        fuller = {name: value for name, value in told.items() if value and not getattr(known, name)}
        self.met[key] = replace(known, **fuller)
        return self.met[key]


def document(row: Mapping[str, Any]) -> Work:
    """A document of the record as a work."""
    return Work(key=row["id"], file=row["file"], **{name: row[name] for name in _FIELDS})


def works(record: Record) -> list[Work]:
    """Every document of a record and every source that its claims' notes cite."""
    documents, sources = [document(row) for row in record.documents()], Sources()
    for claim in record.claims():
        for source in claim["sources"] or ():
            sources.meet(source)
    return [*documents, *sources.met.values()]


def named(all_works: Iterable[Work]) -> dict[str, str]:
    """A short name for each work, by its key, as bibliographies have them: ``janse-2021``, ``reuters-2024a``."""
    wanted: dict[str, list[str]] = {}
    for work in sorted(all_works, key=lambda work: work.key):
        wanted.setdefault(_name(work), []).append(work.key)
    return {
        key: name if len(keys) == 1 else f"{name}{_letters(at)}"
        for name, keys in wanted.items()
        for at, key in enumerate(dict.fromkeys(keys))
    }


def _name(work: Work) -> str:
    who = (work.author or "").split(" and ")[0].split(",")[0].split()
    first = who[-1] if who else work.publisher or work.title or work.file or "source"
    words = [word for word in _plain(first).split() if word not in ("the", "a", "an")][:2]
    year = (work.date or "").strip("./")[:4]
    return (
        "-".join([*(re.sub(r"[^a-z0-9]", "", word) for word in words), *([year] if year.isdigit() else [])]).strip("-")
        or "source"
    )


def _letters(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _key(told: Mapping[str, str | None]) -> str:
    """The same for notes that name the same work: by title and year, else by everything that is told."""
    if told["title"]:
        return f"source:{_plain(told['title'])}:{(told['date'] or '')[:4]}"
    return "source:" + ":".join(_plain(told[name] or "") for name in _FIELDS)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^\w]+", " ", "".join(letter for letter in apart if not unicodedata.combining(letter))).strip()
