"""One event on a reviewer's desk: what tells of it, to be split in two acts; and what may be the same act, to be merged."""

from __future__ import annotations

from collections.abc import Iterable

from detente import dates, words
from detente.errors import NoSuchPage, RecordError
from detente.ledger import kinds
from detente.record import Record
from detente.web.page import Page
from detente.web.pages.common import Row, with_words

MOST = 30  # other events that are shown


def desk(record: Record, id: str) -> Page:
    """The page of an event to be judged. NoSuchPage where there is none of this id."""
    try:
        claim_ids = record.event(id).event.claims
    except RecordError as error:
        raise NoSuchPage("There is no such event.", remedy="It may have been merged with another.") from error
    claims = record.claims(ids=claim_ids).to_pylist()
    row = record.events(ids=[id]).to_pylist()[0]
    others = alike(record, row)
    told = record.claims(ids=[claim for other in others for claim in other["claim_ids"]]).to_pylist()
    return Page(
        path=f"review/e/{id}",
        template="review-event.html",
        title=words.capitalised(words.act(row)),
        values={"row": row, "claims": with_words(claims, claims, 320), "others": with_words(others, told, 220)},
    )


def alike(record: Record, row: Row) -> list[Row]:
    """Events of the same actors that a reviewer can mean as the same act, those nearest in time first."""
    actors = [*row["initiators"], *row["targets"]][:2]
    found = record.events(*actors).to_pylist() if actors else []
    others = [other for other in found if other["id"] != row["id"] and _may_be_one(row, other)]
    return sorted(others, key=lambda other: (_apart(row, other), other["kind"] != row["kind"]))[:MOST]


def _may_be_one(row: Row, other: Row) -> bool:
    """Whether an event is of a near kind, or of a date that can be the same."""
    both = row["date"] and other["date"]
    return kinds.near(row["kind"], other["kind"]) or bool(both and dates.may_be_same(row["date"], other["date"]))


def _apart(row: Row, other: Row) -> int:
    """Days between two events; those of no known day are as far away as can be."""
    days = [_first(each["date"]) for each in (row, other)]
    return abs(days[0] - days[1]) if days[0] and days[1] else 10**7


def _first(edtf: str | None) -> int:
    date = dates.parse(edtf) if edtf else None
    day = (date.first or date.last) if date else None
    return day.toordinal() if day else 0


def undoable(judgements: Iterable[Row], reviewer: str) -> Row | None:
    """The last judgement of a reviewer that holds and can be undone."""
    mine = [row for row in judgements if row["reviewer"] == reviewer and row["in_force"] and row["action"] != "undo"]
    return mine[-1] if mine else None
