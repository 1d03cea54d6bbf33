"""A process of its own for reading what stands on the pages of PDF files.

A file of two kilobytes can keep ``pdfium`` busy for years, and one that is broken in the right way can bring it down.
In a process of its own neither stops the reading of all other files: that process is given so long for a page and so
much memory, and is started anew after it ended. Knows nothing of what is read.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import IO

from detente import errors
from detente.documents import limits
from detente.documents.pdf.glyphs import Found, Page, Sheets, read_pages
from detente.errors import DamagedDocument, DocumentError, HostileDocument

PATIENCE = 30.0  # seconds for a page
_MEMORY = 6 * 1024**3  # bytes of address space
_COMMAND = "from detente.documents.pdf.process import serve; serve()"
_LENGTH = struct.Struct(">Q")
_LOCK = threading.Lock()


def read_sheets(data: bytes, file: str) -> Sheets:
    """Everything that stands on the pages.

    Raises LockedDocument, DamagedDocument, TooLarge, or HostileDocument where a page takes longer than PATIENCE.
    """
    with _LOCK:
        worker = _running()
        if worker is None:
            return _gathered(read_pages(data, file), file)
        try:
            return _gathered(worker.pages(data, file), file)
        except BaseException:
            worker.end()  # what it still has to say is not for the next file
            raise


def serve() -> None:
    """What the other process does: reads one file after the other until there is no more."""
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (file := _received(requests)) is not None and (data := _received(requests)) is not None:
        try:
            for found in read_pages(data, file.decode()):
                _send(answers, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
            _send(answers, pickle.dumps(None))
        except DocumentError as error:
            _send(answers, pickle.dumps((type(error).__name__, error.message, error.remedy)))


class _Worker:
    """The other process, as seen from this one."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self.answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def is_ours(self) -> bool:
        """Whether it still runs, and was started by this very process rather than by one that this is a copy of."""
        return self.owner == os.getpid() and self.process.poll() is None

    def pages(self, data: bytes, file: str) -> Iterator[Found]:
        """What ``read_pages`` gives, from the other process."""
        assert self.process.stdin is not None
        _send(self.process.stdin, file.encode())
        _send(self.process.stdin, data)
        while (found := self._answer(file)) is not None:
            if isinstance(found, tuple):
                name, message, remedy = found
                raise getattr(errors, name)(message, place=file, remedy=remedy)
            yield found

    def end(self) -> None:
        """Ends it, whatever it is doing."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    assert pipe is not None
                    pipe.close()

    def _answer(self, file: str) -> Found | tuple[str, str, str | None] | None:
        try:
            answer = self.answers.get(timeout=PATIENCE)
        except queue.Empty as error:
            raise HostileDocument(
                f"One of its pages takes longer than {PATIENCE:.0f} seconds to make out.",
                place=file,
                remedy="If you trust it, print it to a new PDF and read that.",
            ) from error
        if answer is None:
            raise DamagedDocument(
                "It brings down the program that reads PDF files, or wants too much memory.",
                place=file,
                remedy="Print it to a new PDF and read that.",
            )
        return pickle.loads(answer)  # type: ignore[no-any-return]

    def _listen(self) -> None:
        """Takes in its answers, so that waiting for one can end; None when there are no more."""
        assert self.process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while (answer := _received(self.process.stdout)) is not None:
                self.answers.put(answer)
        self.answers.put(None)


_workers: list[_Worker] = []  # the one that runs, if any


def _running() -> _Worker | None:
    """The other process, started where it does not run; None where none can be started."""
    if _workers and _workers[0].is_ours:
        return _workers[0]
    _workers.clear()
    try:
        _workers.append(_Worker())
    except (OSError, ValueError):
        return None
    return _workers[0]


@atexit.register
def _end() -> None:
    for worker in _workers:
        worker.end()


def _gathered(found: Iterable[Found], file: str) -> Sheets:
    sheets, letters = Sheets({}), 0
    for item in found:
        if isinstance(item, Page):
            letters += sum(len(span.text) for span in item.spans)
            limits.check_text(letters, file)
            sheets.pages.append(item)
        elif isinstance(item, int):
            sheets.unread.append(item)
        else:
            limits.check_pages(item.pages, file)
            sheets.told = item.told
    if not sheets.pages:
        raise DamagedDocument("None of its pages can be read.", place=file, remedy="Print it to a new PDF.")
    return sheets


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes | None:
    """The next message; None at the end."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    message = pipe.read(size)
    return message if len(message) == size else None


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
