"""XML from anywhere, parsed without trust: no entities, no network, no nesting without end.

Used by every format that is XML inside. Knows nothing of what the XML says.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from detente.documents import limits
from detente.errors import DamagedDocument, HostileDocument, TooLarge

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element, _Entity

_ENTITY = re.compile(rb"<!ENTITY\b")
_PROLOG = 1 << 20  # bytes in which a document type is looked for when the parser gave up


def parse(data: bytes, *, file: str, part: str | None = None) -> _Element:
    """The root element of some XML; ``part`` names it where it is only a part of the file.

    Raises HostileDocument where entities are declared, TooLarge where elements are nested too deep or text is too long,
    DamagedDocument for anything that is not well formed.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _failure(error, data, file, part) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise DamagedDocument(f"{_named(part)} is in no encoding that is known.", place=file, remedy=_SAVE) from error
    _refuse_entities(root, file, part)
    _check_depth(root, file)
    return root


def local_name(element: _Element) -> str:
    """The element's name without its namespace; nothing for comments, instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def entity_text(entity: _Entity) -> str:
    """The character that an undeclared entity stands for where HTML has one of that name, else nothing."""
    return html5.get(f"{entity.name};", "")


_SAVE = "Save it again as UTF-8 from the program it was written in."


def _named(part: str | None) -> str:
    return f"Its part {part}" if part else "Its XML"


def _failure(error: XMLSyntaxError, data: bytes, file: str, part: str | None) -> Exception:
    message = str(error)
    if "depth" in message:
        return TooLarge(
            f"{_named(part)} has elements nested more than {limits.MAX_DEPTH} deep.",
            place=file,
            remedy="Save it again from the program it was written in, or as plain text.",
        )
    if _ENTITY.search(data[:_PROLOG].replace(b"\0", b"")):
        return _hostile(file, part)
    if "huge" in message.lower():
        return TooLarge(f"{_named(part)} has text without end in one place.", place=file, remedy="Split it into parts.")
    return DamagedDocument(
        f"{_named(part)} breaks off or is not well formed at line {error.lineno or 1}.",
        place=file,
        remedy="Fetch it again, or save it again from the program it was written in.",
    )


def _hostile(file: str, part: str | None) -> HostileDocument:
    return HostileDocument(
        f"{_named(part)} declares entities, which can fetch other files or grow without end.",
        place=file,
        remedy="If you trust it, write its entities out and take its document type away.",
    )


def _refuse_entities(root: _Element, file: str, part: str | None) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[attr-defined]
        raise _hostile(file, part)


def _check_depth(root: _Element, file: str) -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        limits.check_depth(depth, file)
