"""Finding every mention of an actor in a text: names, demonyms, capitals, metonyms, persons and composed offices.

Longest match first, left to right, no mention inside another. A mention keeps all that it may stand for; which one is
meant depends on the date told of and on the surroundings, and is left to ``detente.actors.resolve``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from detente.actors import offices
from detente.actors.names import NEXT, PLACES, Entry, Index, Node, Reading, index, key
from detente.actors.registry import Registry, registry

_POSSESSIVE = re.compile(r"['’]s$")
_DASHES = "-–—‐‑"
# Words that are also acronyms of actors: in a line of capitals they are the word.
_SHOUTED_WORDS = frozenset({"WHO", "IS", "CAR", "MODEL", "SWIFT", "ECO", "MUD"})
_SMALL_LETTER = re.compile(r"[a-z]")
# A capitalised word before a lone surname is another person's first name unless it is one of these.
_FIRST_NAME = re.compile(r"(?<![\w.])(?P<word>[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-z]+)?|[A-Z]\.)\s+$")
# The second half of another name, as in "Mazar-i-Sharif".
_INNER_NAME = re.compile(r"-(?:[ieu]-)?$")
# What is named after a person is not that person.
_NAMED_AFTER = re.compile(
    r"\s+(?:(?:International|Memorial|National)\s+)?(?:Airport|Park|Cent(?:er|re)|Square|Street|Avenue|Boulevard|Bridge"
    r"|University|College|School|Institute|Foundation|Library|Museum|Prize|Award|Tower|Stadium|Hospital|City|Trail)\b"
)
_OPENING_WORDS = """
    a about according after again all already also although among an and any around as at because before behind both
    but by can could despite did do does during each earlier either even every finally first following for from further
    had has have he hence her here his how however if in indeed instead into is it its just last late later least like
    many may meanwhile might more moreover most neither never next no nor not now of on once one only or other our out
    over perhaps said second several she should since so some soon still such than that the their them then there these
    they third this those though three through throughout thus to today two under unlike until upon was were what when
    where whether which while who whom whose why will with within without would yet yesterday you your mr mrs ms dr
    president minister premier chancellor king queen emperor secretary ambassador envoy general admiral marshal colonel
    chairman comrade sir lord lady count herr monsieur prince baron pope ayatollah mullah leader dictator monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august september october november
    december telling asked told meeting calling facing
"""
_OPENERS = frozenset(_OPENING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """The words from ``start`` to ``end`` of a text and what they may stand for. A possessive 's is left out."""

    start: int
    end: int
    words: str
    sort: str  # name, adjective, demonym, capital, metonym, alias, abbreviation, official, office, person
    readings: tuple[Reading, ...]


class _Match(NamedTuple):
    start: int
    end: int
    readings: tuple[Reading, ...]


def find(text: str, known: Registry | None = None) -> list[Mention]:
    """All mentions of actors in a text, in order, none inside another. Offsets are in characters of the text."""
    names = index(known or registry())
    matches = list(_matches(text, names))
    told: set[str | None] = {r.person for m in matches for r in m.readings if r.person and not r.lone}
    mentions: list[Mention] = []
    for match in matches:
        mention = _mention(text, match, mentions[-1].end if mentions else 0, told)
        if mention is None:
            continue
        told.update(r.person for r in mention.readings if r.person)
        joined = _joined(text, mentions[-1], mention) if mentions else None
        if joined is not None:
            mentions[-1] = joined
        elif not mentions or mention.start >= mentions[-1].end:
            mentions.append(mention)
    return mentions


def _matches(text: str, names: Index) -> Iterator[_Match]:
    """The names themselves, longest first. Names that only contain an actor's are passed over."""
    place = 0
    search = names.start.search
    while (begun := search(text, place)) is not None:
        start, end = begun.span("word")
        found = _longest(text, begun["word"], start, end, names)
        if found is None:
            place = end
            continue
        place = found.end
        if found.readings:
            yield found


def _longest(text: str, word: str, start: int, end: int, names: Index) -> _Match | None:
    """The longest name that begins at a word."""
    node: Node | None = names.root
    best: _Match | None = None
    while node is not None:
        base, bare_end = _without_possessive(word, end)
        below = node.get(key(base))
        whole = node.get(key(word)) if base is not word else None
        if below is not None and None in below:
            best = _ending(text, start, bare_end, below[None], names) or best
        node, reached = (whole, end) if whole is not None else (below, bare_end)
        if whole is not None and None in whole:
            best = _ending(text, start, end, whole[None], names) or best
        step = NEXT.match(text, reached)
        if step is None:
            return best
        word, end = step["word"], step.end("word")
    return best


def _without_possessive(word: str, end: int) -> tuple[str, int]:
    found = _POSSESSIVE.search(word)
    return (word[: found.start()], end - 2) if found else (word, end)


def _ending(text: str, start: int, end: int, entries: list[Entry], names: Index) -> _Match | None:
    """The readings of a name that ends here and is written as it should be; None where it is not."""
    words = text[start:end]
    fitting = [e for e in entries if e.fits(words) and not (e.after_the and not _after_the(text, start))]
    if not fitting or (words in _SHOUTED_WORDS and _shouted(text, start, end)):
        return None
    readings = tuple(reading for entry in fitting for reading in entry.readings)
    if readings and readings[0].sort == "prefix" and all(r.sort == "prefix" for r in readings):
        return _Match(start, end, readings) if _begins_pair(text, end, names) else None
    return _Match(start, end, tuple(r for r in readings if r.sort != "prefix"))


def _after_the(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].lower().rstrip() == "the"


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether all around a word is in capitals too."""
    return _SMALL_LETTER.search(text, max(0, start - 12), min(len(text), end + 12)) is None


def _begins_pair(text: str, end: int, names: Index) -> bool:
    """Whether a combining form is followed by a dash and the other party: "Sino-Soviet", not "Indo-Pacific"."""
    if end >= len(text) or text[end] not in _DASHES:
        return False
    begun = names.start.match(text, end + 1)
    other = _longest(text, begun["word"], *begun.span("word"), names) if begun else None
    return other is not None and any(r.sort in PLACES or r.sort == "prefix" for r in other.readings)


def _mention(text: str, match: _Match, after: int, told: set[str | None]) -> Mention | None:
    """A match as a mention, with the office or title beside it taken in."""
    persons = [r for r in match.readings if r.sort == "person"]
    if persons:
        return _person(text, match, after, told)
    sort = match.readings[0].sort
    if sort == "prefix":
        readings = tuple(r._replace(sort="adjective") for r in match.readings)
        return _made(text, match.start, match.end, "adjective", readings)
    if sort not in PLACES or _qualified(text, match.start):
        return _made(text, match.start, match.end, sort, match.readings)
    return _with_office(text, match, after)


def _qualified(text: str, start: int) -> bool:
    """Whether a name is the second half of "anti-Taliban" or "pro-Russian": its forces are not that actor's."""
    return (
        start > 1
        and text[start - 1] in _DASHES
        and text[max(0, start - 6) : start - 1].lower().endswith(("anti", "pro", "non", "ex"))
    )


def _with_office(text: str, match: _Match, after: int) -> Mention:
    start, end, sort = match.start, match.end, match.readings[0].sort
    ahead = offices.AFTER.match(text, end)
    if ahead is not None:
        return _made(text, start, ahead.end("office"), "office", match.readings)
    if text[max(0, start - 4) : start].lower().endswith(("of ", "the ", "of\n", "for ")):
        near = max(after, start - offices.REACH)
        form = offices.FORM.search(text[near:start])
        start = near + form.start() if form else start
        before = offices.BEFORE.search(text[near:start])
        if before is not None:
            return _made(text, near + before.start(), end, "office", match.readings)
    return _made(text, start, end, sort, match.readings)


def _person(text: str, match: _Match, after: int, told: set[str | None]) -> Mention | None:
    """A person's name with the title before it; a lone surname only where it is that person's."""
    if _NAMED_AFTER.match(text, match.end):
        return None
    near = max(after, match.start - offices.REACH)
    title = offices.TITLE.search(text[near : match.start])
    start = near + title.start() if title else match.start
    sure = title is not None
    readings = tuple(r for r in match.readings if r.sort != "person" or sure or _is_that_person(text, match, r, told))
    if not readings:
        return None
    if readings[0].sort != "person" and not sure:
        return _mention(
            text, _Match(match.start, match.end, tuple(r for r in readings if r.sort != "person")), after, told
        )
    ahead = offices.AFTER.match(text, match.end) if text[match.end : match.end + 1] in "'’" else None
    if ahead is not None:
        return _made(text, start, ahead.end("office"), "office", readings)
    return _made(text, start, match.end, "person", readings)


def _is_that_person(text: str, match: _Match, reading: Reading, told: set[str | None]) -> bool:
    """Whether a name without a title is this person's: his in full, told of in full elsewhere, or not another's."""
    if _INNER_NAME.search(text, max(0, match.start - 3), match.start):
        return False
    if reading.person in told or reading.weight == 1.0:
        return True
    if reading.lone:
        return False
    before = _FIRST_NAME.search(text[max(0, match.start - 24) : match.start])
    return before is None or before["word"].lower() in _OPENERS


def _joined(text: str, last: Mention, next: Mention) -> Mention | None:
    """One mention of "the Iranian president" and "Ebrahim Raisi" side by side, where they share an actor."""
    if next.sort not in ("person", "office") or next.readings[0].sort != "person" or last.end > next.start:
        return None
    if text[last.end : next.start].strip() or last.sort not in (*PLACES, "office", "metonym"):
        return None
    shared = {r.actor for r in last.readings} & {r.actor for r in next.readings}
    if not shared:
        return None
    readings = tuple(r for r in next.readings if r.actor in shared)
    return _made(text, last.start, next.end, next.sort, readings)


def _made(text: str, start: int, end: int, sort: str, readings: tuple[Reading, ...]) -> Mention:
    return Mention(start, end, text[start:end], sort, readings)
