"""A record's material into a brief: which sections there are, and what stands in each.

Every sentence comes from events or standings and carries what backs it. What the reading is unsure of is not told as a
fact: it stands apart, to be checked. How acts are worded is in ``telling``; what pages look like, in the writers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from detente import codebook, dates, words
from detente.brief import disputes, outlook, phases, standings, turns
from detente.brief.chicago import bare
from detente.brief.gather import Material, doubtful, gather, in_order
from detente.brief.nouns import Brief, Entry, Paragraph, Phase, Row, Sentence, TurningPoint
from detente.brief.pictures import pictures
from detente.brief.telling import OTHER, Narrator, quoted, tellable, without_echoes
from detente.exports.works import Work
from detente.prose import naming, when
from detente.prose.clauses import Clause, Teller
from detente.prose.language import language
from detente.record import Record
from detente.trend import Turn

Divide = Callable[[Sequence[Row], Sequence[Row]], Sequence[TurningPoint]]  # from events and spells
PENDING = 2  # plans told in the summary
WORDS = ("accuse", "criticise", "demand", "issue-statement", "legislate", "other", "praise", "warn")  # no latest news
QUOTE = 280  # characters of a source's words in the chronology


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can ask of a brief.

    ``divide`` finds the turning points in place of the changes of status and of the trend; ``outlook`` are sentences of a
    forecast, told in place of those of the sealed record.
    """

    title: str | None = None
    language: str = "en"
    doubtful: bool = False  # tell doubtful acts too
    wider: bool = True  # take in the actors that bore these two's places before them
    divide: Divide | None = None
    outlook: tuple[Sentence, ...] = ()


def compose(
    record: Record, a: str, b: str, *, on: dt.date | None = None, known: dt.date | None = None,
    options: Options = Options(),
) -> Brief:  # fmt: skip
    """The brief of two actors, given by id, as of a day (today), on what was known by another (everything).

    Raises ActorError for an actor that neither registry nor record has, UsageError for a language without words.
    """
    held = gather(record, a, b, on=on or dt.date.today(), known=known, wider=options.wider)
    teller = Teller(language(options.language))
    return _Composer(held, Narrator(teller, held.cite), teller, options).brief()


@dataclass(frozen=True, slots=True)
class _Composer:
    held: Material
    narrator: Narrator
    teller: Teller
    options: Options

    def brief(self) -> Brief:
        """Every section, each of them empty where nothing is known of it."""
        held, names = self.held, self._names()
        points, story = self._story()
        dated = [row for row in self._facts() if row["date"]]
        seen = outlook.Seen(held.a, held.b, held.on, held.known, held.events)
        ahead = outlook.outlook(held.forecasts, seen, self.teller, held.cite)
        return Brief(
            a=held.a,
            b=held.b,
            title=self.options.title or words.capitalised(names),
            subtitle=f"Brief as of {words.date(held.on.isoformat())}",
            scope=self._scope(),
            on=held.on,
            language=self.options.language,
            summary=self._summary(points),
            standing=standings.of_pair(held),
            story=story,
            undated=self.narrator.undated(self._undated()),
            others=standings.of_others(held),
            others_title=f"Who else stands where toward {self._name(held.b)}",
            disputes=self._disputes(),
            planned=self._planned(),
            outlook=self.options.outlook or ahead.expected,
            track_record=() if self.options.outlook else ahead.record,
            chronology=self._chronology(),
            to_check=tuple(self._entry(row) for row in held.events if not self._sure(row)),
            documents=self._documents(),
            about=self._about(),
            pictures=pictures(held, dated, story, self._name),
        )

    # What is told of

    def _sure(self, row: Row) -> bool:
        return self.options.doubtful or not doubtful(row)

    def _told(self) -> list[Row]:
        return [row for row in self.held.events if self._sure(row) and tellable(row, self.teller)]

    def _facts(self) -> list[Row]:
        """What the story tells: acts, and what was planned, alleged or denied at a date that is past."""
        return [row for row in self._told() if not self._lies_ahead(row) and row["modality"] != "assessed"]

    def _undated(self) -> list[Row]:
        """What is told without a date, but not what is told with one as well."""
        dated = {_act(row) for row in self._facts() if row["date"]}
        return [row for row in self._facts() if not row["date"] and _act(row) not in dated]

    def _lies_ahead(self, row: Row) -> bool:
        if row["modality"] != "planned":
            return False
        return not row["date"] or when.last_day(row["date"]) > self.held.on or self._after_it_was_told(row)

    def _after_it_was_told(self, row: Row) -> bool:
        return bool(row["known"]) and when.first_day(row["date"]) > row["known"]

    # The sections

    def _story(self) -> tuple[Sequence[TurningPoint], tuple[Phase, ...]]:
        dated = [row for row in self._facts() if row["date"]]
        divide = self.options.divide or partial(phases.by_status, turned=turns.events(self.held.turns))
        points = divide(dated, self.held.spells) if dated else ()
        opening = {point.event for point in points}
        parts = phases.divide(dated, points)
        told = turns.by_part([when.first_day(part[0]["date"]) for part in parts], self.held.turns)
        return points, tuple(self._phase(rows, opening, turned) for rows, turned in zip(parts, told, strict=True))

    def _phase(self, rows: Sequence[Row], opening: set[str], turned: Sequence[Turn]) -> Phase:
        opened = next((row["id"] for row in rows if row["id"] in opening), None)
        lead = phases.weightiest(rows, self.held.spells, opened)
        start = when.first_day(rows[0]["date"])
        years = when.years(start, min(max(when.first_day(row["date"]) for row in rows), self.held.on))
        trend = tuple(turns.sentence(turn, self.held.cite) for turn in turned)
        return Phase(years, self.teller.headline(Clause.of(lead)), self.narrator.paragraphs(rows), start, trend)

    def _summary(self, points: Sequence[TurningPoint]) -> Paragraph:
        """How they stand, how it came to that in the turning points, and the latest that is known."""
        stand = [
            standings.sentence(line, self.teller, self.held.cite_line(line))
            for line in standings.once([line for line in self.held.status if self._sure(line)])
            if line["dimension"] in standings.FIRST
        ]
        facts = without_echoes([row for row in self._told() if row["modality"] == "happened" and row["date"]])
        turned = {point.event for point in points}
        deeds = [row for row in facts if row["kind"] not in WORDS] or facts
        chosen = [row for row in facts if row["id"] in turned or row is deeds[-1]] + self._pending()
        told = {event for sentence in stand if sentence for event in sentence.events[:1]}
        way = self.narrator.paragraphs([row for row in chosen if row["id"] not in told])
        return (
            *(sentence for sentence in stand if sentence),
            *(sentence for paragraph in way for sentence in paragraph),
        )

    def _pending(self) -> list[Row]:
        """Plans that would change how they stand now, made since it came to that, and not told as carried out."""
        since = {line["dimension"]: when.first_day(line["since"]) for line in self.held.status if line["since"]}
        book = codebook.load()
        pending = [
            row
            for row in self._facts()
            if row["modality"] == "planned"
            and row["date"]
            and row["kind"] in book
            and any(
                when.first_day(row["date"]) > since.get(one.dimension, dt.date.max) for one in book[row["kind"]].effects
            )
            and not self._carried_out(row)
        ]
        return without_echoes(pending)[-PENDING:]

    def _disputes(self) -> tuple[Sentence, ...]:
        """Where sources disagree, as the record finds it."""
        unsure = {row["id"] for row in self.held.events if not self._sure(row)}
        found = [row for row in self.held.conflicts if row["sort"] in disputes.SORTS and not unsure & {*row["events"]}]
        return tuple(
            Sentence(disputes.told(row, self.teller), self.held.cite_conflict(row), tuple(row["events"]))
            for row in found
        )

    def _planned(self) -> tuple[Sentence, ...]:
        """What lies ahead of what was told, and what authors expect, in their own words."""
        ahead = [row for row in self._told() if self._lies_ahead(row) and not self._carried_out(row)]
        expected = [row for row in self._told() if row["modality"] == "assessed"]
        return (*(self._plan(row) for row in ahead), *self._expectations(expected))

    def _plan(self, row: Row) -> Sentence:
        clause = Clause.of(row)
        if row["date"] and clause.initiators:
            past = when.last_day(row["date"]) < self.held.on
            text = f"{self.teller.intends(clause, past=past)} {when.lead(row['date'])}"
        else:
            text = self.teller.told(clause)
            text = f"as of {self._told_on(row)}, {text}" if self._told_on(row) else text
        return Sentence(f"{words.capitalised(text)}.", self.held.cite([row["id"]]), (row["id"],))

    def _expectations(self, rows: Iterable[Row]) -> Iterable[Sentence]:
        by_words = {(row["file"], row["quote"]): row for row in rows}
        for row in by_words.values():
            told = f"{words.capitalised(self._author(row))} judges: {quoted(row, QUOTE)}"
            yield Sentence(told, self.held.cite([row["id"]]), (row["id"],))

    def _carried_out(self, plan: Row) -> bool:
        """Whether the same act by the same is told as done since."""
        sides = plan["kind"], set(plan["initiators"]), set(plan["targets"])
        done = [
            row
            for row in self._told()
            if row["modality"] == "happened" and (row["kind"], set(row["initiators"]), set(row["targets"])) == sides
        ]
        return any(
            not plan["date"] or not row["date"] or dates.before(row["date"], plan["date"]) is not True for row in done
        )

    def _chronology(self) -> tuple[Entry, ...]:
        """The acts of the two and, in their places, what the same texts tell of either and others."""
        own = {row["id"] for row in self.held.events}
        rows = in_order([row for row in self.held.events if self._sure(row)] + list(self.held.around))
        return tuple(self._entry(row, beside=row["id"] not in own) for row in rows)

    def _entry(self, row: Row, *, beside: bool = False) -> Entry:
        hedge = words.modality(row) if row["kind"] == OTHER else ""  # the sentence of any other kind has it already
        marks = ", ".join(filter(None, (hedge, words.doubt(row) and "to check")))
        quote = words.excerpt(row["quote"], QUOTE, *(row.get("trigger") or (0, 0)))
        return Entry(when.plain(row["date"]), self.narrator.line(row), quote, marks, beside)

    # What the brief says of itself

    def _scope(self) -> str:
        files = {file for row in self.held.events for file in row["documents"]}
        days = [when.first_day(row["date"]) for row in self.held.events if row["date"]]
        span = f", {when.years(min(days), max(days))}" if days else ""
        wider = [self._name(code) for code in self._met() if code not in (self.held.a, self.held.b)]
        with_them = f", and with them {_list(wider)}" if wider else ""
        counts = f"{words.count(len(self.held.events), 'act')} from {words.count(len(files), 'document')}"
        known = f" What was known by {words.date(self.held.known.isoformat())}." if self.held.known else ""
        return f"{words.capitalised(self._names())}{with_them}: {counts}{span}.{known}"

    def _met(self) -> list[str]:
        """Those of the two lineages that act in what is told."""
        acting = {code for row in self.held.events for code in (*row["initiators"], *row["targets"])}
        return [code for side in (self.held.a, self.held.b) for code in naming.lineage(side) if code in acting]

    def _about(self) -> tuple[str, ...]:
        thin = sum(row["sort"] == "voice" for row in self.held.conflicts)
        unsure = sum(not self._sure(row) for row in self.held.events)
        told = [
            "This is a draft. Every sentence was made from acts that were read in the documents below, by fixed rules;"
            " nothing was added from elsewhere. Each note names the source that the document gives, and where it was read."
        ]
        if unsure:
            is_are = "act is" if unsure == 1 else "acts are"
            told.append(
                f"{unsure} {is_are} read with too little certainty to be told as fact, and listed to be checked."
            )
        if thin:
            rest = "rests" if thin == 1 else "rest"
            told.append(f"{words.count(thin, 'statement')} of how they stand {rest} on one voice alone.")
        return tuple(told)

    def _documents(self) -> tuple[Work, ...]:
        files = dict.fromkeys(file for row in self.held.events for file in row["documents"])
        return tuple(self.held.works.by_file(file) for file in sorted(files))

    def _name(self, code: str) -> str:
        return naming.actor(code, self.held.on.isoformat())

    def _names(self) -> str:
        return f"{self._name(self.held.a)} and {self._name(self.held.b)}"

    def _author(self, row: Row) -> str:
        work = self.held.works.by_file(row["file"])
        return (
            work.author or work.publisher or (f"“{work.title}”" if work.title else f"an unsigned text ({bare(work)})")
        )

    def _told_on(self, row: Row) -> str:
        work = self.held.works.by_file(row["file"])
        return when.plain(work.date) if work.date else ""


def _act(row: Row) -> tuple[str, str, frozenset[str]]:
    return row["kind"], row["modality"], frozenset((*row["initiators"], *row["targets"]))


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
