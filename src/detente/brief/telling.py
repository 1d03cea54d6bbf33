"""Events in order as prose: dates and actors said once, acts alike told together, each sentence with its events.

Decides what stands around a clause; how an act is worded is in ``clauses``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente import codebook, words
from detente.brief.nouns import Citation, Paragraph, Row, Sentence
from detente.prose import naming, when
from detente.prose.clauses import Clause, Teller

LONGEST = 5  # sentences of a paragraph
OTHER = "other"  # the kind of acts that are no other kind
ONCE = ("seize-power", "lose-power", "coup")  # acts that are hardly done twice within the span of a date
QUOTED = 170  # characters of a source's words within a sentence

Cite = Callable[[Iterable[str]], tuple[Citation, ...]]  # from the ids of events to what backs them


@dataclass(slots=True)
class _Act:
    """Acts that are told together: alike but for their dates, or but for who acted."""

    clause: Clause
    rows: list[Row]

    @property
    def dates(self) -> list[str]:
        """The dates of its rows, without those that another tells more exactly."""
        told = [row["date"] for row in self.rows if row["date"]]
        return [date for date in told if not any(_within(other, date) for other in told)]

    @property
    def events(self) -> tuple[str, ...]:
        return tuple(row["id"] for row in self.rows)

    @property
    def dated_once(self) -> str | None:
        told = dict.fromkeys(self.dates)
        return next(iter(told)) if len(told) == 1 else None


@dataclass(slots=True)
class _Said:
    """What the paragraph has said so far, so that it is not said again."""

    date: str | None = None
    subject: str = ""
    initiators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrator:
    """Tells events in one language, with what backs each of them."""

    teller: Teller
    cite: Cite
    _words: set[str] = field(default_factory=set)  # of sources, that were given already

    def paragraphs(self, rows: Sequence[Row]) -> tuple[Paragraph, ...]:
        """Events, in the order given, as paragraphs."""
        acts = [act for act in _joined(without_echoes(rows)) if self._says_something(act)]
        groups = list(_sentences(acts, self.teller))
        size = max(1, -(-len(groups) // max(1, -(-len(groups) // LONGEST))))
        return tuple(self._paragraph(groups[at : at + size]) for at in range(0, len(groups), size))

    def undated(self, rows: Sequence[Row]) -> Paragraph:
        """Events of which nobody tells when, as one paragraph."""
        alike: dict[Any, _Act] = {}
        for row in without_echoes(rows):
            clause = Clause.of(row)
            alike.setdefault(_signature(clause), _Act(clause, [])).rows.append(row)
        return tuple(self._sentence([act], _Said()) for act in alike.values() if self._says_something(act))

    def line(self, row: Row) -> Sentence:
        """One event as a sentence without its date, for a table."""
        clause = Clause.of(row)
        told = (
            self.teller.told(clause) if clause.kind != OTHER else naming.actors((*clause.initiators, *clause.targets))
        )
        told = words.capitalised(told or words.act(row))
        return Sentence(told, self.cite([row["id"]]), (row["id"],))

    def _paragraph(self, groups: Sequence[list[_Act]]) -> Paragraph:
        said = _Said()
        return tuple(self._sentence(group, said) for group in groups)

    def _sentence(self, group: Sequence[_Act], said: _Said) -> Sentence:
        first, events = group[0], tuple(id for act in group for id in act.events)
        if first.clause.kind == OTHER:
            return Sentence(_closed(self._in_words(first)), self.cite(events), events)
        subject = self._subject(first.clause, said)
        told = self.teller.told(first.clause, subject or None)
        for act in group[1:]:
            known = bool(act.clause.targets) and act.clause.targets == first.clause.targets
            told += f" and {self.teller.predicate(act.clause, object_known=known)}"
        text = self._dated(first, told, said)
        if len(group) == 1 and self.teller.quotes(first.clause) and first.rows[0]["quote"] not in self._words:
            text += f": {self._quote(first.rows[0])}"
        said.date, said.subject, said.initiators = first.dated_once, subject, first.clause.initiators
        return Sentence(_closed(words.capitalised(text)), self.cite(events), events)

    def _in_words(self, act: _Act) -> str:
        """An act of no kind that could be named, in the words of its source."""
        of = naming.actors((*act.clause.initiators, *act.clause.targets), act.clause.on)
        lead = f" {when.lead(act.dates[0])}" if act.dates else ""
        return f"Of {of}{lead} the source says: {self._quote(act.rows[0])}"

    def _says_something(self, act: _Act) -> bool:
        """Whether an act is more than words that were given already."""
        return act.clause.kind != OTHER or act.rows[0]["quote"] not in self._words

    def _quote(self, row: Row) -> str:
        self._words.add(row["quote"])
        return quoted(row)

    def _subject(self, clause: Clause, said: _Said) -> str:
        """The subject by its capital where the sentence before had it by its name, so that names do not pile up."""
        if not clause.initiators:
            return ""
        name = self.teller.subject(clause)
        again = clause.initiators == said.initiators and said.subject == name
        return self.teller.subject(clause, capital=True) if again else name

    def _dated(self, act: _Act, told: str, said: _Said) -> str:
        if not act.dates:
            return told
        if act.dated_once is None:
            return f"{told} {when.several(act.dates)}"
        if act.clause.modality == "planned":
            plain = when.plain(act.dated_once)
            return f"{plain} {told}" if plain.startswith("between ") else f"as of {plain}, {told}"
        lead = when.lead(act.dated_once, said.date)
        return f"{lead} {told}"


def quoted(row: Row, room: int = QUOTED) -> str:
    """The source's own words for an event, trimmed around those that tell the act."""
    start, end = row.get("trigger") or (0, 0)
    return f"“{words.excerpt(row['quote'], room, start, end)}”"


def _closed(text: str) -> str:
    return text if text.endswith((".”", "?”", "!”", ".")) else f"{text}."


def without_echoes(rows: Sequence[Row]) -> list[Row]:
    """The events without those that tell what another tells already, out of the same words.

    "Putin accepted the credentials of the ambassador whom the Taliban had sent" tells of one ceremony, though it is an
    act of each side. What stays is the act with an effect on status, else the surer one.
    """
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (not _effects(row["kind"]), -(row["confidence"] or 0))):
        if not any(_echo(row, other) for other in kept):
            kept.append(row)
    stays = {id(row) for row in kept}
    return [row for row in rows if id(row) in stays]


def _echo(row: Row, other: Row) -> bool:
    book = codebook.load()
    same_words = (row["file"], row["quote"]) == (other["file"], other["quote"])
    one, two = ({*each["initiators"], *each["targets"]} for each in (row, other))
    return (
        same_words
        and (one <= two or two <= one)
        and row["modality"] == other["modality"]
        and row["kind"] in book
        and other["kind"] in book
        and book.near(row["kind"], other["kind"])
    )


def _effects(kind: str) -> int:
    book = codebook.load()
    return len(book[kind].effects) if kind in book else 0


def _joined(rows: Sequence[Row]) -> list[_Act]:
    """Acts alike told together: the same act by several on one date, and the same act at several dates in a row."""
    acts: list[_Act] = []
    for row in rows:
        clause = Clause.of(row)
        last = next((act for act in reversed(acts[-3:]) if _several_do(act, row, clause)), None)
        also = next((act for act in reversed(acts[-3:]) if _to_several(act, row, clause)), None)
        before = next((act for act in acts if _told_finer(act, row, clause)), None)
        if before:
            before.rows.append(row)
            acts.remove(before)  # its day is that of the finer date
            acts.append(before)
        elif last:
            last.clause = last.clause.by(tuple(dict.fromkeys([*last.clause.initiators, *clause.initiators])))
            last.rows.append(row)
        elif also:
            also.clause = also.clause.toward((*also.clause.targets, *clause.targets))
            also.rows.append(row)
        elif acts and _again(acts[-1], row, clause):
            acts[-1].rows.append(row)
        else:
            acts.append(_Act(clause, [row]))
    return acts


def _several_do(act: _Act, row: Row, clause: Clause) -> bool:
    """Whether a row tells the same act of other actors, on the same date, toward the same."""
    same = act.clause.by(clause.initiators) == clause and act.dated_once == row["date"] and bool(clause.initiators)
    return (
        same
        and clause.modality == "happened"
        and bool(clause.targets)
        and not set(clause.initiators) & set(act.clause.initiators)
    )


def _to_several(act: _Act, row: Row, clause: Clause) -> bool:
    """Whether a row tells the same act by the same, on the same date, toward others."""
    same = act.clause.toward(clause.targets) == clause and act.dated_once == row["date"]
    both = bool(clause.targets) and bool(act.clause.targets) and not set(clause.targets) & set(act.clause.targets)
    return same and both and clause.modality == "happened" and clause.kind not in (OTHER, *ONCE)


def _again(act: _Act, row: Row, clause: Clause) -> bool:
    """Whether a row tells the same act at a later date; acts of one kind done once each are not run together."""
    book = codebook.load()
    singular = clause.kind in ONCE or (clause.kind in book and book[clause.kind].singular)
    same = _signature(act.clause) == _signature(clause)
    return same and not singular and bool(row["date"] and act.dates) and clause.modality == "happened"


def _told_finer(act: _Act, row: Row, clause: Clause) -> bool:
    """Whether a row tells of an act that is done once, and was told already, with a date within the one told."""
    book = codebook.load()
    once = clause.kind in book and (book[clause.kind].singular or clause.kind in ONCE)
    same = _signature(act.clause) == _signature(clause) and clause.modality == "happened"
    return bool(once and same and row["date"] and any(_within(row["date"], date) for date in act.dates))


def _within(finer: str, coarser: str) -> bool:
    """Whether a date lies within another and says more."""
    (start, end), (first, last) = [(when.first_day(date), when.last_day(date)) for date in (coarser, finer)]
    return start <= first and last <= end and last - first < end - start


def _signature(clause: Clause) -> tuple[Any, ...]:
    names = naming.actors(clause.initiators, clause.on), naming.actors(clause.targets, clause.on)
    return clause.kind, clause.initiators, clause.targets, clause.modality, clause.level, clause.about, names


def _sentences(acts: Sequence[_Act], teller: Teller) -> Iterator[list[_Act]]:
    """Acts by sentence: two acts of one actor on one day stand in one."""
    held: list[_Act] = []
    for act in acts:
        if held and not _one_sentence(held, act, teller):
            yield held
            held = []
        held.append(act)
    if held:
        yield held


def _one_sentence(held: Sequence[_Act], act: _Act, teller: Teller) -> bool:
    last = held[-1]
    return (
        len(held) == 1
        and bool(act.clause.initiators)
        and last.clause.initiators == act.clause.initiators
        and last.clause.kind != act.clause.kind
        and last.dated_once is not None
        and last.dated_once == act.dated_once
        and {last.clause.modality, act.clause.modality} == {"happened"}
        and not teller.quotes(last.clause)
        and not teller.quotes(act.clause)
    )


def tellable(row: Row, teller: Teller) -> bool:
    """Whether a row says enough to make a sentence: somebody who acts, or somebody to whom something is done."""
    clause = Clause.of(row)
    return bool(clause.initiators) or bool(teller.passive(clause))
