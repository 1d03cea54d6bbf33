"""The heads as one graph: everything that is asked of the acts of one window, in the form in which it is read.

Shapes: T word pieces of H, A acts, K actors, D date words.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training import network
from training.losses import actor_vectors, means, standing

SPEAKS = 0.01  # the least chance of standing for any actor with which a word piece is asked for its roles


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
        heads = self.heads
        told = means(vectors[None], torch.cat([torch.zeros_like(acts[:, :1]), acts], 1))
        kinds = heads.which(told).softmax(-1)
        pieces = torch.arange(vectors.shape[0])[None]
        marked, timed = within(pieces, acts), within(pieces, dates)
        links = heads.refer(vectors[None], actor_vectors(vectors[None], stands[None]))
        logs = standing(links, stands[None], torch.ones_like(pieces))[0]
        asked = (logs.exp().sum(1) > SPEAKS) | (marked.sum(0) + timed.sum(0) > 0)
        places = asked.nonzero()[:, 0]
        looked, marked = self.look.at(before, marked, places), marked[:, places]
        seen = (looked * marked[..., None]).sum(1) / marked.sum(1, keepdim=True)
        plays = heads.plays(seen, kinds.argmax(-1), looked, places[None] - acts[:, :1])
        each = plays[:, :, None] + logs[places][None, :, :, None]
        chance, most = torch.logsumexp(each, 1).sigmoid(), places[each.argmax(1)]
        timed = timed[:, places] / timed.sum(1, keepdim=True)
        words, apart = timed @ looked, dates[None, :, 0] - acts[:, :1]
        when = torch.cat([self._dates(seen, words, apart), heads.undated(seen)], 1).softmax(-1)
        return kinds, heads.root(told).softmax(-1), heads.modality(told).softmax(-1), chance, most, when

    def _dates(self, acts: Tensor, words: Tensor, gap: Tensor) -> Tensor:
        """As ``Heads.dates``, for every act with every date: (A, H), (A, D, H), (A, D) -> (A, D)."""
        heads = self.heads
        mixed = heads.date_act(acts)[:, None] + heads.date_words(words)
        return heads.date(F.relu(mixed + heads.date_near(heads.gap(network.bucket(gap)))))[..., 0]


def within(pieces: Tensor, spans: Tensor) -> Tensor:
    """Which word pieces lie in which spans: (1, T), (S, 2) as first and last -> (S, T) of 0 and 1."""
    return ((pieces >= spans[:, :1]) & (pieces <= spans[:, 1:])).float()
