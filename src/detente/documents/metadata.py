"""What the first lines of a document and the ends of citations have in common: written dates and bylines.

Only whole lines and the fixed forms of citations are read here; dates in prose are for ``detente.reading``. Knows
nothing of formats.
"""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS.split(), 1)}
_MONTH_NUMBERS |= {name[:3]: number for name, number in _MONTH_NUMBERS.items()} | {"sept": 9}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[4-9]\d\d|20\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}, {_MONTH}(?: {_DAY})?(?!\d)",
        r"(?<!\d)(?P<year>1[4-9]\d\d|20\d\d)-(?P<monthno>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?!\d)",
        rf"{_WEEKDAY}(?<!\d){_DAY}[ -]+{_MONTH},?[ -]+{_YEAR}(?!\d)",
        rf"{_WEEKDAY}\b{_MONTH} +{_DAY},? +{_YEAR}(?!\d)",
        r"(?<![\d/.])(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)/(?P<year>(?:1[4-9]|20)\d\d|\d\d)(?![\d/])",
        rf"\b{_MONTH}(?: ?[/–-] ?(?P<month2>[a-z]+)\.?)?,? +{_YEAR}(?!\d)",
        rf"\b(?P<season>spring|summer|autumn|fall|winter)(?: ?[/–-] ?[a-z]+)?,? +{_YEAR}(?!\d)",
    )
)
_YEAR_ALONE = re.compile(rf"(?<![\d/.:-]){_YEAR}(?![\d/:-])")
_BYLINE = re.compile(
    r"(?:by|written by|author:|authors:) +(?P<names>[^\W\d_][^\d|–—]{2,80}?)"
    r"(?: *(?:[-–—|,] *)?(?:(?:[A-Z][a-z]{2,8}\.? )?\d.*)|(?: *\|.*))?",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[^\W\d_a-z][\w.’'-]*|de|del|der|van|von|al|el|bin|ibn|da|di|la|le|dos|y)"
_NAMES = re.compile(
    rf"{_NAME_WORD}(?: {_NAME_WORD}){{1,5}}(?:(?:,| and| &|, and) {_NAME_WORD}(?: {_NAME_WORD}){{1,5}})*"
)
_DATE_LABEL = re.compile(
    r"^(?:date|published(?: on)?|publication date|posted(?: on)?|updated|last (?:updated|modified)|issued|released|on)"
    r"\s*[:.–—-]?\s*",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"\d *[AP]M\b|\bE[SD]?T\b")
_CLOCK = re.compile(
    r"[,\s]*(?:at +)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,4}\)?)?|T\d\d:\d\d\S*", re.IGNORECASE
)


def find_date(words: str, *, year: bool = True, american: bool = False) -> tuple[int, int, str] | None:
    """The first date of the finest form written in some words, as (start, end, EDTF); a year alone only if ``year``.

    Of 3/10/23 no more than the year is certain, unless ``american`` (month first) or one of the two can be no month.
    """
    for form in (*_FORMS, _YEAR_ALONE) if year else _FORMS:
        for match in form.finditer(words):
            if edtf := _edtf(match.groupdict(), american):
                return match.start(), match.end(), edtf
    return None


def written_date(words: str, *, year: bool = True) -> str | None:
    """The first date of the finest form written in some words, as EDTF; None where there is none."""
    found = find_date(words, year=year)
    return found[2] if found else None


def _edtf(parts: dict[str, str | None], american: bool) -> str | None:
    year = _full_year(parts["year"] or "")
    if parts.get("first"):
        return _slashed(year, int(parts["first"] or 0), int(parts["second"] or 0), american)
    month = _month(parts)
    if month is None:
        return year
    last = _MONTH_NUMBERS.get((parts.get("month2") or "").lower())
    if last and last > month:
        return f"{year}-{month:02}/{year}-{last:02}"
    day = int(parts.get("day") or 0)
    return _checked(year, month, day) if day else f"{year}-{month:02}"


def _full_year(year: str) -> str:
    return year if len(year) == 4 else ("20" if int(year) < 70 else "19") + year


def _slashed(year: str, first: int, second: int, american: bool) -> str | None:
    if american or first == second or second > 12:
        return _checked(year, first, second)
    return _checked(year, second, first) if first > 12 else year


def _checked(year: str, month: int, day: int) -> str | None:
    try:
        return dt.date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _month(parts: dict[str, str | None]) -> int | None:
    if parts.get("monthno"):
        return int(parts["monthno"] or 0)
    if parts.get("month"):
        return _MONTH_NUMBERS[(parts["month"] or "").lower()]
    return _SEASONS[(parts["season"] or "").lower()] if parts.get("season") else None


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but a date, with or without a label and a time of day."""
    return date_of_line(line) is not None


def date_of_line(line: str) -> str | None:
    """The date of a line that is nothing but one ("Published: 29 January 2026, 10:15 GMT"); None for any other line."""
    if len(line) > 80 or not any(character.isdigit() for character in line):
        return None
    american = looks_american(line)
    rest = _CLOCK.sub("", _DATE_LABEL.sub("", line.strip(" *_|#"))).strip(" ,.|()–—-")
    found = find_date(rest, year=False, american=american)
    return found[2] if found and found[:2] == (0, len(rest)) else None


def looks_american(line: str) -> bool:
    """Whether a line tells the time as Americans do (AM, ET), and so puts the month first in 3/10/23."""
    return _AMERICAN.search(line) is not None


def is_byline(line: str) -> bool:
    """Whether a line names the author ("By …")."""
    return byline(line) is not None


def byline(line: str) -> str | None:
    """The names of a line that begins with "by" and holds nothing else but a date; None for any other line."""
    match = _BYLINE.fullmatch(line.strip(" *_")) if len(line) < 140 else None
    names = match.group("names").strip(" ,|–—-") if match else ""
    return names if names and _NAMES.fullmatch(names) else None


def looks_like_names(line: str) -> bool:
    """Whether a line could be nothing but the names of people: two to six capitalised words each."""
    return len(line) < 100 and _NAMES.fullmatch(line.strip()) is not None
