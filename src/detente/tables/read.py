"""A table into a document, a line for each row, and into claims, each with its row as the words it rests on.

A row that cannot be taken is given back with its reason, and the others are taken all the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from detente import codebook
from detente.documents import limits
from detente.model import Block, Claim, Document, Evidence, Passage
from detente.tables import cells
from detente.tables.cells import CellError
from detente.tables.mapping import Act, columns_of, filled
from detente.tables.mapping import Mapping as Columns
from detente.tables.posts import Holders, day_of
from detente.tables.sheet import Row, Sheet, line_of, read_sheet


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that tells nothing, or an act of it that cannot be taken, and why."""

    row: int
    reason: str
    line: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table came to. ``rows`` counts all of its rows; a row of which some acts are taken can be rejected too."""

    document: Document
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]
    rows: int
    reader: str


def read_table(path: Path, columns: Columns, sheet: str | None = None) -> Taken:
    """Read a CSV or XLSX file as its mapping says.

    Raises the DocumentError of a file that cannot be read, and UsageError where mapping and table do not fit together.
    """
    table = read_sheet(path, sheet)
    columns.check(table.columns, table.file)
    document, lines = _document(table, columns)
    reading = _Reading(table, columns, document, lines)
    claims: list[Claim] = []
    rejected: list[Rejected] = []
    for row in table.rows:
        told, reasons = reading.claims_of(row)
        claims += told
        if reasons or not told:
            reason = "; ".join(dict.fromkeys(reasons)) or "it tells no act"
            rejected.append(Rejected(row.number, reason, lines[row.number].text))
    return Taken(document, tuple(claims), tuple(rejected), len(table.rows), f"table {columns.digest}")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    places: Mapping[str, tuple[int, int]]  # of its cells, in the line


def _document(table: Sheet, columns: Columns) -> tuple[Document, dict[int, _Line]]:
    lines: dict[int, _Line] = {}
    at = 0
    for row in table.rows:
        text, places = line_of(row)
        lines[row.number] = _Line(text, at, places)
        at += len(text) + 2
    text = "\n\n".join(line.text for line in lines.values())
    limits.check_text(len(text), table.file)
    spans = [(line.start, line.start + len(line.text)) for line in lines.values()]
    document = Document(
        id="d-" + hashlib.sha256(f"table {table.digest}".encode()).hexdigest()[:16],
        file=table.file,
        text=text,
        blocks=tuple(Block("table", *span) for span in spans),
        passages=tuple(Passage(*span, block) for block, span in enumerate(spans)),
        title=columns.title,
        author=columns.author,
        publisher=columns.publisher,
        date=columns.date,
        address=columns.address,
    )
    return document, lines


class _Reading:
    """The rows of one table as its mapping reads them."""

    def __init__(self, table: Sheet, columns: Columns, document: Document, lines: Mapping[int, _Line]) -> None:
        self._columns, self._document, self._lines = columns, document, lines
        self._posts = _Posts(table.rows, columns) if columns.posts else None

    def claims_of(self, row: Row) -> tuple[list[Claim], list[str]]:
        """The claims of a row, and why it is not taken, or not all of it."""
        if row.fault:
            return [], [row.fault]
        claims: list[Claim] = []
        reasons: list[str] = []
        silent: list[str] = []
        for number, act in enumerate(self._columns.act):
            if not _meant(act, row):
                continue
            if act.opens and not (self._posts and self._posts.opening(row)):
                silent.append("not the first on the spot")
                continue
            if act.vacant is not None and not (self._posts and self._posts.meant(act, row)):
                silent.append("somebody followed")
                continue
            if not _value(row, act.date):
                silent.append(f"no {' or '.join(columns_of(act.date))}")
                continue
            try:
                claims.append(self._claim(row, number, act))
            except CellError as why:
                reasons.append(str(why))
        return claims, reasons or ([] if claims else silent)

    def _claim(self, row: Row, number: int, act: Act) -> Claim:
        line = self._lines[row.number]
        told = self._told(row, act)
        key = f"{self._document.id}|{row.number}|{number}|{told}"
        return Claim(
            id="c-" + hashlib.sha256(key.encode()).hexdigest()[:16],
            document=self._document.id,
            file=self._document.file,
            quote=line.text,
            start=line.start,
            end=line.start + len(line.text),
            **told,
            confidence=self._columns.confidence,
            evidence=tuple(_evidence(act, line)),
        )

    def _told(self, row: Row, act: Act) -> dict[str, Any]:
        date = cells.date(_value(row, act.date))
        kind = cells.kind(self._meaning(row, act.kind))
        sides = {
            side: cells.actors(_value(row, column), date, self._columns.values.get(str(column), {})) if column else ()
            for side, column in (("initiators", act.initiator), ("targets", act.target))
        }
        _check_sides(kind, sides["initiators"], sides["targets"])
        speaker = _value(row, act.speaker)
        source = _value(row, act.source)
        return {
            "kind": kind,
            "initiators": sides["initiators"],
            "targets": sides["targets"],
            "date": date,
            "modality": cells.modality(self._meaning(row, act.modality) or "happened"),
            "speaker": cells.actors(speaker, date, {})[0] if speaker else None,
            "level": self._level(row, act, kind),
            "about": _value(row, act.about) or None,
            "sources": cells.sources(source) if source else (),
        }

    def _level(self, row: Row, act: Act, kind: str) -> str | None:
        following = self._posts.next_level(row) if self._posts and act.opens and not act.level else None
        cell = following or self._meaning(row, act.level)
        level = cells.level(cell, kind) if cell else None
        away = self._posts is not None and self._posts.lives_elsewhere(row)
        return cells.elsewhere(level, kind) if level and away else level

    def _meaning(self, row: Row, column: str | None) -> str:
        cell = _value(row, column)
        return self._columns.values.get(str(column), {}).get(cell, cell)


class _Posts:
    """Who lives elsewhere and who is first on the spot, by what the acts of the mapping say of each row."""

    def __init__(self, rows: Sequence[Row], columns: Columns) -> None:
        assert columns.posts is not None
        self._post = columns.posts.post
        names = columns.values.get(self._post, {})
        self._acting = columns.posts.acting
        self._holders = Holders(rows, columns.posts, lambda words, on: cells.actor_at(names.get(words, words), on))
        self._heads: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
        self._spot: dict[str, list[dt.date]] = defaultdict(list)
        self._ended: dict[str, list[dt.date]] = defaultdict(list)
        for row in rows:
            self._note(row, columns)
        for held in (*self._heads.values(), *self._spot.values(), *self._ended.values()):
            held.sort()  # type: ignore[attr-defined]

    def _note(self, row: Row, columns: Columns) -> None:
        since, post = self._holders.since(row), row.cells.get(self._post, "")
        for act in columns.act:
            if (
                act.kind.removeprefix("=") in _ENDINGS
                and self.meant(act, row)
                and (day := day_of(_value(row, act.date)))
            ):
                self._ended[post].append(day)
        acts = [act for act in columns.act if _heads_a_mission(act) and _meant(act, row)]
        if since is None or not acts or self._holders.lives_elsewhere(row):
            return
        self._spot[post].append(since)
        for act in acts:
            cell = _value(row, act.level)
            if not act.opens and cell and not _among(row, self._acting):
                self._heads[post].append((since, columns.values.get(str(act.level), {}).get(cell, cell)))

    def lives_elsewhere(self, row: Row) -> bool:
        return self._holders.lives_elsewhere(row)

    def opening(self, row: Row) -> bool:
        return self._holders.opening(row, self._spot, self._ended)

    def meant(self, act: Act, row: Row) -> bool:
        """Whether a row tells an act, by its conditions on columns and on who followed."""
        return _meant(act, row) and (act.vacant is None or self._holders.left_vacant(row, act.vacant))

    def next_level(self, row: Row) -> str | None:
        """The level of the first head of mission on the spot who follows."""
        since = self._holders.since(row)
        heads = self._heads.get(row.cells.get(self._post, ""), ())
        return next((level for day, level in heads if since and day >= since), None)


_ENDINGS = frozenset({"close-mission", "sever-relations"})


def _heads_a_mission(act: Act) -> bool:
    """Whether an act tells of somebody on the spot whose rank a column gives; being appointed does not."""
    kind = codebook.load().kinds.get(act.kind.removeprefix("="))
    ranked = act.level is not None and not act.level.startswith("=")
    return act.opens or (ranked and (kind is None or bool(kind.effects)))


def _meant(act: Act, row: Row) -> bool:
    return all(_among(row, {column: among}) for column, among in act.where.items()) and not _among(row, act.unless)


def _among(row: Row, values: Mapping[str, Sequence[str]]) -> bool:
    """Whether one of the columns has one of its values; a star stands for any words."""
    return any(fnmatchcase(row.cells.get(column, ""), value) for column, among in values.items() for value in among)


def _value(row: Row, column: str | None) -> str:
    return filled(column, row.cells) if column else ""


def _check_sides(kind: str, initiators: Sequence[str], targets: Sequence[str]) -> None:
    known = codebook.load()[kind]
    if not initiators:
        raise CellError("no initiator")
    if not targets and not (known.joint and len(initiators) > 1) and known.target_types:
        raise CellError("no target")
    if set(initiators) & set(targets):
        raise CellError(f"{next(iter(set(initiators) & set(targets)))} stands on both sides")


def _evidence(act: Act, line: _Line) -> Iterator[Evidence]:
    for field in ("kind", "initiator", "target", "date", "level", "modality", "speaker"):
        value = getattr(act, field)
        if value is None:
            continue
        columns = columns_of(value)
        places = [place for column in columns if (place := line.places.get(column))]
        start = line.start + min(first for first, _ in places) if places else None
        end = line.start + max(last for _, last in places) if places else None
        rule = f"column{'s' * (len(columns) > 1)} {', '.join(columns)}" if columns else f"for all rows: {value[1:]}"
        yield Evidence(field + "s" if field in ("initiator", "target") else field, start, end, rule)
