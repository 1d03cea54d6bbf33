"""Files and folders to documents: which files there are, what format each is in, and reading it.

What the bytes are counts for more than what the name says. Formats are imported only when a file needs them.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import importlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, Protocol, cast

from detente.documents import limits
from detente.documents.build import assemble
from detente.documents.decoding import looks_binary
from detente.documents.draft import Draft
from detente.errors import DamagedDocument, DetenteError, EmptyDocument, NotThisFormat, UnreadablePath
from detente.model import Document

Format = Literal["text", "markdown", "html", "pdf", "docx", "tei"]

ENDINGS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".xml": "tei",
    ".tei": "tei",
}
_NAMES: dict[Format, str] = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "HTML",
    "pdf": "PDF",
    "docx": "DOCX",
    "tei": "TEI",
}
_HTML_TAG = re.compile(rb"<(?:!doctype html|html|head|body|div|p|h[1-6]|article|section|table|ul|ol|span|a|br|meta)\b")
_KNOWN = "Known are " + ", ".join(_NAMES.values()) + "."


class _Reads(Protocol):
    def read(self, data: bytes, *, file: str) -> Draft: ...


def read_document(path: Path | str) -> Document:
    """Reads one file of any known format.

    A file whose name says another format than its content is read as what it is, with a warning. Raises one of the
    ``DocumentError`` tree, with the file's name as its place.
    """
    path = Path(path)
    return document_of(_bytes_of(path), file=path.name)


def document_of(data: bytes, *, file: str) -> Document:
    """The document that a file of this name and content is. Raises as ``read_document`` does."""
    if not data.strip(b"\0 \t\r\n\f"):
        raise EmptyDocument("The file is empty.", place=file, remedy="Save it again from where it came from.")
    limits.check_size(len(data), file)
    named = ENDINGS.get(Path(file).suffix.lower())
    format_ = _format_of(data, named, file)
    draft = _draft_of(data, format_, file)
    if named is not None and named != format_:
        draft.warnings.insert(0, f"{file}: named as {_NAMES[named]}, but is {_NAMES[format_]} and was read as that")
    return assemble(draft, file=file, digest=hashlib.sha256(data).hexdigest())


def find_files(paths: Iterable[Path | str], *, on_skip: Callable[[Path, str], None] | None = None) -> Iterator[Path]:
    """The files of these paths (files, folders with all that is in them, globs), sorted within each, none twice.

    In folders, hidden files, links that lead in a circle and names of no known format are left out; ``on_skip`` is told
    of each and why. A path that cannot be read is given as it is, so that reading it raises its error in its turn.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _expanded(str(path)):
            for file in _files_in(found, on_skip or _ignore) if found.is_dir() else (found,):
                real = os.path.realpath(file)
                if real not in seen:
                    seen.add(real)
                    yield file


def _ignore(_path: Path, _why: str) -> None:
    """Nobody wants to know what is left out."""


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            os.scandir(path).close()
            raise UnreadablePath(
                "This is a folder.", place=str(path), remedy="Name a file, or read the folder's files."
            )
        if path.exists() and not path.is_file():
            raise UnreadablePath("This is no file.", place=str(path), remedy="Name a file that holds a document.")
        limits.check_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        why, remedy = _reason(error)
        raise UnreadablePath(why, place=str(path), remedy=remedy) from error
    except ValueError as error:  # a zero byte in the name
        raise UnreadablePath("No file can have this name.", place=repr(str(path)), remedy="Check the name.") from error


def _reason(error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "There is no such file.", "Check the name, and quote it if it holds spaces."
    if isinstance(error, PermissionError):
        return "You may not read it.", "Ask its owner, or change its permissions."
    if error.errno == errno.ELOOP:
        return "Its links lead in a circle.", "Replace the link by the file that it should lead to."
    return f"It cannot be read ({error.strerror or error}).", "Copy it to another disk and try again."


def _format_of(data: bytes, named: Format | None, file: str) -> Format:
    """What the bytes are; plain text and Markdown, which bytes do not tell apart, by the name."""
    head = data[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _binary_format(data, head, named, file) or _markup_format(head, named, file)
    if found:
        return found
    if named in ("pdf", "docx") and looks_binary(data) and not _is_wide_text(data):
        return named  # the format's own reader tells what is wrong with it
    if looks_binary(data) and not _is_wide_text(data):
        raise NotThisFormat("It is in no format that is known.", place=file, remedy=_KNOWN)
    return named if named in ("text", "markdown") else "text"


def _binary_format(data: bytes, head: bytes, named: Format | None, file: str) -> Format | None:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in data or named == "docx":
            return "docx"
        raise NotThisFormat(
            "It is an archive of another kind than DOCX.", place=file, remedy="Unpack it first. " + _KNOWN
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "docx"
        raise NotThisFormat(
            "It is an old Office file.", place=file, remedy="Open it in its program and save it as DOCX."
        )
    if head.startswith(b"{\\rtf"):
        raise NotThisFormat("It is an RTF file.", place=file, remedy="Open it in its program and save it as DOCX.")
    return None


def _markup_format(head: bytes, named: Format | None, file: str) -> Format | None:
    text = head.replace(b"\0", b"")[:65536].lower()
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = text[2:].lstrip()
    if not text.startswith(b"<"):
        return "html" if named == "html" and _HTML_TAG.search(text) else None
    if b"<tei" in text or b"tei-c.org/ns" in text or re.search(rb"<\w+:tei\b", text):
        return "tei"
    if b"<!doctype html" in text or b"<html" in text:
        return "html"
    if text.startswith(b"<?xml") and not _HTML_TAG.search(text):
        if named == "tei":
            return "tei"  # damaged or hostile XML: the TEI reader tells which
        raise NotThisFormat("It is XML, but no TEI.", place=file, remedy=_KNOWN)
    if named == "tei":
        return "tei"
    return "html" if named == "html" or (named != "markdown" and _HTML_TAG.match(text)) else None


def _is_wide_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = data[:4096]
    return max(sample[::2].count(0), sample[1::2].count(0)) > 0.3 * len(sample) and sample.count(0) < 0.55 * len(sample)


def _draft_of(data: bytes, format_: Format, file: str) -> Draft:
    reader = cast(_Reads, importlib.import_module(f"detente.documents.{format_}"))
    try:
        return reader.read(data, file=file)
    except DetenteError as error:
        error.place = error.place or file
        raise
    except Exception as error:  # a file from anywhere must not stop the rest of a batch
        raise DamagedDocument(
            f"Its {_NAMES[format_]} cannot be read ({type(error).__name__}).",
            place=file,
            remedy="Save it again from the program it was written in, or as plain text.",
        ) from error


def _expanded(path: str) -> list[Path]:
    if glob.has_magic(path) and not os.path.lexists(path):
        return [Path(match) for match in sorted(glob.glob(path, recursive=True))] or [Path(path)]  # noqa: PTH207 - has no root
    return [Path(path)]


def _files_in(folder: Path, on_skip: Callable[[Path, str], None]) -> Iterator[Path]:
    """The documents in a folder and the folders in it, by name; each folder once, however many links lead to it."""
    visited: set[str] = set()
    waiting = [folder]
    count = 0
    while waiting:
        current = waiting.pop()
        real = os.path.realpath(current)
        if real in visited:
            on_skip(current, "a link to a folder that is read anyway")
            continue
        visited.add(real)
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError:
            yield current
            continue
        waiting += [Path(entry.path) for entry in reversed(entries) if _is_folder(entry)]
        for path in (Path(entry.path) for entry in entries if not _is_folder(entry)):
            if why := _skipped(path):
                on_skip(path, why)
                continue
            count += 1
            limits.check_count(count, limits.MAX_FILES, "files", str(folder))
            yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir() and not entry.name.startswith(".")
    except OSError:
        return False


def _skipped(path: Path) -> str | None:
    if path.name.startswith((".", "~$")):
        return "hidden"
    return None if path.suffix.lower() in ENDINGS else "its name is of no known format"
