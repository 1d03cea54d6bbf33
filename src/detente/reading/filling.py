"""Sides of an act that its own clause leaves open: from the clause above it, from whoever is talked about, or from the
two actors that the document is about.

Everything given here is understood rather than said, and is marked as filled. Knows nothing of how a side that is said
is found; ``detente.reading.roles`` hands over what it has.
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.actors import registry
from detente.codebook import Kind
from detente.reading.acts import VERBAL, Act
from detente.reading.discourse import Discourse
from detente.reading.parties import Filler
from detente.reading.syntax import is_passive

Side = list[Filler]


def complete(
    act: Act, initiators: Side, targets: Side, discourse: Discourse, actors_at: Mapping[int, str]
) -> tuple[Side, Side]:
    """Both sides of an act, with what is understood on those that the words leave open."""
    if _of_missions(act.kind):
        initiators, targets = _mission(act.kind, initiators, targets, discourse)
        return initiators, targets or _nearest(act, initiators, actors_at, discourse)
    if act.kind.symmetric:
        initiators, targets = _parties(act.kind, initiators, targets, discourse)
        alone = len(initiators) == 1 and not targets
        return initiators, _nearest(act, initiators, actors_at, discourse) if alone else targets
    if not initiators and act.kind.id != "coup" and not (act.trigger.pos_ in VERBAL and is_passive(act.trigger)):
        initiators = _nearest(act, targets, actors_at, discourse, act.kind.initiator_types)
    if not initiators and act.kind.id != "coup":
        initiators = _other_of_pair(targets, discourse, act.kind.initiator_types)
    if not targets and act.kind.id in OF_POWER:
        targets = _realm(initiators)
    if not targets and act.kind.target_types:
        targets = _other_of_pair(initiators, discourse, act.kind.target_types) or _nearest(
            act, initiators, actors_at, discourse
        )
    return initiators, targets


OF_POWER = frozenset({"seize-power", "lose-power", "coup"})


def _realm(movement: Side) -> Side:
    """The state that a movement governs or fights for: where it took or lost power."""
    if len(movement) != 1:
        return []
    actor = registry().actor(movement[0].actor)
    governed = [row.state for row in registry().rows.governed if row.movement == actor.id]
    return _understood(actor.host or next(iter(governed), None), "its state", 0.5)


def _nearest(
    act: Act, but: Side, actors_at: Mapping[int, str], discourse: Discourse, types: frozenset[str] | None = None
) -> Side:
    """A side from the words around: the last actor named before the trigger, else whoever was talked about before."""
    taken = {filler.actor for filler in but}
    types = act.kind.target_types if types is None else types
    before = [i for i in sorted(actors_at, reverse=True) if i < act.trigger.i]
    for i in before:
        if actors_at[i] not in taken and registry().actor(actors_at[i]).kind in types:
            return _understood(actors_at[i], "named before", 0.4)
    ranked = discourse.salient(kinds=types, but=frozenset(taken), before=1)
    return _understood(ranked[0] if ranked else None, "told of before", 0.35)


def _of_missions(kind: Kind) -> bool:
    return any(effect.dimension == "mission" and effect.side != "both" for effect in kind.effects)


def _mission(kind: Kind, initiators: Side, targets: Side, discourse: Discourse) -> tuple[Side, Side]:
    """An unowned embassy or envoy is of the actor whose relations the document's title puts first."""
    received = any(effect.dimension == "mission" and effect.side == "reverse" for effect in kind.effects)
    sender, host = (targets, initiators) if received else (initiators, targets)
    first, second = discourse.own if len(discourse.own) == 2 else (None, None)
    if not sender:
        owner = discourse.other(host[0].actor) if len(host) == 1 else None
        sender = _understood(owner or (first if not host or discourse.titled else None), "owner")
    if not host:
        hosting = discourse.other(sender[0].actor) if len(sender) == 1 else None
        host = _understood(hosting or (second if not sender else None), "host")
    elif discourse.titled and host[0].rule == "capital" and _foreign(host[0].actor, discourse.own):
        # a mission that sits in a third country's capital is accredited to the party of the document
        accredited = discourse.other(sender[0].actor) if len(sender) == 1 else None
        host = _understood(accredited, "accredited") or host
    return (host, sender) if received else (sender, host)


def _foreign(actor: str, own: tuple[str, ...]) -> bool:
    """Whether an actor is neither one of two nor their forerunner or successor."""
    links = registry().rows.succession
    kin = any(
        actor in (link.predecessor, link.successor) and {link.predecessor, link.successor} & set(own) for link in links
    )
    return actor not in own and not kin


def _parties(kind: Kind, initiators: Side, targets: Side, discourse: Discourse) -> tuple[Side, Side]:
    """Symmetric acts take two: the document's own where none is named, the other of them where one is."""
    told = [*initiators, *targets]
    if not told:
        return [filler for actor in discourse.own for filler in _understood(actor, "party")], []
    if len(told) == 1:
        other = _other_of_pair(told, discourse, kind.initiator_types | kind.target_types)
        return (initiators or other), (targets or other if initiators else targets)
    return initiators, targets


def _other_of_pair(side: Side, discourse: Discourse, types: frozenset[str]) -> Side:
    """The document's other actor, where one of its two is all that stands on the side told."""
    other = discourse.other(side[0].actor) if len(side) == 1 else None
    fits = other is not None and (not types or registry().actor(other).kind in types)
    return _understood(other, "document's pair") if fits else []


def _understood(actor: str | None, rule: str, score: float = 0.45) -> Side:
    return [Filler(actor, None, None, rule, score, filled=True)] if actor else []


def _talked_about(types: frozenset[str], discourse: Discourse, but: Side) -> Side:
    ranked = discourse.salient(kinds=types, but=frozenset(filler.actor for filler in but))
    return _understood(ranked[0] if ranked else None, "talked about", 0.4)
