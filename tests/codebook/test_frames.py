"""Frames as the reader matches them: each kind reads the plainest English for it, and not what merely looks like it."""

import pytest

from detente.reading import acts
from detente.reading.syntax import parser
from plain_english import LOOKS_LIKE, TOLD


def kinds_told(sentence: str) -> set[str]:
    return {act.kind.id for act in acts.find(parser()(sentence)[:])}


@pytest.mark.parametrize(("kind", "sentence"), TOLD, ids=[sentence for _, sentence in TOLD])
def test_the_plainest_english_tells_the_kind(kind: str, sentence: str) -> None:
    assert kind in kinds_told(sentence)


@pytest.mark.parametrize(("kind", "sentence"), LOOKS_LIKE, ids=[sentence for _, sentence in LOOKS_LIKE])
def test_what_only_looks_like_an_act_tells_none_of_the_kind(kind: str, sentence: str) -> None:
    assert kind not in kinds_told(sentence)
