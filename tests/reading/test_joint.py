"""The reader that ships: the network for acts, rules for what standing rests on, in the order of the text, under one name."""

from __future__ import annotations

from pathlib import Path

from detente.documents.load import read_document
from detente.reading import default_reader, reader
from detente.reading.joint import JointReader, of_standing

EXAMPLE = Path(__file__).parents[2] / "examples" / "russia-taliban.md"


def test_it_is_the_one_that_ships() -> None:
    assert isinstance(default_reader(), JointReader)


def test_on_what_standing_rests_is_of_the_codebook() -> None:
    assert {"recognise", "delist-terrorist", "close-mission"} <= of_standing()
    assert not {"appoint-envoy", "hold-talks", "give-aid"} & of_standing()


def test_each_reader_tells_its_own_kinds() -> None:
    document = read_document(EXAMPLE)
    joint, learned, rules = (reader(name).read(document) for name in ("joint", "learned", "rules"))
    assert [c.start for c in joint] == sorted(c.start for c in joint)
    assert {c.reader for c in joint} == {"joint-1"}
    assert {c.id for c in joint} == {c.id for c in learned if c.kind not in of_standing()} | {
        c.id for c in rules if c.kind in of_standing()
    }
    assert {c.kind for c in joint} & of_standing()
    assert {c.kind for c in joint} - of_standing()
