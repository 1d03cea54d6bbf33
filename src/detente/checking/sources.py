"""A draft's notes: which nobody cites, which are missing, and whose sources are dated differently elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from detente import dates
from detente.checking.findings import Finding, Sort, Witness
from detente.ledger.store import Store
from detente.ledger.voices import known_by
from detente.ledger.when import can_be_same
from detente.model import Document, Note, Source


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with where it is cited: the note of the draft, or a file of the record."""

    source: Source
    note: Note | None
    file: str
    numbers: tuple[int, ...] = ()


def on_notes(store: Store, draft: Document) -> Iterator[Finding]:
    """What there is to say of the notes of a draft, and of its marks."""
    yield from _unused(draft)
    yield from _missing(draft)
    yield from _dated_differently(store, draft)


def _unused(draft: Document) -> Iterator[Finding]:
    cited = {number for passage in draft.passages for number in passage.notes}
    labels = {mark.label for mark in draft.marks}
    for note in draft.notes:
        if note.number not in cited and note.label not in labels:
            yield _finding("unused-note", f"No passage cites note {note.label}.", draft, note)


def _missing(draft: Document) -> Iterator[Finding]:
    labels = {note.label for note in draft.notes}
    for mark in draft.marks:
        if mark.label not in labels:
            start, end = place(draft, mark.offset)
            text = f"Note {mark.label} is cited here and is not there."
            yield Finding("missing-note", text, start, end, draft.text[start:end], page_of(draft, start))


def place(draft: Document, offset: int) -> tuple[int, int]:
    """The passage that a character of the draft stands in, or that ends there."""
    found = next((p for p in draft.passages if p.start <= offset <= p.end), None)
    return (found.start, found.end) if found else (offset, offset)


def page_of(draft: Document, offset: int) -> int | None:
    """The page of the draft's file on which a character stands, where it has pages."""
    return next((block.page for block in draft.blocks if block.start <= offset <= block.end), None)


def _finding(
    sort: Sort, text: str, draft: Document, note: Note, *witnesses: Witness, says: str | None = None
) -> Finding:
    words = draft.text[note.start : note.end]
    page = page_of(draft, note.start)
    return Finding(sort, text, note.start, note.end, words, page, says=says, witnesses=witnesses)


def _dated_differently(store: Store, draft: Document) -> Iterator[Finding]:
    own = [Cited(source, note, draft.file, (note.number,)) for note in draft.notes for source in note.sources]
    elsewhere = _by_mark([*own, *_of_record(store, draft, [cited.source for cited in own])])
    for cited in own:
        if cited.note is None or not cited.source.date:
            continue
        others = {id(o): o for mark in known_by(cited.source) for o in elsewhere[mark] if _other_date(cited, o)}
        if others:
            told = sorted({str(o.source.date) for o in others.values()})
            text = (
                f"Note {cited.note.label} dates its source {dates.words(cited.source.date)};"
                f" elsewhere it is dated {' or '.join(dates.words(date) for date in told)}."
            )
            found = [
                Witness(None, dates.words(str(o.source.date)), None, o.file, o.numbers, (o.source,))
                for o in others.values()
            ]
            yield _finding("source-date", text, draft, cited.note, *found, says=dates.words(cited.source.date))


def _other_date(one: Cited, other: Cited) -> bool:
    return bool(other.source.date) and not can_be_same(str(one.source.date), str(other.source.date))


def _by_mark(cited: Iterable[Cited]) -> dict[str, list[Cited]]:
    found: dict[str, list[Cited]] = defaultdict(list)
    for one in cited:
        for mark in known_by(one.source):
            found[mark].append(one)
    return found


def _of_record(store: Store, draft: Document, sources: Sequence[Source]) -> Iterator[Cited]:
    """The same sources as documents of the record cite them, and as the documents themselves if they were read."""
    marks = sorted({mark for source in sources for mark in known_by(source)})
    if not marks:
        return
    rows = store.rows(
        "select distinct c.file, c.notes, c.sources from told_claims c where not hidden and c.document <> $2 and c.file <> $3"
        " and c.id in (select claim from tellings where list_has_any(string_split(cites, ','), $1::varchar[]))",
        [marks, draft.id, draft.file],
    )
    for file, notes, told in rows:
        for source in msgspec.json.decode(told, type=tuple[Source, ...]):
            yield Cited(source, None, file, tuple(notes))
    yield from _read(store, draft, sources)


def _read(store: Store, draft: Document, sources: Sequence[Source]) -> Iterator[Cited]:
    rows = store.rows(
        "select file, title, author, publisher, date, address from documents where id <> $1 and file <> $2"
        " and (lower(title) in (select unnest($3::varchar[])) or address in (select unnest($4::varchar[])))",
        [
            draft.id,
            draft.file,
            sorted({source.title.lower() for source in sources if source.title}),
            sorted({source.address for source in sources if source.address}),
        ],
    )
    for file, title, author, publisher, date, address in rows:
        yield Cited(Source(title, author, publisher, date, None, address), None, file)


def note_text(source: Source) -> str:
    """A source as a note prints it: Author, “Title”, Publisher, date, p. 4, address."""
    parts = [
        source.author,
        f"“{source.title}”" if source.title else None,
        source.publisher,
        dates.words(source.date) if source.date else None,
        f"p. {source.pages}" if source.pages else None,
        source.address,
    ]
    return ", ".join(part for part in parts if part)
