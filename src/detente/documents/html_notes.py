"""The notes of a page, by the links between marks and notes; both are taken out of its tree.

In place of a mark stands a sign that the walk over the tree turns into a ``Ref``. Works on an lxml tree and knows
nothing of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARK_OPEN, MARK_CLOSE = (
    "⁅",
    "⁆",
)  # around the index of a note: printable, kept by extractors, hardly ever used
_LABEL = re.compile(
    r"[\s\[(]*((?:\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§¶#]{1,3}|note \d+|n\. ?\d+)[*†‡]?)[\s\])]*[.:]?\s*", re.IGNORECASE
)
_BACK_WORDS = re.compile(
    r"[\s↩↵^↑⤴←⏎︎\u21a9\ufe0e\ufe0f]*|(?:jump up(?: to:?)?|back(?: to (?:text|top|content))?|return(?: to text)?)\W*",
    re.IGNORECASE,
)
_BACK_TARGET = re.compile(r"ref|back|return|anchor", re.IGNORECASE)
_CONTAINERS = frozenset(("li", "aside", "div", "p", "section", "dd", "td", "article", "blockquote", "footer"))
_ROLES = frozenset(("doc-noteref", "doc-footnote", "doc-endnote"))


class LinkedNote:
    """A note that marks link to: its label and the elements whose words it is."""

    __slots__ = ("elements", "label")

    def __init__(self, label: str, elements: list[HtmlElement]) -> None:
        self.label, self.elements = label, elements


def take_notes(root: HtmlElement) -> list[LinkedNote]:
    """Finds the notes that links cite, in the order of the page; takes them out and leaves signs for their marks."""
    targets = _targets(root)
    order = {element: index for index, element in enumerate(root.iter())}
    pairs = [pair for anchor in list(root.iter("a")) if (pair := _pair(anchor, targets, order)) is not None]
    containers: dict[HtmlElement, str] = {}
    crowded = _crowded([target for _, target, _ in pairs])
    marks: list[tuple[HtmlElement, int]] = []
    indexes: dict[HtmlElement, int] = {}
    for anchor, target, label in pairs:
        container = _container(target, crowded)
        if container is None or anchor in set(container.iter("a")):
            continue
        index = indexes.setdefault(container, len(indexes))
        containers.setdefault(container, label)
        marks.append((anchor, index))
    ranks = sorted(containers, key=lambda element: order[element])
    place = {indexes[container]: rank for rank, container in enumerate(ranks)}
    for anchor, index in marks:
        _put_sign(anchor, place[index])
    return [_taken(container, containers[container]) for container in ranks]


def _targets(root: HtmlElement) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in root.iter():
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    found.setdefault(name, element)
    return found


def _pair(
    anchor: HtmlElement, targets: dict[str, HtmlElement], order: dict[HtmlElement, int]
) -> tuple[HtmlElement, HtmlElement, str] | None:
    """(mark, note's target, label) for a link that is a mark; None for any other, links back to the text included."""
    href = anchor.get("href") or ""
    fragment = unquote(href.partition("#")[2])
    target = targets.get(fragment) if fragment else None
    label = _LABEL.fullmatch(_text(anchor))
    if target is None or label is None or (not href.startswith("#") and "#" in href and href[:4] == "http"):
        return None
    if order[target] < order[anchor] and not _says_noteref(anchor):
        return None
    return anchor, target, re.sub(r"(?i)^(?:note|n\.) ?", "", label.group(1))


def _says_noteref(anchor: HtmlElement) -> bool:
    said = f"{anchor.get('role', '')} {anchor.get('epub:type', '')} {anchor.get('class', '')}"
    return "noteref" in said or "footnote-ref" in said


def _text(element: HtmlElement) -> str:
    return str(element.text_content())


def _crowded(targets: list[HtmlElement]) -> frozenset[HtmlElement]:
    """Elements that hold several notes, and so are none themselves."""
    seen: set[HtmlElement] = set()
    crowded: set[HtmlElement] = set()
    for target in dict.fromkeys(targets):
        for ancestor in target.iterancestors():
            (crowded if ancestor in seen else seen).add(ancestor)
    return frozenset(crowded)


def _container(target: HtmlElement, crowded: frozenset[HtmlElement]) -> HtmlElement | None:
    """The block that a note fills: the target itself or the nearest around it that holds no other note."""
    if target.tag == "dt":
        following = target.getnext()
        return following if following is not None and following.tag == "dd" else None
    for element in (target, *target.iterancestors()):
        if element in crowded or element.tag in ("body", "html"):
            return target
        if element.tag in _CONTAINERS and _text(element).strip():
            row = element.getparent() if element.tag == "td" else None
            return row if row is not None and row.tag == "tr" and row not in crowded else element
    return None


def _put_sign(anchor: HtmlElement, index: int) -> None:
    """Puts a sign in the place of a mark, and of the raised letters or brackets that hold nothing else."""
    sign = f"{MARK_OPEN}{index}{MARK_CLOSE}"
    element = anchor
    parent = element.getparent()
    while parent is not None and parent.tag in ("sup", "span", "small") and _LABEL.fullmatch(_text(parent)):
        element, parent = parent, parent.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    text = (before.tail if before is not None else parent.text) or ""
    if text.endswith("[") and tail.startswith("]"):
        text, tail = text[:-1], tail[1:]
    element.tail = None
    parent.remove(element)
    if before is not None:
        before.tail = text + sign + tail
    else:
        parent.text = text + sign + tail


def _taken(container: HtmlElement, label: str) -> LinkedNote:
    """Takes a note out of the tree, without its links back and its own label."""
    elements = [container]
    if container.tag in ("a", "span", "sup", "b", "i", "em", "strong", "small"):
        elements = list(_inline_note(container))
    term = container.getprevious()
    if container.tag == "dd" and term is not None and term.tag == "dt":
        term.getparent().remove(term)
    for element in elements:
        _drop_back_links(element)
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return LinkedNote(label, elements)


def _inline_note(anchor: HtmlElement) -> Iterator[HtmlElement]:
    """What follows a note's anchor in a paragraph that holds several notes: up to a line break with another anchor."""
    yield anchor
    for sibling in list(anchor.itersiblings()):
        if sibling.tag == "a" and (sibling.get("id") or sibling.get("name")):
            return
        yield sibling


def _drop_back_links(element: HtmlElement) -> None:
    for anchor in list(element.iter("a")):
        href = anchor.get("href") or ""
        words = _text(anchor)
        is_back = "#" in href and not href.startswith("http") and (_LABEL.fullmatch(words) or _BACK_TARGET.search(href))
        if (is_back or _BACK_WORDS.fullmatch(words)) and (_BACK_WORDS.fullmatch(words) or _LABEL.fullmatch(words)):
            for child in list(anchor):
                anchor.remove(child)
            anchor.text = ""
            anchor.attrib.pop("href", None)
