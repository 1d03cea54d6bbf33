"""The log of judgements in the record: its rows, what those in force say of each claim, and the claims as ruled on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from detente.errors import DetenteError, UsageError
from detente.ledger.claims import claim_columns, claim_types
from detente.ledger.rulings import Ruled, Ruling, check, in_force, rulings_of
from detente.ledger.store import Store
from detente.model import ACTIONS, Action, Claim, Judgement

_RULING = ("judgement", "at", "reviewer", "does", "claim", "told", "fields", "reason", "tie")


def entry(
    at: dt.datetime, reviewer: str, action: Action, subject: str, changes: Mapping[str, Any], reason: str | None
) -> Judgement:
    """A judgement, named for everything that it says."""
    said = json.dumps([at.isoformat(), reviewer, action, subject, changes, reason], sort_keys=True)
    return Judgement(
        "j-" + hashlib.sha256(said.encode()).hexdigest()[:16], at, reviewer, action, subject, changes, reason
    )


def read_back(row: Mapping[str, Any]) -> Judgement:
    """A judgement out of a row of the log as it was exported. Raises UsageError for one that was altered or is none."""
    try:
        at, changes = row["at"], row["changes"]
        when = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
        given = json.loads(changes) if isinstance(changes, str) else dict(changes or {})
        judgement = entry(when, row["reviewer"], row["action"], row["subject"], given, row.get("reason"))
        for ruling in rulings_of(judgement) if judgement.action != "undo" else ():
            check(ruling)
    except (KeyError, TypeError, ValueError, AttributeError, DetenteError) as error:  # msgspec's are ValueErrors
        raise UsageError(f"This is no judgement: {error}.", remedy="Replay the log as it was exported.") from error
    if judgement.action not in ACTIONS or row.get("id", judgement.id) != judgement.id:
        raise UsageError(
            f"Judgement {row.get('id')} is not as it was written.", remedy="Replay the log as it was exported."
        )
    return judgement


def log(store: Store) -> list[Judgement]:
    """All judgements, in order of time."""
    rows = store.rows('select id, "at", reviewer, action, subject, payload, reason from judgements order by "at", id')
    return [
        Judgement(id, at, reviewer, action, subject, json.loads(changes), reason)
        for id, at, reviewer, action, subject, changes, reason in rows
    ]


def last_at(store: Store) -> dt.datetime | None:
    """The time of the latest judgement."""
    at: dt.datetime | None = store.rows('select max("at") from judgements')[0][0]
    return at


def enter(store: Store, judgements: Iterable[Judgement]) -> list[str]:
    """Append those judgements that are not in the log; gives the documents of whose claims they say something."""
    known = {judgement for (judgement,) in store.rows("select id from judgements")}
    new = list({j.id: j for j in judgements if j.id not in known}.values())
    if not new:
        return []
    names = ("id", "at", "reviewer", "action", "subject", "reason")
    columns: dict[str, list[Any]] = {name: [getattr(j, name) for j in new] for name in names}
    columns["payload"] = [json.dumps(j.changes, ensure_ascii=False) for j in new]
    store.insert("judgements", columns, _text_types("reason"))
    if len(new) == 1 and new[0].action != "undo" and not _undone(store, new[0].id):
        return _rule(store, new)
    before = _judged_documents(store)
    store.run("delete from rulings")
    _rule(store, in_force(log(store)))
    return sorted(before | _judged_documents(store))


def rule_again(store: Store) -> None:
    """Fill the empty table of rulings from the log."""
    _rule(store, in_force(log(store)))


def _undone(store: Store, judgement: str) -> bool:
    """Whether the log already undoes a judgement that comes to it late, from another record."""
    return bool(store.rows("select 1 from judgements where action = 'undo' and subject = ?", [judgement]))


def _judged_documents(store: Store) -> set[str]:
    return {document for (document,) in store.rows("select distinct document from rulings")}


def _rule(store: Store, judgements: Iterable[Judgement]) -> list[str]:
    rulings = [ruling for judgement in judgements for ruling in rulings_of(judgement)]
    columns: dict[str, list[Any]] = {name: [getattr(r, name) for r in rulings] for name in _RULING}
    columns["document"] = [r.told.document for r in rulings]
    columns["told"] = [msgspec.json.encode(r.told).decode() for r in rulings]
    columns["fields"] = [json.dumps(r.fields) for r in rulings]
    store.insert("rulings", columns, _text_types("reason", "tie"))
    return sorted(set(columns["document"]))


def rulings_on(store: Store, documents: Sequence[str]) -> dict[str, list[Ruling]]:
    """What is ruled on the claims of these documents."""
    columns = ", ".join(f'"{name}"' for name in _RULING)
    rows = store.rows(
        f"select document, {columns} from rulings where document in (select unnest(?::varchar[]))", [list(documents)]
    )
    found: dict[str, list[Ruling]] = defaultdict(list)
    for document, *values in rows:
        row = dict(zip(_RULING, values, strict=True))
        row["told"] = msgspec.json.decode(row["told"], type=Claim)
        row["fields"] = json.loads(row["fields"])
        found[document].append(Ruling(**row))
    return found


def write_judged(store: Store, ruled: Sequence[tuple[int, Ruled]]) -> None:
    """Write the claims that were ruled on, each with the number of the reading it now counts in."""
    import pyarrow as pa

    columns = claim_columns([(number, one.claim) for number, one in ruled])
    columns["hidden"] = [one.hidden for _, one in ruled]
    columns["verdict"] = [one.verdict for _, one in ruled]
    columns["judgements"] = [list(one.by) for _, one in ruled]
    store.insert("judged", columns, claim_types() | _text_types("verdict") | {"judgements": pa.list_(pa.string())})


def _text_types(*names: str) -> dict[str, Any]:
    import pyarrow as pa

    return dict.fromkeys(names, pa.string())
