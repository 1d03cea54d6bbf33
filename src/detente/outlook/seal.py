"""The sealed record: forecasts as they were made, chained so that none can be changed or taken out unseen.

Each forecast is kept as the exact text of what it says, with a seal: the SHA-256 of its number, the seal before it and
that text. A changed forecast no longer fits its seal, one taken out leaves a gap, and one taken from the end leaves the
record's own note of the last seal behind. Whoever rewrites the file can make a new chain that holds; so every seal that
is printed or published is a witness, and ``holds`` says whether it is still in the chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from detente.errors import UsageError
from detente.ledger.store import Store

TABLE = "create table if not exists forecasts (number integer, payload varchar, previous varchar, seal varchar)"
HEAD = "forecasts"  # the key under which the record notes how many forecasts there are, and the last seal
FIRST = "0" * 64  # before the first
DIGITS = 6  # of a probability


@dataclass(frozen=True, slots=True)
class Statement:
    """An act that is forecast, with its probability and that of the base rate."""

    initiator: str
    kind: str
    target: str
    probability: float
    base: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """A question and its answer: that acts come from ``start`` to ``by``, both counted.

    ``made`` is when it was made (UTC), ``cutoff`` the last day of what was looked at, ``model`` what answered, and
    ``inputs`` the hash of what it was answered from.
    """

    made: dt.datetime
    question: dict[str, str]
    cutoff: dt.date
    start: dt.date
    by: dt.date
    model: str
    inputs: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A forecast in the chain. ``forecast`` is None where its text can no longer be read."""

    number: int
    forecast: Forecast | None
    seal: str
    intact: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """All sealed forecasts in order, and in words whatever does not fit."""

    sealed: tuple[Sealed, ...]
    faults: tuple[str, ...]

    @property
    def head(self) -> str | None:
        """The last seal: kept elsewhere, it shows later that nothing before it was changed."""
        return self.sealed[-1].seal if self.sealed else None

    def holds(self, seal: str) -> bool:
        """Whether a seal, or its first characters (at least eight), is still in the chain and nothing is wrong up to it."""
        place = next((i for i, one in enumerate(self.sealed) if len(seal) >= 8 and one.seal.startswith(seal)), None)
        return place is not None and not _faults(self.sealed[: place + 1], None)


def hashed(rows: Sequence[Any]) -> str:
    """The SHA-256 of rows as JSON, in the order given: the inputs of a forecast."""
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def seal(store: Store, forecast: Forecast) -> Sealed:
    """Add a forecast to the chain; one that says the same of the same inputs is not added twice.

    Raises ``UsageError`` for a forecast of days that were past when it was made.
    """
    if forecast.start < forecast.made.date():
        raise UsageError(
            f"A forecast from {forecast.start}, made on {forecast.made.date()}, is none: its outcome may be known.",
            place="--on",
            remedy="Only forecasts from today on are sealed.",
        )
    forecast = _rounded(forecast)
    with store.transaction():
        store.run(TABLE)
        chain = read(store)
        for one in chain.sealed:
            if one.intact and one.forecast and _said(one.forecast) == _said(forecast):
                return one
        return _append(store, forecast, chain)


def _append(store: Store, forecast: Forecast, chain: Chain) -> Sealed:
    noted = store.rows("select value from meta where key = ?", [HEAD])
    last, previous = noted[0][0].split() if noted else (0, chain.head or FIRST)
    number = max([int(last), *(one.number for one in chain.sealed)]) + 1  # never that of one that was taken out
    payload = msgspec.json.encode(forecast, order="deterministic").decode()
    made = seal_of(number, previous, payload)
    store.run("insert into forecasts values (?, ?, ?, ?)", [number, payload, previous, made])
    store.run("delete from meta where key = ?", [HEAD])
    store.run("insert into meta values (?, ?)", [HEAD, f"{number} {made}"])
    return Sealed(number, forecast, made, True)


def read(store: Store) -> Chain:
    """The chain as it stands, and what is wrong with it."""
    noted = store.rows("select value from meta where key = ?", [HEAD])
    there = store.rows("select 1 from duckdb_tables() where table_name = 'forecasts'")
    rows = store.rows("select number, payload, previous, seal from forecasts order by number") if there else []
    links = [_Link(*row) for row in rows]
    sealed = tuple(Sealed(link.number, link.forecast(), link.seal, link.fits()) for link in links)
    head = noted[0][0] if noted else None
    return Chain(sealed, (*_faults(sealed, head), *_breaks(links), *_note(sealed, head)))


@dataclass(frozen=True, slots=True)
class _Link:
    """A row of the table as it lies there, whatever was done to it."""

    number: int
    payload: str
    previous: str
    seal: str

    def fits(self) -> bool:
        return self.seal == seal_of(self.number, self.previous, self.payload)

    def forecast(self) -> Forecast | None:
        try:
            return msgspec.json.decode(self.payload or "", type=Forecast)
        except msgspec.DecodeError:
            return None


def seal_of(number: int, previous: str, payload: str) -> str:
    """The seal of a forecast's text at its place in the chain."""
    return hashlib.sha256(f"{number}\n{previous}\n{payload}".encode()).hexdigest()


def _faults(sealed: Sequence[Sealed], head: str | None) -> list[str]:
    """Forecasts that do not fit their seals, and numbers that are missing or there twice."""
    changed = [f"Forecast {one.number} was changed after it was sealed." for one in sealed if not one.intact]
    numbers = [one.number for one in sealed]
    last = max([*numbers, *([int(head.split()[0])] if head else [])], default=0)
    missing = [f"Forecast {number} was taken out." for number in range(1, last + 1) if number not in numbers]
    twice = [
        f"There are several forecasts {number}." for number in sorted({n for n in numbers if numbers.count(n) > 1})
    ]
    return [*changed, *missing, *twice]


def _breaks(links: Sequence[_Link]) -> list[str]:
    """Neighbours in number that are not neighbours in the chain: a whole forecast was put in another's place."""
    before = {link.number: link.seal for link in links} | {0: FIRST}
    return [
        f"Forecast {link.number} does not follow from the one before it: that was replaced."
        for link in links
        if link.fits() and link.number - 1 in before and before[link.number - 1] != link.previous
    ]


def _note(sealed: Sequence[Sealed], head: str | None) -> list[str]:
    """Whether the record's note of the last seal is there and fits."""
    if head is None:
        return ["The record's note of its last seal was taken out."] if sealed else []
    number, noted = int(head.split()[0]), head.split()[1]
    last = next((one for one in sealed if one.number == number), None)
    if last and last.seal != noted:
        return [f"Forecast {number} is not the one that the record noted: it was replaced."]
    return [f"Forecast {one.number} was added without being sealed." for one in sealed if one.number > number]


def _said(forecast: Forecast) -> tuple[Any, ...]:
    """What a forecast says, whenever it was made."""
    return (
        tuple(sorted(forecast.question.items())), forecast.start, forecast.by, forecast.model, forecast.inputs,
        forecast.statements,
    )  # fmt: skip


def _rounded(forecast: Forecast) -> Forecast:
    kept = tuple(
        Statement(one.initiator, one.kind, one.target, round(one.probability, DIGITS), round(one.base, DIGITS))
        for one in forecast.statements
    )
    return Forecast(
        forecast.made, forecast.question, forecast.cutoff, forecast.start, forecast.by, forecast.model,
        forecast.inputs, kept,
    )  # fmt: skip
