"""The network: a small BERT encoder that also sees actor slots, with heads for acts, modality, roles and dates.

The encoder is all-MiniLM-L6-v2 (Apache-2.0): 6 layers, 384 wide, 12 heads. To its word embeddings are added a slot
embedding (which actor a word piece belongs to) and a flag embedding (what sort of mention, or a date). Shapes: B windows,
T word pieces, H = 384 wide; A acts, M mentions.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Mapping
from importlib.resources import files

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from detente.reading.window import FLAGS, SLOTS

WIDE, HEADS, LAYERS, INNER = 384, 12, 6, 1536
TAGS = ("outside", "begin", "inside")


class Layer(nn.Module):
    """One transformer layer of BERT (post-norm)."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDE, 3 * WIDE)
        self.out = nn.Linear(WIDE, WIDE)
        self.norm1 = nn.LayerNorm(WIDE, eps=1e-12)
        self.up = nn.Linear(WIDE, INNER)
        self.down = nn.Linear(INNER, WIDE)
        self.norm2 = nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (B, T, H), mask (B, 1, 1, T) added to attention scores -> (B, T, H)."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDE // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDE // HEADS) + mask
        attended = (scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, WIDE)
        x = self.norm1(x + self.drop(self.out(attended)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces, slots and flags to one vector a word piece, and to logits of TAGS: outside, begin or inside a trigger."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDE)
        self.places = nn.Embedding(512, WIDE)
        self.types = nn.Embedding(2, WIDE)
        self.slots = nn.Embedding(SLOTS + 1, WIDE)
        self.flags = nn.Embedding(len(FLAGS), WIDE)
        self.norm = nn.LayerNorm(WIDE, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(WIDE, len(TAGS))
        for table in (self.slots, self.flags):
            nn.init.normal_(table.weight, std=0.02)
            with torch.no_grad():
                table.weight[0] = 0

    def forward(self, ids: Tensor, slots: Tensor, flags: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """ids, slots, flags, mask (B, T) -> vectors (B, T, H), logits (B, T, 3)."""
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        x = self.words(ids) + self.places(places) + self.types.weight[0] + self.slots(slots) + self.flags(flags)
        x = self.drop(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x, self.tags(self.drop(x))


DISTANCES = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45, 70)


def bucket(distance: Tensor) -> Tensor:
    """Signed distances in word pieces to 28 buckets."""
    edges = torch.tensor(DISTANCES, device=distance.device)
    size = torch.bucketize(distance.abs(), edges)
    return torch.where(distance < 0, size, size + len(DISTANCES) + 1)


class Heads(nn.Module):
    """What is asked of an act once found: its kind, its modality, each mention's role, and which date words are its own."""

    ROLES = ("initiator", "target", "speaker")

    def __init__(self, kinds: int, modalities: int = 5, inner: int = 256) -> None:
        super().__init__()
        self.modality = nn.Linear(WIDE, modalities)
        self.which = nn.Linear(WIDE, kinds)
        self.kind = nn.Embedding(kinds, 48)
        self.gap = nn.Embedding(2 * len(DISTANCES) + 2, 24)
        self.act = nn.Linear(WIDE + 48, inner)
        self.mention = nn.Linear(WIDE, inner)
        self.product = nn.Linear(WIDE, inner)
        self.near = nn.Linear(24, inner)
        self.role = nn.Linear(inner, len(self.ROLES))
        self.date_act = nn.Linear(WIDE, inner)
        self.date_words = nn.Linear(WIDE, inner)
        self.date_near = nn.Linear(24, inner)
        self.date = nn.Linear(inner, 1)
        self.undated = nn.Linear(WIDE, 1)
        self.drop = nn.Dropout(0.2)

    def roles(self, act: Tensor, kind: Tensor, mention: Tensor, gap: Tensor) -> Tensor:
        """Pairs: act (P, H), kind (P,), mention (P, H), gap (P,) in word pieces -> logits (P, 3)."""
        act, mention = self.drop(act), self.drop(mention)
        mixed = self.act(torch.cat([act, self.kind(kind)], -1)) + self.mention(mention)
        mixed = mixed + self.product(act * mention) + self.near(self.gap(bucket(gap)))
        return self.role(self.drop(F.relu(mixed)))

    def dates(self, act: Tensor, words: Tensor, gap: Tensor) -> Tensor:
        """Pairs: act (P, H), date words (P, H), gap (P,) -> logits (P,)."""
        mixed = (
            self.date_act(self.drop(act)) + self.date_words(self.drop(words)) + self.date_near(self.gap(bucket(gap)))
        )
        return self.date(self.drop(F.relu(mixed)))[:, 0]


def pretrained() -> tuple[Encoder, str]:
    """The encoder with the package's weights, and the text of its tokenizer.json."""
    from safetensors.torch import load

    with zipfile.ZipFile(str(files("all_minilm_l6_v2") / "model.zip")) as box:
        weights = load(box.read("model.safetensors"))
        tokenizer = box.read("tokenizer.json").decode()
    encoder = Encoder(weights["embeddings.word_embeddings.weight"].shape[0])
    _take(encoder, weights)
    return encoder, tokenizer


def _take(encoder: Encoder, weights: Mapping[str, Tensor]) -> None:
    state = encoder.state_dict()
    names = {"words": "word_embeddings", "places": "position_embeddings", "types": "token_type_embeddings"}
    for ours, theirs in names.items():
        state[f"{ours}.weight"] = weights[f"embeddings.{theirs}.weight"]
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
        for i in range(LAYERS):
            base = f"encoder.layer.{i}"
            state[f"layers.{i}.qkv.{part}"] = torch.cat(
                [weights[f"{base}.attention.self.{n}.{part}"] for n in ("query", "key", "value")]
            )
            for ours, theirs in {
                "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
                "down": "output.dense", "norm2": "output.LayerNorm",
            }.items():  # fmt: skip
                state[f"layers.{i}.{ours}.{part}"] = weights[f"{base}.{theirs}.{part}"]
    encoder.load_state_dict(state)
