"""A whole record as plain files, and back: JSON Lines for what was appended, and each document's text as a file.

    record.json        what this is, and how many lines each file has
    documents.jsonl    a document a line, with its blocks, passages, notes and marks
    readings.jsonl     who read what when; claims.jsonl, judgements.jsonl
    texts/…/d-….txt    the text that all offsets refer to, by the document's id

What is derived is not in it: it follows. Written out, read into a new record and written out again, every file is the same
to the byte. Files that are read come from anywhere: every line is checked, and none of them names another file.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from detente.errors import DetenteError, RecordError, UsageError
from detente.ledger.append import Structure, check_claim
from detente.ledger.claims import COLUMNS, claim_columns, claim_of, claim_types
from detente.ledger.store import SCHEMA_VERSION, Store
from detente.model import Claim, Document

FORMAT = "detente record 1"
BATCH = 2_000  # lines that pass through at a time
_ID = re.compile(r"[\w.-]{1,200}")
_TEXT = ("id", "file", "title", "author", "publisher", "date", "address", "language")

Row = TypeVar("Row", bound=msgspec.Struct)


class DocumentLine(msgspec.Struct, forbid_unknown_fields=True):
    """A line of documents.jsonl."""

    id: str
    file: str
    title: str | None
    author: str | None
    publisher: str | None
    date: str | None
    address: str | None
    language: str
    known: dt.date
    read_at: dt.date
    structure: msgspec.Raw


class ReadingLine(msgspec.Struct, forbid_unknown_fields=True):
    """A line of readings.jsonl."""

    number: int
    document: str
    reader: str
    at: dt.datetime


class ClaimLine(msgspec.Struct, forbid_unknown_fields=True):
    """A line of claims.jsonl: the claim, and the number of the reading that it is of."""

    reading: int
    claim: Claim


class JudgementLine(msgspec.Struct, forbid_unknown_fields=True):
    """A line of judgements.jsonl."""

    id: str
    at: dt.datetime
    reviewer: str
    action: str
    subject: str
    changes: msgspec.Raw
    reason: str | None


def write_plain(store: Store, folder: Path) -> dict[str, int]:
    """Write the record into a folder that is not there yet, whole or not at all; gives how many lines each file has."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("Something is there already.", place=str(folder), remedy="Name a new folder.")
    part = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        (part / "texts").mkdir(parents=True)
        with store.held():
            counts = {name: _write(part / f"{name}.jsonl", rows(store, part)) for name, rows in _WRITTEN.items()}
        about = {"format": FORMAT, "schema": SCHEMA_VERSION, "lines": counts}
        (part / "record.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise UsageError(
            f"It cannot be written: {error.strerror}.", place=str(folder), remedy="Name a folder elsewhere."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return counts


def read_plain(store: Store, folder: Path) -> dict[str, int]:
    """Read such a folder into an empty record, all or nothing. Events and spells are then to be derived.

    Raises UsageError, with file and line, for what cannot be taken, RecordError where the record is not empty.
    """
    about = _about(folder)
    with store.transaction():
        if store.rows("select 1 from readings limit 1"):
            raise RecordError(
                "The record is not empty.", place=str(store.path), remedy="Import into a new one: --record NEW."
            )
        _Reading(store, folder).take()
        for name, told in about.items():
            count = int(store.rows(f"select count(*) from {name}")[0][0])
            if count != told:
                raise UsageError(
                    f"It has {count} lines and should have {told}.",
                    place=str(folder / f"{name}.jsonl"),
                    remedy="Copy the folder again: it is cut short.",
                )
    return about


def _write(path: Path, rows: Iterable[msgspec.Struct]) -> int:
    count = 0
    with path.open("wb") as out:
        for row in rows:
            out.write(msgspec.json.encode(row) + b"\n")
            count += 1
    return count


def _rows(store: Store, columns: Sequence[str], table: str, order: str = "rowid") -> Iterator[tuple[Any, ...]]:
    """The rows of a table in order, some at a time."""
    listed = ", ".join(f'"{name}"' for name in columns)
    count = int(store.rows(f"select count(*) from {table}")[0][0])
    cursor = store.connection.cursor()
    try:
        cursor.execute(f"select {listed} from {table} order by {order}")
        for _ in range(0, count, BATCH):
            yield from cursor.fetchmany(BATCH)
    finally:
        cursor.close()


def _documents(store: Store, folder: Path) -> Iterator[DocumentLine]:
    columns = (*_TEXT, "known", "read_at", "structure", "text")
    for *values, structure, text in _rows(store, columns, "documents"):
        path = text_path(folder, values[0])
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        told = dict(zip(columns, values, strict=False))
        yield DocumentLine(**told, structure=msgspec.Raw(structure.encode()))


def _readings(store: Store, _: Path) -> Iterator[ReadingLine]:
    for row in _rows(store, ("number", "document", "reader", "at"), "readings"):
        yield ReadingLine(*row)


def _claims(store: Store, _: Path) -> Iterator[ClaimLine]:
    for reading, *values in _rows(store, ("reading", *COLUMNS), "claims"):
        yield ClaimLine(reading, claim_of(values))


def _judgements(store: Store, _: Path) -> Iterator[JudgementLine]:
    columns = ("id", "at", "reviewer", "action", "subject", "payload", "reason")
    for *values, payload, reason in _rows(store, columns, "judgements"):
        told = dict(zip(columns, values, strict=False))
        yield JudgementLine(**told, changes=msgspec.Raw(payload.encode()), reason=reason)


_WRITTEN: dict[str, Callable[[Store, Path], Iterator[msgspec.Struct]]] = {
    "documents": _documents,
    "readings": _readings,
    "claims": _claims,
    "judgements": _judgements,
}


def text_path(folder: Path, document: str) -> Path:
    """Where a document's text stands. Raises UsageError for an id that no file can be named for."""
    if not _ID.fullmatch(document) or document.strip(".") == "":
        raise UsageError(
            f"'{document[:80]}' is no document's id.", place=str(folder), remedy="Export the record again."
        )
    return folder / "texts" / document[-2:].strip(".").ljust(1, "_") / f"{document}.txt"


def _about(folder: Path) -> dict[str, int]:
    try:
        about = json.loads((folder / "record.json").read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise UsageError(
                f"It is of another format: {str(about['format'])[:80]}.",
                place=str(folder),
                remedy="Use the version of detente that wrote it.",
            )
        return {name: int(about["lines"][name]) for name in _WRITTEN}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "This is no folder of a record.", place=str(folder), remedy="Name one that `detente export record` wrote."
        ) from error


class _Reading:
    """The lines of a folder on their way into a record."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._files: dict[str, str] = {}
        self._numbers: dict[int, str] = {}

    def take(self) -> None:
        """Take everything, file by file."""
        for document_lines in self._batches("documents", DocumentLine):
            self._take_documents(document_lines)
        for reading_lines in self._batches("readings", ReadingLine):
            self._take_readings(reading_lines)
        for claim_lines in self._batches("claims", ClaimLine):
            self._take_claims(claim_lines)
        for judgement_lines in self._batches("judgements", JudgementLine):
            self._take_judgements(judgement_lines)

    def _batches(self, name: str, kind: type[Row]) -> Iterator[list[tuple[int, Row]]]:
        """The lines of a file, each with its number, some at a time."""
        batch: list[tuple[int, Row]] = []
        path = self._folder / f"{name}.jsonl"
        try:
            with path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    batch.append((number, self._decoded(line, kind, path, number)))
                    if len(batch) == BATCH:
                        yield batch
                        batch = []
        except OSError as error:
            raise UsageError(
                f"It cannot be read: {error.strerror}.", place=str(path), remedy="Copy the folder again."
            ) from error
        if batch:
            yield batch

    def _decoded(self, line: bytes, kind: type[Row], path: Path, number: int) -> Row:
        try:
            return msgspec.json.decode(line, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._fault(path.stem, number, str(error)) from error

    def _fault(self, name: str, line: int, why: str) -> UsageError:
        return UsageError(
            f"It cannot be taken: {why.rstrip('.')}.",
            place=f"{self._folder / name}.jsonl:{line}",
            remedy="Nothing was imported. Mend the line, or export the record again.",
        )

    def _take_documents(self, lines: Sequence[tuple[int, DocumentLine]]) -> None:
        texts = []
        for number, line in lines:
            try:
                msgspec.json.decode(line.structure, type=Structure)
                texts.append(text_path(self._folder, line.id).read_bytes().decode())
            except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
                raise self._fault("documents", number, f"its text or structure, {error}") from error
            if line.id in self._files:
                raise self._fault("documents", number, f"document {line.id} stands twice")
            self._files[line.id] = line.file
        columns: dict[str, list[Any]] = {
            name: [getattr(line, name) for _, line in lines] for name in (*_TEXT, "known", "read_at")
        }
        columns["structure"] = [bytes(line.structure).decode() for _, line in lines]
        self._store.insert("documents", columns | {"text": texts})

    def _take_readings(self, lines: Sequence[tuple[int, ReadingLine]]) -> None:
        for number, line in lines:
            if line.document not in self._files or line.number in self._numbers or line.number < 1:
                raise self._fault("readings", number, f"reading {line.number} of document {line.document}")
            self._numbers[line.number] = line.document
        names = ("number", "document", "reader", "at")
        self._store.insert("readings", {name: [getattr(line, name) for _, line in lines] for name in names})

    def _take_claims(self, lines: Sequence[tuple[int, ClaimLine]]) -> None:
        texts = self._texts({line.claim.document for _, line in lines})
        for number, line in lines:
            document = texts.get(line.claim.document)
            if document is None or self._numbers.get(line.reading) != line.claim.document or not line.claim.known:
                raise self._fault("claims", number, f"claim {line.claim.id} is of no reading there is")
            try:
                check_claim(document, line.claim)
            except DetenteError as error:
                raise self._fault("claims", number, error.message) from error
        self._store.insert("claims", claim_columns([(line.reading, line.claim) for _, line in lines]), claim_types())

    def _texts(self, documents: set[str]) -> dict[str, Document]:
        rows = self._store.rows(
            "select id, file, text from documents where id in (select unnest(?::varchar[]))", [sorted(documents)]
        )
        return {id: Document(id, file, text, (), ()) for id, file, text in rows}

    def _take_judgements(self, lines: Sequence[tuple[int, JudgementLine]]) -> None:
        names = ("id", "at", "reviewer", "action", "subject", "reason")
        columns: dict[str, list[Any]] = {name: [getattr(line, name) for _, line in lines] for name in names}
        self._store.insert("judgements", columns | {"payload": [bytes(line.changes).decode() for _, line in lines]})
