"""Why documents are one voice is told: what they cite, what they share."""

from __future__ import annotations

import pytest

import detente
from detente.ledger.bonds import heard
from detente.model import Source
from ledger.test_voices import AP, LONG, OTHER, WIRE, paper

SHORT = Source("Joint Statement", None, "The Ministry", "2025-07-04")
CASES = {
    "the same wire text": ([paper("a", WIRE), paper("b", WIRE)], [("text", ("a.txt", "b.txt"))]),
    "the same source": ([paper("a", WIRE, cites=AP), paper("b", OTHER, cites=AP)], [("source", ("a.txt", "b.txt"))]),
    "one cites the other": (
        [paper("a", WIRE, title=LONG, publisher="AP"), paper("b", OTHER, cites=Source(LONG, None, "AP"))],
        [("cites", ("b.txt",))],
    ),
    "one publication, twice": (
        [paper("a", WIRE, title=LONG, publisher="AP"), paper("b", OTHER, title=LONG, publisher="AP")],
        [("publication", ("a.txt", "b.txt"))],
    ),
    "the same sentence only": (
        [paper("a", WIRE[:1]), paper("b", (WIRE[0], *OTHER[1:]))],
        [("words", ("a.txt", "b.txt"))],
    ),
    "a source with a short title and the same date": (
        [paper("a", WIRE, cites=SHORT), paper("b", OTHER, cites=SHORT)],
        [("source", ("a.txt", "b.txt"))],
    ),
}


@pytest.mark.parametrize(("papers", "expected"), CASES.values(), ids=CASES)
def test_what_makes_documents_one_voice_is_told(tmp_path, papers, expected):
    with detente.open(tmp_path / "record.duckdb") as record:
        for read in papers:
            record.add(*read)
        (event,) = record.events().to_pylist()
        (voice,) = heard(record._store, event["id"])
    assert [(bond.sort, bond.files) for bond in voice.bonds] == expected
    assert {claim.id for claim in voice.claims} == {"c-a", "c-b"}


def test_voices_of_their_own_share_nothing(tmp_path):
    with detente.open(tmp_path / "record.duckdb") as record:
        record.add(*paper("a", WIRE))
        record.add(*paper("b", OTHER))
        (event,) = record.events().to_pylist()
        found = heard(record._store, event["id"])
    assert [[claim.id for claim in voice.claims] for voice in found] == [["c-a"], ["c-b"]]
    assert not any(voice.bonds for voice in found)
