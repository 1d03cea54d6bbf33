"""What many pages need of the whole record, worked out once for as long as the record stays as it is."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from detente import dates
from detente.ledger.table import Table
from detente.record import Record
from detente.web.changes import told_once, turns

KEPT = 64  # pairs of which everything told is held

Row = dict[str, Any]
AT_ODDS = frozenset({"date", "actor", "level", "happened", "order"})  # conflicts that are no mere gaps


class Digest:
    """The record's documents, spells, turns and conflicts, of one version of it. Made with an open record; keeps none."""

    def __init__(self, record: Record) -> None:
        self.documents: Sequence[Row] = record.documents().to_pylist()
        self.spells = record.spells()
        rows = self.spells.to_pylist()
        self.turns: Sequence[Row] = turns(rows)
        self._spells: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            self._spells[row["initiator"], row["target"]].append(row)
        self.turns_once: Sequence[Row] = told_once(self.turns)
        self.conflict_table = record.conflicts()
        self.conflicts: Sequence[Row] = [r for r in self.conflict_table.to_pylist() if r["sort"] in AT_ODDS]

        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made for a key before, the last KEPT of them being held."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def spells_of(self, *ways: tuple[str, str]) -> Table:
        """The spells of some directed pairs, in their order."""
        rows = [row for way in ways for row in self._spells.get(way, ())]
        return Table.of(rows, self.spells.arrow.schema)

    @property
    def open_conflicts(self) -> list[Row]:
        """Those that no reviewer has looked into."""
        return [row for row in self.conflicts if not row["judged"]]

    @cached_property
    def _by_pair(self) -> Mapping[frozenset[str], Sequence[Row]]:
        found: dict[frozenset[str], list[Row]] = defaultdict(list)
        for row in self.open_conflicts:
            found[frozenset((row["initiator"], row["target"]))].append(row)
        return found

    def between(self, one: str, other: str, on: dt.date) -> list[Row]:
        """The open conflicts of a pair, none of whose sides tells of a day after ``on``."""
        rows = self._by_pair.get(frozenset((one, other)), ())
        return [row for row in rows if all(_by(side["date"], on) for side in row["sides"])]

    @cached_property
    def _read(self) -> Mapping[str, dt.date]:
        found: dict[str, dt.date] = {}
        for row in self.documents:
            found[row["file"]] = max(row["read_at"], found.get(row["file"], row["read_at"]))
        return found

    def last_read(self, files: Iterable[str] | None = None) -> dt.date | None:
        """The latest day on which any of these files, or of all, was read."""
        days = self._read.values() if files is None else [self._read[file] for file in files if file in self._read]
        return max(days, default=None)


def _by(date: str | None, on: dt.date) -> bool:
    first = dates.parse(date).first if date else None
    return first is None or first <= on


class Digests:
    """The digest of the present version, made by whoever asks first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[Any, Digest] | None = None

    def of(self, record: Record) -> Digest:
        """The digest of a record as it is now."""
        version = record.version()
        with self._lock:
            if self._held is None or self._held[0] != version:
                self._held = (version, Digest(record))
            return self._held[1]
