"""A reviewer's decision into the log: what it is about, whether it can be taken, and what must be told again.

Nothing is ever edited: a judgement is appended, and the claims of the documents that it touches are heard again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import msgspec

from detente.errors import DateError, KindError, QuoteError, RecordError, UsageError
from detente.ledger import kinds
from detente.ledger.append import NOBODY, fetch_document, latest_readers, retell
from detente.ledger.claims import fetch_claims, select
from detente.ledger.derive import TELLING, telling_of
from detente.ledger.docket import enter, entry, last_at, read_back
from detente.ledger.rulings import FIELDS
from detente.ledger.store import Store
from detente.ledger.tellings import Side, Telling, base, piece
from detente.ledger.when import days_of
from detente.model import ACTIONS, MODALITIES, Claim, Document, Judgement

Named = Callable[[str], str]  # the id of an actor given by id or name; raises ActorError

_TICK = dt.timedelta(microseconds=1)


def judge(
    store: Store,
    action: str,
    subject: str,
    *,
    reviewer: str,
    reason: str | None,
    changes: Mapping[str, Any],
    at: dt.datetime,
    named: Named,
) -> Judgement:
    """Append a judgement and hear the claims that it touches. See ``Record.judge`` for what it raises."""
    if action not in ACTIONS:
        raise UsageError(f"There is no judgement '{action}'.", remedy=f"There are: {', '.join(ACTIONS)}.")
    if not reviewer.strip():
        raise UsageError("A judgement needs its reviewer's name.", remedy="Give reviewer=…, or --reviewer NAME.")
    last = last_at(store)
    when = max(at, last + _TICK) if last else at
    whole = _COMPLETED[action](store, subject, dict(changes), named, reviewer)
    judgement = entry(when, reviewer.strip(), action, subject, whole, reason or None)
    _take(store, [judgement])
    return judgement


def replay(store: Store, rows: Iterable[Judgement | Mapping[str, Any]]) -> int:
    """Append judgements as they are, and hear the claims that they touch; gives how many were new."""
    return _take(store, [read_back(asdict(row) if isinstance(row, Judgement) else row) for row in rows])


def _take(store: Store, judgements: Sequence[Judgement]) -> int:
    with store.transaction():
        before = _count(store)
        _hear(store, enter(store, judgements))
        return _count(store) - before


def _count(store: Store) -> int:
    return int(store.rows("select count(*) from judgements")[0][0])


def _hear(store: Store, documents: Sequence[str]) -> None:
    """Tell again what documents tell, with what is ruled on their claims now."""
    live = [d for d in documents if latest_readers(store, d).get(d, NOBODY) != NOBODY]
    numbers = dict(
        store.rows(
            "select document, number from current_readings where document in (select unnest(?::varchar[]))", [live]
        )
    )
    told = [
        (numbers[d], fetch_document(store, d), select(store, "claims", "reading = ? order by rowid", [numbers[d]]))
        for d in live
    ]
    retell(store, told, live)


Changes = dict[str, Any]


def _decided(store: Store, subject: str, changes: Changes, _named: Named, _reviewer: str) -> Changes:
    if changes:
        raise UsageError("Accepting, rejecting and undoing change nothing else.", remedy="Correct it instead.")
    return {"before": _before(_claims_of(store, subject))}


def _corrected(store: Store, subject: str, changes: Changes, named: Named, _reviewer: str) -> Changes:
    if not changes:
        raise UsageError("A correction needs what is corrected.", remedy=f"Give any of: {', '.join(FIELDS)}.")
    return _fields(changes, named) | {"before": _before(_claims_of(store, subject))}


def _split(store: Store, subject: str, changes: Changes, _named: Named, _reviewer: str) -> Changes:
    claims = _claims_of_event(store, subject)
    given = set(changes.get("claims", ()))
    ids, asked = {claim.id for claim in claims}, {claim.id for claim in claims if given & {claim.id, base(claim.id)}}
    known = {base(id) for id in ids} | ids
    if not asked or not given <= known or not asked < ids or set(changes) != {"claims"}:
        raise UsageError(
            "A split names some of the event's claims, and leaves some.", place=subject, remedy="See record.event(id)."
        )
    return {"claims": sorted(asked), "before": _before(claims)}


def _merged(store: Store, subject: str, changes: Changes, _named: Named, _reviewer: str) -> Changes:
    others = list(dict.fromkeys(changes.get("with", ())))
    if not others or subject in others or set(changes) != {"with"}:
        raise UsageError("A merger names other events.", place=subject, remedy="Give with=[ids of events].")
    kept = _claims_of_event(store, subject)
    joined = [c for other in others for c in _claims_of_event(store, other) if c.id not in {k.id for k in kept}]
    act = {name: value for name, value in _event_row(store, subject).items() if value is not None}
    return {"with": others, "act": act, "joined": [c.id for c in joined], "before": _before([*kept, *joined])}


def _added(store: Store, subject: str, changes: Changes, named: Named, reviewer: str) -> Changes:
    quote, start, kind = changes.pop("quote", ""), changes.pop("start", None), changes.get("kind")
    document = fetch_document(store, _document_id(store, subject))
    if not kind:
        raise KindError("A claim needs its kind.", place=document.file, remedy="See the codebook for the kinds.")
    fields = _fields(changes, named)
    claim = _by_hand(store, document, _place(document, quote, start), str(quote), fields, reviewer)
    return fields | {"before": _before([claim])}


def _undone(store: Store, subject: str, changes: Changes, _named: Named, _reviewer: str) -> Changes:
    if changes:
        raise UsageError("Undoing changes nothing else.", place=subject, remedy="Judge again after undoing.")
    if not store.rows("select 1 from judgements where id = ?", [subject]):
        raise RecordError(f"There is no judgement '{subject}'.", place=str(store.path), remedy="See: detente review.")
    return {}


_COMPLETED: dict[str, Callable[[Store, str, Changes, Named, str], Changes]] = {
    "accept": _decided,
    "reject": _decided,
    "correct": _corrected,
    "split": _split,
    "merge": _merged,
    "add": _added,
    "undo": _undone,
}


def _before(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """The claims as the log keeps them: as the reviewer saw them, without what each part rests on."""
    found: list[dict[str, Any]] = [msgspec.to_builtins(replace(claim, evidence=())) for claim in claims]
    return found


def _claims_of(store: Store, subject: str) -> list[Claim]:
    if subject.startswith("e-"):
        return _claims_of_event(store, subject)
    claims = fetch_claims(store, [subject]) or select(store, "judged", "id = ? and verdict = 'reject'", [subject])
    if not claims:
        raise RecordError(
            f"There is no claim or event '{subject}'.",
            place=str(store.path),
            remedy="See record.claims() and .events().",
        )
    return claims


def _claims_of_event(store: Store, event: str) -> list[Claim]:
    """What tells of an event: its claims, or of those that tell of other acts too the pieces about this one."""
    held = _event_row(store, event, "claims")["claims"]
    told = [
        telling_of(row)
        for row in store.rows(f"select {TELLING} from tellings where claim in (select unnest(?))", [held])
    ]
    mine = _told_of(store, event)
    whole = {claim.id: claim for claim in fetch_claims(store, held)}
    return [_part(whole[id], [t for t in told if t.claim == id], mine) for id in held if id in whole]


def _part(claim: Claim, told: Sequence[Telling], event: tuple[Side, Side]) -> Claim:
    if len(told) < 2:
        return claim
    actors = {*event[0], *event[1]}
    this = next((t for t in told if {*t.initiators, *t.targets} == actors), told[0])
    return replace(
        claim,
        id=piece(claim.id, this.initiators, this.targets),
        initiators=this.initiators,
        targets=this.targets,
    )


def _told_of(store: Store, event: str) -> tuple[Side, Side]:
    row = _event_row(store, event)
    return tuple(row["initiators"]), tuple(row["targets"])


_ACT = ("kind", "initiators", "targets", "modality", "level", "about")


def _event_row(store: Store, event: str, *names: str) -> dict[str, Any]:
    columns = names or _ACT
    found = store.rows(f"select {', '.join(columns)} from events where id = ?", [event])
    if not found:
        raise RecordError(f"There is no event '{event}'.", place=str(store.path), remedy="See record.events().")
    return dict(zip(columns, found[0], strict=True))


def _fields(changes: Changes, named: Named) -> Changes:
    """The values of a correction as they are kept. Raises for a field, kind, date, actor or modality that is none."""
    unknown = sorted(set(changes) - set(FIELDS))
    if unknown:
        raise UsageError(f"'{unknown[0]}' cannot be corrected.", remedy=f"There are: {', '.join(FIELDS)}.")
    fields = dict(changes)
    if "kind" in fields and kinds.kind_of(str(fields["kind"])) is None:
        raise KindError(f"There is no kind '{fields['kind']}'.", remedy="See the codebook for the kinds.")
    if fields.get("modality", "happened") not in MODALITIES:
        raise UsageError(f"There is no modality '{fields['modality']}'.", remedy=f"There are: {', '.join(MODALITIES)}.")
    if fields.get("level") is not None and fields["level"] not in kinds.all_levels():
        raise UsageError(f"There is no level '{fields['level']}'.", remedy="See the codebook for the levels.")
    try:
        days_of(fields.get("date"))
    except DateError as error:
        raise DateError(f"'{fields['date']}' is not a date.", remedy=error.remedy) from error
    for side in ("initiators", "targets"):
        if side in fields:
            given = [fields[side]] if isinstance(fields[side], str) else fields[side]
            fields[side] = [named(actor) for actor in given]
    if fields.get("speaker"):
        fields["speaker"] = named(fields["speaker"])
    return fields


def _document_id(store: Store, subject: str) -> str:
    found = store.rows("select id from documents where id = $1 or file = $1 order by 1", [subject])
    if len(found) != 1:
        many = "Several documents are" if found else "No document is"
        raise RecordError(f"{many} called '{subject}'.", place=str(store.path), remedy="See record.documents().")
    return str(found[0][0])


def _place(document: Document, quote: str, start: int | None) -> int:
    count = document.text.count(quote) if quote else 0
    if start is not None and quote and document.text[start : start + len(quote)] == quote:
        return start
    if count == 1 and start is None:
        return document.text.index(quote)
    why = "stand in it more than once" if count > 1 and start is None else "do not stand there"
    remedy = "Say at which character with start." if count > 1 else "Quote the document's text exactly."
    raise QuoteError(f"The words {why}.", place=document.file, remedy=remedy)


def _by_hand(store: Store, document: Document, start: int, quote: str, fields: Changes, reviewer: str) -> Claim:
    end = start + len(quote)
    values: dict[str, Any] = {"initiators": (), "targets": (), "date": None, "modality": "happened"} | fields
    values |= {side: tuple(values[side]) for side in ("initiators", "targets")}
    numbers = {n for p in document.passages if p.start < end and start < p.end for n in p.notes}
    noted = [note for note in document.notes if note.number in numbers]
    key = f"{document.id}|{start}|{end}|{sorted(values.items(), key=str)}"
    known = store.rows("select known from documents where id = ?", [document.id])[0][0]
    return Claim(
        id="c-" + hashlib.sha256(key.encode()).hexdigest()[:16],
        document=document.id,
        file=document.file,
        quote=quote,
        start=start,
        end=end,
        **values,
        notes=tuple(note.number for note in noted),
        sources=tuple(source for note in noted for source in note.sources),
        known=known,
        reader=f"by hand: {reviewer}",
    )
