"""What a cell says: an actor at a date, a date, a kind of act, a level, a source. What it cannot say is a reason in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from detente import codebook, dates
from detente.actors import registry
from detente.actors.find import find
from detente.actors.resolve import at
from detente.codebook.levels import level_of
from detente.documents.citations import parse_notes
from detente.documents.draft import DraftNote
from detente.errors import ActorError, DateError
from detente.model import MODALITIES, Source

SEVERAL = ";"  # parts actors in one cell

_LONG = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})")
_AMERICAN = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}), (?P<year>\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class CellError(Exception):
    """Why a cell cannot be taken, in words that end a sentence."""


def actors(cell: str, on: str | None, values: Mapping[str, str]) -> tuple[str, ...]:
    """The actors of a cell, several parted by semicolons."""
    return tuple(_actor(part.strip(), on, values) for part in cell.split(SEVERAL) if part.strip())


def actor_at(words: str, on: str | None) -> str | None:
    """The actor that words mean at a date, or None."""
    try:
        return _named(words, on)
    except CellError:
        return None


def _actor(words: str, on: str | None, values: Mapping[str, str]) -> str:
    return _named(values.get(words, words), on)


@lru_cache(maxsize=16384)
def _named(words: str, on: str | None) -> str:
    """An id stands for itself; a name, also one written like-this, for whoever bore it at the date."""
    known = registry()
    if words in known:
        return known.actor(words).id
    name = words.replace("-", " ").replace("_", " ").title() if words.islower() else words
    mentions = [m for m in find(name) if m.start == 0 and m.end == len(name)]
    if mentions and (found := at(mentions[0], on=on).actor):
        return found
    try:
        meant = known.find(name).id
    except ActorError as error:
        raise CellError(f"{error.message} {error.remedy or ''}".strip().rstrip(".")) from error
    return known.at(meant, on) if on else meant


def date(cell: str) -> str:
    """A cell's date as EDTF: as EDTF, or written out in English with the month's name."""
    try:
        dates.parse(cell)
        return cell
    except DateError:
        written = _LONG.fullmatch(cell) or _AMERICAN.fullmatch(cell)
        month = written["month"][:3].lower() if written else ""
        if written and month in _MONTHS:
            try:
                return dt.date(int(written["year"]), _MONTHS.index(month) + 1, int(written["day"])).isoformat()
            except ValueError:
                pass
    raise CellError(f"'{cell}' is no date; write 2025-07-03, 2025-07 or 2025")


def kind(cell: str) -> str:
    """A cell's kind of act, by its name in the codebook or the words it is known by there."""
    told = cell.strip().lower()
    for known in codebook.load():
        if told in (known.id, known.label.lower(), known.id.replace("-", " ")):
            return known.id
    raise CellError(f"'{cell}' is no kind of act")


def level(cell: str, of: str) -> str | None:
    """The level that a cell tells an act of a kind to be of; None where the kind has none."""
    effects = codebook.load()[of].effects
    for effect in effects:
        if cell in codebook.load().dimensions[effect.dimension].levels:
            return cell
    for effect in effects:
        if found := level_of(effect.dimension, cell):
            return found
    if not effects:
        return None
    raise CellError(f"'{cell}' is no level of {of}")


def elsewhere(told: str, of: str) -> str:
    """The level that a level becomes where the holder lives in another country."""
    for effect in codebook.load()[of].effects:
        dimension = codebook.load().dimensions[effect.dimension]
        if told in dimension.levels and (other := dimension.level(told).elsewhere):
            return other
    return told


def modality(cell: str) -> str:
    """A cell's modality."""
    if cell.lower() in MODALITIES:
        return cell.lower()
    raise CellError(f"'{cell}' is no modality; there are {', '.join(MODALITIES)}")


@lru_cache(maxsize=16384)
def sources(cell: str) -> tuple[Source, ...]:
    """The sources that a cell cites, in the way of a footnote; a bare title stands for itself."""
    (found,) = parse_notes([DraftNote("1", cell)])
    told = tuple(source for source in found if source.title or source.address)
    return told or (Source(title=cell),)
