"""The chronology of two actors, or of one: chart, table, sources and download under one address."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from detente import words
from detente.errors import MissingExtra, NoSuchPage
from detente.ledger.table import Table
from detente.record import Record
from detente.web.digest import Digest
from detente.web.links import slug
from detente.web.page import Page
from detente.web.pages.common import Row, actor_of, pair_title, with_words
from detente.web.strip import strip

PER_PAGE = 200  # acts in the table
MIXED = 1.0  # on Goldstein's scale, within which neither prevails
PARTNERS = 6  # of one actor, whose spells are drawn
DRAWN = frozenset({"recognition", "relations", "mission", "listing", "sanctions", "hostilities"})  # of one actor


def timeline(record: Record, digest: Digest, a: str, b: str | None = None, page: int = 1) -> Page:
    """The page of a pair, or with one actor of all that it takes part in. NoSuchPage beyond its last page."""
    one, other = actor_of(record, a), actor_of(record, b) if b else None
    events = record.events(one, other, streams=other is not None)
    acts = events.to_pylist()
    pages = max(1, -(-len(acts) // PER_PAGE))
    if not 1 <= page <= pages:
        raise NoSuchPage(f"There is no page {page} of this chronology.", remedy=f"It has {pages}.")
    spells, drawn = _spells(digest, one, other, acts)
    shown = acts[(page - 1) * PER_PAGE : page * PER_PAGE]
    shown = with_words(shown, record.claims(ids=[id for row in shown for id in row["claim_ids"]]).to_pylist(), 260)
    files = sorted({file for row in acts for file in row["documents"]})
    documents = [row for row in digest.documents if row["file"] in set(files)]
    values: dict[str, Any] = {
        "one": one,
        "other": other,
        "acts": len(acts),
        "streamed": sum(row["stream"] is not None for row in acts),
        "drawn": drawn,
        "strip": strip(
            _drawn(spells, other), acts, until=dt.date.today(), first=one, phases=_phases(record, one, other)
        ),
        "chart": _chart(acts),
        "years": [(year or "At no known date", list(rows)) for year, rows in groupby(shown, key=_year)],
        "page_number": page,
        "pages": pages,
        "documents": documents,
        "sources": sources(acts),
    }
    return Page(
        path="/".join(["t", slug(one), *([slug(other)] if other else [])]),
        template="timeline.html",
        title=pair_title(one, other) if other else words.capitalised(words.actor(one)),
        values=values,
        tables={"events": events, "spells": spells},
        query={"page": str(page)} if page > 1 else {},
        changed=digest.last_read(files),
        about=f"{words.count(len(acts), 'act')} from {words.count(len(files), 'document')}.",
    )


def _year(row: Row) -> str:
    return words.year(row["date"])


def _spells(digest: Digest, one: str, other: str | None, acts: Sequence[Row]) -> tuple[Table, list[str]]:
    """The spells between the two, or between one and those with whom most is told; and who they are."""
    partners = [other] if other else _partners(one, acts)
    return digest.spells_of(*(way for p in partners for way in ((one, p), (p, one)))), partners


def _drawn(spells: Table, other: str | None) -> list[Row]:
    """The spells that have room in a strip: all of a pair, of one actor those of some dimensions."""
    return [row for row in spells.to_pylist() if other or row["dimension"] in DRAWN]


def _phases(record: Record, one: str, other: str | None) -> list[Row]:
    """How a pair fared between its turning points; none where it has none, or what finds them is not installed."""
    try:
        turns = record.trend(one, other).turns if other else ()
    except MissingExtra:
        return []
    if not turns:
        return []
    bands: list[Row] = [{"start": None, "end": None, "label": _fared(turns[0].before)}]
    for turn in turns:
        if _fared(turn.after) != bands[-1]["label"]:
            bands[-1]["end"] = turn.month.isoformat()
            bands.append({"start": turn.month.isoformat(), "end": None, "label": _fared(turn.after)})
    return bands


def _fared(level: float) -> str:
    """A level on Goldstein's scale, from conflict (-10) to cooperation (10), in a word."""
    return "cooperation" if level >= MIXED else "conflict" if level <= -MIXED else "mixed"


def _partners(one: str, acts: Sequence[Row]) -> list[str]:
    told = Counter(actor for row in acts for actor in {*row["initiators"], *row["targets"]} if actor != one)
    return [actor for actor, _ in told.most_common(PARTNERS)]


def _chart(acts: Sequence[Row]) -> str:
    from detente import charts

    return charts.svg(charts.acts_by_year(acts)) if len(acts) >= charts.FEWEST else ""


def sources(acts: Sequence[Row]) -> list[dict[str, Any]]:
    """What the acts' notes cite, most cited first, each with the acts that rest on it."""
    cited: dict[str, list[Row]] = {}
    for row in acts:
        for source in row["sources"] or ():
            cited.setdefault(words.source(source), []).append(row)
    cited.pop("", None)
    return [
        {"said": said, "acts": rows} for said, rows in sorted(cited.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
