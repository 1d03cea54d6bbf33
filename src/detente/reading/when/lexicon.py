"""The words that dates are made of: text cut into tokens, and every token put into one class.

A text becomes one string with a character for each token, its class, so that the grammar can be regular expressions
over classes: short, free of white space, dashes and spellings, and linear in the length of the text. ``pattern``
compiles one from the names of the classes: ``"<day> <of>? <month>"``. Knows nothing of what the words mean together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.reading.when.reckoning import Unit


def wordset(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def _numbered(text: str, first: int = 1) -> dict[str, int]:
    return {word: number for number, word in enumerate(text.split(), first)}


_MONTH_NAMES = "january february march april may june july august september october november december"
MONTHS = _numbered(_MONTH_NAMES)
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = _numbered("monday tuesday wednesday thursday friday saturday sunday", 0)
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
NUMBERS = _numbered("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen")
NUMBERS |= _numbered("seventeen eighteen nineteen", 17) | {"dozen": 12, "hundred": 100}
NUMBERS |= {word: 10 * n for word, n in _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
ORDINALS = _numbered("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth")
ORDINALS |= _numbered("fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth", 14)
DECADES = _numbered("twenties thirties forties fifties sixties seventies eighties nineties", 2)
HOLIDAYS = {"new year's day": (1, 1), "new year's eve": (12, 31), "new year's": (1, 0), "new year": (1, 0)}
HOLIDAYS |= {"christmas day": (12, 25), "christmas eve": (12, 24), "christmas": (12, 0), "boxing day": (12, 26)}
# Wars and the times between them that prose dates by, with their first and last year.
PERIODS = {
    "napoleonic wars": (1803, 1815),
    "crimean war": (1853, 1856),
    "american civil war": (1861, 1865),
    "franco-prussian war": (1870, 1871),
    "spanish-american war": (1898, 1898),
    "boer war": (1899, 1902),
    "russo-japanese war": (1904, 1905),
    "balkan wars": (1912, 1913),
    "first world war": (1914, 1918),
    "world war i": (1914, 1918),
    "world war one": (1914, 1918),
    "great war": (1914, 1918),
    "russian civil war": (1917, 1922),
    "interwar years": (1918, 1939),
    "interwar period": (1918, 1939),
    "chaco war": (1932, 1935),
    "spanish civil war": (1936, 1939),
    "second world war": (1939, 1945),
    "world war ii": (1939, 1945),
    "world war two": (1939, 1945),
    "cold war": (1947, 1991),
    "korean war": (1950, 1953),
    "vietnam war": (1955, 1975),
    "six-day war": (1967, 1967),
    "yom kippur war": (1973, 1973),
    "iran-iraq war": (1980, 1988),
    "falklands war": (1982, 1982),
    "gulf war": (1990, 1991),
    "war on terror": (2001, 2021),
}
_UNITS: dict[str, Unit] = {"day": "day", "night": "day", "week": "week", "fortnight": "week", "month": "month"}
_UNITS |= {"year": "year", "decade": "decade", "century": "century", "weekend": "weekend", "quarter": "month"}
UNITS: dict[str, Unit] = _UNITS | {f"{word}s": unit for word, unit in _UNITS.items()} | {"centuries": "century"}

_PLAIN = {  # classes whose words may be written in any case
    "season": "spring summer autumn winter",
    "fall": "fall",
    "shortdecade": " ".join(DECADES),
    "number": " ".join(NUMBERS),
    "ordinal": " ".join(ORDINALS),
    "a": "a an",
    "few": "few several couple",
    "half": "half",
    "quarter": "quarter",
    "yearword": "year",
    "dayword": "day",
    "unit": "week fortnight month decade weekend",
    "units": "days nights weeks fortnights months years decades",
    "century": "century centuries",
    "hours": "hour hours minute minutes moments",
    "night": "night",
    "daypart": "morning afternoon evening midnight noon midday dawn dusk daybreak nightfall sunrise sunset",
    "today": "today tonight",
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "ago": "ago",
    "later": "later afterwards afterward thereafter",
    "soon": "shortly soon",
    "then": "then",
    "dateword": "date",
    "earlier": "earlier previously beforehand",
    "after": "after",
    "before": "before",
    "the": "the",
    "this": "this",
    "that": "that",
    "its": "its their his her",
    "same": "same very",
    "last": "last",
    "past": "past",
    "next": "next",
    "following": "following ensuing succeeding",
    "coming": "coming",
    "previous": "previous preceding prior",
    "recent": "recent",
    "early": "early",
    "late": "late",
    "mid": "mid",
    "middle": "middle",
    "beginning": "beginning start outset",
    "end": "end close",
    "final": "final closing",
    "opening": "opening",
    "turn": "turn",
    "course": "course",
    "and": "and or",
    "to": "to",
    "of": "of",
    "in": "in",
    "at": "at",
    "on": "on",
    "by": "by",
    "for": "for",
    "from": "from",
    "since": "since",
    "until": "until till",
    "through": "through",
    "during": "during throughout",
    "within": "within",
    "over": "over",
    "between": "between",
    "as": "as",
    "ever": "ever",
    "up": "up",
    "around": "about around circa roughly approximately",
    "nearly": "nearly almost some barely",
    "just": "just only",
    "more": "more less fewer",
    "than": "than",
    "least": "least",
    "post": "post",
    "pre": "pre",
    "onwards": "onwards onward",
    "bc": "bc bce",
    "toward": "toward towards",
    "dated": "dated",
    "out": "out over up",
    "is": "is was",
}
_PROPER = {  # classes whose words begin with a capital
    "month": "january february april june july august september october november december",
    "may": "may march",
    "mon": "jan feb mar apr jun jul aug sep sept oct nov dec",
    "weekday": " ".join(WEEKDAYS),
}
_TOKENS = """day num2 year num ord decade numeric holiday period dash comma dot slash open closing possessive par word
    Name sign"""
_NAMES = [*_PLAIN, *_PROPER, *_TOKENS.split()]
CODE = {name: chr(0x100 + number) for number, name in enumerate(_NAMES)}
NAME = {code: name for name, code in CODE.items()}


def _lexicon() -> dict[str, str]:
    known: dict[str, str] = {}
    for names, forms in ((_PLAIN, (str.lower, str.capitalize, str.upper)), (_PROPER, (str.capitalize, str.upper))):
        for name, words in names.items():
            for word in words.split():
                for form in forms:
                    known.setdefault(form(word), CODE[name])
    return known


_KNOWN = _lexicon()
_SIGNS = dict.fromkeys("-‐‑‒–—−", "dash") | {",": "comma", ".": "dot", "/": "slash", "(": "open", ")": "closing"}

_GAP = r"\s{1,3}"
_END = r"(?![^\W_²³¹⁰-₉])"  # no letter or digit follows; a raised note number may


def _proper(name: str) -> str:
    """How a period is written: each word with a capital, but for those that need none."""
    words = [rf"(?i:{word})" if word in {"on", "years", "period", "ii"} else word.title() for word in name.split()]
    return _GAP.join(word.replace("-", "[-‐‑–]") for word in words)


_WARS = "|".join(_proper(name) for name in sorted(PERIODS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
    (?P<par>\n[^\S\n]*\n)
  | (?P<holiday>(?:New{_GAP}Year(?:['’]s(?:{_GAP}(?:Day|Eve))?)?|Christmas(?:{_GAP}(?:Day|Eve))?
        |Boxing{_GAP}Day){_END})
  | (?P<period>(?:{_WARS}){_END})
  | (?P<numeric>[0-9]{{4}}(?P<mark>[-/.])[0-9]{{1,2}}(?P=mark)[0-9]{{1,2}}(?![0-9])
        |[0-9]{{1,2}}(?P<sep>[-/.])[0-9]{{1,2}}(?P=sep)(?:[0-9]{{4}}|[0-9]{{2}}){_END})
  | (?P<decade>(?:[0-9]{{3}}0['’]?|['’][0-9]0)s{_END})
  | (?P<ord>[0-9]{{1,2}}(?:st|nd|rd|th){_END})
  | (?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+{_END}
        |(?:1[0-9]|20)[0-9]{{2}}(?=\.[0-9]{{1,3}}(?:\s+[“"A-Z]|\s*\Z))
        |[0-9]+(?:\.[0-9]+)?{_END})
  | (?P<word>[^\W_²³¹⁰-₉]+(?:['’](?!s\b)[^\W_²³¹⁰-₉]+)*)
  | (?P<possessive>['’]s\b)
  | (?P<sign>[^\w\s]|_)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: a string of their classes, and where each stands in the text."""

    text: str
    classes: str
    starts: list[int]
    ends: list[int]

    def word(self, index: int) -> str:
        """The token as written; empty beyond either end of the text."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < len(self.starts) else ""

    def named(self, index: int) -> str:
        """The name of a token's class; empty beyond either end of the text."""
        return NAME[self.classes[index]] if 0 <= index < len(self.classes) else ""


def tokenise(text: str) -> Tokens:
    """Cut a text into tokens and class them. White space is dropped but for blank lines, which no date goes across."""
    classes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        classes.append(_KNOWN.get(text[start:end]) or _class(text[start:end], found.lastgroup or "sign"))
        starts.append(start)
        ends.append(end)
    return Tokens(text, "".join(classes), starts, ends)


@lru_cache(maxsize=16384)
def _class(token: str, group: str) -> str:
    if group == "word":
        return CODE["Name" if token[0].isupper() else "word"]
    if group == "number":
        return CODE[_number_class(token)]
    if group == "sign":
        return CODE[_SIGNS.get(token, "sign")]
    return CODE[{"mark": "numeric", "sep": "numeric"}.get(group, group)]


def _number_class(token: str) -> str:
    if len(token) == 4 and token.isdigit() and "1000" <= token <= "2099":
        return "year"
    if len(token) > 2 or not token.isdigit():
        return "num"
    return "day" if 1 <= int(token) <= 31 else "num2"


def compose(source: str) -> str:
    """A regular expression over classes from one that names them in angle brackets; white space is dropped."""
    return re.sub(r"(?<!\?P)<(\w+)>", lambda name: CODE[name[1]], re.sub(r"\s+", "", source))


def pattern(source: str) -> re.Pattern[str]:
    """``compose``, compiled."""
    return re.compile(compose(source))
