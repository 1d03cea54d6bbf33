"""TEI XML: the header as metadata, divisions and paragraphs as blocks, notes wherever they stand.

Knows nothing of offsets, sentences or sources.
"""

from __future__ import annotations

from detente.documents.draft import Draft, DraftBlock, Ref
from detente.documents.tei_header import read_header
from detente.documents.tei_notes import plan_notes
from detente.documents.tei_walk import Walk
from detente.documents.untrusted_xml import local_name, parse
from detente.errors import EmptyDocument, NotThisFormat

_ROOTS = frozenset(("TEI", "TEI.2", "teiCorpus"))


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a TEI file. Raises NotThisFormat, DamagedDocument, TooLarge, HostileDocument or EmptyDocument."""
    root = parse(data, file=file)
    if local_name(root) not in _ROOTS:
        raise NotThisFormat(
            f"It is XML, but its outermost element is {local_name(root)}, not TEI.",
            place=file,
            remedy="Convert it to TEI, HTML or plain text.",
        )
    draft = Draft()
    read_header(root, draft)
    walk = Walk(root, plan_notes(root))
    draft.notes = walk.notes
    for block in walk.blocks:
        runs = [piece if isinstance(piece, Ref) else piece.text for piece in block.pieces]
        draft.blocks.append(DraftBlock(block.kind, runs, block.level))
    if not draft.blocks and not draft.notes:
        raise EmptyDocument("It has a header, but no text.", place=file, remedy="Look for the edition with the text.")
    return draft
