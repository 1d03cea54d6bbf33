"""The record that users hold: one file with what was read, and every question that can be put to it.

The command line and the pages are thin over this. It knows the ledger and the status below it, and of readers and
formats only how to call them.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from detente import dates
from detente.errors import ActorError, DetenteError, RecordError, UsageError
from detente.evidence import Dossier, dossier
from detente.ledger import judging, query
from detente.ledger.append import (
    Added,
    Reading,
    append,
    checked,
    fetch_document,
    latest_readers,
    withdraw,
)
from detente.ledger.backup import backup
from detente.ledger.bonds import Voice, heard
from detente.ledger.claims import fetch_claims
from detente.ledger.files import under_way
from detente.ledger.migrate import derive_anew
from detente.ledger.plain import read_plain, write_plain
from detente.ledger.query import Filter
from detente.ledger.store import WAIT, Store
from detente.ledger.table import Table
from detente.model import Claim, Document, Event, Judgement
from detente.status.ask import standings
from detente.status.clocks import spells_by
from detente.status.conflicts import Scope, conflicts
from detente.status.derive import derive
from detente.status.opening import opened
from detente.status.queue import queue
from detente.status.tables import compared, lines
from detente.streams import ask

if TYPE_CHECKING:
    from detente.checking import Check
    from detente.outlook.desk import Desk
    from detente.reading import Reader
    from detente.reading.files import Came
    from detente.streams.take import Imported
    from detente.tables import Mapping as Mapping_
    from detente.tables import Taken
    from detente.trend import Trend

Day = dt.date | str
Progress = Callable[[Path, int, int], None]  # the file that comes next, how many are done, how many there are

DERIVE_EVERY = 20.0  # seconds of reading one by one
BUFFER = 5_000  # claims of a batch held back until they are written together


@dataclass(frozen=True, slots=True)
class FileResult:
    """What reading one file came to: what was added, or the error that kept it out."""

    path: Path
    file: str
    document_id: str | None = None
    new: bool = False
    claims: int = 0
    warnings: tuple[str, ...] = ()
    error: DetenteError | None = None

    @property
    def ok(self) -> bool:
        """Whether the file is in the record."""
        return self.error is None


@dataclass(frozen=True, slots=True)
class Account:
    """An event with the claims that tell of it, and the same by independent voice: who copied or cites whom is one."""

    event: Event
    claims: tuple[Claim, ...]
    voices: tuple[Voice, ...] = ()


class Record:
    """A record file, made where there is none. Close it, or use it in a ``with`` statement.

    The file is taken only for as long as something is done with it, so that several processes can read and write in
    turns; who finds it taken waits up to ``wait`` seconds. Raises RecordError or one of its kinds, each with what to do
    about it. ``copied`` is the copy that was made of a record of an older version before it was brought up to this one.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, wait: float = WAIT) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self._store, self.copied = opened(self.path, read_only, wait)
        self._batch: _Batch | None = None

    def close(self) -> None:
        """Give the file back to other processes."""
        self._store.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Record {self.path}>"

    # Reading and adding

    def read(
        self,
        paths: Iterable[str | Path] | str | Path,
        *,
        reader: Reader | None = None,
        progress: Progress | None = None,
    ) -> list[FileResult]:
        """Read files, folders and globs into the record; one result a file.

        A file that cannot be read leaves the record as it was and does not stop the rest: its result holds the error.
        """
        from detente.documents.load import find_files
        from detente.reading import default_reader

        self._writable()
        given = [paths] if isinstance(paths, str | Path) else list(paths)
        used = reader or default_reader()
        found = list(find_files([Path(path) for path in given]))
        results = []
        with self.batch(buffer=0):
            for done, path in enumerate(found):
                if progress:
                    progress(path, done, len(found))
                results.append(self._read_file(path, used))
        return results

    def read_on(
        self,
        master: str,
        paths: Iterable[str | Path] | str | Path,
        *,
        reader: str | None = None,
        shared: str | Path | None = None,
        progress: Progress | None = None,
    ) -> list[FileResult]:
        """As ``read``, by the workers of the Spark cluster at ``master``, as spark://host:7077.

        Workers see the files under the same paths, and write to a folder in ``shared`` (beside the record by default) that
        they see too. ``reader`` is the name of one that is installed there. Raises MissingExtra, UsageError, ClusterError.
        """
        from detente.documents.load import find_files
        from detente.reading.reader import DEFAULT
        from detente.reading.reader import reader as reader_of
        from detente.scale.cluster import connected
        from detente.scale.reading import read_on

        self._writable()
        given = [paths] if isinstance(paths, str | Path) else list(paths)
        found = list(find_files([Path(path) for path in given]))
        results: list[FileResult] = []
        if not found:
            return results
        used = reader or DEFAULT
        name = reader_of(used).name
        with connected(master, self._shared(shared)) as cluster, self.batch():
            for number, came in read_on(cluster, found, used, self.read_by(name)):
                if progress:
                    progress(found[number], number, len(found))
                results.append(self.receive(found[number], came, name))
        return results

    def read_by(self, reader: str) -> frozenset[str]:
        """The ids of the documents that a reader, by its name and version, was the last to read."""
        return frozenset(id for id, name in latest_readers(self._store).items() if name == reader)

    def receive(self, path: Path, came: Came, reader: str) -> FileResult:
        """Add what another process has read in a file, after the same checks; its result holds what is wrong with it."""
        if isinstance(came, DetenteError):
            return FileResult(path, path.name, error=came)
        document, claims = came
        if claims is None:
            return FileResult(path, document.file, document.id, warnings=document.warnings)
        try:
            added = self.add(document, claims, reader=reader)
        except RecordError:
            raise
        except DetenteError as error:
            return FileResult(path, path.name, error=error)
        return FileResult(path, document.file, added.document_id, added.new, added.claims, document.warnings)

    def _shared(self, folder: str | Path | None) -> Path:
        return Path(folder) if folder else self.path.resolve().parent

    def _read_file(self, path: Path, reader: Reader) -> FileResult:
        from detente.documents.load import read_document

        try:
            document = read_document(path)
            if latest_readers(self._store, document.id).get(document.id) == reader.name:
                return FileResult(path, document.file, document.id, warnings=document.warnings)
            added = self.add(document, reader.read(document), reader=reader.name)
        except RecordError:
            raise
        except DetenteError as error:
            return FileResult(path, path.name, error=error)
        return FileResult(path, document.file, added.document_id, added.new, added.claims, document.warnings)

    def add(self, document: Document, claims: Sequence[Claim], reader: str = "") -> Added:
        """Add a document with its claims, all or nothing. Adding it again with the same reader changes nothing.

        ``reader`` names who read it, with its version; left out, it is taken from the claims. Raises QuoteError where a
        claim's words are not in the document.
        """
        self._writable()
        by = reader or next((claim.reader for claim in claims if claim.reader), "unnamed")
        reading = checked(document, claims, by, dt.date.today())
        if self._batch:
            return self._batch.add(reading)
        with self._store.transaction():
            added = append(self._store, [reading], _now())[0]
            if added.new:
                derive(self._store)
        return added

    def import_table(
        self, path: str | Path, mapping: Mapping_ | str | Path, *, sheet: str | None = None
    ) -> tuple[Added, Taken]:
        """Take the rows of a CSV or XLSX file as claims; what was added, and what the table came to.

        ``mapping`` says what its columns tell: a ``detente.tables.Mapping``, its TOML file, or the name of one that comes
        with detente. Rows that cannot be taken are listed with their reasons in ``Taken.rejected``. A table that was
        taken before by the same mapping changes nothing; by another, it is read anew.
        """
        from detente.tables import Mapping, load_mapping, read_table

        self._writable()
        columns = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
        taken = read_table(Path(path), columns, sheet)
        return self.add(taken.document, taken.claims, reader=taken.reader), taken

    @contextmanager
    def batch(self, *, buffer: int = BUFFER) -> Iterator[Record]:
        """Add many documents, and derive events and spells once at the end.

        Up to ``buffer`` claims are held back to be written together; with 0 each document is written as it is added.
        """
        self._writable()
        if self._batch:
            yield self
            return
        self._batch = _Batch(self._store, buffer)
        with under_way(self.path):
            try:
                yield self
            finally:
                batch, self._batch = self._batch, None
                batch.flush()
                self.derive()

    def import_stream(self, stream: str, path: str | Path) -> Imported:
        """Take a file of an event stream (gdelt, icews, polecat) in, all or nothing; taken again, it changes nothing.

        Raises NotThisFormat and other kinds of DocumentError, MissingExtra without the install group ``scale``.
        """
        from detente.streams.take import needs_ibis, take

        self._writable()
        needs_ibis()
        return take(self._store, stream, Path(path))

    def import_streams_on(
        self, master: str, stream: str, paths: Iterable[str | Path], *, shared: str | Path | None = None
    ) -> list[tuple[Path, Imported | DetenteError]]:
        """As ``import_stream`` for many files, by a Spark cluster; each with what it came to, or why it was not taken.

        ``master`` and ``shared`` are as in ``read_on``.
        """
        from detente.streams.cluster import take_on
        from detente.streams.take import needs_ibis

        self._writable()
        needs_ibis()
        return list(take_on(self._store, stream, [Path(path) for path in paths], master, self._shared(shared)))

    def trend(
        self,
        a: str | Sequence[str],
        b: str | Sequence[str],
        *,
        of: str = "both",
        on: Day | None = None,
        known: Day | None = None,
        master: str | None = None,
        shared: str | Path | None = None,
    ) -> Trend:
        """Months, phases and turning points of a pair, or of two sides of several actors each.

        ``of`` is ``read``, ``streamed`` or ``both``, the events that it is made of; nothing that came after ``on`` or was known
        after ``known`` is looked at. With ``master``, a Spark cluster sums up
        the months of streamed events; it and ``shared`` are as in ``read_on``.
        """
        from detente.trend import trend

        one, other = ([self._named(actor) for actor in ([side] if isinstance(side, str) else side)] for side in (a, b))
        return trend(
            self._store, one, other, of=of, on=_last(on), known=_last(known), master=master, shared=self._shared(shared)
        )

    def index(self, *, known: Day | None = None, master: str | None = None, shared: str | Path | None = None) -> Table:
        """The months of every pair of which a stream tells, whoever acts, by pair and month.

        ``a, b, month, events, reports, friendly, hostile, cooperation, conflict, index``; see docs/method/trend.md.
        """
        from detente.streams.index import index

        return Table(index(self._store, known=_last(known), master=master, shared=self._shared(shared)))

    def remove(self, document: str) -> bool:
        """Take a document's claims out of every answer; False if it is not there. Reading it again brings them back."""
        self._writable()
        with self._store.transaction():
            gone = withdraw(self._store, document, _now())
            derive(self._store)
        return gone

    def backup(self, path: str | Path) -> Path:
        """Copy the record to another file, whole or not at all, each block of it checked. Others can read meanwhile."""
        self._store.release()
        return backup(self.path, Path(path))

    def write_plain(self, folder: str | Path) -> dict[str, int]:
        """Write all that was read and judged into a new folder, as JSON Lines and texts; ``restore`` reads it back."""
        return write_plain(self._store, Path(folder))

    def waiting(self) -> int:
        """How many pairs another process, at work on the record, has not derived yet: 0 when all is told."""
        return int(self._store.rows("select count(distinct pair) from dirty")[0][0])

    def derive(self) -> int:
        """Bring events and spells up to date; done by itself after adding. Gives how many pairs were touched."""
        self._writable()
        return derive(self._store)

    # Asking

    def documents(self) -> Table:
        """The documents, by file name."""
        return query.documents(self._store)

    def document(self, id: str) -> Document:
        """A document as it was read, with its text. Raises RecordError for an unknown id."""
        return fetch_document(self._store, id)

    def claims(
        self,
        *,
        document: str | None = None,
        kind: str | None = None,
        a: str | None = None,
        b: str | None = None,
        ids: Sequence[str] | None = None,
    ) -> Table:
        """The claims that count, by document and place; ``document`` is an id or a file name."""
        return query.claims(self._store, document=document, kind=kind, a=self._actor(a), b=self._actor(b), ids=ids)

    def events(
        self,
        a: str | None = None,
        b: str | None = None,
        *,
        kind: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        modality: str | None = None,
        on: Day | None = None,
        known: Day | None = None,
        ids: Sequence[str] | None = None,
        streams: bool = False,
    ) -> Table:
        """Events in order of time, undated ones last, in which each actor given takes part on either side.

        ``since`` and ``until`` keep events that can have come in that time; ``on`` those that can have come by that
        day; with ``known``, only what was known by that day is merged. ``stream`` names the stream that an event was
        taken from, and is null for one that was read. Streamed events have no quote; ask for them with ``streams``.
        """
        asked = Filter(
            self._actor(a),
            self._actor(b),
            kind,
            _first(since),
            _last(until),
            modality,
            _last(on),
            _last(known),
            ids=tuple(ids) if ids is not None else None,
        )
        read = query.events(self._store, asked)
        return ask.merged(self._store, read, asked) if streams else read

    def timeline(
        self, a: str, b: str, *, on: Day | None = None, known: Day | None = None, streams: bool = False
    ) -> Table:
        """Every event between two actors, whoever acts, in order of time, with its words and sources."""
        return self.events(a, b, on=on, known=known, streams=streams)

    def streamed(self, a: str, b: str, *, on: Day | None = None, known: Day | None = None) -> dict[str, int]:
        """How many events between two actors each stream tells of; no answer but ``events`` and ``trend`` counts them."""
        return ask.counted(self._store, Filter(self._actor(a), self._actor(b), on=_last(on), known=_last(known)))

    def event(self, id: str) -> Account:
        """An event with the claims that tell of it. Raises RecordError for an unknown id."""
        streamed = ask.event(self._store, id)
        if streamed:
            return Account(streamed, ())
        event = query.event(self._store, id)
        return Account(event, tuple(fetch_claims(self._store, event.claims)), heard(self._store, id))

    def evidence(self, id: str) -> Dossier:
        """An event's page of evidence: its claims by independent voice, with why some are one, where they are at odds, what
        it did to which status, and what was judged of it. Raises RecordError for an unknown id."""
        account = self.event(id)
        if account.event.stream:
            return Dossier(account.event)
        return dossier(self._store, account.event, account.voices)

    def events_of(self, claims: Sequence[str]) -> dict[str, str]:
        """The events that some claims tell of, by the id of the claim."""
        return query.events_of(self._store, claims)

    def status(self, a: str, b: str, *, on: Day, known: Day | None = None, all: bool = False) -> Table:
        """How two actors stand toward each other on a day, each value with the event, quote and source it rests on.

        Nothing that happened after ``on`` or was known after ``known`` is in the answer. ``all`` adds the dimensions of
        which nothing is told, at the level that holds by default.
        """
        one, other = self._named(a), self._named(b)
        pairs = [(one, other), (other, one)]
        return lines(standings(self._store, pairs, on=_day(on), known=_last(known), all_dimensions=all))

    def spells(
        self,
        *,
        initiator: str | None = None,
        target: str | None = None,
        dimension: str | None = None,
        on: Day | None = None,
        known: Day | None = None,
    ) -> Table:
        """Every spell: a dimension at one level for one directed pair, from a date to a date.

        With ``on`` and ``known``, those that follow from what can have come by the one and was known by the other.
        """
        asked = self._actor(initiator), self._actor(target), dimension
        if on or known:
            return spells_by(self._store, *asked, on=_last(on), known=_last(known))
        return query.spells(self._store, initiator=asked[0], target=asked[1], dimension=dimension)

    def compare(
        self,
        toward: str,
        actors: Sequence[str] = (),
        *,
        on: Day | None = None,
        known: Day | None = None,
        since: Day | None = None,
    ) -> Table:
        """How each of several actors stands toward one, in the same lines as ``status``; all of whom anything is known
        unless some are named, today unless a day is given.

        With ``since``, each line also has ``changed``, ``before`` (the level on that earlier day) and ``before_since``; a
        level that no longer holds, and that nothing follows, is a line whose ``level`` is null.
        """
        target = self._named(toward)
        initiators = [self._named(actor) for actor in actors] or query.standing_toward(self._store, target)
        pairs = [(initiator, target) for initiator in initiators]
        day, by = _day(on) if on else dt.date.today(), _last(known)
        now = standings(self._store, pairs, on=day, known=by)
        if since is None:
            return lines(now)
        return compared(now, standings(self._store, pairs, on=_day(since), known=by))

    def knows(self, actor: str) -> bool:
        """Whether anything is told of the actor of an id."""
        return query.tells_of(self._store, actor)

    def version(self) -> tuple[int, int]:
        """Two numbers, how many readings and judgements there are: as long as they stay, so does every answer."""
        return query.version(self._store)

    # Judging

    def judge(
        self,
        action: str,
        subject: str,
        *,
        reviewer: str,
        reason: str | None = None,
        changes: Mapping[str, Any] | None = None,
        at: dt.datetime | None = None,
    ) -> Judgement:
        """Write a reviewer's decision into the log, and derive what follows from it. Gives the entry.

        ========  ==============  ===========================================================================
        action    subject         changes
        ========  ==============  ===========================================================================
        accept    claim or event  none
        reject    claim or event  none
        correct   claim or event  any of ``kind initiators targets date modality speaker level about``
        split     event           ``claims``: the ids of those of its claims that tell of another act
        merge     event           ``with``: the ids of the events whose claims tell of this act too
        add       document        ``quote``, ``kind`` and any of the fields that can be corrected; ``start`` where
                                  the words stand in it more than once. ``subject`` is its id or file name
        undo      judgement       none
        ========  ==============  ===========================================================================

        What is said of an event holds for the claims that tell of it now. ``at`` is in UTC, now by default. Raises
        RecordError for a subject that the record does not have, UsageError for changes that do not fit the action,
        QuoteError, KindError, DateError or ActorError for a claim that cannot be taken; nothing is written then.
        """
        self._writable()
        with self._store.transaction():
            judgement = judging.judge(
                self._store,
                action,
                subject,
                reviewer=reviewer,
                reason=reason,
                changes=changes or {},
                at=at or _now(),
                named=self._named,
            )
            derive(self._store)
        return judgement

    def judgements(self, subject: str | None = None) -> Table:
        """The log in order of time: ``id, at, reviewer, action, subject, changes`` (JSON)``, reason, in_force, reaches``.

        ``in_force`` is False for those that were undone, ``reaches`` False where the record no longer has what was
        judged. With ``subject``, only what was decided about that claim, event, document or judgement.
        """
        return query.judgements(self._store, subject)

    def replay(self, judgements: Iterable[Judgement | Mapping[str, Any]]) -> int:
        """Append judgements of another record, as they are; gives how many were new.

        Takes the rows of ``judgements()`` or of its export as JSON Lines. A record that was built again from the same
        documents then gives the same answers, whatever the order of reading and replaying.
        """
        self._writable()
        with self._store.transaction():
            new = judging.replay(self._store, judgements)
            derive(self._store)
        return new

    def queue(self, a: str | None = None, b: str | None = None, *, limit: int | None = 50) -> Table:
        """What is worth a reviewer's minute, most first: events that nobody has judged, by doubt times consequence.

        One row an event: ``weight, doubt`` (0 to 1)``, consequence`` (days of status that rest on it)``, why`` (texts)``,
        statuses`` (texts), then the columns of ``events()``, among them ``claim_ids``.
        """
        return queue(self._store, self._actor(a), self._actor(b), limit)

    # Doubting

    def conflicts(
        self,
        a: str | None = None,
        b: str | None = None,
        *,
        sort: str | None = None,
        on: Day | None = None,
        known: Day | None = None,
    ) -> Table:
        """Where the record is at odds with itself, or thin; the gravest first.

        One row each: ``id, sort, text`` (a sentence)``, initiator, target, dimension, kind, events`` (ids)``, judged``
        (whether a reviewer has been there)``, sides``: who stands where, as structs of ``says, event, claim, quote, file,
        date, speaker, notes, sources``. ``sort`` is one of
        ``date actor level happened order voice end``: sources that disagree on when, who, at what level or whether;
        orders that cannot be; statuses on one voice; spells whose end nobody tells.
        """
        scope = Scope(self._actor(a), self._actor(b), _last(on), _last(known))
        return conflicts(self._store, scope, sort)

    def check(self, path: str | Path, *, reader: Reader | None = None) -> Check:
        """Check a draft against the record, which is left as it is: its dates, roles, notes and sources, by passage.

        Raises the DocumentError of a file that cannot be read.
        """
        from detente.checking.check import check
        from detente.reading import default_reader

        return check(self._store, Path(path), reader or default_reader())

    @property
    def outlook(self) -> Desk:
        """Forecasts from this record, and the sealed record of past ones."""
        from detente.outlook.desk import Desk

        return Desk(self._store)

    def _named(self, actor: str) -> str:
        """The id of an actor given by id or name. Raises ActorError where neither registry nor record has it."""
        from detente.actors import registry

        try:
            return registry().find(actor).id
        except ActorError:
            if query.tells_of(self._store, actor) or ask.taken_of(self._store, actor):
                return actor
            raise

    def _actor(self, actor: str | None) -> str | None:
        return self._named(actor) if actor else None

    def _writable(self) -> None:
        if self.read_only:
            raise RecordError(
                "The record was opened to be read only.", place=str(self.path), remedy="Open it without read_only."
            )


class _Batch:
    """Readings held back until there are enough to write together."""

    def __init__(self, store: Store, buffer: int) -> None:
        self._store = store
        self._buffer = buffer
        self._held: list[Reading] = []
        self._claims = 0
        self._latest = latest_readers(store) if buffer else {}
        self._derived = time.monotonic()

    def add(self, reading: Reading) -> Added:
        """Hold a reading back, or write it with those before it."""
        if not self._buffer:
            added = append(self._store, [reading], _now())[0]
            self._keep_up()
            return added
        if self._latest.get(reading.document.id) == reading.reader:
            return Added(reading.document.id, False, 0)
        self._latest[reading.document.id] = reading.reader
        self._held.append(reading)
        self._claims += len(reading.claims)
        if self._claims >= self._buffer:
            self.flush()
        return Added(reading.document.id, True, len(reading.claims))

    def _keep_up(self) -> None:
        """Derive now and then, so that who reads meanwhile finds more than documents."""
        if time.monotonic() - self._derived > DERIVE_EVERY:
            derive(self._store)
            self._derived = time.monotonic()

    def flush(self) -> None:
        """Write what is held back, all or nothing."""
        held, self._held, self._claims = self._held, [], 0
        if held:
            append(self._store, held, _now())


def restore(folder: str | Path, path: str | Path) -> dict[str, int]:
    """A new record out of a folder that ``Record.write_plain`` wrote; gives how many lines of each file were taken.

    The record is there whole or not at all. Raises UsageError, with file and line, for what cannot be taken.
    """
    target = Path(path)
    if target.exists():
        raise RecordError("There is a record already.", place=str(target), remedy="Name a new one with --record.")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with Record(part) as record:
            counts = read_plain(record._store, Path(folder))
            derive_anew(record._store)
            record.derive()
        part.replace(target)
    finally:
        for left in (part, part.with_name(part.name + ".wal")):
            left.unlink(missing_ok=True)
    return counts


def open(path: str | Path = "record.duckdb", *, read_only: bool = False, wait: float = WAIT) -> Record:
    """Open a record, making it where there is none."""
    return Record(path, read_only=read_only, wait=wait)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def _day(day: Day) -> dt.date:
    """A single day. Raises UsageError for anything coarser or else."""
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"'{day}' is not a day.", remedy="Write it as 2025-08-01.") from None


def _first(day: Day | None) -> dt.date | None:
    if day is None or isinstance(day, dt.date):
        return day
    return dates.parse(day).first


def _last(day: Day | None) -> dt.date | None:
    if day is None or isinstance(day, dt.date):
        return day
    return dates.parse(day).last
