"""Who acts and toward whom: the fillers of a frame's slots resolved to actors.

A filler is a name, a phrase that belongs to an actor ("the Russian foreign ministry", "forces of the republic"), or a
pronoun or description that stands for one. A role that no slot fills is taken from the clause above, then from the
discourse; what is so understood is marked as filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.actors import registry
from detente.reading.acts import Act
from detente.reading.discourse import PRONOUNS, Discourse, describes, stands_for_pair
from detente.reading.syntax import clause, conjuncts, phrase, slot, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor in a role, the words it rests on (offsets in the passage; None where understood), and how it got there."""

    actor: str
    start: int | None
    end: int | None
    rule: str
    score: float
    filled: bool = False


@dataclass(slots=True)
class Scene:
    """One parsed passage: the actor of each token that a mention covers, and the discourse before it."""

    actor_at: dict[int, str] = field(default_factory=dict)
    discourse: Discourse = field(default_factory=Discourse)


@dataclass(frozen=True, slots=True)
class Roles:
    """Both sides of an act."""

    initiators: tuple[Filler, ...]
    targets: tuple[Filler, ...]


def assign(act: Act, scene: Scene) -> Roles:
    """The actors on both sides of an act."""
    initiators = _side(act, act.frame.initiator, scene)
    taken = frozenset(filler.actor for filler in initiators)
    targets = [filler for filler in _side(act, act.frame.target, scene) if filler.actor not in taken]
    initiators = initiators or _inherited(act, scene, frozenset(f.actor for f in targets))
    if act.kind.symmetric and len(initiators) == 1 and not targets:
        targets = _other_party(act, scene, frozenset(f.actor for f in initiators))
    elif not targets and act.kind.target_types:
        targets = _understood(act.kind.target_types, scene, frozenset(f.actor for f in initiators), "target")
    return Roles(tuple(_allowed(initiators, act.kind.initiator_types)), tuple(_allowed(targets, act.kind.target_types)))


def _allowed(fillers: list[Filler], types: frozenset[str]) -> list[Filler]:
    return [filler for filler in fillers if not types or registry().actor(filler.actor).kind in types]


def _side(act: Act, slots: tuple[str, ...], scene: Scene) -> list[Filler]:
    for name in slots:
        found = [filler for token in slot(act.trigger, name) for filler in actors_of(token, scene)]
        if found:
            return _distinct(found)
    return []


def _distinct(fillers: list[Filler]) -> list[Filler]:
    return list({filler.actor: filler for filler in reversed(fillers)}.values())[::-1]


def actors_of(token: Token, scene: Scene) -> list[Filler]:
    """The actors that a noun phrase stands for: named, belonging to one, or understood."""
    if token.i in scene.actor_at:
        return [_said(token, scene, "name", 1.0)]
    if stands_for_pair(token):
        return [_filled(token, actor, "both", 0.5) for actor in scene.discourse.pair()]
    for rule, near in _owners(token):
        found = [_said(owner, scene, rule, 0.85) for owner in near if owner.i in scene.actor_at]
        if found:
            return found
    types = describes(token)
    return _described(token, types, scene) if types else _possessed(token, scene)


def _owners(token: Token) -> Iterator[tuple[str, list[Token]]]:
    """Words whose actor a phrase belongs to, best first: "Russian forces", "the army of Peru", "Putin, the president"."""
    yield "modifier", [word for child in token.children if child.dep_ in {"compound", "amod", "nmod", "poss"} for word in conjuncts(child)]
    yield "apposition", [word for child in token.children if child.dep_ == "appos" for word in phrase(child)]
    yield "complement", [word for name in ("of", "from", "in") for top in slot(token, name) for word in conjuncts(top)]
    yield "inner", [word for child in token.children if child.dep_ in {"compound", "amod", "nmod", "poss"} for word in phrase(child)]


def _possessed(token: Token, scene: Scene) -> list[Filler]:
    """ "its army", "their ambassador": whoever the possessive stands for."""
    owners = [child for child in token.children if child.dep_ == "poss" and child.lower_ in PRONOUNS]
    return [filler for owner in owners for filler in _described(owner, describes(owner) or frozenset(), scene)]


def _said(token: Token, scene: Scene, rule: str, score: float) -> Filler:
    return Filler(scene.actor_at[token.i], token.idx, token.idx + len(token), rule, score)


def _filled(token: Token, actor: str, rule: str, score: float) -> Filler:
    return Filler(actor, token.idx, token.idx + len(token), rule, score, filled=True)


def _described(token: Token, types: frozenset[str], scene: Scene) -> list[Filler]:
    """The most likely actor behind a pronoun or description, looking first at this sentence's earlier subjects."""
    for actor in _earlier(token, scene):
        if registry().actor(actor).kind in types:
            return [_filled(token, actor, "pronoun", 0.6)]
    ranked = scene.discourse.salient(kinds=types, before=1)
    return [_filled(token, ranked[0], "description", 0.5)] if ranked else []


def _earlier(token: Token, scene: Scene) -> Iterator[str]:
    """Actors named before a word in its sentence: subjects of the clauses above first, then by nearness."""
    here = clause(token)
    seen = 0
    while seen < 5:
        governor = here.head
        for noun in subjects(governor) if governor.pos_ in {"VERB", "AUX"} and governor != here else []:
            for filler in (scene.actor_at.get(word.i) for word in phrase(noun)):
                if filler is not None and noun.i < token.i:
                    yield filler
        if governor == here:
            break
        here, seen = governor, seen + 1
    if token.lower_ in {"its", "their", "his", "her"}:
        yield from (scene.actor_at[i] for i in range(token.i - 1, token.sent.start - 1, -1) if i in scene.actor_at)


def _inherited(act: Act, scene: Scene, but: frozenset[str]) -> list[Filler]:
    """An initiator from the clause that a noun or infinitive stands in ("Russia announced recognition of ...")."""
    verb = clause(act.trigger)
    if act.trigger.pos_ in {"VERB", "AUX"}:
        return _understood_initiator(act, scene, but)
    for noun in subjects(verb) if verb.pos_ in {"VERB", "AUX"} else []:
        found = [Filler(f.actor, f.start, f.end, "governor", f.score * 0.8, filled=True) for f in actors_of(noun, scene) if f.actor not in but]
        if found:
            return found
    return []


def _understood_initiator(act: Act, scene: Scene, but: frozenset[str]) -> list[Filler]:
    from detente.reading.syntax import is_passive

    if is_passive(act.trigger):
        return []
    return _understood(act.kind.initiator_types, scene, but, "initiator")


def _understood(types: frozenset[str], scene: Scene, but: frozenset[str], role: str) -> list[Filler]:
    """A role that nothing in the clause fills, from whoever is being talked about."""
    ranked = scene.discourse.salient(kinds=types, but=but)
    return [Filler(ranked[0], None, None, f"understood {role}", 0.4, filled=True)] if ranked else []


def _other_party(act: Act, scene: Scene, taken: frozenset[str]) -> list[Filler]:
    return _understood(act.kind.target_types or act.kind.initiator_types, scene, taken, "party")
