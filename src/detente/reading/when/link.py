"""How date words stand to acts and to each other: "since", "not … until", "between … and", "a day after the talks"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from detente.reading.when import build
from detente.reading.when.grammar import JOIN, Phrase
from detente.reading.when.lexicon import Tokens, wordset
from detente.reading.when.shapes import Calendar, Fixed, Shape, Untold, Yearless
from detente.reading.when.spans import About, Count, Part, Range, Stretch

Relation = Literal["on", "since", "until", "by", "before", "after", "during", "between", "from"]

_RELATIONS: dict[str, Relation] = {  # by the class of the words' first token
    "since": "since",
    "ever": "since",
    "until": "until",
    "up": "until",
    "by": "by",
    "before": "before",
    "previous": "before",
    "pre": "before",
    "after": "after",
    "post": "after",
    "during": "during",
    "through": "during",
    "over": "during",
    "between": "between",
    "from": "from",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Date words as token indices, with what they mean; ``inner`` leaves out their relation."""

    start: int
    inner: int
    end: int
    relation: Relation
    kind: str
    shape: Shape
    aside: bool = False


def add(tokens: Tokens, found: list[Found], phrase: Phrase, shape: Shape) -> None:
    """Put a phrase behind the others, or make one of it and the last: "between … and …", "two days after 5 May"."""
    item = Found(_start(tokens, phrase), phrase.inner, phrase.end, _relation(tokens, phrase), phrase.kind, shape)
    made = (_joined(tokens, found[-1], item) or _counted_from(tokens, found[-1], item)) if found else None
    if made:
        found[-1] = made
    else:
        found.append(_turned_to_event(tokens, found, item))


def _start(tokens: Tokens, phrase: Phrase) -> int:
    """Without the article of "the 2014 vote", which is the vote's."""
    bare = tokens.named(phrase.start) == "the" and not phrase.part
    return phrase.core if bare and phrase.kind in {"year", "years", "day", "month"} else phrase.start


def _relation(tokens: Tokens, phrase: Phrase) -> Relation:
    if tokens.named(phrase.end) == "onwards" or tokens.named(phrase.core) == "ever":
        return "since"
    if phrase.relation in {"until", "up"} and _awaited(tokens, phrase.start):
        return "on"
    if phrase.hour and phrase.relation not in {"since", "ever", "until"}:
        return "on"  # "before dawn on Thursday"
    if phrase.relation == "from" and phrase.kind in {"days", "months", "years", "seasons"}:
        return "between"
    if phrase.kind == "unit" and phrase.relation == "before" and not phrase.part:
        return "on"  # "before the year is out"
    return _RELATIONS.get(phrase.relation, "on")


_WAITING = wordset("not never nor wait waits waited waiting cannot neither")
_WAITING_REACH = 16  # tokens back within the sentence


def _awaited(tokens: Tokens, start: int) -> bool:
    """Whether "not … until 2006" or "waited until 1993" tells of an act in that year rather than up to it."""
    for index in range(start - 1, max(-1, start - _WAITING_REACH), -1):
        word = tokens.word(index).lower()
        if word in {".", ";", "!", "?"}:
            return False
        if word in _WAITING or word.endswith(("n't", "n’t")):
            return True
    return False


def _joined(tokens: Tokens, last: Found, item: Found) -> Found | None:
    if not JOIN.fullmatch(tokens.classes[last.end : item.inner]) or not _spans(_joint(tokens, last.end), last, item):
        return None
    return replace(last, end=item.end, relation="between", shape=build.joined(last.shape, item.shape))


def _joint(tokens: Tokens, at: int) -> str:
    """The class of the word that joins; a comma before it asks for "from" or "between" as the first end's relation."""
    return tokens.named(at) if tokens.named(at) != "comma" else f"comma {tokens.named(at + 1)}"


def _spans(joint: str, last: Found, item: Found) -> bool:
    """Whether two dates with this word between them are the ends of one span."""
    if isinstance(last.shape, (Untold, Range)) or isinstance(item.shape, (Untold, Range)):
        return False
    if last.relation == "between":
        return joint.endswith("and")
    if last.relation == "from":
        return not joint.endswith("and")
    if last.kind != item.kind:
        return False
    if joint == "and":
        return last.kind == "decade"
    plain = last.kind in {"year", "decade", "month", "day", "century"}
    return plain and joint in {"to", "through", "dash"} and last.relation in {"on", "during"}


def _counted_from(tokens: Tokens, last: Found, item: Found) -> Found | None:
    """A count that ends in "after" or "before" and the date that follows it."""
    shape, start = last.shape, item.shape
    direct = item.inner == last.end or (item.inner == last.end + 1 and tokens.named(last.end) == "the")
    if not direct or not _ends_open(tokens, last) or isinstance(start, Untold):
        return None
    if isinstance(shape, Calendar):
        shape = Count(1.0, shape.unit, 1 if shape.offset > 0 else -1, "narrative")
    if not isinstance(shape, Count):
        return None
    if isinstance(start, Yearless) and item.kind == "holiday" and not start.day:
        start = replace(start, day=25 if start.month == 12 else 1)  # a count is from the day itself
    return replace(last, end=item.end, shape=replace(shape, start=start))


def _ends_open(tokens: Tokens, item: Found) -> bool:
    return item.kind in {"count", "beside"} and tokens.named(item.end - 1) in {"after", "before", "to"}


# What may follow "a day after" where it goes on to say after what; "when" and the like go on otherwise.
_EVENTS = wordset("word Name the a its this that number ordinal may last same")
_NO_EVENTS = wordset("when with while as but then there if not so because")


def _turned_to_event(tokens: Tokens, found: list[Found], item: Found) -> Found:
    """A count from an event that is told beside it: "a day after the talks".

    Beside a date in the same sentence the words date the talks: a day before that date. Without one they count from the
    talks, whose date is most likely the narrative's; but "soon after the talks" is then no date, and "two years before
    the talks" as often means two years on.
    """
    if not _ends_open(tokens, item) or not _names_event(tokens, item.end):
        return item
    dated = [other for other in found[-3:] if not isinstance(other.shape, Untold)]
    if dated and not _sentence_ends(tokens, dated[-1].end, item.start):
        return replace(item, shape=_reversed(item.shape), aside=True)
    vague = isinstance(item.shape, Count) and item.shape.count is None
    return replace(item, shape=Untold()) if vague or tokens.named(item.end - 1) != "after" else item


def _names_event(tokens: Tokens, at: int) -> bool:
    """Whether an event follows, as in "a day after the talks", and not, as in "had a day before voted", the verb."""
    word = tokens.word(at).lower()
    return tokens.named(at) in _EVENTS and word not in _NO_EVENTS and not word.endswith("ed")


def _reversed(shape: Shape) -> Shape:
    if isinstance(shape, Calendar):
        return replace(shape, offset=-shape.offset)
    if isinstance(shape, (Count, Stretch)):
        return replace(shape, sign=1 if shape.sign < 0 else -1)
    return shape


def _sentence_ends(tokens: Tokens, first: int, last: int) -> bool:
    for index in range(first, last):
        name, word = tokens.named(index), tokens.word(index)
        if name == "par" or word in {"!", "?"}:
            return True
        if name == "dot" and tokens.word(index + 1)[:1].isupper():
            return True
    return False


def absolute(shape: Shape) -> bool:
    """Whether a shape means the same date wherever it stands."""
    if isinstance(shape, (Part, About)):
        return absolute(shape.of)
    if isinstance(shape, Range):
        return absolute(shape.first) and absolute(shape.last)
    if isinstance(shape, Count):
        return shape.start is not None and absolute(shape.start)
    return isinstance(shape, Fixed)
