"""How the Word document looks: the styles that pandoc starts from, and what it leaves undone afterwards.

Pandoc makes real footnotes, headings and tables. Here its reference document gets its type, colours, margins and page
numbers; afterwards the pictures get their vectors beside the pixels, and the document its title and language.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.brief import docx_body, docx_frame
from detente.brief.docx_frame import FOOTER, FOOTER_TYPE, GREY, HEADER, HEADER_TYPE, INK, NAVY, RULE, R, W, clean
from detente.brief.nouns import Brief

if TYPE_CHECKING:
    from lxml.etree import _Element

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"

SERIF = "Cambria"
# By style: size in half points, colour, bold, space before and after in twentieths of a point.
_STYLES: dict[str, tuple[int, str, bool, int, int]] = {
    "Normal": (21, INK, False, 0, 120),
    "BodyText": (21, INK, False, 60, 140),
    "FirstParagraph": (21, INK, False, 60, 140),
    "Compact": (18, INK, False, 30, 30),
    "Heading1": (44, NAVY, True, 0, 200),
    "Heading2": (28, NAVY, True, 360, 140),
    "Heading3": (22, NAVY, True, 260, 100),
    "FootnoteText": (16, INK, False, 0, 20),
    "ImageCaption": (17, GREY, False, 60, 240),
    "CaptionedFigure": (17, GREY, False, 200, 0),
}


def reference(default: bytes, brief: Brief) -> bytes:
    """Pandoc's own reference document in the brief's dress."""
    changes = {
        "word/styles.xml": _styled,
        "word/document.xml": _paged,
        "[Content_Types].xml": _declared,
        "word/_rels/document.xml.rels": _framed,
    }
    return _rewritten(default, changes, docx_frame.parts(brief.title, brief.subtitle))


def finish(path: Path, brief: Brief, folder: Path) -> None:
    """Put vectors beside pixels, finish tables and headings, and put title and language into the properties."""
    vectors = {picture.name: (folder / f"{picture.name}.svg").read_bytes() for picture in brief.pictures}
    with zipfile.ZipFile(path) as package:
        relations = package.read("word/_rels/document.xml.rels").decode("utf-8")
        pixels = _pixels(package, relations, folder, list(vectors))
    added = {f"word/media/{name}.svg": drawing for name, drawing in vectors.items() if name in pixels.values()}
    changes = {
        "word/document.xml": lambda part: _vectored(part, pixels),
        "word/_rels/document.xml.rels": lambda part: _related(part, list(pixels.values())),
        "[Content_Types].xml": _typed,
        "docProps/core.xml": lambda part: _titled(part, brief),
    }
    path.write_bytes(_rewritten(path.read_bytes(), changes, added))


def _rewritten(package: bytes, changes: dict[str, Any], added: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename in changes:
                part = changes[item.filename](part)
            new.writestr(item.filename, part)
        for name, part in added.items():
            new.writestr(name, part)
    return out.getvalue()


# The reference document


def _styled(part: bytes) -> bytes:
    root = _parse(part)
    for style in root.iter(f"{{{W}}}style"):
        name = style.get(f"{{{W}}}styleId") or ""
        if name in _STYLES:
            _dress(style, *_STYLES[name])
        if name == "Table":
            _rule(style)
    defaults = root.find(f".//{{{W}}}rPrDefault/{{{W}}}rPr")
    if defaults is not None:
        _put(defaults, "rFonts", dict.fromkeys(("ascii", "hAnsi", "cs"), SERIF))
        _put(defaults, "lang", {"val": "en-GB"})
    return _bytes(root)


def _dress(style: _Element, size: int, colour: str, bold: bool, before: int, after: int) -> None:
    run, paragraph = _child(style, "rPr"), _child(style, "pPr", first=True)
    for name in ("rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs"):
        for old in run.findall(f"{{{W}}}{name}"):
            run.remove(old)
    _put(run, "rFonts", dict.fromkeys(("ascii", "hAnsi", "cs"), SERIF))
    if bold:
        _put(run, "b", {})
    _put(run, "color", {"val": colour})
    _put(run, "sz", {"val": str(size)})
    _put(paragraph, "spacing", {"before": str(before), "after": str(after)})


def _rule(style: _Element) -> None:
    """Tables without a grid: a rule under the head, thin ones between rows."""
    borders = _child(_child(style, "tblPr"), "tblBorders")
    for side, weight, colour in (("top", 8, NAVY), ("bottom", 8, NAVY), ("insideH", 4, RULE)):
        _put(borders, side, {"val": "single", "sz": str(weight), "space": "0", "color": colour})
    margins = _child(_child(style, "tblPr"), "tblCellMar")
    _put(margins, "left", {"w": "0", "type": "dxa"})
    _put(margins, "right", {"w": "160", "type": "dxa"})


def _paged(part: bytes) -> bytes:
    """A4 with margins of 2.5 cm, a running head but on the first page, and the page's number at its foot."""
    from lxml import etree

    root = _parse(part)
    for section in root.iter(f"{{{W}}}sectPr"):
        for old in list(section):
            section.remove(old)
        for name, kind, id in (
            ("headerReference", "default", "rIdHeader"),
            ("footerReference", "default", "rIdFooter"),
            ("footerReference", "first", "rIdFooter"),
        ):
            etree.SubElement(section, f"{{{W}}}{name}", {f"{{{W}}}type": kind, f"{{{R}}}id": id})
        _put(section, "pgSz", {"w": str(docx_frame.WIDE), "h": str(docx_frame.HIGH)})
        sides = dict.fromkeys(("top", "right", "bottom", "left"), str(docx_frame.MARGIN))
        _put(section, "pgMar", {**sides, "header": "709", "footer": "709", "gutter": "0"})
        _put(section, "titlePg", {})
    return _bytes(root)


# The finished document


def _pixels(package: zipfile.ZipFile, relations: str, folder: Path, names: list[str]) -> dict[str, str]:
    """By relation: the picture whose pixels it leads to."""
    found = {}
    for relation, target in _images(relations):
        data = package.read(f"word/{target}")
        same = (name for name in names if (folder / f"{name}.png").read_bytes() == data)
        if name := next(same, None):
            found[relation] = name
    return found


def _images(relations: str) -> Iterator[tuple[str, str]]:
    for relation in _parse(relations.encode("utf-8")):
        if relation.get("Type") == IMAGE and (relation.get("Target") or "").endswith(".png"):
            yield relation.get("Id") or "", relation.get("Target") or ""


def _vectored(part: bytes, pixels: dict[str, str]) -> bytes:
    from lxml import etree

    root = _parse(part)
    docx_body.finished(root)
    for blip in list(root.iter(f"{{{A}}}blip")):
        name = pixels.get(blip.get(f"{{{R}}}embed") or "")
        if name:
            extensions = etree.SubElement(blip, f"{{{A}}}extLst")
            extension = etree.SubElement(extensions, f"{{{A}}}ext", uri=SVG_EXTENSION)
            etree.SubElement(extension, f"{{{ASVG}}}svgBlip", nsmap={"asvg": ASVG}).set(
                f"{{{R}}}embed", f"rIdSvg{name}"
            )
    return _bytes(root)


def _related(part: bytes, names: list[str]) -> bytes:
    for name in dict.fromkeys(names):
        part = _joined(part, f"rIdSvg{name}", IMAGE, f"media/{name}.svg")
    return part


def _joined(part: bytes, id: str, type: str, target: str) -> bytes:
    from lxml import etree

    root = _parse(part)
    etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=id, Type=type, Target=target)
    return _bytes(root)


def _framed(part: bytes) -> bytes:
    part = _joined(part, "rIdHeader", f"{R}/header", HEADER)
    return _joined(part, "rIdFooter", f"{R}/footer", FOOTER)


def _declared(part: bytes) -> bytes:
    from lxml import etree

    root = _parse(part)
    namespace = etree.QName(root).namespace
    for name, type_ in ((HEADER, HEADER_TYPE), (FOOTER, FOOTER_TYPE)):
        etree.SubElement(root, f"{{{namespace}}}Override", PartName=f"/word/{name}", ContentType=type_)
    return _bytes(root)


def _typed(part: bytes) -> bytes:
    from lxml import etree

    root = _parse(part)
    namespace = etree.QName(root).namespace
    if not any(entry.get("Extension") == "svg" for entry in root):
        root.insert(0, etree.Element(f"{{{namespace}}}Default", Extension="svg", ContentType="image/svg+xml"))
    return _bytes(root)


def _titled(part: bytes, brief: Brief) -> bytes:
    from lxml import etree

    root = _parse(part)
    dc, known = "http://purl.org/dc/elements/1.1/", root.nsmap
    for name, value in (("title", brief.title), ("subject", brief.subtitle), ("language", f"{brief.language}-GB")):
        for old in root.findall(f"{{{dc}}}{name}"):
            root.remove(old)
        etree.SubElement(root, f"{{{dc}}}{name}", nsmap=None if "dc" in known else {"dc": dc}).text = clean(value)
    return _bytes(root)


def _child(parent: _Element, name: str, *, first: bool = False) -> _Element:
    from lxml import etree

    found = parent.find(f"{{{W}}}{name}")
    if found is not None:
        return found
    made = etree.Element(f"{{{W}}}{name}")
    if first and (run := parent.find(f"{{{W}}}rPr")) is not None:
        run.addprevious(made)
    else:
        parent.append(made)
    return made


def _put(parent: _Element, name: str, values: dict[str, str]) -> _Element:
    """A child with these values in place of one of its name."""
    from lxml import etree

    old = parent.find(f"{{{W}}}{name}")
    made = etree.Element(f"{{{W}}}{name}", {f"{{{W}}}{key}": value for key, value in values.items()})
    if old is None:
        parent.append(made)
    else:
        parent.replace(old, made)
    return made


def _parse(part: bytes) -> _Element:
    from lxml import etree

    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
