"""The reader's own brief: relations and events set aside while reading, as paragraphs with footnotes.

What was set aside is kept in the reader's browser and stands in the address, so nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from detente import words
from detente.errors import NoSuchPage
from detente.record import Record
from detente.web.links import unslug
from detente.web.page import Page
from detente.web.pages.common import actor_of, day_of

MOST = 60  # items of a brief

Row = dict[str, Any]


def brief(record: Record, items: Iterable[str]) -> Page:
    """The page of a brief: each item is the path of a relation or an event, with ``@`` and a day where one was asked."""
    wanted = [item for item in dict.fromkeys(items) if item][:MOST]
    notes: list[str] = []
    sections = [section for item in wanted if (section := _section(record, item, notes))]
    return Page(
        path="brief",
        template="brief.html",
        title="Brief",
        values={"sections": sections, "notes": notes, "markdown": markdown(sections, notes)},
        query={"item": " ".join(wanted)},
    )


def _section(record: Record, item: str, notes: list[str]) -> dict[str, Any] | None:
    """A heading and its sentences, each with the numbers of its notes; None for what is no longer there."""
    path, _, day = item.partition("@")
    try:
        sort, *rest = [unslug(part) for part in path.split("/")]
        if sort == "e" and len(rest) == 1:
            rows = record.events(ids=rest).to_pylist()
            return {"item": item, "heading": "", "said": [_event(row, notes) for row in rows]} if rows else None
        if sort in ("r", "t") and len(rest) == 2:
            return _pair(record, item, actor_of(record, rest[0]), actor_of(record, rest[1]), sort, day, notes)
    except (ValueError, NoSuchPage):
        return None
    return None


def _pair(record: Record, item: str, one: str, other: str, sort: str, day: str, notes: list[str]) -> dict[str, Any]:
    names = words.capitalised(f"{words.actor(one)} and {words.actor(other)}")
    on = day_of(day, "day")
    if sort == "t" or on is None:
        rows = [row for row in record.events(one, other).to_pylist() if row["modality"] == "happened"]
        return {"item": item, "heading": names, "said": [_event(row, notes) for row in rows[:MOST]]}
    lines = record.status(one, other, on=on).to_pylist()
    heading = f"{names}, on {words.date(on.isoformat())}"
    return {"item": item, "heading": heading, "said": [_standing(line, notes) for line in lines]}


def _event(row: Row, notes: list[str]) -> tuple[str, list[int]]:
    how = words.modality(row)
    said = words.capitalised(words.act(row)).replace(" → ", " toward ")
    when = words.date(row["date"]) or "At no known date"
    return f"{words.capitalised(when)}: {said}{f' ({how})' if how else ''}.", _noted(row, notes)


def _standing(line: Row, notes: list[str]) -> tuple[str, list[int]]:
    sides = f"{words.actor(line['initiator'])} toward {words.actor(line['target'])}"
    since = words.since(line["since"])
    level = words.level(line["dimension"], line["level"])
    said = f"{sides}, {words.dimension(line['dimension']).lower()}: {level}{f', {since}' if since else ''}."
    return words.capitalised(said), _noted(line, notes)


def _noted(row: Row, notes: list[str]) -> list[int]:
    """The number of the note that gives a row's words and where they stand."""
    if not row["quote"]:
        return []
    quote = words.excerpt(row["quote"], 240)
    text = f"{words.citation(row)}. “{quote}”"
    if text not in notes:
        notes.append(text)
    return [notes.index(text) + 1]


def markdown(sections: Sequence[dict[str, Any]], notes: Sequence[str]) -> str:
    """The brief as Markdown with footnotes."""
    lines: list[str] = []
    for section in sections:
        lines += [f"## {_plain(section['heading'])}", ""] if section["heading"] else []
        for said, numbers in section["said"]:
            lines += [_plain(said) + "".join(f"[^{number}]" for number in numbers), ""]
    lines += [f"[^{number}]: {_plain(note)}" for number, note in enumerate(notes, 1)]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text that Markdown reads as itself."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in text)
