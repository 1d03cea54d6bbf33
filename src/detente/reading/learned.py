"""The reader that learned: the encoder finds acts, roles, modality and dates; names, calendars and notes are known.

A document is read in windows of one to a few sentences with the text before them as context. Whatever the network says is
tied to words: an act to its trigger, a role to a mention, a date to date words, which the date grammar then resolves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from detente.model import Claim, Document, Passage
from detente.reading import sights
from detente.reading.encoder import Asked, Network, Seen, network
from detente.reading.sights import Sight, Told
from detente.reading.telling import ROLES, Found, claim, settled, signs
from detente.reading.window import Window, whole_words

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
else:
    Array = Any

BATCH = 16  # windows that go through the encoder together
TRIGGER = 0.3  # the least probability of a word piece that tells an act
LEAST = 0.38  # the least confidence of a claim
ROLE = 0.5  # the least chance of an actor's having a role
HEADING = 0.2  # how much surer a claim must be that a heading makes: headings name more than they tell
FAR = 0.1  # how many times the odds of a role are for an actor told of only before, and not what the document is about
FILL = 0.1  # the same of the likeliest, where a side would stay empty


class LearnedReader:
    """Reads claims with the trained network. ``least`` is the confidence below which a claim is left out."""

    name = "learned-1"

    def __init__(self, made: Network | None = None, *, least: float = LEAST) -> None:
        self.network = made or network()
        self.least = least

    def read(self, document: Document) -> list[Claim]:
        """The claims of a document, in the order of its text."""
        told = sights.dates(document)
        named = sights.names(document, told)
        views = sorted(sights.sights(self.network.tokenizer, document, named, told), key=lambda v: len(v.window.ids))
        found: list[Claim] = []
        for at in range(0, len(views), BATCH):
            group = views[at : at + BATCH]
            for sight, seen in zip(group, self.network.see([s.window for s in group]), strict=True):
                found += self._claims(document, told, sight, seen)
        return sorted(found, key=lambda c: (c.start, c.evidence[0].start or 0))

    def _claims(self, document: Document, told: Told, sight: Sight, seen: Seen) -> Iterator[Claim]:
        acts = [act for act in self._acts(document, sight, seen) if act.roles["initiator"] or act.roles["target"]]
        for act, confidence in zip(acts, self.network.sure([signs(act) for act in acts]), strict=True):
            if confidence < self.least + (HEADING if _heads(document, act.passage) else 0.0):
                continue
            made = claim(document, told, act, confidence, self.name)
            if made is not None:
                yield made

    def _acts(self, document: Document, sight: Sight, seen: Seen) -> Iterator[Found]:
        import numpy as np

        spans = list(_triggers(sight.window, seen.tags))
        if not spans:
            return
        actors, stands = _stands(sight.window)
        dates = np.array([place for _, *place in sight.window.dates], dtype=np.int64).reshape(-1, 2)
        asked = self.network.ask(seen, np.array(spans, dtype=np.int64), stands, dates)
        for a, span in enumerate(spans):
            act = self._act(sight, seen, span, asked, a)
            act.kind = settled(act.kind, document.text[act.start : act.end])
            _date(act, sight, asked.when[a], document)
            _roles(act, sight, actors, asked, a)
            yield act

    def _act(self, sight: Sight, seen: Seen, span: tuple[int, int], asked: Asked, a: int) -> Found:
        first, last = span
        start, end = (sight.start + at for at in whole_words(sight.window, first, last))
        ranked = asked.kinds[a].argsort()
        kind, how = self.network.kinds[ranked[-1]], int(asked.modalities[a].argmax())
        return Found(
            _passage(sight, start),
            start,
            end,
            kind,
            trigger=float(1.0 - seen.tags[first : last + 1, 0].min()),
            score=float(asked.kinds[a, ranked[-1]]),
            rival=float(asked.kinds[a, ranked[-2]]),
            modality=self.network.modalities[how],
            certainty=float(asked.modalities[a, how]),
            root=self.network.roots[int(asked.roots[a].argmax())] if kind == "other" else None,
        )


def _passage(sight: Sight, at: int) -> Passage:
    """The passage of a window's body in which an offset lies."""
    return next(passage for passage in reversed(sight.passages) if passage.start <= at)


def _heads(document: Document, passage: Passage) -> bool:
    return document.blocks[passage.block].kind == "heading"


def _triggers(window: Window, tags: Array) -> Iterator[tuple[int, int]]:
    """Runs of word pieces that tell an act: a begin, or the first of a run inside, and what is inside after it."""
    i, end = window.body, len(window.ids) - 1
    while i < end:
        first = i
        i += 1
        if 1.0 - tags[first, 0] < TRIGGER:
            continue
        while i < end and 1.0 - tags[i, 0] >= TRIGGER and tags[i, 2] >= tags[i, 1]:
            i += 1
        yield first, i - 1


def _stands(window: Window) -> tuple[list[str], Array]:
    """The window's actors (K), and which word pieces belong to a mention of which (T, K)."""
    import numpy as np

    actors = list(dict.fromkeys(m.actor for m in window.mentions))
    stands = np.zeros((len(window.ids), len(actors)), dtype=np.float32)
    for m in window.mentions:
        stands[m.first : m.last + 1, actors.index(m.actor)] = 1
    return actors, stands


def _date(act: Found, sight: Sight, chances: Array, document: Document) -> None:
    """Which date words are an act's, or that it is of the document's own time, or that nothing tells.

    A heading with a date of its own is of that date.
    """
    dates = sight.window.dates
    best = int(chances.argmax())
    if _heads(document, act.passage):
        heading = range(act.passage.start, act.passage.end)
        own = [i for i, (of, *_) in enumerate(dates) if sight.times[of].start in heading]
        best = max(own, key=lambda i: chances[i], default=best)
    act.time = sight.times[dates[best][0]].start if best < len(dates) else None
    act.current = best == len(dates) + 1
    act.time_score = float(chances[best])


def _roles(act: Found, sight: Sight, actors: Sequence[str], asked: Asked, a: int) -> None:
    """The actors of each role: those likely enough, and the likeliest where a side would stay empty."""
    chances, places = _leaning(act, sight, actors, asked.roles[a]), asked.places[a]
    for r, role in enumerate(ROLES):
        for k, actor in enumerate(actors):
            if chances[k, r] >= ROLE and (role == "speaker" or chances[k, r] == chances[k, :2].max()):
                act.roles[role].append((actor, float(chances[k, r]), *_place(sight, int(places[k, r]))))
    for r, role in enumerate(ROLES[:2]):
        taken = {actor for actor, *_ in act.roles[ROLES[1 - r]]}
        rest = [k for k, actor in enumerate(actors) if actor not in taken and chances[k, r] >= FILL]
        if act.roles[role]:
            continue
        if rest:
            best = max(rest, key=lambda k: chances[k, r])
            act.roles[role].append((actors[best], float(chances[best, r]), None, None))
        elif other := _other(sight.window, taken):
            act.roles[role].append((other, FILL / 2, None, None))


def _leaning(act: Found, sight: Sight, actors: Sequence[str], chances: Array) -> Array:
    """Chances of roles (K, 3), lowered for actors that neither the act's passage names nor the document is about."""
    import numpy as np

    start, end = act.passage.start - sight.start, act.passage.end - sight.start
    near = {m.actor for m in sight.window.mentions if m.start is None or start <= m.start < end}
    lean = np.array([1.0 if actor in near else FAR for actor in actors])[:, None]
    odds = lean * chances / np.maximum(1.0 - chances, 1e-6)
    leaning: Array = odds / (1.0 + odds)
    return leaning


def _other(window: Window, taken: set[str]) -> str | None:
    """The other of the two actors that a document is about, where one of them alone has the other role."""
    leading = [m.actor for m in window.mentions if m.start is None]
    return (
        next((actor for actor in leading if actor not in taken), None)
        if len(taken) == 1 and taken & {*leading}
        else None
    )


def _place(sight: Sight, piece: int) -> tuple[int | None, int | None]:
    """Where the mention or word that a word piece belongs to stands in the document; None for the header's names."""
    for m in sight.window.mentions:
        if m.first <= piece <= m.last:
            return (None, None) if m.start is None or m.end is None else (sight.start + m.start, sight.start + m.end)
    start, end = sight.window.spans[piece]
    return (None, None) if start < 0 else (sight.start + start, sight.start + end)
