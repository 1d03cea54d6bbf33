"""What a reader set aside, as a brief: relations on a day, chronologies, events and claims, each told with its notes.

Items are paths of pages, with ``@`` and a day where one was asked: ``r/RUS/TALIBAN@2025-08-01``, ``t/RUS/TALIBAN``,
``e/e-…``, and ``c/c-…`` for one claim alone. The brief is told and noted as ``detente brief`` does it, by the same code.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from detente import words
from detente.brief import standings
from detente.brief.nouns import Brief, Citation, Entry, Grid, Paragraph, Phase, Sentence
from detente.brief.telling import Narrator, tellable
from detente.brief.works import Works, spots_of
from detente.brief.write import Look, check, write
from detente.errors import MissingExtra, NoSuchPage, RecordBusy, UsageError
from detente.prose import when
from detente.prose.clauses import Clause, Teller
from detente.prose.language import language
from detente.record import Record
from detente.web.links import unslug
from detente.web.pages.common import actor_of, day_of

MOST = 60  # items of a basket
TOLD = 200  # acts of a chronology
QUOTE = 280  # characters of a source's words
TITLE = "Brief"
ENDINGS = ("docx", "pdf", "html", "md")
SORTS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
         "html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8"}  # fmt: skip
_two_at_once = threading.BoundedSemaphore(2)  # Word and PDF are made by programs of their own
WAIT = 20.0  # seconds for a turn

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was set aside: ``sort`` is r, t, e or c; ``names`` are actors, or the id of an event or a claim."""

    path: str
    sort: str
    names: tuple[str, ...]
    on: dt.date | None
    label: str


@dataclass(slots=True)
class Basket:
    """The items that are still there, and the brief made of them."""

    items: list[Item] = field(default_factory=list)
    brief: Brief | None = None


def basket(record: Record, paths: Iterable[str], title: str = "", on: dt.date | None = None) -> Basket:
    """The brief of some items, as of a day (today). What the record does not have any more is left out."""
    wanted = [path for path in dict.fromkeys(paths) if path][:MOST]
    items = [item for path in wanted if (item := _item(record, path))]
    if not items:
        return Basket()
    return Basket(items, _Maker(record).brief(items, title.strip() or TITLE, on or dt.date.today()))


def _item(record: Record, path: str) -> Item | None:
    bare, _, day = path.partition("@")
    try:
        sort, *names = [unslug(part) for part in bare.split("/")]
        on = day_of(day, "day") if day else None
        if sort in ("r", "t") and len(names) == 2:
            one, other = (actor_of(record, name) for name in names)
            both = words.capitalised(f"{words.actor(one)} and {words.actor(other)}")
            label = f"{both}: chronology" if sort == "t" else f"{both}, on {words.date(str(on))}" if on else both
            return Item(path, sort, (one, other), on, label)
        if sort == "e" and len(names) == 1:
            rows = record.events(ids=names).to_pylist()
            return Item(path, sort, tuple(names), None, _labelled(rows[0])) if rows else None
        if sort == "c" and len(names) == 1:
            rows = record.claims(ids=names).to_pylist()
            return Item(path, sort, tuple(names), None, f"{_labelled(rows[0])}; this claim alone") if rows else None
    except (ValueError, NoSuchPage, UsageError):
        pass
    return None


def _labelled(row: Row) -> str:
    return f"{words.date(row['date']) or 'undated'}: {words.capitalised(words.act(row))}"


class _Maker:
    """Makes one brief; knows what was met on the way: works, claims, and which claims back which event."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.works = Works.of(record.documents())
        self.claims: dict[str, Row] = {}
        self.backing: dict[str, tuple[str, ...]] = {}
        self.teller = Teller(language("en"))
        self.narrator = Narrator(self.teller, self.cite)

    def cite(self, events: Iterable[str]) -> tuple[Citation, ...]:
        """What backs some events."""
        ids = dict.fromkeys(claim for event in events for claim in self.backing.get(event, ()))
        return self.works.cite(self.claims[id] for id in ids if id in self.claims)

    def brief(self, items: Sequence[Item], title: str, on: dt.date) -> Brief:
        """The brief: a section for each relation and chronology, one for single acts, and the words of all of them."""
        chosen = self._events(items)
        lines = {
            item: self.record.status(*item.names, on=item.on or on).to_pylist() for item in items if item.sort == "r"
        }
        self._meet([line for mine in lines.values() for line in mine])
        single = {event for item in items if item.sort in "ec" for event in self._of(item, chosen)}
        sections = [self._section(item, chosen, lines) for item in items if item.sort in "rt"]
        sections += [_phase("Acts", self._paragraphs(chosen, single))] if single else []
        rows = sorted(chosen.values(), key=_place)
        empty = Grid((), ())
        return Brief(
            a="", b="", title=title, subtitle=f"As of {words.date(on.isoformat())}", scope="", on=on, language="en",
            summary=(), standing=empty, story=tuple(sections), undated=(), others=empty, others_title="", disputes=(),
            planned=(), outlook=(), track_record=(), chronology=tuple(self._entry(row) for row in rows), to_check=(),
            documents=self._documents(rows, [line for mine in lines.values() for line in mine]),
            about=("Chosen by a reader out of a record; every sentence was made from what was read, by fixed rules.",),
        )  # fmt: skip

    def _events(self, items: Sequence[Item]) -> dict[str, Row]:
        """The events that are told of, by id, and in ``backing`` the claims that back each."""
        found: dict[str, Row] = {}
        whole: set[str] = set()
        for item in items:
            rows: Sequence[Row] = ()
            if item.sort == "t":
                rows = self.record.events(*item.names, modality="happened").to_pylist()[:TOLD]
            elif item.sort == "e":
                rows = self.record.events(ids=item.names).to_pylist()
            elif item.sort == "c":
                self._claim(item.names[0], found, whole)
            for row in rows:
                found[row["id"]] = row
                whole.add(row["id"])
                self.backing[row["id"]] = tuple(row["claim_ids"])
        return found

    def _claim(self, id: str, found: dict[str, Row], whole: set[str]) -> None:
        """A claim alone: its event, in its words and backed by it alone unless the whole event was chosen as well."""
        event = self.record.events_of([id]).get(id)
        if event is None or event in whole:
            return
        row, claim = self.record.events(ids=[event]).to_pylist()[0], self.record.claims(ids=[id]).to_pylist()[0]
        own = ("kind", "date", "modality", "speaker", "quote", "file", "notes", "sources", "confidence")
        found.setdefault(event, {**row, **{name: claim[name] for name in own}, "documents": [claim["file"]]})
        self.backing[event] = (*self.backing.get(event, ()), id)

    def _of(self, item: Item, chosen: Mapping[str, Row]) -> list[str]:
        if item.sort == "e":
            return [id for id in item.names if id in chosen]
        return [event for event, claims in self.backing.items() if item.names[0] in claims]

    def _meet(self, lines: Sequence[Row]) -> None:
        """Fetch the claims behind what is told, the places they stand at, and every source before any is cited."""
        for line in lines:
            for row in self.record.events(ids=line["events"]).to_pylist():
                self.backing.setdefault(row["id"], tuple(row["claim_ids"]))
        ids = list(dict.fromkeys(id for claims in self.backing.values() for id in claims))
        self.claims = {row["id"]: row for row in self.record.claims(ids=ids).to_pylist()}
        by_document: dict[str, list[dict[str, Any]]] = {}
        for claim in self.claims.values():
            by_document.setdefault(claim["document"], []).append(dict(claim))
        self.works.spots = {
            id: spot
            for document, claims in by_document.items()
            for id, spot in spots_of(self.record.document(document), claims).items()
        }
        for told in (*self.claims.values(), *lines):
            for source in told["sources"] or ():
                self.works.sources.meet(source)

    def _section(self, item: Item, chosen: Mapping[str, Row], lines: Mapping[Item, Sequence[Row]]) -> Phase:
        if item.sort == "r":
            told = [self._standing(line) for line in standings.once(list(lines[item]))]
            return _phase(item.label, (tuple(told),) if told else ())
        sides = set(item.names)
        mine = {id for id, row in chosen.items() if sides <= {*row["initiators"], *row["targets"]}}
        return _phase(item.label, self._paragraphs(chosen, mine))

    def _paragraphs(self, chosen: Mapping[str, Row], ids: Iterable[str]) -> tuple[Paragraph, ...]:
        """Acts as prose; those that are read with too little certainty are counted, and stand among the words alone."""
        rows = sorted((chosen[id] for id in ids), key=_place)
        sure = [row for row in rows if tellable(row, self.teller) and not words.doubt(row)]
        left = len(rows) - len(sure)
        said = f"{words.count(left, 'act')} read with too little certainty: see the words below."
        return (*self.narrator.paragraphs(sure), *(((Sentence(said),),) if left else ()))

    def _standing(self, line: Row) -> Sentence:
        citations = self.cite(line["events"]) or (self.works.cite([line]) if line["file"] else ())
        told = standings.sentence(line, self.teller, citations)
        if told is None:
            since = words.since(line["since"])
            sides = f"{words.actor(line['initiator'])} toward {words.actor(line['target'])}"
            level = f"{words.dimension(line['dimension']).lower()}: {words.level(line['dimension'], line['level'])}"
            text = words.capitalised(f"{sides}, {level}{f', {since}' if since else ''}.")
            told = Sentence(text, citations, tuple(line["events"]))
        return told if not words.doubt(line) else Sentence(f"{told.text[:-1]} (doubtful).", told.citations, told.events)

    def _entry(self, row: Row) -> Entry:
        marks = ", ".join(filter(None, (words.modality(row), words.doubt(row) and "to check")))
        clause = Clause.of(row)
        told = self.narrator.line(row) if clause.initiators else Sentence(words.capitalised(words.act(row)))
        act = Sentence(told.text, self.cite([row["id"]]), (row["id"],))
        return Entry(when.plain(row["date"]), act, words.excerpt(row["quote"] or "", QUOTE), marks)

    def _documents(self, rows: Iterable[Row], lines: Iterable[Row]) -> tuple[Any, ...]:
        named = {file for row in rows for file in row["documents"]} | {line["file"] for line in lines if line["file"]}
        return tuple(self.works.by_file(file) for file in sorted(named))


def _place(row: Row) -> tuple[dt.date, str]:
    return when.first_day(row["date"]), row["id"]


def _phase(heading: str, paragraphs: tuple[Paragraph, ...]) -> Phase:
    return Phase("", heading, paragraphs)


def endings() -> list[str]:
    """The formats that can be written here: without pandoc and Typst, no Word and no PDF."""
    return [ending for ending in ENDINGS if _can(ending)]


def _can(ending: str) -> bool:
    try:
        check(Path(f"brief.{ending}"))
    except MissingExtra:
        return False
    return True


def written(brief: Brief, ending: str) -> bytes:
    """The brief as a file of a format. MissingExtra where that needs what is not installed, RecordBusy after WAIT."""
    if not _two_at_once.acquire(timeout=WAIT):
        raise RecordBusy("Too many briefs are being written at once.", remedy="Try again in a moment.")
    try:
        with (
            TemporaryDirectory() as folder,
            as_file(files("detente.web").joinpath("templates", "basket.md.j2")) as form,
        ):
            path = Path(folder) / f"brief.{ending}"
            write(brief, path, Look(template=form))
            return path.read_bytes()
    finally:
        _two_at_once.release()
