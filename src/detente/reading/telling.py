"""An act as the network tells it, made into a claim: its date settled, its level, notes and evidence put beside it."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from detente import codebook, dates
from detente.actors import registry, resolve
from detente.codebook import levels
from detente.model import Claim, Document, Evidence, Passage, Source
from detente.reading import when
from detente.reading.sights import Told

ROLES = ("initiator", "target", "speaker")
SPOKEN = frozenset({"alleged", "denied"})  # modalities that rest on a speaker's word
AHEAD = frozenset({"planned", "assessed"})  # modalities whose dates lie ahead of the document
EXPECTED = 2  # years before its existence in which a state is already dealt with
DAY = len("2025-07-03")  # what came out on a day tells of its time; what came out in a year may tell of any
Part = tuple[str, float, int | None, int | None]  # an actor, how surely, and the words that stand for it


@dataclass(slots=True)
class Found:
    """An act as the network tells it of a passage, with offsets in the document and scores.

    ``time`` is the offset of its date words; ``current`` says that it is of the document's own time instead.
    """

    passage: Passage
    start: int
    end: int
    kind: str
    trigger: float  # how surely its words tell an act
    score: float  # how surely of this kind
    rival: float  # how surely of the next likely kind
    modality: str
    certainty: float
    root: str | None = None
    roles: dict[str, list[Part]] = field(default_factory=lambda: {role: [] for role in ROLES})
    time: int | None = None
    current: bool = False
    time_score: float = 0.0

    def side(self, role: str) -> float:
        """How surely the least sure actor of a role has it; 0 where there is none."""
        return min((score for _, score, *_ in self.roles[role]), default=0.0)


def signs(act: Found) -> tuple[float, ...]:
    """What speaks for and against an act's being right, as numbers; see SIGNS for their names."""
    sides = [act.roles["initiator"], act.roles["target"]]
    parties = len(sides[0]) + len(sides[1])
    return (
        _odds(act.trigger),
        _odds(act.score),
        _odds(act.score / (act.score + act.rival)),
        *(_odds(act.side(role)) if act.roles[role] else 0.0 for role in ROLES[:2]),
        *(float(not side) for side in sides),
        *(float(any(start is None for *_, start, _ in side)) for side in sides),
        float(parties > 2),
        float(act.kind == "other"),
        float(codebook.load()[act.kind].symmetric),
        float(act.modality != "happened"),
        _odds(act.certainty),
        float(act.time is not None),
        float(act.current),
        float(act.end - act.start < 8),
    )


SIGNS = (
    "trigger", "kind", "rival", "initiator", "target", "no initiator", "no target", "initiator understood",
    "target understood", "many", "other", "symmetric", "not happened", "modality", "dated", "current", "short",
)  # fmt: skip


def settled(kind: str, words: str) -> str:
    """The kind of an act in view of its words: a mission that moves to another city is kept open."""
    return "keep-mission-open" if kind in {"open-mission", "close-mission"} and levels.MOVED.search(words) else kind


def _odds(chance: float) -> float:
    kept = min(max(chance, 0.001), 0.999)
    return math.log(kept / (1 - kept))


def claim(document: Document, told: Told, act: Found, confidence: float, reader: str) -> Claim | None:
    """The claim that a passage makes of an act; None where none of its actors existed then."""
    passage = act.passage
    date, at = _date(document, told, act)
    if date is not None and at is not None:
        act.roles = {role: list(_living(document, parts, date)) for role, parts in act.roles.items()}
    initiators, targets, speakers = (tuple(dict.fromkeys(part[0] for part in act.roles[role])) for role in ROLES)
    if not initiators and not targets:
        return None
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
        confidence=round(confidence, 2),
        level=_level(document, act),
        root=act.root,
        reader=reader,
        evidence=tuple(_evidence(act, date, at)),
    )


def _living(document: Document, parts: list[Part], date: str) -> Iterator[Part]:
    """The parts whose actors existed at the act's date or soon after it, under the names they bore then."""
    for part in parts:
        borne = _borne(document, part, date)
        if borne[0] not in registry() or registry().exists(borne[0], date) is not False or _expected(borne[0], date):
            yield borne


def _expected(actor: str, date: str) -> bool:
    """Whether an actor came to be soon after: states are dealt with, and recognised, before they are independent."""
    last = dates.parse(date).last
    return last is not None and registry().exists(actor, str(last.year + EXPECTED)) is True


def _borne(document: Document, part: Part, date: str) -> Part:
    """A part with the actor that bore the name at the act's own date: "Russia" in 1979 is the Soviet Union."""
    actor, score, start, end = part
    kin = registry().kin(actor)
    if not kin:
        return part
    named = resolve.find(document.text[start:end]) if start is not None else []
    found = resolve.at(named[0], on=date, around=[actor]).actor if named else registry().at(actor, date)
    return (found, score, start, end) if found in kin else part


def _sources(document: Document, passage: Passage) -> Iterator[Source]:
    for number in passage.notes:
        note = document.note(number)
        yield from note.sources if note else ()


def _date(document: Document, told: Told, act: Found) -> tuple[str | None, int | None]:
    """The act's date and its words' offset; without words, the document's month, its heading's date or its notes' year."""
    words = told.words.get(act.time) if act.time is not None else None
    if words is not None:
        edtf = told.edtf.get(words.start)
        if act.modality in AHEAD and not words.absolute:
            edtf = when.resolve(words, told_on=document.date, narrative=told.before[words.start], tense="future")
        if edtf:
            return _point(edtf, words.relation, act.kind, told.before[words.start]), words.start
    if act.current and document.date:
        return document.date[:7], None
    if act.passage.start in told.own:
        return None, None
    heading = told.heading.get(act.passage.start)
    return (heading if heading and not _open(heading) else _noted(document, told, act)), None


def _open(edtf: str) -> bool:
    return edtf.startswith("..") or edtf.endswith("..")


def _noted(document: Document, told: Told, act: Found) -> str | None:
    """The year in which all that the passage's notes cite came out, unless the text is of a time before."""
    cited = {source.date[:4] for source in _sources(document, act.passage) if source.date and len(source.date) == DAY}
    come_to = told.last(act.start) or document.date
    if len(cited) != 1 or come_to is None or act.modality in AHEAD:
        return None
    year, reached = int(cited.pop()), dates.parse(come_to).last
    return str(year) if reached is None or year - reached.year <= 1 else None


def _point(edtf: str, relation: when.Relation, kind: str, before: str | None) -> str:
    """When an act was that is told since, until, by or after a time: about then, as the words put it.

    What has gone on since 2023 began in 2023. What was done by 1996 was done about then or before; but where an act would
    begin a status, "until" tells its end, and it began at the time that the narrative had come to, or at any time before.
    """
    first, _, last = edtf.partition("/")
    if relation in {"since", "from"} and last == "..":
        return first
    if relation == "after" and last == "..":
        return _about(first)
    if first == ".." and last and not (relation == "until" and _begins(kind)):
        return _about(last)
    if first == ".." and relation == "until" and before and ".." not in before and dates.before(before, last):
        return f"{before.partition('/')[0]}/{last}"
    return edtf


def _about(edtf: str) -> str:
    return edtf if edtf[-1] in "~?%" else f"{edtf}~"


def _begins(kind: str) -> bool:
    return any(effect.does == "begins" for effect in codebook.load()[kind].effects)


def _level(document: Document, act: Found) -> str | None:
    """The level that the words nearest the trigger tell, where the kind's effect asks for one.

    Where the passage tells none, the one told last in its block ("It closed again in 1980" of a consulate). An envoy of
    whom the next sentence says that he resided elsewhere is a nonresident one.
    """
    told = [effect.dimension for effect in codebook.load()[act.kind].effects if effect.level == "told"]
    text, before, after = (document.text[start:end] for start, end in _around(document, act.passage))
    for dimension in told:
        level = levels.level_of(dimension, text, act.start - act.passage.start)
        level = level or (levels.level_of(dimension, before, len(before)) if before else None)
        if level:
            return (
                levels.elsewhere(dimension, level) if act.kind in ENVOYS and levels.ELSEWHERE.search(after) else level
            )
    return None


ENVOYS = frozenset({"accept-credentials", "appoint-envoy"})


def _around(document: Document, passage: Passage) -> tuple[tuple[int, int], ...]:
    """Where a passage stands, its block before it, and the sentence after it in the same block."""
    block = document.blocks[passage.block]
    at = bisect_left(document.passages, passage.start, key=lambda p: p.start)
    next_one = document.passages[at + 1] if at + 1 < len(document.passages) else None
    after = (next_one.start, next_one.end) if next_one and next_one.block == passage.block else (0, 0)
    return (passage.start, passage.end), (block.start, passage.start), after


def _evidence(act: Found, date: str | None, at: int | None) -> Iterator[Evidence]:
    yield Evidence("kind", act.start, act.end, act.kind, act.score)
    yield Evidence("modality", act.start, act.end, act.modality, act.certainty)
    for role in ROLES:
        for actor, score, start, end in act.roles[role]:
            yield Evidence(role, start, end, actor, score, filled=start is None)
    if date is not None:
        yield Evidence("date", at, None, date, act.time_score, filled=at is None)
