"""Which runs of words are date words: a core ("17 April", "six days later") and what stands to its left.

Patterns are over the classes of ``lexicon``. A core is found first; what stands before it ("since", "the end of",
"about") is matched backwards from it; then two cores that make one span ("between … and …") are joined. What the words
mean is ``build``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.when.lexicon import Tokens, compose, pattern

_A_NUMBER = "(?:<day>|<num2>|<num>|<number>(?:<dash>?<number>)?)"
_AND_A_HALF = "(?:<dash>?<and><dash>?<a><dash>?<half>)"
COUNT = f"""(?: <half><a> | <a>?(?:<quarter>|<half>)(?:<of><a>|<dash>)? | {_A_NUMBER}{_AND_A_HALF}?
    | <a>?<few><of>? | <a><number>? )"""
UNIT = "(?:<yearword>|<dayword>|<unit>|<units>|<century>|<hours>|<night>)"
_ONE_UNIT = "(?:<yearword>|<dayword>|<unit>|<century>|<night>|<daypart>)"
_TURNS = "(?:<next>|<following>|<previous>|<coming>)"
DET = f"(?:<the>?<same>{{1,2}}|<that><same>{{0,2}}|<this><same>?|<last>|<the>?{_TURNS})"
_DAY = "(?:<day>|<ord>)"
_MON = "(?:<month>|<may>|<mon><dot>?)"
_IN_YEAR = "(?:<comma>?<of>?<year>)"
_YEAR_TOLD = f"(?:(?:<of>|<in>)?{DET}<yearword>|<last>(?=<dot>|<comma>|<sign>|$))"
_YEAR = f"(?:{_IN_YEAR}|{_YEAR_TOLD})"
_TO = "(?:<dash>|<and>|<to>|<slash>)"
_ON_WEEKDAY = "(?:<weekday><comma>?<the>?)?"
_TIME = "(?:<daypart>|<night>)"
_SEASON = "(?:<season>|<fall>)"
_NTH = "(?:<number><dash>)?(?:<ordinal>|<ord>)"

# The cores, the more telling first: of those that begin at a token the first that fits is taken.
_CORES = {
    "numeric": "<numeric>",
    "count": f"""(?:{COUNT}<dash>?{UNIT}(?:<and><a><half>)?|<units>|<hours>)
        (?:<ago>|<later>|<earlier>|<after>|<before>|<previous><to>) | <soon>(?:<later>|<after>|<before>)""",
    "days": f"""{_DAY}{_TO}<the>?{_DAY}<of>?{_MON}{_YEAR}?
        | {_MON}<the>?{_DAY}{_TO}<the>?{_DAY}(?!<of>?{_MON}|<units>){_YEAR}?""",
    "day": f"""{_ON_WEEKDAY}(?:{_DAY}(?:<dash>|<of>)?{_MON}(?:<dash><year>|{_YEAR})?
        | {_MON}<comma><day><comma><year> | {_MON}<the>?{_DAY}(?!<units>){_YEAR}?){_TIME}?""",
    "months": f"(?:<month>|<may>){_TO}(?:<month>|<may>)(?!<day>|<ord>){_YEAR}?",
    "month": f"{_MON}{_YEAR}",
    "bare-month": "<month>|<may>",
    "seasons": f"{DET}?{_SEASON}<and><season>{_YEAR}?",
    "season": f"{_SEASON}(?:<comma>?<of>?<year>(?:<dash>|<slash>)(?:<day>|<num2>|<year>)|{_YEAR})",
    "stretch": f"""<within>(?:<the>|<that>|<this>)?(?:{COUNT}<dash>?)?{UNIT}
        | <the>(?:<past>|<last>|{_TURNS}){COUNT}{UNIT}(?!<of>)
        | <the>(?:<past>|<last>|<coming>)(?:<yearword>|<unit>)(?!<of>)
        | (?:<past>|<last>|{_TURNS}){COUNT}<units>(?!<of>)""",
    "vague": f"<the>?(?:<recent>|<past>|<last>|{_TURNS})(?:<units>|<hours>)(?!<of>)",
    "beyond": """<the><dayword>(?:<before><yesterday>|<after><tomorrow>)
        | <the>(?:<yearword>|<unit>)(?:<before><last>|<after><next>)""",
    "beside": f"<the>{_ONE_UNIT}(?:<before>|<after>)",
    "told-unit": f"{DET}{_ONE_UNIT}(?!<of>)",
    "told-date": "(?:<that><same>?|<the>?<same>)<dateword>",
    "then": "(?<=<since>|<until>|<before>)<then>|(?<=<by>|<from>)<then>|<ever><since>(?=<dot>|<comma>|<sign>|$)",
    "told-day": f"{DET}(?:<month>|<may>|{_SEASON}|<weekday>{_TIME}?)(?!<comma>?<of>?<year>|<day>|<ord>)",
    "year-end": "(?:<the>|<this>)?<yearword>(?:<dash>|<possessive>)<end>",
    "decade": "<decade>",
    "turn": f"<turn><of><the>(?:{_NTH})?<century>",
    "century": f"{_NTH}<dash>?<century>|{_NTH}<and><the>?{_NTH}<dash>?<century>",
    "short-decade": "<shortdecade>",
    "ordinal-day": f"""<the><ord>
        (?!<dash>?<century>|<of>?{_MON}|{_TO}<the>?{_DAY}<of>?{_MON}|{_TO}<the>?{_NTH}<century>)
        (?:<of>(?:{DET}|<the>)<unit>)?""",
    "years": "<year>(?:<dash>|<slash>)(?:<year>|<day>|<num2>)",
    "year": "<year>",
    "bare-season": _SEASON,
    "period": "<period>",
    "holiday": f"<holiday>{_YEAR}?",
    "weekday": f"<the>?<weekday>{_TIME}?(?!<comma>?<the>?{_DAY}<of>?{_MON}|<comma>?{_MON}<the>?{_DAY})",
    "today": f"(?:<today>|<yesterday>|<tomorrow>){_TIME}?",
    "unit": "<the>(?:<yearword>|<unit>|<dayword>|<century>)(?!<year>)",
    "duration": f"{COUNT}<dash>?{UNIT}",
}
_CORE = pattern("|".join(f"(?P<{name.replace('-', '_')}>{source})" for name, source in _CORES.items()))

_HALVES = "(?:(?:<ordinal>|<last>)(?:<half>|<quarter>))"
_SPELL = f"(?:(?:<early>|<late>)<units>|(?:<final>|<opening>|<last>|<ordinal>)<few>?{UNIT})"
_PART = f"""(?:(?:<early>|<mid>|<late>)(?:<dash>|<in>|<on>)?<the>?
    | <the>?(?:<middle>|<beginning>|<end>|<course>|{_HALVES}|{_SPELL})<of><the>?
    | (?:<earlier>|<later>)(?:<in>|<on>)?<the>?)"""
_RELATION = """(?:<ever>?<since>|<up>?<until>|<up><to>|<by>|<before>|<previous><to>|<after>|<during>|<through>|<over>
    |<between>|<from>|<as><of>|<as>(?:<early>|<late>)<as>|<in>|<on>|<at>|<for>|<dated>|<toward>|<post><dash>|<pre><dash>)"""
_HOUR = "(?:<the>?(?:<early>|<late>)?(?:<daypart>|<night>|<hours>)(?:<of>|<on>|<to>))"
_LEFT = pattern(
    f"(?P<relation>{_RELATION})?(?:<at><least>)?(?P<hour>{_HOUR})?<the>?(?P<about><and>?<around>)?"
    f"(?P<part>{_PART})?(?:<the><yearword>)?$"
)
_LEFT_OF_COUNT = pattern(
    f"(?P<relation>{_RELATION})?<just>?(?P<about><around>|<nearly>|<over>|<more><than>|<at><least>)?(?P<hour>)(?P<part>)$"
)
_REACH = 11  # tokens: the longest that _LEFT can match


@dataclass(frozen=True, slots=True)
class Phrase:
    """Date words as token indices: all of them from ``start``, without their relation from ``inner``, the ``core``."""

    kind: str
    start: int
    inner: int
    core: int
    end: int
    relation: str  # the name of the relation's first class, "" where there is none
    part: str  # the words that name a part, as class names: "early", "end", "ordinal half"
    about: bool
    hour: bool


def phrases(tokens: Tokens) -> Iterator[Phrase]:
    """The date words of a text in order, not overlapping, before any check of what they are."""
    done = 0
    for found in _CORE.finditer(tokens.classes):
        kind = (found.lastgroup or "").replace("_", "-")
        phrase = _leftward(tokens, kind, found.start(), found.end(), done)
        yield phrase
        done = phrase.end


def _leftward(tokens: Tokens, kind: str, core: int, end: int, done: int) -> Phrase:
    matcher = _LEFT_OF_COUNT if kind in {"count", "duration", "stretch"} else _LEFT
    left = matcher.search(tokens.classes, max(done, core - _REACH), core)
    assert left is not None  # every piece of it may be absent
    relation = tokens.named(left.start("relation")) if left["relation"] else ""
    part = " ".join(tokens.named(i) for i in range(left.start("part"), left.end("part"))) if left["part"] else ""
    inner = left.end("relation") if relation else left.start()
    return Phrase(kind, left.start(), inner, core, end, relation, part, bool(left["about"]), bool(left["hour"]))


JOIN = re.compile(compose("<comma>?(?:<and>|<to>|<until>|<through>|<dash>|<up><to>)<the>?"))
