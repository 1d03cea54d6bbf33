"""Whether an act happened, is planned, alleged, denied or judged likely, or is told as none at all."""

from __future__ import annotations

import pytest

from detente.reading.modality import judge, withheld
from detente.reading.syntax import parser

CASES = [
    ("Peru recognised Kosovo.", "recognised", "happened"),
    ("Peru will recognise Kosovo.", "recognise", "planned"),
    ("Peru agreed to recognise Kosovo.", "recognise", "planned"),
    ("Peru intends to recognise Kosovo.", "recognise", "planned"),
    ("Peru may recognise Kosovo.", "recognise", "assessed"),
    ("Peru reportedly recognised Kosovo.", "recognised", "alleged"),
    ("Chile claims that Peru recognised Kosovo.", "recognised", "alleged"),
    ("Peru denied that it had recognised Kosovo.", "recognised", "denied"),
    ("Peru said that it had recognised Kosovo.", "recognised", "happened"),
    ("Peru did not recognise Kosovo.", "recognise", None),
    ("Peru has yet to recognise Kosovo.", "recognise", None),
    ("Peru refused to recognise Kosovo.", "recognise", None),
    ("If Peru recognised Kosovo, nothing would change.", "recognised", None),
    ("No state recognised Kosovo.", "recognised", None),
    ("Kosovo was recognised by none of them.", "recognised", "happened"),
]


@pytest.mark.parametrize(("sentence", "word", "expected"), CASES)
def test_the_modality_of_a_verb(sentence: str, word: str, expected: str | None) -> None:
    trigger = next(token for token in parser()(sentence) if token.text == word)
    judged = judge(trigger)
    assert (judged.modality if judged else None) == expected


@pytest.mark.parametrize(
    "sentence", ["Peru stopped short of recognising Kosovo.", "Peru refrained from recognising Kosovo."]
)
def test_an_act_stopped_short_of_is_withheld(sentence: str) -> None:
    trigger = next(token for token in parser()(sentence) if token.text == "recognising")
    assert withheld(trigger) or judge(trigger) is None
