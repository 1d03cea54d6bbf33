"""What is planned, as a calendar that any calendar program subscribes to (iCalendar, RFC 5545).

A plan dated to a month or a year is an entry over the whole of it, and says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from detente import dates, words
from detente.prose import sentence

if TYPE_CHECKING:
    from detente.record import Record

Row = Mapping[str, Any]

LINE = 73  # bytes of a line, its break apart
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar(record: Record, a: str | None = None, b: str | None = None) -> str:
    """The dated plans of a record, of one actor or of two, as an iCalendar file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//detente//planned acts//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Planned acts",
    ]
    for row in record.events(a, b, modality="planned"):
        lines += _entry(row)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _entry(row: Row) -> Iterator[str]:
    span = _span(row["date"])
    if span is None:
        return
    first, after = span
    when = words.date(row["date"])
    exact = after - first == dt.timedelta(days=1)
    told = sentence(row)
    note = f"Planned{'' if exact else f', some time: {when}'}. “{row['quote']}” {words.citation(row)}"
    yield from ("BEGIN:VEVENT", f"UID:{row['id']}@detente", f"DTSTAMP:{row['known']:%Y%m%d}T000000Z")
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{_text(told if exact else f'{told} ({when})')}"
    yield f"DESCRIPTION:{_text(note)}"
    yield from ("STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "END:VEVENT")


def _span(edtf: str | None) -> tuple[dt.date, dt.date] | None:
    """The first day and the day after the last; None for a date that is open on a side, or none."""
    date = dates.parse(edtf) if edtf else None
    if date is None or date.first is None or date.last is None:
        return None
    return date.first, date.last + dt.timedelta(days=1)


def _text(words: str) -> str:
    return _CONTROL.sub(" ", words).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most so many bytes, never within a letter."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
