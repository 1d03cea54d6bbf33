"""What the header of a TEI file says of the text: title, author, publisher, date, address and language.

Headers put these into elements of their own or write them out as prose ("Researched and written by …, February 2009");
both are read. Knows nothing of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.documents.draft import Draft
from detente.documents.metadata import find_date
from detente.documents.untrusted_xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_PROSE = 2000  # characters of a statement that are read
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WHEN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_WRITTEN_BY = re.compile(
    r"\b(?:writ+en|compiled|prepared)(?: and \w+)? by (?:the )?(?P<names>[^.;,\d]+?)\s*(?=[.;,\d]|updated|$)",
    re.IGNORECASE,
)


def read_header(root: _Element, draft: Draft) -> None:
    """Puts what the header says into the draft."""
    header = next(_elements(root, "teiHeader"), None)
    draft.language = _language(root, header)
    if header is None:
        return
    draft.title = _title(header)
    draft.author = _author(header)
    publication = next(_elements(header, "publicationStmt"), None)
    if publication is not None:
        draft.publisher = _publisher(publication)
        draft.address = _address(publication)
    draft.date = _date(publication, next(_elements(header, "sourceDesc"), None))


def words_of(element: _Element) -> str:
    """All the words in an element, spaces collapsed."""
    return " ".join(str(element.xpath("string()")).split())


def _elements(within: _Element, *names: str) -> Iterator[_Element]:
    return (element for element in within.iter() if local_name(element) in names)


def _language(root: _Element, header: _Element | None) -> str:
    texts = [root, *_elements(root, "text")][:2]
    said = [element.get(_XML_LANG) for element in reversed(texts)]
    if header is not None:
        said += [element.get("ident") for element in _elements(header, "language")][:1]
    return next((value[:2].lower() for value in said if value and value[:2].isalpha()), "en")


def _title(header: _Element) -> str | None:
    """The complete title where one is marked so, else the main title with its subtitle, else the first."""
    statement = next(_elements(header, "titleStmt"), None)
    if statement is None:
        return None
    titles = [(element.get("type", ""), words_of(element)) for element in statement if local_name(element) == "title"]
    titles = [(kind, words) for kind, words in titles if words]
    by_kind = dict(reversed(titles))
    if "complete" in by_kind:
        return by_kind["complete"]
    main = by_kind.get("main") or next((words for _, words in titles), None)
    under = by_kind.get("sub")
    return f"{main}: {under}" if main and under and main != under else main


def _author(header: _Element) -> str | None:
    """The authors of the title statement; else of those of whom the source says that they wrote it."""
    statement = next(_elements(header, "titleStmt"), None)
    names = [] if statement is None else [words_of(element) for element in _elements(statement, "author")]
    names = [name for name in dict.fromkeys(names) if name]
    if names:
        return " and ".join(names)
    for source in _elements(header, "sourceDesc"):
        if written := _WRITTEN_BY.search(words_of(source)[:_PROSE]):
            return written["names"].strip()
    return None


def _publisher(publication: _Element) -> str | None:
    for element in _elements(publication, "publisher", "distributor", "authority"):
        if words := words_of(element):
            return words
    prose = words_of(publication)[:_PROSE]
    found = find_date(prose)
    name = (prose[: found[0]] if found else prose).strip(" ,.;:()")
    return name if 2 < len(name) <= 120 and not _is_told(name) else None


def _is_told(words: str) -> bool:
    """Whether a statement is told rather than named ("Published on the web by …")."""
    return re.search(r"\b(?:is|are|was|were|has|been|this|published by)\b", words, re.IGNORECASE) is not None


def _address(publication: _Element) -> str | None:
    said = [words_of(element) for element in _elements(publication, "idno")]
    said += [element.get("target", "") for element in _elements(publication, "ref", "ptr")]
    return next((value for value in said if value.startswith(("http://", "https://"))), None)


def _date(publication: _Element | None, source: _Element | None) -> str | None:
    """The day of publication; the day of writing where it is finer or later, as after an update."""
    published = None if publication is None else _first_date(publication)
    written = max((date for date in _prose_dates(source)), key=_sortable, default=None) if source is not None else None
    if published is None or written is None:
        return published or written
    return written if written[:4] >= published[:4] and len(written) > len(published) else published


def _first_date(publication: _Element) -> str | None:
    """The date that is said to be the publication's, else the first."""
    dates = sorted(_elements(publication, "date"), key=lambda date: date.get("type") != "publication-date")
    for element in dates:
        if date := _when(element):
            return date
    found = find_date(words_of(publication)[:_PROSE])
    return found[2] if found else None


def _when(element: _Element) -> str | None:
    for name in ("when", "when-iso", "notAfter", "to"):
        if match := _WHEN.match(element.get(name, "")):
            return match.group()
    found = find_date(words_of(element)[:_PROSE])
    return found[2] if found else None


def _prose_dates(source: _Element) -> Iterator[str]:
    """The dates of a source that is described in prose; a printed book's own date is not this text's."""
    if next(_elements(source, "bibl", "biblStruct", "biblFull", "msDesc", "recordingStmt"), None) is not None:
        return
    prose = words_of(source)[:_PROSE]
    while found := find_date(prose):
        yield found[2]
        prose = prose[found[1] :]


def _sortable(date: str) -> str:
    return date.partition("/")[0]
