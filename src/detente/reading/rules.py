"""The reader that reads by rule: frames of the codebook on a dependency parse, with names, dates and notes around them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.actors import resolve
from detente.actors.registry import window as registry_window
from detente.actors.resolve import Mention
from detente.model import Claim, Document, Evidence, Passage, Source
from detente.reading import acts, dating, modality, roles, standing, when
from detente.reading.acts import Act
from detente.reading.dating import Dated
from detente.reading.discourse import Discourse, about
from detente.reading.modality import Judged
from detente.reading.parties import Roles
from detente.reading.roles import Scene
from detente.reading.syntax import parser

if TYPE_CHECKING:
    from spacy.tokens import Span, Token
else:
    Span = Token = Any


@dataclass(slots=True)
class _State:
    """What is carried from passage to passage of one document."""

    document: Document
    discourse: Discourse
    narrative: str | None = None
    heading: str | None = None
    carried: str | None = None  # the date of the sentence before, in the same paragraph
    paragraph: int = -1
    around: dict[str, float] = field(default_factory=dict)


class RuleReader:
    """Reads claims with the codebook's frames on spaCy's dependency parse."""

    name = "rules-1"

    def read(self, document: Document) -> list[Claim]:
        """The claims of a document, in the order of its text."""
        around = _around(document)
        own = about(document, around)
        state = _State(document, Discourse(document.date, own, bool(own and document.title)), around=around)
        texts = [document.text[p.start : p.end] for p in document.passages]
        found: list[Claim] = []
        for passage, parsed in zip(document.passages, parser().pipe(texts, batch_size=64), strict=True):
            found += _passage(state, passage, parsed)
        return _without_echoes(document, found)


def _without_echoes(document: Document, claims: list[Claim]) -> list[Claim]:
    """Without the claims of headings whose act the text under them tells."""
    starts = [block.start for block in document.blocks if block.kind == "heading"]
    above = [starts[place - 1] if (place := bisect_right(starts, claim.start)) else -1 for claim in claims]
    told = {(at, claim.kind) for at, claim in zip(above, claims, strict=True) if claim.start != at}
    return [c for at, c in zip(above, claims, strict=True) if c.start != at or (at, c.kind) not in told]


def _around(document: Document) -> dict[str, float]:
    """How often each unambiguous actor is named in the document: the surroundings for ambiguous names."""
    counts: dict[str, float] = {}
    for mention in resolve.find(document.text):
        actor = resolve.at(mention, on=document.date).actor
        if actor is not None:
            counts[actor] = counts.get(actor, 0.0) + 1.0
    return counts


def _passage(state: _State, passage: Passage, parsed: Any) -> Iterator[Claim]:
    text = parsed.text
    is_heading = state.document.blocks[passage.block].kind == "heading"
    times = when.find(text)
    found = acts.find(parsed[:])
    attached = dating.attach(parsed[:], times, [act.trigger for act in found])
    before = state.narrative or state.document.date
    told = _narrate(state, times, is_heading)
    scene = _scene(state, parsed, [(words, edtf) for words in times if (edtf := told[words.start])], before)
    if state.paragraph != passage.block:
        state.paragraph, state.carried = passage.block, None
    for act in found:
        judged = modality.judge(act.trigger)
        act, judged = _withheld(act, judged)
        if judged is None:
            continue
        filled = roles.assign(act, scene)
        if filled.initiators or (filled.targets and act.kind.id not in NEEDS_INITIATOR):
            date = _date(state, attached.get(act.trigger.i), told, judged, passage)
            yield _claim(state, passage, act, judged, filled, scene.actor_at, date)
    dates = [told[words.start] for words in times if told[words.start] and not words.aside]
    state.carried = dates[-1] if dates else state.carried


NEEDS_INITIATOR = frozenset(
    {
        "issue-statement",
        "praise",
        "criticise",
        "demand",
        "warn",
        "accuse",
        "support",
        "legislate",
        "hold-talks",
        "host-talks",
        "mediate",
    }
)


def _withheld(act: Act, judged: Judged | None) -> tuple[Act, Judged | None]:
    """Recognition told as not given is the act of withholding it."""
    if judged is None and act.kind.id == "recognise" and modality.withheld(act.trigger):
        from detente import codebook

        return Act(act.trigger, codebook.load()["withhold-recognition"], act.frame, act.weight), Judged("happened")
    return act, judged


def _narrate(state: _State, times: list[when.TimeWords], is_heading: bool) -> dict[int, str | None]:
    """Resolve a passage's date words in order, each moving the narrative on; gives the EDTF by offset."""
    told: dict[int, str | None] = {}
    narrative = state.narrative
    for words in times:
        edtf = dating.resolve(words, told_on=state.document.date, narrative=narrative)
        told[words.start] = edtf
        if edtf and not words.aside and ".." not in edtf and not edtf.startswith("/") and not edtf.endswith("/"):
            narrative = edtf
    state.narrative = narrative
    if is_heading:
        state.heading = next((edtf for edtf in told.values() if edtf), None)
    return told


def _scene(state: _State, parsed: Any, told: list[tuple[when.TimeWords, str]], before: str | None) -> Scene:
    """Who stands where, each name read at the date that its own clause tells, else at the date told ``before``."""
    dates = dating.calendar(parsed[:], told)
    placed = []
    for mention in resolve.find(parsed.text):
        head = next((t for t in reversed(parsed) if mention.start <= t.idx < mention.end), None)
        on = (head is not None and dating.told_at(head, dates)) or before
        if not _untimely(mention, on):
            placed.append((mention, resolve.at(mention, on=on, around=state.around).actor))
    scene = Scene(discourse=state.discourse)
    prominence: dict[int, float] = {}
    for mention, actor in placed:
        covered = [t for t in parsed if t.idx < mention.end and t.idx + len(t) > mention.start]
        for token in covered:
            if actor is not None:
                scene.actor_at[token.i] = actor
                if mention.sort in PERSONAL:
                    scene.persons.add(token.i)
                elif mention.sort == "capital":
                    scene.capitals.add(token.i)
            if token.dep_ in {"nsubj", "nsubjpass"}:
                prominence[mention.start] = 2.0
    state.discourse.begin(placed, prominence)
    return scene


PERSONAL = frozenset({"person", "leader", "office"})


def _untimely(mention: Mention, on: str | None) -> bool:
    """Whether a surname is that of somebody who came to office only after the time told of: a namesake."""
    days = registry_window(on)
    if mention.sort != "person" or days is None:
        return False
    return all(reading.span.start > days.end + NAMESAKE for reading in mention.readings)


NAMESAKE = 3653  # days before coming to office in which nobody speaks for a state yet


def takes_up(sentence: str) -> bool:
    """Whether a sentence goes on from the one before it, by the word that it opens with."""
    return sentence.split(maxsplit=1)[0].strip("“\"'’,").lower() in OPENERS if sentence.split() else False


OPENERS = frozenset(
    [
        "it",
        "its",
        "this",
        "these",
        "they",
        "their",
        "those",
        "he",
        "his",
        "she",
        "her",
        "both",
        "such",
        "then",
        "there",
        "also",
        "and",
        "but",
    ]
)


def _date(
    state: _State, words: when.TimeWords | None, told: dict[int, str | None], judged: Judged, passage: Passage
) -> Dated | None:
    """The act's date: its own words, else its heading's, else the year of the note that backs it."""
    if words is not None:
        edtf = told.get(words.start)
        if judged.modality == "planned":
            edtf = (
                dating.resolve(words, told_on=state.document.date, narrative=state.narrative, past=False)
                if not words.absolute
                else edtf
            )
        if edtf:
            return Dated(edtf, passage.start + words.start, passage.start + words.end)
    if not told and state.carried and takes_up(state.document.text[passage.start : passage.end]):
        return Dated(state.carried, None, None, filled=True)
    if not told and state.heading and state.document.blocks[passage.block].kind != "heading":
        return Dated(state.heading, None, None, filled=True)
    return None


def _claim(
    state: _State,
    passage: Passage,
    act: Act,
    judged: Judged,
    filled: Roles,
    actor_at: dict[int, str],
    date: Dated | None,
) -> Claim:
    document = state.document
    start, end = passage.start, passage.end
    initiators = tuple(f.actor for f in filled.initiators)
    targets = tuple(f.actor for f in filled.targets)
    notes = _notes(document, passage)
    key = f"{document.id}|{start}|{passage.start + act.trigger.idx}|{act.kind.id}|{initiators}|{targets}"
    return Claim(
        id="c-" + hashlib.sha256(key.encode()).hexdigest()[:16],
        document=document.id,
        file=document.file,
        quote=document.text[start:end],
        start=start,
        end=end,
        kind=act.kind.id,
        initiators=initiators,
        targets=targets,
        date=date.edtf if date else None,
        modality=judged.modality,
        speaker=None,
        notes=notes,
        sources=tuple(_sources(document, notes)),
        confidence=round(_confidence(act, filled), 2),
        level=standing.told(act, _paragraph(document, passage), frozenset(initiators), actor_at),
        reader=RuleReader.name,
        evidence=tuple(_evidence(passage, act, judged, filled, date)),
    )


def _paragraph(document: Document, passage: Passage) -> str:
    """A passage's paragraph, where it is told at which post an envoy resides."""
    block = document.blocks[passage.block]
    return document.text[block.start : block.end]


def _notes(document: Document, passage: Passage) -> tuple[int, ...]:
    """The notes that back a passage: its own, else those of the sentence that takes it up."""
    place = document.passages.index(passage) + 1
    after = document.passages[place] if place < len(document.passages) else None
    if passage.notes or after is None or after.block != passage.block:
        return passage.notes
    return after.notes if takes_up(document.text[after.start : after.end]) else ()


def _sources(document: Document, notes: tuple[int, ...]) -> Iterator[Source]:
    for number in notes:
        note = document.note(number)
        yield from note.sources if note else ()


def _confidence(act: Act, filled: Roles) -> float:
    sides = [f.score for f in (*filled.initiators, *filled.targets)]
    return act.weight * (min(sides) if sides else 0.5)


def _evidence(passage: Passage, act: Act, judged: Judged, filled: Roles, date: Dated | None) -> Iterator[Evidence]:
    at = passage.start
    trigger = act.trigger
    yield Evidence(
        "kind", at + trigger.idx, at + trigger.idx + len(trigger), f"frame {act.kind.id}: {trigger.lemma_}", act.weight
    )
    for side, fillers in (("initiator", filled.initiators), ("target", filled.targets)):
        for f in fillers:
            yield Evidence(
                side,
                None if f.start is None else at + f.start,
                None if f.end is None else at + f.end,
                f.rule,
                f.score,
                f.filled,
            )
    if date is not None:
        yield Evidence("date", date.start, date.end, "date words" if not date.filled else "heading", filled=date.filled)
    if judged.because is not None:
        yield Evidence(
            "modality", at + judged.because.idx, at + judged.because.idx + len(judged.because), judged.modality
        )
