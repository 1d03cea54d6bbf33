"""What sources a note cites: titles, authors, publishers, dates, pages and addresses.

Reads the usual hands (Chicago, MLA, APA, newspapers', bare addresses) by what they have in common: a title in quotation
marks, italics or a link, its author before it, and its outlet, date and pages after it. Several sources in one note
are told apart by semicolons and sentence ends; "ibid." and short forms repeat an earlier source. What a note does not
say stays None. Knows nothing of documents or marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.documents import citation_details as details
from detente.documents.citation_names import (
    author_and_publisher,
    is_institution,
    is_prose,
    plain_parts,
    publisher_of,
    title_or_publisher,
)
from detente.documents.draft import DraftNote
from detente.documents.masking import PARTS, Masked, Part, mask
from detente.model import Source

_ABBREVIATIONS = (
    "No no Nos Vol vol St p pp Dr ed eds Ed Eds trans Trans cit ibid Ibid al Inc Art art para Res Doc Mr Mrs Ms Prof "
    "Gen Amb Sen Rep Co Corp Ltd Jr Sr Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec cf Cf vs ser ch Ch Bd"
)
_NOT_AFTER = "".join(rf"(?<!\b{word})" for word in _ABBREVIATIONS.split())
_BREAK = re.compile(
    r"(?P<semicolon>;\s*)"
    rf"|(?P<cited>[,.;]?\s+\(?(?:as )?(?:cited|quoted|reprinted) (?:in|by):?\s+(?=[A-Z“\"{PARTS}]))"
    rf"|(?P<stop>{_NOT_AFTER}(?<!\b[A-Z])\.\s+(?=[A-Z({PARTS}]))"
)
_LEAD = re.compile(
    r"^(?:(?:.*\b)?[Ss]ee\b(?:[, ]+(?:also|e\.g\.|for (?:example|instance|more)|inter alia|generally|especially|esp\.|"
    r"notably|among others))*[,:]?\s+|(?:[Cc]f\.|[Cc]ompare|[Aa]lso|[Aa]nd|[Ii]n|[Ff]rom|[Ss]ources?:|[Ee]\.g\.,?|"
    r"(?:[Aa]s )?(?:[Cc]ited|[Qq]uoted|[Rr]eported) (?:in|by))\s+)+"
)
_IBID = re.compile(r"(?:ibid(?:em)?|idem|id)\b\.?", re.IGNORECASE)
_OP_CIT = re.compile(r"\b(?:op\.? ?cit|loc\.? ?cit)\b\.?", re.IGNORECASE)
_SUPRA = re.compile(r"\b(?:supra|see|at|in)?,? ?(?:foot|end)?n(?:ote|\.) ?(\d+)(?: above)?", re.IGNORECASE)
_APA = re.compile(
    r"^(?P<author>[^()]{2,200}?)\s*\((?P<date>(?:1[4-9]|20)\d\d[a-z]?(?:, [^()]+)?|n\.d\.)\)[.,:]?\s+(?P<title>.+)$"
)
_APA_START = re.compile(r"^[^()]{2,200}\((?:1[4-9]|20)\d\d[a-z]?(?:, [^()]+)?\)")
_APA_TITLE = re.compile(rf"(?P<title>[^{PARTS}]+?[.?!])\s+(?P<rest>.+)$")
_ADDRESS_DATE = re.compile(r"/(20\d\d|19\d\d)[/-](0[1-9]|1[0-2])[/-]([0-3]\d)(?:/|-|$)")
_IN_PRESS = re.compile(r"\((?P<inside>[^()]*:[^()]*)\)")


@dataclass(slots=True)
class _Unit:
    """A stretch of a note that may be a source of its own, and what parted it from the one before."""

    text: str
    after: str | None  # "semicolon", "cited" or "stop"; None for the first


def parse_notes(notes: Sequence[DraftNote]) -> list[tuple[Source, ...]]:
    """The sources of each note, in order; an "ibid." or a short form takes what it leaves out from an earlier note."""
    by_label: dict[str, tuple[Source, ...]] = {}
    earlier: list[Source] = []
    parsed = []
    for note in notes:
        sources = parse(note.text, note.links, earlier, by_label)
        by_label[note.label] = sources
        earlier += sources
        parsed.append(sources)
    return parsed


def parse(
    text: str,
    links: Sequence[tuple[str, str]] = (),
    earlier: Sequence[Source] = (),
    by_label: dict[str, tuple[Source, ...]] | None = None,
) -> tuple[Source, ...]:
    """The sources that a note's words cite.

    Italics stand as ``*…*``; ``links`` are (words, address). ``earlier`` are the sources of the notes before, oldest
    first, and ``by_label`` the same by note, for "ibid.", "op. cit." and "supra note 3".
    """
    masked = mask(" ".join(text.split()), list(links))
    known = list(earlier)
    found: list[Source] = []
    for unit in _merged(masked, _units(masked.text)):
        sources = _repeated(unit, masked, known, by_label or {}) or _read(unit, masked, known)
        found += sources
        known += sources
    return tuple(found)


def _units(text: str) -> list[_Unit]:
    """The note cut at semicolons and sentence ends that are not inside brackets."""
    units: list[_Unit] = []
    start, parting = 0, None
    for match in _BREAK.finditer(text):
        if text.count("(", start, match.start()) > text.count(")", start, match.start()) and match["cited"] is None:
            continue
        units.append(_Unit(text[start : match.start()], parting))
        start, parting = match.end(), match.lastgroup
    units.append(_Unit(text[start:], parting))
    return [unit for unit in units if unit.text.strip(" .,;()")]


def _merged(masked: Masked, units: list[_Unit]) -> list[str]:
    """The units put together again where several make one source, and plain prose between sources left out."""
    merged: list[str] = []
    for unit in units:
        if _stands_alone(masked, unit, merged[-1] if merged else None):
            merged.append(unit.text)
        elif unit.after == "stop" and _is_complete(masked, merged[-1]) and _is_idle(masked, unit.text):
            continue
        else:
            merged[-1] += (". " if unit.after == "stop" else ", ") + unit.text
    return [piece for text in merged for piece in _cut_between_titles(masked, text)]


def _stands_alone(masked: Masked, unit: _Unit, before: str | None) -> bool:
    if before is None or unit.after == "cited" or _IBID.match(unit.text) or _OP_CIT.search(unit.text):
        return True
    titled = bool(masked.of(unit.text, "quoted", "italic", "linked"))
    if unit.after == "semicolon":
        return titled or (_has_date(unit.text) and _has_name(unit.text)) or _only_addresses(masked, before)
    if not _is_complete(masked, before):
        return titled and is_prose(before) and not masked.of(before, "quoted", "italic", "linked")
    return titled or (_has_date(unit.text) and _has_name(unit.text) and not is_prose(unit.text))


def _only_addresses(masked: Masked, text: str) -> bool:
    return not re.sub(f"[{PARTS}\\W]", "", text) and bool(masked.of(text, "address"))


def _has_date(text: str) -> bool:
    return details.take_date(details.take_access(text))[1] is not None


def _has_name(text: str) -> bool:
    rest = details.take_date(details.take_access(text))[0]
    return re.search(r"\b[A-Z][^\W\d_]+", rest) is not None


def _is_complete(masked: Masked, text: str) -> bool:
    if _IBID.match(text) or _OP_CIT.search(text):
        return True
    titled = masked.of(text, "quoted", "italic", "linked")
    if not titled and _APA_START.match(text):
        return False
    named = titled or _has_name(text)
    return bool(named) and (
        _has_date(text) or details.take_pages(text)[1] is not None or bool(masked.of(text, "address"))
    )


def _is_idle(masked: Masked, text: str) -> bool:
    """Whether a sentence after a complete source adds nothing to it."""
    return not masked.of(text, "address") and details.take_pages(text)[1] is None and len(text.split()) > 2


def _cut_between_titles(masked: Masked, text: str) -> list[str]:
    """Two quoted titles joined by "and" are two sources, if the first has its date or outlet before the "and"."""
    titles = [at for at, part in masked.of(text, "quoted") if _is_title(part.words)]
    if len(titles) < 2:
        return [text]
    between = text[titles[0] + 1 : titles[1]]
    cut = re.search(r",? and (?:see )?", between)
    if cut is None or not _has_date(between[: cut.start()]):
        return [text]
    at = titles[0] + 1
    return [text[: at + cut.start()], *_cut_between_titles(masked, text[at + cut.end() :])]


def _is_title(words: str) -> bool:
    """A quotation that begins small or is a word long is more likely a phrase than a title."""
    return len(words) > 2 and not words[0].islower()


def _repeated(
    unit: str, masked: Masked, known: list[Source], by_label: dict[str, tuple[Source, ...]]
) -> tuple[Source, ...]:
    """The earlier source that "ibid.", "op. cit." or "note 3 above" stands for, with pages of its own."""
    unit = _LEAD.sub("", unit.strip())
    pages = details.take_pages(unit)[1] or details.take_bare_pages(unit)[1]
    if _IBID.match(unit) and known:
        return (replace(known[-1], pages=pages or known[-1].pages),)
    if masked.of(unit, "address"):
        return ()
    back = _SUPRA.search(unit)
    if back and by_label.get(back.group(1)):
        return tuple(replace(source, pages=pages) for source in by_label[back.group(1)])
    if op_cit := _OP_CIT.search(unit):
        return _by_surname(unit[: op_cit.start()].strip(" ,."), pages, known)
    return ()


def _by_surname(name: str, pages: str | None, known: list[Source]) -> tuple[Source, ...]:
    surname = name.split()[-1] if name else ""
    for source in reversed(known):
        if surname and surname in (source.author or source.publisher or ""):
            return (replace(source, pages=pages),)
    return ()


def _read(unit: str, masked: Masked, known: list[Source]) -> tuple[Source, ...]:
    """The source that a unit tells of, or none."""
    unit = details.take_access(unit).strip(" ,;.")
    if _IBID.match(unit):
        return ()  # of nothing
    source = _apa(unit, masked) or _titled(unit, masked) or _untitled(unit, masked)
    if source is None or source == Source():
        return ()
    return (_completed(source, known),)


def _titled(unit: str, masked: Masked) -> Source | None:
    """A source whose title is quoted, linked or in italics."""
    place = _title_place(unit, masked)
    if place is None:
        return None
    at, part = place
    before, after = unit[:at], unit[at + 1 :]
    if part.kind == "italic" and title_or_publisher(before, after, masked) == "publisher":
        return None
    author, outlet = author_and_publisher(_LEAD.sub("", before), masked)
    source = _after_title(after, masked)
    publisher = source.publisher or outlet
    if publisher is None and author is not None and is_institution(author):
        author, publisher = None, author
    return replace(
        source,
        title=_bare_title(part.words),
        author=author,
        publisher=publisher,
        date=source.date or details.take_date(before)[1] or _date_of_address(source.address),
        address=source.address or part.address or _linked_address(unit, masked),
    )


def _title_place(unit: str, masked: Masked) -> tuple[int, Part] | None:
    quoted = [place for place in masked.of(unit, "quoted") if _is_title(place[1].words)]
    linked = [place for place in masked.of(unit, "linked") if len(place[1].words.split()) > 2]
    return next(iter(quoted or linked or masked.of(unit, "italic")), None)


def _bare_title(words: str) -> str | None:
    return words.strip(' "“”‘«»„').rstrip(" ,.;:") or None


def _after_title(after: str, masked: Masked) -> Source:
    """Outlet, date, pages and address: what follows a title."""
    address = next((part.words for _, part in masked.of(after, "address")), None)
    text, pages = details.take_pages(after)
    press = _IN_PRESS.search(text)
    text, date = details.take_date(text)
    bare, bare_pages = details.take_bare_pages(text)
    if pages is None and bare_pages is not None:
        text, pages = bare, bare_pages
    publisher = publisher_of(press.group("inside") if press else text, masked)
    return Source(publisher=publisher, date=date, pages=pages, address=_full_address(address))


def _untitled(unit: str, masked: Masked) -> Source | None:
    """A source without a marked title: an outlet and a date, a treaty and its articles, an address alone."""
    unit = _LEAD.sub("", unit)
    source = _after_title(unit, masked)
    address = source.address or _linked_address(unit, masked)
    date = source.date or _date_of_address(address)
    if (is_prose(unit) or (date is None and source.pages is None)) and not masked.of(unit, "italic"):
        return Source(address=address, date=date) if address else None
    rest = details.take_date(details.take_pages(unit)[0])[0]
    if masked.of(unit, "italic"):
        return replace(source, date=date, address=address)
    author, title, publisher = plain_parts(rest, masked)
    return replace(
        source, title=title and _bare_title(title), author=author, publisher=publisher, date=date, address=address
    )


def _apa(unit: str, masked: Masked) -> Source | None:
    """Author (2018). Title. Outlet, 97(1), 13–15."""
    match = _APA.match(_LEAD.sub("", unit))
    if match is None or masked.of(match["author"], "quoted", "italic", "linked", "address"):
        return None
    title, rest = _apa_title(match["title"], masked)
    if title is None:
        return None
    source = _after_title(rest, masked)
    return replace(
        source,
        title=_bare_title(title),
        author=match["author"].strip(" ,") or None,
        date=details.take_date(match["date"])[1],
    )


def _apa_title(words: str, masked: Masked) -> tuple[str | None, str]:
    first = masked.parts.get(words[0])
    if first is not None and first.kind != "address":
        return first.words, words[1:]
    match = _APA_TITLE.match(words)
    return (masked.unmask(match["title"]), match["rest"]) if match else (masked.unmask(words), "")


def _linked_address(unit: str, masked: Masked) -> str | None:
    return next((part.address for _, part in masked.of(unit, "quoted", "linked", "italic") if part.address), None)


def _full_address(address: str | None) -> str | None:
    if address and address.lower().startswith("doi:"):
        return "https://doi.org/" + address[4:].strip()
    return address


def _date_of_address(address: str | None) -> str | None:
    match = _ADDRESS_DATE.search(address or "")
    return details.take_date("-".join(match.groups()))[1] if match else None


def _completed(source: Source, known: list[Source]) -> Source:
    """A short form ("Gurganus, “Strategy,” 13") with what its first citation told."""
    if source.title is None or source.date is not None or source.address is not None:
        return source
    for full in reversed(known):
        if full.title and source.title.lower() in full.title.lower() and _same_author(source, full):
            return replace(full, pages=source.pages)
    return source


def _same_author(short: Source, full: Source) -> bool:
    """Whether a short form names the author of the full one: a surname alone looks like an outlet."""
    named = short.author or short.publisher
    if named is None:
        return short.title == full.title
    return full.author is not None and named.split()[-1] in full.author.split()
