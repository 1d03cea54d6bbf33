"""Who speaks independently: by what marks two documents are known to be one voice.

Documents that cite the same source, one that cites the other, and documents that carry the same text are one voice,
however many they are. Every mark is a short digest; two tellings that share one are of the same voice.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.model import Document, Source

RUN = 16  # words: a run that two texts share without copying is shorter, dates, names and formulas counted
WINDOW = 5  # of so many runs in a row one is kept, so that texts sharing RUN + WINDOW - 1 words share a mark
TITLE = 5  # words of a title that are enough to know it by without its publisher
SENTENCE = 8  # words of a sentence that may tell one text from another
SKETCH = 8  # sentences by which a whole text is known
BAND = 3  # ... and how many of them in a row two texts must share

_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"^\s*(?:https?:)?//(?:www\.|m\.|amp\.)?|[?#].*$|/+\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """What of a document all its tellings share."""

    dated: bool
    itself: tuple[str, ...]  # the marks by which others cite it
    wire: tuple[str, ...]  # the marks of its text as a whole

    @classmethod
    def of(cls, document: Document) -> Paper:
        """The marks of a document."""
        itself = Source(document.title, document.author, document.publisher, document.date, None, document.address)
        return cls(document.date is not None, tuple(marks_of(itself)), tuple(sketch(document)))


def digest(text: str) -> str:
    """A short digest of a text's words, whatever their case and punctuation."""
    return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()[:12]


def marks_of(source: Source) -> list[str]:
    """By what a cited source is known: its address, whatever its scheme and query; its title, with the publisher.

    A long title is enough without the publisher, which one note abbreviates and another leaves out. A short one
    ("Joint Statement") is not even enough with it: there the date has to agree.
    """
    marks = _address(source)
    if source.title:
        marks.append(digest(source.title if _long(source) else f"{source.title} {source.publisher} {source.date}"))
    return marks


def known_by(source: Source) -> list[str]:
    """The marks of a source that do not depend on its date: those by which two datings of it can be compared."""
    return marks_of(replace(source, date=None)) if source.publisher or _long(source) else _address(source)


def _long(source: Source) -> bool:
    return bool(source.title) and len(_words(str(source.title))) >= TITLE


def _address(source: Source) -> list[str]:
    return [digest(_SCHEME.sub("", source.address))] if source.address else []


def runs(text: str) -> list[str]:
    """The marks of a sentence: of the runs of RUN words in it, the least in every WINDOW of them (winnowing)."""
    words = _words(text)
    hashed = [zlib.crc32(" ".join(words[i : i + RUN]).encode()) for i in range(len(words) - RUN + 1)]
    kept = {min(hashed[i : i + WINDOW]) for i in range(max(len(hashed) - WINDOW + 1, min(len(hashed), 1)))}
    return [f"{mark:08x}" for mark in sorted(kept)]


def sketch(document: Document) -> list[str]:
    """The marks of a whole text: of its sentences' digests the SKETCH least, BAND in a row.

    Two copies of a wire report share most of them though an editor changed a sentence or two; two texts that quote the
    same few sentences share none.
    """
    least = sorted({_sentence(words) for words in _sentences(document)})[:SKETCH]
    return [f"{zlib.crc32(repr(least[i : i + BAND]).encode()):08x}" for i in range(len(least) - BAND + 1)]


def _sentences(document: Document) -> Iterator[Sequence[str]]:
    for passage in document.passages:
        words = _words(document.text[passage.start : passage.end])
        if len(words) >= SENTENCE:
            yield words


def _sentence(words: Sequence[str]) -> int:
    return zlib.crc32(" ".join(words).encode())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
