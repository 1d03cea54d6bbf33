"""Markdown, with footnotes, tables and front matter.

Raw HTML in it is read for its words only. Knows nothing of offsets, sentences or sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from detente.documents import limits
from detente.documents.decoding import decode
from detente.documents.draft import Draft, DraftNote, Ref
from detente.documents.metadata import written_date
from detente.documents.rich import Piece, RichBlock, fill, note_of
from detente.documents.text import read as read_text
from detente.errors import TooLarge
from detente.model import BlockKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<lines>.*?)\n(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FRONT_LINE = re.compile(r"\s*$|[A-Za-z][\w-]*\s*[:=]|\s+\S|\s*[-#]")
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]*)\s*[:=]\s*(?P<value>.*)")
_KEYS = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "by": "author",
    "date": "date",
    "published": "date",
    "pubdate": "date",
    "publisher": "publisher",
    "source": "publisher",
    "outlet": "publisher",
    "site": "publisher",
    "institution": "publisher",
    "url": "address",
    "link": "address",
    "address": "address",
    "canonical_url": "address",
    "lang": "language",
    "language": "language",
}
_MAX_NESTING = 100
_DEEP = re.compile(
    rf"^(?:[ \t]*>){{{_MAX_NESTING},}}|^(?:[ \t]*[-*+][ \t]){{{_MAX_NESTING},}}|[\[(]{{{2000},}}", re.MULTILINE
)
_DELIMITER = re.compile(r"[*_\[!^`]")
_MAX_EFFORT = 20_000_000  # squared delimiters: about two seconds
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a Markdown file. Raises EmptyDocument, DamagedDocument or TooLarge."""
    text, warnings = decode(data, file)
    limits.check_text(len(text), file)
    draft = Draft(warnings=warnings)
    text = _take_front_matter(text.replace("\r\n", "\n"), draft)
    if _DEEP.search(text):
        raise TooLarge(
            f"Its quotations, lists or brackets are nested more than {_MAX_NESTING} deep.",
            place=file,
            remedy="Save it again from the program it was written in, or as plain text.",
        )
    if _is_costly(text):
        draft.warnings.append("a paragraph has thousands of stars or brackets; read as plain text")
        return read_text(text.encode(), file=file)
    blocks, notes = _Walk(text, file).result()
    top = fill(draft, blocks, notes)
    draft.title = draft.title or _first_heading(draft) or top.title
    draft.author = draft.author or top.author
    draft.date = draft.date or top.date
    return draft


def _is_costly(text: str) -> bool:
    """Whether the parser, whose time grows with the square of the delimiters in a paragraph, would take seconds."""
    return sum(len(_DELIMITER.findall(block)) ** 2 for block in re.split(r"\n\s*\n", text)) > _MAX_EFFORT


def _first_heading(draft: Draft) -> str | None:
    for block in draft.blocks[:5]:
        if block.kind == "heading" and block.level == 1:
            return " ".join("".join(run for run in block.runs if isinstance(run, str)).split())
    return None


def _take_front_matter(text: str, draft: Draft) -> str:
    """Reads the fields before the text; without a YAML parser, since a title and a date need none."""
    match = _FRONT.match(text)
    if match is None or not all(_FRONT_LINE.match(line) for line in match["lines"].split("\n")):
        return text
    key = ""
    values: dict[str, str] = {}
    for line in match["lines"].split("\n"):
        if item := re.fullmatch(r"\s*-\s+(?:name:\s*)?(.+)", line):
            if key == "author":
                values[key] = " and ".join(filter(None, [values.get(key), _unquoted(item[1])]))
        elif found := _FIELD.fullmatch(line.strip()):
            key = _KEYS.get(found["key"].lower(), "")
            if key and (value := _unquoted(found["value"])):
                values.setdefault(key, value)
    _set(draft, values)
    return text[match.end() :]


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return " and ".join(_unquoted(item) for item in value[1:-1].split(","))
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _set(draft: Draft, values: dict[str, str]) -> None:
    draft.title = values.get("title")
    draft.author = values.get("author")
    draft.publisher = values.get("publisher")
    draft.date = written_date(values.get("date", ""))
    draft.address = values.get("address")
    draft.language = values.get("language", "en")[:2].lower()


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": limits.MAX_DEPTH + 10}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    parser.disable("footnote_tail")  # it drops the notes that nothing cites
    return parser


class _Walk:
    """Goes through the tokens once, knowing what it is inside of."""

    def __init__(self, text: str, file: str) -> None:
        self.env: dict[str, Any] = {}
        self.blocks: list[RichBlock] = []
        self.notes: list[DraftNote] = []
        self.lists: list[int | None] = []  # for each list around: the next number, None where it has none
        self.number: int | None = None
        self.quotes = 0
        self.heading = 0
        self.note: tuple[str, list[Piece | Ref]] | None = None
        self.row: list[Piece | Ref] | None = None
        for token in _parser().parse(text, self.env):
            limits.check_depth(token.level, file)
            self._take(token)

    def result(self) -> tuple[list[RichBlock], list[DraftNote]]:
        """Blocks and notes, inline notes last in the order of their marks."""
        return self.blocks, self.notes + self._inline_notes()

    def _take(self, token: Token) -> None:
        step = getattr(self, f"_on_{token.type}", None)
        if step is not None:
            step(token)

    def _on_heading_open(self, token: Token) -> None:
        self.heading = int(token.tag[1])

    def _on_heading_close(self, _: Token) -> None:
        self.heading = 0

    def _on_blockquote_open(self, _: Token) -> None:
        self.quotes += 1

    def _on_blockquote_close(self, _: Token) -> None:
        self.quotes -= 1

    def _on_bullet_list_open(self, _: Token) -> None:
        self.lists.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        self.lists.append(int(token.attrGet("start") or 1))

    def _on_bullet_list_close(self, _: Token) -> None:
        self.lists.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, _: Token) -> None:
        self.number = self.lists[-1]
        if self.lists[-1] is not None:
            self.lists[-1] += 1

    def _on_footnote_reference_open(self, token: Token) -> None:
        self.note = (str(token.meta["label"]), [])

    def _on_footnote_reference_close(self, _: Token) -> None:
        if self.note is not None:
            self.notes.append(note_of(*self.note))
        self.note = None

    def _on_table_open(self, _: Token) -> None:
        self._add(RichBlock("table"))

    def _on_tr_open(self, _: Token) -> None:
        self.row = []

    def _on_tr_close(self, _: Token) -> None:
        if self.row is not None:
            table = self.blocks[-1].pieces if self.note is None else self.note[1]
            table += [*([Piece("\n")] if table else []), *self.row]
        self.row = None

    def _on_hr(self, _: Token) -> None:
        self._add(RichBlock("paragraph", rule=True))

    def _on_inline(self, token: Token) -> None:
        pieces = list(_pieces(token.children or [], self.env))
        if self.row is not None:
            self.row += [*([Piece(" | ")] if self.row else []), *pieces]
        else:
            self._add(self._block(pieces))

    def _on_code_block(self, token: Token) -> None:
        self._add(RichBlock("paragraph", [Piece(token.content)]))

    _on_fence = _on_code_block

    def _on_html_block(self, token: Token) -> None:
        from detente.documents.html import blocks_of_fragment

        for block in blocks_of_fragment(token.content):
            self._add(block)

    def _block(self, pieces: list[Piece | Ref]) -> RichBlock:
        kind: BlockKind = (
            "heading" if self.heading else "list" if self.lists else "quotation" if self.quotes else "paragraph"
        )
        number, self.number = self.number, None
        level = self.heading or (len(self.lists) if kind == "list" else 0)
        return RichBlock(kind, pieces, level, number if kind == "list" else None)

    def _add(self, block: RichBlock) -> None:
        if self.note is None:
            self.blocks.append(block)
        else:
            self.note[1].extend([*([Piece("\n")] if self.note[1] else []), *block.pieces])

    def _inline_notes(self) -> list[DraftNote]:
        listed = self.env.get("footnotes", {}).get("list", {})
        return [
            note_of(_inline_label(number, self.env), _pieces(note["tokens"], self.env))
            for number, note in sorted(listed.items())
            if "tokens" in note
        ]


def _inline_label(number: int, env: dict[str, Any]) -> str:
    """A label for a note written into the text: its number, unless other notes have labels of their own."""
    return f"inline-{number + 1}" if env["footnotes"].get("refs") else str(number + 1)


def _pieces(tokens: Sequence[Token], env: dict[str, Any]) -> Iterator[Piece | Ref]:
    """The words of inline tokens. Raw tags are left out, but digits between <sup> tags become superscripts."""
    italic, raised, addresses = 0, False, list[str]()
    for token in tokens:
        if token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type == "link_open":
            addresses.append(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            addresses.pop()
        elif token.type == "footnote_ref":
            yield Ref(_label(token, env))
        elif token.type == "html_inline":
            raised = _raised(token.content, raised)
            yield Piece("\n" if token.content.lower().startswith("<br") else "")
        elif token.type in ("softbreak", "hardbreak"):
            yield Piece("\n")
        elif token.type in ("text", "code_inline", "text_special", "image"):
            words = token.content.translate(_SUPERSCRIPT) if raised else token.content
            yield Piece("" if token.type == "image" else words, italic > 0, addresses[-1] if addresses else None)


def _raised(tag: str, raised: bool) -> bool:
    name = tag.lower()
    return True if name.startswith("<sup") else False if name.startswith("</sup") else raised


def _label(token: Token, env: dict[str, Any]) -> str:
    note = env["footnotes"]["list"][token.meta["id"]]
    return str(note["label"]) if note.get("label") is not None else _inline_label(token.meta["id"], env)
