"""Past waves of recognition, read from tables with what is doubtful in them kept doubtful.

A table is a CSV with the columns recognised_entity, recogniser_iso3, date, precision, source and flag. A date known to
the month or year stays a span of days. Flags are read: other dates that a flag gives widen the span, "revoked" and
"severed" end a recognition, a predecessor acted in its own name, and a list that breaks off says nothing about what
came after. ``cases.csv`` says of the tables that we know until when each is complete: beyond that day, that a state is
not in the table means nothing, and nothing is learned from it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente import dates
from detente.actors import registry
from detente.errors import ActorError, DateError, UsageError
from detente.outlook.recognition.ties import rows_of

COLUMNS = ("recognised_entity", "recogniser_iso3", "date", "precision", "flag")
SLACK = dt.timedelta(days=7)  # where sources disagree and the other date is not told

_DATES = re.compile(r"(?<!\d)((?:1[89]|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?)(?!\d)")
_YEARS = re.compile(r"(?<!\d)((?:1[89]|20)\d)(\d)-\d(\d)(?![\d-])")  # "2024-25"
_PREDECESSOR = re.compile(r"predecessor ([A-Z]{3})\b")
_ENDED = re.compile(r"(?:revoked|suspended|withdrawn|derecognised) (\S+)", re.IGNORECASE)
_WIDENS = re.compile(r"disagree|check|order suggests|effective|month-only", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Move:
    """One state's recognition: some day from ``first`` to ``last``, and, where it was taken back, from when to when.

    ``ended`` is the last day on which it can have been taken back, ``held`` the last on which it held for certain; both
    None while it stands. ``doubtful`` where the table itself disputes that there was one.
    """

    state: str
    first: dt.date
    last: dt.date
    held: dt.date | None = None
    ended: dt.date | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Wave:
    """Who recognised one actor, since when it could be recognised, and until when we know of everybody."""

    name: str
    actor: str
    place: str
    against: str | None
    since: dt.date
    complete: dt.date
    moves: tuple[Move, ...]
    why: str = ""

    def recognised(self, on: dt.date) -> frozenset[str]:
        """The states that had recognised by the end of a day for certain, and had not taken it back."""
        return frozenset(
            move.state
            for move in self.moves
            if move.last <= on and not move.doubtful and (move.held is None or on <= move.held)
        )

    def unsure(self, on: dt.date) -> frozenset[str]:
        """The states of which it is not known whether they recognised at the end of a day."""
        return frozenset(
            move.state
            for move in self.moves
            if move.doubtful
            or move.first <= on < move.last
            or (move.held is not None and move.ended is not None and move.held < on < move.ended and move.last <= on)
        )

    def undecided(self, first: dt.date, last: dt.date) -> frozenset[str]:
        """The states of which it is not known whether they moved between two days, the first left out."""
        return frozenset(
            move.state
            for move in self.moves
            if move.doubtful
            or (first < move.last and move.first <= last and not first < move.first <= move.last <= last)
        )

    def came(self, first: dt.date, last: dt.date) -> frozenset[str]:
        """The states that moved between two days for certain, the first left out."""
        return frozenset(
            move.state for move in self.moves if not move.doubtful and first < move.first and move.last <= last
        )


def read_waves(folder: Path) -> list[Wave]:
    """The waves in a folder's ``recognition_*.csv``, oldest first; tables of one recogniser are left out.

    Raises ``UsageError``, naming file and line, for a table without the columns or with a date that is none.
    """
    found = [wave for path in sorted(folder.glob("recognition_*.csv")) for wave in _read(path)]
    if not found:
        raise UsageError("There are no waves of recognition here.", place=str(folder), remedy="See recognition_*.csv.")
    return sorted(found, key=lambda wave: (wave.since, wave.name))


@cache
def cases() -> dict[str, dict[str, str]]:
    """What is known of the waves that we know, by their name in the tables."""
    return {row["case"]: row for row in rows_of("cases.csv")}


def _read(path: Path) -> Iterable[Wave]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("It cannot be read: it is missing, or no text in UTF-8.", place=str(path)) from error
    reader = csv.DictReader(text.splitlines())
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise UsageError(f"No column {', '.join(missing)}: not a table of recognitions.", place=str(path))
    rows = [(f"{path}:{number}", _whole(row)) for number, row in enumerate(reader, start=2)]
    by_actor: dict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for place, row in rows:
        by_actor[row["recognised_entity"]].append((place, row))
    if len(by_actor) > max(1, len(rows) // 2):  # a table of whom one state recognised
        return []
    return [wave for name, own in by_actor.items() if (wave := _wave(name, own))]


def _wave(name: str, rows: Sequence[tuple[str, dict[str, str]]]) -> Wave | None:
    spans = [(place, row, span) for place, row in rows if (span := _span(place, row))]
    known = cases().get(name)
    moves = _moves(spans)
    if not moves:
        return None
    cut = [span[1] for _, row, span in spans if "cut after" in row["flag"]]
    last = max(cut) if cut else max(move.last for move in moves)
    if not known:
        first = min(move.first for move in moves)
        actor = _actor(name)
        return Wave(name, actor, actor, None, first, last, moves, "of this table nothing is known")
    day = dt.date.fromisoformat
    complete = min(day(known["complete"]), last) if cut else day(known["complete"])
    return Wave(
        name, known["actor"], known["place"], known["against"] or None, day(known["since"]), complete, moves,
        known["why"],
    )  # fmt: skip


def _whole(row: dict[str, str | None]) -> dict[str, str]:
    """A row whose last fields may be left out."""
    return {name: row.get(name) or "" for name in COLUMNS}


def _actor(name: str) -> str:
    try:
        return registry().find(name).id
    except ActorError:
        return name


Span = tuple[dt.date, dt.date]


def _span(place: str, row: dict[str, str]) -> Span | None:
    """The days that a row's date allows, widened by the other dates that its flag gives; None for an undated row."""
    if not row["date"].strip():
        return None
    first, last = _days(row["date"].strip(), place)
    if others := _others(_ENDED.sub("", row["flag"]), (first, last), place):
        first, last = min(first, *(a for a, _ in others)), max(last, *(b for _, b in others))
    return first, last


def _others(flag: str, told: Span, place: str) -> list[Span]:
    """The spans of the other dates that a flag gives: those to the day where there are any, else years."""
    if not _WIDENS.search(flag):
        return []
    found = _DATES.findall(_YEARS.sub(r"\1\2 \1\3", flag))
    full = [one for one in found if len(one) == 10] or found
    return [_days(one, place) for one in full] or [(told[0] - SLACK, told[1] + SLACK)]


def _days(text: str, place: str) -> Span:
    try:
        date = dates.parse(text)
    except DateError as error:
        raise UsageError(f"'{text}' is not a date.", place=place) from error
    if date.first is None or date.last is None:
        raise UsageError(f"'{text}' has no first and last day.", place=place)
    return date.first, date.last


def _moves(rows: Sequence[tuple[str, dict[str, str], Span]]) -> tuple[Move, ...]:
    """One move a state: its rows together, ended where a row or a flag says so."""
    begins: dict[str, list[tuple[Span, str, str]]] = defaultdict(list)
    ends: dict[str, Span] = {}
    for place, row, span in rows:
        for state in _states(row):
            if "severed" in row["flag"].lower():
                ends[state] = span
            elif "downgraded" not in row["flag"].lower():
                begins[state].append((span, row["flag"], place))
    return tuple(_move(state, told, ends.get(state)) for state, told in begins.items())


def _move(state: str, told: Sequence[tuple[Span, str, str]], end: Span | None) -> Move:
    first, last = min(span[0] for span, _, _ in told), max(span[1] for span, _, _ in told)
    for _, flag, place in told:
        if found := _ENDED.search(flag):
            end = (last, dt.date.max) if found[1] == "undated" else _days(found[1].strip(".,;"), place)
    held = end[0] - dt.timedelta(days=1) if end and end[0] > dt.date.min else None
    doubtful = any("disputed" in flag for _, flag, _ in told)
    return Move(state, first, last, held, end[1] if end else None, doubtful)


def _states(row: dict[str, str]) -> tuple[str, ...]:
    """Who acted: also the predecessor where the flag names one, who did it, and from whom the state has it."""
    own = registry().canonical(row["recogniser_iso3"].strip("() "))
    found = _PREDECESSOR.search(row["flag"])
    return (found[1], own) if found else (own,)
