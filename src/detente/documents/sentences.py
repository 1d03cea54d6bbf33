"""Where the sentences of a paragraph begin and end.

A small set of rules made for diplomatic and scholarly English: every full stop, question mark and exclamation mark is a
candidate, and the words on its two sides decide. Knows nothing of documents, notes or marks.
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_CLOSERS = "\"'”’»)\\]"
_OPENERS = "\"'“‘«(\\["
_CANDIDATE = re.compile(rf"(?:\.(?: \.){{2,3}}+|(?<![.?!…])[.?!…]++)[{_CLOSERS}]*+(?=\s)")
_LEFT_WORD = re.compile(r"[\w.’'&/-]+$")
_RIGHT_WORD = re.compile(rf"\s+[{_OPENERS}\s]*([\w’'&-]+)")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")  # U.S, U.S.S.R, a.m, without the last stop

# Always followed by the name or number that they belong to.
_TITLES = _words(
    "mr mrs ms mme mlle dr prof rev hon gen lt col maj capt cpl sgt adm cmdr brig gov sen rep amb pres vp "
    "min sec st ste mt ft messrs fr msgr supt insp cdr cmd dep asst dir atty rt mtg"
)
_ALWAYS_INSIDE = _words("e.g i.e cf vs v viz c ca fl approx b d r est a.k.a rs")
# Inside a sentence when a number, a letter or a numeral follows.
_BEFORE_NUMBER = _words(
    "no nos p pp para paras vol vols art arts sec secs ch chs chap fig figs doc docs ser res app ed eds n nn § tel "
    "jan feb mar apr jun jul aug sept sep oct nov dec"
)
_MONTHS = _words("jan feb mar apr jun jul aug sept sep oct nov dec")
# May end a sentence or not: only a word that usually begins one decides for an end.
_DOUBTFUL = _words(
    "co inc ltd corp bros jr sr esq plc llc etc al dept univ  assn gov govt intl natl mil fed rel ave blvd rd ph.d"
)
_STARTERS = _words(
    "The A An This That These Those It Its He She They We You His Her Their Our My In On At By For From With "
    "Without To As But And Or Nor Yet So If When While Where Whereas Although Though Because Since After Before "
    "During Until Following Despite However Moreover Furthermore Meanwhile Nevertheless Nonetheless Instead "
    "Indeed Thus Therefore Hence Then There Here Now Today Later Earlier Soon Once Also Both Each Every All Some "
    "Many Most Much More Several Few Such Another Other Others What Who Whose Which Why How Not No Only Even "
    "Still Just Perhaps Again Afterwards Subsequently Finally First Second Third Among Between Under Over Within "
    "Through Throughout Against Amid "
)
# "Under" and its like also begin titles: the U.S. Under Secretary, the U.S. First Lady.
_TITLE_STARTS = _words("Under First Second Third Most")
_NUMBERED_THINGS = _words(
    "War Part Chapter Annex Appendix Phase Plan Group Section Book Class Type Schedule Protocol Article Volume "
    "Option Title Basket Division Committee Zone Area Vitamin"
)
_ARTICLED_NAME = re.compile(r"(?:al|el|as|ash|an|ad)-[A-Z]")  # al-Assad may begin a sentence
_SAYING = re.compile(
    r"\s+(?:[A-Z][\w’'.-]+\s+){0,4}(?:said|says|asked|asks|wrote|writes|added|adds|replied|declared|demanded|wondered)\b"
)


def spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph as (start, end), without the white space around them, in order."""
    found: list[tuple[int, int]] = []
    start = 0
    for candidate in _CANDIDATE.finditer(text):
        if _ends_sentence(text, start, candidate):
            found.append((start, candidate.end()))
            start = candidate.end()
    found.append((start, len(text)))
    return [trimmed for span in found if (trimmed := _trim(text, *span))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return (start + lead, start + len(words.rstrip())) if words.strip() else None


def _ends_sentence(text: str, start: int, candidate: re.Match[str]) -> bool:
    right = _RIGHT_WORD.match(text, candidate.end())
    if right is None:
        return text[candidate.end() :].strip() != "" and not text[candidate.end() :].lstrip()[0].isalnum()
    word = right.group(1)
    if word[0].islower() and not _ARTICLED_NAME.match(word):
        return False
    mark = candidate.group()
    if mark[0] in "?!":
        return not (_is_closed(mark) and _SAYING.match(text, candidate.end()))
    if mark[0] == "…" or mark.startswith((". .", "..")):
        return word in _STARTERS or mark.count(".") == 4 or _is_closed(mark)
    return _stop_ends_sentence(text, start, candidate, word)


def _is_closed(mark: str) -> bool:
    return mark[-1] not in ".?!…"


def _stop_ends_sentence(text: str, start: int, candidate: re.Match[str], word: str) -> bool:
    left = _LEFT_WORD.search(text, max(start, candidate.start() - 40), candidate.start())
    if left is None:
        return True
    if text[start : left.start()].strip(" \"“‘'([") == "" and _is_label(left.group()):
        return False  # "1. The parties": the number of a paragraph
    token = left.group().strip("’'-/")
    if _is_closed(candidate.group()) and not _DOTTED.fullmatch(token):
        return True
    return _abbreviation_ends_sentence(text, left.start(), token, word)


def _is_label(token: str) -> bool:
    return len(token) <= 4 and (token.isdigit() or (len(token) == 1 and token.isalpha()) or _is_roman(token))


def _is_roman(word: str) -> bool:
    return word.upper().strip("IVXLC") == "" and word != "I"


def _abbreviation_ends_sentence(text: str, at: int, token: str, word: str) -> bool:
    lower = token.lower()
    numbered = word[0].isdigit() or _is_roman(word) or (len(word) == 1 and word not in ("A", "I"))
    starts = word in _STARTERS
    if token[:1].isupper() and lower in _TITLES:
        return starts and lower in ("st", "ft", "gov", "sen", "rep")
    if lower in _ALWAYS_INSIDE:
        return False
    if lower in _BEFORE_NUMBER:
        return not numbered and (starts or lower not in _MONTHS)
    if lower in _DOUBTFUL:
        return starts
    if _DOTTED.fullmatch(token):
        return starts and word not in _TITLE_STARTS
    if len(token) == 1 and token.isupper():
        return _initial_ends_sentence(text, at, token, starts)
    return True


def _initial_ends_sentence(text: str, at: int, token: str, starts: bool) -> bool:
    """A single capital letter is a person's initial unless it numbers something ("World War I. Russia") or is "I"."""
    before = text[:at].rstrip().rsplit(None, 1)
    previous = before[-1] if before else ""
    if previous in _NUMBERED_THINGS:
        return True
    return starts and (token == "I" or not previous[:1].isupper())
