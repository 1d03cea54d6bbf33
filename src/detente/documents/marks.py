"""Note marks and note lines in plain words: superscripts, brackets, stars, and digits stuck to a word.

For formats in which a mark is only a character among others (plain text, the text layer of a PDF). A mark is taken
for one only if it looks like nothing else or a note with its label exists. Knows nothing of files or blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from detente.documents.draft import Ref

Style = Literal["superscript", "caret", "bracket", "paren", "plain", "symbol"]

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(SUPERSCRIPTS, "0123456789")
_SUPER = rf"[{SUPERSCRIPTS}]"
_SUPER_MARK = re.compile(
    rf"(?<!\bk)(?<!\bkm)(?<!\bm)(?<!\bcm)(?<!\bmm){_SUPER}+(?:\s?[,⸴˒ʼ⁻–-]\s?{_SUPER}+)*(?!\w)|(?<=\w){_SUPER}+(?=\w)"
)
_CARET_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_BRACKET_MARK = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\](?:(?:\s?[–-]\s?|\s?,\s?|)\[(\d{1,3})\])*")
_PAREN_MARK = re.compile(r"\((\d{1,3})\)")
_SYMBOL_MARK = re.compile(r"(?<=[\w.,;:!?”’\")\]])([*†‡§]{1,3})(?![\w*])")
_DIGIT_MARK = re.compile(
    r"(?<=[^\W\d_][^\W\d_][.,;:!?])(\d{1,3})(?=[\s—–]|$)|(?<=[.,;:!?][”’\"')\]])(\d{1,3})(?=\s|$)|(?<=[”’)])(\d{1,3})(?=[\s.,;:]|$)|"
    r"(?<=[a-zé-ÿ][a-zé-ÿ][a-zé-ÿ])(\d{1,3})(?=[\s.,;:!?)—–]|$)"
)
_NUMBER = re.compile(r"\d+")
_LABELS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("superscript", re.compile(rf"\s*({_SUPER}+)\s*(?=\S)")),
    ("caret", re.compile(r"\s*\[\^([^\]\s]{1,40})\]:?\s*")),
    ("bracket", re.compile(r"\s*\[(\d{1,4})\][:.]?\s+")),
    ("paren", re.compile(r"\s*\((\d{1,3})\)\s+")),
    ("plain", re.compile(r"\s*(\d{1,3})(?:[.):]\s+|\s+|\t|(?=[A-Z“\"‘«]))(?=\S)")),
    ("symbol", re.compile(r"\s*([*†‡§]{1,3})\s*(?=[^\s*†‡§])")),
)


@dataclass(frozen=True, slots=True)
class Label:
    """The label with which a note line begins; ``end`` is where its words begin."""

    label: str
    style: Style
    end: int


def label_of(line: str) -> Label | None:
    """The label at the beginning of a line that may be a note's, or None."""
    for style, form in _LABELS:
        if match := form.match(line):
            return Label(match.group(1).translate(_PLAIN), style, match.end())
    return None


def find_marks(text: str, labels: dict[str, Style]) -> list[str | Ref]:
    """The runs of a text: its words, and a ``Ref`` for each mark. ``labels`` are those of the notes there are."""
    found = sorted(_marks(text, labels), key=lambda mark: mark[0])
    runs: list[str | Ref] = []
    at = 0
    for start, end, cited in found:
        if start < at:
            continue
        runs.append(text[at:start])
        runs += [Ref(label) for label in cited]
        at = end
    runs.append(text[at:])
    return [run for run in runs if run != ""]


def has_mark(text: str, label: str, style: Style) -> bool:
    """Whether a text cites a note of this label."""
    return any(label in cited for _, _, cited in _marks(text, {label: style}))


def _marks(text: str, labels: dict[str, Style]) -> list[tuple[int, int, list[str]]]:
    styles = set(labels.values())
    found = [(m.start(), m.end(), [m.group(1)]) for m in _CARET_MARK.finditer(text)]
    if any(character in text for character in SUPERSCRIPTS):
        found += _superscripts(text, labels)
    if "[" in text:
        found += _brackets(text, labels)
    if "paren" in styles:
        found += [(m.start(), m.end(), [m[1]]) for m in _PAREN_MARK.finditer(text) if labels.get(m[1]) == "paren"]
    if "symbol" in styles:
        found += [(m.start(), m.end(), [m[1]]) for m in _SYMBOL_MARK.finditer(text) if m[1] in labels]
    if styles & {"plain", "superscript"}:
        found += _digits(text, labels)
    return found


def _superscripts(text: str, labels: dict[str, Style]) -> list[tuple[int, int, list[str]]]:
    found = []
    for match in _SUPER_MARK.finditer(text):
        numbers = re.split(r"\s?([,⸴˒ʼ⁻–-])\s?", match.group().translate(_PLAIN))
        cited = [label for number in _expanded(numbers) for label in _known(number, labels)]
        if match.start() == 0 or any(label in labels for label in cited) or not text[match.start() - 1].isdigit():
            found.append((match.start(), match.end(), cited))
    return found


def _known(number: str, labels: dict[str, Style]) -> list[str]:
    """A run of digits as one label, or as several where only those exist ("¹²" for notes 1 and 2)."""
    return (
        list(number)
        if number not in labels and len(number) > 1 and all(digit in labels for digit in number)
        else [number]
    )


def _expanded(pieces: list[str]) -> list[str]:
    """Numbers and what parts them, with a dash between two written out: 1 - 3 is 1, 2, 3."""
    numbers: list[str] = []
    for index, piece in enumerate(pieces):
        if not piece.isdigit():
            continue
        if index and pieces[index - 1] in "⁻–-" and numbers and 0 < int(piece) - int(numbers[-1]) <= 20:
            numbers += [str(number) for number in range(int(numbers[-1]) + 1, int(piece))]
        numbers.append(piece)
    return numbers


def _brackets(text: str, labels: dict[str, Style]) -> list[tuple[int, int, list[str]]]:
    found = []
    for match in _BRACKET_MARK.finditer(text):
        inside = match.group().replace("[", "").replace("]", ",") if "][" in match.group() else match.group()
        cited = _expanded([piece for piece in re.split(r"[\[\]\s]*([,;–-])[\[\]\s]*|[\[\]]", inside) if piece])
        if any(label in labels for label in cited) or (match.start() and not labels):
            found.append((match.start(), match.end(), cited))
    return found


def _digits(text: str, labels: dict[str, Style]) -> list[tuple[int, int, list[str]]]:
    found = []
    for match in _DIGIT_MARK.finditer(text):
        label = match.group()
        if labels.get(label) in ("plain", "superscript"):
            found.append((match.start(), match.end(), [label]))
    return found
