"""Office holders with several posts at once: where each of them lives, and which of them opened a mission.

A table of heads of mission seldom says that an envoy lived in another country, but it shows it: he held a post there at
the same time. The rules, in the order in which they decide:

1. He lived elsewhere where the table says that he left a place in another country when he left this post.
2. Of posts that one person held at once for longer than ``OVERLAP`` days, he lived at the one that he took up first;
   of several on one day, at the one that more others held alone.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from detente import dates
from detente.errors import DateError
from detente.tables.mapping import Posts
from detente.tables.sheet import Row

OVERLAP = 45  # days: who is still on his way from one post to the next holds both for that long
UNTOLD = 365  # days that a holder stays of whom it is not told when he left

_LEFT = re.compile(
    r"^(?:left|departed|died (?:at|in|near)|relinquished charge (?:at|from)|transmitted recall by note from)\s+"
    r"(?!post\b)(?P<place>[^,.;]+?)(?:[,.;]|\s+(?:on|about|soon|shortly|at the end)\b|$)",
    re.IGNORECASE,
)

ActorAt = Callable[[str, str | None], str | None]  # the actor that words mean at a date


@dataclass(frozen=True, slots=True)
class _Term:
    row: int
    person: str
    post: str
    since: dt.date
    until: dt.date
    left: str | None  # the actor in whose country the place lies that the holder left


class Holders:
    """Who of the rows' holders lives elsewhere, by the numbers of the rows."""

    def __init__(self, rows: Sequence[Row], posts: Posts, actor_at: ActorAt) -> None:
        self._terms = {t.row: t for row in rows if (t := _term(row, posts, actor_at))}
        self._held: dict[str, list[tuple[int, dt.date | None, dt.date | None]]] = defaultdict(list)
        for row in rows:
            days = day_of(row.cells.get(posts.since, "")), day_of(row.cells.get(posts.until, ""))
            self._held[row.cells.get(posts.post, "")].append((row.number, *days))
        self._post, self._until = posts.post, posts.until
        by_person: dict[str, list[_Term]] = defaultdict(list)
        for term in self._terms.values():
            by_person[term.person].append(term)
        alone = Counter(t.post for held in by_person.values() for t in held if len({o.post for o in held}) == 1)
        self._away = {t.row for held in by_person.values() for t in held if _away(t, held, alone)}

    def lives_elsewhere(self, row: Row) -> bool:
        """Whether the holder of a row's post lived in another country."""
        return row.number in self._away

    def opening(
        self, row: Row, on_the_spot: Mapping[str, Sequence[dt.date]], ended: Mapping[str, Sequence[dt.date]]
    ) -> bool:
        """Whether a row's holder is the first on the spot, or the first since the mission ended.

        The days, in order, are those on which heads took up each post, and those on which missions ended.
        """
        term = self._terms.get(row.number)
        if term is None or row.number in self._away:
            return False
        since = max((day for day in ended.get(term.post, ()) if day <= term.since), default=dt.date.min)
        spot = on_the_spot.get(term.post, ())
        return bisect_left(spot, since) == bisect_left(spot, term.since)

    def left_vacant(self, row: Row, days: int) -> bool:
        """Whether nobody stayed on at a row's post after its holder had left, or took it up within so many days.

        Somebody of whom it is not told when he came had stayed on if he left within three years.
        """
        ended = day_of(row.cells.get(self._until, ""))
        others = (held for held in self._held[row.cells.get(self._post, "")] if held[0] != row.number)
        return ended is not None and not any(_followed(ended, days, since, until) for _, since, until in others)

    def since(self, row: Row) -> dt.date | None:
        """The day on which a row's holder took up the post."""
        term = self._terms.get(row.number)
        return term.since if term else None


def _followed(ended: dt.date, days: int, since: dt.date | None, until: dt.date | None) -> bool:
    if since is None:
        return until is not None and ended < until <= ended + dt.timedelta(3 * UNTOLD)
    stayed = since <= ended and until is not None and until > ended
    return stayed or ended < since <= ended + dt.timedelta(days)


def _away(term: _Term, held: Sequence[_Term], alone: Counter[str]) -> bool:
    if term.left is not None:
        return True
    others = [o for o in held if o.post != term.post and o.left is None and _together(term, o)]
    return any((o.since, -alone[o.post], o.post) < (term.since, -alone[term.post], term.post) for o in others)


def _together(one: _Term, other: _Term) -> bool:
    """Whether two posts were held at once, and not only for as long as a move takes."""
    shared = (min(one.until, other.until) - max(one.since, other.since)).days
    return shared > OVERLAP or (shared >= 0 and one.since > other.since and one.until <= other.until)


def _term(row: Row, posts: Posts, actor_at: ActorAt) -> _Term | None:
    since = day_of(row.cells.get(posts.since, ""))
    post = row.cells.get(posts.post, "")
    if since is None or not post:
        return None
    until = day_of(row.cells.get(posts.until, "")) or since + dt.timedelta(UNTOLD)
    place = _LEFT.match(row.cells.get(posts.left, "")) if posts.left else None
    where = actor_at(place["place"], row.cells[posts.since]) if place else None
    here = actor_at(post, row.cells[posts.since])
    left = where if where and here and where != here else None
    return _Term(row.number, row.cells.get(posts.person, ""), post, since, until, left)


def day_of(cell: str) -> dt.date | None:
    """The first day of a cell's date, or None."""
    try:
        return dates.parse(cell).first if cell else None
    except DateError:
        return None
