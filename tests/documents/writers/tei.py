"""The sample as TEI, with notes where they are cited."""

from __future__ import annotations

import re
from html import escape

from detente.documents.draft import Draft, DraftBlock, DraftNote, Ref
from documents.conformance import runs_without_page_breaks

FILE = "sample.xml"
LACKS = frozenset[str]()


def write(sample: Draft) -> bytes:
    notes = {note.label: note for note in sample.notes}
    body, depth = [], 0
    for block in sample.blocks:
        if block.kind == "heading":
            body.append("</div>" * (depth - block.level + 1) + "<div>")
            depth = block.level
        body.append(_block(block, notes))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
  <titleStmt><title>{sample.title}</title><author>{sample.author}</author></titleStmt>
  <publicationStmt><publisher>{sample.publisher}</publisher><date when="{sample.date}"/></publicationStmt>
  <sourceDesc><p>Written for tests.</p></sourceDesc></fileDesc></teiHeader>
<text><body>{"".join(body)}{"</div>" * depth}</body></text></TEI>""".encode()


def _block(block: DraftBlock, notes: dict[str, DraftNote]) -> str:
    words = "".join(
        _note(notes[run.label]) if isinstance(run, Ref) else escape(run, quote=False)
        for run in runs_without_page_breaks(block)
    )
    if block.kind == "table":
        rows = (f"<row><cell>{row.replace(' | ', '</cell><cell>')}</cell></row>" for row in words.split("\n"))
        return f"<table>{''.join(rows)}</table>"
    before, after = {
        "heading": ("<head>", "</head>"),
        "list": ("<list><item>", "</item></list>"),
        "quotation": ("<quote>", "</quote>"),
    }.get(block.kind, ("<p>", "</p>"))
    return before + words.replace(". ", ".\n      ") + after


def _note(note: DraftNote) -> str:
    words = re.sub(r"\*(.+?)\*", r'<hi rend="italic">\1</hi>', escape(note.text, quote=False))
    return f'<note place="foot" n="{note.label}">{words}</note>'
