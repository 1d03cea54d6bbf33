"""The level that an act's words tell: the embassy that was opened, the rank of the envoy who was received.

Looks where the codebook's frame says, then ever wider around the trigger. What words tell which level is the
codebook's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from detente.codebook import levels, load
from detente.codebook.levels import ELSEWHERE
from detente.reading.acts import Act
from detente.reading.syntax import phrase, slot

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

CLAUSAL = frozenset({"advcl", "relcl", "ccomp", "conj", "parataxis"})


def told(act: Act, paragraph: str, hosts: frozenset[str], actor_at: Mapping[int, str]) -> str | None:
    """The level that an act's words tell, or None.

    ``paragraph`` is the text from the sentence to the end of its paragraph, ``hosts`` are who received an envoy, and
    ``actor_at`` gives the actors named in the sentence by the place of their tokens.
    """
    if act.frame.level is not None:
        return act.frame.level
    dimensions = list(dict.fromkeys(e.dimension for e in act.kind.effects if e.level == "told"))
    if not dimensions:
        return None
    of_missions = dimensions[0] == "mission"
    for words in _near(act) if of_missions else _asked(act):
        level = next((level for name in dimensions if (level := levels.level_of(name, words))), None)
        if level is not None:
            return _placed(level, act, paragraph, hosts, actor_at) if of_missions else level
    return None


def _placed(level: str, act: Act, paragraph: str, hosts: frozenset[str], actor_at: Mapping[int, str]) -> str:
    """The nonresident rank of an envoy who is said to reside elsewhere, or who is another country's envoy already."""
    scale = load().dimensions["mission"]
    level = {"ambassador": "embassy", "charge": "legation"}.get(level, level)
    elsewhere = scale.level(level).elsewhere if level in scale.levels else None
    if elsewhere is None or not receives(act):
        return level
    return elsewhere if ELSEWHERE.search(paragraph) or _anothers(act.trigger, hosts, actor_at) else level


def receives(act: Act) -> bool:
    """Whether the act is that of a host who receives another's envoy."""
    return any(effect.dimension == "mission" and effect.side == "reverse" for effect in act.kind.effects)


def _anothers(trigger: Token, hosts: frozenset[str], actor_at: Mapping[int, str]) -> bool:
    """Whether an envoy who is received is told of as the envoy to somebody else: "the Ambassador to Fiji"."""
    for token in trigger.sent:
        if token.lemma_.lower() in ENVOYS and token.i + 1 < token.sent.end and token.nbor().lower_ == "to":
            named = next(
                (actor_at[i] for i in range(token.i + 2, min(token.i + 5, token.sent.end)) if i in actor_at), None
            )
            if named is not None and hosts and named not in hosts:
                return True
    return False


ENVOYS = frozenset({"ambassador", "minister", "envoy", "plenipotentiary", "interim", "commissioner"})


def _asked(act: Act) -> Iterator[str]:
    """The words of the slot in which the frame expects the level: the phrase by itself first, then all below it."""
    tokens = slot(act.trigger, act.frame.level_from) if act.frame.level_from else []
    tokens = [token for token in tokens if token.i in act.grounds] or tokens
    for token in tokens:
        yield _text(phrase(token))
    for token in tokens:
        yield _text(token.subtree)


def _near(act: Act) -> Iterator[str]:
    """Words around the trigger, from the slot that should tell the level to the whole clause."""
    yield from _asked(act)
    if any(effect.does in {"raises", "lowers"} for effect in act.kind.effects) and not receives(act):
        yield _text(act.trigger.subtree)
    for name in ("to", "as", "object.as", "object", "subject"):
        for token in slot(act.trigger, name):
            yield _text(phrase(token))
    yield _text(_clause(act.trigger))
    if receives(act):
        before = [token for token in act.trigger.sent if token.i < act.trigger.i]
        yield _text(before[-REACH:])


REACH = 40  # words before a trigger among which an envoy's rank is looked for


def _clause(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ not in CLAUSAL:
            yield from _clause(child)


def _text(tokens: Iterator[Token] | list[Token]) -> str:
    return " ".join(token.text for token in sorted(tokens, key=lambda token: token.i))
