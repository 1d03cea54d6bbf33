"""Citations out of claims: the works that back them, and where in our documents we read of those works.

How a citation is printed is in ``chicago``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from detente.brief.nouns import Citation, Place, Row
from detente.exports.works import Sources, Work, document
from detente.model import Document

_PARAGRAPHS = ("paragraph", "list", "quotation")  # the blocks that a reader would count


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand in a document: its page where it has pages, and its paragraph and block, counted from 1 and 0."""

    page: int | None = None
    paragraph: int | None = None
    block: int | None = None


@dataclass(slots=True)
class Works:
    """The works of a record as they are met. ``spots`` says where in its document a claim stands, by the claim's id."""

    documents: Mapping[str, Work]  # by id
    spots: Mapping[str, Spot] = field(default_factory=dict)
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
        spot = self.spots.get(claim.get("id") or "") or Spot()
        place = Place(read, spot.page, tuple(claim.get("notes") or ()))
        cited = [(source, self.sources.meet(source)) for source in claim.get("sources") or ()]
        backing = [Citation(work, source.get("pages"), (place,)) for source, work in cited if work]
        if backing:
            return backing
        paragraphs = (spot.paragraph,) if spot.paragraph and not spot.page else ()
        return [Citation(read, str(spot.page) if spot.page else None, paragraphs=paragraphs)]


def _by_document(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations, those of one document at several of its pages as one; sources before documents without any."""
    found: dict[str, Citation] = {}
    for citation in citations:
        key, known = citation.work.key, found.get(citation.work.key)
        if known is None or citation.within:
            found[f"{key} {citation.pages}" if citation.within else key] = citation
        else:
            pages = dict.fromkeys(filter(None, (known.pages, citation.pages)))
            paragraphs = tuple(sorted({*known.paragraphs, *citation.paragraphs}))
            found[key] = replace(known, pages=", ".join(pages) or None, paragraphs=paragraphs)
    return tuple(sorted(found.values(), key=lambda citation: not citation.within))


def _together(one: Citation, other: Citation) -> Citation:
    places = {place.document.key: place for place in one.within}
    for place in other.within:
        held = places.get(place.document.key)
        notes = tuple(sorted({*held.notes, *place.notes})) if held else place.notes
        places[place.document.key] = replace(held or place, notes=notes)
    return replace(one, within=tuple(places.values()))


def spots_of(read: Document, claims: Iterable[Mapping[str, Any]]) -> dict[str, Spot]:
    """Where each of some claims stands in the document that makes them."""
    starts = [block.start for block in read.blocks]
    counts = list(accumulate(int(block.kind in _PARAGRAPHS) for block in read.blocks))
    paged = any(block.page for block in read.blocks)
    found = {}
    for claim in claims:
        at = bisect_right(starts, claim["start"]) - 1
        if at >= 0 and claim["start"] < read.blocks[at].end:
            paragraph = counts[at] if not paged and read.blocks[at].kind in _PARAGRAPHS else None
            found[claim["id"]] = Spot(read.blocks[at].page, paragraph, at)
    return found
