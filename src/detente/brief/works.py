"""What can be cited: sources that notes name and documents that we read, each once, however much a note tells of it.

Builds citations out of claims. How a citation is printed is in ``chicago``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detente.brief.nouns import Citation, Place, Row, Work

_FIELDS = ("title", "author", "publisher", "date", "address")


@dataclass(slots=True)
class Works:
    """The works of a record as they are met. ``pages`` gives the page of a claim in its document, where it has pages."""

    documents: Mapping[str, Work]  # by id
    pages: Mapping[str, int] = field(default_factory=dict)  # by claim
    met: dict[str, Work] = field(default_factory=dict)  # sources, by key

    @classmethod
    def of(cls, documents: Iterable[Row], pages: Mapping[str, int] | None = None) -> Works:
        """The works of a record with these documents."""
        return cls({row["id"]: document(row) for row in documents}, pages or {})

    def by_file(self, file: str) -> Work:
        """The document with this file name; the first of several."""
        found = (work for work in self.documents.values() if work.file == file)
        return next(found, Work(key=f"file:{file}", file=file))

    def cite(self, claims: Iterable[Mapping[str, Any]]) -> tuple[Citation, ...]:
        """What backs some claims: the sources their notes cite, with where we read of them; else the document itself."""
        found: dict[tuple[str, str | None], Citation] = {}
        for claim in claims:
            for citation in self._of(claim):
                at = (citation.work.key, citation.pages)
                found[at] = _together(found[at], citation) if at in found else citation
        return tuple(found.values())

    def _of(self, claim: Mapping[str, Any]) -> list[Citation]:
        read = self.documents.get(claim.get("document") or "") or self.by_file(claim["file"])
        place = Place(read, self.pages.get(claim.get("id") or ""), tuple(claim.get("notes") or ()))
        cited = [(source, self._meet(source)) for source in claim.get("sources") or ()]
        backing = [Citation(work, source.get("pages"), (place,)) for source, work in cited if work]
        return backing or [Citation(read, str(place.page) if place.page else None)]

    def _meet(self, source: Mapping[str, Any]) -> Work | None:
        """The work of a source, with what earlier notes told of it; None for one of which nothing is told."""
        told = {name: source.get(name) for name in _FIELDS}
        if not any(told[name] for name in ("title", "author", "publisher", "address")):
            return None
        key = _key(told)
        known = self.met.get(key) or Work(key)
        fuller = {name: value for name, value in told.items() if value and not getattr(known, name)}
        self.met[key] = replace(known, **fuller)
        return self.met[key]

    def latest(self, work: Work) -> Work:
        """A work with all that was told of it since."""
        return self.met.get(work.key, work)


def document(row: Row) -> Work:
    """A document of the record as a work."""
    told = {name: row[name] for name in _FIELDS}
    return Work(key=row["id"], file=row["file"], **told)


def _together(one: Citation, other: Citation) -> Citation:
    places = {place.document.key: place for place in one.within}
    for place in other.within:
        held = places.get(place.document.key)
        notes = tuple(sorted({*held.notes, *place.notes})) if held else place.notes
        places[place.document.key] = replace(held or place, notes=notes)
    return replace(one, within=tuple(places.values()))


def _key(told: Mapping[str, str | None]) -> str:
    """The same for notes that name the same work: by title and year, else by everything that is told."""
    if told["title"]:
        return f"source:{_plain(told['title'])}:{(told['date'] or '')[:4]}"
    return "source:" + ":".join(_plain(told[name] or "") for name in _FIELDS)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^\w]+", " ", "".join(letter for letter in apart if not unicodedata.combining(letter))).strip()


def pages_of(document: Any, claims: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The page of each claim in a document with pages."""
    blocks = [block for block in document.blocks if block.page]
    found = {}
    for claim in claims:
        page = next((block.page for block in blocks if block.start <= claim["start"] < block.end), None)
        if page:
            found[claim["id"]] = page
    return found
