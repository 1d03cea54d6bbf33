"""An open record, of the present version and with everything derived that another process has left to be."""

from __future__ import annotations

from pathlib import Path

from detente.errors import RecordError
from detente.ledger.files import at_work
from detente.ledger.migrate import bring_up, derive_anew, note_rules, rules_changed
from detente.ledger.store import SCHEMA_VERSION, Store
from detente.status.derive import derive


def opened(path: Path, read_only: bool, wait: float) -> tuple[Store, Path | None]:
    """The open store, of the present version and with everything derived; with the copy of an older one as it was.

    A process that was killed may have left something to derive. A reader sees to that unless another process is at
    work on the record, or it cannot be written to: then what is derived so far is what it answers with.
    """
    store = Store(path, read_only=read_only, wait=wait)
    try:
        if not _behind(store):
            return store, None
        if not read_only:
            return store, _caught_up(store)
        store.release()
        if store.version == SCHEMA_VERSION and at_work(path):
            return store, None
        return store, _by_writer(store, path, wait)
    except BaseException:
        store.close()
        raise


def _by_writer(store: Store, path: Path, wait: float) -> Path | None:
    """Have a store that may write catch up for one that may not."""
    try:
        writer = Store(path, wait=wait)
        try:
            return _caught_up(writer)
        finally:
            writer.close()
    except RecordError:
        if store.version != SCHEMA_VERSION:
            raise
        return None
    finally:
        store.version = SCHEMA_VERSION


def _behind(store: Store) -> bool:
    if store.version != SCHEMA_VERSION or (not store.read_only and rules_changed(store)):
        return True
    return bool(store.rows("select 1 from dirty limit 1"))


def _caught_up(store: Store) -> Path | None:
    copy = bring_up(store)
    if rules_changed(store):
        derive_anew(store) if store.rows("select 1 from readings limit 1") else note_rules(store)
    derive(store)
    return copy
