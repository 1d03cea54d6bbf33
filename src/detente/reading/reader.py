"""What a reader is: a thing with a name that turns a document into claims.

Readers are found by entry point (group ``detente.readers``), so that another one can be installed beside ours. Every
claim of any reader is verified against the document's text before it enters the record.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol, runtime_checkable

from detente.errors import UsageError
from detente.model import Claim, Document

GROUP = "detente.readers"
DEFAULT = "rules"


@runtime_checkable
class Reader(Protocol):
    """Reads documents. ``name`` tells the reader and its version, and is stored with every claim."""

    name: str

    def read(self, document: Document) -> list[Claim]:
        """The claims of a document, in the order of its text; ``document.text[c.start:c.end] == c.quote`` for each."""
        ...


@cache
def reader(name: str = DEFAULT) -> Reader:
    """The installed reader of this name, loaded once. Raises UsageError for a name that nothing provides."""
    if name == "rules":
        from detente.reading.rules import RuleReader

        return RuleReader()
    if name == "learned":
        from detente.reading.learned import LearnedReader

        return LearnedReader()
    from importlib.metadata import entry_points

    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted({"rules", "learned", *found}))
        raise UsageError(f"There is no reader called '{name}'.", remedy=f"Installed are: {known}.")
    made: Reader = found[name].load()()
    return made


def default_reader() -> Reader:
    """The reader that is used unless another is asked for."""
    return reader(DEFAULT)
