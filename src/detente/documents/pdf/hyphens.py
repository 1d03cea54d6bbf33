"""Whether a file breaks words at the ends of lines, or every hyphen there belongs to its word.

Type that is set ragged is seldom hyphenated; what stands at its line ends is "mid-" of "mid-nineteenth". Knows nothing
of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from detente.documents.pdf.lines import Line

_LAST = re.compile(r"(\w+)[-‐\u00ad]$")
_FIRST = re.compile(r"(\w+)")
_WORD = re.compile(r"\w+(?:-\w+)*")
_FEW = 100  # lines: of so many, two or more would end with a hyphen if words were broken
_SELDOM = 0.02  # of the lines: where words are broken, more lines than this end with a hyphen


def breaks_words(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether words are broken: enough lines end with a hyphen, or one that does is a whole word elsewhere.

    A file of few lines is taken to break words, as most do.
    """
    count = sum(len(lines) for lines in pages)
    broken = [pair for lines in pages for pair in _broken(lines)]
    if count < _FEW or len(broken) > _SELDOM * count:
        return True
    words = {word.lower() for lines in pages for line in lines for word in _WORD.findall(_LAST.sub("", line.text))}
    return any(first + second in words for first, second in broken)


def _broken(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The two parts of each word that a line's end parts at a hyphen, in lower case."""
    found = []
    for above, below in pairwise(lines):
        last, first = _LAST.search(above.text), _FIRST.match(below.text)
        if last and first:
            found.append((last.group(1).lower(), first.group(1).lower()))
    return found
