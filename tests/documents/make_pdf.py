"""Small PDF files set by hand: pages of blocks with footnotes at the foot, in one column or two, with running heads.

Every word is placed on its own line and page as a typesetter would, so that what is read back has to be made out from
where it stands.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 770.0, 72.0
ROMAN, BOLD, ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"

_PIECE = re.compile(r"\^(?P<mark>[\d,*]+)\^|\*(?P<italic>[^*]+)\*|(?P<words>[^*^]+)")


@dataclass
class Set:
    """A block to be set: words in which ``^3^`` is a raised mark and ``*…*`` italics."""

    words: str
    size: float = 11.0
    font: str = ROMAN
    indent: float = 0.0  # of all lines, from the left
    inset: float = 0.0  # from the right
    first: float = 0.0  # of the first line, beside ``indent``
    after: float = 6.0  # white under it
    bullet: str = ""
    cells: list[list[str]] = field(default_factory=list)  # of a table
    flush: bool = False  # the last line goes to the edge: the paragraph goes on overleaf


@dataclass
class Word:
    """A word with its look; ``glued`` to the one before it."""

    text: str
    font: str
    size: float
    rise: float = 0.0
    glued: bool = False

    @property
    def width(self) -> float:
        return stringWidth(self.text, self.font, self.size)


class Press:
    """Sets pages one after the other."""

    def __init__(self, *, columns: int = 1, gutter: float = 24.0, **info: str) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(WIDTH, HEIGHT), pageCompression=0, invariant=1)
        self.canvas.setTitle(info.get("title", ""))
        self.canvas.setAuthor(info.get("author", ""))
        self.columns = columns
        self.gutter = gutter
        self.number = 0

    def page(
        self,
        *columns: Sequence[Set],
        notes: Sequence[str] = (),
        wide: Sequence[Set] = (),
        head: str = "",
        foot: str = "",
        note_size: float = 8.5,
    ) -> None:
        """One page: ``wide`` blocks across it, then the columns, notes at its foot (in the last column)."""
        self.number += 1
        self._running(head, TOP + 30)
        self._running(foot, BOTTOM - 36)
        top = TOP
        for block in wide:
            top = self._block(block, LEFT, RIGHT, top)
        width = (RIGHT - LEFT - (self.columns - 1) * self.gutter) / self.columns
        for index, blocks in enumerate(columns):
            left = LEFT + index * (width + self.gutter)
            y = top
            for block in blocks:
                y = self._block(block, left, left + width, y)
        left = LEFT + (self.columns - 1) * (width + self.gutter)
        self._notes(notes, left, left + width, note_size)
        self.canvas.showPage()

    def link(self, address: str, rectangle: tuple[float, float, float, float]) -> None:
        """A link on the page that is being set."""
        self.canvas.linkURL(address, rectangle)

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.stream.getvalue()

    def _running(self, words: str, y: float) -> None:
        if words:
            self.canvas.setFont(ROMAN, 9)
            self.canvas.drawCentredString((LEFT + RIGHT) / 2, y, words.replace("#", str(self.number)))

    def _notes(self, notes: Sequence[str], left: float, right: float, size: float) -> None:
        lines = [line for note in notes for line in wrap(Set(note, size=size), right - left)]
        y = BOTTOM + (len(lines) - 1) * size * 1.2
        if lines:
            self.canvas.line(left, y + 2 * size, left + 120, y + 2 * size)
        for line in lines:
            self._line(line, left, y)
            y -= size * 1.2

    def _block(self, block: Set, left: float, right: float, y: float) -> float:
        leading = block.size * 1.25
        if block.cells:
            for row in block.cells:
                y -= leading * 1.2
                for index, cell in enumerate(row):
                    self._line([Word(cell, block.font, block.size)], left + index * (right - left) / len(row), y)
            return y - block.after
        for number, line in enumerate(wrap(block, right - left - block.indent - block.inset)):
            y -= leading
            if number == 0 and block.bullet:
                self._line([Word(block.bullet, block.font, block.size)], left + block.indent - 14, y)
            self._line(line, left + block.indent + (block.first if number == 0 else 0.0), y)
        return y - block.after

    def _line(self, words: Sequence[Word], x: float, y: float) -> None:
        for index, word in enumerate(words):
            if index and not word.glued:
                x += stringWidth(" ", word.font, word.size)
            text = self.canvas.beginText(x, y + word.rise)
            text.setFont(word.font, word.size)
            text.textOut(word.text)
            self.canvas.drawText(text)
            x += word.width


def wrap(block: Set, width: float) -> list[list[Word]]:
    """The words of a block in lines of this width."""
    lines: list[list[Word]] = [[]]
    room = width - block.first
    for word in _words(block):
        space = 0.0 if word.glued or not lines[-1] else stringWidth(" ", word.font, word.size)
        if lines[-1] and not word.glued and space + word.width > room:
            lines.append([])
            room, space = width, 0.0
        lines[-1].append(word)
        room -= space + word.width
    return lines


def _words(block: Set) -> Iterator[Word]:
    glued = True
    for piece in _PIECE.finditer(block.words):
        if mark := piece["mark"]:
            yield Word(mark, block.font, block.size * 0.62, block.size * 0.35, glued=True)
            glued = True
            continue
        font = ITALIC if piece["italic"] else block.font
        words = piece["italic"] or piece["words"]
        for part in re.findall(r"\s+|\S+", words):
            if part.isspace():
                glued = False
            else:
                yield Word(part, font, block.size, glued=glued)
                glued = True


def flowing(words: str, **look: float) -> Set:
    """A paragraph."""
    return Set(words, **look)  # type: ignore[arg-type]
