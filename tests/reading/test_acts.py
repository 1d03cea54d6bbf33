"""Which words tell an act, and of which kind."""

from __future__ import annotations

import pytest

from detente.reading.acts import find
from detente.reading.syntax import parser

CASES = [
    ("Peru recognised the republic.", ["recognise"]),
    ("Peru's recognition of the government surprised all.", ["recognise"]),
    ("Peru recognised the need for caution.", []),
    ("Peru broke off relations with Chile.", ["sever-relations"]),
    ("Peru opened an embassy in Chile.", ["open-mission"]),
    ("They established relations and an embassy.", ["establish-relations", "open-mission"]),
    ("The cook opened a tin.", []),
]


@pytest.mark.parametrize(("sentence", "kinds"), CASES)
def test_words_tell_their_kind(sentence: str, kinds: list[str]) -> None:
    assert sorted(act.kind.id for act in find(parser()(sentence)[:])) == kinds


def test_a_trigger_tells_several_kinds_only_of_several_objects() -> None:
    acts = find(parser()("They established relations and an embassy.")[:])
    assert len({act.grounds for act in acts}) == len(acts)
