"""Where the columns stand that the record takes from each stream's files, with a header or without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.errors import NotThisFormat

STREAMS = ("gdelt", "icews", "polecat")
MENTIONS = "gdelt-mentions"

_GDELT = {"number": 0, "date": 1, "by": 5, "by_name": 6, "toward": 15, "toward_name": 16, "code": 26, "reports": 31}
# GDELT's files have no header; their number of columns tells which edition they are.
_BARE: Mapping[str, Mapping[int, tuple[str, Mapping[str, int]]]] = {
    "gdelt": {
        57: ("gdelt", _GDELT | {"known": 56}),
        58: ("gdelt", _GDELT | {"known": 56, "address": 57}),
        61: ("gdelt", _GDELT | {"known": 59, "address": 60}),
        16: (MENTIONS, {"number": 0, "known": 2, "address": 5}),
    },
    "icews": {},
    "polecat": {},
}
_NAMED: Mapping[str, Mapping[str, str]] = {
    "gdelt": {
        "number": "GLOBALEVENTID", "date": "SQLDATE", "by": "Actor1Code", "by_name": "Actor1Name",
        "toward": "Actor2Code", "toward_name": "Actor2Name", "code": "EventCode", "reports": "NumMentions",
        "known": "DATEADDED", "address": "SOURCEURL",
    },
    MENTIONS: {"number": "GLOBALEVENTID", "known": "MentionTimeDate", "address": "MentionIdentifier"},
    "icews": {
        "number": "Event ID", "date": "Event Date", "by": "Source Country", "by_name": "Source Name",
        "by_sectors": "Source Sectors", "toward": "Target Country", "toward_name": "Target Name",
        "toward_sectors": "Target Sectors", "code": "CAMEO Code", "weight": "Intensity", "story": "Story ID",
        "publisher": "Publisher",
    },
    "polecat": {
        "number": "Event ID", "date": "Event Date", "by": "Actor Country", "by_name": "Actor Name",
        "by_sectors": "Primary Actor Sector", "toward": "Recipient Country", "toward_name": "Recipient Name",
        "toward_sectors": "Primary Recipient Sector", "code": "Event Type", "mode": "Event Mode", "weight": "Intensity",
        "publisher": "Source", "known": "Publication Date",
    },
}  # fmt: skip
_OPTIONAL = {"address", "publisher", "story", "reports", "mode"}


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file holds: ``sort`` is the stream, or "gdelt-mentions"; ``places`` the index of each field's column."""

    sort: str
    width: int
    places: Mapping[str, int]
    header: bool


def layout_of(stream: str, first_line: str, file: str) -> Layout:
    """The layout of a file by its first line. Raises NotThisFormat where it is not one of the stream's."""
    cells = [cell.strip().strip('"') for cell in first_line.lstrip("\ufeff").rstrip("\r\n").split("\t")]
    for sort in (stream, MENTIONS) if stream == "gdelt" else (stream,):
        named = _NAMED[sort]
        places = {field: cells.index(column) for field, column in named.items() if column in cells}
        if set(named) - set(places) <= _OPTIONAL:
            return Layout(sort, len(cells), places, True)
    bare = _BARE[stream].get(len(cells))
    if bare and cells[0].isdigit():
        return Layout(bare[0], len(cells), bare[1], False)
    raise NotThisFormat(
        f"The first line has {len(cells)} columns, not those of a {stream.upper()} file.",
        place=f"{file}, line 1",
        remedy="Give the files as they are published, tab-separated; see the how-to on event streams.",
    )
