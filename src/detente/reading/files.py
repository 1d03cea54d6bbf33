"""A file into a document and its claims, in whatever process or on whatever machine: what it came to, and never a failure."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from detente.documents.load import read_document
from detente.errors import DetenteError
from detente.model import Claim, Document
from detente.reading.reader import reader as reader_of

Came = tuple[Document, tuple[Claim, ...] | None] | DetenteError  # no claims: it was read before


def came_of(path: Path, reader: str, before: frozenset[str]) -> Came:
    """What reading a file comes to; the claims of documents in ``before`` are not wanted. Raises nothing."""
    try:
        document = read_document(path)
        if document.id in before:
            return document, None
        return document, tuple(reader_of(reader).read(document))
    except Exception as error:
        return unexpected(error, path)


def unexpected(error: Exception, path: Path) -> DetenteError:
    """The error itself where it is one of ours; a mistake of ours as one that asks to be reported."""
    if isinstance(error, DetenteError):
        return error
    if os.environ.get("DETENTE_DEBUG", "0") not in {"", "0"}:
        traceback.print_exception(error)
    told = f"This should not have happened: {type(error).__name__}: {error}."
    return DetenteError(told, place=path.name, remedy="Please report it, with the file if you can share it.")
