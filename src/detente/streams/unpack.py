"""A stream's file as plain UTF-8 text, however it was published: zipped or not, and with whatever bytes are in it."""

from __future__ import annotations

import codecs
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from detente.errors import HostileDocument, TooLarge, UnreadablePath

LARGEST = 16 << 30  # bytes of one file, unpacked
_CHUNK = 1 << 20


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A copy of the file as plain UTF-8 for as long as the block runs. Raises UnreadablePath, TooLarge, HostileDocument."""
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        plain = Path(folder) / "plain"
        with _opened(path) as of, plain.open("wb") as into:
            for text in _texts(of, path):
                into.write(text.encode())
        yield plain


def first_line(path: Path) -> str:
    """The file's first line, of which a megabyte is looked at. Raises as ``unpacked`` does."""
    with _opened(path) as of:
        line, _, _ = next(_texts(of, path), "").partition("\n")
    if not line.strip():
        raise UnreadablePath("The file is empty, or begins with an empty line.", place=str(path), remedy="Check it.")
    return line


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as of:
                yield of
            return
        with zipfile.ZipFile(path) as archive, archive.open(_only(archive, path)) as of:
            yield of
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise HostileDocument(f"The archive is broken: {error}.", place=str(path), remedy="Fetch it again.") from error
    except OSError as error:
        raise UnreadablePath(
            f"It cannot be read: {error.strerror or error}.", place=str(path), remedy="Check the path."
        ) from error


def _only(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    inside = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(inside) != 1:
        raise HostileDocument(
            f"The archive holds {len(inside)} files, not one.", place=str(path), remedy="Unpack it first."
        )
    return inside[0]


def _texts(of: IO[bytes], path: Path) -> Iterator[str]:
    """What is in it, by the megabyte; bytes that are not UTF-8 become the replacement character, zeros and stray
    separators a space. Returns are dropped: DuckDB reads no file in which only some lines end with one."""
    decoder, size = codecs.getincrementaldecoder("utf-8")("replace"), 0
    while chunk := of.read(_CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise TooLarge("It unpacks to more than 16 GiB.", place=str(path), remedy="Split it.")
        yield decoder.decode(chunk).replace("\0", " ").replace("\x01", " ").replace("\r", "")
    yield decoder.decode(b"", final=True)
