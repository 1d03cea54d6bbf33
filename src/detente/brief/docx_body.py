"""The body of the Word document as pandoc leaves it, finished: rows that stay whole, heads that show, annexes on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.brief.docx_frame import NAVY, W

if TYPE_CHECKING:
    from lxml.etree import _Element

ANNEX = "Annex: chronology"  # begins a page, as its heading reads


def finished(root: _Element) -> None:
    """Finish a document's tables and headings in place."""
    for table in root.iter(f"{{{W}}}tbl"):
        _tabular(table)
    for paragraph in root.iter(f"{{{W}}}p"):
        if _style(paragraph, "pPr", "pStyle") == "Heading2" and "".join(map(str, paragraph.itertext())).startswith(
            ANNEX
        ):
            _child(paragraph, "pPr").insert(1, _made("pageBreakBefore"))


def _tabular(table: _Element) -> None:
    for row in table.findall(f"{{{W}}}tr"):
        properties = row.find(f"{{{W}}}trPr")
        if properties is None:
            properties = _made("trPr")
            row.insert(0, properties)
        is_head = properties.find(f"{{{W}}}tblHeader") is not None
        properties.insert(0, _made("cantSplit"))
        if is_head:
            for run in row.iter(f"{{{W}}}r"):
                _emphasise(run)


def _emphasise(run: _Element) -> None:
    properties = run.find(f"{{{W}}}rPr")
    if properties is None:
        properties = _made("rPr")
        run.insert(0, properties)
    properties.append(_made("b"))
    properties.append(_made("color", val=NAVY))


def _style(element: _Element, properties: str, name: str) -> str | None:
    found = element.find(f"{{{W}}}{properties}/{{{W}}}{name}")
    return found.get(f"{{{W}}}val") if found is not None else None


def _child(parent: _Element, name: str) -> _Element:
    found = parent.find(f"{{{W}}}{name}")
    if found is None:
        found = _made(name)
        parent.insert(0, found)
    return found


def _made(name: str, **values: str) -> _Element:
    from lxml import etree

    return etree.Element(f"{{{W}}}{name}", {f"{{{W}}}{key}": value for key, value in values.items()})
