"""An act as the network tells it, made into a claim: its date settled, its level, notes and evidence put beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from detente import codebook
from detente.codebook import levels
from detente.model import Claim, Document, Evidence, Passage, Source
from detente.reading import when
from detente.reading.sights import Told

ROLES = ("initiator", "target", "speaker")
SPOKEN = frozenset({"alleged", "denied"})  # modalities that rest on a speaker's word
AHEAD = frozenset({"planned", "assessed"})  # modalities whose dates lie ahead of the document
Part = tuple[str, float, int | None, int | None]  # an actor, how surely, and the words that stand for it


@dataclass(slots=True)
class Found:
    """An act as the network tells it, with offsets in the document and scores.

    ``time`` is the offset of its date words; ``current`` says that it is of the document's own time instead.
    """

    start: int
    end: int
    kind: str
    score: float
    modality: str
    certainty: float
    root: str | None = None
    roles: dict[str, list[Part]] = field(default_factory=lambda: {role: [] for role in ROLES})
    time: int | None = None
    current: bool = False
    time_score: float = 0.0

    @property
    def confidence(self) -> float:
        """How surely it is told and by whom toward whom: the weakest link of the roles with the act itself."""
        sides = [score for role in ROLES[:2] for _, score, *_ in self.roles[role]]
        return self.score * min(sides, default=0.5)


def claim(document: Document, told: Told, passage: Passage, act: Found, reader: str) -> Claim:
    """The claim that a passage makes of an act."""
    initiators, targets, speakers = (tuple(actor for actor, *_ in act.roles[role]) for role in ROLES)
    date, at = _date(document, told, passage, act)
    key = f"{document.id}|{act.start}|{act.kind}|{initiators}|{targets}"
    return Claim(
        id="c-" + hashlib.sha256(key.encode()).hexdigest()[:16],
        document=document.id,
        file=document.file,
        quote=document.text[passage.start : passage.end],
        start=passage.start,
        end=passage.end,
        kind=act.kind,
        initiators=initiators,
        targets=targets,
        date=date,
        modality=act.modality,  # type: ignore[arg-type]
        speaker=next(iter(speakers), None) if act.modality in SPOKEN else None,
        notes=passage.notes,
        sources=tuple(_sources(document, passage)),
        confidence=round(act.confidence, 2),
        level=_level(act.kind, document.text[passage.start : passage.end], act.start - passage.start),
        root=act.root,
        reader=reader,
        evidence=tuple(_evidence(act, date, at)),
    )


def _sources(document: Document, passage: Passage) -> Iterator[Source]:
    for number in passage.notes:
        note = document.note(number)
        yield from note.sources if note else ()


def _date(document: Document, told: Told, passage: Passage, act: Found) -> tuple[str | None, int | None]:
    """The act's date and the offset of its words: its own, the document's month, or its heading's where none is told."""
    words = told.words.get(act.time) if act.time is not None else None
    if words is not None:
        edtf = told.edtf.get(words.start)
        if act.modality in AHEAD and not words.absolute:
            narrative = told.narrative.get(passage.start)
            edtf = when.resolve(words, told_on=document.date, narrative=narrative, tense="future")
        if edtf:
            return _point(edtf, words.relation, act.kind), words.start
    if act.current and document.date:
        return document.date[:7], None
    heading = told.heading.get(passage.start)
    return (heading, None) if heading and told.own(passage.start, passage.end) is None else (None, None)


def _point(edtf: str, relation: when.Relation, kind: str) -> str:
    """When an act was that is told since, until, by or after a time: about then, as the words put it.

    What has gone on since 2023 began in 2023. What was done by 1996 was done about then or before; but where an act would
    begin a status, "until" tells its end, and the beginning stays open.
    """
    first, _, last = edtf.partition("/")
    if relation in {"since", "from"} and last == "..":
        return first
    if relation == "after" and last == "..":
        return _about(first)
    if first == ".." and last and not (relation == "until" and _begins(kind)):
        return _about(last)
    return edtf


def _about(edtf: str) -> str:
    return edtf if edtf[-1] in "~?%" else f"{edtf}~"


def _begins(kind: str) -> bool:
    return any(effect.does == "begins" for effect in codebook.load()[kind].effects)


def _level(kind: str, text: str, at: int) -> str | None:
    """The level that the words nearest the trigger tell, where the kind's effect asks for one."""
    told = [effect.dimension for effect in codebook.load()[kind].effects if effect.level == "told"]
    return next((level for dimension in told if (level := levels.level_of(dimension, text, at))), None)


def _evidence(act: Found, date: str | None, at: int | None) -> Iterator[Evidence]:
    yield Evidence("kind", act.start, act.end, act.kind, act.score)
    yield Evidence("modality", act.start, act.end, act.modality, act.certainty)
    for role in ROLES:
        for actor, score, start, end in act.roles[role]:
            yield Evidence(role, start, end, actor, score, filled=start is None)
    if date is not None:
        yield Evidence("date", at, None, date, act.time_score, filled=at is None)
