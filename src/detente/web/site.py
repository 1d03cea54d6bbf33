"""From a path and a question to a page: the one list of what stands where, for the server and for publishing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from detente.errors import NoSuchPage, UsageError
from detente.record import Record
from detente.web.brief import brief
from detente.web.digest import Digest
from detente.web.links import unslug
from detente.web.page import Page
from detente.web.pages import lists
from detente.web.pages.common import day_of
from detente.web.pages.compare import compare
from detente.web.pages.document import document
from detente.web.pages.event import event
from detente.web.pages.found import found
from detente.web.pages.relation import relation
from detente.web.pages.timeline import timeline
from detente.web.search import Index

ENDINGS = ("json", "csv", "atom")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the parts of the path with their slugs undone, and the query."""

    parts: tuple[str, ...]
    query: Mapping[str, str]
    today: dt.date
    digest: Digest
    index: Index | None = None

    def day(self, name: str) -> dt.date | None:
        """A day of the query. Raises UsageError where it is none."""
        return day_of(self.query.get(name), name)

    def number(self, name: str, default: int) -> int:
        """A number of the query. Raises UsageError where it is none."""
        text = self.query.get(name) or str(default)
        if not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise UsageError(f"'{text[:40]}' is not a number.", place=name, remedy="Write it in digits.")
        return int(text)


def taken_apart(path: str) -> tuple[tuple[str, ...], str]:
    """The parts of a path and its ending (``json``, ``csv``, ``atom`` or nothing). Raises NoSuchPage for an odd one."""
    bare, ending = path.strip("/"), ""
    for known in ENDINGS:
        if bare.endswith(f".{known}"):
            bare, ending = bare.removesuffix(f".{known}"), known
    if bare in ("", "index"):
        return (), ending
    try:
        return tuple(unslug(part) for part in bare.split("/")), ending
    except ValueError as error:
        raise NoSuchPage("There is nothing at this address.", remedy="Follow a link, or search.") from error


def page_at(record: Record, asked: Asked) -> Page:
    """The page of a path. Raises NoSuchPage where there is none, UsageError for a question that cannot be asked."""
    name, rest = (asked.parts[0], asked.parts[1:]) if asked.parts else ("", ())
    build, lengths = PAGES.get(name, (None, ()))
    if build is None or len(rest) not in lengths:
        raise NoSuchPage("There is nothing at this address.", remedy="Follow a link, or search.")
    return build(record, rest, asked)


def _relation(record: Record, rest: Sequence[str], asked: Asked) -> Page:
    on = asked.day("on")
    return relation(record, asked.digest, rest[0], rest[1], on or asked.today, asked.day("known"), asked=on is not None)


def _timeline(record: Record, rest: Sequence[str], asked: Asked) -> Page:
    return timeline(record, asked.digest, rest[0], rest[1] if len(rest) > 1 else None, asked.number("page", 1))


def _compare(record: Record, rest: Sequence[str], asked: Asked) -> Page:
    on = asked.day("on")
    return compare(
        record,
        asked.digest,
        rest[0],
        on or asked.today,
        before=asked.day("before"),
        sort=asked.query.get("sort") or "name",
        among=asked.query.get("among", "")[:600],
        asked=on is not None,
    )


def _document(record: Record, rest: Sequence[str], asked: Asked) -> Page:
    part = rest[1] if len(rest) > 1 else "0"
    return document(
        record, asked.digest, rest[0], int(part) if part.isascii() and part.isdigit() and len(part) < 6 else -1
    )


def _conflicts(_: Record, __: Sequence[str], asked: Asked) -> Page:
    a, b = asked.query.get("a"), asked.query.get("b")
    return lists.conflicts(asked.digest, asked.number("page", 1), (a, b) if a and b else None)


def _found(record: Record, _: Sequence[str], asked: Asked) -> Page:
    return found(record, asked.index or Index(), asked.query.get("q", ""))


Build = Callable[[Record, Sequence[str], Asked], Page]
PAGES: Mapping[str, tuple[Build, tuple[int, ...]]] = {
    "": (lambda record, _, asked: lists.home(record, asked.digest, asked.today), (0,)),
    "r": (_relation, (2,)),
    "t": (_timeline, (1, 2)),
    "a": (lambda record, rest, asked: lists.actor(record, rest[0], asked.today), (1,)),
    "toward": (_compare, (1,)),
    "d": (_document, (1, 2)),
    "e": (lambda record, rest, asked: event(record, asked.digest, rest[0]), (1,)),
    "actors": (lambda record, _, __: lists.actors(record), (0,)),
    "relations": (lambda record, _, __: lists.relations(record), (0,)),
    "documents": (lambda record, _, __: lists.documents(record), (0,)),
    "changes": (lambda _, __, asked: lists.changes(asked.digest, asked.today, asked.number("page", 1)), (0,)),
    "conflicts": (_conflicts, (0,)),
    "search": (_found, (0,)),
    "brief": (
        lambda record, _, asked: brief(
            record, asked.query.get("item", "").split(" "), asked.query.get("title", "")[:200]
        ),
        (0,),
    ),
}
