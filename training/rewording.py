"""Sentences with other actors in the places of their pair, so that the head learns what is done rather than by whom.

The words come from the other sentences: who is an initiator here may be a target there. What is made so may be odd, but its
root is right.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from detente.coding.marks import Marked, Span
from training.pairs import Pair

SIDES = ("initiator", "target")
LONGEST = 40  # characters of words that are put in place of others
SHARE = 0.8  # how often a side's words are exchanged


def reworded(found: Sequence[Pair], times: int = 2, seed: int = 5) -> list[Pair]:
    """Each sentence ``times`` over, with words of other pairs in the places of its own."""
    shuffle = random.Random(seed)
    words = [p.marked.words(side) for p in found for side in SIDES if getattr(p.marked, side)]
    others = [said for said in words if len(said) < LONGEST]
    return [replace(p, marked=_reworded(p.marked, others, shuffle)) for p in found for _ in range(times)]


def _reworded(marked: Marked, others: Sequence[str], shuffle: random.Random) -> Marked:
    places = sorted((*span, side) for side in SIDES for span in getattr(marked, side)[:1])
    if any(first[1] > second[0] for first, second in pairwise(places)):
        return marked
    text, at = "", 0
    spans: dict[str, tuple[Span, ...]] = dict.fromkeys(SIDES, ())
    for start, end, side in places:
        said = shuffle.choice(others) if shuffle.random() < SHARE else marked.text[start:end]
        text += marked.text[at:start]
        said = _beginning(said) if not text.strip(" \"'“") else _within(said)
        spans[side] = ((len(text), len(text) + len(said)),)
        text, at = text + said, end
    return Marked(text + marked.text[at:], spans["initiator"], spans["target"])


def _beginning(words: str) -> str:
    return words[0].upper() + words[1:]


def _within(words: str) -> str:
    first, space, rest = words.partition(" ")
    return first.lower() + space + rest if first in ("The", "A", "An", "Two", "Three", "His", "Her", "Their") else words
