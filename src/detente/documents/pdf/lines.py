"""Stretches of words to lines: what stands on one baseline, with raised marks put where they belong.

Knows nothing of pages beyond one, nor of paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.documents.marks import SUPERSCRIPTS
from detente.documents.pdf.glyphs import Link, Page, Span

_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPTS)
_SAME = 0.22  # of the size: baselines that are one
_TOUCHING = 0.7  # of the size: a wider gap parts two columns or cells
_CLOSE = 0.4  # of the size: a raised mark is not farther from its word, nor a note's label from its note
_SPACE = 0.16  # of the size: a wider gap is a space


@dataclass(slots=True)
class Line:
    """A line, or one column's or cell's part of one. ``region`` numbers the columns of a page in reading order."""

    spans: list[Span]
    page: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    text: str
    region: int = 0

    @property
    def letters(self) -> int:
        """How many characters are not space."""
        return sum(not character.isspace() for character in self.text)


def lines_of(page: Page) -> list[Line]:
    """The lines of a page from the top down, those beside one another from left to right."""
    groups = _in_order(page.spans)
    lines = [line for group in _merged(groups) if (line := make_line(group, page.number)).text.strip()]
    return sorted(lines, key=lambda line: (-round(line.y, 1), line.x0))


def make_line(spans: Sequence[Span], page: int) -> Line:
    """A line of these stretches, put in order from left to right."""
    ordered = sorted(spans, key=lambda span: span.x0)
    size, base = _size(ordered)
    for span in ordered:
        span.raised = span.raised or (span.size <= 0.86 * size and 0.1 * size < span.y - base < 0.8 * size)
    inked = [span for span in ordered if span.text.strip()]
    plain = [span for span in inked if not span.raised] or inked
    return Line(
        ordered,
        page,
        min((span.x0 for span in inked), default=0.0),
        max((span.x1 for span in inked), default=0.0),
        base,
        size,
        all(span.bold for span in plain),
        all(span.italic for span in plain),
        _text(ordered),
    )


def starred(line: Line) -> str:
    """The line's words with italics between stars; none where all or nothing of it is in italics."""
    if not any(span.italic and span.text.strip() for span in line.spans):
        return line.text
    return _text(line.spans, stars=True)


def linked_words(line: Line, link: Link) -> str:
    """The words of a line that a link covers."""
    if not (link.y0 - 1 < line.y + line.size / 3 < link.y1 + 1):
        return ""
    return "".join(
        character
        for span in line.spans
        for character, x in zip(span.text, span.xs, strict=False)
        if link.x0 - 0.5 <= x + 0.2 * span.size <= link.x1 + 0.5
    )


def _size(spans: Iterable[Span]) -> tuple[float, float]:
    """The size and baseline of most of the letters."""
    counted: Counter[tuple[float, float]] = Counter()
    for span in spans:
        counted[span.size, round(span.y, 1)] += len(span.text.strip())
    return max(counted, key=lambda key: (counted[key], key[0]))


def _in_order(spans: Iterable[Span]) -> list[list[Span]]:
    """Stretches that follow one another in the file and on the line."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and _follows(groups[-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _follows(group: list[Span], span: Span) -> bool:
    last = group[-1]
    size = max(last.size, span.size)
    gap = span.x0 - last.x1
    if not -0.35 * size <= gap <= _TOUCHING * min(last.size, span.size):
        return False
    return any(_one_line(other, span, gap) for other in group[-3:])


def _one_line(first: Span, second: Span, gap: float) -> bool:
    """Whether two stretches have one baseline, or one is raised above the other and close to it, as a mark is."""
    size = max(first.size, second.size)
    if abs(first.y - second.y) <= _SAME * min(first.size, second.size):
        return True
    small, large = sorted((first, second), key=lambda span: span.size)
    return small.size <= 0.86 * large.size and gap <= _CLOSE * size and -0.25 * size < small.y - large.y < 0.75 * size


def _merged(groups: list[list[Span]]) -> list[list[Span]]:
    """Groups of one line brought together though they are apart in the file."""
    groups = sorted(groups, key=lambda group: (-_size(group)[1], group[0].x0))
    merged: list[list[Span]] = []
    for group in groups:
        home = next((other for other in reversed(merged[-8:]) if _beside(other, group)), None)
        if home is None:
            merged.append(group)
        else:
            home += group
    return merged


def _beside(first: list[Span], second: list[Span]) -> bool:
    """Whether two groups are on one line and touch."""
    left, right = sorted((first, second), key=lambda group: min(span.x0 for span in group))
    last = max(left, key=lambda span: span.x1)
    next_ = min(right, key=lambda span: span.x0)
    gap = next_.x0 - last.x1
    size = max(last.size, next_.size)
    return -0.35 * size <= gap <= _TOUCHING * min(last.size, next_.size) and _one_line(last, next_, gap)


def _text(spans: Sequence[Span], *, stars: bool = False) -> str:
    pieces: list[str] = []
    last: Span | None = None
    italic = False
    for span in spans:
        words = _shown(span)
        if not words:
            continue
        if last is not None and _parted(last, span, pieces[-1]):
            pieces.append(" ")
        if stars and words.strip() and (span.italic and not span.raised) != italic:
            italic = not italic
            _put_star(pieces, opening=italic)
        pieces.append(words)
        last = span
    if italic:
        _put_star(pieces, opening=False)
    return "".join(pieces).strip()


def _put_star(pieces: list[str], *, opening: bool) -> None:
    """A star against the words that it belongs to."""
    if opening or not pieces:
        pieces.append("*")
        return
    words = pieces[-1].rstrip()
    pieces[-1:] = [words, "*", pieces[-1][len(words) :]]


def _parted(last: Span, span: Span, before: str) -> bool:
    if span.raised or before.endswith(" ") or span.text.startswith(" "):
        return False
    return span.x0 - last.x1 > _SPACE * min(last.size, span.size)


def _shown(span: Span) -> str:
    """The words of a stretch; raised digits become superscripts, so that they are known for marks."""
    if not span.raised:
        return span.text
    bare = span.text.strip(" ,;–-")
    if bare and all(character.isdigit() or character in " ,;–-" for character in bare):
        return span.text.strip().translate(_SUPERSCRIPT)
    return span.text
