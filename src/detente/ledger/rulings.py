"""What judgements do to the claims of one document: a pure function of the claims as read and of the log.

A judgement says something of one or more claims; each such saying is a *ruling*. A claim of several acts ("Russia and
China recognised ...") can be ruled on act by act: the act's *piece* of the claim is named ``c-…:RUS>TALIBAN``. The last
accept, reject or correction decides whether a claim counts; corrections lie one over the other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from detente.errors import KindError
from detente.ledger import kinds
from detente.ledger.tellings import base, each, fill, piece
from detente.ledger.when import days_of
from detente.model import Claim, Evidence, Judgement

ACCEPTED = 0.99  # how sure a claim is that a reviewer has accepted, unless it was surer
FIELDS = ("kind", "initiators", "targets", "date", "modality", "speaker", "level", "about")  # that can be corrected

Does = Literal["accept", "reject", "correct", "add", "tie"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one judgement says of one claim, or of one piece of it. ``told`` is the claim as the reviewer saw it."""

    judgement: str
    at: dt.datetime
    reviewer: str
    does: Does
    claim: str
    told: Claim
    fields: Mapping[str, Any]  # the values that it is given
    reason: str | None = None
    tie: str | None = None  # claims of one tie tell of one act, and of another than those of another tie


@dataclass(frozen=True, slots=True)
class Ruled:
    """A claim that was ruled on, as it counts now. One that is ``hidden`` counts no more, or only in its pieces."""

    claim: Claim
    hidden: bool
    verdict: str | None
    by: tuple[str, ...]  # the judgements behind it, in order of time


def not_undone(log: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that hold, in order of time. An undoing is one too, and can be undone."""
    undone: set[str] = set()
    held = []
    for judgement in sorted(log, key=lambda j: (j.at, j.id), reverse=True):
        if judgement.id not in undone:
            held.append(judgement)
            if judgement.action == "undo":
                undone.add(judgement.subject)
    return held[::-1]


def in_force(log: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that hold and say something of claims, in order of time."""
    return [judgement for judgement in not_undone(log) if judgement.action != "undo"]


def rulings_of(judgement: Judgement) -> Iterator[Ruling]:
    """What a judgement says of each claim."""
    before = [msgspec.convert(told, Claim) for told in judgement.changes.get("before", ())]
    for told in before:
        does, fields, tie = _said(judgement, told.id)
        yield Ruling(judgement.id, judgement.at, judgement.reviewer, does, told.id, told, fields, judgement.reason, tie)


def check(ruling: Ruling) -> None:
    """Raise KindError, DateError or ValueError for a ruling of which no claim can be made."""
    values = msgspec.to_builtins(ruling.told) | dict(ruling.fields)
    claim = msgspec.convert(values, Claim)
    for told in (ruling.told, claim):
        if kinds.kind_of(told.kind) is None:
            raise KindError(f"there is no kind '{told.kind}'")
        days_of(told.date)


def _said(judgement: Judgement, claim: str) -> tuple[Does, Mapping[str, Any], str | None]:
    changes = judgement.changes
    match judgement.action:
        case "merge":
            return "tie", changes["act"] if claim in changes["joined"] else {}, judgement.id
        case "split":
            return "tie", {}, f"{judgement.id}/{int(claim in changes['claims'])}"
        case "correct":
            return "correct", {name: changes[name] for name in FIELDS if name in changes}, None
        case "accept" | "reject" | "add":
            return judgement.action, {}, None
        case _:
            raise ValueError(f"{judgement.action} rules on no claim")


def ruled(
    text: str, claims: Sequence[Claim], rulings: Iterable[Ruling]
) -> tuple[list[Claim], list[Ruled], dict[str, str]]:
    """The claims of a document that count, actors that they leave out filled in; those ruled on; the ties by claim.

    A ruling on a claim that another reader has read in other words is of the one of the same kind and actors that
    shares words with it. If there is none, a claim that was accepted, corrected or added counts as the reviewer saw it,
    if its words still stand in the document's text, there or in one other place.
    """
    docket = _Docket(text, claims, rulings)
    counted: list[Claim] = []
    found: list[Ruled] = []
    for claim in docket.claims:
        mine, in_parts = docket.whole[claim.id], claim.id in docket.parts
        now = _applied(claim, mine)
        if mine or in_parts:
            found.append(replace(now, hidden=now.hidden or in_parts))
        if in_parts or not now.hidden:
            counted.append(now.claim)
    filled: list[Claim] = []
    for claim in fill(counted):
        pieces = list(docket.pieces(claim)) if claim.id in docket.parts else []
        found += pieces
        filled += [ruling.claim for ruling in pieces if not ruling.hidden] if pieces else [claim]
    return filled, found, docket.ties


class _Docket:
    """The rulings of one document by the claims that they are now of."""

    def __init__(self, text: str, claims: Sequence[Claim], rulings: Iterable[Ruling]) -> None:
        self._text = text
        self.claims = list(claims)
        self.whole: dict[str, list[Ruling]] = defaultdict(list)
        self.parts: dict[str, dict[str, list[Ruling]]] = {}
        self.ties: dict[str, str] = {}
        self._ids = {claim.id for claim in claims}
        by_claim: dict[str, list[Ruling]] = defaultdict(list)
        for ruling in sorted(rulings, key=lambda r: (r.at, r.judgement)):
            by_claim[ruling.claim].append(ruling)
        for claim, mine in by_claim.items():
            self._enter(claim, mine)

    def pieces(self, claim: Claim) -> Iterator[Ruled]:
        """A claim act by act, each as it counts now."""
        for initiators, targets in each(claim):
            name = piece(claim.id, initiators, targets)
            part = replace(claim, id=name, initiators=initiators, targets=targets)
            mine = sorted(self.whole[claim.id] + self.parts[claim.id].get(name, []), key=lambda r: (r.at, r.judgement))
            fields = [ruling for ruling in mine if ruling.claim == name]
            now = _applied(part, fields)
            yield replace(now, hidden=_verdict(mine) == "reject", verdict=_verdict(mine), by=_by(mine))

    def _enter(self, claim: str, mine: list[Ruling]) -> None:
        now = claim if base(claim) in self._ids else self._anchored(claim, mine)
        if now is None:
            return
        if now != base(now) and base(now) in self._ids:
            self.parts.setdefault(base(now), {})[now] = mine
        else:
            self.whole[now] += mine
        for ruling in mine:
            if ruling.tie:
                self.ties[now] = ruling.tie

    def _anchored(self, claim: str, mine: Sequence[Ruling]) -> str | None:
        """The claim that the present reader reads in place of one of another, or the other kept."""
        told = mine[0].told
        alike = [other.id for other in self.claims if _retold(told, other)]
        if len(alike) == 1:
            return alike[0]
        keeping = next((ruling for ruling in mine if ruling.does in ("accept", "correct", "add")), None)
        kept = _placed(self._text, keeping.told) if keeping else None
        if kept is None:
            return None
        self.claims.append(kept)
        return claim


def _placed(text: str, claim: Claim) -> Claim | None:
    """The claim where its words stand in a text: a quote or nothing."""
    if 0 <= claim.start <= claim.end and text[claim.start : claim.end] == claim.quote:
        return claim
    if not claim.quote or text.count(claim.quote) != 1:
        return None
    start = text.index(claim.quote)
    return replace(claim, start=start, end=start + len(claim.quote))


def _retold(told: Claim, other: Claim) -> bool:
    sides = (set(told.initiators), set(told.targets)) == (set(other.initiators), set(other.targets))
    return sides and told.kind == other.kind and told.start < other.end and other.start < told.end


def _applied(claim: Claim, rulings: Sequence[Ruling]) -> Ruled:
    for ruling in rulings:
        claim = _changed(claim, ruling)
    verdict = _verdict(rulings)
    if verdict not in (None, "reject"):
        claim = replace(claim, confidence=max(claim.confidence, ACCEPTED))
    return Ruled(claim, verdict == "reject", verdict, _by(rulings))


def _verdict(rulings: Sequence[Ruling]) -> str | None:
    return next((ruling.does for ruling in reversed(rulings) if ruling.does != "tie"), None)


def _by(rulings: Sequence[Ruling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ruling.judgement for ruling in rulings))


def _changed(claim: Claim, ruling: Ruling) -> Claim:
    if not ruling.fields:
        return claim
    values: dict[str, Any] = dict(ruling.fields)
    values |= {name: tuple(values[name]) for name in ("initiators", "targets") if name in values}
    rule = f"{ruling.reviewer}, {ruling.at:%Y-%m-%d}" + (f": {ruling.reason}" if ruling.reason else "")
    kept = tuple(evidence for evidence in claim.evidence if evidence.field not in values)
    return replace(claim, **values, evidence=(*kept, *(Evidence(name, None, None, rule) for name in values)))
