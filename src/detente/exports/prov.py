"""How an answer came about, as PROV-JSON: from the lines of status back to events, claims, documents and sources.

Entities are the answer's lines, the events they rest on, the claims that tell of those, the documents those are quoted
from and the sources that their notes cite. Activities are readings and judgements, with who did them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from detente import words
from detente.exports.works import Sources, Work, document
from detente.prose import sentence

if TYPE_CHECKING:
    from detente.model import Claim, Event
    from detente.record import Record

PREFIX = "detente"


class _Trail:
    """Statements of PROV as they are made, each once."""

    def __init__(self) -> None:
        self.statements: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)

    def put(self, sort: str, name: str, **values: Any) -> str:
        """An entity, activity or agent with what is known of it."""
        self.statements[sort][name] = {
            key.replace("__", ":"): value for key, value in values.items() if value is not None
        }
        return name

    def relate(self, sort: str, type_: str | None = None, **ends: str) -> None:
        """A relation between two of them."""
        values: dict[str, Any] = {f"prov:{end}": name for end, name in ends.items()}
        if type_:
            values["prov:type"] = {"$": f"prov:{type_}", "type": "prov:QUALIFIED_NAME"}
        digest = hashlib.sha256(json.dumps([sort, values], sort_keys=True).encode()).hexdigest()[:12]
        self.statements[sort][f"_:{digest}"] = values

    def json(self) -> str:
        """All of it as a PROV-JSON document."""
        told = {"prefix": {PREFIX: "urn:detente:"}, **self.statements}
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def provenance(record: Record, a: str, b: str, on: dt.date) -> str:
    """The provenance of how two actors stand on a day, as PROV-JSON."""
    trail, seen, sources = _Trail(), set[str](), Sources()
    documents = {row["id"]: document(row) for row in record.documents()}
    judged = [row for row in record.judgements() if row["in_force"]]
    for line in record.status(a, b, on=on):
        answer = _line(trail, line)
        for event in line["events"]:
            trail.relate("wasDerivedFrom", generatedEntity=answer, usedEntity=_name(event))
            if event not in seen:
                seen.add(event)
                account = record.event(event)
                _event(trail, account.event)
                for claim in account.claims:
                    _claim(trail, claim, account.event.id, documents, sources)
                _judgements(trail, account.event.id, [claim.id for claim in account.claims], judged)
    return trail.json()


def _line(trail: _Trail, line: dict[str, Any]) -> str:
    name = _name(f"status-{line['initiator']}-{line['target']}-{line['dimension']}-{line['on']}")
    told = (
        f"{words.capitalised(words.actor(line['initiator']))} toward {words.actor(line['target'])} on {line['on']}:"
        f" {words.level(line['dimension'], line['level'])}"
    )
    return trail.put("entity", name, prov__label=told, detente__level=line["level"], detente__since=line["since"])


def _event(trail: _Trail, event: Event) -> None:
    trail.put(
        "entity", _name(event.id), prov__label=sentence(asdict(event)), detente__kind=event.kind, detente__date=event.date,
        detente__modality=event.modality, detente__confidence=event.confidence,
    )  # fmt: skip


def _claim(trail: _Trail, claim: Claim, event: str, documents: dict[str, Work], sources: Sources) -> None:
    name = trail.put(
        "entity", _name(claim.id), prov__value=claim.quote, detente__start=claim.start, detente__end=claim.end,
        detente__confidence=claim.confidence,
    )  # fmt: skip
    trail.relate("wasDerivedFrom", generatedEntity=_name(event), usedEntity=name)
    read = documents[claim.document]
    trail.relate("wasDerivedFrom", "Quotation", generatedEntity=name, usedEntity=_work(trail, read))
    for source in claim.sources:
        work = sources.meet(
            {name: getattr(source, name) for name in ("title", "author", "publisher", "date", "address")}
        )
        if work:
            trail.relate("wasDerivedFrom", "PrimarySource", generatedEntity=name, usedEntity=_work(trail, work))
    reading = trail.put(
        "activity", _name(f"reading-{claim.document}-{claim.reader}"), prov__label=f"reading of {read.file}"
    )
    agent = trail.put("agent", _name(f"reader-{claim.reader or 'unnamed'}"), prov__label=claim.reader or "unnamed")
    trail.relate("wasGeneratedBy", entity=name, activity=reading)
    trail.relate("used", activity=reading, entity=_work(trail, read))
    trail.relate("wasAssociatedWith", activity=reading, agent=agent)


def _judgements(trail: _Trail, event: str, claims: list[str], judged: list[dict[str, Any]]) -> None:
    for row in judged:
        if row["subject"] not in (event, *claims):
            continue
        at = row["at"].isoformat() + "Z"
        act = trail.put("activity", _name(row["id"]), prov__label=row["action"], prov__startTime=at, prov__endTime=at)
        who = trail.put("agent", _name(f"reviewer-{row['reviewer']}"), prov__label=row["reviewer"])
        trail.relate("wasAssociatedWith", activity=act, agent=who)
        trail.relate("wasInfluencedBy", influencee=_name(event), influencer=act)


def _work(trail: _Trail, work: Work) -> str:
    name = _name(work.key if work.file else f"source-{hashlib.sha256(work.key.encode()).hexdigest()[:16]}")
    return trail.put(
        "entity", name, prov__label=work.title or work.file or work.publisher or work.address or "a source",
        detente__author=work.author, detente__publisher=work.publisher, detente__date=work.date,
        detente__address=work.address,
    )  # fmt: skip


def _name(id: str) -> str:
    """A qualified name out of an id."""
    return f"{PREFIX}:{re.sub(r'[^A-Za-z0-9._-]', '-', id)}"
