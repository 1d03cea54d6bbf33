"""Where each page stands: the one place in which addresses are made.

Every page has a path of slugs, such as ``r/RUS/TALIBAN``. Served, it is an absolute address with a query; published,
it is a file beside others, and every link is relative, so that a folder of pages can be moved or opened from a disk.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote, urlencode

Day = dt.date | str | None

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_ODD = "~"  # before the hexadecimal of a name that is not plain
PART = 200_000  # characters of a document on one page
LONGEST = 400  # characters of a slug that is taken apart


def slug(name: str) -> str:
    """A name as one part of a path. Plain names stand for themselves; any other is written in hexadecimal."""
    return name if _PLAIN.fullmatch(name) else _ODD + name.encode("utf-8", "surrogatepass").hex()


def unslug(part: str) -> str:
    """The name behind a part of a path; ValueError where there can be none."""
    if len(part) > LONGEST:
        raise ValueError(part[:LONGEST])
    if part.startswith(_ODD):
        return bytes.fromhex(part[1:]).decode("utf-8")
    if not _PLAIN.fullmatch(part):
        raise ValueError(part)
    return part


def relation_path(a: str, b: str) -> str:
    """The path of the page of two actors."""
    return f"r/{slug(a)}/{slug(b)}"


class Place(Protocol):
    """How a path becomes something to follow from a page."""

    @property
    def live(self) -> bool:
        """Whether there is a server that can answer."""

    def to(self, path: str, query: Mapping[str, object] | None = None, anchor: str = "") -> str:
        """The address of a page."""

    def file(self, name: str) -> str:
        """The address of something that is not a page: a stylesheet, a twin, a feed."""


@dataclass(frozen=True, slots=True)
class Served:
    """Absolute addresses on a server."""

    base: str = ""
    live: bool = True

    def to(self, path: str, query: Mapping[str, object] | None = None, anchor: str = "") -> str:
        """The address of a page, with what is asked of it."""
        asked = {name: value for name, value in (query or {}).items() if value not in (None, "", ())}
        tail = f"?{urlencode(asked, doseq=True)}" if asked else ""
        return f"{self.base}/{path}{tail}" + (f"#{quote(anchor)}" if anchor else "")

    def file(self, name: str) -> str:
        """The address of a file."""
        return f"{self.base}/{name}"


@dataclass(frozen=True, slots=True)
class Published:
    """Relative addresses of files, as seen from the page at ``path``."""

    path: str
    live: bool = False

    def to(self, path: str, query: Mapping[str, object] | None = None, anchor: str = "") -> str:  # noqa: ARG002
        """The file of a page; a folder of plain files cannot be asked anything."""
        return self.file(f"{path or 'index'}.html") + (f"#{quote(anchor)}" if anchor else "")

    def file(self, name: str) -> str:
        """A file, from where the page is."""
        return "../" * self.path.count("/") + quote(name, safe="/~")


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of all pages, as seen from one of them.

    ``moments`` has, for each pair that was published, by its path, the days that were.
    """

    place: Place
    moments: Mapping[str, Sequence[dt.date]] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Whether there is a server that can answer questions."""
        return self.place.live

    def home(self) -> str:
        """The first page."""
        return self.place.to("")

    def relation(self, a: str, b: str, on: Day = None, known: Day = None, anchor: str = "") -> str:
        """How two actors stand, on a day."""
        path = relation_path(a, b)
        if self.live:
            return self.place.to(path, {"on": on, "known": known}, anchor)
        path = path if path in self.moments else relation_path(b, a)
        return self.place.to(self._moment(path, on), anchor=anchor)

    def _moment(self, path: str, on: Day) -> str:
        days = self.moments.get(path, ())
        if on is None or not days:
            return path
        at = bisect_right(days, dt.date.fromisoformat(on) if isinstance(on, str) else on)
        return f"{path}/{days[max(at - 1, 0)]}"

    def timeline(self, a: str, b: str | None = None, page: int = 1, anchor: str = "") -> str:
        """The chronology of an actor, or of two."""
        path = f"t/{slug(a)}/{slug(b)}" if b else f"t/{slug(a)}"
        if b and not self.live and f"r{path[1:]}" not in self.moments:
            path = f"t/{slug(b)}/{slug(a)}"
        if self.live:
            return self.place.to(path, {"page": page if page > 1 else None}, anchor)
        return self.place.to(path if page <= 1 else f"{path}/page-{page}", anchor=anchor)

    def actor(self, a: str) -> str:
        """One actor."""
        return self.place.to(f"a/{slug(a)}")

    def toward(self, a: str, on: Day = None, before: Day = None, sort: str | None = None, among: str = "") -> str:
        """Who stands where toward one actor; ``among`` keeps to some of them."""
        return self.place.to(f"toward/{slug(a)}", {"on": on, "before": before, "sort": sort, "among": among})

    def document(self, id: str, anchor: str = "", at: int = 0) -> str:
        """A document, at a claim (its id) or at a passage (``p`` and its offset); ``at`` is the offset of either."""
        part = at // PART
        return self.place.to(f"d/{slug(id)}" + (f"/{part}" if part else ""), anchor=anchor)

    def conflict(self, id: str) -> str:
        """A conflict in the list of them."""
        return self.place.to("conflicts", anchor=id)

    def conflicts_of(self, a: str, b: str) -> str:
        """The conflicts of a pair in the list of them; published, the list."""
        return self.place.to("conflicts", {"a": a, "b": b})

    def review(self, id: str, claim: str | None = None, at: int = 0) -> str:
        """A document's claims to be judged, at one of them."""
        part = at // PART
        return self.place.to(
            f"review/d/{slug(id)}" + (f"/{part}" if part else ""), anchor=f"j-{claim}" if claim else ""
        )

    def desk(self, id: str, anchor: str = "") -> str:
        """An event to be judged: at what splits it (``split``), or merges it with others (``merge``)."""
        return self.place.to(f"review/e/{slug(id)}", anchor=anchor)

    def event(self, id: str) -> str:
        """An event."""
        return self.place.to(f"e/{slug(id)}")

    def named(self, name: str, **query: object) -> str:
        """A page that there is one of: actors, documents, changes, conflicts, search, review, ..."""
        return self.place.to(name, query)

    def paged(self, name: str, page: int) -> str:
        """A page of a list."""
        if self.live:
            return self.place.to(name, {"page": page if page > 1 else None})
        return self.place.to(name if page <= 1 else f"{name}/page-{page}")

    def twin(self, path: str, ending: str, query: Mapping[str, object] | None = None) -> str:
        """The same page for a program: ``json``, ``csv`` or ``atom``."""
        name = f"{path or 'index'}.{ending}"
        if not self.live:
            return self.place.file(name)
        return self.place.to(name, query)

    def asset(self, name: str) -> str:
        """A stylesheet, script or picture that the package brings."""
        return self.place.file(f"static/{name}")
