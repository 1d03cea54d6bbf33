"""The small print of a citation: pages, dates, volume numbers and access dates, each taken out of its words.

Works on masked text (see ``masking``), so that nothing inside a title or an address is taken for a detail.
"""

from __future__ import annotations

import re

from detente.documents.metadata import find_date

_RANGE = r"[A-Z]?\d+[a-z]?(?:\s?[-–—]\s?[A-Z]?\d+)?"
_RANGES = rf"{_RANGE}(?:(?:, ?| and | & )(?!(?:1[4-9]|20)\d\d\b){_RANGE})*"
_PAGES = re.compile(
    rf"[,.:;]?\s*\(?\b(?:pp?\.?|pages?|pgs?\.?|S\.)\s?(?P<pages>{_RANGES}|[ivxlc]+(?:[-–][ivxlc]+)?)(?![\w/])\)?"
)
_AFTER_YEAR = re.compile(rf"(?<=\))\s?:\s?(?P<pages>{_RANGES})(?!\w)")
_AFTER_ISSUE = re.compile(rf"(?<=\d)\s?:\s?(?P<pages>{_RANGE})(?=[,.\s]|$)")
_BARE = re.compile(rf"(?:^|[,.])\s*(?P<pages>{_RANGES})\s*\.?\s*$")
_ACCESS = re.compile(
    r"[,.;]?\s*[(\[]?(?:last |date |first )?(?:accessed|retrieved|visited|viewed|consulted|checked|archived|"
    r"access date)"
    r"(?: on)?:?\s*(?:(?:\d{1,2}[ -][A-Z][a-z]+\.?,?[ -]\d{4})|(?:[A-Z][a-z]+\.? \d{1,2},? \d{4})|[\d./-]{6,10}|"
    r"(?:[A-Z][a-z]+ )?\d{4})?[)\]]?(?:,? (?:from|at))?",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"(?:\b(?:vol(?:ume)?s?|nos?|nr|issue|number|iss|ser(?:ies)?|part|pt|bd|tome?|t)\b\.?\s?[\dIVXLC]+(?:[/–-]\d+)?\s?"
    r"(?:\(\d+(?:[/–-]\d+)?\))?|\b\d+\s?\(\d+(?:[/–-]\d+)?\)|(?:art|para|§|sec|ch|chapter)s?\.? ?\d+(?:[-–]\d+)?)",
    re.IGNORECASE,
)


def take_access(text: str) -> str:
    """The text without the day on which its author looked at an address."""
    return _ACCESS.sub("", text)


def take_pages(text: str) -> tuple[str, str | None]:
    """The text without its page numbers, and these as printed, with plain hyphens."""
    for form in (_PAGES, _AFTER_YEAR):
        if match := form.search(text):
            return text[: match.start()] + text[match.end() :], plain_range(match.group("pages"))
    return text, None


def take_bare_pages(text: str) -> tuple[str, str | None]:
    """The same for numbers without a "p.", which stand last once date and volume are out."""
    match = _BARE.search(text)
    return (text[: match.start()], plain_range(match.group("pages"))) if match else (text, None)


def plain_range(pages: str) -> str:
    """Page numbers as printed, with plain hyphens and no space around them."""
    return re.sub(r"\s?[-–—]\s?", "-", pages)


def take_date(text: str) -> tuple[str, str | None]:
    """The text without its date, and this as EDTF."""
    found = find_date(text)
    if found is None:
        return text, None
    start, end, edtf = found
    before, after = text[:start], text[end:]
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1].rstrip() + ",", after[1:]
    return before + after, edtf


def is_volume(part: str) -> bool:
    """Whether a part says nothing but a volume, an issue, an article or a bare number."""
    return re.fullmatch(r"[\s\d:()/,.–-]*", _VOLUME.sub("", part)) is not None


def without_volume(part: str) -> str:
    """A part without the bare volume number at its end, as in a periodical's name and number."""
    return re.sub(r"\s+\d+(?:\s?[:(/]\s?\d+\)?)*$", "", part)
