"""The record as a server holds it: several readers side by side, one writer, and the file given back when nobody asks.

DuckDB lets many processes read a file, or one write to it. So a server that only shows the record opens it for reading,
and closes it after some seconds without a question, so that ``detente read`` can add documents beside it. A server on
which claims are reviewed keeps it open for writing.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import RecordBusy
from detente.record import Record

READERS = 4
IDLE = 3.0  # seconds without a question, after which the file is given back
WAIT = 15.0  # seconds that a question waits for its turn


class Holder:
    """A record opened as often as there are questions at once, at most ``readers`` times."""

    def __init__(self, path: Path, *, writing: bool = False, readers: int = READERS, idle: float = IDLE) -> None:
        self.path = path
        self.writing_allowed = writing
        self._readers = readers
        self._idle = idle
        self._free: queue.LifoQueue[Record | None] = queue.LifoQueue()
        for _ in range(readers):
            self._free.put(None)
        self._write_lock = threading.Lock()
        self._state = threading.Lock()
        self._timer: threading.Timer | None = None
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Record]:
        """A record to ask. Raises RecordError where it cannot be opened, RecordBusy where too many ask at once."""
        held = self._take()
        try:
            record = held or self._open()
        except BaseException:
            self._free.put(None)
            raise
        try:
            yield record
        finally:
            self._give_back(record)

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """A record to add to; one at a time."""
        with self._write_lock, self.reading() as record:
            yield record

    def close(self) -> None:
        """Give the file back for good."""
        with self._state:
            self._closed = True
        self._release()

    def _open(self) -> Record:
        return Record(self.path, read_only=not self.writing_allowed)

    def _take(self) -> Record | None:
        try:
            return self._free.get(timeout=WAIT)
        except queue.Empty:
            raise RecordBusy(
                "Too many questions at once.", place=str(self.path), remedy="Try again in a moment."
            ) from None

    def _give_back(self, record: Record) -> None:
        self._free.put(record)
        if self.writing_allowed and not self._closed:
            return
        with self._state:
            if self._timer:
                self._timer.cancel()
            self._timer = threading.Timer(0 if self._closed else self._idle, self._release)
            self._timer.daemon = True
            self._timer.start()

    def _release(self) -> None:
        """Close every copy that nobody uses."""
        taken = []
        for _ in range(self._readers):
            try:
                taken.append(self._free.get_nowait())
            except queue.Empty:
                break
        for record in taken:
            if record:
                record.close()
            self._free.put(None)
