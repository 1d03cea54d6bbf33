"""The pictures of a brief: a strip of how two actors stood over the years, and how many acts each year saw.

Drawn by ourselves as SVG, so that they need nothing and stay vector in every format.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from detente import codebook, dates, words
from detente.brief import svg
from detente.brief.gather import Material
from detente.brief.nouns import Phase, Picture, Row
from detente.brief.scale import LEFT, RIGHT, WIDTH, Scale
from detente.prose import naming, when

LANE, BAR = 19.0, 12.0
FEWEST = 12  # dated acts below which counting them by year shows nothing
MOST_TOLD = 24  # spells in the words that stand for the strip
SHARE = 0.04  # of the whole span that stands free at either end
UNTOLD = 0.07  # share of the axis that a spell without a known start is drawn over
COOPERATION, CONFLICT = "#2f6f57", "#a23b32"
_HELD = ("#d9dee3", "#9db4c8", "#5f87a8", "#2d5f8a")  # nothing, then the more the darker
_GRAVE = ("#e8e3df", "#b9645a", "#8f2f28")  # for listings, sanctions, hostilities
_GRAVER = frozenset({"listing", "sanctions", "hostilities"})


Name = Callable[[str], str]


def pictures(held: Material, facts: Sequence[Row], story: Sequence[Phase], name: Name) -> tuple[Picture, ...]:
    """The strip where there is any spell, and the chart where there are enough acts."""
    found = []
    sides = naming.bearers(held.a), naming.bearers(held.b)
    spells = [s for s in held.spells if _side(s, sides) is not None and _drawable(s)]
    if spells:
        found.append(_strip(held, spells, facts, story, name))
    dated = [row for row in facts if row["modality"] == "happened" and _sign(row)]
    if len(dated) >= FEWEST:
        found.append(_chart(dated, held.on))
    return tuple(found)


# The strip


def _strip(held: Material, spells: Sequence[Row], facts: Sequence[Row], story: Sequence[Phase], name: Name) -> Picture:
    scale = _scale(held, spells, facts, story)
    marks: list[str] = []
    y = 30.0
    sides = naming.bearers(held.a), naming.bearers(held.b)
    for side, (initiator, target) in enumerate(((held.a, held.b), (held.b, held.a))):
        mine = [s for s in spells if _side(s, sides) == side]
        if not mine:
            continue
        heading = words.capitalised(f"{name(initiator)} toward {name(target)}")
        marks.append(svg.text(0, y + 9, heading, size=11, bold=True))
        y += LANE
        for dimension in dict.fromkeys(s["dimension"] for s in sorted(mine, key=_rank)):
            marks += _lane(scale, dimension, [s for s in mine if s["dimension"] == dimension], y)
            y += LANE
    marks += [svg.text(0, y + 9, "Acts", size=11, bold=True), *_dots(scale, facts, y + 6)]
    height = y + LANE + 4
    under = [*scale.axis(height), *_divisions(scale, story, height)]
    title = f"How {name(held.a)} and {name(held.b)} have stood, {scale.first.year} to {scale.last.year}"
    title += f"; the years before {scale.knee.year} are drawn closer together" if scale.knee else ""
    told = _told(held, spells, name)
    return Picture("strip", svg.drawing(WIDTH, height, title, told, under + marks + scale.broken(height)), title, told)


def _side(spell: Row, sides: tuple[frozenset[str], frozenset[str]]) -> int | None:
    """0 for a spell of the first side toward the second, 1 for one the other way, None for any other."""
    for side, (ours, theirs) in enumerate((sides, sides[::-1])):
        if spell["initiator"] in ours and spell["target"] in theirs:
            return side
    return None


def _scale(held: Material, spells: Sequence[Row], facts: Sequence[Row], story: Sequence[Phase]) -> Scale:
    days = [when.first_day(row["date"]) for row in facts if row["date"]]
    days += [when.first_day(s["start"]) for s in spells if s["start"]]
    first, last = min(days, default=held.on), held.on
    spare = max(dt.timedelta(days=60), (last - first) * SHARE)
    divisions = [phase.start for phase in story[1:] if phase.start]
    return Scale.of(first - spare, max(last, first + dt.timedelta(days=30)), days, divisions)


def _lane(scale: Scale, dimension: str, spells: Sequence[Row], y: float) -> list[str]:
    marks = [svg.text(8, y + 9, words.dimension(dimension)[:26], fill=svg.GREY)]
    marks.append(svg.line(LEFT, y + BAR / 2, WIDTH - RIGHT, y + BAR / 2))
    for spell in spells:
        marks += _bar(scale, dimension, spell, y)
    return marks


def _bar(scale: Scale, dimension: str, spell: Row, y: float) -> list[str]:
    """A spell: full where it surely holds, faint where it may have begun or ended."""
    (may_begin, sure), (surely_to, may_end) = _start(scale, spell), _end(scale, spell)
    fill, x = _colour(dimension, spell["level"]), scale.x
    marks = (
        [svg.box(x(may_begin), y, x(max(sure, may_begin)) - x(may_begin), BAR, fill, opacity=0.45)]
        if sure > may_begin
        else []
    )
    begin = min(max(sure, may_begin), scale.last)
    marks.append(svg.box(x(begin), y, x(max(begin, surely_to)) - x(begin), BAR, fill))
    if may_end > max(begin, surely_to):
        marks.append(
            svg.box(x(max(begin, surely_to)), y, x(may_end) - x(max(begin, surely_to)), BAR, fill, opacity=0.45)
        )
    label, wide = words.level(dimension, spell["level"]), x(may_end) - x(may_begin)
    if svg.room(label, 9.5) < wide - 6:
        ink = (
            svg.INK
            if fill in (_HELD[0], _HELD[1], _GRAVE[0]) or (sure > may_begin and surely_to <= begin)
            else svg.PAPER
        )
        marks.append(svg.text(x(may_begin) + 3, y + 9, label, size=9.5, fill=ink))
    return marks


def _start(scale: Scale, spell: Row) -> tuple[dt.date, dt.date]:
    """The first day on which it may have begun, and the first on which it surely had.

    Where nobody tells since when, the bar is a short faint one before the day by which it held: a long one would tell
    of years that no source speaks of.
    """
    date = dates.parse(spell["start"]) if spell["start"] else None
    sure = min((date.last if date else None) or _end(scale, spell)[0], scale.last)
    return (date.first if date else None) or max(
        scale.first, sure - (scale.last - (scale.knee or scale.first)) * UNTOLD
    ), sure


def _end(scale: Scale, spell: Row) -> tuple[dt.date, dt.date]:
    if not spell["end"]:
        return scale.last, scale.last
    date = dates.parse(spell["end"])
    return date.first or scale.first, min(date.last or scale.last, scale.last)


def _dots(scale: Scale, facts: Sequence[Row], y: float) -> list[str]:
    """The acts, each a disc in the colour of its sign; hollow where the day is not known to three months."""
    marks = []
    for row in facts:
        if not row["date"] or row["modality"] != "happened":
            continue
        first, last = when.first_day(row["date"]), when.last_day(row["date"])
        middle = first + (last - first) / 2
        fill = {1: COOPERATION, -1: CONFLICT}.get(_sign(row), svg.GREY)
        marks.append(svg.dot(scale.x(middle), y, 2.6, fill=fill, hollow=(last - first).days > 92))
    return marks


def _divisions(scale: Scale, story: Sequence[Phase], height: float) -> list[str]:
    days = [phase.start for phase in story[1:] if phase.start]
    return [svg.line(scale.x(day), 16, scale.x(day), height, stroke=svg.GREY, dashed=True) for day in days]


def _told(held: Material, spells: Sequence[Row], name: Name) -> str:
    """What the strip shows, in words."""
    told = [
        f"{words.capitalised(name(s['initiator']))} toward {name(s['target'])}, {words.dimension(s['dimension']).lower()}:"
        f" {words.level(s['dimension'], s['level'])}, {words.span(s['start'], s['end'])}."
        for s in sorted(spells, key=lambda s: (s["initiator"] != held.a, _rank(s)))[:MOST_TOLD]
    ]
    return f"A strip of years up to {words.date(held.on.isoformat())}. " + " ".join(told)


def _drawable(spell: Row) -> bool:
    """Whether a spell is worth a bar: not "none" of something that was never otherwise, nor one agreement of many."""
    return ":" not in spell["dimension"] and spell["dimension"] != "agreement"


def _rank(spell: Row) -> int:
    order = list(codebook.load().dimensions)
    base = spell["dimension"].partition(":")[0]
    return order.index(base) if base in order else len(order)


def _colour(dimension: str, level: str) -> str:
    """The more there is of it the darker; grave things in red, and nothing in grey."""
    found = codebook.load().dimensions.get(dimension.partition(":")[0])
    if found is None or level not in found.levels:
        return _HELD[1]
    share = found.rank(level) / max(1, len(found.levels) - 1)
    scale = _GRAVE if dimension in _GRAVER or level == "severed" else _HELD
    return scale[0] if level == "none" else scale[max(1, round(share * (len(scale) - 1)))]


# The chart


def _chart(rows: Sequence[Row], on: dt.date) -> Picture:
    counts = Counter((when.first_day(row["date"]).year, _sign(row)) for row in rows)
    years = [year for year, _ in counts]
    scale, highest = Scale(dt.date(min(years), 1, 1), dt.date(max(years) + 1, 1, 1)), max(counts.values())
    up, down = (max((n for (_, s), n in counts.items() if s == sign), default=0) for sign in (1, -1))
    unit = 56.0 / highest
    zero = 26 + up * unit
    height = zero + down * unit + 14
    wide = max(1.2, min(14.0, (WIDTH - LEFT - RIGHT) / (max(years) - min(years) + 1) * 0.7))
    marks = [*scale.axis(height), svg.line(LEFT, zero, WIDTH - RIGHT, zero, stroke=svg.GREY)]
    for (year, sign), count in sorted(counts.items()):
        marks += _column(scale.x(dt.date(year, 7, 1)), zero, count * unit * sign, wide)
    for sign, label, fill in ((1, "Cooperation", COOPERATION), (-1, "Conflict", CONFLICT)):
        total = sum(count for (_, one), count in counts.items() if one == sign)
        marks.append(svg.text(0, zero + (-6 if sign > 0 else 13), f"{label} ({total})", fill=fill, bold=True))
        if total:
            marks.append(_number(scale, counts, zero, unit, sign))
    title = f"Acts a year, {min(years)} to {min(max(years), on.year)}"
    told = "; ".join(
        f"{year}: {counts[year, 1]} of cooperation, {counts[year, -1]} of conflict" for year in sorted(set(years))
    )
    return Picture("acts", svg.drawing(WIDTH, height, title, f"{title}. {told}.", marks), title, f"{title}. {told}.")


def _column(x: float, zero: float, height: float, wide: float) -> list[str]:
    """A bar up for cooperation (height above 0) or down for conflict."""
    top = zero - height if height > 0 else zero
    return [svg.box(x - wide / 2, top, wide, abs(height), COOPERATION if height > 0 else CONFLICT)]


def _number(scale: Scale, counts: Counter[tuple[int, int]], zero: float, unit: float, sign: int) -> str:
    """How many acts the longest bar on one side stands for, at its end."""
    count, year = max((count, year) for (year, one), count in counts.items() if one == sign)
    y = zero - count * unit - 3 if sign > 0 else zero + count * unit + 9
    return svg.text(scale.x(dt.date(year, 7, 1)), y, str(count), size=9.5, fill=svg.GREY, anchor="middle")


def _sign(row: Row) -> int:
    book = codebook.load()
    return book[row["kind"]].sign if row["kind"] in book else 0
