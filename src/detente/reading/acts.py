"""The words that tell an act: the codebook's frames matched against a parsed sentence.

Finds triggers and their kinds. Who acts, when and how surely is decided elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detente import codebook
from detente.codebook import Frame, Kind
from detente.reading.syntax import clause, particle, phrase, slot

if TYPE_CHECKING:
    from spacy.tokens import Span, Token
else:
    Span = Token = Any

VERBAL = frozenset({"VERB", "AUX"})

Index = dict[tuple[str, str], list[tuple[Kind, Frame]]]


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger in a parsed sentence with the kind and frame that its words fit, and how surely.

    ``grounds`` are the places of the fillers that the frame asks for: of two coordinated objects one may tell one kind
    and one another ("established relations and an embassy").
    """

    trigger: Token
    kind: Kind
    frame: Frame
    weight: float
    grounds: frozenset[int] = frozenset()


@cache
def index() -> Index:
    """Frames by part of speech and lemma of their head."""
    found: Index = defaultdict(list)
    for kind in codebook.load().kinds.values():
        for frame in kind.frames:
            for sort in ("verb", "noun", "adjective"):
                for lemma in getattr(frame, sort):
                    found[sort, lemma].append((kind, frame))
    return dict(found)


def find(sentence: Span) -> list[Act]:
    """Every act told in a sentence, best frame for each trigger and kind, in the order of the words."""
    acts = [act for token in sentence for act in _of(token)]
    return _settled(acts)


def _of(token: Token) -> list[Act]:
    sort = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}.get(token.pos_)
    if sort is None:
        return []
    best: dict[str, Act] = {}
    for kind, frame in _candidates(token, sort):
        if fits(token, frame):
            weight = frame.weight + 0.01 * len(frame.require)
            if kind.id not in best or best[kind.id].weight < weight:
                best[kind.id] = Act(token, kind, frame, weight, _grounds(token, frame))
    return list(best.values())


def _candidates(token: Token, sort: str) -> list[tuple[Kind, Frame]]:
    frames = index()
    lemma = token.lemma_.lower()
    if lemma.startswith("re-") and (sort, lemma) not in frames:
        lemma = lemma.removesuffix("e")  # the lemmatiser makes "re-opene" of "re-opened"
    found = list(frames.get((sort, lemma), ()))
    if sort == "verb":
        attached = particle(token)
        found += frames.get((sort, f"{lemma} {attached}"), ()) if attached else ()
        found += [
            pair
            for child in token.children
            if child.dep_ == "prep"
            for pair in frames.get((sort, f"{lemma} {child.lower_}"), ())
        ]
    return found


def fits(token: Token, frame: Frame) -> bool:
    """Whether the frame's required slots hold one of their lemmas, and its forbidden ones none."""
    return all(_holds(token, name, wanted) for name, wanted in frame.require.items()) and not any(
        _holds(token, name, unwanted) for name, unwanted in frame.forbid.items()
    )


def _grounds(token: Token, frame: Frame) -> frozenset[int]:
    """The fillers of the required slots that hold a lemma asked for."""
    return frozenset(
        filler.i for name, wanted in frame.require.items() for filler in slot(token, name) if _said(filler, wanted)
    )


def _said(filler: Token, lemmas: frozenset[str]) -> bool:
    """Whether a phrase holds one of some lemmas, or of some phrases of lemmas."""
    if not lemmas.isdisjoint(word.lemma_.lower() for word in phrase(filler)):
        return True
    several = [lemma for lemma in lemmas if " " in lemma]
    return bool(several) and any(lemma in _joined(filler) for lemma in several)


def _holds(token: Token, name: str, lemmas: frozenset[str]) -> bool:
    if "*" in lemmas:
        return bool(slot(token, name))
    return any(_said(filler, lemmas) for filler in slot(token, name))


def _joined(filler: Token) -> str:
    return " ".join(word.lemma_.lower() for word in filler.subtree)


def _settled(acts: list[Act]) -> list[Act]:
    """One kind a trigger, or one for each of its coordinated objects, and no noun beside the verb that tells the same.

    A noun in the clause of a light verb ("announced its recognition") often tells that verb's act again.
    """
    kept: list[Act] = []
    for act in sorted(acts, key=lambda act: (act.trigger.i, -act.weight)):
        if all(other.trigger.i != act.trigger.i or _apart(act, other) for other in kept):
            kept.append(act)
    verbs = {(act.kind.id, act.trigger.i) for act in kept if act.trigger.pos_ in VERBAL}
    return [act for act in kept if act.trigger.pos_ in VERBAL or (act.kind.id, clause(act.trigger).i) not in verbs]


def _apart(one: Act, other: Act) -> bool:
    return bool(one.grounds and other.grounds) and one.grounds.isdisjoint(other.grounds)
