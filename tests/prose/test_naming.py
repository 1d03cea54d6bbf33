from __future__ import annotations

import pytest

from detente.prose import naming


@pytest.mark.parametrize(
    ("codes", "plural"),
    [
        (["RUS"], False),
        (["TALIBAN"], True),
        (["USA"], False),
        (["ARE"], False),
        (["RUS", "CHN"], True),
        (["UN"], False),
    ],
)
def test_the_verb_agrees(codes, plural):
    assert naming.several(codes) is plural


@pytest.mark.parametrize(
    ("code", "kin"),
    [
        ("RUS", {"SUN"}),
        ("TALIBAN", {"AFG", "MUJAHIDEEN"}),
        ("AFG", {"TALIBAN", "MUJAHIDEEN"}),
        ("USA", set()),
        ("NOBODY-KNOWN", set()),
    ],
)
def test_a_story_takes_in_those_who_bore_the_place_before(code, kin):
    assert naming.lineage(code)[0] == code
    assert kin <= set(naming.lineage(code))


def test_a_neighbour_is_not_of_the_lineage():
    assert not {"UKR", "EST", "KAZ"} & set(naming.lineage("RUS"))
    assert "TWN" not in naming.lineage("CHN")


def test_where_an_actor_is():
    assert naming.inside("TALIBAN", "2025") == "in Afghanistan"
    assert naming.inside("USA") == "in the United States"
    assert naming.inside("UN") == "to the United Nations"
    assert naming.out_of("AFG") == "from Afghanistan"
