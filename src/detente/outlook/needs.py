"""What the outlook needs that the base install does not promise, asked for before any work is done."""

from __future__ import annotations

from importlib.util import find_spec

from detente.errors import MissingExtra

EXTRA = "outlook"


def need(*modules: str, what: str) -> None:
    """Raise ``MissingExtra``, which says what to install, where one of these modules is not there."""
    if any(_missing(module) for module in modules):
        raise MissingExtra(EXTRA, what)


def _missing(module: str) -> bool:
    try:
        return find_spec(module) is None
    except (ImportError, ValueError):  # its parent is missing, or somebody took it away on purpose
        return True
