"""A sentence and its pair to a code: the PLOVER root, how surely, with what modality, and the words that decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.codebook.terms import ROOTS
from detente.coding.head import PairHead, Thought, head
from detente.coding.marks import Marked
from detente.coding.view import View, view
from detente.reading.window import whole_words

TELLS = 0.3  # the least probability of a word piece that tells an act, as the reader has it


@dataclass(frozen=True, slots=True)
class Code:
    """What a sentence tells of its pair. ``words`` are those that decided, from ``start`` to ``end`` in the sentence."""

    root: str
    confidence: float
    modality: str
    words: str
    start: int
    end: int

    @property
    def quad(self) -> int:
        """PLOVER's quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
        return ROOTS[self.root]


class Coder:
    """Codes sentences. ``threads`` is how many cores it may use, 0 for all."""

    def __init__(self, made: PairHead | None = None, *, threads: int = 0) -> None:
        self._head = made or head(threads)

    def code(self, sentences: Sequence[Marked]) -> list[Code]:
        """The codes of sentences, in their order."""
        tokenizer = self._head.network.tokenizer
        views = [view(tokenizer, marked) for marked in sentences]
        found = {i: self._code(sentences[i], views[i], thought) for i, thought in self._head.think(views)}
        return [found[i] for i in range(len(sentences))]

    def _code(self, marked: Marked, seen: View, thought: Thought) -> Code:
        best = int(thought.roots.argmax())
        start, end = deciding(seen, thought)
        return Code(
            self._head.roots[best],
            round(float(thought.roots[best]), 3),
            self._head.modalities[int(thought.modalities.argmax())],
            marked.text[start:end],
            start,
            end,
        )


def deciding(seen: View, thought: Thought) -> tuple[int, int]:
    """Where the words stand that counted most: the run of word pieces that tell an act around the one that did."""
    taken = {i for side in (seen.initiator, seen.target) for first, last in side for i in range(first, last + 1)}
    window = seen.window
    open_to = [i for i in range(window.body, len(window.ids) - 1) if i not in taken] or list(
        range(window.body, len(window.ids) - 1)
    )
    if not open_to:
        return 0, 0
    first = last = max(open_to, key=lambda i: float(thought.weights[i]))
    if thought.acts[first] >= TELLS:
        while first - 1 in open_to and thought.acts[first - 1] >= TELLS:
            first -= 1
        while last + 1 in open_to and thought.acts[last + 1] >= TELLS:
            last += 1
    return whole_words(window, first, last)
