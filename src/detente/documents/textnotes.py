"""Which paragraphs of a plain text are notes: by their labels, by the heading or rule above them, or by being cited.

Knows nothing of files; works on paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from detente.documents.marks import Label, Style, has_mark, label_of

_HEADING = re.compile(
    r"\W*(?:(?:end|foot)?notes?|references?|sources?|citations?|works cited|notes and (?:references|sources)|"
    r"references and notes|bibliography)\W*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:[-_*=–—]\s?){3,}\s*")
_CITING = re.compile(
    r"[“\"‘«]|https?://|www\.|\b(?:ibid|op\. cit|see|cf)\b|\bpp?\. ?\d|\b(?:1[4-9]|20)\d\d\b", re.IGNORECASE
)
_SURE: tuple[Style, ...] = ("superscript", "caret")

Role = Label | Literal["body", "announcement", "more"]


def roles(texts: Sequence[str]) -> list[Role]:
    """What each paragraph is: part of the body, a note (its label), more of the note before, or the heading or rule
    that announces notes."""
    section = _note_section(texts)
    cited = _cited_labels(texts)
    found: list[Role] = []
    for index, text in enumerate(texts):
        inside = index in section.inside
        label = label_of(text)
        if index in section.headings:
            found.append("announcement")
        elif label and (inside or label.style in _SURE or (label.label, label.style) in cited):
            found.append(label)
        elif inside and found and found[-1] not in ("body", "announcement") and not _is_heading(text):
            found.append("more")
        else:
            found.append("body")
    return found


@dataclass(slots=True)
class _Section:
    """The paragraphs under a heading or rule that announces notes, and those headings and rules themselves."""

    inside: set[int]
    headings: set[int]


def _note_section(texts: Sequence[str]) -> _Section:
    section = _Section(set(), set())
    current: Style | None = None
    for index, text in enumerate(texts):
        following = label_of(texts[index + 1]) if index + 1 < len(texts) else None
        if (
            following
            and (_is_heading(text) or (len(text) < 200 and _RULE.fullmatch(text)))
            and _may_open(text, following)
        ):
            section.headings.add(index)
            current = following.style
        elif current is not None:
            label = label_of(text)
            if (label is None or label.style != current) and _ends_section(text):
                current = None
            else:
                section.inside.add(index)
    return section


def _is_heading(text: str) -> bool:
    return len(text) < 60 and _HEADING.fullmatch(text) is not None


def _may_open(text: str, following: Label) -> bool:
    """A rule opens notes only if the first is number 1 or plainly a note: other rules part sections of the text."""
    return _is_heading(text) or following.style in _SURE or following.label in ("1", "*", "†")


def _ends_section(text: str) -> bool:
    """A short line without a stop under notes is the next heading; a longer one goes on with the last note."""
    return (
        len(text) < 80
        and not text.rstrip().endswith((".", ")", "”", '"', "/"))
        and "http" not in text
        and not _CITING.search(text)
    )


def _cited_labels(texts: Sequence[str]) -> set[tuple[str, Style]]:
    """Labels of paragraphs outside any announced list that are notes because the text cites them, in unbroken order.

    A list item also begins with a number; but it is not cited, or tells no source.
    """
    labelled = [
        (label, text)
        for text in texts
        if (label := label_of(text)) and label.style not in _SURE and (label.style == "symbol" or _CITING.search(text))
    ]
    if not labelled:
        return set()
    begins = {text for _, text in labelled}
    body = "\n".join(text for text in texts if text not in begins)
    return {
        (label.label, label.style)
        for label, text in labelled
        if (label.style == "bracket" or len(text) > 15) and has_mark(body, label.label, label.style)
    }
