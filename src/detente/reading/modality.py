"""Whether an act happened, is planned, alleged, denied or judged likely, and on whose word; from the parse around it.

``judge`` returns None where the passage tells no act at all: it never was, or is only asked about or supposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.model import Modality
from detente.reading.syntax import subjects

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PLAN = _set(
    "agree plan intend decide pledge vow promise commit undertake aim seek hope want prepare propose offer mean "
    "consider resolve threaten announce schedule expect due likely poised try attempt wish desire aspire ready "
    "willing prepared slate schedule authorise authorize work move"
)
PLAN_ATTRIBUTES = _set("due set ready poised likely expected scheduled prepared willing slated about bound unlikely")
DEMAND = _set(
    "urge demand ask request call press exhort implore appeal warn oppose reject require recommend refuse decline "
    "propose suggest invite allow permit enable help encourage"
)
ALLEGE = _set("allege claim accuse charge contend suspect insist believe maintain purport")
REPORT = _set(
    "say state report announce declare note confirm tell add reveal acknowledge admit disclose recall observe"
)
DENY = _set("deny rebut refute dispute disavow")
ASSESS = _set("may might could would should can")
ALLEGED_ADVERBS = _set("allegedly reportedly purportedly supposedly apparently")
LIKELY_ADVERBS = _set("probably possibly perhaps likely maybe presumably conceivably")
FAIL = _set("fail refuse decline stop avoid cease neglect hesitate forbear refrain")
NOMINAL_PLAN = _set(
    "plan intention promise pledge desire proposal bid attempt effort readiness willingness decision request "
    "offer aim hope wish talk prospect possibility condition calls call demand"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A modality, the token it rests on, and the tokens of whoever says so."""

    modality: Modality
    because: Token | None = None
    speakers: tuple[Token, ...] = ()


def governors(token: Token) -> Iterator[tuple[Token, str]]:
    """The words that the act's clause hangs on, nearest first, with the label of the link below each."""
    here = token
    while here.head != here:
        yield here.head, here.dep_
        here = here.head


def negated(token: Token) -> bool:
    """Whether the word itself is negated: not, never, no, without, nor."""
    if any(child.dep_ == "neg" or child.lower_ in {"no", "neither", "never", "nor"} for child in token.children):
        return True
    if token.pos_ in {"VERB", "AUX"} and any(_is_none(child) for child in token.children):
        return True
    if token.dep_ in {"pcomp", "pobj"} and token.head.lower_ in {"without", "instead"}:
        return True
    return token.dep_ == "conj" and token.head.pos_ == "VERB" and any(c.lower_ == "nor" for c in token.head.children)


def _is_none(token: Token) -> bool:
    """Whether an argument is nobody or nothing: "no mission has been established", "none of them recognised"."""
    if token.dep_ not in {"nsubj", "nsubjpass", "dobj"}:
        return False
    return token.lower_ in {"none", "nobody", "nothing", "neither"} or any(c.lower_ == "no" for c in token.children)


def _yet(token: Token) -> bool:
    """ "has yet to recognise", "had still to": the act has not come."""
    governor = token.head
    return (
        token.dep_ == "xcomp"
        and governor.lemma_ == "have"
        and any(child.lower_ in {"yet", "still"} for child in governor.children)
    )


def withheld(token: Token) -> bool:
    """Whether the act is told as not done: negated, refused, yet to come, stopped short of."""
    if negated(token) or _yet(token):
        return True
    for governor, link in governors(token):
        if link in {"xcomp", "ccomp", "pcomp", "prep", "dobj", "advmod", "acomp"} and governor.lemma_ in FAIL | {
            "rule"
        }:
            return True
        if governor.pos_ in {"VERB", "AUX"} and link in {"xcomp", "dobj"}:
            return negated(governor) or _yet(governor)
        if link not in {"xcomp", "pcomp", "prep", "advmod"}:
            return False
    return False


def judge(trigger: Token) -> Judged | None:
    """The modality of the act that a trigger tells; None where it tells none."""
    verb = trigger
    if trigger.pos_ not in {"VERB", "AUX"}:
        return _nominal(trigger)
    if withheld(verb) or _supposed(verb):
        return None
    return _own(verb) or _governed(verb) or Judged("happened")


def _own(verb: Token) -> Judged | None:
    """What the verb's own auxiliaries and adverbs say."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in {"will", "'ll", "shall"}:
            return Judged("planned", child)
        if child.dep_ == "aux" and child.lower_ in ASSESS:
            return Judged("planned" if _reported(verb) and child.lower_ == "would" else "assessed", child)
        if child.lower_ in ALLEGED_ADVERBS:
            return Judged("alleged", child)
        if child.dep_ == "advmod" and child.lower_ in LIKELY_ADVERBS:
            return Judged("assessed", child)
    return None


def _reported(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_ in REPORT


def _supposed(verb: Token) -> bool:
    """Conditions and questions tell no act: "if Russia recognised", "whether to recognise"."""
    here = verb
    while True:
        if any(child.dep_ == "mark" and child.lower_ in {"if", "whether", "unless"} for child in here.children):
            return True
        if here.dep_ not in {"conj", "xcomp"} or here.head == here:
            return False
        here = here.head


def _governed(verb: Token) -> Judged | None:
    """What the verbs and nouns above say of it."""
    for governor, link in governors(verb):
        lemma = governor.lemma_.lower()
        if link in {"xcomp", "ccomp", "pcomp", "acl", "prep"}:
            found = _by(governor, lemma, link, verb)
            if found is not None:
                return found
        if link in {"relcl", "advcl", "nsubj"}:
            return None
    return None


def _by(governor: Token, lemma: str, link: str, verb: Token) -> Judged | None:
    infinitive = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    if link == "ccomp" and lemma in DENY:
        return Judged("denied", governor, tuple(subjects(governor)))
    if link in {"ccomp", "pcomp", "prep"} and lemma in ALLEGE:
        return Judged("alleged", governor, tuple(subjects(governor)))
    if (
        link in {"xcomp", "acl"}
        and infinitive
        and (lemma in PLAN | PLAN_ATTRIBUTES | DEMAND | NOMINAL_PLAN or lemma == "be")
    ):
        return Judged("planned", governor)
    if link == "xcomp" and lemma in {"say", "claim", "believe", "allege", "report", "think"} and infinitive:
        return Judged("alleged", governor)
    return None


def _nominal(noun: Token) -> Judged | None:
    """A noun's act: planned or denied by what governs it."""
    if negated(noun) or withheld(noun):
        return None
    if any(child.lower_ in {"alleged", "reported", "purported"} for child in noun.children):
        return Judged("alleged")
    if any(
        child.lower_
        in {
            "possible",
            "potential",
            "eventual",
            "imminent",
            "planned",
            "proposed",
            "future",
            "upcoming",
            "prospective",
            "likely",
        }
        for child in noun.children
    ):
        return Judged("planned")
    for governor, link in governors(noun):
        lemma = governor.lemma_.lower()
        if link in {"dobj", "pobj"} and lemma in DENY:
            return Judged("denied", governor, tuple(subjects(governor)))
        if governor.pos_ in {"VERB", "AUX"}:
            if lemma in {
                "seek",
                "propose",
                "plan",
                "want",
                "consider",
                "discuss",
                "urge",
                "demand",
                "oppose",
                "promise",
                "expect",
                "anticipate",
            } and link in {"dobj", "prep"}:
                return Judged("planned", governor)
            return judge_governor(governor)
    return Judged("happened")


def judge_governor(verb: Token) -> Judged | None:
    """The modality that a noun takes over from the verb it is an argument of."""
    own = _own(verb)
    if own is not None:
        return own
    if _supposed(verb) or withheld(verb):
        return None
    return _governed(verb) or Judged("happened")
