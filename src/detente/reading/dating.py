"""When an act was: the date words that belong to a trigger, resolved against the document's date and the narrative.

Date words in the trigger's own clause win; then those of the clauses above it; a sentence with a single date and no other
claim to it gives it to its acts. A date is carried from one sentence to the next only where the words ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.reading import when
from detente.reading.syntax import clause
from detente.reading.when import TimeWords

if TYPE_CHECKING:
    from spacy.tokens import Span, Token
else:
    Span = Token = Any


@dataclass(frozen=True, slots=True)
class Dated:
    """An EDTF date with the words it rests on (offsets in the passage), or filled in from elsewhere."""

    edtf: str
    start: int | None
    end: int | None
    filled: bool = False


def tokens_of(sentence: Span, words: TimeWords) -> list[Token]:
    """The tokens that date words cover."""
    return [t for t in sentence if t.idx < words.end and t.idx + len(t) > words.start]


def attach(sentence: Span, times: list[TimeWords], triggers: list[Token]) -> dict[int, TimeWords]:
    """For each trigger (by token index) the date words that belong to it."""
    placed = [(words, _anchor(tokens_of(sentence, words))) for words in times]
    found = {}
    for trigger in triggers:
        ranked = sorted(
            (
                (_distance(trigger, anchor, words), i, words)
                for i, (words, anchor) in enumerate(placed)
                if anchor is not None
            ),
            key=lambda item: item[:2],
        )
        if ranked and ranked[0][0] < FAR:
            found[trigger.i] = ranked[0][2]
    return found


def calendar(sentence: Span, told: list[tuple[TimeWords, str]]) -> dict[int, str]:
    """The date that each clause of a sentence tells, by the index of its verb; of several, the first."""
    found: dict[int, str] = {}
    for words, edtf in told:
        anchor = _anchor(tokens_of(sentence, words))
        if anchor is not None:
            found.setdefault(clause(anchor).i, edtf)
    return found


def told_at(token: Token, dates: dict[int, str]) -> str | None:
    """The date told where a word stands: its own clause's, else that of the nearest clause above. None where none is."""
    here = clause(token)
    while here.i not in dates and here.head != here:
        here = clause(here.head)
    return dates.get(here.i)


FAR = 100.0


def _anchor(tokens: list[Token]) -> Token | None:
    """The word that the date words hang on: the first head outside them that is no preposition."""
    if not tokens:
        return None
    inside = {t.i for t in tokens}
    top = next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])
    here = top.head if top.head.i not in inside else top
    while here.pos_ in {"ADP", "SCONJ"} and here.head != here:
        here = here.head
    return here


def _distance(trigger: Token, anchor: Token, words: TimeWords) -> float:
    """How far date words are from a trigger along the parse; FAR where they belong to another clause."""
    if anchor.i == trigger.i:
        return 0.0
    if not trigger.is_ancestor(anchor) and _told_aside(anchor, trigger):
        return FAR
    up, climbs = _climb(trigger, anchor)
    if up is not None:
        return 1.0 + 3.0 * climbs + 0.1 * up
    down, crossed = _climb(anchor, trigger)
    if down is not None:
        return 1.0 + 4.0 * crossed + 0.1 * down
    gap = abs(trigger.idx - words.start)
    return float(20.0 + gap / 20 if _same_clause(trigger, anchor) else 40.0 + gap / 10)


def _told_aside(anchor: Token, trigger: Token) -> bool:
    """Whether date words stand in a relative clause that tells of something else: "China, which has had ties since 2023".

    Not asked where the clause hangs on the trigger's own words: those may say when ("closed on the day on which …").
    """
    asides = (t for t in (anchor, *anchor.ancestors) if t.dep_ == "relcl")
    return any(aside.i != trigger.i and not aside.is_ancestor(trigger) for aside in asides)


CLAUSAL = {"ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj"}


def _climb(low: Token, high: Token) -> tuple[int | None, int]:
    """Steps from a word up to another, and the clause borders passed; None where it is not above."""
    steps, crossed, here = 0, 0, low
    while here.head != here:
        crossed += here.dep_ in CLAUSAL and here.pos_ in {"VERB", "AUX"}
        here = here.head
        steps += 1
        if here.i == high.i:
            return steps, crossed
    return None, 0


def _same_clause(a: Token, b: Token) -> bool:
    return bool(clause(a).i == clause(b).i)


def resolve(words: TimeWords, *, told_on: str | None, narrative: str | None, past: bool = True) -> str | None:
    """The EDTF date of date words at this point of the narrative."""
    return when.resolve(words, told_on=told_on, narrative=narrative, tense="past" if past else "future")
