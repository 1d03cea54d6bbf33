"""White space, hyphens at line ends and invisible characters: the same for every format.

Letters, quotes and dashes stay as they are, so that a quote can be found in the file again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MARK = "\ue000"  # stands for a note mark while a text is cleaned; a format's own text never keeps one

_SPACES = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\t\v\f\r\x1c-\x1f\x85"
_TO_SPACE = re.compile(f"[{_SPACES}]")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_UNSOUND = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LINE_END_HYPHEN = re.compile(rf"(?<=\w)[-‐]({MARK}*) *\n\s*(\w+)")
_BROKEN = re.compile(rf"[\w-]{{1,60}}[-‐]{MARK}* *\n\s*\w+")
_LAST_WORD = re.compile(r"[\w-]+$")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_BEFORE_MARK = re.compile(rf"\s+({MARK}+)(?=[\s{MARK}.,;:!?)\]”’»\"']|$)")
_FIRST_MARK = re.compile(rf"^({MARK}+)\s+")
_GLUED_MARK = re.compile(rf"\s+({MARK}+)(?=\S)")
_WORD = re.compile(r"\w+(?:-\w+)+|\w+")
_ALWAYS_HYPHENATED = "anti cross half non quasi self semi ultra vice well"
_PREFIXES = frozenset(_ALWAYS_HYPHENATED.split())
# Before a word that the document has, these are hyphenated ("re-election", "three-year"); else a word begins so ("present").
_SOMETIMES_HYPHENATED = (
    "co counter ex extra high inter long low mid multi off post pre pro re short so then trans war one two three four "
    "five six seven eight nine ten twelve twenty thirty forty fifty sixty seventy eighty ninety"
)
_BEFORE_WORDS = frozenset(_SOMETIMES_HYPHENATED.split())


def clean(text: str, *, lines: bool = False, known: frozenset[str] = frozenset()) -> str:
    """The text with plain single spaces, whole words and no invisible characters.

    ``lines`` keeps line ends (the rows of a table). ``known`` are words of the same document in lower case, which tell
    whether a hyphen at a line's end belongs to its word.
    """
    text = _UNSOUND.sub("\ufffd", text.replace("\r\n", "\n"))
    text = _INVISIBLE.sub("", _TO_SPACE.sub(" ", text)).translate(_LIGATURES)
    if lines:
        return "\n".join(_with_marks_in_place(" ".join(line.split())) for line in text.split("\n") if line.strip())
    text = _LINE_END_HYPHEN.sub(lambda hyphen: _mended(hyphen, known), text)
    return _with_marks_in_place(" ".join(text.split()))


def _with_marks_in_place(text: str) -> str:
    """Marks stuck to the word before them, or to the first one."""
    if MARK not in text:
        return text
    return _FIRST_MARK.sub(r"\1", _GLUED_MARK.sub(r"\1 ", _BEFORE_MARK.sub(r"\1", text)))


def words_if_broken(texts: Iterable[str]) -> frozenset[str]:
    """The words of these texts in lower case if any has a word broken at a line's end, else nothing."""
    texts = list(texts)
    if not any("-\n" in text or "- \n" in text or "‐\n" in text for text in texts):
        return frozenset()
    return frozenset(word.lower() for text in texts for word in _WORD.findall(_BROKEN.sub(" ", text)))


def _mended(hyphen: re.Match[str], known: frozenset[str]) -> str:
    before = _LAST_WORD.search(hyphen.string, max(0, hyphen.start() - 60), hyphen.start())
    first = before.group().lstrip("-").lower() if before else ""
    marks, second = hyphen.groups()
    if first + second.lower() in known:
        keeps = False
    elif f"{first}-{second.lower()}" in known:
        keeps = True
    elif not second[0].islower():
        keeps = not first.endswith("mc")
    elif first in _BEFORE_WORDS or "-" in first:
        keeps = second in known or f"{second}s" in known
    else:
        keeps = not first[-1:].isalpha() or first in _PREFIXES
    return ("-" if keeps else "") + second + marks
