"""Files that are written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from detente.errors import UsageError


def put(path: Path, content: str | bytes) -> Path:
    """Write a file. Raises UsageError, with the reason, for a place that cannot be written to."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return whole(path, lambda beside: beside.write_bytes(data))


def whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Have a file written beside its place and put into it when it is done, so that it is never half written."""
    beside = path.with_name(path.name + ".part")
    try:
        write(beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        remedy = "Name a file in a folder that can be written to."
        raise UsageError(f"It cannot be written: {reason}.", place=str(path), remedy=remedy) from error
    return path
