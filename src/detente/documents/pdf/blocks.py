"""Lines to blocks: where a paragraph ends, and which blocks are headings, list items and quotations.

A paragraph ends where the next line's first word would have had room, where lines stand apart or indented, and where
the look changes. Knows nothing of notes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from detente.documents.metadata import is_byline, is_date_line
from detente.documents.pdf.hyphens import breaks_words
from detente.documents.pdf.lines import Line
from detente.documents.pdf.tables import Table, joined, rows_of, with_tables
from detente.model import BlockKind

_BULLET = re.compile(r"\s*(?:[•‣▪◦●○■□◆➢✓·\uf0a7\uf0b7\uf0d8*]|[–—-](?=\s))\s*(?=\S)")
_NUMBERED = re.compile(r"\s*[\[(]?(?P<number>\d{1,3}|[a-z]|[ivx]{1,4})[.)\]]{1,2}\s+(?=\S)")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]+)?\s*$|…{2,}\s*\d*\s*$")
_DASHED = re.compile(r"\w\.-$|\S[–—]$")  # "U.S.-" or "1905–" at a line's end goes on without a space
_HYPHEN = re.compile(r"\w[-‐]$")
_CLOSED = (".", ",", ";", "…")
_SENTENCES = re.compile(r"[a-z]{2}[.?!] [A-Z“]|.{150}")  # more than one, or a long one
_LONGEST_HEADING = 240
_DEEPEST = 6
_ENOUGH = 6  # lines that show where a column ends
_NEAR = (0, -1, 1, -2, 2, -3, 3)  # pages from one on which it is looked for

Style = tuple[float, bool, bool]  # size, bold, capitals


@dataclass(slots=True)
class RawBlock:
    """Lines that belong together; ``gap`` is the white above them, in sizes."""

    lines: list[Line]
    page: int
    kind: BlockKind = "paragraph"
    level: int = 0
    gap: float = 0.0
    table: Table | None = None
    label: str = ""  # with which a list item begins
    style: Style = field(default=(0.0, False, False))
    breaks_words: bool = True

    @property
    def text(self) -> str:
        """The words, a line each; cells of a table parted by " | "."""
        if self.table is not None:
            rows = ([" ".join(line.text for line in cell) for cell in row] for row in self.table.rows)
            return "\n".join(" | ".join(row) for row in rows)
        return join_lines([line.text for line in self.lines], breaks_words=self.breaks_words)


def join_lines(texts: Iterable[str], *, breaks_words: bool = True) -> str:
    """Lines with line ends between them, so that words broken there can be mended; an address that breaks is joined.

    Where words are not broken, what ends with a hyphen is joined as it is.
    """
    whole = ""
    for text in texts:
        text = re.sub("\u00ad$", "-", text.rstrip()).replace("\u00ad", "")
        dashed = _DASHED.search(whole) or (not breaks_words and _HYPHEN.search(whole))
        whole += text if not whole or dashed or _breaks_address(whole, text) else "\n" + text
    return whole


def _breaks_address(before: str, after: str) -> bool:
    """Whether a line ends inside a web address that the next line goes on with."""
    last = before.rsplit(None, 1)[-1] if before.strip() else ""
    if not re.search(r"(?:https?://|www\.|doi\.org/)", last):
        return False
    following = after.split(None, 1)[0] if after.strip() else ""
    if last.endswith(("/", "-", "_", "=", "?", "&", "%", "#", "://")):
        return True
    return re.search(r"[/_=%&#?]|\w-\w|\.\w", following) is not None and not following.startswith(("http", "www."))


def blocks_of(pages: Sequence[Sequence[Line]], body: float) -> list[RawBlock]:
    """The blocks of the body, in reading order. Lines are in reading order, with their regions."""
    shape = _Shape(pages, body)
    blocks: list[RawBlock] = []
    for lines in pages:
        for _, region in groupby(lines, key=lambda line: line.region):
            rows = [row for row in rows_of(list(region)) if not _LEADER.search(joined(row).text)]
            for item in with_tables(rows):
                if isinstance(item, Table):
                    blocks.append(RawBlock([], item.page, "table", table=item))
                else:
                    _place(item, blocks, shape)
    _classify(blocks, shape)
    return blocks


class _Shape:
    """What is usual in a file: its sizes, the white between lines, and where its columns end."""

    def __init__(self, pages: Sequence[Sequence[Line]], body: float) -> None:
        self.body = body
        self.leading = _leading(pages)
        self.breaks_words = breaks_words(pages)
        self.edges: dict[tuple[int, int], tuple[float, float]] = {}
        self.counts: dict[tuple[int, int], int] = {}
        self.groups: dict[int, float] = {}
        for lines in pages:
            for region, members in groupby(lines, key=lambda line: line.region):
                column = list(members)
                self.edges[column[0].page, region] = _edges(column, body)
                self.counts[column[0].page, region] = len(column)
                self._group(column)
        self._lend_edges()
        letters = sum(line.letters for lines in pages for line in lines)
        bold = sum(line.letters for lines in pages for line in lines if line.bold)
        self.bold_tells = bold < 0.4 * letters

    def left(self, line: Line) -> float:
        """Where the lines of this line's column begin."""
        return self.edges.get((line.page, line.region), (line.x0, line.x1))[0]

    def right(self, line: Line) -> float:
        """Where this line could end: its column's edge, or for an indented one that of the lines that stand like it."""
        edge = self.edges.get((line.page, line.region), (line.x0, line.x1))[1]
        indented = line.x0 > self.left(line) + 0.8 * line.size
        return self.groups.get(id(line), edge) if indented else edge

    def _group(self, column: list[Line]) -> None:
        """For lines in a row that begin at one place, the farthest that any of them goes."""
        start = 0
        for index in range(1, len(column) + 1):
            if index == len(column) or abs(column[index].x0 - column[start].x0) > 1.5:
                if index - start > 1:
                    farthest = max(line.x1 for line in column[start:index])
                    self.groups.update((id(line), farthest) for line in column[start:index])
                start = index

    def _lend_edges(self) -> None:
        """A column with few lines on its page ends where one does that begins at the same place on the nearest page."""
        full: defaultdict[int, dict[int, float]] = defaultdict(dict)  # where a column begins, its page, where it ends
        for (page, region), (left, right) in self.edges.items():
            if self.counts[page, region] >= _ENOUGH:
                full[round(left / 3)][page] = right
        for (page, region), (left, right) in self.edges.items():
            alike = full.get(round(left / 3))
            if alike and self.counts[page, region] < _ENOUGH:
                nearest = next((page + step for step in _NEAR if page + step in alike), min(alike))
                self.edges[page, region] = (left, max(right, alike[nearest]))


def _leading(pages: Sequence[Sequence[Line]]) -> float:
    """The usual distance of two lines of a paragraph, in sizes."""
    counted: Counter[float] = Counter()
    for lines in pages:
        for above, below in pairwise(lines):
            gap = (above.y - below.y) / max(below.size, 1)
            if above.region == below.region and abs(above.size - below.size) < 0.3 and 0.8 < gap < 2.6:
                counted[round(gap * 20) / 20] += 1
    return max(counted, key=lambda gap: (counted[gap], -gap), default=1.2)


def _edges(column: Sequence[Line], body: float) -> tuple[float, float]:
    """Where the lines of a column begin and end, as most of them do."""
    lines = [line for line in column if abs(line.size - body) < 0.6] or list(column)
    begins = Counter(round(line.x0) for line in lines)
    often = [x for x, count in begins.items() if count >= max(2, 0.1 * len(lines))]
    left = float(min(often, default=min(begins)))
    ends = sorted(line.x1 for line in lines)
    return left, ends[min(len(ends) - 1, int(0.95 * len(ends)))]


def _place(line: Line, blocks: list[RawBlock], shape: _Shape) -> None:
    last = blocks[-1] if blocks and blocks[-1].table is None else None
    bullet = _bullet(line, last, shape)
    gap = (last.lines[-1].y - line.y) / max(line.size, 1) if last and _same_place(last.lines[-1], line) else 9.0
    if last is not None and not bullet and _goes_on(last, line, shape):
        last.lines.append(line)
        return
    block = RawBlock([line], line.page, gap=gap, label=bullet, breaks_words=shape.breaks_words)
    block.style = _style(line)
    if bullet:
        block.kind = "list"
    blocks.append(block)


def _same_place(first: Line, second: Line) -> bool:
    return first.page == second.page and first.region == second.region


def _style(line: Line) -> Style:
    return round(line.size * 2) / 2, line.bold, _is_capitals(line.text)


def _is_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and all(character.isupper() for character in letters)


def _bullet(line: Line, last: RawBlock | None, shape: _Shape) -> str:
    """The bullet or number with which a line begins a list item; nothing for other lines."""
    if match := _BULLET.match(line.text):
        dash = match.group().strip() in "–—-*"
        return match.group() if not dash or last is None or not _goes_on(last, line, shape) else ""
    match = _NUMBERED.match(line.text)
    if match is None or (line.bold and shape.bold_tells) or line.size > shape.body * 1.12:
        return ""
    if last is None or not _goes_on(last, line, shape) or _follows_number(last, match["number"]):
        return match.group()
    return ""


def _follows_number(last: RawBlock, number: str) -> bool:
    before = _NUMBERED.match(last.label) if last.label else None
    if before is None:
        return False
    if number.isdigit() and before["number"].isdigit():
        return int(number) == int(before["number"]) + 1
    return len(number) == 1 and len(before["number"]) == 1 and ord(number) == ord(before["number"]) + 1


def _goes_on(block: RawBlock, line: Line, shape: _Shape) -> bool:
    """Whether a line belongs to a block that is not ended yet."""
    last = block.lines[-1]
    if not _looks_alike(last, line, shape):
        return False
    if last.page != line.page:
        return block.kind == "list" and line.text[:1].islower() and not last.text.endswith((".", "?", "!"))
    if last.region == line.region:
        gap = last.y - line.y
        if gap > 1.18 * shape.leading * line.size + 0.6 or gap < -0.5 * line.size:
            return False
    heading = last.size > 1.12 * shape.body or (last.bold and shape.bold_tells)
    if heading:
        return last.region == line.region
    if _runs_on(last, line) or (last.region == line.region and _are_centred(last, line, shape)):
        return True
    return not _has_room(last, line, shape) and not _is_indented(block, line, shape)


def _runs_on(last: Line, line: Line) -> bool:
    """Whether a sentence goes on from one line to the next, wherever they stand."""
    return line.text[:1].islower() and (last.text[-1:].isalpha() or last.text[-1:] in "-,") and last.letters > 20


def _are_centred(last: Line, line: Line, shape: _Shape) -> bool:
    """Whether a line is set around the middle of a full one above it, as the last of a caption is."""
    left, right = shape.edges.get((line.page, line.region), (0.0, 0.0))
    em = line.size
    clear = last.x0 > left + 0.5 * em and line.x0 > last.x0 + 1.5 and line.x1 < right - em
    full = last.x1 - last.x0 > 0.7 * (right - left)
    return clear and full and abs((last.x0 + last.x1) - (line.x0 + line.x1)) < em


def _looks_alike(last: Line, line: Line, shape: _Shape) -> bool:
    if abs(last.size - line.size) > 0.08 * max(last.size, line.size):
        return False
    return last.bold == line.bold or not shape.bold_tells or min(last.letters, line.letters) < 4


def _has_room(last: Line, line: Line, shape: _Shape) -> bool:
    """Whether the first word of a line would have fitted at the end of the last, so that the break is meant."""
    return shape.right(last) - last.x1 > _first_word(line) + 0.9 * line.size


def _first_word(line: Line) -> float:
    """The width of a line's first word."""
    for span in line.spans:
        text = span.text
        start = len(text) - len(text.lstrip())
        at = text.find(" ", start)
        if at > 0 and at < len(span.xs):
            return span.xs[at] - line.x0
    return line.x1 - line.x0


def _is_indented(block: RawBlock, line: Line, shape: _Shape) -> bool:
    """Whether a line begins a paragraph by standing in from the last, or ends an indented one by standing out."""
    last, em = block.lines[-1], line.size
    step = line.x0 - last.x0
    if last.region != line.region:
        step = (line.x0 - shape.left(line)) - (last.x0 - shape.left(last))
    if step > 0.7 * em:
        hangs = bool(block.label) or id(line) in shape.groups
        return not hangs
    return step < -0.7 * em and len(block.lines) > 1


def _classify(blocks: list[RawBlock], shape: _Shape) -> None:
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind == "paragraph" and _is_heading(block, following, shape):
            block.kind = "heading"
        elif block.kind == "paragraph" and _is_quotation(block, shape):
            block.kind = "quotation"
    _set_levels(blocks, shape)


def _is_heading(block: RawBlock, following: RawBlock | None, shape: _Shape) -> bool:
    words = " ".join(block.text.split())
    size, bold, capitals = block.style
    if len(words) > _LONGEST_HEADING or not re.search(r"[^\W\d_]{2}", words):
        return False
    if following is None or words[0].islower() or is_date_line(words) or is_byline(words):
        return False
    if size >= 1.12 * shape.body + 0.2:
        return not words.endswith((",", ";")) and (len(words) < 120 or not words.endswith("."))
    stands_out = (bold and shape.bold_tells) or (capitals and len(words) < 100)
    if size >= 0.94 * shape.body and stands_out:
        return not words.endswith(_CLOSED) or (words.endswith(".") and not _SENTENCES.search(words))
    return size >= 0.94 * shape.body and _is_italic_heading(block, following, words, shape)


def _is_italic_heading(block: RawBlock, following: RawBlock, words: str, shape: _Shape) -> bool:
    """A short line in italics with white above it and a paragraph in upright type under it."""
    apart = block.gap > 1.18 * shape.leading + 0.05
    upright = following.kind == "paragraph" and following.table is None and not following.lines[0].italic
    one = len(block.lines) == 1 and block.lines[0].italic and len(words) < 80
    return one and apart and upright and words[-1] not in ".,;:?!”\"')" and following.page == block.page


def _is_quotation(block: RawBlock, shape: _Shape) -> bool:
    """Whether all of a block stands in from both edges of its column, its lines beginning at one place."""
    em = block.lines[0].size
    left = min(line.x0 for line in block.lines) - shape.left(block.lines[0])
    right = shape.edges.get((block.page, block.lines[0].region), (0.0, 0.0))[1] - max(line.x1 for line in block.lines)
    if left < 0.9 * em or right < 0.8 * em or len(block.lines) < 2:
        return False
    begins = [line.x0 for line in (block.lines if len(block.lines) == 2 else block.lines[1:])]
    return max(begins) - min(begins) < 2.0


def _set_levels(blocks: list[RawBlock], shape: _Shape) -> None:
    """Headings: the larger and the bolder, the higher. List items: the farther in, the deeper."""
    styles = sorted({_rank(block.style) for block in blocks if block.kind == "heading"})
    for block in blocks:
        if block.kind == "heading":
            block.level = min(_DEEPEST, styles.index(_rank(block.style)) + 1)
    begins: list[float] = []
    for block in blocks:
        if block.kind != "list":
            begins = []
            continue
        x0 = block.lines[0].x0 - shape.left(block.lines[0])
        begins = [x for x in begins if x < x0 - 3]
        begins.append(x0)
        block.level = len(begins)


def _rank(style: Style) -> tuple[float, bool, bool]:
    size, bold, capitals = style
    return -size, not bold, not capitals
