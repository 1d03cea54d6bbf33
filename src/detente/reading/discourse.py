"""Who is being talked about: the actors of a passage, and what pronouns and descriptions stand for.

Keeps the actors mentioned so far with how recent and how prominent each mention was, and answers "it", "they", "the
group", "the kingdom", "the two sides" from that. What it gives is understood rather than said, and is marked so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.actors import registry, resolve
from detente.actors.resolve import Mention
from detente.model import Document

if TYPE_CHECKING:
    from spacy.tokens import Span, Token
else:
    Span = Token = Any

MOVEMENTS = frozenset(
    [
        "group",
        "movement",
        "militia",
        "insurgent",
        "rebel",
        "fighter",
        "organisation",
        "organization",
        "faction",
        "regime",
        "insurgency",
        "outfit",
        "militant",
    ]
)
STATES = frozenset(
    [
        "country",
        "state",
        "nation",
        "kingdom",
        "republic",
        "government",
        "capital",
        "neighbour",
        "neighbor",
        "power",
        "emirate",
        "sultanate",
        "administration",
        "island",
        "empire",
        "monarchy",
        "side",
        "ally",
    ]
)
BODIES = frozenset(
    [
        "bloc",
        "organisation",
        "organization",
        "union",
        "alliance",
        "body",
        "league",
        "grouping",
        "forum",
        "agency",
        "council",
    ]
)
PAIRS = frozenset(
    [
        "side",
        "country",
        "state",
        "nation",
        "government",
        "neighbour",
        "neighbor",
        "party",
        "capital",
        "power",
        "rival",
        "leader",
        "minister",
    ]
)
STATE_KINDS = frozenset({"state", "former-state", "contested", "territory"})
PRONOUNS = frozenset(
    {"it", "its", "they", "their", "them", "itself", "themselves", "he", "his", "she", "her", "we", "our"}
)


@dataclass(slots=True)
class Told:
    """An actor as mentioned: who, at which sentence, and how prominent (a subject counts more than a modifier)."""

    actor: str
    sentence: int
    weight: float
    personal: bool = False


@dataclass(slots=True)
class Discourse:
    """The actors told of so far in one document."""

    date: str | None = None
    own: tuple[str, ...] = ()  # the two actors that the document is about, in the order of its title
    titled: bool = False  # whether the title names both
    counts: Counter[str] = field(default_factory=Counter)
    told: list[Told] = field(default_factory=list)
    sentence: int = 0

    def begin(self, mentions: list[tuple[Mention, str | None]], prominence: dict[int, float]) -> None:
        """A new sentence, with its mentions and the actor of each."""
        self.sentence += 1
        for mention, actor in mentions:
            if actor is not None:
                self.counts[actor] += 1
                weight = prominence.get(mention.start, 1.0)
                self.told.append(Told(actor, self.sentence, weight, mention.sort in {"person", "leader", "office"}))

    def salient(
        self,
        *,
        kinds: frozenset[str] | None = None,
        but: frozenset[str] = frozenset(),
        before: int = 0,
        personal: bool = False,
    ) -> list[str]:
        """Actors by salience now: recent and prominent first. ``kinds`` limits their type, ``but`` leaves some out.

        ``before`` leaves the present sentence out; ``personal`` takes only those that a person or office stood for.
        """
        score: Counter[str] = Counter()
        for told in self.told[-60:]:
            age = self.sentence - told.sentence
            if age > 6 or told.actor in but or (before and age == 0) or (personal and not told.personal):
                continue
            if kinds is None or registry().actor(told.actor).kind in kinds:
                score[told.actor] += told.weight * 0.5**age  # type: ignore[assignment]
        return [actor for actor, _ in score.most_common()]

    def pair(self) -> list[str]:
        """The two actors that the talk is about now ("the two sides"): the most salient two, or the document's own."""
        near = self.salient()[:2]
        return near if len(near) == 2 else [actor for actor, _ in self.counts.most_common(2)]

    def other(self, actor: str) -> str | None:
        """The other of the document's own two actors; None for one that is neither."""
        if actor not in self.own or len(self.own) != 2:
            return None
        return self.own[1] if actor == self.own[0] else self.own[0]

    def main(self, but: frozenset[str] = frozenset()) -> str | None:
        """The actor most told of in the document so far."""
        return next((actor for actor, _ in self.counts.most_common() if actor not in but), None)


def about(document: Document, around: Mapping[str, float]) -> tuple[str, ...]:
    """The two actors that a document is about: those of its title, with the one most told of where it names one.

    ``around`` counts the actors of the whole text. Empty where neither the title nor the counts single out two.
    """
    titled = [resolve.at(m, on=document.date, around=around).actor for m in resolve.find(document.title or "")]
    own = list(dict.fromkeys(actor for actor in titled if actor is not None))
    if len(own) > 2:
        return ()
    ranked = sorted((actor for actor in around if actor not in own), key=lambda actor: (-around[actor], actor))
    own += ranked[: 2 - len(own)]
    third = ranked[2] if len(own) == 2 and len(ranked) > 2 and not titled else None
    clear = third is None or around[own[1]] >= MARGIN * around[third]
    return tuple(own) if len(own) == 2 and clear else ()


MARGIN = 1.5  # how far the second actor of an untitled document must be ahead of the third


def describes(token: Token) -> frozenset[str] | None:
    """The types of actor that a pronoun or definite description can stand for; None where it is neither."""
    if token.lower_ in {"it", "its", "itself", "they", "their", "them", "themselves"}:
        return STATE_KINDS | {"movement", "party", "organisation", "bloc", "alliance"}
    definite = any(
        child.dep_ == "det" and child.lower_ in {"the", "this", "that", "these", "those", "both"}
        for child in token.children
    )
    if token.lower_ in {"he", "she", "his", "her", "him"}:
        return STATE_KINDS | {"movement"}
    if not definite:
        return None
    lemma = token.lemma_.lower()
    types: set[str] = set()
    types |= {"movement", "party"} if lemma in MOVEMENTS else set()
    types |= STATE_KINDS if lemma in STATES else set()
    types |= {"organisation", "bloc", "alliance"} if lemma in BODIES else set()
    return frozenset(types) or None


def personal(token: Token) -> bool:
    """Whether a pronoun stands for one person, so that no state's name is what it takes up."""
    return token.lower_ in {"he", "she", "his", "her", "him"}


def stands_for_pair(token: Token) -> bool:
    """Whether a phrase means both parties: "the two sides", "both countries", "each other", "the two"."""
    words = {child.lower_ for child in token.children}
    if token.lower_ in {"both", "two"} and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}:
        return True
    return token.lemma_.lower() in PAIRS and bool(words & {"two", "both"}) and "three" not in words


def mentions(text: str) -> list[Mention]:
    """The actor mentions of a stretch of text; a thin door to the registry so that tests can look through it."""
    return resolve.find(text)
