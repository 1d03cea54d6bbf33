"""The pair head: the encoder's last layer once more with the pair marked, and what it asks of the pair.

Shapes: P pairs, T word pieces, H = 384 wide.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training import network

INNER = 256


class PairLook(nn.Module):
    """Vectors before the last layer to logits of roots and modalities, and how much each word piece counted."""

    def __init__(self, roots: int = 15, modalities: int = 5, drop: float = 0.3) -> None:
        super().__init__()
        wide = network.STUDENT.wide
        self.layer = network.Layer(network.STUDENT)
        self.sides = nn.Parameter(torch.zeros(2, wide))
        self.weigh = nn.Linear(wide, 1)
        self.inner = nn.Linear(4 * wide, INNER)
        self.root = nn.Linear(INNER, roots)
        self.modality = nn.Linear(INNER, modalities)
        self.drop = nn.Dropout(drop)

    def forward(self, before: Tensor, sides: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """before (P, T, H), sides (P, T, 2) 1 where a side's words stand, mask (P, T) -> (P, roots), (P, 5), (P, T)."""
        bias = (1.0 - mask[:, None, None, :].to(before.dtype)) * -1e4
        x = self.layer(before + sides.to(before.dtype) @ self.sides.to(before.dtype), bias)
        weights = (self.weigh(x)[..., 0] + bias[:, 0, 0]).softmax(-1)
        told = (weights[..., None] * x).sum(1)
        share = sides / sides.sum(1, keepdim=True).clamp_min(1)
        each = (share.transpose(1, 2) @ x).flatten(1)
        seen = F.gelu(self.inner(self.drop(torch.cat([x[:, 0], told, each], -1))))
        seen = self.drop(seen)
        return self.root(seen), self.modality(seen), weights
