"""What the same texts tell of beside two actors: acts of either with others, and of others with either.

An author who writes of two states tells of a third where it belongs to the story. What stands in a paragraph that tells
of the two is taken in; of a document that is mainly about them, the rest as well. From other documents nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from detente.brief.nouns import Row
from detente.brief.works import Spot, spots_of
from detente.record import Day, Record

MAINLY = 0.25  # share of a document's claims that are of the two, from which it is about them
MOST_DOCUMENTS = 200  # that are looked through


@dataclass(slots=True)
class Around:
    """Events beside those of the two, with the claims that tell of them and where those stand."""

    events: list[Row] = field(default_factory=list)
    claims: dict[str, Row] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)


def around(record: Record, own: Iterable[Row], kin: Set[str], known: Day | None) -> Around:
    """The events beside the two, where ``own`` are the claims of theirs and ``kin`` the actors of both sides."""
    theirs: dict[str, set[str]] = {}
    for claim in own:
        theirs.setdefault(claim["document"], set()).add(claim["id"])
    found = Around()
    for document in sorted(theirs)[:MOST_DOCUMENTS]:
        claims = {row["id"]: row for row in record.claims(document=document)}
        spots = spots_of(record.document(document), claims.values())
        wanted = _beside(claims, spots, theirs[document], kin)
        found.claims |= {id: claims[id] for id in wanted}
        found.spots |= {id: spots[id] for id in wanted if id in spots}
    events = sorted(set(record.events_of(list(found.claims)).values()))
    if events:
        found.events += record.events(ids=events, known=known)
    return found


def _beside(claims: Mapping[str, Row], spots: Mapping[str, Spot], own: Set[str], kin: Set[str]) -> list[str]:
    """The claims of a document, other than those of the two, that belong to their story."""
    near = {spots[id].block for id in own if id in spots}
    mainly = len(own & claims.keys()) >= MAINLY * len(claims)
    return [
        id
        for id, claim in claims.items()
        if id not in own
        and claim["date"]
        and kin & {*claim["initiators"], *claim["targets"]}
        and (mainly or (id in spots and spots[id].block in near))
    ]
