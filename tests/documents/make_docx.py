"""Small DOCX files by hand, so that a test can put into them what no word processor would."""

from __future__ import annotations

import io
import zipfile
from html import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
STYLES = [
    ("Title", "Title", None, None),
    ("Heading1", "heading 1", None, 0),
    ("Heading2", "heading 2", None, 1),
    ("Quote", "Quote", None, None),
    ("HouseHead", "House Head", "Heading2", None),
]


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` such as ``<w:i/>``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def mark(number: int, kind: str = "footnote") -> str:
    """The mark of a footnote or endnote."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def paragraph(*runs: str, style: str = "", numbered: bool = False) -> str:
    """A paragraph of runs; plain words are made a run."""
    inside = "".join(piece if piece.startswith("<w:") else run(piece) for piece in runs)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if numbered else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def table(rows: list[list[str]]) -> str:
    """A table of words."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def notes(kind: str, words: dict[int, str]) -> str:
    """The part of the footnotes or endnotes: for each number its runs or words, with Word's two separators before."""
    inside = "".join(
        f'<w:{kind} w:id="{number}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>", text)}</w:{kind}>'
        for number, text in words.items()
    )
    separators = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p/></w:{kind}>'
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"<w:{kind}s {_W}>{separators}{inside}</w:{kind}s>"


def core(**properties: str) -> str:
    """The part of the properties: title, creator, created."""
    prefixes = {"created": "dcterms", "modified": "dcterms"}
    inside = "".join(
        f"<{prefixes.get(name, 'dc')}:{name}>{escape(value)}</{prefixes.get(name, 'dc')}:{name}>"
        for name, value in properties.items()
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/">{inside}</cp:coreProperties>'
    )


def company(name: str) -> str:
    """The part of the program's properties."""
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Company>{escape(name)}</Company></Properties>"
    )


def parts(body: str, **extra: str) -> dict[str, str]:
    """The parts of a file with this body. ``extra``: footnotes, endnotes, core, app (whole parts)."""
    found = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relations("", [("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations(
            "", [(name, f"{name}.xml") for name in ("styles", "numbering", "footnotes", "endnotes")]
        ),
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{''.join(map(_style, STYLES))}</w:styles>",
        "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>",
    }
    for name, content in extra.items():
        found[f"docProps/{name}.xml" if name in ("core", "app") else f"word/{name}.xml"] = content
    return found


def pack(parts: dict[str, str]) -> bytes:
    """The parts as a file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(body: str, **extra: str) -> bytes:
    """A whole file with this body."""
    return pack(parts(body, **extra))


def _relations(base: str, targets: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{name}" Target="{target}"/>'
        for number, (name, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _style(style: tuple[str, str, str | None, int | None]) -> str:
    key, name, base, outline = style
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    level = f'<w:pPr><w:outlineLvl w:val="{outline}"/></w:pPr>' if outline is not None else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{based}{level}</w:style>'
