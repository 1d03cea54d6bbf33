"""A walk over the text of a TEI file that makes blocks and notes of it.

White space is collapsed as XML prose needs, and so are the elements inside a paragraph: a name or a date is its words.
Facsimiles, figures, running heads and lists of literature are no part of the body. Knows nothing of the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from detente.documents.draft import DraftNote, Ref
from detente.documents.rich import Piece, RichBlock, note_of
from detente.documents.tei_header import words_of
from detente.documents.tei_notes import NotePlan, label_in
from detente.documents.untrusted_xml import entity_text, local_name
from detente.model import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element, _Entity

_XML_SPACE = re.compile(r"[ \t\r\n]+")
_LEFT_OUT_NAMES = (
    "teiHeader facsimile sourceDoc standOff titlePage figure graphic media formula notatedMusic fw index divGen "
    "gap listBibl listPerson listPlace listOrg listEvent listNym listRelation listWit castList del surplus interp "
    "interpGrp spanGrp linkGrp altGrp joinGrp timeline certainty precision respons"
)
_LEFT_OUT = frozenset(_LEFT_OUT_NAMES.split())
_DIVISIONS = frozenset(("div", *(f"div{depth}" for depth in range(8))))
_APART_NAMES = (
    "TEI TEI.2 teiCorpus text group front body back floatingText p ab u opener closer salute signed dateline "
    "address addrLine trailer byline docAuthor docDate docTitle argument epigraph postscript sp speaker stage "
    "attachment noteGrp listAnnotation"
)
_APART = frozenset(_APART_NAMES.split())
_NO_TEXT = frozenset(("index", "toc", "contents", "bibliography", "titlepage"))  # types of divisions
_VERSE = frozenset(("lg", "l"))
_QUOTES = frozenset(("quote", "q", "cit", "said"))
_BREAKS = frozenset(("lb", "cb", "pb", "gb", "milestone"))
_CHOICES = {
    "choice": ("corr", "reg", "expan", "sic", "orig", "abbr", "unclear", "seg"),
    "app": ("lem", "rdg"),
    "subst": ("add",),
}
_ITALIC = re.compile(r"\b(?:italics?|it|i)\b", re.IGNORECASE)
_OPENING = ("“", '"', "‘", "'", "«", "„")
_WEB = ("http://", "https://")


class Walk:
    """Goes over the tree once; ``blocks`` and ``notes`` are what it found. Depth is bounded by ``parse``."""

    def __init__(self, root: _Element, plan: NotePlan) -> None:
        self.plan = plan
        self.blocks: list[RichBlock] = []
        self.notes: list[DraftNote] = []
        self.pieces: list[Piece | Ref] = []
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.depth = 0  # divisions around
        self.lists = 0
        self.left_out = 0
        self.italic = 0
        self.address: str | None = None
        self.in_note = False
        self._enter(root)
        self._flush()

    def _enter(self, element: _Element) -> None:
        """An element and all in it, without what follows it."""
        tag = local_name(element)
        cited = self.plan.cites.get(element, ())
        self.pieces += [Ref(label) for label in cited]
        if cited and (label_in(words_of(element)) or tag == "ptr"):
            return
        if not tag:
            self._foreign(element)
        elif element in self.plan.labels:
            self._note(element)
        elif tag in _LEFT_OUT or (tag in _DIVISIONS and element.get("type") in _NO_TEXT):
            self._leave_out(element)
        else:
            self._structure(element, tag)

    def _flush(self) -> None:
        """Ends the block that is being gathered."""
        block = RichBlock(self.kind, self.pieces, self.level)
        self.pieces = []
        if not block.is_empty:
            self.blocks.append(block)

    def _structure(self, element: _Element, tag: str) -> None:
        if tag in _DIVISIONS:
            self._division(element)
        elif tag in _APART or (tag == "note" and _is_block(element)):
            self._apart(element, self.kind, self.level)
        elif tag == "head":
            self._head(element)
        elif tag in _VERSE or (tag in _QUOTES and _is_block(element)):
            self._apart(element, "list" if self.lists else "quotation", self.lists)
        elif tag == "list":
            self._list(element)
        elif tag == "table":
            self._table(element)
        else:
            self._inline(element, tag)

    def _children(self, element: _Element) -> None:
        self._words(element.text)
        for child in element:
            self._enter(child)
            self._words(child.tail)

    def _apart(self, element: _Element, kind: BlockKind, level: int) -> None:
        """The element as blocks of its own."""
        around = (self.kind, self.level)
        self._flush()
        self.kind, self.level = kind, level
        self._children(element)
        self._flush()
        self.kind, self.level = around

    def _division(self, element: _Element) -> None:
        """A division; if all in it was left out, its heading goes too."""
        self._flush()
        first, left_out = len(self.blocks), self.left_out
        self.depth += 1
        self._apart(element, "paragraph", 0)
        self.depth -= 1
        if self.left_out > left_out and all(block.kind == "heading" for block in self.blocks[first:]):
            del self.blocks[first:]

    def _head(self, element: _Element) -> None:
        parent = element.getparent()
        if parent is not None and local_name(parent) in ("list", "table", "lg", "quote"):
            self._apart(element, "paragraph", 0)
        else:
            self._apart(element, "heading", max(1, self.depth))

    def _list(self, element: _Element) -> None:
        self._flush()
        self.lists += 1
        for child in element:
            tag = local_name(child)
            if tag == "item":
                self._apart_after_label(child)
            elif tag == "label":
                self._children(child)
                self.pieces.append(Piece(" "))
            else:
                self._enter(child)
        self.lists -= 1

    def _apart_after_label(self, item: _Element) -> None:
        """An item together with the label that stands before it."""
        around = (self.kind, self.level)
        self.kind, self.level = "list", self.lists
        self._children(item)
        self._flush()
        self.kind, self.level = around

    def _table(self, element: _Element) -> None:
        self._flush()
        rows: list[Piece | Ref] = []
        for child in element:
            if local_name(child) == "row":
                cells = [self._gathered(cell) for cell in child if local_name(cell) == "cell"]
                rows += [*([Piece("\n")] if rows else []), *_joined(map(_on_one_line, cells), " | ")]
            elif local_name(child) == "head":
                self._enter(child)
        self.blocks.append(RichBlock("table", rows))

    def _gathered(self, element: _Element) -> list[Piece | Ref]:
        """The pieces in an element, of all the blocks in it."""
        around = (self.blocks, self.pieces, self.kind, self.lists, self.italic, self.address)
        self.blocks, self.pieces, self.kind, self.lists, self.italic, self.address = [], [], "paragraph", 0, 0, None
        self._children(element)
        self._flush()
        gathered = _joined((block.pieces for block in self.blocks), " ")
        self.blocks, self.pieces, self.kind, self.lists, self.italic, self.address = around
        return gathered

    def _note(self, element: _Element) -> None:
        """A note becomes a note, with a mark in its place if nothing else cites it; inside another, it is words."""
        if self.in_note:
            self.pieces.append(Piece(" "))
            self._children(element)
            return
        label = self.plan.labels[element]
        if element in self.plan.elsewhere:
            self.left_out += 1
        else:
            self.pieces.append(Ref(label))
        self.in_note = True
        pieces = _entry(element) if local_name(element) == "biblStruct" else self._gathered(element)
        self.in_note = False
        self.notes.append(note_of(label, _without_label(pieces, label)))

    def _leave_out(self, element: _Element) -> None:
        """Counts what is left out; entries of literature that a mark cites are notes all the same."""
        self.left_out += 1
        for inside in element.iterdescendants():
            if inside in self.plan.elsewhere:
                self._note(inside)

    def _inline(self, element: _Element, tag: str) -> None:
        if tag in _BREAKS:
            self.pieces.append(Piece("" if element.get("break") == "no" else " "))
        elif tag in _CHOICES:
            chosen = _chosen(element, _CHOICES[tag])
            if chosen is not None:
                self._enter(chosen)
        else:
            around = (self.italic, self.address)
            self.italic += _is_italic(element, tag)
            target = element.get("target", "")
            if tag in ("ref", "ptr") and target.startswith(_WEB):
                self.address = target
            if tag == "ptr" and self.address:
                self._words(self.address)
            self._quoted(element, tag)
            self.italic, self.address = around

    def _quoted(self, element: _Element, tag: str) -> None:
        """The words of an element, in quotation marks where the element stands for them and they are not written."""
        is_quoted = tag in ("q", "soCalled") or (tag == "title" and element.get("level") == "a" and self.in_note)
        last = self.pieces[-1] if self.pieces else None
        written = words_of(element).startswith(_OPENING) or (isinstance(last, Piece) and last.text.endswith(_OPENING))
        if is_quoted and not written:
            self.pieces.append(Piece("“"))
        self._children(element)
        if is_quoted and not written:
            self.pieces.append(Piece("”"))

    def _words(self, text: str | None) -> None:
        if text:
            self.pieces.append(Piece(_XML_SPACE.sub(" ", text), self.italic > 0, self.address))

    def _foreign(self, node: _Element) -> None:
        """A comment or an instruction is nothing, an entity its character."""
        from lxml import etree

        if isinstance(node, etree._Entity):
            self._words(entity_text(cast("_Entity", node)))


def _joined(parts: Iterable[Sequence[Piece | Ref]], between: str) -> list[Piece | Ref]:
    joined: list[Piece | Ref] = []
    for part in parts:
        joined += [*([Piece(between)] if joined else []), *part]
    return joined


def _on_one_line(pieces: Sequence[Piece | Ref]) -> list[Piece | Ref]:
    return [Piece(p.text.replace("\n", " "), p.italic, p.address) if isinstance(p, Piece) else p for p in pieces]


def _without_label(pieces: list[Piece | Ref], label: str) -> list[Piece | Ref]:
    """The pieces of a note without its label, where that is written at its head as well."""
    for index, piece in enumerate(pieces[:3]):
        if isinstance(piece, Ref) or not piece.text.strip():
            continue
        return pieces[index + 1 :] if label_in(piece.text) == label else pieces
    return pieces


def _entry(element: _Element) -> list[Piece | Ref]:
    """An entry of literature in elements, in the order and dress of a citation: author, title, outlet, date, pages."""
    pieces: list[Piece | Ref] = []
    for inside in element.iter():
        tag = local_name(inside)
        words = words_of(inside) or inside.get("when", "")
        if tag not in ("author", "title", "publisher", "date", "biblScope", "idno") or not words:
            continue
        title = tag == "title"
        words = f"“{words}”" if title and inside.get("level") == "a" else words
        words = f"p. {words}" if inside.get("unit") == "page" else words
        pieces += [*([Piece(", ")] if pieces else []), Piece(words, title and inside.get("level") in ("j", "m"))]
    return pieces


def _is_block(element: _Element) -> bool:
    """Whether an element that may stand in a sentence stands apart: beside paragraphs, or with paragraphs inside."""
    parent = element.getparent()
    if parent is None or any(local_name(child) in ("p", "lg", "l", "ab", "quote") for child in element):
        return True
    beside = local_name(parent)
    if beside in _DIVISIONS or beside in ("body", "front", "back", "epigraph"):
        return True
    said = (element.get("rend", ""), element.get("rendition", ""), element.get("place", ""))
    return any("block" in value for value in said)


def _chosen(element: _Element, order: Sequence[str]) -> _Element | None:
    """The first child of the best name: what an editor settled on, before what stands in the source."""
    by_name = {local_name(child): child for child in reversed(element) if local_name(child)}
    return next((by_name[name] for name in order if name in by_name), next(iter(by_name.values()), None))


def _is_italic(element: _Element, tag: str) -> bool:
    if tag == "title":
        return element.get("level") in ("m", "j", "s", None)
    if tag in ("emph", "foreign"):
        return True
    return tag == "hi" and _ITALIC.search(element.get("rend", "") + " " + element.get("rendition", "")) is not None
