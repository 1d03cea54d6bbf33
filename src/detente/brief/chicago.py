"""Notes in the manner of the Chicago Manual of Style (17th ed., chapter 14): in full first, short ever after.

    Diana Janse, “Russian Interests in Afghanistan,” The Stockholm Centre, October 2021, 4.
    Janse, “Russian Interests,” 4.
    “Taliban Inks Gas Deal,” Mehr News Agency, 28 September 2022, cited in Singh, “Re-Connect,” n. 17.

The text is plain but for the titles of works, and the addresses, which come marked as such, so that a writer of any
format can set them. Knows works and citations, nothing of files or pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from detente import dates
from detente.brief.nouns import Citation, Place
from detente.exports.works import Work
from detente.words import capitalised

SHORT_TITLE = 5  # words
_WEB = re.compile(r"https?://[^\s<>\"'`\\{}|^\[\]]+", re.ASCII)
_SEVERAL = re.compile(r"\s*(?:;|,? and |,? & |, (?=[A-Z][\w.'’-]+ [A-Z]))\s*")
# Surnames keep these before them; what else stands before the last word is given names.
_PARTICLES = frozenset(
    {
        *("al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten"),
        *("van", "von"),
    }
)
_LEADING = re.compile(r"^(?:(?:the|a|an|on|how|why|what)\s+)+", re.IGNORECASE)
_INNER_SINGLE = re.compile(r"(?<!\w)'([^']+)'(?!\w)")


@dataclass(frozen=True, slots=True)
class Link:
    """A web address within a note."""

    address: str


Piece = str | Link


@dataclass(slots=True)
class Notes:
    """The notes of one brief in the order in which they are called: what was cited in full before is short after."""

    texts: list[tuple[Piece, ...]] = field(default_factory=list)
    citations: list[tuple[Citation, ...]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, citations: Sequence[Citation]) -> int:
        """The number, from 1, of a new note with these citations."""
        pieces: list[Piece] = []
        for at, (group, places) in enumerate(_grouped(citations)):
            pieces += ["; "] if at else []
            pieces += self._works(group)
            pieces += self._read_in(places, len(group))
        self.texts.append(_closed(pieces))
        self.citations.append(tuple(citations))
        return len(self.texts)

    def _works(self, group: Sequence[Citation]) -> list[Piece]:
        pieces: list[Piece] = []
        for at, citation in enumerate(group):
            pieces += ["; "] if at else []
            pieces += self._work(citation.work, citation.locator)
        return pieces

    def _work(self, work: Work, locator: str | None) -> list[Piece]:
        again = work.key in self._seen
        self._seen.add(work.key)
        if again:
            return [_listed([short(work), locator])]
        told: list[Piece] = [_listed([full(work), locator])]
        web = web_address(work.address)
        return [*told, ", ", Link(web)] if web else told

    def _read_in(self, places: Sequence[Place], works: int) -> list[Piece]:
        if not places:
            return []
        pieces: list[Piece] = [", both cited in " if works == 2 else ", all cited in " if works > 2 else ", cited in "]
        for at, place in enumerate(places):
            pieces += [" and in "] if at else []
            pieces += self._work(place.document, str(place.page) if place.page else None)
            pieces += [f", {_note_numbers(place.notes)}"] if place.notes else []
        return pieces


def full(work: Work) -> str:
    """A work as a note has it the first time: author, title, publisher, date."""
    nameless = not (work.title or work.author or work.publisher)
    return _listed(
        [work.author, _title(work.title), work.publisher, bare(work) if nameless else None, _date(work.date)]
    )


def short(work: Work) -> str:
    """A work as a note has it once it was given in full: surname and the first words of the title."""
    title = _title(_short_title(work.title)) if work.title else None
    who = surname(work.author) if work.author else None
    if who or title:
        return _listed([who, title])
    return _listed([work.publisher, _date(work.date)]) if work.publisher else bare(work)


def surname(author: str) -> str:
    """The surnames of up to three authors, with their particles; "et al." after the first of more."""
    names = [name for name in _SEVERAL.split(author.strip()) if name]
    if len(names) > 3:
        return f"{_last_name(names[0])} et al."
    found = [_last_name(name) for name in names]
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1] if found else author


def _last_name(name: str) -> str:
    """A person's surname; the name of a body as it is."""
    words = name.split()
    body = words[:1] == ["The"] or any(word.islower() and word not in _PARTICLES for word in words)
    if body or not 2 <= len(words) <= 5:
        return name
    at = len(words) - 1
    while at > 1 and words[at - 1].lower().rstrip("-") in _PARTICLES:
        at -= 1
    return " ".join(words[at:])


def web_address(address: str | None) -> str | None:
    """An address that can be followed in a browser, as it stands; None for any other."""
    return address if address and _WEB.fullmatch(address) else None


def _grouped(citations: Sequence[Citation]) -> list[tuple[list[Citation], tuple[Place, ...]]]:
    """Citations in order, those read of at the same places together."""
    groups: list[tuple[list[Citation], tuple[Place, ...]]] = []
    for citation in citations:
        if groups and citation.within and groups[-1][1] == citation.within:
            groups[-1][0].append(citation)
        else:
            groups.append(([citation], citation.within))
    return groups


def _title(title: str | None) -> str | None:
    return f"“{_inner(title)}”" if title else None


def _inner(title: str) -> str:
    """A title as it stands within quotation marks: its own become single, and straight ones round."""
    plain = _INNER_SINGLE.sub(r"‘\1’", title.strip().strip(",."))
    return re.sub(r"[“\"]([^“”\"]*)[”\"]", r"‘\1’", plain).replace("'", "’")


def _listed(parts: Sequence[str | None]) -> str:
    """Parts with commas between, inside the quotation marks of a title."""
    text = ""
    for part in filter(None, parts):
        if text.endswith(("?”", "!”")):
            text += f" {part}"
        elif text.endswith("”"):
            text = f"{text[:-1]},” {part}"
        else:
            text += f", {part}" if text else part
    return text


def full_stop(text: str) -> str:
    """A text as a sentence: with a full stop, inside the quotation marks that end it."""
    if text.endswith((".", ".”", "?”", "!”")):
        return text
    return f"{text[:-1]}.”" if text.endswith("”") else f"{text}."


def _closed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces as one sentence: a comma after a title within its quotation marks, and a full stop at the end."""
    closed: list[Piece] = []
    for piece in pieces:
        last = closed[-1] if closed else ""
        if isinstance(piece, str) and isinstance(last, str) and piece.startswith(",") and last.endswith("”"):
            closed[-1] = last if last.endswith(("?”", "!”")) else f"{last[:-1]},”"
            piece = piece[1:]
        closed.append(piece)
    last = closed[-1] if closed else ""
    if isinstance(last, str):
        closed[-1:] = [full_stop(last)]
    else:
        closed.append(".")
    return tuple(closed)


def _short_title(title: str) -> str:
    """The first words of a title, up to ``SHORT_TITLE`` of them, that can stand by themselves."""
    main = re.split(r"[:?–—]|\s-\s", title, maxsplit=1)[0].strip() or title
    words = (_LEADING.sub("", main) or main).split() or title.split()
    if len(words) <= SHORT_TITLE + 1:
        return capitalised(" ".join(words))
    kept = words[: SHORT_TITLE + words[SHORT_TITLE - 1].endswith(("s’", "s'"))]  # "the United States’ History"
    kept = kept[: next((at for at, word in enumerate(kept, 1) if at > 2 and word.endswith(",")), len(kept))]
    kept = kept[: next((at for at in range(1, len(kept)) if _opens_quotation(kept[at:])), len(kept))]
    while len(kept) > 1 and _hangs(kept):
        kept.pop()
    return capitalised(" ".join(kept).rstrip(",;"))


def _opens_quotation(words: Sequence[str]) -> bool:
    """Whether a quotation begins with the first of these words and does not end among them."""
    return words[0][0] in "'‘“\"" and not any(word.rstrip(",.;")[-1:] in tuple("'’”\"") for word in words)


def _hangs(words: Sequence[str]) -> bool:
    """Whether the last word leads on to what is no longer there."""
    last = words[-1].lower().strip(",")
    return last in _LINKS or bool(_POSSESSIVE.search(last)) or (len(words) > 2 and last.endswith("ing"))


_POSSESSIVE = re.compile(r"['’]s$")
_LINKS = frozenset(
    {
        *("a", "an", "and", "as", "at", "by", "for", "from", "has", "have", "he", "her", "his", "in", "into", "is", "it"),
        *("its", "of", "on", "or", "says", "she", "that", "the", "their", "to", "was", "will", "with"),
    }
)  # fmt: skip


def _date(edtf: str | None) -> str | None:
    return dates.words(edtf) if edtf else None


def bare(work: Work) -> str:
    """What a work without title, author and publisher is known by: its site, else its file."""
    web = web_address(work.address)
    return (
        ((urlsplit(web).hostname or "").removeprefix("www.") if web else "")
        or work.file
        or work.address
        or "an unnamed source"
    )


def _note_numbers(notes: Sequence[int]) -> str:
    return ("n. " if len(notes) == 1 else "nn. ") + ", ".join(map(str, notes))
