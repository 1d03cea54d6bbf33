"""What the commands take: their options, and what is typed into dates as days of the calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import ActorError, DateError, UsageError


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"


DEFAULT_RECORD = Path("record.duckdb")

RecordFile = Annotated[
    Path, typer.Option("--record", envvar="DETENTE_RECORD", metavar="FILE", help="The record to work on.")
]
OutputFormat = Annotated[
    Format,
    typer.Option("--format", metavar="table|jsonl|csv|md", help="For people (table), or for other programs."),
]
Actor = Annotated[str, typer.Argument(metavar="ACTOR", help="An actor's code or name: RUS, russia, Taliban.")]
AnyActor = Annotated[str | None, typer.Argument(metavar="[ACTOR]", help="An actor's code or name.")]
OnDate = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help="As of the end of this day, month or year: 2025-08-01, 2025-07. Default: today."
    ),
]
AsOfDate = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="Only with what can have come by the end of this day, month or year."),
]
KnownDate = Annotated[
    str | None,
    typer.Option("--known", metavar="DATE", help="Only with what could have been known by the end of this day."),
]

Master = Annotated[
    str | None,
    typer.Option("--on", metavar="MASTER", help="Let a Spark cluster do it: spark://host:7077, or local[2] to try."),
]
Shared = Annotated[
    Path | None,
    typer.Option(
        "--shared", metavar="FOLDER", help="With --on: a folder that every worker sees. Default: that of the record."
    ),
]


def last_day(text: str | None, option: str) -> dt.date | None:
    """The last day of a date as typed, so that ``--on 2025-07`` means the end of July. None where none was given."""
    return _days(text, option)[1] if text else None


def first_day(text: str | None, option: str) -> dt.date | None:
    """The first day of a date as typed. None where none was given."""
    return _days(text, option)[0] if text else None


def today() -> dt.date:
    """The day on which the command runs."""
    return dt.date.today()


def _days(text: str, option: str) -> tuple[dt.date, dt.date]:
    from detente import dates

    remedy = "Write a day, a month or a year as 2025-08-01, 2025-08 or 2025."
    try:
        date = dates.parse(text.strip())
    except DateError as error:
        raise DateError(f"'{text}' is not a date.", place=option, remedy=remedy) from error
    if date.first is None or date.last is None:
        raise DateError(f"'{text}' has no first and last day.", place=option, remedy=remedy)
    return date.first, date.last


def actor(text: str) -> str:
    """The id of an actor given by id or name, with or without its article.

    Raises ActorError, with suggestions, where there is none, and where the name is that of several.
    """
    from detente.actors import registry

    try:
        return registry().find(text).id
    except ActorError:
        bare = re.sub(r"^\s*the\s+", "", text, flags=re.IGNORECASE)
        if bare == text:
            raise
        return registry().find(bare).id


def any_actor(text: str | None) -> str | None:
    """The id of an actor where one was given."""
    return actor(text) if text else None


def kind(text: str | None) -> str | None:
    """A kind of act as typed. Raises KindError, with the nearest names, where the codebook has none of that name."""
    from detente import codebook

    return codebook.load()[text].id if text else None


def modality(text: str | None) -> str | None:
    """A modality as typed. Raises UsageError for any other word."""
    from detente.model import MODALITIES

    return _one_of(text, MODALITIES, "--modality")


def dimension(text: str | None) -> str | None:
    """A dimension as typed, perhaps of one body ("membership:sco"). Raises UsageError for any other word."""
    from detente import codebook

    if text is None:
        return None
    _one_of(text.partition(":")[0], list(codebook.load().dimensions), "--dimension")
    return text


def _one_of(text: str | None, words: Sequence[str], option: str) -> str | None:
    from difflib import get_close_matches

    if text is None or text in words:
        return text
    near = get_close_matches(text.lower(), words, n=3) or words
    some = ", ".join(near[:9]) + (", ..." if len(near) > 9 else "")
    raise UsageError(f"There is no '{text}'.", place=option, remedy=f"Perhaps: {some}.")
