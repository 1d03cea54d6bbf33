"""What looks like a date and is none: a resolution's number, a count of troops, the verb "may", a newspaper's Sunday.

One check for each kind of core that needs one; each sees the tokens round it. Knows nothing of what dates mean.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.reading.when.grammar import Phrase
from detente.reading.when.lexicon import Tokens, wordset

# Words after which a number of four digits is a number, not a year.
_NUMBERED = wordset(
    """resolution resolutions res article articles section sections page pages p pp no nos number numbers num
    paragraph paragraphs para paras chapter room route highway flight bus hotel decree directive regulation
    record case file doc document documents cable telegram table figure note fn vol volume line item clause
    rule serial model boeing tel telephone phone extension hill unscr box art arts sec protocol law bill act
    order despatch dispatch unit id mi area zip code pop population altitude exactly total totalling
    totaling sum than"""
)
# Words before which it is: things counted and units of measure.
_MEASURES = wordset(
    """km kilometres kilometers kilometre kilometer miles mile metres meters metre meter feet foot hectares acres
    tons tonnes tonne ton kg kilograms barrels percent per dollars euros pounds roubles rubles rupees yuan
    lira dinars hours hrs gmt utc local words pages mw megawatts gigawatts square cubic metric thousand
    million billion strong man men women people persons days weeks months years minutes calories degrees
    copies bpd rpm volts votes"""
)
_COUNTED = wordset(
    """troops soldiers civilians fighters militants refugees prisoners detainees villages houses homes schools
    families children students workers police officers personnel peacekeepers observers delegates dead deaths
    casualties killed wounded injured vehicles tanks aircraft missiles rockets drones warheads visas companies
    firms ships cases sorties shells rounds guests protesters demonstrators activists members employees staff
    diplomats towns cities advisers advisors volunteers settlers settlements migrants victims hostages rebels
    insurgents guerrillas reservists guards marines sailors monitors inspectors experts nationals residents
    inhabitants citizens islands tombs mosques trucks lorries containers rifles mines bombs centrifuges seats
    units pieces items households farmers jobs"""
)
_SUMS = wordset("total sum number force garrison population staff crew height altitude average maximum minimum")
_CURRENCY = frozenset("$€£¥₽₹#№§+@=*~^<>|\\_")
_IN_TIME = wordset("in since by until from between during through before after")
_AFTER_A_DAY = wordset(
    """the a an and or but when as after before at in on by for from to with that which it he she they his her its
    their this both all while where who until was were is had has have would will not there then however also
    between under over upon during following without"""
)
_SUNDAY_NAMES = wordset(
    """times telegraph mail mirror express herald agreement accords club mosque prayers prayer sermon revolution post"""
)
_FIRST_NAMES = wordset(
    """black bloody red good easter palm theresa prime minister arab prague crimson white glorious"""
)


def real(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether the phrase is about time, as far as its neighbours tell."""
    check = _CHECKS.get(phrase.kind)
    return not _crosses(tokens, phrase) and (check is None or check(tokens, phrase))


def _crosses(tokens: Tokens, phrase: Phrase) -> bool:
    return "\n\n" in tokens.text[tokens.starts[phrase.start] : tokens.ends[phrase.end - 1]]


def _touches(tokens: Tokens, index: int) -> bool:
    """Whether a token follows the one before it without a space."""
    return index > 0 and tokens.starts[index] == tokens.ends[index - 1]


def _year(tokens: Tokens, phrase: Phrase) -> bool:
    if phrase.relation in {"at", "over", "up"} and not phrase.part and tokens.named(phrase.core - 1) != "least":
        return phrase.relation == "up" and tokens.word(phrase.core - 1).lower() in {"to", "until", "till"}
    return not (_numbered(tokens, phrase) or _counts(tokens, phrase) or _before_christ(tokens, phrase.end))


def _numbered(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether what stands before makes it a number: a currency, "Resolution", a dash or slash in a name."""
    at = phrase.core
    before = tokens.word(at - 1)
    if before in _CURRENCY or before.lower() in _NUMBERED or tokens.named(at - 1) == "num":
        return True
    if before.lower() == "of" and tokens.word(at - 2).lower() in _SUMS:
        return True
    if before in {"/", ":"} and _touches(tokens, at):
        return True
    if tokens.named(at - 1) == "dash" and _touches(tokens, at):
        return not phrase.part and tokens.named(at - 2) not in {"post", "pre", "year", "mid", "month", "may"}
    if before == "." and tokens.word(at - 2).lower() in _NUMBERED:
        return True
    if tokens.named(at - 1) in {"and", "comma"} and tokens.named(at - 2) in {"year", "num", "closing"}:
        return _in_list_of_numbers(tokens, at)
    return tokens.named(phrase.end) == "open" and tokens.named(phrase.end + 1) == "year"


_LIST_REACH = 60  # tokens


def _in_list_of_numbers(tokens: Tokens, at: int) -> bool:
    """Whether "1267 (1999), 1333 (2000) and 1390" runs back to a word such as "resolutions"."""
    first = max(0, at - _LIST_REACH)
    while at > first and tokens.named(at - 1) in {"and", "comma", "year", "num", "open", "closing"}:
        at -= 1
    at -= tokens.word(at - 1) == "."  # "pp. 1012 and 1020"
    return tokens.word(at - 1).lower() in _NUMBERED


def _counts(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether what follows is counted or measured: "2000 villages", "1500-strong", "1945 km"."""
    after = tokens.word(phrase.end).lower()
    if tokens.named(phrase.end) == "dash" and _touches(tokens, phrase.end):
        return tokens.word(phrase.end + 1).lower() in _MEASURES
    if after in _MEASURES or after == "%" or tokens.named(phrase.end) == "units":
        return True
    whole_hundred = tokens.word(phrase.core).endswith("00")
    if after in _COUNTED:
        return whole_hundred or phrase.relation not in _IN_TIME
    plural = after.endswith("s") and len(after) > 3 and tokens.named(phrase.end) == "word"
    return plural and whole_hundred and tokens.named(phrase.core - 1) != "the" and not after.endswith("ss")


def _before_christ(tokens: Tokens, at: int) -> bool:
    return tokens.named(at) == "bc" or (tokens.word(at) in {"B", "b"} and tokens.word(at + 1) == ".")


def _years(tokens: Tokens, phrase: Phrase) -> bool:
    return not (_numbered(tokens, phrase) or _counts(tokens, phrase) or _before_christ(tokens, phrase.end))


def _century(tokens: Tokens, phrase: Phrase) -> bool:
    return not _before_christ(tokens, phrase.end)


def _bare_month(tokens: Tokens, phrase: Phrase) -> bool:
    """A month without a number: after a preposition, else only where it is no verb, march or person."""
    before, after = tokens.word(phrase.core - 1), tokens.named(phrase.end)
    if after == "Name" and tokens.named(phrase.core - 1) == "the":
        return False  # "during the February Revolution"
    if phrase.relation or phrase.part or before.lower() == "of":
        return before.lower() not in _FIRST_NAMES and not (
            after == "Name" and phrase.relation == "by" and tokens.word(phrase.core) in {"May", "April"}
        )
    if tokens.named(phrase.core) == "may":
        return after == "possessive" and tokens.named(phrase.core - 1) not in {"Name"}
    return after != "Name" and before.lower() not in _FIRST_NAMES and tokens.named(phrase.core - 1) != "Name"


def _months(tokens: Tokens, phrase: Phrase) -> bool:
    return tokens.named(phrase.end - 1) == "year" or _bare_month(tokens, phrase)


def _bare_season(tokens: Tokens, phrase: Phrase) -> bool:
    before = tokens.named(phrase.core - 1)
    if tokens.named(phrase.core) == "fall":
        return before == "the" and phrase.relation in {"in", "since", "until"} and tokens.named(phrase.end) != "of"
    if tokens.word(phrase.core)[0].isupper() and before not in {"in", "the", "since", "by", "until", ""}:
        return False
    return bool(phrase.relation or phrase.part) and tokens.named(phrase.end) != "of"


def _season(tokens: Tokens, phrase: Phrase) -> bool:
    """Not the name "Prague Spring 1968", though "the fall of 1991" is a season."""
    return tokens.named(phrase.core - 1) not in {"Name", "word"} or not tokens.word(phrase.core)[0].isupper()


def _weekday(tokens: Tokens, phrase: Phrase) -> bool:
    before, after = tokens.named(phrase.core - 1), tokens.word(phrase.end)
    if after.lower() in _SUNDAY_NAMES and after[:1].isupper():
        return False
    if tokens.named(phrase.core) == "the" and not phrase.relation:
        return False
    return bool(phrase.relation or phrase.part or phrase.hour) or before != "Name"


def _ordinal_day(tokens: Tokens, phrase: Phrase) -> bool:
    """A day of the month, "on the 19th": with a preposition, and no noun after it that it would count."""
    of_month = phrase.end - phrase.core > 2
    before = tokens.word(phrase.core - 1).lower()
    if not of_month and not (
        phrase.relation in {"on", "by", "since", "until", "from", "before", "after", "for"} or before == "of"
    ):
        return False
    follows, word = tokens.named(phrase.end), tokens.word(phrase.end).lower()
    return (
        follows not in {"word", "Name", "num", "day", "units", "unit", "dash", "possessive", "of"}
        or word in _AFTER_A_DAY
    )


def _unit(tokens: Tokens, phrase: Phrase) -> bool:
    """As in "the end of the year", "at the weekend", "before the year is out"; not any year that is spoken of."""
    if tokens.word(phrase.end - 1).lower() == "weekend":
        return phrase.relation in {"at", "over", "during", "by"}
    if phrase.relation == "before" and _is_out(tokens, phrase.end):
        return True
    return bool(phrase.part) and tokens.named(phrase.end) not in {"of", "after", "before"}


def _is_out(tokens: Tokens, at: int) -> bool:
    return tokens.named(at) == "is" and tokens.named(at + 1) in {"out", "over", "up"}


def _short_decade(tokens: Tokens, phrase: Phrase) -> bool:
    before = tokens.named(phrase.core - 1)
    return before == "the" or (bool(phrase.part) and tokens.named(phrase.core - 2) not in {"its"})


def _numeric(tokens: Tokens, phrase: Phrase) -> bool:
    """Not part of an address or a longer number."""
    start, end = tokens.starts[phrase.core], tokens.ends[phrase.core]
    before, after = tokens.text[max(0, start - 1) : start], tokens.text[end : end + 1]
    return before not in {"/", "-", ".", "_", "="} and after not in {"/", "_"}


def _period(tokens: Tokens, phrase: Phrase) -> bool:
    """A war dates an act only where it is said to: "during", "since the end of"; else it is spoken of."""
    return (
        tokens.word(phrase.core).startswith("Interwar")
        or bool(phrase.part)
        or phrase.relation in {"during", "since", "after", "before", "until", "through"}
    )


def _holiday(tokens: Tokens, phrase: Phrase) -> bool:
    """Not "Christmas Island", nor a new year that is only spoken of."""
    if phrase.relation:
        return True
    return tokens.named(phrase.end) != "Name" and tokens.word(phrase.core).lower() != "new year"


def _beside(tokens: Tokens, phrase: Phrase) -> bool:
    """Not "the day before that", which points at what was just told."""
    return tokens.named(phrase.end) not in {"that", "this"}


_CHECKS: dict[str, Callable[[Tokens, Phrase], bool]] = {
    "year": _year,
    "years": _years,
    "century": _century,
    "bare-month": _bare_month,
    "months": _months,
    "bare-season": _bare_season,
    "season": _season,
    "weekday": _weekday,
    "ordinal-day": _ordinal_day,
    "unit": _unit,
    "short-decade": _short_decade,
    "numeric": _numeric,
    "period": _period,
    "holiday": _holiday,
    "beside": _beside,
}
