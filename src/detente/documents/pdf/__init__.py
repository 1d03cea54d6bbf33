"""PDF: paragraphs, headings, lists and tables by how they stand on the page; footnotes and their marks; what runs on.

``glyphs`` reads what stands where, in a ``process`` of its own; ``lines`` and ``columns`` bring it into reading order;
``margins`` and ``feet`` take out what is no body text; ``blocks`` and ``tables`` make blocks of the rest, of which
``front`` tells title, author and date. Here it becomes a draft. Knows nothing of offsets, sentences or sources.
"""

from __future__ import annotations

import re

from detente.documents.draft import Draft, DraftBlock, DraftNote
from detente.documents.marks import Label, Style, find_marks
from detente.documents.pdf.blocks import RawBlock, blocks_of, join_lines
from detente.documents.pdf.columns import in_reading_order
from detente.documents.pdf.feet import Foot, body_size, take_feet
from detente.documents.pdf.front import set_front_matter
from detente.documents.pdf.glyphs import Page, Sheets
from detente.documents.pdf.lines import lines_of, linked_words, starred
from detente.documents.pdf.margins import without_margins
from detente.documents.pdf.process import read_sheets
from detente.documents.textnotes import roles
from detente.errors import DamagedDocument, EmptyDocument

_END = re.compile(rb"%%EOF|startxref")
_TAIL = 4096
_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d{1,12})\b")
_UNREADABLE = re.compile("[\ufffd\x00-\x08\ue000-\uf8ff]")
_NOTES_HEADING = re.compile(r"\W*(?:(?:end|foot)?notes?|references|sources|citations|works cited)\W*", re.IGNORECASE)


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a PDF file. Raises LockedDocument, DamagedDocument, TooLarge or EmptyDocument."""
    sheets = read_sheets(data, file)
    _check_whole(data, file)
    draft = Draft(warnings=[f"page {number} could not be read" for number in sheets.unread])
    _check_text(sheets, file)
    pages, running = without_margins([lines_of(page) for page in sheets.pages], sheets.told.get("Title", ""))
    pages = in_reading_order(pages)
    body = body_size(pages)
    pages, feet = take_feet(pages, body)
    blocks = blocks_of(pages, body)
    by_number = {page.number: page for page in sheets.pages}
    draft.notes = [_note(foot, by_number[foot.page]) for foot in feet]
    _fill(draft, blocks, {foot.label.label: foot.label.style for foot in feet})
    set_front_matter(draft, blocks, sheets, running, file)
    return draft


def _check_whole(data: bytes, file: str) -> None:
    """A file that breaks off may still give some pages; a text that ends in the middle must not pass for all of it."""
    announced = _LINEARIZED.search(data[:1024])
    if (announced and len(data) < int(announced.group(1))) or not _END.search(data[-_TAIL:]):
        raise DamagedDocument("Its PDF breaks off before its end.", place=file, remedy="Fetch it again.")


def _check_text(sheets: Sheets, file: str) -> None:
    text = "".join(span.text for page in sheets.pages for span in page.spans)
    letters = sum(character.isalnum() for character in text)
    if not letters:
        raise EmptyDocument(
            "Its pages are pictures without text.",
            place=file,
            remedy="Run OCR over it (for instance ocrmypdf) and read the result.",
        )
    if len(_UNREADABLE.findall(text)) > 0.3 * len(text):
        raise EmptyDocument(
            "Its fonts do not tell which letters they show.",
            place=file,
            remedy="Run OCR over it, forcing it for all pages (ocrmypdf --force-ocr), and read the result.",
        )


def _note(foot: Foot, page: Page) -> DraftNote:
    texts = [starred(line) for line in foot.lines]
    texts[0] = _without_label(texts[0], foot)
    links = []
    for link in page.links:
        words = join_lines(filter(None, (linked_words(line, link) for line in foot.lines if line.page == foot.page)))
        if words.strip():
            links.append((words.strip(), link.address))
    text = join_lines(texts).replace("**", "")
    for _, address in links:
        text = _with_whole_address(text, address)
    return DraftNote(foot.label.label, text, links, foot.page)


def _without_label(text: str, foot: Foot) -> str:
    """The first line of a note from behind its label; italics that begin with it begin behind it."""
    plain = foot.lines[0].text
    cut = len(plain) - len(plain[foot.label.end :])
    return text[cut:] if not text.startswith("*") or foot.label.style == "symbol" else "*" + text[cut + 1 :].lstrip()


def _with_whole_address(text: str, address: str) -> str:
    """An address that a line's end or a hyphen cuts, made whole where a link tells it."""
    if address in text or len(address) > 1000:
        return text
    form = r"[-\s]*".join(re.escape(character) for character in address.rstrip("/"))
    return re.sub(form, lambda _: address, text, count=1)


def _fill(draft: Draft, blocks: list[RawBlock], labels: dict[str, Style]) -> None:
    """Puts the blocks into the draft; notes that stand at the end under a heading become notes."""
    texts = [block.text for block in blocks]
    kept: list[RawBlock] = []
    for block, text, role in zip(blocks, texts, roles(texts), strict=True):
        if isinstance(role, Label):
            draft.notes.append(DraftNote(role.label, text[role.end :], page=block.page))
            labels[role.label] = role.style
        elif role == "more" and draft.notes:
            draft.notes[-1].text += "\n" + text
        elif role == "body" and not (block is blocks[-1] and draft.notes and _NOTES_HEADING.fullmatch(text)):
            kept.append(block)
    blocks[:] = kept
    raised = any(style == "superscript" for style in labels.values())
    styles: dict[str, Style] = dict.fromkeys(labels, "caret") if raised else labels
    for block in kept:
        words = block.text[len(block.label) :] if block.kind == "list" else block.text
        draft.blocks.append(DraftBlock(block.kind, find_marks(words, styles), block.level, block.page))
