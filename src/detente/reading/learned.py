"""The reader that learned: the encoder finds acts, roles, modality and dates; names, calendars and notes are known.

A document is read in windows of one to a few sentences with the text before them as context. Whatever the network says is
tied to words: an act to its trigger, a role to a mention, a date to date words, which the date grammar then resolves.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente import codebook
from detente.actors import registry, resolve
from detente.codebook import levels
from detente.model import Claim, Document, Evidence, Passage, Source
from detente.reading import when
from detente.reading.encoder import ROLES, Network, Seen, network
from detente.reading.window import Named, Window, build

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
else:
    Array = Any

BODY = 900  # characters of body in a window, at most, unless one sentence is longer
CONTEXT = 300  # characters of the text before it
BATCH = 16


@dataclass(slots=True)
class Sight:
    """A window over a stretch of a document: the passages of its body, and the mentions and dates in it."""

    window: Window
    start: int  # of the window's text in the document
    passages: list[Passage]
    named: list[Named]
    times: list[when.TimeWords]


@dataclass(slots=True)
class Found:
    """An act as the network tells it, with offsets in the document and scores."""

    start: int
    end: int
    kind: str
    score: float
    modality: str
    certainty: float
    roles: dict[str, list[tuple[str, float, int | None, int | None]]] = field(default_factory=dict)
    time: int | None = None
    time_score: float = 0.0


@dataclass(slots=True)
class _Told:
    """The dates of a document as told: EDTF by offset of the date words, and the narrative's date before each passage."""

    edtf: dict[int, str | None] = field(default_factory=dict)
    words: dict[int, when.TimeWords] = field(default_factory=dict)
    narrative: dict[int, str | None] = field(default_factory=dict)
    heading: dict[int, str | None] = field(default_factory=dict)


class LearnedReader:
    """Reads claims with the trained network. ``threshold`` is the least probability of an act that is reported."""

    name = "learned-1"

    def __init__(self, made: Network | None = None, *, threshold: float = 0.5, role: float = 0.5) -> None:
        self.network = made or network()
        self.threshold = threshold
        self.role = role

    def read(self, document: Document) -> list[Claim]:
        """The claims of a document, in the order of its text."""
        told = _dates(document)
        named = _names(document, told)
        header = _header(named)
        sights = list(_sights(self.network, document, named, told, header))
        found: list[Claim] = []
        for at in range(0, len(sights), BATCH):
            group = sights[at : at + BATCH]
            for sight, seen in zip(group, self.network.see([s.window for s in group]), strict=True):
                found += self._claims(document, told, sight, seen)
        return sorted(found, key=lambda claim: (claim.start, claim.evidence[0].start or 0))

    def _claims(self, document: Document, told: _Told, sight: Sight, seen: Seen) -> Iterator[Claim]:
        acts = list(self._acts(sight, seen))
        if acts:
            self._ask(sight, seen, acts)
        for act in (a for _, _, a in acts):
            passage = next((p for p in sight.passages if p.start <= act.start < p.end), None)
            if passage is not None and (act.roles["initiator"] or act.roles["target"]):
                yield _claim(document, told, passage, act)

    def _acts(self, sight: Sight, seen: Seen) -> Iterator[tuple[int, int, Found]]:
        """Runs of word pieces that tell an act: a begin, or the first of a run inside, and what is inside after it."""
        window, tags = sight.window, seen.tags
        i, end = window.body, len(window.ids) - 1
        while i < end:
            if 1.0 - tags[i, 0] < self.threshold:
                i += 1
                continue
            first = i
            i += 1
            while i < end and 1.0 - tags[i, 0] >= self.threshold and tags[i, 2] >= tags[i, 1]:
                i += 1
            yield first, i - 1, self._act(sight, seen, first, i - 1)

    def _act(self, sight: Sight, seen: Seen, first: int, last: int) -> Found:
        spans = sight.window.spans
        mean = seen.vectors[first : last + 1].mean(0, keepdims=True)
        kind, modality = self.network.kind(mean)[0], self.network.modality(mean)[0]
        which, how = int(kind.argmax()), int(modality.argmax())
        score = float((1.0 - seen.tags[first : last + 1, 0]).max() * kind[which])
        return Found(
            sight.start + spans[first][0], sight.start + spans[last][1], self.network.kinds[which], score,
            self.network.modalities[how], float(modality[how]),
        )  # fmt: skip

    def _ask(self, sight: Sight, seen: Seen, acts: Sequence[tuple[int, int, Found]]) -> None:
        """Roles and dates of the acts of one window."""
        import numpy as np

        window = sight.window
        mentions = (
            np.stack([seen.vectors[m.first : m.last + 1].mean(0) for m in window.mentions]) if window.mentions else None
        )
        times = np.stack([seen.vectors[a : b + 1].mean(0) for _, a, b in window.dates]) if window.dates else None
        for first, last, act in acts:
            vector = seen.vectors[first : last + 1].mean(0)
            act.roles = {role: [] for role in ROLES}
            if mentions is not None:
                self._roles(sight, act, vector, mentions, first)
            if times is not None:
                gaps = np.array([a for _, a, _ in window.dates]) - first
                logits = self.network.dates(np.repeat(vector[None], len(gaps), 0), times, gaps)
                best = int(logits.argmax())
                if logits[best] > float(self.network.undated(vector[None])[0]):
                    words = sight.times[window.dates[best][0]]
                    act.time = sight.start + words.start

    def _roles(self, sight: Sight, act: Found, vector: Array, mentions: Array, first: int) -> None:
        import numpy as np

        placed = sight.window.mentions
        kind = np.full(len(placed), self.network.kinds.index(act.kind))
        gaps = np.array([m.first for m in placed]) - first
        logits = self.network.roles(np.repeat(vector[None], len(placed), 0), kind, mentions, gaps)
        actors = list(dict.fromkeys(m.actor for m in placed))
        scores = np.array(
            [
                [_soft_max(logits[[i for i, m in enumerate(placed) if m.actor == a], r]) for r in range(3)]
                for a in actors
            ]
        )
        chance = 1 / (1 + np.exp(-scores))
        for r, role in enumerate(ROLES):
            for a, actor in enumerate(actors):
                if chance[a, r] >= self.role and (role == "speaker" or chance[a, r] == chance[a, :2].max()):
                    best = max((i for i, m in enumerate(placed) if m.actor == actor), key=lambda i: logits[i, r])
                    at = placed[best]
                    act.roles[role].append(
                        (actor, float(chance[a, r]), _shift(sight.start, at.start), _shift(sight.start, at.end))
                    )
        self._least(act, actors, chance)

    def _least(self, act: Found, actors: Sequence[str], chance: Array) -> None:
        """A side left empty takes its likeliest actor, marked as understood, where it is likely enough."""
        for r, role in enumerate(("initiator", "target")):
            if act.roles[role]:
                continue
            taken = {actor for actor, *_ in act.roles["target" if r == 0 else "initiator"]}
            rest = [a for a, actor in enumerate(actors) if actor not in taken]
            best = max(rest, key=lambda a: chance[a, r], default=None)
            if best is not None and chance[best, r] >= self.role / 2:
                act.roles[role].append((actors[best], float(chance[best, r]), None, None))


def _shift(base: int, offset: int | None) -> int | None:
    return None if offset is None else base + offset


def _soft_max(values: Array) -> float:
    import numpy as np

    top = values.max()
    return float(top + np.log(np.exp(values - top).sum()))


def _dates(document: Document) -> _Told:
    """All date words of the body, resolved in order, each moving the narrative on."""
    told = _Told()
    narrative: str | None = None
    heading: str | None = None
    for passage in document.passages:
        told.narrative[passage.start] = narrative
        found = when.find(document.text[passage.start : passage.end])
        for words in found:
            at = passage.start + words.start
            edtf = when.resolve(words, told_on=document.date, narrative=narrative, tense="past")
            told.edtf[at], told.words[at] = edtf, words
            if edtf and not words.aside and ".." not in edtf and not edtf.endswith("/"):
                narrative = edtf
        if document.blocks[passage.block].kind == "heading":
            heading = next(
                (told.edtf[passage.start + w.start] for w in found if told.edtf[passage.start + w.start]), None
            )
        told.heading[passage.start] = heading
    return told


def _names(document: Document, told: _Told) -> list[Named]:
    """Every mention of the body with its actor at the date told of, ambiguous ones by the document's other actors."""
    mentions = resolve.find(document.text)
    around = Counter(a for m in mentions if (a := resolve.at(m, on=document.date).actor))
    found = []
    starts = sorted(told.narrative)
    place = 0
    for m in mentions:
        while place + 1 < len(starts) and starts[place + 1] <= m.start:
            place += 1
        here = starts[place] if starts else 0
        end = starts[place + 1] if place + 1 < len(starts) else len(document.text)
        on = _date_near(told, here, end) or told.narrative.get(here) or document.date
        found.append(Named(m.start, m.end, resolve.at(m, on=on, around=around).actor, m.sort))
    return found


def _date_near(told: _Told, start: int, end: int) -> str | None:
    return next((edtf for at, edtf in told.edtf.items() if start <= at < end and edtf), None)


def _header(named: Sequence[Named]) -> list[tuple[str, str]]:
    counts = Counter(m.actor for m in named if m.actor)
    return [(actor, registry().name(actor)) for actor, _ in counts.most_common(2)]


def _stretches(document: Document) -> Iterator[list[Passage]]:
    """Passages that are read together: neighbours of one block, up to BODY characters."""
    held: list[Passage] = []
    for passage in document.passages:
        if held and (passage.block != held[0].block or passage.end - held[0].start > BODY):
            yield held
            held = []
        held.append(passage)
    if held:
        yield held


def _sights(
    made: Network, document: Document, named: Sequence[Named], told: _Told, header: Sequence[tuple[str, str]]
) -> Iterator[Sight]:
    times = [(at, words) for at, words in sorted(told.words.items())]
    for held in _stretches(document):
        body, end = held[0].start, held[-1].end
        start = max(0, body - CONTEXT)
        start = document.text.find(" ", start) + 1 if start else 0
        start = min(start, body)
        text = document.text[start:end]
        mine = [
            Named(m.start - start, m.end - start, m.actor, m.sort) for m in named if start <= m.start and m.end <= end
        ]
        near = [(at - start, at - start + len(words.words), words) for at, words in times if start <= at < end]
        placed = [_moved(words, a) for a, _, words in near]
        window = build(
            made.tokenizer, text, body=body - start, named=mine, dates=[(a, b) for a, b, _ in near], header=header
        )
        yield Sight(window, start, held, mine, placed)


def _moved(words: when.TimeWords, start: int) -> when.TimeWords:
    from dataclasses import replace

    return replace(words, start=start, end=start + len(words.words))


def _claim(document: Document, told: _Told, passage: Passage, act: Found) -> Claim:
    initiators = tuple(actor for actor, *_ in act.roles["initiator"])
    targets = tuple(actor for actor, *_ in act.roles["target"])
    date = _date(document, told, passage, act)
    key = f"{document.id}|{act.start}|{act.kind}|{initiators}|{targets}"
    sides = [score for role in ("initiator", "target") for _, score, *_ in act.roles[role]]
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
        date=date[0] if date else None,
        modality=act.modality,  # type: ignore[arg-type]
        speaker=next((actor for actor, *_ in act.roles["speaker"]), None)
        if act.modality in {"alleged", "denied"}
        else None,
        notes=passage.notes,
        sources=tuple(_sources(document, passage)),
        confidence=round(act.score * min(sides, default=0.5), 2),
        level=_level(act.kind, document.text[passage.start : passage.end], act.start - passage.start),
        reader=LearnedReader.name,
        evidence=tuple(_evidence(act, date)),
    )


def _sources(document: Document, passage: Passage) -> Iterator[Source]:
    for number in passage.notes:
        note = document.note(number)
        yield from note.sources if note else ()


def _date(document: Document, told: _Told, passage: Passage, act: Found) -> tuple[str, int | None] | None:
    """The act's date: its own words, else its heading's where the passage tells none."""
    if act.time is not None:
        words = told.words.get(act.time)
        edtf = told.edtf.get(act.time)
        if words is not None and act.modality == "planned" and not words.absolute:
            edtf = when.resolve(
                words, told_on=document.date, narrative=told.narrative.get(passage.start), tense="future"
            )
        if edtf:
            return edtf, act.time
    heading = told.heading.get(passage.start)
    if heading and _date_near(told, passage.start, passage.end) is None:
        return heading, None
    return None


def _level(kind: str, text: str, at: int) -> str | None:
    """The level that the words nearest the trigger tell, where the kind's effect asks for one."""
    told = [effect.dimension for effect in codebook.load()[kind].effects if effect.level == "told"]
    return next((level for dimension in told if (level := levels.level_of(dimension, text, at))), None)


def _evidence(act: Found, date: tuple[str, int | None] | None) -> Iterator[Evidence]:
    yield Evidence("kind", act.start, act.end, act.kind, act.score)
    yield Evidence("modality", act.start, act.end, act.modality, act.certainty)
    for role in ("initiator", "target", "speaker"):
        for actor, score, start, end in act.roles[role]:
            yield Evidence(role, start, end, actor, score, filled=start is None)
    if date is not None:
        yield Evidence("date", date[1], None, date[0], act.time_score, filled=date[1] is None)
