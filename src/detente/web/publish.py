"""The pages as plain files: the same pages as served, with relative links, for any web server or none.

There is a file for every page, and one of a pair for each day on which its standing changes, since plain files cannot
be asked. All tell what is known on the day of writing, and say so. What an earlier run wrote and this one did not is
removed; a list of what was written tells which that is.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import UsageError
from detente.record import Record
from detente.web import plainsearch, render
from detente.web.app import assets, feed_of
from detente.web.digest import Digest
from detente.web.links import Links, Published, relation_path
from detente.web.page import Page
from detente.web.pages import lists
from detente.web.pages.relation import moments
from detente.web.site import Asked, page_at

LIST = ".detente-pages.json"  # what was written, so that it can be removed

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """What publishing came to."""

    pages: int
    files: int
    removed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page to write: where it stands as a file, and what to ask for it."""

    path: str
    parts: tuple[str, ...]
    query: Mapping[str, str]


def publish(record: Record, folder: Path, *, name: str = "", today: dt.date | None = None) -> Done:
    """Write every page into a folder, made where there is none. Raises UsageError where it cannot be written."""
    begun = time.monotonic()
    site = _Site(record, folder, name, today or dt.date.today())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = _listed(folder)
        pages = sum(site.write(wanted) for wanted in site.wanted()) + site.write_search()
        site.write_assets()
        removed = _remove(folder, before - site.written)
        (folder / LIST).write_text(json.dumps(sorted(site.written)), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The pages cannot be written: {error.strerror or error}.",
            place=str(folder),
            remedy="Name a folder that can be written to.",
        ) from error
    return Done(pages, len(site.written), removed, max(time.monotonic() - begun, 0.001))


class _Site:
    def __init__(self, record: Record, folder: Path, name: str, today: dt.date) -> None:
        self.record, self.folder, self.name, self.today = record, folder, name, today
        self.digest = Digest(record)
        self.pairs = _pairs(record)
        self.moments = _moments(record, self.pairs)
        self.written: set[str] = set()
        self._last: tuple[tuple[str, ...], Mapping[str, str], Page] | None = None

    def wanted(self) -> Iterator[_Wanted]:
        """Every page, each once."""
        for name in ("", "actors", "relations", "documents"):
            yield _Wanted(name, (name,) if name else (), {})
        for name in ("changes", "conflicts"):
            yield from self._paged(name, (name,))
        for row in self.digest.documents:
            yield from self._parts(row["id"])
        for actor in sorted({actor for pair in self.pairs for actor in pair}):
            yield _Wanted(Links(Published("")).actor(actor).removesuffix(".html"), ("a", actor), {})
            yield _Wanted(Links(Published("")).toward(actor).removesuffix(".html"), ("toward", actor), {})
            yield from self._paged(Links(Published("")).timeline(actor).removesuffix(".html"), ("t", actor))
        for a, b in self.pairs:
            yield from self._pair(a, b)
        for row in self.record.events():
            yield _Wanted(f"e/{row['id']}", ("e", row["id"]), {})

    def _pair(self, a: str, b: str) -> Iterator[_Wanted]:
        path = relation_path(a, b)
        yield _Wanted(path, ("r", a, b), {})
        for day in self.moments.get(path, ()):
            yield _Wanted(f"{path}/{day}", ("r", a, b), {"on": day.isoformat()})
        yield from self._paged("t" + path[1:], ("t", a, b))

    def _paged(self, path: str, parts: tuple[str, ...]) -> Iterator[_Wanted]:
        pages = int(self._page(parts, {}).values.get("pages", 1))
        yield _Wanted(path, parts, {})
        for number in range(2, pages + 1):
            yield _Wanted(f"{path}/page-{number}", parts, {"page": str(number)})

    def _parts(self, id: str) -> Iterator[_Wanted]:
        parts = int(self._page(("d", id), {}).values["of_parts"])
        yield _Wanted(f"d/{id}", ("d", id), {})
        for number in range(1, parts):
            yield _Wanted(f"d/{id}/{number}", ("d", id, str(number)), {})

    def _page(self, parts: tuple[str, ...], query: Mapping[str, str]) -> Page:
        """A page; the one that was asked for last is held, since it is asked how many follow it and then written."""
        if self._last is None or self._last[:2] != (parts, query):
            self._last = (parts, query, page_at(self.record, Asked(parts, query, self.today, self.digest)))
        return self._last[2]

    def write(self, wanted: _Wanted) -> int:
        """Write a page and its twins; gives 1."""
        page = self._page(wanted.parts, wanted.query)
        links = Links(Published(wanted.path), self.moments)
        frame = render.Frame(links=links, today=self.today, record=self.name)
        self._put(f"{wanted.path or 'index'}.html", render.html(page, frame))
        if page.tables and wanted.path == page.path:
            self._put(f"{page.path or 'index'}.json", render.as_json(page))
            self._put(f"{page.path or 'index'}.csv", render.as_csv(page))
        if page.feed and wanted.path == page.path:
            self._put(f"{page.path}.atom", feed_of(self.digest, page, links, f"{page.path}.atom", ""))
        return 1

    def write_search(self) -> int:
        """Write the page of the search, which is also a plain list of all relations, and its index; gives 1."""
        listed = lists.relations(self.record, self.pairs).values["rows"]
        page = Page("search", "plain-search.html", "Search", {"rows": listed})
        frame = render.Frame(links=Links(Published("search"), self.moments), today=self.today, record=self.name)
        self._put("search.html", render.html(page, frame))
        for name, text in plainsearch.index(plainsearch.lines(self.record, self.pairs, self.moments)):
            self._put(name, text)
        return 1

    def write_assets(self) -> None:
        """Write the stylesheet, the script and the pictures."""
        for name, (body, _, _) in assets().items():
            self._put(f"static/{name}", body)

    def _put(self, name: str, body: str | bytes) -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body.encode("utf-8", "replace") if isinstance(body, str) else body)
        self.written.add(name)


def _pairs(record: Record) -> list[Pair]:
    """Every two actors of whom something is told together, once, whoever acts more often first."""
    counts: Counter[Pair] = Counter()
    for row in record.events():
        counts.update(lists.together(row))
    for row in record.spells():
        counts[row["initiator"], row["target"]] += 1
    found = {tuple(sorted(pair)) for pair in counts if pair[0] != pair[1]}
    return [(a, b) if counts[a, b] >= counts[b, a] else (b, a) for a, b in sorted(found)]


def _moments(record: Record, pairs: Sequence[Pair]) -> dict[str, list[dt.date]]:
    """The days on which something changes, by the path of the pair."""
    spells: dict[frozenset[str], list[dict[str, object]]] = defaultdict(list)
    for row in record.spells():
        spells[frozenset((row["initiator"], row["target"]))].append(row)
    return {relation_path(a, b): moments(spells.get(frozenset((a, b)), ())) for a, b in pairs}


def _listed(folder: Path) -> set[str]:
    """What an earlier run wrote; nothing where that is not known."""
    try:
        held = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {name for name in held if isinstance(name, str)} if isinstance(held, list) else set()


def _remove(folder: Path, names: set[str]) -> int:
    """Remove files that are no longer wanted, and nothing outside the folder, whatever the list says."""
    root, removed = folder.resolve(), 0
    for name in names:
        path = (root / name).resolve()
        if root in path.parents and path.is_file():
            path.unlink()
            removed += 1
    return removed
