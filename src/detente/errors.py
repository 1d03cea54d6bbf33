"""Every error a user can meet, as a tree. Each says what went wrong, where, and what to do about it.

DetenteError
├── DocumentError          a file that cannot be read as a document
│   ├── EmptyDocument      nothing in it, or no text
│   ├── TooLarge           more bytes, pages or nesting than the limits allow
│   ├── NotThisFormat      its content is not what its name says, or no format we know
│   ├── DamagedDocument    truncated, broken or wrongly encoded
│   ├── LockedDocument     encrypted
│   ├── HostileDocument    entity, zip or depth bombs; external entities
│   └── UnreadablePath     missing, no permission, a loop of links, not a file
├── DateError              not an EDTF date
├── ActorError             an unknown or ambiguous actor
├── KindError              an unknown kind of act, or a codebook that does not hold together
├── RecordError            the record's file
│   ├── RecordBusy         another process is writing to it
│   ├── RecordDamaged      it cannot be opened
│   └── RecordVersion      written by another version
├── QuoteError             a claim whose quote is not in its document
├── ReaderError            a reader's weights are missing
├── NoSuchPage             an address at which there is nothing
├── MissingExtra           an optional install group is needed
├── ClusterError           a Spark cluster, or the Java for it, that does not do its work
└── UsageError             options that do not fit together
"""

from __future__ import annotations


class DetenteError(Exception):
    """Base of all errors meant for the user. ``place`` says where (a file, a line, an option), ``remedy`` what to do."""

    exit_code = 1

    def __init__(self, message: str, *, place: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{where}{self.message}{remedy}"


class DocumentError(DetenteError):
    """A file that cannot be read as a document."""


class EmptyDocument(DocumentError):
    """Nothing in it, or no text."""


class TooLarge(DocumentError):
    """More bytes, pages or nesting than the limits allow."""


class NotThisFormat(DocumentError):
    """The content is not what the name says, or is no format we know."""


class DamagedDocument(DocumentError):
    """Truncated, broken or wrongly encoded."""


class LockedDocument(DocumentError):
    """Encrypted."""


class HostileDocument(DocumentError):
    """Entity, zip or depth bombs; external entities."""


class UnreadablePath(DocumentError):
    """Missing, no permission, a loop of links, not a file."""


class DateError(DetenteError):
    """Not an EDTF date."""


class ActorError(DetenteError):
    """An unknown or ambiguous actor."""


class KindError(DetenteError):
    """An unknown kind of act, or a codebook that does not hold together."""


class RecordError(DetenteError):
    """The record's file."""


class RecordBusy(RecordError):
    """Another process is writing to it."""


class RecordDamaged(RecordError):
    """It cannot be opened."""


class RecordVersion(RecordError):
    """Written by another version."""


class QuoteError(DetenteError):
    """A claim whose quote is not in its document."""


class ReaderError(DetenteError):
    """A reader that cannot be used: its weights are missing."""


class NoSuchPage(DetenteError):
    """An address at which there is nothing."""


class MissingExtra(DetenteError):
    """An optional install group is needed."""

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(
            f"{what} needs the install group '{extra}'.", remedy=f"Install it with: pip install 'detente[{extra}]'"
        )
        self.extra = extra


class ClusterError(DetenteError):
    """A Spark cluster, or the Java for it, that does not do its work."""


class UsageError(DetenteError):
    """Options that do not fit together."""

    exit_code = 2


def again(name: str, message: str, place: str | None, remedy: str | None) -> DetenteError:
    """An error that was met in another process, by the name of its class."""
    kind = globals().get(name, DetenteError)
    error: DetenteError = kind.__new__(kind)
    DetenteError.__init__(error, message, place=place, remedy=remedy)
    return error
