"""The outlook from one record: what its events lead to expect.

Everything is asked of the record's tables as they stand; the forecasting modules below see events and know no files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente import codebook
from detente.codebook.terms import TOLD
from detente.errors import UsageError
from detente.ledger import query
from detente.ledger.query import Filter
from detente.ledger.store import Store
from detente.outlook.needs import need
from detente.outlook.resolve import Happened, Resolved, decided
from detente.outlook.seal import Chain, Forecast, Sealed, Statement, hashed, read, seal
from detente.status.ask import standings
from detente.streams import ask

if TYPE_CHECKING:
    from detente.outlook.acts import Act
    from detente.outlook.prospects import Outlook
    from detente.outlook.recognition.forecast import Spread


NEXT, NEXT_RATES = "next-1", "next-rates-1"  # what answers, with its version: raise it where an answer changes


def tomorrow() -> dt.date:
    """The first day of a forecast that is made today."""
    return dt.date.today() + dt.timedelta(days=1)


class Desk:
    """The outlook from an open record."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def next(
        self,
        initiator: str | None = None,
        target: str | None = None,
        *,
        kind: str | None = None,
        horizon: int = 30,
        on: dt.date | None = None,
        top: int = 20,
    ) -> Outlook:
        """What to expect in the ``horizon`` days from ``on`` (tomorrow): of an actor, toward one, or of one toward another.

        Only what happened, is dated to the day and was known before ``on`` is looked at. Raises ``MissingExtra``
        without the install group, ``ActorError`` for an actor without such acts, ``UsageError`` where nothing is asked.
        """
        need("numpy", what="The outlook")
        from detente.outlook.prospects import next_acts

        day = on or tomorrow()
        acts = self._acts(day)
        if not acts:
            raise UsageError(
                "No act in this record is dated to a day before that and was known by then.",
                place=str(self._store.path),
                remedy="Read or import more: detente read PATH.",
            )
        moot = _Moot(self._store, day - dt.timedelta(days=1))
        return next_acts(acts, initiator, target, kind=kind, horizon=horizon, on=day, top=top, moot=moot)

    def recognition(
        self,
        toward: str,
        *,
        by: dt.date,
        on: dt.date | None = None,
        act: str = "recognise",
        since: dt.date | None = None,
    ) -> Spread:
        """The chance of each state to recognise an actor (or another act) from ``on`` (tomorrow) to ``by``.

        Only what was known before ``on`` is looked at; ``since`` is when the actor could first be recognised, where
        the record and the registry do not tell. Raises ``MissingExtra`` without the install group, ``UsageError`` for
        what cannot be asked.
        """
        need("numpy", what="The outlook")
        from detente.outlook.recognition.forecast import spread

        return spread(self._store, toward, by=by, on=on or tomorrow(), act=act, since=since)

    def _acts(self, until: dt.date) -> list[Act]:
        from detente.outlook.acts import acts_of

        read = acts_of(query.events(self._store, Filter(modality="happened")), until=until)
        return [*read, *ask.acts(self._store, until)]

    def seal_next(
        self, found: Outlook, initiator: str | None = None, target: str | None = None, *, kind: str | None = None
    ) -> Sealed:
        """Seal what ``next`` found. Raises ``UsageError`` for a forecast of days that are past."""
        asked = {"asked": "next", "initiator": initiator, "target": target, "kind": kind}
        said = tuple(
            Statement(one.initiator, one.kind, one.target, one.probability, found.base) for one in found.prospects
        )
        last = found.on + dt.timedelta(days=found.horizon - 1)
        model = NEXT if found.judged else NEXT_RATES
        return self._seal(asked, found.on, last, model, hashed(sorted(self._acts(found.on))), said)

    def seal_recognition(self, found: Spread) -> Sealed:
        """Seal what ``recognition`` found. Raises ``UsageError`` for a forecast of days that are past."""
        asked = {"asked": "recognition", "toward": found.toward, "kind": found.act, "since": found.since.isoformat()}
        said = tuple(Statement(one.state, found.act, found.toward, one.probability, one.base) for one in found.chances)
        return self._seal(asked, found.on, found.by, found.model.version, hashed(found.inputs), said)

    def _seal(
        self,
        asked: Mapping[str, str | None],
        start: dt.date,
        by: dt.date,
        model: str,
        inputs: str,
        said: tuple[Statement, ...],
    ) -> Sealed:
        question = {name: value for name, value in asked.items() if value}
        made = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        cutoff = start - dt.timedelta(days=1)
        return seal(self._store, Forecast(made, question, cutoff, start, by, model, inputs, said))

    def record(self, *, today: dt.date | None = None, known: dt.date | None = None) -> Ledger:
        """Every sealed forecast with what came of it by today, by what was ``known``, and whether the chain holds."""
        chain = read(self._store)
        starts = [one.forecast.start for one in chain.sealed if one.forecast]
        asked = Filter(modality="happened", since=min(starts, default=None), known=known)
        happened = Happened(ask.merged(self._store, query.events(self._store, asked), asked) if starts else ())
        day = today or dt.date.today()
        outcomes = {one.number: tuple(happened.resolve(one.forecast, day)) for one in chain.sealed if one.forecast}
        return Ledger(chain, outcomes)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The chain of sealed forecasts, and by their numbers what came of their statements."""

    chain: Chain
    outcomes: dict[int, tuple[Resolved, ...]]

    def judged(self) -> list[Resolved]:
        """The statements that can be judged, of forecasts that nobody has touched."""
        return [
            one
            for sealed in self.chain.sealed
            if sealed.intact
            for one in decided(self.outcomes.get(sealed.number, ()))
        ]


class _Moot:
    """Whether an act cannot be done as things stand on a day: recognising, or withholding it, once it was given."""

    def __init__(self, store: Store, on: dt.date) -> None:
        self._store, self._on = store, on
        self._levels: dict[tuple[str, str], dict[str, str]] = {}

    def __call__(self, initiator: str, kind: str, target: str) -> bool:
        book = codebook.load()
        if kind not in book or not book[kind].effects:
            return False
        effect = book[kind].effects[0]
        if book[kind].singular:
            level = effect.default if effect.level == TOLD else effect.level
            return self._level(initiator, target, effect.dimension) == level
        fixed = effect.does == "confirms" and effect.level != TOLD
        return fixed and self._level(initiator, target, effect.dimension) != effect.level

    def _level(self, initiator: str, target: str, dimension: str) -> str | None:
        pair = (initiator, target)
        if pair not in self._levels:
            found = standings(self._store, [pair], on=self._on, known=self._on, all_dimensions=True)
            self._levels[pair] = {standing.dimension: standing.level for standing in found}
        return self._levels[pair].get(dimension)
