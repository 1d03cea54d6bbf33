"""Search where no server answers: an index in small script files, of which a page loads those that a question needs.

Scripts and not data, because a page that is opened from a disk may load a script beside it and nothing else. Each calls
one function with plain values; ``static/search.js`` asks for them and shows what they hold as text.

``search/about.js`` has what is left out, how many lines a file holds and which lines are of which sort;
``search/w-….js`` the words that begin with the same two letters, each with the numbers of the lines that have it;
``search/l-….js`` the lines themselves: a text, where it leads to, and what stands beneath it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from detente import words
from detente.actors import registry
from detente.record import Record
from detente.web.links import Links, Published

LINES = 200  # in one file
LETTERS = 2  # that the words of one file begin with
LONGEST = 600  # characters of a line
COMMON = frozenset(
    (
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "toward",
        "was",
        "were",
        "with",
    )
)  # words that are left out

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Something to be found: ``sort`` is actor, relation, document, act or passage; ``more`` are words to find it by."""

    sort: str
    text: str
    href: str
    beneath: str = ""
    more: str = ""


def lines(record: Record, pairs: Sequence[Pair], moments: Mapping[str, Sequence[object]]) -> Iterator[Line]:
    """Everything of a record that can be found, sort by sort; ``pairs`` and ``moments`` are what was published."""
    links = Links(Published("search"), dict.fromkeys(moments, ()))
    names = _names()
    for actor in sorted({actor for pair in pairs for actor in pair}):
        also = names.get(actor, actor)
        yield Line("actor", words.capitalised(words.actor(actor)), links.actor(actor), actor, also)
    for a, b in pairs:
        said = words.capitalised(f"{words.actor(a)} and {words.actor(b)}")
        yield Line("relation", said, links.relation(a, b), "", f"{names.get(a, a)} {names.get(b, b)}")
    documents = record.documents().to_pylist()
    for row in documents:
        beneath = " · ".join(filter(None, (row["author"], row["publisher"], row["file"])))
        yield Line("document", row["title"] or row["file"], links.document(row["id"]), beneath)
    for row in record.events().to_pylist():
        when = words.date(row["date"]) or "undated"
        told = f"{when}: {words.capitalised(words.act(row))}"
        yield Line("act", told, links.event(row["id"]), words.modality(row))
    for row in documents:
        held = record.document(row["id"])
        for p in held.passages:
            text = " ".join(held.text[p.start : p.end].split())
            yield Line("passage", text, links.document(row["id"], f"p{p.start}", p.start), held.title or held.file)


def _names() -> dict[str, str]:
    """All that each actor is called, by its id."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in registry().rows.names:
        found[row.actor].append(row.name)
    return {actor: " ".join([actor, *called]) for actor, called in found.items()}


def folded(text: str) -> str:
    """Text as it is compared: small letters without marks. ``folded`` in search.js does the same."""
    bare = unicodedata.normalize("NFKD", text)
    return "".join(char for char in bare if not unicodedata.combining(char)).lower()


def indexed(text: str) -> set[str]:
    """The words of a text that are indexed."""
    return set(re.findall(r"\w+", folded(text))) - COMMON


def index(found: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """The files of an index, each with its name and text."""
    postings: dict[str, list[int]] = defaultdict(list)
    sorts: dict[str, list[int]] = {}
    held: list[list[str]] = []
    for number, line in enumerate(found):
        for word in indexed(f"{line.text} {line.beneath} {line.more}"):
            postings[word].append(number)
        sorts.setdefault(line.sort, [number, number])[1] = number + 1
        held.append([line.text[:LONGEST], line.href, line.beneath[:LONGEST]])
        if len(held) == LINES:
            yield _script(f"l-{number // LINES}", "lines", number // LINES, held)
            held = []
    if held:
        yield _script(f"l-{number // LINES}", "lines", number // LINES, held)
    for start, words_of in groupby(sorted(postings), key=lambda word: word[:LETTERS]):
        name = start.encode().hex()
        yield _script(f"w-{name}", "words", name, [[word, _steps(postings[word])] for word in words_of])
    yield _script("about", "about", {"common": sorted(COMMON), "lines": LINES, "letters": LETTERS, "sorts": sorts})


def _steps(numbers: Sequence[int]) -> list[int]:
    """Rising numbers as the first and the steps to each next, which are short to write."""
    return [numbers[0], *(after - before for before, after in pairwise(numbers))]


def _script(name: str, function: str, *values: object) -> tuple[str, str]:
    given = ",".join(json.dumps(value, separators=(",", ":")) for value in values)  # ASCII alone, whatever it holds
    return f"search/{name}.js", f"detenteSearch.{function}({given});\n"
