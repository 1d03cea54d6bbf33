"""The reader that learned: the encoder finds acts, roles, modality and dates; names, calendars and notes are known.

A document is read in windows of one to a few sentences with the text before them as context. Whatever the network says is
tied to words: an act to its trigger, a role to a mention, a date to date words, which the date grammar then resolves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from detente.model import Claim, Document
from detente.reading import sights
from detente.reading.encoder import Network, Seen, network, softmax
from detente.reading.sights import Sight, Told
from detente.reading.telling import ROLES, Found, claim, signs
from detente.reading.window import Window, whole_words

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
else:
    Array = Any

BATCH = 16
TRIGGER = 0.3  # the least probability of a word piece that tells an act
LEAST = 0.4
ROLE = 0.5  # the least chance of an actor's having a role
FILL = 0.1  # the same of the likeliest, where a side would stay empty


class LearnedReader:
    """Reads claims with the trained network. ``least`` is the confidence below which a claim is left out."""

    name = "learned-1"

    def __init__(
        self, made: Network | None = None, *, least: float = LEAST, role: float = ROLE, fill: float = FILL
    ) -> None:
        self.network = made or network()
        self.least = least
        self.role, self.fill = role, fill

    def read(self, document: Document) -> list[Claim]:
        """The claims of a document, in the order of its text."""
        told = sights.dates(document)
        named = sights.names(document, told)
        views = list(sights.sights(self.network.tokenizer, document, named, told))
        found: list[Claim] = []
        for at in range(0, len(views), BATCH):
            group = views[at : at + BATCH]
            for sight, seen in zip(group, self.network.see([s.window for s in group]), strict=True):
                found += self._claims(document, told, sight, seen)
        return sorted(found, key=lambda claim: (claim.start, claim.evidence[0].start or 0))

    def _claims(self, document: Document, told: Told, sight: Sight, seen: Seen) -> Iterator[Claim]:
        acts = list(self._acts(sight, seen))
        if acts:
            self._ask(sight, seen, acts)
        told_of = [act for _, _, act in acts if act.roles["initiator"] or act.roles["target"]]
        for act, confidence in zip(told_of, self.network.sure([signs(act) for act in told_of]), strict=True):
            passage = next((p for p in sight.passages if p.start <= act.start < p.end), None)
            if passage is not None and confidence >= self.least:
                yield claim(document, told, passage, act, confidence, self.name)

    def _acts(self, sight: Sight, seen: Seen) -> Iterator[tuple[int, int, Found]]:
        """Runs of word pieces that tell an act: a begin, or the first of a run inside, and what is inside after it."""
        window, tags = sight.window, seen.tags
        i, end = window.body, len(window.ids) - 1
        while i < end:
            if 1.0 - tags[i, 0] < TRIGGER:
                i += 1
                continue
            first = i
            i += 1
            while i < end and 1.0 - tags[i, 0] >= TRIGGER and tags[i, 2] >= tags[i, 1]:
                i += 1
            yield first, i - 1, self._act(sight, seen, first, i - 1)

    def _act(self, sight: Sight, seen: Seen, first: int, last: int) -> Found:
        import numpy as np

        mean = seen.vectors[first : last + 1].mean(0, keepdims=True)
        kind, modality = self.network.kind(mean)[0], self.network.modality(mean)[0]
        which, how = int(kind.argmax()), int(modality.argmax())
        start, end = whole_words(sight.window, first, last)
        return Found(
            sight.start + start, sight.start + end, self.network.kinds[which],
            float(1.0 - seen.tags[first : last + 1, 0].min()), float(kind[which]), float(np.partition(kind, -2)[-2]),
            self.network.modalities[how], float(modality[how]), self._root(which, mean),
        )  # fmt: skip

    def _root(self, kind: int, vector: Array) -> str | None:
        """The PLOVER root of an act of kind ``other``, which has none of its own."""
        return (
            self.network.roots[int(self.network.root(vector)[0].argmax())]
            if self.network.kinds[kind] == "other"
            else None
        )

    def _ask(self, sight: Sight, seen: Seen, acts: Sequence[tuple[int, int, Found]]) -> None:
        """Roles and dates of the acts of one window."""
        import numpy as np

        vectors = np.stack([seen.vectors[first : last + 1].mean(0) for first, last, _ in acts])
        self._times(sight, seen, acts, vectors)
        if sight.window.mentions:
            self._roles(sight, seen, acts, vectors)

    def _times(self, sight: Sight, seen: Seen, acts: Sequence[tuple[int, int, Found]], vectors: Array) -> None:
        """Which date words are an act's, or that it is of the document's own time, or that nothing tells."""
        import numpy as np

        dates = sight.window.dates
        times = np.stack([seen.vectors[a : b + 1].mean(0) for _, a, b in dates]) if dates else None
        others = self.network.undated(vectors)
        for (first, _, act), vector, other in zip(acts, vectors, others, strict=True):
            logits = other
            if times is not None:
                gaps = np.array([a for _, a, _ in dates]) - first
                logits = np.concatenate([self.network.dates(np.repeat(vector[None], len(gaps), 0), times, gaps), other])
            best = int(logits.argmax())
            if best < len(dates):
                act.time = sight.times[dates[best][0]].start
            act.current = best == len(dates) + 1
            act.time_score = float(softmax(logits)[best])

    def _roles(self, sight: Sight, seen: Seen, acts: Sequence[tuple[int, int, Found]], vectors: Array) -> None:
        import numpy as np

        window = sight.window
        actors, stands = _stands(self.network, window, seen)
        kinds = np.array([self.network.kinds.index(act.kind) for _, _, act in acts])
        gaps = np.arange(len(window.ids))[None] - np.array([[first] for first, _, _ in acts])
        plays = self.network.plays(vectors, kinds, seen.vectors, gaps)
        for (_, _, act), logits in zip(acts, plays, strict=True):
            each = logits[:, None] + stands[..., None]  # (T, K, 3)
            chance = 1 / (1 + np.exp(-_soft_max(each)))
            places = each.argmax(0)
            self._take(act, sight, actors, chance, places)

    def _take(self, act: Found, sight: Sight, actors: Sequence[str], chance: Array, places: Array) -> None:
        """The actors of each role: those likely enough, and the likeliest where a side would stay empty."""
        for r, role in enumerate(ROLES):
            for k, actor in enumerate(actors):
                if chance[k, r] >= self.role and (role == "speaker" or chance[k, r] == chance[k, :2].max()):
                    act.roles[role].append((actor, float(chance[k, r]), *_place(sight, int(places[k, r]))))
        for r, role in enumerate(("initiator", "target")):
            if act.roles[role]:
                continue
            taken = {actor for actor, *_ in act.roles["target" if r == 0 else "initiator"]}
            rest = [k for k, actor in enumerate(actors) if actor not in taken]
            best = max(rest, key=lambda k: chance[k, r], default=None)
            if best is not None and chance[best, r] >= self.fill:
                act.roles[role].append((actors[best], float(chance[best, r]), None, None))


NEVER = -30.0


def _stands(made: Network, window: Window, seen: Seen) -> tuple[list[str], Array]:
    """The window's actors (K), and the log of how surely each word piece stands for each (T, K)."""
    import numpy as np

    actors = list(dict.fromkeys(m.actor for m in window.mentions))
    named = np.zeros((len(window.ids), len(actors)))
    for m in window.mentions:
        named[m.first : m.last + 1, actors.index(m.actor)] = 1
    means = named.T @ seen.vectors / np.maximum(named.sum(0), 1)[:, None]
    logs = made.refer(seen.vectors, means.astype(np.float32))
    return actors, np.where(named.any(1, keepdims=True), np.where(named > 0, 0.0, NEVER), logs)


def _place(sight: Sight, piece: int) -> tuple[int | None, int | None]:
    """Where the mention or word that a word piece belongs to stands in the document; None for the header's names."""
    for m in sight.window.mentions:
        if m.first <= piece <= m.last:
            return _shift(sight.start, m.start), _shift(sight.start, m.end)
    start, end = sight.window.spans[piece]
    return (None, None) if start < 0 else (sight.start + start, sight.start + end)


def _shift(base: int, offset: int | None) -> int | None:
    return None if offset is None else base + offset


def _soft_max(values: Array) -> Array:
    """The log of the sum of exponentials over the first axis."""
    import numpy as np

    top = values.max(0)
    total: Array = top + np.log(np.exp(values - top).sum(0))
    return total
