"""A walk over a page's tree that makes blocks of it.

Works on an lxml tree from which notes and unread elements are gone. Knows nothing of metadata or of what matters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.documents.draft import Ref
from detente.documents.html_notes import MARK_CLOSE, MARK_OPEN
from detente.documents.rich import Piece, RichBlock
from detente.model import BlockKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SIGN = re.compile(rf"{MARK_OPEN}(\d+){MARK_CLOSE}")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "body",
        "html",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "address",
        "pre",
        "details",
        "summary",
        "center",
        "fieldset",
        "hgroup",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "blockquote",
        "li",
        "hr",
        "nav",
        "form",
        "legend",
        *_HEADINGS,
    )
)
_ITALICS = frozenset(("i", "em", "cite"))
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONGEST_CELL = 300  # characters: a longer cell is no cell of a table but part of a page's layout


class Walk:
    """Goes over the tree once; ``blocks`` is what it found. ``labels`` are those of the notes that signs point to."""

    def __init__(self, root: HtmlElement, labels: list[str]) -> None:
        self.labels = labels
        self.blocks: list[RichBlock] = []
        self.pieces: list[Piece | Ref] = []
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.number: int | None = None
        self.lists = 0
        self.italic = 0
        self.raised = 0
        self.address: str | None = None
        self.preformatted = 0
        self._enter(root)
        self._flush()

    def _enter(self, element: HtmlElement) -> None:
        """An element and all in it; depth is bounded when the page is parsed."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            self._block(element, tag)
        else:
            self._inline(element, tag)

    def _children(self, element: HtmlElement) -> None:
        self._words(element.text)
        for child in element:
            self._enter(child)
            self._words(child.tail)

    def _block(self, element: HtmlElement, tag: str) -> None:
        self._flush()
        if tag == "hr":
            self.blocks.append(RichBlock("paragraph", rule=True))
        elif tag == "table" and _is_data(element):
            self._table(element)
        elif tag in ("ul", "ol"):
            self._list(element, tag)
        else:
            around = (self.kind, self.level, self.preformatted)
            self._set_kind(tag)
            self._children(element)
            self._flush()
            self.kind, self.level, self.preformatted = around

    def _set_kind(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.kind, self.level = "heading", _HEADINGS[tag]
        elif tag == "blockquote" and not self.lists:
            self.kind, self.level = "quotation", 0
        elif tag == "pre":
            self.preformatted = 1

    def _list(self, element: HtmlElement, tag: str) -> None:
        around = (self.kind, self.level, self.number)
        self.lists += 1
        start = element.get("start") or ""
        number = int(start) if start.isdigit() and len(start) < 7 else 1
        self.kind, self.level = "list", self.lists
        for child in element:
            if child.tag == "li":
                self.number = number if tag == "ol" else None
                number += 1
                self._children(child)
                self._flush()
            else:
                self._enter(child)
        self.lists -= 1
        self.kind, self.level, self.number = around

    def _table(self, table: HtmlElement) -> None:
        rows: list[Piece | Ref] = []
        for row in table.iter("tr"):
            cells: list[Piece | Ref] = []
            for cell in row.iterchildren("td", "th"):
                inside = Walk(cell, self.labels).blocks
                cells += [*([Piece(" | ")] if cells else []), *_on_one_line(inside)]
            if cells:
                rows += [*([Piece("\n")] if rows else []), *cells]
        self.blocks.append(RichBlock("table", rows))

    def _inline(self, element: HtmlElement, tag: str) -> None:
        around = (self.italic, self.raised, self.address)
        if tag == "br":
            self._break()
        elif tag == "q":
            self._words("“")
        self.italic += tag in _ITALICS
        self.raised += tag == "sup"
        if tag == "a" and element.get("href"):
            self.address = element.get("href")
        self._children(element)
        if tag == "q":
            self._words("”")
        self.italic, self.raised, self.address = around

    def _break(self) -> None:
        """A line break; the second in a row ends a paragraph."""
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Piece) and last.text.endswith("\n") and not self.preformatted:
            self._flush()
        else:
            self.pieces.append(Piece("\n"))

    def _words(self, text: str | None) -> None:
        if not text:
            return
        if not self.preformatted:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            after_break = bool(self.pieces) and isinstance(self.pieces[-1], Piece) and self.pieces[-1].text == "\n"
            if text == " " and after_break:
                return
        pieces = _SIGN.split(text)
        for index, words in enumerate(pieces):
            if index % 2:
                self.pieces.append(Ref(self.labels[int(words)]) if int(words) < len(self.labels) else Piece(""))
            elif words:
                raised = self.raised and words.strip(" []()").isdigit()
                shown = words.strip(" []()").translate(_SUPERSCRIPT) if raised else words
                self.pieces.append(Piece(shown, self.italic > 0, self.address))

    def _flush(self) -> None:
        """Ends the block that is being gathered."""
        pieces, self.pieces = self.pieces, []
        block = RichBlock(self.kind, pieces, self.level, self.number)
        if not block.is_empty:
            self.blocks.append(block)
            self.number = None


def _on_one_line(blocks: list[RichBlock]) -> list[Piece | Ref]:
    pieces: list[Piece | Ref] = []
    for block in blocks:
        pieces += [*([Piece(" ")] if pieces else []), *block.pieces]
    return [Piece(p.text.replace("\n", " "), p.italic, p.address) if isinstance(p, Piece) else p for p in pieces]


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds data: several rows and columns of short cells. Others only lay out a page."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[cell.text_content() for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    return len(rows) > 1 and max(map(len, rows)) > 1 and all(len(cell) <= _LONGEST_CELL for row in rows for cell in row)
