"""Who fills a slot of a verb or noun, however the sentence is turned."""

from __future__ import annotations

from typing import Any

import pytest

from detente.reading.syntax import clause, parser, phrase, slot


def words(sentence: str, head: str, name: str) -> list[str]:
    parsed = parser()(sentence)
    trigger = next(token for token in parsed if token.text == head)
    return [token.text for token in slot(trigger, name)]


SLOTS = [
    ("Peru recognised Chile.", "recognised", "subject", ["Peru"]),
    ("Peru recognised Chile.", "recognised", "object", ["Chile"]),
    ("Chile was recognised by Peru.", "recognised", "subject", ["Peru"]),
    ("Chile was recognised by Peru.", "recognised", "object", ["Chile"]),
    ("Chile was recognised.", "recognised", "subject", []),
    ("Peru and Chile recognised Kosovo.", "recognised", "subject", ["Peru", "Chile"]),
    ("Peru, which recognised Chile, left.", "recognised", "subject", ["Peru"]),
    ("Peru agreed to recognise Chile.", "recognise", "subject", ["Peru"]),
    ("Peru urged Chile to recognise Kosovo.", "recognise", "subject", ["Chile"]),
    ("Peru opened an embassy in Chile.", "opened", "object.in", ["Chile"]),
    ("The embassy of Peru was closed.", "closed", "object.of", ["Peru"]),
    ("Troops sent by Peru arrived.", "sent", "subject", ["Peru"]),
    ("Troops sent by Peru arrived.", "sent", "object", ["Troops"]),
]


@pytest.mark.parametrize(("sentence", "head", "name", "expected"), SLOTS)
def test_a_slot_holds_who_stands_in_it(sentence: str, head: str, name: str, expected: list[str]) -> None:
    assert words(sentence, head, name) == expected


def test_a_word_with_re_and_a_hyphen_is_one_word() -> None:
    assert "re-opened" in [token.text for token in parser()("The embassy was re-opened in 1972.")]


def test_a_clause_ends_at_its_verb_and_a_climb_always_ends() -> None:
    parsed: Any = parser()("Russia's recognition of the group, announced in Moscow, surprised Kabul.")
    assert all(clause(token).i in {t.i for t in parsed} for token in parsed)
    assert {token.text for token in phrase(parsed[2])} >= {"recognition", "group"}
