"""Text on a screen of some width: wrapped beside a narrow column of labels, without a space too many at any line's end.

Documents come from anywhere, so whatever would steer a terminal or turn the direction of a line shows as unprintable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 100  # characters of running text that are still easy to read
GAP = 2  # between the labels and the text

_UNPRINTABLE = dict.fromkeys(
    [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, and beside it a few paragraphs."""

    label: Text
    paragraphs: Sequence[Text]


def console(*, stderr: bool = False) -> Console:
    """A console that obeys NO_COLOR and the terminal's width, and colours nothing of its own accord."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def text(words: str, style: str = "") -> Text:
    """Words as text, safe to print."""
    from rich.text import Text

    return Text(plain(words), style=style)


def plain(words: str) -> str:
    """Words without anything that would steer a terminal."""
    return words.translate(_UNPRINTABLE)


def line(out: Console, words: str = "", style: str = "") -> None:
    """Print a paragraph across the screen."""
    for wrapped in _wrapped(out, text(words, style), min(out.width, WIDEST)):
        _print(out, wrapped)


def entries(out: Console, rows: Iterable[Entry], *, spaced: bool, narrowest: int = 0, widest: int = 18) -> None:
    """Print entries with their labels in one column; with ``spaced``, an empty line after each."""
    held = list(rows)
    column = max(narrowest, min(widest, max((entry.label.cell_len for entry in held), default=0)))
    room = max(20, min(out.width - column - GAP, WIDEST))
    for entry in held:
        labels = _wrapped(out, entry.label, column)
        body = [wrapped for paragraph in entry.paragraphs for wrapped in _wrapped(out, paragraph, room)]
        for label, words in zip_longest(labels, body):
            _print(out, _beside(label, words, column))
        if spaced:
            out.print()


def room(out: Console, column: int = 18) -> int:
    """How many characters a line of text beside labels has at the least."""
    return max(20, min(out.width - column - GAP, WIDEST))


def _beside(label: Text | None, words: Text | None, column: int) -> Text:
    row = label.copy() if label else text("")
    if words:
        row.append(" " * (column + GAP - row.cell_len))
        row.append_text(words)
    return row


def _wrapped(out: Console, words: Text, width: int) -> list[Text]:
    lines = list(words.wrap(out, width)) if words.plain else [words]
    for wrapped in lines:
        wrapped.rstrip()
    return lines


def _print(out: Console, row: Text) -> None:
    row.rstrip()
    out.print(row, soft_wrap=True)
