"""Checking a draft: reading it like any document, and putting what it tells beside what the record holds.

The record is left as it is. What the draft itself has put into the record, if it was read before, bears nothing out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.checking.against import MONTH, Odds, bearing_out, odds
from detente.checking.findings import Check, Finding, Witness
from detente.checking.passages import Prose
from detente.checking.sources import note_text, on_notes, page_of, place
from detente.ledger.append import checked, fetch_document
from detente.ledger.claims import select
from detente.ledger.derive import TELLING, Held, hold, telling_of
from detente.ledger.store import Store
from detente.ledger.tellings import Telling, tellings
from detente.ledger.when import day, days_of, span
from detente.model import Claim, Document, Event, Source
from detente.status.conflict import act, when

if TYPE_CHECKING:
    from detente.reading import Reader

MOST = 3  # witnesses shown of each finding
DOUBTFUL = 0.5  # below this confidence it is as likely that the draft was misread as that it errs


def check(store: Store, path: Path, reader: Reader) -> Check:
    """What there is to look at in a draft, in the order of its text."""
    from detente.documents.load import read_document

    draft = read_document(path)
    reading = checked(draft, reader.read(draft), reader.name, dt.date.today())
    told = tellings(draft, reading.claims, 0)
    beside = _Beside(store, draft, told)
    findings = [*_on_acts(draft, reading.claims, told, beside), *on_notes(store, draft)]
    ordered = sorted(findings, key=lambda f: (f.start, f.end, f.sort, f.text))
    return Check(draft, reading.claims, tuple(dict.fromkeys(ordered)))


class _Beside:
    """The events of the record beside the acts of a draft: those of the same actors, and those taken for them."""

    def __init__(self, store: Store, draft: Document, told: Sequence[Telling]) -> None:
        self._store = store
        rows = store.rows(
            f"select {TELLING} from tellings where document <> $1 and file <> $2 and kind in (select unnest($3::varchar[]))"
            " and pair in (select unnest($4::varchar[]))",
            [draft.id, draft.file, sorted(_kinds(told)), sorted({*(t.pair for t in told), *_taken_for(store, told)})],
        )
        self._by_actor: dict[str, list[Held]] = {}
        for held in hold(map(telling_of, rows)):
            for actor in {*held.event.initiators, *held.event.targets}:
                self._by_actor.setdefault(actor, []).append(held)
        self._claims: dict[str, Claim] = {}

    def of(self, telling: Telling) -> list[Held]:
        """The events in which any of the actors of an act takes part."""
        actors = [*telling.initiators, *telling.targets]
        return list({h.event.id: h for actor in actors for h in self._by_actor.get(actor, ())}.values())

    def witness(self, says: str, held: Held, telling: Telling) -> Witness:
        """What one claim of the record says, with its words."""
        claim = self.claim(telling.claim)
        quote, notes, sources = (claim.quote, claim.notes, claim.sources) if claim else (None, (), ())
        return Witness(held.event.id, says, quote, telling.file, notes, sources)

    def claim(self, id: str) -> Claim | None:
        """A claim of the record."""
        if id not in self._claims:
            self._claims |= {c.id: c for c in select(self._store, "current_claims", "id = ?", [id])}
        return self._claims.get(id)

    def note(self, held: Held) -> str | None:
        """A note for an act: what a claim of it cites, else the document that tells it."""
        for telling in sorted(held.tellings, key=lambda t: (not t.noted, -t.confidence, t.file, t.claim)):
            claim = self.claim(telling.claim)
            cited = "; ".join(filter(None, (note_text(source) for source in claim.sources))) if claim else ""
            if cited := cited or self._own(telling.document):
                return cited
        return None

    def _own(self, document: str) -> str:
        read = fetch_document(self._store, document)
        own = Source(read.title, read.author, read.publisher, read.date, None, read.address)
        return note_text(own) if read.title or read.address else read.file


def _taken_for(store: Store, told: Sequence[Telling]) -> list[str]:
    """The pairs that share an actor with the draft, and of which something is told on a date that the draft tells."""
    days = sorted({window for t in told if (window := days_of(t.date)) and span(window) <= MONTH})
    rows = store.rows(
        "select distinct e.pair from events e, (select unnest($1::date[]) as first, unnest($2::date[]) as last) d"
        " where e.first <= d.last and e.last >= d.first and list_has_any(e.initiators || e.targets, $3::varchar[])",
        [
            [day(first) for first, _ in days],
            [day(last) for _, last in days],
            sorted({actor for t in told for actor in (*t.initiators, *t.targets)}),
        ],
    )
    return [pair for (pair,) in rows]


def _kinds(told: Sequence[Telling]) -> set[str]:
    from detente import codebook
    from detente.ledger import kinds

    mine = {telling.kind for telling in told}
    return {name for name in codebook.load().kinds if any(kinds.near(name, kind) for kind in mine)}


def _on_acts(draft: Document, claims: Sequence[Claim], told: Sequence[Telling], beside: _Beside) -> Iterator[Finding]:
    by_id = {claim.id: claim for claim in claims}
    prose = Prose(draft)
    bare: dict[tuple[int, int], list[Telling]] = {}
    for telling in told:
        if not prose.tells(by_id[telling.claim].start):
            continue
        claim, held = by_id[telling.claim], beside.of(telling)
        yield from (_at_odds(draft, claim, found, beside) for found in odds(telling, held) if _told(found, claim))
        if claim.notes or claim.modality == "assessed" or prose.heads(claim.start):
            continue
        sourced = _sourced(draft, claim, bearing_out(telling, held), beside)
        if sourced:
            yield sourced
        else:
            bare.setdefault(_passage(draft, claim), []).append(telling)
    yield from (_bare(draft, tellings, by_id) for tellings in bare.values())


def _at_odds(draft: Document, claim: Claim, found: Odds, beside: _Beside) -> Finding:
    witnesses = tuple(dict.fromkeys(beside.witness(*told) for told in _one_a_saying(found)))
    base = _base(draft, claim)
    return replace(base, sort=found.sort, text=found.text, says=found.says, witnesses=witnesses)


def _one_a_saying(found: Odds) -> list[tuple[str, Held, Telling]]:
    """A few witnesses, so that each thing said has one before any has two."""
    seen: dict[str, int] = {}
    ranked = []
    for told in sorted(found.witnesses, key=lambda w: (not w[2].noted, -w[2].confidence, w[2].file, w[2].claim)):
        seen[told[0]] = seen.get(told[0], 0) + 1
        ranked.append((seen[told[0]], told))
    distinct = max(MOST, len(seen))
    return [told for _, told in sorted(ranked, key=lambda r: r[0])[:distinct]]


def _sourced(draft: Document, claim: Claim, found: Sequence[Held], beside: _Beside) -> Finding | None:
    """That the record can source what the draft tells without a note, and with which."""
    for held in found[:MOST]:
        note = beside.note(held)
        if note:
            witness = beside.witness(when(held.event.date), held, held.lead)
            text = f"Told without a note; the record can source it: {act(held.event)}, {when(held.event.date)}."
            return replace(_base(draft, claim), sort="sourced", text=text, witnesses=(witness,), note=note)
    return None


def _bare(draft: Document, told: Sequence[Telling], claims: Mapping[str, Claim]) -> Finding:
    acts = "; ".join(dict.fromkeys(_act(telling) for telling in told))
    surest = max((claims[telling.claim] for telling in told), key=lambda claim: (claim.confidence, claim.id))
    return replace(_base(draft, surest), text=f"Told without a note, and nothing in the record sources it: {acts}.")


def _told(found: Odds, claim: Claim) -> bool:
    """Whether the draft surely says what is at odds: roles and ranks read with doubt are not held against it."""
    return found.sort not in ("actor", "level") or claim.confidence >= DOUBTFUL


def _act(telling: Telling) -> str:
    return act(Event("", telling.kind, telling.initiators, telling.targets, telling.date, "happened", (), ()))


def _passage(draft: Document, claim: Claim) -> tuple[int, int]:
    start, end = place(draft, claim.start)
    return (start, end) if start <= claim.start < end else (claim.start, claim.end)


def _base(draft: Document, claim: Claim) -> Finding:
    start, end = _passage(draft, claim)
    return Finding("no-note", "", start, end, draft.text[start:end], page_of(draft, start), claim=claim)
