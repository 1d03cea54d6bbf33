"""An event's page of evidence: who tells of it and who of them is one voice, where they are at odds, what it did to which
status, and what was judged of it. The command line and the pages lay it out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from detente import words
from detente.ledger import query
from detente.ledger.bonds import Bond, Voice
from detente.ledger.table import Table
from detente.model import Claim, Event
from detente.status.conflicts import of_event

if TYPE_CHECKING:
    from detente.ledger.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event did to one dimension of one directed pair.

    It ``turned`` the level that held ``before``, ``began`` one where nothing was told, or ``backs`` one that held already.
    """

    spell: Row
    does: Literal["turned", "began", "backs"]
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """An event with everything that bears on it. ``conflicts`` and ``judgements`` are rows of the record's tables of
    these; voices are empty for an event that was streamed."""

    event: Event
    voices: tuple[Voice, ...] = ()
    conflicts: tuple[Row, ...] = ()
    effects: tuple[Effect, ...] = ()
    judgements: tuple[Row, ...] = ()

    def table(self) -> Table:
        """One row a piece: ``part`` (event, claim, bond, conflict, effect or judgement)``, voice`` (its number)``, text, id,
        date, level, modality, quote, file, notes, sources, confidence``."""
        return Table.of([_blank() | row for row in self._rows()], _schema())

    def _rows(self) -> Iterator[Row]:
        event = asdict(self.event)
        own = {name: event[name] for name in ("id", "date", "level", "modality", "confidence")}
        yield {"part": "event", "text": words.act(event)} | own
        for number, voice in enumerate(self.voices, 1):
            yield from (_claim_row(claim, number) for claim in voice.claims)
            yield from ({"part": "bond", "voice": number, "text": said(bond)} for bond in voice.bonds)
        for row in self.conflicts:
            yield {"part": "conflict", "text": row["text"], "id": row["id"]}
        for effect in self.effects:
            spell = effect.spell
            yield {"part": "effect", "text": did(effect), "date": spell["start"], "level": spell["level"]}
        for row in self.judgements:
            yield {"part": "judgement", "text": judged(row), "id": row["id"], "date": row["at"].isoformat()}


def dossier(store: Store, event: Event, voices: tuple[Voice, ...]) -> Dossier:
    """The page of evidence of an event that was read, given its claims by voice."""
    spells = [row for way in ways(event) for row in _spells(store, *way)]
    judgements = query.judgements(store, event.id).to_pylist()
    found = of_event(store, event).to_pylist()
    return Dossier(event, voices, tuple(found), tuple(effects(spells, event.id)), tuple(judgements))


def ways(event: Event) -> list[tuple[str, str]]:
    """The directed pairs of actors between whom an act is."""
    if event.targets:
        pairs = [(a, b) for a in event.initiators for b in event.targets if a != b]
    else:
        pairs = [(a, b) for place, a in enumerate(event.initiators) for b in event.initiators[place + 1 :]]
    return [way for a, b in pairs for way in ((a, b), (b, a))]


def _spells(store: Store, initiator: str, target: str) -> list[Row]:
    return query.spells(store, initiator=initiator, target=target, dimension=None).to_pylist()


def effects(spells: Sequence[Row], event: str) -> list[Effect]:
    """What an event turned, began or backs, dimension by dimension, out of the spells of its pairs in their order."""
    by_key = groupby(spells, key=lambda s: (s["initiator"], s["target"], s["dimension"]))
    return [effect for _, mine in by_key if (effect := _effect(list(mine), event))]


def _effect(spells: Sequence[Row], event: str) -> Effect | None:
    at = [place for place, spell in enumerate(spells) if event in spell["events"]]
    if not at:
        return None
    spell = spells[at[-1]]
    if len(at) > 1:
        return Effect(spell, "turned", spells[at[-1] - 1]["level"])
    return Effect(spell, "began" if spell["events"][0] == event else "backs")


def did(effect: Effect) -> str:
    """An effect as a sentence: "Russia toward the Taliban, recognition: not recognised → recognised, since 3 July 2025"."""
    spell = effect.spell
    who = f"{words.actor(spell['initiator'])} toward {words.actor(spell['target'])}"
    before = f"{words.level(spell['dimension'], effect.before)} → " if effect.before else ""
    again = "tells again of " if effect.does == "backs" else ""
    level, since = words.level(spell["dimension"], spell["level"]), words.span(spell["start"], spell["end"])
    return words.capitalised(f"{who}, {words.dimension(spell['dimension']).lower()}: {again}{before}{level}, {since}")


def said(bond: Bond) -> str:
    """A bond as a sentence: "a.txt and b.txt cite the same source: “Title”, AP, 3 July 2025"."""
    files = words.listed(bond.files)
    source = words.source(asdict(bond.source)) if bond.source else ""
    many = len(bond.files) > 1
    if bond.sort == "cites":
        return f"{files} {'cite' if many else 'cites'} {bond.cited or source}"
    if bond.sort == "source":
        return f"{files} {'cite' if many else 'cites'} the same source: {source}"
    if bond.sort == "publication":
        return f"{files} {'are' if many else 'is'} one publication: {source}"
    return f"{files} tell it in the same words" if bond.sort == "words" else f"{files} carry the same text"


def judged(row: Mapping[str, Any]) -> str:
    """A judgement as a sentence: "Ada: correct date=2025-07-04, both are wrong (undone)"."""
    given = {name: value for name, value in json.loads(row["changes"] or "{}").items() if name in _GIVEN}
    told = " ".join([row["action"], *(f"{name}={_value(value)}" for name, value in given.items())])
    undone = "" if row["in_force"] else " (undone)"
    return f"{row['reviewer']}: {', '.join(filter(None, (told, row['reason'])))}{undone}"


# What a reviewer gives with a judgement; the log also keeps the claims that were before the reviewer.
_GIVEN = frozenset({"kind", "initiators", "targets", "date", "modality", "speaker", "level", "about", "claims", "with"})


def _value(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _claim_row(claim: Claim, number: int) -> Row:
    told = asdict(claim)
    names = ("id", "date", "level", "modality", "quote", "file", "confidence")
    row = {"part": "claim", "voice": number, "text": words.act(told)} | {name: told[name] for name in names}
    return row | {"notes": list(claim.notes), "sources": [asdict(source) for source in claim.sources]}


def _blank() -> Row:
    return dict.fromkeys(_NAMES) | {"notes": [], "sources": []}


_TEXT = ("part", "text", "id", "date", "level", "modality", "quote", "file")
_NAMES = ("part", "voice", "text", "id", "date", "level", "modality", "quote", "file", "notes", "sources", "confidence")


def _schema() -> Any:
    import pyarrow as pa

    text = pa.string()
    source = pa.struct([(name, text) for name in ("title", "author", "publisher", "date", "pages", "address")])
    types = dict.fromkeys(_TEXT, text) | {"voice": pa.int32(), "confidence": pa.float64()}
    types |= {"notes": pa.list_(pa.int32()), "sources": pa.list_(source)}
    return pa.schema([(name, types[name]) for name in _NAMES])
