"""Older records brought up to the present version, and what is derived made again where its rules have changed.

What was appended is kept as it is and given the columns that it lacks; everything derived is made anew. All of it is one
transaction, and before it begins the file is copied beside itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

import msgspec

from detente import codebook
from detente.errors import RecordError, UsageError
from detente.ledger.append import NOBODY, fetch_document, retell
from detente.ledger.backup import backup
from detente.ledger.claims import select
from detente.ledger.docket import rule_again
from detente.ledger.store import SCHEMA_VERSION, Store, schema

RULES = 4  # counts the changes to how events and spells follow from claims
BATCH = 500  # documents told again at a time

# By the version that they lead to: what turns the appended tables of the version before into those of it.
STEPS: Mapping[int, tuple[str, ...]] = {
    2: (
        "update judgements set payload = '{}' where payload is null",
        "alter table judgements alter payload set not null",
    ),
    3: (),  # only what is derived: the works that rows of tables name
}


def bring_up(store: Store) -> Path | None:
    """Bring a record of an older version up to the present one; gives the copy of it as it was, None if it was up."""
    if store.version == SCHEMA_VERSION:
        return None
    copy = _copied(store)
    with store.transaction():
        store.check_version()
        if store.version == SCHEMA_VERSION:  # another process was faster
            return copy
        _forget_derived(store)
        for version in range(store.version + 1, SCHEMA_VERSION + 1):
            for statement in STEPS.get(version, ()):
                store.run(statement)
        store.run(schema()[1])
        store.run("update meta set value = ? where key = 'schema'", [str(SCHEMA_VERSION)])
        _tell_again(store)
    store.version = SCHEMA_VERSION
    return copy


def rules_changed(store: Store) -> bool:
    """Whether what is derived was derived by other rules: another codebook, or another merging and folding."""
    found = store.rows("select value from meta where key = 'rules'")
    return not found or found[0][0] != rules()


def derive_anew(store: Store) -> None:
    """Forget what is derived and have all documents tell again; events and spells are then to be derived."""
    with store.transaction():
        _forget_derived(store)
        store.run(schema()[1])
        _tell_again(store)


@cache
def rules() -> str:
    """A digest of everything in the codebook that merging and folding go by."""
    book = codebook.load()
    kinds = [
        (k.id, k.symmetric, k.joint, k.singular, sorted(k.near), [_plain(asdict(effect)) for effect in k.effects])
        for k in book
    ]
    levels = [(d.id, d.default, d.per, [(s.id, s.elsewhere, s.until, s.then) for s in d.scale]) for d in _dimensions()]
    told = msgspec.json.encode([RULES, kinds, levels])
    return hashlib.sha256(told).hexdigest()[:16]


def _dimensions() -> list[codebook.Dimension]:
    return list(codebook.load().dimensions.values())


def _plain(effect: dict[str, object]) -> list[object]:
    return [sorted(v) if isinstance(v, frozenset) else sorted(v.items()) if isinstance(v, Mapping) else v
            for v in effect.values()]  # fmt: skip


def _forget_derived(store: Store) -> None:
    kept = {"meta", "documents", "readings", "claims", "judgements"}
    for (view,) in store.rows("select view_name from duckdb_views() where not internal"):
        store.run(f'drop view if exists "{view}"')
    for (table,) in store.rows("select table_name from duckdb_tables() where not temporary"):
        if table not in kept:
            store.run(f'drop table "{table}"')


def _tell_again(store: Store) -> None:
    """Fill in what merging sees: rulings first, then the tellings of every document that counts."""
    rule_again(store)
    live = store.rows(
        "select document, number from current_readings join readings using (document, number) where reader <> ? order by 1",
        [NOBODY],
    )
    for at in range(0, len(live), BATCH):
        part = live[at : at + BATCH]
        told = [
            (n, fetch_document(store, d), select(store, "claims", "reading = ? order by rowid", [n])) for d, n in part
        ]
        retell(store, told)
    note_rules(store)


def note_rules(store: Store) -> None:
    """Keep by which rules everything is derived."""
    with store.transaction():
        store.run("delete from meta where key = 'rules'")
        store.run("insert into meta values ('rules', ?)", [rules()])


def _copied(store: Store) -> Path:
    """The record as it is, copied beside itself."""
    target = store.path.with_name(f"{store.path.name}.v{store.version}-backup")
    store.release()
    try:
        return backup(store.path, target)
    except UsageError as error:
        raise RecordError(
            f"The record is of an older version, and is copied before it is changed. {error.message}",
            place=error.place,
            remedy=error.remedy,
        ) from error
