"""The heads as one graph: everything that is asked of the acts of one window, in the form in which it is read.

Shapes: T word pieces of H, A acts, K actors, D date words.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training import network
from training.losses import actor_vectors, means, standing


class Asking(nn.Module):
    """What ``detente.reading.encoder`` runs after the encoder."""

    def __init__(self, look: network.Look, heads: network.Heads) -> None:
        super().__init__()
        self.look, self.heads = look, heads

    def forward(
        self, before: Tensor, vectors: Tensor, acts: Tensor, stands: Tensor, dates: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """before and vectors (T, H), acts (A, 2) and dates (D, 2) as first and last word piece, stands (T, K).

        Gives probabilities of kinds (A, kinds), roots (A, roots) and modalities (A, 5); of roles (A, K, 3), with the word
        piece that speaks most for each; and of dates (A, D + 2), of which the last two are: no date, the document's own time.
        """
        heads, many = self.heads, acts.shape[0]
        rows = torch.cat([torch.zeros_like(acts[:, :1]), acts], 1)
        told = means(vectors[None], rows)
        kinds = heads.which(told).softmax(-1)
        pieces = torch.arange(vectors.shape[0])[None]
        marked = ((pieces >= acts[:, :1]) & (pieces <= acts[:, 1:])).float()
        looked = self.look(before[None].expand(many, -1, -1), marked, torch.ones_like(marked))
        seen = (looked * marked[..., None]).sum(1) / marked.sum(1, keepdim=True)
        plays = heads.plays(seen, kinds.argmax(-1), looked, pieces - acts[:, :1])
        links = heads.refer(vectors[None], actor_vectors(vectors[None], stands[None]))
        each = plays[:, :, None] + standing(links, stands[None], torch.ones_like(pieces))[..., None]
        chance, places = torch.logsumexp(each, 1).sigmoid(), each.argmax(1)
        words, apart = _spans(looked, dates), dates[None, :, 0] - acts[:, :1]
        when = torch.cat([self._dates(seen, words, apart), heads.undated(seen)], 1).softmax(-1)
        return kinds, heads.root(told).softmax(-1), heads.modality(told).softmax(-1), chance, places, when

    def _dates(self, acts: Tensor, words: Tensor, gap: Tensor) -> Tensor:
        """As ``Heads.dates``, for every act with every date: (A, H), (A, D, H), (A, D) -> (A, D)."""
        heads = self.heads
        mixed = heads.date_act(acts)[:, None] + heads.date_words(words)
        return heads.date(F.relu(mixed + heads.date_near(heads.gap(network.bucket(gap)))))[..., 0]


def _spans(vectors: Tensor, spans: Tensor) -> Tensor:
    """The means of the same spans in each of several: (A, T, H), (D, 2) -> (A, D, H)."""
    sums = torch.cat([torch.zeros_like(vectors[:, :1]), vectors.cumsum(1)], 1)
    return (sums[:, spans[:, 1] + 1] - sums[:, spans[:, 0]]) / (spans[:, 1:] - spans[:, :1] + 1)[None]
