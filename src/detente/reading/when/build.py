"""From a run of date words to the shape that it means, one small function for each kind of core."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from detente import dates
from detente.errors import DateError
from detente.reading.when.grammar import Phrase
from detente.reading.when.lexicon import (
    DECADES,
    HOLIDAYS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    PERIODS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    Tokens,
)
from detente.reading.when.reckoning import Unit
from detente.reading.when.shapes import (
    Anchors,
    Base,
    Calendar,
    DayOfMonth,
    Fixed,
    InYear,
    Nth,
    Shape,
    ShortDecade,
    ShortYear,
    Then,
    TurnOfCentury,
    Untold,
    Weekday,
    Yearless,
)
from detente.reading.when.spans import About, Count, Part, PartName, Range, Stretch

_PAST_TURNS = {"last", "past", "previous"}


@dataclass(frozen=True, slots=True)
class Core:
    """The tokens of a core, to be asked for by class: the names of their classes, and the words in lower case."""

    names: list[str]
    words: list[str]

    @classmethod
    def of(cls, tokens: Tokens, start: int, end: int) -> Core:
        """The core between two token indices."""
        span = range(start, end)
        return cls([tokens.named(i) for i in span], [tokens.word(i).lower() for i in span])

    def has(self, *names: str) -> bool:
        """Whether a token of one of these classes is in it."""
        return any(name in names for name in self.names)

    def all(self, *names: str) -> list[str]:
        """The words of these classes, in order."""
        return [word for name, word in zip(self.names, self.words, strict=True) if name in names]

    def first(self, *names: str) -> str | None:
        """The first word of these classes."""
        return next(iter(self.all(*names)), None)

    def after(self, name: str) -> Core:
        """What follows the last token of a class."""
        at = len(self.names) - self.names[::-1].index(name)
        return Core(self.names[at:], self.words[at:])


def shape(tokens: Tokens, phrase: Phrase) -> Shape | None:
    """The shape of date words; None where they are no date after all, such as 30 February."""
    core = Core.of(tokens, phrase.core, phrase.end)
    try:
        made = _BUILDERS[phrase.kind](core)
    except DateError:
        return None
    if made is None or isinstance(made, Untold):
        return made
    if isinstance(made, Calendar) and made.offset > 0 and phrase.relation in {"over", "during"}:
        made = Stretch(1.0, made.unit, 1, made.base)
    if isinstance(made, Stretch) and tokens.word(phrase.end).lower() == "of":
        made = replace(made, of=True)
    if isinstance(made, Count) and phrase.about:
        return Count(made.count, made.unit, made.sign, made.base, True)
    if phrase.part:
        made = Part(_part(phrase.part.split(), phrase, tokens), made)
    return About(made) if phrase.about else made


_PARTS: dict[str, PartName] = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "beginning": "beginning",
    "end": "end",
}
_QUARTERS: tuple[PartName, ...] = ("quarter-1", "quarter-2", "quarter-3", "quarter-4")


def _part(names: list[str], phrase: Phrase, tokens: Tokens) -> PartName:
    """The name of a part from the classes of the words that tell it."""
    plain = next((_PARTS[name] for name in names if name in _PARTS), None)
    if plain is not None:
        return plain
    words = [tokens.word(i).lower() for i in range(phrase.inner, phrase.core)]
    number = next((ORDINALS[word] for word in words if word in ORDINALS), 0)
    if "half" in names:
        return "half-1" if number == 1 else "half-2"
    if "quarter" in names:
        return _QUARTERS[number - 1] if 1 <= number <= 4 else "quarter-4"
    return _edge(names, number)


def _edge(names: list[str], number: int) -> PartName:
    """For the first days of, the final months of, the last day of a time."""
    closing = "final" in names or "last" in names
    if not closing and "opening" not in names and number != 1:
        return "some"
    if "dayword" in names:
        return "last-day" if closing else "first-day"
    return "end" if closing else "beginning"


def _number(core: Core) -> float | None:
    """How many: None for "few", "several" and bare plurals."""
    if core.has("few"):
        return None
    half = 0.5 if core.has("half") else 0.0
    half = 0.25 if core.has("quarter") else half
    digits = core.first("day", "num2", "num")
    if digits is not None:
        return float(digits.replace(",", "")) + half
    values = [NUMBERS[word] for word in core.all("number")]
    if values:
        return (values[0] * values[1] if values[-1] in {12, 100} and len(values) > 1 else sum(values)) + half
    if core.has("a") and not half:
        return 1.0
    return half + (1.0 if core.has("and") else 0.0) if half else None


def _counted(core: Core) -> tuple[float | None, Unit, bool]:
    """How many of which unit, and whether they are hours: fractions of decades and centuries come as years."""
    word = core.all("yearword", "dayword", "unit", "units", "century", "hours", "night")[-1]
    if core.has("hours"):
        return 1.0, "day", True
    count, unit = _number(core), UNITS[word]
    if count is not None and word.startswith("fortnight"):
        count *= 2
    if count is not None and count % 1 and unit in {"decade", "century"}:
        return count * (10 if unit == "decade" else 100), "year", False
    return count, unit, False


def _count(core: Core) -> Shape:
    count: float | None
    unit: Unit
    count, unit, hours = (None, "day", False) if core.has("soon") else _counted(core)
    sign: Literal[-1, 1] = 1 if core.has("later", "after") else -1
    base: Base = "told" if core.has("ago") else "narrative"
    if hours:
        return Stretch(1.0, "day", sign, base)
    return Count(count, unit, sign, base)


def _stretch(core: Core) -> Shape:
    count, unit, _ = _counted(core)
    if count is None and not core.has("few", "units"):
        count = 2.0 if core.first("unit") == "fortnight" else 1.0
    if core.has("within"):
        return Stretch(count, unit, 1, "narrative")
    back = core.has(*_PAST_TURNS)
    base: Base = "told" if core.has("past", "last", "coming") else "narrative"
    return Stretch(count, unit, -1 if back else 1, base)


def _period(core: Core) -> Shape:
    first, last = PERIODS[re.sub(r"[‐‑–]", "-", " ".join(core.words[0].split()))]
    return _fixed(f"{first}/{last}" if last > first else str(first))


def _fixed(edtf: str) -> Fixed:
    return Fixed(dates.parse(edtf))


def _month(word: str) -> int:
    return MONTHS[word]


def _ordinal(word: str) -> int:
    return ORDINALS[word] if word in ORDINALS else int(word[:-2]) if word[-2:].isalpha() else int(word)


def _dated(core: Core, of: Yearless) -> Shape:
    """The day, month or season in its year, where the words have one."""
    year = core.first("year")
    if year is not None:
        date = of.in_year(int(year))
        if date is None:
            raise DateError(f"no such day in {year}")
        return Fixed(date)
    if core.has("yearword"):
        return InYear(of, _turned(core, "year"))
    if core.has("last"):
        return Nth(of, -1, "told")
    return of if of.in_year(2024) else _impossible()


def _impossible() -> Shape:
    raise DateError("no such day")


def _day(core: Core) -> Shape:
    month, day = _month(core.first("month", "may", "mon") or ""), _ordinal(core.first("day", "ord") or "")
    weekday = core.first("weekday")
    return _dated(core, Yearless(month, day, weekday=WEEKDAYS[weekday] if weekday else None))


def _days(core: Core) -> Shape | None:
    month = _month(core.first("month", "may", "mon") or "")
    first, last = (_ordinal(word) for word in core.all("day", "ord"))
    return Range(_dated(core, Yearless(month, first)), _dated(core, Yearless(month, last))) if first < last else None


def _months(core: Core) -> Shape:
    first, last = (Yearless(_month(word)) for word in core.all("month", "may"))
    return joined(first, _dated(core, last))


def joined(first: Shape, last: Shape) -> Shape:
    """A range; a yearless first end before a dated last one takes its year at once, and so does the reverse."""
    made = Range(first, last)
    if {type(first), type(last)} <= {Fixed, Yearless} and Fixed in {type(first), type(last)}:
        date = made.resolve(Anchors(None, None))
        return Fixed(date) if date else Untold()
    return made


def _month_core(core: Core) -> Shape:
    return _dated(core, Yearless(_month(core.first("month", "may", "mon") or "")))


def _season(core: Core) -> Shape:
    of = Yearless(season=SEASONS[core.first("season", "fall") or ""])
    years = core.all("year")
    if core.has("dash", "slash") and years:
        first, last = int(years[0]), _second_year(core)
        return _fixed(f"{first}-12/{last}-02") if of.season == 24 and last == first + 1 else _fixed(f"{first}/{last}")
    return _dated(core, of)


def _seasons(core: Core) -> Shape:
    first, last = (Yearless(season=SEASONS[word]) for word in core.all("season", "fall"))
    if core.has("that", "same", "this") and not core.has("yearword"):
        base: Base = "told" if core.has("this") else "narrative"
        return Range(Nth(first, 0, base), Nth(last, 0, base))
    return joined(first, _dated(core, last))


def _second_year(core: Core) -> int:
    """The year after the dash of "2016-17", "1991-5" or "1998-2000"; raises where it is not a later one."""
    years = core.all("year")
    if len(years) == 2:
        last = int(years[1])
    else:
        tail = core.all("day", "num2")[-1]
        last = int(years[0][: 4 - len(tail)] + tail)
    if last <= int(years[0]):
        raise DateError("no span of years")
    return last


def _years(core: Core) -> Shape | None:
    first = core.all("year")[0]
    try:
        return _fixed(f"{first}/{_second_year(core)}")
    except DateError:
        month = core.first("day")
        return _fixed(f"{first}-{month}") if month and len(month) == 2 and core.has("dash") else None


_NUMERIC = re.compile(r"([0-9]+)([-/.])([0-9]+)[-/.]([0-9]+)")


def _numeric(core: Core) -> Shape | None:
    """Year first; else the day first where a dot or a number above 12 says so; else not to be told."""
    found = _NUMERIC.fullmatch(core.words[0])
    if found is None:
        return None
    a, mark, b, c = int(found[1]), found[2], int(found[3]), int(found[4])
    if len(found[1]) == 4:
        return _fixed(f"{a:04}-{b:02}-{c:02}")
    if mark == "." and len(found[4]) == 2:
        return None
    day, month = (b, a) if b > 12 else (a, b)
    if mark != "." and a <= 12 and b <= 12 and a != b:
        return Untold()
    if len(found[4]) == 4:
        return _fixed(f"{c:04}-{month:02}-{day:02}")
    return ShortYear(c, month, day) if Yearless(month, day).in_year(2024) else None


def _turn_of(core: Core) -> tuple[int, Base]:
    """Which way "last", "the following", "that" turns, and from what. "The next" goes on from the narrative."""
    if core.has("this"):
        return 0, "told"
    if core.has("that", "same"):
        return 0, "narrative"
    if core.has("last"):
        return -1, "told"
    if core.has("previous"):
        return -1, "narrative"
    return 1, "narrative" if core.has("following") or (core.has("the") and core.has("next")) else "told"


def _turned(core: Core, unit: Unit) -> Calendar:
    offset, base = _turn_of(core)
    return Calendar(offset, unit, base)


def _told_unit(core: Core) -> Shape | None:
    word = core.words[-1]
    if core.has("last") and word == "day":
        return None
    made = _turned(core, UNITS.get(word, "day"))
    if word == "fortnight":
        return Untold()
    of_day = core.has("dayword", "daypart", "night")
    return Calendar(1, made.unit, "narrative") if core.has("next") and of_day else made


def _told_day(core: Core) -> Shape:
    offset, base = _turn_of(core)
    side: Literal[-1, 0, 1] = -1 if offset < 0 else 1 if offset > 0 else 0
    weekday = core.first("weekday")
    if weekday:
        return Weekday(WEEKDAYS[weekday]) if core.has("this") else Nth(Weekday(WEEKDAYS[weekday]), side, base)
    season = core.first("season", "fall")
    of = Yearless(season=SEASONS[season]) if season else Yearless(_month(core.first("month", "may") or ""))
    return Nth(of, side, "either" if core.has("previous") else base)


def _beyond(core: Core) -> Shape:
    if core.has("yesterday", "tomorrow"):
        return Calendar(-2 if core.has("yesterday") else 2, "day", "told")
    return Calendar(-2 if core.has("last") else 2, UNITS[core.words[1]], "told")


def _beside(core: Core) -> Shape:
    return Calendar(1 if core.has("after") else -1, UNITS.get(core.words[1], "day"), "narrative")


def _decade(core: Core) -> Shape:
    digits = re.sub(r"[^0-9]", "", core.words[0])
    return ShortDecade(int(digits[0])) if len(digits) == 2 else _fixed(f"{digits[:3]}X")


def _centuries(core: Core) -> list[int]:
    tens = NUMBERS.get(core.first("number") or "", 0)
    return [tens + _ordinal(word) for word in core.all("ordinal", "ord")]


def _century(core: Core) -> Shape | None:
    found = _centuries(core)
    if not all(11 <= number <= 21 for number in found):
        return None
    return _fixed(dates.interval(dates.parse(f"{found[0] - 1}XX").first, dates.parse(f"{found[-1] - 1}XX").last))


def _turn_of_century(core: Core) -> Shape:
    found = _centuries(core)
    return _fixed(f"{(found[0] - 1) * 100 - 2}/{(found[0] - 1) * 100 + 2}") if found else TurnOfCentury()


def _ordinal_day(core: Core) -> Shape | None:
    day = _ordinal(core.first("ord") or "")
    if not 1 <= day <= 31:
        return None
    if not core.has("unit"):
        return DayOfMonth(day)
    rest = core.after("of")
    if rest.words[-1] != "month":
        return None
    return DayOfMonth(day, Calendar(0, "month", "either") if rest.names == ["the", "unit"] else _turned(rest, "month"))


def _holiday(core: Core) -> Shape:
    name = re.sub(r"\s+", " ", core.words[0].replace("’", "'"))
    return _dated(core, Yearless(*HOLIDAYS[name]))


def _weekday(core: Core) -> Shape:
    return Weekday(WEEKDAYS[core.first("weekday") or ""], nearest=core.has("the"))


def _today(core: Core) -> Shape:
    offset = 1 if core.has("tomorrow") else -1 if core.has("yesterday") else 0
    return Calendar(offset, "day", "told")


def _unit(core: Core) -> Shape:
    unit = UNITS[core.words[-1]]
    return Calendar(0, unit, "told" if unit == "weekend" else "either")


def _year_end(core: Core) -> Shape:
    return Part("end", Calendar(0, "year", "told" if core.has("this") else "either"))


_BUILDERS: dict[str, Callable[[Core], Shape | None]] = {
    "numeric": _numeric,
    "count": _count,
    "days": _days,
    "day": _day,
    "months": _months,
    "month": _month_core,
    "bare-month": _month_core,
    "seasons": _seasons,
    "season": _season,
    "bare-season": _season,
    "stretch": _stretch,
    "vague": lambda _core: Untold(),
    "beyond": _beyond,
    "beside": _beside,
    "told-unit": _told_unit,
    "told-day": _told_day,
    "year-end": _year_end,
    "decade": _decade,
    "turn": _turn_of_century,
    "century": _century,
    "short-decade": lambda core: ShortDecade(DECADES[core.words[0]]),
    "ordinal-day": _ordinal_day,
    "years": _years,
    "year": lambda core: _fixed(core.words[0]),
    "then": lambda _core: Then(),
    "told-date": lambda _core: Then(),
    "period": _period,
    "holiday": _holiday,
    "weekday": _weekday,
    "today": _today,
    "unit": _unit,
    "duration": lambda _core: Untold(duration=True),
}
