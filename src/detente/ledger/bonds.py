"""Why several documents are one voice about an act: what they share, told so that it can be checked.

What makes them one voice is in ``voices``; this says it of the tellings of one event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.ledger.act import voices
from detente.ledger.claims import fetch_claims
from detente.ledger.derive import TELLING, telling_of
from detente.ledger.store import Store
from detente.ledger.tellings import Telling
from detente.ledger.voices import marks_of, runs
from detente.model import Claim, Source

Sort = Literal["cites", "source", "publication", "words", "text"]
_ABOUT = ("title", "author", "publisher", "date", "address")


@dataclass(frozen=True, slots=True)
class Bond:
    """What makes documents one voice.

    ========== ==========================================================================
    cites      one of them, ``cited``, is what the others cite, or what a row of a table names as its source
    source     they cite the same source
    publication they are the same publication, read twice
    words      they share a run of words in the sentence that tells the act
    text       they carry the same text
    ========== ==========================================================================
    """

    sort: Sort
    files: tuple[str, ...]
    source: Source | None = None
    cited: str | None = None  # the file of the document that the others cite


@dataclass(frozen=True, slots=True)
class Voice:
    """One independent voice about an event: its claims, and why they are one where they are of several documents."""

    claims: tuple[Claim, ...]
    bonds: tuple[Bond, ...] = ()


def heard(store: Store, event: str) -> tuple[Voice, ...]:
    """The claims of an event by independent voice, in order of their ids."""
    rows = store.rows(
        f"select {TELLING} from tellings where (claim, pair) in (select claim, pair from event_claims where event = ?)",
        [event],
    )
    told = [telling_of(row) for row in rows]
    claims = {claim.id: claim for claim in fetch_claims(store, sorted({t.claim for t in told}))}
    papers = _papers(store, sorted({t.document for t in told}))
    return tuple(sorted((_voice(group, claims, papers) for group in voices(told)), key=lambda v: v.claims[0].id))


def _voice(told: Sequence[Telling], claims: Mapping[str, Claim], papers: Mapping[str, Source]) -> Voice:
    mine = [claims[id] for id in sorted({t.claim for t in told})]
    return Voice(tuple(mine), bonds(told, mine, papers))


def _papers(store: Store, documents: Sequence[str]) -> dict[str, Source]:
    """Each document as a source that others can cite."""
    rows = store.rows(
        f"select id, {', '.join(_ABOUT)} from documents where id in (select unnest(?::varchar[]))", [list(documents)]
    )
    return {id: Source(**dict(zip(_ABOUT, about, strict=True))) for id, *about in rows}


def bonds(told: Sequence[Telling], claims: Sequence[Claim], papers: Mapping[str, Source]) -> tuple[Bond, ...]:
    """What the documents of one voice share, for each set of them the telling things first; nothing for one alone."""
    if len({t.document for t in told}) < 2:
        return ()
    marks = _Marks(claims, papers)
    shared: dict[str, dict[str, str]] = defaultdict(dict)
    for telling in told:
        for mark in (*telling.cites, telling.said, *telling.wire):
            shared[mark][telling.document] = telling.file
    found: dict[tuple[Sort, tuple[str, ...]], Bond] = {}
    for mark, files in shared.items():
        if len(files) > 1:
            bond = marks.bond(mark, files)
            found.setdefault((bond.sort, bond.files), bond)
    for row, work in sorted({(t.file, work) for t in told for work in t.works.splitlines()}):
        if any(t.file == work for t in told):
            found.setdefault(("cites", (row,)), Bond("cites", (row,), cited=work))
    return tuple(sorted(_telling(list(found.values())), key=lambda bond: (_ORDER[bond.sort], bond.files)))


_ORDER: Mapping[Sort, int] = {"cites": 0, "source": 1, "publication": 2, "text": 3, "words": 4}


def _telling(found: Sequence[Bond]) -> Iterator[Bond]:
    """Without shared words where the whole text is shared, or where it is one publication."""
    whole = {bond.files for bond in found if bond.sort in ("text", "publication")}
    yield from (bond for bond in found if bond.sort != "words" or bond.files not in whole)


class _Marks:
    """What each mark of the tellings of one voice is a mark of."""

    def __init__(self, claims: Sequence[Claim], papers: Mapping[str, Source]) -> None:
        self._papers = papers
        self._cited = {mark: source for c in claims for source in c.sources for mark in marks_of(source)}
        self._own = {mark: document for document, paper in papers.items() for mark in marks_of(paper)}
        self._runs = {mark for claim in claims for mark in runs(claim.quote)}
        self._citing = {(claim.document, mark) for claim in claims for s in claim.sources for mark in marks_of(s)}

    def bond(self, mark: str, files: Mapping[str, str]) -> Bond:
        """The bond that a mark is between documents, given by id with their files."""
        names = tuple(sorted(set(files.values())))
        if mark in self._own:
            document = self._own[mark]
            citing = tuple(
                sorted({file for id, file in files.items() if (id, mark) in self._citing and id != document})
            )
            if citing:
                return Bond("cites", citing, self._papers[document], files.get(document))
            return Bond("publication", names, self._papers[document])
        if mark in self._cited:
            return Bond("source", names, self._cited[mark])
        return Bond("words" if mark in self._runs or len(mark) > _WIRE else "text", names)


_WIRE = 8  # characters of a mark of a text; those of words, titles and addresses are longer
