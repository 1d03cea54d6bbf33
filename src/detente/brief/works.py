"""Citations out of claims: the works that back them, and where in our documents we read of those works.

How a citation is printed is in ``chicago``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detente.brief.nouns import Citation, Place, Row
from detente.exports.works import Sources, Work, document


@dataclass(slots=True)
class Works:
    """The works of a record as they are met. ``pages`` gives the page of a claim in its document, where it has pages."""

    documents: Mapping[str, Work]  # by id
    pages: Mapping[str, int] = field(default_factory=dict)  # by claim
    sources: Sources = field(default_factory=Sources)

    @classmethod
    def of(cls, documents: Iterable[Row]) -> Works:
        """The works of a record with these documents."""
        return cls({row["id"]: document(row) for row in documents})

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
        named = {place.document.key for citation in found.values() for place in citation.within}
        return _by_document([citation for citation in found.values() if citation.work.key not in named])

    def _of(self, claim: Mapping[str, Any]) -> list[Citation]:
        read = self.documents.get(claim.get("document") or "") or self.by_file(claim["file"])
        place = Place(read, self.pages.get(claim.get("id") or ""), tuple(claim.get("notes") or ()))
        cited = [(source, self.sources.meet(source)) for source in claim.get("sources") or ()]
        backing = [Citation(work, source.get("pages"), (place,)) for source, work in cited if work]
        return backing or [Citation(read, str(place.page) if place.page else None)]


def _by_document(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations, those of one document at several of its pages as one; sources before documents without any."""
    found: dict[str, Citation] = {}
    for citation in citations:
        key, known = citation.work.key, found.get(citation.work.key)
        if known is None or citation.within:
            found[f"{key} {citation.pages}" if citation.within else key] = citation
        else:
            pages = dict.fromkeys(filter(None, (known.pages, citation.pages)))
            found[key] = replace(known, pages=", ".join(pages) or None)
    return tuple(sorted(found.values(), key=lambda citation: not citation.within))


def _together(one: Citation, other: Citation) -> Citation:
    places = {place.document.key: place for place in one.within}
    for place in other.within:
        held = places.get(place.document.key)
        notes = tuple(sorted({*held.notes, *place.notes})) if held else place.notes
        places[place.document.key] = replace(held or place, notes=notes)
    return replace(one, within=tuple(places.values()))


def pages_of(read: Any, claims: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The page of each claim in a document with pages."""
    blocks = [block for block in read.blocks if block.page]
    found = {}
    for claim in claims:
        page = next((block.page for block in blocks if block.start <= claim["start"] < block.end), None)
        if page:
            found[claim["id"]] = page
    return found
