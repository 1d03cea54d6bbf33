"""The sample as a page with linked notes."""

from __future__ import annotations

import re
from html import escape

from detente.documents.draft import Draft, DraftBlock, Ref
from documents.conformance import runs_without_page_breaks

FILE = "sample.html"
LACKS = frozenset[str]()


def write(sample: Draft) -> bytes:
    notes = "".join(
        f'<li id="fn{note.label}">{_note(note.text)} <a href="#fnref{note.label}">↩</a></li>' for note in sample.notes
    )
    body = "\n".join(map(_block, sample.blocks))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{sample.title}</title>
<meta name="author" content="{sample.author}"><meta property="og:site_name" content="{sample.publisher}">
<meta property="article:published_time" content="{sample.date}T09:00:00Z"></head>
<body><article>{body}<section class="footnotes"><ol>{notes}</ol></section></article></body></html>""".encode()


def _note(text: str) -> str:
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", escape(text, quote=False))
    return re.sub(r"(https?://\S+)", r'<a href="\1">\1</a>', text)


def _block(block: DraftBlock) -> str:
    words = "".join(
        f'<sup><a href="#fn{run.label}" id="fnref{run.label}">{run.label}</a></sup>'
        if isinstance(run, Ref)
        else escape(run, quote=False)
        for run in runs_without_page_breaks(block)
    )
    if block.kind == "table":
        rows = (
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split(" | ")) + "</tr>" for row in words.split("\n")
        )
        return f"<table>{''.join(rows)}</table>"
    before, after = {
        "heading": (f"<h{block.level}>", f"</h{block.level}>"),
        "list": ("<ul><li>", "</li></ul>"),
        "quotation": ("<blockquote><p>", "</p></blockquote>"),
    }.get(block.kind, ("<p>", "</p>"))
    return before + words + after
