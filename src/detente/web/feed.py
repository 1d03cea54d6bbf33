"""Changes as an Atom feed (RFC 4287): one entry for each turn in how two actors stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from detente import words

ATOM = "http://www.w3.org/2005/Atom"
MOST = 100  # entries

Row = dict[str, Any]


def atom(title: str, turns: Sequence[Row], *, address: str, page: str, read: dt.date | None, base: str = "") -> str:
    """The feed of some turns, latest first. ``address`` is its own, ``page`` that of the page, ``base`` of the site.

    A change is dated by the day it is told of; the feed by the day on which a document was last read.
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"urn:detente:{page.strip('/') or 'changes'}")
    _add(feed, "title", _clean(f"Changes: {title}"))
    _add(feed, "updated", _moment(read))
    ET.SubElement(_add(feed, "author", None), f"{{{ATOM}}}name").text = "détente"
    _add(feed, "link", None, rel="self", href=address)
    _add(feed, "link", None, rel="alternate", href=f"{base}{page}")
    for row in turns[:MOST]:
        _entry(feed, row, base)
    return ET.tostring(feed, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="utf-8"?>\n', "\n")
    )


def _entry(feed: ET.Element, row: Row, base: str) -> None:
    entry = _add(feed, "entry", None)
    named = ":".join((row["initiator"], row["target"], row["dimension"], row["level"], row["event"]))
    _add(entry, "id", f"urn:detente:change:{_urn(named)}")
    _add(entry, "title", _clean(said(row)))
    _add(entry, "updated", _moment(dt.date.fromisoformat(row["day"])))
    _add(entry, "link", None, href=f"{base}{row['link']}")
    _add(entry, "summary", _clean(f"{words.date(row['date'])}; out of {', '.join(row['documents'])}."))


def said(row: Row) -> str:
    """A turn as a line: "Russia toward the Taliban, recognition: recognised (was not recognised)"."""
    sides = f"{words.actor(row['initiator'], row['day'])} toward {words.actor(row['target'], row['day'])}"
    level = words.level(row["dimension"], row["level"])
    was = f" (was {words.level(row['dimension'], row['before'])})" if row["before"] else ""
    return words.capitalised(f"{sides}, {words.dimension(row['dimension']).lower()}: {level}{was}")


def _add(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element


def _moment(day: dt.date | None) -> str:
    return f"{(day or dt.date(1970, 1, 1)).isoformat()}T00:00:00Z"


def _urn(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe=":-")


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff"))
