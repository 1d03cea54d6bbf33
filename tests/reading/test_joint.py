"""The reader that ships: the network for acts, rules for what standing rests on, in the order of the text, under one name."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.documents.load import read_document
from detente.model import Claim
from detente.reading import default_reader, reader
from detente.reading.joint import JointReader, of_standing, told_again

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


def a_claim(id: str, kind: str, date: str | None, modality: str = "happened") -> Claim:
    return Claim(id, "d", "f.md", "words", 0, 5, kind, ("RUS",), ("TALIBAN",), date, modality, confidence=0.5)  # type: ignore[arg-type]


AGAIN = {
    "an act that is done once": ([("recognise", "2025-07"), ("recognise", None)], ["2025-07", "2025-07"]),
    "two days": ([("recognise", "2025-07"), ("recognise", "2024"), ("recognise", None)], ["2025-07", "2024", None]),
    "what is done often": ([("hold-talks", "2025-07"), ("hold-talks", None)], ["2025-07", None]),
    "another kind": ([("recognise", "2025-07"), ("list-terrorist", None)], ["2025-07", None]),
}


@pytest.mark.parametrize(("acts", "dates"), AGAIN.values(), ids=AGAIN)
def test_only_an_act_that_is_done_once_is_of_the_one_day_that_is_told(
    acts: list[tuple[str, str | None]], dates: list[str | None]
) -> None:
    told = told_again([a_claim(f"c-{i}", kind, date) for i, (kind, date) in enumerate(acts)])
    assert [claim.date for claim in told] == dates


def test_what_is_planned_is_not_dated_by_what_happened() -> None:
    told = told_again([a_claim("c-1", "recognise", "2025-07"), a_claim("c-2", "recognise", None, "planned")])
    assert told[1].date is None


def test_a_date_taken_from_another_telling_is_marked_as_understood() -> None:
    told = told_again([a_claim("c-1", "recognise", "2025-07"), a_claim("c-2", "recognise", None)])
    assert [(e.field, e.filled) for e in told[1].evidence] == [("date", True)]
