"""Plain text: paragraphs, headings, lists, quotations and notes by how they are laid out.

Also plain text that keeps some inline Markdown (links, stars, backslashes), as texts copied out of other programs do.
Knows nothing of offsets, sentences or sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.documents import limits
from detente.documents.decoding import decode
from detente.documents.draft import Draft, DraftBlock, DraftNote
from detente.documents.marks import Label, Style, find_marks
from detente.documents.metadata import is_byline, is_date_line
from detente.documents.textnotes import roles
from detente.documents.topmatter import TOP, read_top
from detente.model import BlockKind

_PROVENANCE = re.compile(
    r"\s*(?:#|//|%|;)?\s*(?:source|url|retrieved from|address|permalink)\s*:\s*(?P<address>https?://\S+).*",
    re.IGNORECASE,
)
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,})\s*$")
_BULLET = re.compile(r"\s*(?:[-*•‣▪◦·–]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_QUOTED_LINE = re.compile(r"\s*>\s?")
_INDENT = re.compile(r"(?: {4,}|\t)\S")
_TERMINAL = (".", ",", ";", ":", "…", "”", '"', "-", "–", "—")
_SMALL = "a an and as at but by for from in into nor of on or over the to under up vs with within de la"
_SMALL_WORDS = frozenset(_SMALL.split())
_EVIDENCE_OF_MARKDOWN = re.compile(r"\]\((?:https?://|#|/)[^)\s]*\)|\\[$*_&#\[\]]|\*\*\S[^*\n]*\*\*")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((\S*?)(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(\*{1,3})(?=[^\s*])([^*\n]*?[^\s*])\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!$&~|<>-])")


@dataclass(slots=True)
class Chunk:
    """Lines that stand together, with blank lines around them, and the page they are on."""

    lines: list[str]
    page: int | None = None

    @property
    def text(self) -> str:
        """The lines with their line ends."""
        return "\n".join(self.lines)


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a plain text file. Raises EmptyDocument, DamagedDocument or TooLarge."""
    text, warnings = decode(data, file)
    limits.check_text(len(text), file)
    draft = Draft(warnings=warnings)
    chunks = list(_chunks(_without_provenance(text, draft)))
    marked_up = _EVIDENCE_OF_MARKDOWN.search(text) is not None
    body, labels = _split_notes(chunks, draft, marked_up)
    blocks = [block for chunk in body for block in _blocks(chunk)]
    for block in blocks:
        words = "".join(run for run in block.runs if isinstance(run, str))
        block.runs = find_marks(_plain(words) if marked_up else words, labels)
    draft.blocks = _with_headings(blocks)
    _set_top_matter(draft)
    return draft


def _without_provenance(text: str, draft: Draft) -> str:
    """The text without a first line that only tells where it was taken from."""
    first, _, rest = text.lstrip("\ufeff\n\r ").partition("\n")
    if match := _PROVENANCE.fullmatch(first.strip()):
        draft.address = match["address"].rstrip(").,;")
        return rest
    return text


def _chunks(text: str) -> Iterator[Chunk]:
    text = re.sub(r"\r\n?|\u2028|\u2029|\x0b|\x85", "\n", text)
    pages = text.rstrip("\f \n").split("\f")
    for number, page in enumerate(pages, 1):
        lines: list[str] = []
        for line in [*page.split("\n"), ""]:
            if line.strip():
                lines.append(line.expandtabs(4) if line.startswith("\t") else line)
            elif lines:
                yield from _by_layout(Chunk(lines, number if len(pages) > 1 else None))
                lines = []


def _split_notes(chunks: list[Chunk], draft: Draft, marked_up: bool) -> tuple[list[Chunk], dict[str, Style]]:
    """Gives the notes to the draft; returns the body's chunks and the notes' labels with their styles."""
    body: list[Chunk] = []
    notes: list[tuple[str, str, int | None]] = []
    labels: dict[str, Style] = {}
    for chunk, role in zip(chunks, roles([chunk.text for chunk in chunks]), strict=True):
        if role == "body":
            body.append(chunk)
        elif isinstance(role, Label):
            notes.append((role.label, chunk.text[role.end :], chunk.page))
            labels[role.label] = role.style
        elif role == "more":
            label, text, page = notes[-1]
            notes[-1] = (label, f"{text}\n{chunk.text}", page)
    draft.notes = [_note(label, text, page, marked_up) for label, text, page in notes]
    return body, labels


def _by_layout(chunk: Chunk) -> Iterator[Chunk]:
    """A chunk as it is if its lines are one wrapped paragraph, a list, a table or a quotation; else line by line."""
    lines = chunk.lines
    if len(lines) == 1 or _is_table(lines) or _UNDERLINE.fullmatch(lines[1]) or _QUOTED_LINE.match(lines[0]):
        yield chunk
        return
    start = 0
    if label_like(lines[0]) and not any(label_like(line) or _BULLET.match(line) for line in lines[1:]):
        yield chunk  # one note, however its lines end
        return
    wrapped, width = _is_wrapped(lines), max(map(len, lines))
    for index in range(1, len(lines)):
        if _begins_anew(lines[index - 1], lines[index], wrapped, width):
            yield Chunk(lines[start:index], chunk.page)
            start = index
    yield Chunk(lines[start:], chunk.page)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines of a chunk end where a margin made them end: all but the last are of much the same length."""
    longest = max(len(line) for line in lines)
    if longest > 130 or longest < 30:
        return False
    full = sum(len(line) >= 0.7 * longest for line in lines[:-1])
    return full >= 0.7 * (len(lines) - 1) or longest - min(map(len, lines[:-1])) <= 25


def _begins_anew(before: str, line: str, wrapped: bool, width: int) -> bool:
    if _BULLET.match(line) or label_like(line):
        return True
    if not wrapped:
        return not (_BULLET.match(before) and line.startswith(" "))
    indented = line.startswith("  ") and not before.startswith("  ")
    short_heading = (
        len(before) < 0.6 * width and line.lstrip()[:1].isupper() and not before.rstrip().endswith(_TERMINAL)
    )
    return (indented and before.rstrip().endswith((".", "?", "!", "”", '"'))) or short_heading


def label_like(line: str) -> bool:
    """Whether a line begins with what can only be a note's label."""
    return re.match(r"\s*(?:[⁰¹²³⁴-⁹]+\s?\S|\[\^?\w{1,4}\]:?\s)", line) is not None


def _is_table(lines: list[str]) -> bool:
    for cell in (" | ", "\t"):
        counts = {line.count(cell) for line in lines}
        if len(counts) == 1 and counts != {0} and len(lines) > 1:
            return True
    return False


def _blocks(chunk: Chunk) -> Iterator[DraftBlock]:
    lines, page = chunk.lines, chunk.page
    hashes = _HASHES.match(lines[0])
    if hashes:
        yield DraftBlock("heading", [hashes[2]], len(hashes[1]), page)
        lines = lines[1:]
    elif len(lines) == 2 and _UNDERLINE.fullmatch(lines[1]):
        yield DraftBlock("heading", [lines[0]], 1 if "=" in lines[1] else 2, page)
        return
    if lines and not all(_UNDERLINE.fullmatch(line) or re.fullmatch(r"[\s*_—–-]{3,}", line) for line in lines):
        yield _block(lines, page)


def _block(lines: list[str], page: int | None) -> DraftBlock:
    if _is_table(lines):
        rows = [re.sub(r"\s*\t+\s*", " | ", line.strip(" |")) for line in lines]
        return DraftBlock("table", ["\n".join(row for row in rows if re.search(r"[^\W_]", row))], page=page)
    if all(_QUOTED_LINE.match(line) for line in lines):
        return DraftBlock("quotation", ["\n".join(_QUOTED_LINE.sub("", line, count=1) for line in lines)], page=page)
    if bullet := _BULLET.match(lines[0]):
        level = 1 + min(5, (len(lines[0]) - len(lines[0].lstrip())) // 2)
        return DraftBlock("list", ["\n".join([lines[0][bullet.end() :], *lines[1:]])], level, page)
    kind: BlockKind = "quotation" if all(_INDENT.match(line) for line in lines) else "paragraph"
    return DraftBlock(kind, ["\n".join(lines)], page=page)


def _words(block: DraftBlock) -> str:
    return " ".join("".join(run for run in block.runs if isinstance(run, str)).split())


def _with_headings(blocks: list[DraftBlock]) -> list[DraftBlock]:
    """Turns short lines without a stop into headings; in a text that indents every paragraph, none is a quotation."""
    indented = sum(block.kind == "quotation" for block in blocks)
    plain = sum(block.kind == "paragraph" for block in blocks)
    for index, block in enumerate(blocks):
        if block.kind == "quotation" and indented > plain:
            block.kind = "paragraph"
        following = _words(blocks[index + 1]) if index + 1 < len(blocks) else ""
        if block.kind == "paragraph" and _is_heading(_words(block), following):
            block.kind, block.level = "heading", 2
    return blocks


def _is_heading(words: str, following: str) -> bool:
    if not words or len(words) > 110 or len(words.split()) > 16 or not (words[0].isupper() or words[0].isdigit()):
        return False
    if not following or following[0].islower() or not re.search(r"[^\W\d_]", words):
        return False
    if words.endswith("."):
        return _is_title_case(words)
    return not words.endswith(_TERMINAL)


def _is_title_case(words: str) -> bool:
    """Every word of weight begins with a capital or a digit: then even a final stop makes no sentence of it."""
    weighty = [word.lstrip("(“‘\"'") for word in words.split() if word.strip(".,").lower() not in _SMALL_WORDS]
    return len(weighty) > 2 and all(word[:1].isupper() or word[:1].isdigit() for word in weighty)


def _set_top_matter(draft: Draft) -> None:
    """Title, author and date from the first lines; those of the author and the date are no headings."""
    lines = [_words(block) for block in draft.blocks[:TOP]]
    top = read_top(lines)
    draft.title, draft.author, draft.date = top.title, top.author, top.date
    for index, (line, block) in enumerate(zip(lines, draft.blocks, strict=False)):
        if index == top.title_at:
            block.kind, block.level = "heading", 1
        elif block.kind == "heading" and (line == top.author or is_date_line(line) or is_byline(line)):
            block.kind, block.level = "paragraph", 0


def _plain(words: str) -> str:
    """Words without inline Markdown."""
    words = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", words))
    return _ESCAPE.sub(r"\1", words)


def _note(label: str, text: str, page: int | None, marked_up: bool) -> DraftNote:
    if not marked_up:
        return DraftNote(label, text, page=page)
    links = [(words, address) for words, address in _LINK.findall(text) if words.strip()]
    return DraftNote(label, _ESCAPE.sub(r"\1", _LINK.sub(r"\1", text)).replace("**", ""), links, page)
