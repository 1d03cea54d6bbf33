"""Passages with their states exchanged for others, so that the network learns what is done rather than who usually does it.

Names, adjectives and capitals are exchanged in kind; titles keep their words around them; persons stay, tied to the new
actor by their slot.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from detente.actors import registry
from training.examples import Prepared, Span, Told

SORTS = ("name", "adjective", "capital")
Edit = tuple[int, int, str]  # characters ``start`` to ``end`` become these words


@cache
def forms() -> dict[str, dict[str, str]]:
    """The plain name, adjective and capital of every state that has all three."""
    known = registry()
    found: dict[str, dict[str, str]] = {}
    for row in known.rows.names:
        actor = known.get(row.actor)
        if actor is not None and actor.kind == "state" and row.sort in SORTS and row.weight == 1.0:
            found.setdefault(row.actor, {}).setdefault(row.sort, row.name)
    return {actor: names for actor, names in sorted(found.items()) if len(names) == len(SORTS)}


def swapped(prepared: Prepared, shuffle: random.Random, share: float = 0.6) -> Prepared:
    """The passage with some of its states exchanged; ``share`` is each one's chance to be."""
    present = {m.actor for m in prepared.named if m.actor} | {a for t in prepared.told for s in t.sides for a, _ in s}
    free = [actor for actor in forms() if actor not in present]
    chosen = [actor for actor in sorted(present) if actor in forms() and shuffle.random() < share]
    others = dict(zip(chosen, shuffle.sample(free, len(chosen)), strict=True))
    edits = [
        edit
        for m in prepared.named
        if m.actor in others
        for edit in _edit(prepared.text, m.start, m.end, m.actor, others[m.actor])
    ]
    return _edited(prepared, sorted(edits), others) if edits else prepared


def _edit(text: str, start: int, end: int, old: str, new: str) -> Iterator[Edit]:
    """The exchange of the longest plain form of an actor within a mention."""
    words = text[start:end]
    fitting = [(len(form), sort, form) for sort, form in forms()[old].items() if form in words]
    if fitting:
        _, sort, form = max(fitting)
        at = start + words.index(form)
        yield at, at + len(form), forms()[new][sort]


def _edited(prepared: Prepared, edits: Sequence[Edit], others: dict[str, str]) -> Prepared:
    text, at = [], 0
    for start, end, words in edits:
        text += [prepared.text[at:start], words]
        at = end
    text.append(prepared.text[at:])
    ends = [end for _, end, _ in edits]
    shifts = [0, *accumulate(len(words) - (end - start) for start, end, words in edits)]

    def moved(place: int) -> int:
        return place + shifts[bisect_right(ends, place)]

    def span(old: Span | None) -> Span | None:
        return None if old is None else (moved(old[0]), moved(old[1]))

    def told(old: Told) -> Told:
        sides = tuple(tuple((others.get(a, a), span(s)) for a, s in side) for side in old.sides)
        speaker = others.get(old.speaker, old.speaker) if old.speaker else None
        trigger, date = span(old.trigger), span(old.date)
        assert trigger is not None
        return replace(old, trigger=trigger, sides=sides, date=date, speaker=speaker)  # type: ignore[arg-type]

    return replace(
        prepared,
        text="".join(text),
        body=moved(prepared.body),
        told=[told(t) for t in prepared.told],
        named=[
            replace(m, start=moved(m.start), end=moved(m.end), actor=others.get(m.actor, m.actor) if m.actor else None)
            for m in prepared.named
        ],
        dates=[(moved(a), moved(b)) for a, b in prepared.dates],
        leading=[others.get(a, a) for a in prepared.leading],
        arcs=[(moved(a), moved(b)) for a, b in prepared.arcs],
    )
