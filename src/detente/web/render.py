"""Pages as HTML, JSON and CSV. Everything that comes from a document is escaped by the templates, without exception."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from detente import words
from detente.web import tones
from detente.web.links import PART, Links
from detente.web.page import Page

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEXT = {"html": "text/html", "json": "application/json", "csv": "text/csv", "atom": "application/atom+xml"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: addresses, who reads, and the site's own address where it is known."""

    links: Links
    address: str = ""  # of this page, in full, for citing it
    user: Any = None
    csrf: str = ""
    today: dt.date = field(default_factory=dt.date.today)
    reviewing: bool = False
    record: str = ""  # the record's name


def html(page: Page, frame: Frame) -> str:
    """The page for people."""
    template = environment().get_template(page.template)
    return template.render(page=page, frame=frame, links=frame.links, **page.values)


def as_json(page: Page, address: str = "") -> str:
    """The page's tables for a program, under their names."""
    from detente.exports.tables import as_json as plain

    head = {
        "title": page.title,
        "address": address,
        "asked": dict(page.query),
        "changed": page.changed.isoformat() if page.changed else None,
    }
    body: Mapping[str, Any] = {name: table.to_pylist() for name, table in page.tables.items()}
    return json.dumps({**head, **body}, ensure_ascii=False, default=plain, indent=1) + "\n"


def as_csv(page: Page) -> str:
    """The page's first table as CSV; empty where it has none."""
    from detente.exports import csv_lines

    out = io.StringIO()
    for table in list(page.tables.values())[:1]:
        csv_lines(table, out)
    return out.getvalue()


def plain_json(value: Mapping[str, Any]) -> str:
    """Anything plain as JSON."""
    return json.dumps(value, ensure_ascii=False) + "\n"


@cache
def environment() -> Environment:
    """The templates, with escaping always on and unknown names an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("detente.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "date": _date,
        "capitalised": words.capitalised,
        "iso": lambda day: day.isoformat() if day else "",
        "percent": lambda share: f"{100 * share:.0f}",
        "short": _short,
        "drawing": _drawing,
    }
    made.globals |= {
        "said": words,
        "tone": tones.tone,
        "sign": tones.sign,
        "PART": PART,
    }
    return made


def _date(value: dt.date | str | None) -> str:
    return words.date(value.isoformat() if isinstance(value, dt.date) else value)


def _short(text: str, room: int) -> str:
    return words.excerpt(text, room)


def _drawing(svg: str) -> Markup:
    """A chart as it is: it was drawn here, from numbers alone."""
    from markupsafe import Markup

    return Markup(svg)
