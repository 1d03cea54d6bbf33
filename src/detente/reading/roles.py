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
from detente.reading.discourse import PRONOUNS, Discourse, describes, personal, stands_for_pair
from detente.reading.filling import complete
from detente.reading.parties import Filler, Roles
from detente.reading.standing import ENVOYS, receives
from detente.reading.syntax import clause, conjuncts, phrase, slot, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any


@dataclass(slots=True)
class Scene:
    """One parsed passage: the actor of each token that a mention covers, and the discourse before it."""

    actor_at: dict[int, str] = field(default_factory=dict)
    discourse: Discourse = field(default_factory=Discourse)
    capitals: set[int] = field(default_factory=set)  # tokens of mentions of capitals
    persons: set[int] = field(default_factory=set)  # tokens of mentions of persons and offices


def assign(act: Act, scene: Scene) -> Roles:
    """The actors on both sides of an act."""
    initiators = _side(act, act.frame.initiator, scene)
    taken = frozenset(filler.actor for filler in initiators)
    targets = [filler for filler in _side(act, act.frame.target, scene) if filler.actor not in taken]
    if receives(act):
        initiators, targets = _by_title(act, initiators, targets, scene)
    initiators, targets = complete(act, initiators, targets, scene.discourse, scene.actor_at)
    return Roles(tuple(_allowed(initiators, act.kind.initiator_types)), tuple(_allowed(targets, act.kind.target_types)))


def _by_title(act: Act, hosts: list[Filler], senders: list[Filler], scene: Scene) -> tuple[list[Filler], list[Filler]]:
    """Host and sender of an envoy who was named with his title: "Peru's Minister to Chile, who presented ..."."""
    for token in reversed([word for word in act.trigger.sent if word.i < act.trigger.i]):
        if (token.lemma_.lower() in ENVOYS and token.dep_ != "pobj") or token.lemma_.lower() == "minister":
            owners = [f for word in _modifiers(token) if word.i in scene.actor_at for f in actors_of(word, scene)]
            own = [filler for filler in owners if filler.actor in scene.discourse.own]
            if own and not senders:
                taken = {filler.actor for filler in own}
                return [host for host in hosts if host.actor not in taken], own
            break
    return hosts, senders


def _modifiers(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"compound", "amod", "nmod", "poss"}:
            yield child


def _allowed(fillers: list[Filler], types: frozenset[str]) -> list[Filler]:
    return [filler for filler in fillers if not types or registry().actor(filler.actor).kind in types]


def _side(act: Act, slots: tuple[str, ...], scene: Scene) -> list[Filler]:
    for name in slots:
        found = [filler for token in slot(act.trigger, name) for filler in _stood_for(token, name, scene)]
        if name.endswith(".compound"):  # "Embassy Lima" is where it stands, not whose it is
            found = [filler for filler in found if filler.rule != "capital"]
        if found:
            return _distinct(_listed(found, act, scene))
    return []


def _listed(found: list[Filler], act: Act, scene: Scene) -> list[Filler]:
    """The fillers with the rest of the list in which they are named, which parses often cut: "Mali, Niger and Chad"."""
    doc = act.trigger.doc
    places = {token.idx: token.i for token in doc}
    said = [places[f.start] for f in found if f.rule in {"name", "capital"} and f.start in places]
    wider: list[Filler] = []
    for place in said:
        for names in (_chain(place, -1, scene, doc), _chain(place, 1, scene, doc)):
            wider += [_said(doc[i], scene, "list", 0.8) for i in names]
    return sorted([*found, *wider], key=lambda f: -1 if f.start is None else f.start)


def _chain(place: int, step: int, scene: Scene, doc: Any) -> list[int]:
    """Names on one side of a name that only commas and one "and" at the end of the list part from it."""
    names: list[int] = []
    here, joined, clausal, actor = place, False, False, scene.actor_at[place]
    while 0 <= here + step < len(doc):
        here += step
        if scene.actor_at.get(here) is not None:
            if scene.actor_at[here] != actor:
                names, actor = [*names, here], scene.actor_at[here]
        elif doc[here].lower_ == "and" and not joined:
            joined, clausal = True, doc[here - 1].text == ","
        elif doc[here].text != "," and doc[here].lower_ != "the":
            break
    return names if joined and len(names) > clausal else []  # ", and" between two begins a clause


def _stood_for(token: Token, name: str, scene: Scene) -> list[Filler]:
    """The actors of a slot's filler. A place that is another's embassy tells where that is, not whose."""
    if name.rpartition(".")[2] in {"in", "at"} and token.lemma_.lower() in HOUSES:
        return [filler for inner in ("at", "in") for place in slot(token, inner) for filler in actors_of(place, scene)]
    return actors_of(token, scene)


EXAMPLES = ("as", "like", "including")  # "countries such as China have yet to recognise it"
HOUSES = frozenset({"embassy", "legation", "consulate", "mission"})


def _distinct(fillers: list[Filler]) -> list[Filler]:
    return list({filler.actor: filler for filler in reversed(fillers)}.values())[::-1]


def actors_of(token: Token, scene: Scene) -> list[Filler]:
    """The actors that a noun phrase stands for: named, belonging to one, or understood."""
    if token.i in scene.actor_at:
        return [_said(token, scene, "capital" if token.i in scene.capitals else "name", 1.0)]
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
    yield (
        "modifier",
        [
            word
            for child in token.children
            if child.dep_ in {"compound", "amod", "nmod", "poss"}
            for word in conjuncts(child)
        ],
    )
    yield "apposition", [word for child in token.children if child.dep_ == "appos" for word in phrase(child)]
    yield "example", [word for name in EXAMPLES for top in slot(token, name) for word in conjuncts(top)]
    yield "complement", [word for name in ("of", "from", "in") for top in slot(token, name) for word in conjuncts(top)]
    yield (
        "inner",
        [
            word
            for child in token.children
            if child.dep_ in {"compound", "amod", "nmod", "poss"}
            for word in phrase(child)
        ],
    )


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
    alone = personal(token)
    for place, actor in _earlier(token, scene):
        if alone and place not in scene.persons:
            continue
        if registry().actor(actor).kind in types:
            return [_filled(token, actor, "pronoun", 0.6)]
    ranked = scene.discourse.salient(kinds=types, before=1, personal=alone)
    return [_filled(token, ranked[0], "description", 0.5)] if ranked else []


def _earlier(token: Token, scene: Scene) -> Iterator[tuple[int, str]]:
    """Actors named before a word in its sentence: subjects of the clauses above first, then by nearness."""
    here = clause(token)
    seen = 0
    while seen < 5:
        governor = here.head
        for noun in subjects(governor) if governor.pos_ in {"VERB", "AUX"} and governor != here else []:
            yield from (
                (word.i, scene.actor_at[word.i])
                for word in phrase(noun)
                if word.i in scene.actor_at and noun.i < token.i
            )
        if governor == here:
            break
        here, seen = governor, seen + 1
    if token.lower_ in {"its", "their", "his", "her"}:
        yield from ((i, scene.actor_at[i]) for i in range(token.i - 1, token.sent.start - 1, -1) if i in scene.actor_at)
