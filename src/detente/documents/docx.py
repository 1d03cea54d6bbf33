"""DOCX: headings, lists, quotations, tables, footnotes and endnotes, and the properties of the file.

``mammoth`` turns the file into HTML with linked notes, which is then read as a page is. Deleted words, comments, macros
and fields' codes are not read; nothing outside the file is followed. Knows nothing of offsets, sentences or sources.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.documents import limits
from detente.documents.docx_package import Package, unpack
from detente.documents.docx_styles import TITLE, style_map
from detente.documents.draft import Draft, DraftNote, Ref
from detente.documents.html_notes import LinkedNote, take_notes
from detente.documents.html_walk import Walk
from detente.documents.rich import Piece, fill, note_of
from detente.errors import EmptyDocument, TooLarge

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NO_TITLE = re.compile(r"(?:document\d*|microsoft word - .*|untitled.*|doc\d+|.*\.docx?|template|title)", re.IGNORECASE)
_NO_AUTHOR = re.compile(
    r"(?:python-docx|user|admin(?:istrator)?|author|microsoft.*|windows.*|hp|dell|owner|.*@.*)", re.I
)
_TEMPLATE_AUTHOR = "python-docx"  # a library whose files all have its template's day
_LONGEST_HEADING = 110  # characters of a bold paragraph that is taken for a heading
_BACK = "↑"


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a DOCX file.

    Raises LockedDocument, NotThisFormat, DamagedDocument, HostileDocument, TooLarge or EmptyDocument.
    """
    package = unpack(data, file)
    root = _as_html(package)
    draft = Draft()
    title = _title_paragraph(root)
    linked = take_notes(root)
    labels = [note.label for note in linked]
    notes = [_note(note, labels) for note in linked]
    top = fill(draft, Walk(root, labels).blocks, notes)
    if not draft.blocks and not draft.notes:
        raise EmptyDocument(
            "There is no text in it.", place=file, remedy="If it holds scans, read them with OCR first."
        )
    _read_properties(package, draft)
    draft.title = title or draft.title or top.title
    draft.author = draft.author or top.author
    if top.date:
        draft.date = top.date
    elif draft.date:
        draft.warnings.append(f"{file}: its date, {draft.date}, is the day on which the file was made")
    return draft


def _as_html(package: Package) -> HtmlElement:
    import mammoth
    from lxml import html

    try:
        result = mammoth.convert_to_html(
            package.archive(),
            style_map=style_map(package.root("word/styles.xml")),
            include_embedded_style_map=False,
            convert_image=lambda _: [],
            external_file_access=False,
        )
        limits.check_text(len(result.value) // 2, package.file)
        root = html.fragment_fromstring(_SURROGATES.sub("", result.value), create_parent="div")
    except RecursionError as error:
        raise TooLarge(
            f"Its tables or other elements are nested more than {limits.MAX_DEPTH} deep.",
            place=package.file,
            remedy="Save it again from the program it was written in, or as plain text.",
        ) from error
    _mark_bold_headings(root)
    return root


_SURROGATES = re.compile("[\ud800-\udfff\x00]")


def _title_paragraph(root: HtmlElement) -> str | None:
    """The words of the paragraph in the style Title."""
    for element in root.iter("h1"):
        if TITLE in (element.get("class") or "").split():
            return " ".join(element.text_content().split()) or None
    return None


def _mark_bold_headings(root: HtmlElement) -> None:
    """Makes headings of short paragraphs all in bold, in a text that has no headings by style."""
    if any(element.get("class") != TITLE for level in range(1, 7) for element in root.iter(f"h{level}")):
        return
    for paragraph in root.iterchildren("p"):
        words = " ".join(paragraph.text_content().split())
        bold = " ".join(" ".join(element.text_content() for element in paragraph.iterchildren("strong")).split())
        follows = paragraph.getnext()
        if (
            words
            and words == bold
            and len(words) <= _LONGEST_HEADING
            and words[-1] not in ".,;:"
            and follows is not None
        ):
            paragraph.tag = "h2"


def _note(note: LinkedNote, labels: list[str]) -> DraftNote:
    pieces: list[Piece | Ref] = []
    for element in note.elements:
        for block in Walk(element, labels).blocks:
            pieces += [*([Piece("\n")] if pieces else []), *block.pieces]
    drafted = note_of(note.label, pieces)
    drafted.text = drafted.text.rstrip(f"{_BACK} \n")
    return drafted


def _read_properties(package: Package, draft: Draft) -> None:
    """Title, author and the day it was made, where they say more than the program's own defaults."""
    title = _property(package, "docProps/core.xml", f"{_DUBLIN}title")
    author = _property(package, "docProps/core.xml", f"{_DUBLIN}creator")
    created = _property(package, "docProps/core.xml", f"{_TERMS}created") or ""
    language = _property(package, "docProps/core.xml", f"{_DUBLIN}language") or ""
    draft.title = title if title and not _NO_TITLE.fullmatch(title) else None
    draft.author = author if author and not _NO_AUTHOR.fullmatch(author) else None
    draft.publisher = _property(package, "docProps/app.xml", f"{_APP}Company")
    draft.language = language[:2].lower() if language[:2].isalpha() else "en"
    day = _DAY.match(created)
    draft.date = day.group() if day and author != _TEMPLATE_AUTHOR else None


def _property(package: Package, part: str, name: str) -> str | None:
    root = package.root(part)
    return (root.findtext(name) or "").strip() or None if root is not None else None
