"""Files into a record one by one, in this process or in several, so that each can be told of as soon as it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import RecordError
from detente.reading.files import Came, came_of, unexpected
from detente.reading.reader import reader as reader_of

if TYPE_CHECKING:
    from detente.reading import Reader
    from detente.record import FileResult, Record

Told = Callable[[Path, int, int], None]


def results_of(record: Record, paths: Sequence[Path], reader: str, jobs: int, told: Told) -> Iterator[FileResult]:
    """Read files, folders and globs with the reader of a name; what became of each file, in order.

    A file that fails leaves the record as it was, and the rest are read. Whatever one file brings to light, also a
    mistake of ours, is that file's failure alone.
    """
    from detente.documents.load import find_files

    used = reader_of(reader)
    found = list(find_files(paths))
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
        return FileResult(path, path.name, error=unexpected(error, path))


def _in_parallel(record: Record, found: Sequence[Path], reader: str, jobs: int, told: Told) -> Iterator[FileResult]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    name = reader_of(reader).name
    before = record.read_by(name)
    # Spawned rather than forked: DuckDB and the parser run threads that a fork would leave half alive.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (reader, before)) as pool:
        for done, (path, came) in enumerate(zip(found, pool.map(_read, found), strict=True)):
            told(path, done, len(found))
            yield record.receive(path, came, name)


_asked: tuple[str, frozenset[str]] = ("", frozenset())  # set in each worker when it starts


def _prepare(reader: str, before: frozenset[str]) -> None:
    global _asked
    _asked = reader, before


def _read(path: Path) -> Came:
    return came_of(path, *_asked)
