"""What the paragraph styles of a DOCX file stand for: headings, quotations, tables of contents.

A style counts as what it is based on, and by its outline level, so that a house's own styles are understood.
Knows nothing of paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ?(\d)", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?quot(?:e|es|ation|ations)|block ?(?:text|quote|quotation)", re.IGNORECASE)
_LISTING = re.compile(r"toc \d|toc heading|table of (?:contents|figures|authorities)|index \d", re.IGNORECASE)
_DEEPEST = 6  # level of a heading in HTML
_CHAIN = 12  # styles based on one another
TITLE, SUBTITLE = "title", "subtitle"


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    base: str | None
    outline: int | None


def style_map(styles: _Element | None) -> str:
    """Lines of a mammoth style map for the styles that need one."""
    found = {} if styles is None else dict(_read(styles))
    lines = []
    for style in found.values():
        meaning = _meaning(style, found)
        if meaning and "'" not in style.name and "\\" not in style.name and style.name.isprintable():
            lines.append(f"p[style-name='{style.name}'] => {meaning}")
    return "\n".join(lines)


def _read(styles: _Element) -> list[tuple[str, _Style]]:
    found = []
    for element in styles.iter(f"{_W}style"):
        key = element.get(f"{_W}styleId")
        name = _value(element.find(f"{_W}name"))
        if key and name and element.get(f"{_W}type", "paragraph") == "paragraph":
            outline = _value(element.find(f"{_W}pPr/{_W}outlineLvl"))
            level = int(outline) if outline and outline.isdigit() and len(outline) < 3 else None
            found.append((key, _Style(name, _value(element.find(f"{_W}basedOn")), level)))
    return found


def _value(element: _Element | None) -> str | None:
    return None if element is None else element.get(f"{_W}val")


def _meaning(style: _Style, styles: dict[str, _Style]) -> str | None:
    """What a style becomes in HTML; None where it says nothing."""
    at: _Style | None = style
    for _ in range(_CHAIN):
        if at is None:
            return None
        if found := _own_meaning(at):
            return found
        at = styles.get(at.base or "")
    return None


def _own_meaning(style: _Style) -> str | None:
    name = style.name.strip()
    if _LISTING.fullmatch(name):
        return "!"
    if _QUOTE.fullmatch(name):
        return "blockquote > p:fresh"
    if name.lower() == TITLE:
        return f"h1.{TITLE}:fresh"
    if name.lower() == SUBTITLE:
        return f"p.{SUBTITLE}:fresh"
    match = _HEADING.fullmatch(name)
    level = int(match.group(1)) if match else None if style.outline is None else style.outline + 1
    return f"h{min(level, _DEEPEST)}:fresh" if level and level < 10 else None
