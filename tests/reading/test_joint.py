"""The reader that ships: the network for acts, rules for missions, in the order of the text and under one name."""

from __future__ import annotations

from pathlib import Path

from detente.documents.load import read_document
from detente.reading import default_reader, reader
from detente.reading.joint import JointReader, of_missions

EXAMPLE = Path(__file__).parents[2] / "examples" / "russia-taliban.md"


def test_it_is_the_one_that_ships() -> None:
    assert isinstance(default_reader(), JointReader)


def test_what_changes_a_mission_is_of_the_codebook() -> None:
    assert {"open-mission", "close-mission", "sever-relations"} <= of_missions()
    assert not {"recognise", "appoint-envoy", "hold-talks"} & of_missions()


def test_each_reader_tells_its_own_kinds() -> None:
    document = read_document(EXAMPLE)
    joint, learned, rules = (reader(name).read(document) for name in ("joint", "learned", "rules"))
    assert [c.start for c in joint] == sorted(c.start for c in joint)
    assert {c.reader for c in joint} == {"joint-1"}
    assert {c.id for c in joint} == {c.id for c in learned if c.kind not in of_missions()} | {
        c.id for c in rules if c.kind in of_missions()
    }
    assert {c.kind for c in joint} & of_missions()
    assert {c.kind for c in joint} - of_missions()
