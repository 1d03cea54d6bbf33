"""Files into a record one by one, in this process or in several, so that each can be told of as soon as it is read."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError, RecordError
from detente.reading.reader import DEFAULT

if TYPE_CHECKING:
    from detente.model import Claim, Document
    from detente.reading import Reader
    from detente.record import FileResult, Record

Told = Callable[[Path, int, int], None]
Read = tuple["Document", tuple["Claim", ...] | None] | DetenteError  # no claims: it was read before


def results_of(record: Record, paths: Sequence[Path], reader: str, jobs: int, told: Told) -> Iterator[FileResult]:
    """Read files, folders and globs with the reader of a name; what became of each file, in order.

    A file that fails leaves the record as it was, and the rest are read. Whatever one file brings to light, also a
    mistake of ours, is that file's failure alone.
    """
    from detente.documents.load import find_files
    from detente.reading import reader as reader_of

    used, found = reader_of(reader), list(find_files(paths))
    with record.batch(buffer=0):
        if jobs == 1 or len(found) == 1:
            for done, path in enumerate(found):
                told(path, done, len(found))
                yield _read_here(record, path, used)
        else:
            yield from _in_parallel(record, found, reader, jobs, told)


def _read_here(record: Record, path: Path, reader: Reader) -> FileResult:
    from detente.record import FileResult

    try:
        return record.read([path], reader=reader)[0]
    except RecordError:
        raise
    except Exception as error:
        return FileResult(path, path.name, error=_unexpected(error, path))


def _unexpected(error: Exception, path: Path) -> DetenteError:
    if isinstance(error, DetenteError):
        return error
    if os.environ.get("DETENTE_DEBUG", "0") not in {"", "0"}:
        traceback.print_exc()
    told = f"This should not have happened: {type(error).__name__}: {error}."
    return DetenteError(told, place=path.name, remedy="Please report it, with the file if you can share it.")


def _in_parallel(record: Record, found: Sequence[Path], reader: str, jobs: int, told: Told) -> Iterator[FileResult]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from detente.reading import reader as reader_of

    name = reader_of(reader).name
    before = frozenset(row["id"] for row in record.documents().to_pylist() if row["reader"] == name)
    # Spawned rather than forked: DuckDB and the parser run threads that a fork would leave half alive.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (reader, before)) as pool:
        for done, (path, came) in enumerate(zip(found, pool.map(_read, found), strict=True)):
            told(path, done, len(found))
            yield _added(record, path, name, came)


def _added(record: Record, path: Path, reader: str, came: Read) -> FileResult:
    from detente.record import FileResult

    if isinstance(came, DetenteError):
        return FileResult(path, path.name, error=came)
    document, claims = came
    if claims is None:
        return FileResult(path, document.file, document.id, warnings=document.warnings)
    try:
        added = record.add(document, claims, reader=reader)
    except RecordError:
        raise
    except DetenteError as error:
        return FileResult(path, path.name, error=error)
    return FileResult(path, document.file, added.document_id, added.new, added.claims, document.warnings)


_reader = DEFAULT  # these two are set in each worker when it starts
_read_before: frozenset[str] = frozenset()


def _prepare(reader: str, before: frozenset[str]) -> None:
    global _reader, _read_before
    _reader, _read_before = reader, before


def _read(path: Path) -> Read:
    from detente.documents.load import read_document
    from detente.reading import reader as reader_of

    try:
        document = read_document(path)
        if document.id in _read_before:
            return document, None
        return document, tuple(reader_of(_reader).read(document))
    except Exception as error:
        return _unexpected(error, path)
