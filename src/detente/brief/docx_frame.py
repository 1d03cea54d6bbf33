"""What stands around the text of the Word document: its page, a running head from the second page on, and page numbers."""

from __future__ import annotations

import re
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAVY, INK, GREY, RULE = "1F3A5F", "1F2933", "5F6B76", "C9CFD6"

MARGIN = 1417  # 2.5 cm, in twentieths of a point
WIDE, HIGH = 11906, 16838  # A4
HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
HEADER, FOOTER = "header1.xml", "footer1.xml"

_GREY_TYPE = f'<w:rPr><w:color w:val="{GREY}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>'
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """A text without what XML cannot hold."""
    return _UNPRINTABLE.sub(" ", text)


def parts(title: str, subtitle: str) -> dict[str, bytes]:
    """The parts of the package that hold the running head and the foot."""
    return {f"word/{HEADER}": _header(title, subtitle), f"word/{FOOTER}": _footer()}


def _header(title: str, subtitle: str) -> bytes:
    """The title on the left and the day on the right, over a thin line."""
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>'
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{WIDE - 2 * MARGIN}"/></w:tabs>'
    told = "<w:r>" + _GREY_TYPE + "<w:tab/></w:r>"
    told = _run(title) + told + _run(subtitle)
    return _part("hdr", f"<w:p><w:pPr>{rule}{tab}</w:pPr>{told}</w:p>")


def _footer() -> bytes:
    kinds = ("begin", "separate", "end")
    marks = [f'<w:r>{_GREY_TYPE}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds]
    asks = f'<w:r>{_GREY_TYPE}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    field = marks[0] + asks + marks[1] + _run("1") + marks[2]
    return _part("ftr", f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>')


def _run(text: str) -> str:
    return f'<w:r>{_GREY_TYPE}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def _part(name: str, inside: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:{name} xmlns:w="{W}">{inside}</w:{name}>'.encode()
