"""Pages of lists: the first page, actors, one actor, documents, changes, conflicts."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente import codebook, words
from detente.actors import registry
from detente.errors import NoSuchPage
from detente.ledger.table import Table
from detente.record import Record
from detente.web.changes import as_table
from detente.web.digest import Digest
from detente.web.links import slug
from detente.web.page import Page
from detente.web.pages.common import Row, actor_of, lately, with_words
from detente.web.tiles import world
from detente.web.tones import tone

LATELY = 8
PER_PAGE = 100
MAPPED = 8  # others that an actor stands toward, from which they are shown on a map


def home(record: Record, digest: Digest, today: dt.date) -> Page:
    """The first page: the latest acts, what changed in the statuses lately, where sources disagree."""
    events = record.events(until=today, modality="happened")
    acts = events.to_pylist()
    latest = lately(acts, LATELY)
    changed = [row for row in digest.turns_once if row["day"] <= today.isoformat()][:LATELY]
    documents, contested = digest.documents, digest.open_conflicts
    return Page(
        path="",
        template="home.html",
        title="How actors stand, and on whose word",
        values={
            "latest": _worded(record, latest),
            "turns": changed,
            "conflicts": contested[:5],
            "conflict_count": len(contested),
            "documents": len(documents),
            "acts": len(acts),
            "pairs": _most_told(acts),
        },
        tables={"events": Table(events.arrow.slice(max(0, len(acts) - 100))), "changes": as_table(changed)},
        changed=digest.last_read(),
        about=f"{words.count(len(acts), 'act')} out of {words.count(len(documents), 'document')}.",
    )


def _worded(record: Record, rows: Sequence[Row]) -> list[Row]:
    claims = record.claims(ids=[id for row in rows for id in row["claim_ids"]]).to_pylist()
    return with_words(rows, claims, 240)


def _most_told(acts: Sequence[Row]) -> list[tuple[str, str, int]]:
    """The pairs of which most is told."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in acts:
        if row["targets"]:
            counts.update({(a, b) for a in row["initiators"][:4] for b in row["targets"][:4] if a != b})
    joined: Counter[tuple[str, str]] = Counter()
    for (a, b), number in counts.items():
        joined[(b, a) if counts[b, a] > number or (counts[b, a] == number and b < a) else (a, b)] += number
    return [(a, b, number) for (a, b), number in joined.most_common(12)]


def conflicts(digest: Digest, page: int = 1, pair: tuple[str, str] | None = None) -> Page:
    """The page of where sources disagree: all of them, or on a pair."""
    rows = [row for row in digest.conflicts if not pair or {row["initiator"], row["target"]} == set(pair)]
    shown, pages = _paged(rows, page)
    asked = {"page": str(page) if page > 1 else "", "a": pair[0] if pair else "", "b": pair[1] if pair else ""}
    return Page(
        path="conflicts",
        template="conflicts.html",
        title="Where sources disagree",
        values={"rows": shown, "count": len(rows), "page_number": page, "pages": pages, "pair": pair},
        tables={"conflicts": digest.conflict_table},
        query={name: value for name, value in asked.items() if value},
    )


def changes(digest: Digest, today: dt.date, page: int = 1) -> Page:
    """The page of what changed in the statuses, latest first."""
    rows = [row for row in digest.turns_once if row["day"] <= today.isoformat()]
    shown, pages = _paged(rows, page)
    return Page(
        path="changes",
        template="changes.html",
        title="What changed",
        values={"turns": shown, "count": len(rows), "page_number": page, "pages": pages},
        tables={"changes": as_table(rows)},
        query={"page": str(page)} if page > 1 else {},
        feed=True,
    )


def _paged(rows: Sequence[Row], page: int) -> tuple[list[Row], int]:
    pages = max(1, -(-len(rows) // PER_PAGE))
    if not 1 <= page <= pages:
        raise NoSuchPage(f"There is no page {page} of this list.", remedy=f"It has {pages}.")
    return list(rows[(page - 1) * PER_PAGE : page * PER_PAGE]), pages


def actors(record: Record) -> Page:
    """The page of all actors of whom anything is told."""
    counts: Counter[str] = Counter()
    for row in record.events().to_pylist():
        counts.update({*row["initiators"], *row["targets"]})
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for id, number in counts.items():
        known = registry().get(id)
        sort = "state" if known and known.is_state else known.kind if known else "other"
        kinds[sort].append({"id": id, "name": words.actor(id), "acts": number})
    order = sorted(kinds, key=lambda sort: (sort != "state", -len(kinds[sort]), sort))
    groups = [(sort, sorted(kinds[sort], key=lambda row: _place(row["name"]))) for sort in order]
    return Page(
        path="actors",
        template="actors.html",
        title="Actors",
        values={"groups": groups, "count": len(counts)},
        tables={"actors": _actor_table(groups)},
    )


def relations(record: Record, pairs: Sequence[tuple[str, str]] | None = None) -> Page:
    """The page of every two actors of whom something is told together; of some of them where ``pairs`` are given."""
    acts = Counter(frozenset(pair) for row in record.events().to_pylist() for pair in together(row))
    told = {frozenset(pair) for pair in pairs} if pairs is not None else {*acts, *_standing(record)}
    named = {actor: words.actor(actor) for pair in told for actor in pair}
    others: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in told:
        for one, other in (sorted(pair), sorted(pair, reverse=True)):
            others[one].append({"id": other, "name": named[other], "acts": acts[pair]})
    for mine in others.values():
        mine.sort(key=lambda row: (-row["acts"], _place(row["name"])))
    rows = [
        {"id": one, "name": named[one], "others": others[one]}
        for one in sorted(others, key=lambda one: _place(named[one]))
    ]
    return Page(
        path="relations",
        template="relations.html",
        title="Relations",
        values={"rows": rows, "count": len(told)},
        tables={"relations": _pair_table(told, acts)},
    )


def together(row: Row) -> set[tuple[str, str]]:
    """Every two actors that an act is between."""
    a, b = row["initiators"], row["targets"]
    return {(x, y) for x in a for y in (b or a) if x != y}


def _standing(record: Record) -> set[frozenset[str]]:
    return {
        frozenset((row["initiator"], row["target"])) for row in record.spells() if row["initiator"] != row["target"]
    }


def _place(name: str) -> str:
    return name.removeprefix("the ").casefold()


def _pair_table(pairs: Iterable[frozenset[str]], acts: Counter[frozenset[str]]) -> Table:
    import pyarrow as pa

    rows = [{"a": min(pair), "b": max(pair), "acts": acts[pair]} for pair in sorted(pairs, key=sorted)]
    return Table.of(rows, pa.schema([("a", pa.string()), ("b", pa.string()), ("acts", pa.int64())]))


def _actor_table(groups: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> Table:
    import pyarrow as pa

    schema = pa.schema([("id", pa.string()), ("name", pa.string()), ("kind", pa.string()), ("acts", pa.int64())])
    rows = [
        {"id": r["id"], "name": r["name"], "kind": sort, "acts": r["acts"]} for sort, group in groups for r in group
    ]
    return Table.of(rows, schema)


def actor(record: Record, id: str, today: dt.date) -> Page:
    """The page of one actor: with whom it has to do, and how it stands toward each at the end of what is told."""
    one = actor_of(record, id)
    acts = record.events(one).to_pylist()
    spells = record.spells(initiator=one)
    counts: Counter[str] = Counter(other for row in acts for other in {*row["initiators"], *row["targets"]} - {one})
    standing: dict[str, list[Row]] = defaultdict(list)
    for spell in spells.to_pylist():
        if spell["end"] is None and ":" not in spell["dimension"]:
            standing[spell["target"]].append(spell | {"tone": tone(spell["dimension"], spell["level"])})
    partners = [
        {
            "id": other,
            "name": words.actor(other),
            "acts": counts[other],
            "standing": {line["dimension"]: line for line in standing.get(other, ())},
        }
        for other in sorted({*counts, *standing}, key=lambda o: _place(words.actor(o)))
    ]
    told = {line["dimension"] for lines in standing.values() for line in lines}
    recognised = [
        {"initiator": other, "dimension": line["dimension"], "level": line["level"]}
        for other, lines in standing.items()
        for line in lines
    ]
    known = registry().get(one)
    return Page(
        path=f"a/{slug(one)}",
        template="actor.html",
        title=words.capitalised(words.actor(one)),
        values={
            "one": one,
            "known": known,
            "existed": _existed(one),
            "partners": [row for row in partners if row["standing"]],
            "others": [row for row in partners if not row["standing"]],
            "world": world("recognition", recognised, None, today, one) if len(standing) >= MAPPED else None,
            "dimensions": [name for name in codebook.load().dimensions if name in told],
            "acts": len(acts),
            "toward_it": bool(record.spells(target=one)),
            "latest": _worded(record, lately(acts, LATELY)),
        },
        tables={"spells": spells},
        about=f"{words.count(len(acts), 'act')} with {words.count(len(partners), 'other actor')}.",
    )


def _existed(id: str) -> list[str]:
    """When an actor existed, in words."""
    known = registry().get(id)
    spans = []
    for spell in known.spells if known else ():
        first, last = _day(spell.start), _day(spell.end - 1)
        begun = "" if first is None else f"from {first.year}" if first.year < 1000 else f"from {_said(first)}"
        spans.append(" ".join(filter(None, (begun, f"until {_said(last)}" if last else ""))))
    return [span for span in spans if span]


def _day(ordinal: int) -> dt.date | None:
    """The day of a number; None for one that stands for an open side."""
    return dt.date.fromordinal(ordinal) if 366 < ordinal < dt.date.max.toordinal() else None


def _said(day: dt.date) -> str:
    whole = (day.month, day.day) in ((1, 1), (12, 31))
    return words.date(f"{day.year:04}" if whole else day.isoformat())


def documents(record: Record) -> Page:
    """The page of all documents."""
    table = record.documents()
    rows = table.to_pylist()
    return Page(
        path="documents",
        template="documents.html",
        title="Documents",
        values={"rows": rows},
        tables={"documents": table},
        changed=max((row["read_at"] for row in rows), default=None),
    )
