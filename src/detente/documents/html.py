"""HTML pages: their blocks in reading order, their linked notes, and what they declare of themselves.

The article is taken where the page says which part it is; where it does not and there is clutter, ``trafilatura`` says
which paragraphs belong to it, and the tree says what they are. Hidden elements are not read; nothing is fetched or run.
Knows nothing of offsets, sentences or sources.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.documents import limits
from detente.documents.decoding import decode
from detente.documents.draft import Draft, DraftNote, Ref
from detente.documents.html_metadata import read_metadata
from detente.documents.html_notes import MARK_CLOSE, MARK_OPEN, LinkedNote, take_notes
from detente.documents.html_walk import Walk
from detente.documents.rich import Piece, RichBlock, fill, note_of
from detente.errors import DamagedDocument, EmptyDocument

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "form",
        "button",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "select",
        "textarea",
        "canvas",
        "audio",
        "video",
        "dialog",
        "input",
        "head",
        "link",
        "meta",
        "source",
        "picture",
        "map",
    )
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.IGNORECASE
)
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|newsletter|promo|comments?|breadcrumbs?|cookies?|advert(?:isement)?|ads?|sidebar|"
    r"menu|navbar|nav|subscribe|tags|toolbar|skip-link|recommended|trending|paywall|popup|modal|sr-only|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SOME = 200  # characters: less is no article


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a page. Raises EmptyDocument, DamagedDocument or TooLarge."""
    text, warnings = _decode(data, file)
    limits.check_text(len(text), file)
    draft = Draft(warnings=warnings)
    root = _parse(text, file)
    read_metadata(root, draft)
    linked = take_notes(root)
    labels = [note.label for note in linked]
    notes = [_note(note, labels) for note in linked]
    blocks = _main_blocks(root, labels)
    top = fill(draft, blocks, notes)
    draft.title, draft.author, draft.date = draft.title or top.title, draft.author or top.author, draft.date or top.date
    if not draft.blocks and not draft.notes:
        raise EmptyDocument(
            "The page has no text of its own.", place=file, remedy="Save it from the browser once it is loaded."
        )
    return draft


def blocks_of_fragment(source: str) -> list[RichBlock]:
    """The blocks of some HTML inside another format, without notes."""
    root = _parse(f"<div>{source}</div>", "fragment")
    _drop_unread(root)
    return Walk(root, []).blocks


def _decode(data: bytes, file: str) -> tuple[str, list[str]]:
    declared = _DECLARED.search(data[:4096])
    name = (declared.group(1) or declared.group(2)).decode("ascii") if declared else None
    if name and name.lower().replace("-", "") not in ("utf8", "utf16"):
        try:
            # What pages call Latin-1 is cp1252, as browsers read it.
            return data.decode("cp1252" if name.lower() in ("iso-8859-1", "latin1", "us-ascii") else name), []
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, file)


def _parse(text: str, file: str) -> HtmlElement:
    from lxml import etree, html

    text = _DECLARATION.sub("", text).replace("\0", "")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, recover=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DamagedDocument(
            "Its HTML cannot be read.", place=file, remedy="Save it again from the browser, or as plain text."
        ) from error
    _check_depth(root, file)
    return root


def _check_depth(root: HtmlElement, file: str) -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        limits.check_depth(depth, file)


def _note(note: LinkedNote, labels: list[str]) -> DraftNote:
    pieces: list[Piece | Ref] = []
    for element in note.elements:
        for block in Walk(element, labels).blocks:
            pieces += [*([Piece("\n")] if pieces else []), *block.pieces]
    drafted = note_of(note.label, pieces)
    drafted.text = re.sub(rf"^\s*(?:\[?{re.escape(note.label)}\]?[.):]?\s+(?=\S)|[\^↑]\s*)", "", drafted.text)
    drafted.text = re.sub(r"[\s↩↵⤴↑\ufe0e\ufe0f]+$", "", drafted.text)
    return drafted


def _main_blocks(root: HtmlElement, labels: list[str]) -> list[RichBlock]:
    _drop_unread(root)
    body = root.find("body")
    body = body if body is not None else root
    article = _article(body)
    if article is not None:
        _drop_clutter(article)
        return Walk(article, labels).blocks
    cluttered = _is_cluttered(body)
    kept = _kept_by_trafilatura(root) if cluttered else None
    if cluttered:
        _drop_clutter(body)
    blocks = Walk(body, labels).blocks
    return _chosen(blocks, kept) if kept else blocks


def _drop_unread(root: HtmlElement) -> None:
    """Takes out what is no text or is hidden from whoever looks at the page."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if element.tag in _DROPPED or hidden or _HIDDEN.search(element.get("style") or ""):
            _drop(element)


def _drop(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is not None and element.tag != "body":
        element.drop_tree()


def _size(element: HtmlElement) -> int:
    return len(" ".join(element.text_content().split()))


def _article(body: HtmlElement) -> HtmlElement | None:
    """The part of the page that says it is the article, if only one does and it holds most of the words."""
    for path in (
        ".//*[@itemprop='articleBody']",
        ".//article",
        ".//main | .//*[@role='main']",
    ):
        found = [element for element in body.xpath(path) if _size(element) >= _SOME]
        if len(found) == 1 and (found[0].tag != "main" or not _is_cluttered(found[0])):
            return _with_heading(found[0])
    return None


def _with_heading(element: HtmlElement) -> HtmlElement:
    """The article around an article body, if there is one: the heading often stands outside the body."""
    return next((around for around in element.iterancestors("article")), element)


def _drop_clutter(root: HtmlElement) -> None:
    """Takes out boxes named as clutter, if they hold only a small part of the words."""
    whole = max(1, _size(root))
    for element in list(root.iter()):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element is root or not isinstance(element.tag, str) or element.tag in ("h1", "p", "body"):
            continue
        boxed = element.tag in ("aside", "footer") or _CLUTTER.search(named)
        if boxed and MARK_OPEN not in element.text_content() and _size(element) < whole * 0.3:
            _drop(element)


def _is_cluttered(element: HtmlElement) -> bool:
    """Whether much of the text is in links, or boxes stand beside it."""
    linked = sum(_size(anchor) for anchor in element.iter("a"))
    boxes = sum(1 for _ in element.iter("aside", "footer", "header")) + len(element.xpath(".//ul[count(.//a) > 4]"))
    return linked > 0.3 * max(1, _size(element)) or boxes > 1


def _kept_by_trafilatura(root: HtmlElement) -> str | None:
    """All that trafilatura takes for the main text, in one normal form."""
    from lxml import html
    from trafilatura import extract

    source = html.tostring(root, encoding="unicode")
    text = extract(source, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    return _normal(text) if text and len(text) >= _SOME else None


def _normal(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _chosen(blocks: list[RichBlock], kept: str) -> list[RichBlock]:
    """The blocks from the first that trafilatura kept to the last, without links between them that it did not keep."""
    belongs = [_belongs(block, kept) for block in blocks]
    if not any(belongs):
        return blocks
    first, last = belongs.index(True), len(belongs) - belongs[::-1].index(True)
    first = next(
        (index for index in range(first - 1, max(-1, first - 4), -1) if blocks[index].kind == "heading"), first
    )
    return [
        block
        for block, belonging in zip(blocks[first:last], belongs[first:last], strict=True)
        if belonging or block.rule or block.kind in ("heading", "quotation") or not _mostly_links(block)
    ]


def _belongs(block: RichBlock, kept: str) -> bool:
    words = _normal(re.sub(rf"{MARK_OPEN}\d+{MARK_CLOSE}", "", block.text))
    return len(words) > 20 and words in kept


def _mostly_links(block: RichBlock) -> bool:
    pieces = [piece for piece in block.pieces if isinstance(piece, Piece)]
    linked = sum(len(piece.text) for piece in pieces if piece.address)
    return linked > 0.5 * sum(len(piece.text) for piece in pieces)
