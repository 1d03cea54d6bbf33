"""Which blocks of a document tell nothing of the world: bylines, dates, closing matter about the author or the house.

They stay in the text, since they are in the file, but have no passages, so that no act is read from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.documents.metadata import is_byline, is_date_line
from detente.model import BlockKind

_TOP = 8  # blocks in which a byline or a date line may stand
_HEADING = re.compile(
    r"(?:about (?:the )?(?:authors?|contributors?|editors?|us)|about (?:the|this) (?:institute|institution|centre|"
    r"center|publication|report|series|programme|program|project|think[- ]tank|organi[sz]ation|company)|contributors?|"
    r"(?:author )?biograph(?:y|ies)|author bios?|notes? on (?:the )?(?:authors?|contributors?)|acknowledge?ments?|"
    r"(?:legal )?disclaimers?|copyright(?: notice)?|terms of use|imprint|contact(?: us)?|related (?:content|articles|"
    r"topics|stories|links|reading)|read (?:more|next)|more (?:on this|from .{1,40})|most (?:read|popular)|"
    r"subscribe.{0,40}|newsletters?|sign up.{0,60}|share(?: this.{0,20})?|tags|keywords|table of contents|contents)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:©|\(c\) (?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d)|all rights reserved|(?:legal )?disclaimer ?[:.–—-]|"
    r"(?:the )?views (?:and opinions )?expressed (?:in|by|here|are)|the opinions expressed|about the authors? ?[:.–—-]|"
    r"acknowledge?ments? ?[:.–—-]|image credit|photo(?:graph)? credit|reprinted with permission|"
    r"this (?:article|paper|report|publication) (?:is licensed|may not be reproduced))",
    re.IGNORECASE,
)

Shape = tuple[BlockKind, int, str]  # kind, level, text


def unread(blocks: Sequence[Shape], author: str | None) -> frozenset[int]:
    """The indexes of the blocks that are not to be read."""
    found = set()
    closing: int | None = None  # the level of the heading whose closing matter we are in
    for index, (kind, level, text) in enumerate(blocks):
        if kind == "heading":
            if _HEADING.fullmatch(text.strip(" :.#*")):
                closing = level
            elif closing is not None and (level <= closing or not level):
                closing = None
        if closing is not None or _OPENING.match(text) or (index < _TOP and _is_top_matter(kind, text, author)):
            found.add(index)
    return frozenset(found)


def _is_top_matter(kind: BlockKind, text: str, author: str | None) -> bool:
    if kind == "heading" or len(text) > 120:
        return False
    return is_date_line(text) or is_byline(text) or (author is not None and text.strip() == author)
