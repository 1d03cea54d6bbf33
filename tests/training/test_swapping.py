"""Exchanged names: the words change, and everything that was annotated stands where it stood."""

from __future__ import annotations

import random

import pytest
from training.examples import prepare
from training.passages import parse
from training.swapping import forms, swapped

TEXT = """== 2024-03-05 | news | sahel-2023
Niger told French troops to leave on Tuesday. Niamey closed the embassy; in Paris, the French foreign minister called it rash.
- told | demand | NER = Niger | FRA = French | 2024-03-05 = on Tuesday | happened
- closed | close-mission | NER = Niamey | FRA | | happened
- called it rash | criticise | FRA = French foreign minister | NER = it |  | alleged by FRA
"""


@pytest.mark.parametrize("seed", range(12))
def test_annotations_move_with_their_words(seed: int) -> None:
    (script,) = prepare(list(parse(TEXT)), parse=False)
    (before,) = script.cut()
    after = swapped(before, random.Random(seed), share=0.8)
    pairs = {m.actor: n.actor for m, n in zip(before.named, after.named, strict=True)}
    for old, new in zip(before.told, after.told, strict=True):
        assert after.text[slice(*new.trigger)] == before.text[slice(*old.trigger)]
        assert new.speaker == pairs.get(old.speaker, old.speaker)
        for old_side, new_side in zip(old.sides, new.sides, strict=True):
            assert [pairs.get(a, a) for a, _ in old_side] == [a for a, _ in new_side]
        if old.date and new.date:
            assert after.text[slice(*new.date)] == before.text[slice(*old.date)]
    for old_name, new_name in zip(before.named, after.named, strict=True):
        words = after.text[new_name.start : new_name.end]
        if old_name.actor == new_name.actor:
            assert words == before.text[old_name.start : old_name.end]
        else:
            assert any(form in words for form in forms()[new_name.actor or ""].values())


def test_actors_stay_apart() -> None:
    (script,) = prepare(list(parse(TEXT)), parse=False)
    (before,) = script.cut()
    for seed in range(30):
        after = swapped(before, random.Random(seed), share=1.0)
        assert len({m.actor for m in after.named}) == len({m.actor for m in before.named})
        assert after.text != before.text
