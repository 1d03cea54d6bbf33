"""Dated events for TimelineJS (Knight Lab): the JSON that its page reads, each entry with its words and sources.

The format's rules: docs at timeline.knightlab.com, "JSON format". Its texts are HTML, so everything is escaped.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from detente import codebook, dates, words
from detente.prose import headline

if TYPE_CHECKING:
    from detente.record import Record

Row = Mapping[str, Any]
_GROUPS = {1: "Cooperation", -1: "Conflict", 0: "Other acts"}


def timeline(record: Record, a: str | None = None, b: str | None = None) -> str:
    """The dated events of a record, of one actor or of two, as TimelineJS has them. Undated ones have no place there."""
    rows = [row for row in record.events(a, b) if row["date"]]
    title = " and ".join(words.actor(code) for code in (a, b) if code) or "Events"
    told = {
        "title": _text(words.capitalised(title), f"{len(rows)} dated acts"),
        "events": [_slide(row) for row in rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _text(headline: str, text: str) -> dict[str, Any]:
    return {"text": {"headline": escape(headline), "text": text}}


def _slide(row: Row) -> dict[str, Any]:
    told = headline(row)
    marks = ", ".join(filter(None, (words.modality(row), words.doubt(row))))
    quote = f"<blockquote>{escape(row['quote'])}</blockquote><p>{escape(words.citation(row))}</p>"
    slide = {
        "unique_id": row["id"],
        "group": _GROUPS[_sign(row)],
        "display_date": words.date(row["date"]),
        **_text(f"{told} ({marks})" if marks else told, quote),
        "autolink": False,
    }
    return slide | _when(row["date"])


def _when(edtf: str) -> dict[str, Any]:
    """The start, and the end where the date is a span; one side where the other is open."""
    date = dates.parse(edtf)
    first, last = date.first or date.last, date.last or date.first
    assert first is not None
    assert last is not None
    parts = {"day": 3, "month": 2, "year": 1}.get(date.grain, 0)
    if parts:
        return {"start_date": _parts(first, parts)}
    return {"start_date": _parts(first, 3)} | ({"end_date": _parts(last, 3)} if last > first else {})


def _parts(day: dt.date, parts: int) -> dict[str, int]:
    return dict(list(zip(("year", "month", "day"), (day.year, day.month, day.day), strict=True))[:parts])


def _sign(row: Row) -> int:
    book = codebook.load()
    return book[row["kind"]].sign if row["kind"] in book else 0
