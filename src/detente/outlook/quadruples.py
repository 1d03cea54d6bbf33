"""Events as quadruples (initiator, relation, target, day), read from the files that the forecasting papers share.

A file has one quadruple a line: three ids and a time, separated by white space; further columns are ignored. The times
are hours in the ICEWS files; they are turned into consecutive days by their greatest common step, so that a file in
hours, days or years reads alike. This module knows nothing of how forecasts are made or judged.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Quadruples:
    """Events as four arrays of one length, ordered by day."""

    initiator: Ids
    relation: Ids
    target: Ids
    day: Ids

    def __len__(self) -> int:
        return len(self.day)

    def __getitem__(self, rows: slice | NDArray[np.bool_] | Ids) -> Quadruples:
        return Quadruples(self.initiator[rows], self.relation[rows], self.target[rows], self.day[rows])

    def days(self) -> Iterator[tuple[int, Quadruples]]:
        """Each day that has events, in order, with its events."""
        starts = np.flatnonzero(np.r_[True, np.diff(self.day) > 0]) if len(self) else np.zeros(0, np.int64)
        for start, end in itertools.pairwise([*starts.tolist(), len(self)]):
            yield int(self.day[start]), self[start:end]

    def both_directions(self, relations: int) -> Quadruples:
        """These and their inverses: (target, relation + relations, initiator, day), day by day."""
        both = Quadruples(
            np.r_[self.initiator, self.target],
            np.r_[self.relation, self.relation + relations],
            np.r_[self.target, self.initiator],
            np.r_[self.day, self.day],
        )
        return both.in_order()

    def in_order(self) -> Quadruples:
        """The same, ordered by day; the order within a day is kept."""
        return self[np.argsort(self.day, kind="stable")]


def join(parts: Sequence[Quadruples]) -> Quadruples:
    """Several sets of quadruples as one, ordered by day."""
    columns = (np.concatenate([getattr(part, name) for part in parts]) for name in Quadruples.__slots__)
    return Quadruples(*columns).in_order()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Train, valid and test quadruples over common ids, with the ids' names where they are known."""

    train: Quadruples
    valid: Quadruples
    test: Quadruples
    actors: int
    relations: int
    names: tuple[str, ...] | None = None

    def history(self) -> Quadruples:
        """What is known before the test begins."""
        return join([self.train, self.valid])


def read_benchmark(train: Path, valid: Path, test: Path, names: Path | None = None) -> Benchmark:
    """Read three files of quadruples and, if given, the file of the actors' names.

    Raises ``UsageError``, naming file and line, for a line that is not three ids and a time, and for files that are not
    in the order train, valid, test in time.
    """
    tables = [_read_rows(path) for path in (train, valid, test)]
    step = int(np.gcd.reduce(np.concatenate([np.diff(np.unique(table[:, 3])) for table in tables]))) or 1
    parts = [Quadruples(table[:, 0], table[:, 1], table[:, 2], table[:, 3] // step).in_order() for table in tables]
    for earlier, later, path in ((parts[0], parts[1], valid), (parts[1], parts[2], test)):
        if earlier.day[-1] >= later.day[0]:
            raise UsageError("begins before the part that comes before it ends", place=str(path))
    whole = np.concatenate(tables)
    known = read_names(names) if names is not None else None
    actors = max(int(whole[:, [0, 2]].max()) + 1, len(known or ()))
    return Benchmark(parts[0], parts[1], parts[2], actors, int(whole[:, 1].max()) + 1, known)


def read_names(path: Path) -> tuple[str, ...]:
    """The names of ids 0, 1, 2, ... from a file of a name, a tab and its id a line; an id without a name is empty."""
    pairs = [line.rsplit("\t", 1) for line in _lines(path) if line.strip()]
    try:
        names = {int(number): name.strip() for name, number in pairs}
    except ValueError as error:
        raise UsageError("not a file of names: expected a name, a tab and an id a line", place=str(path)) from error
    return tuple(names.get(number, "") for number in range(max(names, default=-1) + 1))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise UsageError(f"It cannot be read: {reason}.", place=str(path)) from error


def _read_rows(path: Path) -> Ids:
    rows = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = [int(word) for word in line.split()[:4]]
        except ValueError:
            row = []
        if len(row) < 4 or min(row) < 0:
            raise UsageError("expected three ids and a time", place=f"{path}:{number}")
        rows.append(row)
    if not rows:
        raise UsageError("holds no quadruples", place=str(path))
    return np.array(rows, dtype=np.int64)
