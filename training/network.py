"""The network: a BERT encoder that also sees actor slots, with heads for acts, modality, roles and dates.

The encoder that ships is all-MiniLM-L6-v2 (Apache-2.0): 6 layers, 384 wide. It learns from the corpus and from a larger
teacher, all-mpnet-base-v2 (Apache-2.0): 12 layers, 768 wide, the same word pieces. To their word embeddings are added a
slot embedding (which actor a word piece belongs to) and a flag embedding (what sort of mention, or a date). Shapes: B
windows, T word pieces, H wide; A acts, K actors.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from detente.reading.window import CLS, FLAGS, SEP, SLOTS

TAGS = ("outside", "begin", "inside")
BUCKETS = 32  # of relative positions, where an encoder has them


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of an encoder. ``relative``: it adds a learned bias for the distance of two word pieces."""

    wide: int
    layers: int
    inner: int
    heads: int = 12
    eps: float = 1e-12
    relative: bool = False


STUDENT = Shape(384, 6, 1536)
TEACHER = Shape(768, 12, 3072, eps=1e-5, relative=True)


class Layer(nn.Module):
    """One transformer layer of BERT (post-norm)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        wide, self.heads = shape.wide, shape.heads
        self.qkv = nn.Linear(wide, 3 * wide)
        self.out = nn.Linear(wide, wide)
        self.norm1 = nn.LayerNorm(wide, eps=shape.eps)
        self.up = nn.Linear(wide, shape.inner)
        self.down = nn.Linear(shape.inner, wide)
        self.norm2 = nn.LayerNorm(wide, eps=shape.eps)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x (B, T, H), bias (B, 1 or heads, 1 or T, T) added to attention scores -> (B, T, H)."""
        return self.mixed(x, *self.qkv(x).chunk(3, -1), bias)

    def mixed(self, x: Tensor, q: Tensor, k: Tensor, v: Tensor, bias: Tensor | float) -> Tensor:
        """What the layer makes of x (B, Q, H) whose queries q (B, Q, H) attend to keys k and values v (B, T, H)."""
        q, k, v = (each.unflatten(-1, (self.heads, -1)).transpose(1, 2) for each in (q, k, v))
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + bias
        attended = (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)
        x = self.norm1(x + self.drop(self.out(attended)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces, slots and flags to one vector a word piece, and to logits of TAGS: outside, begin or inside a trigger."""

    def __init__(self, vocabulary: int, shape: Shape = STUDENT) -> None:
        super().__init__()
        self.shape = shape
        wide = shape.wide
        self.words = nn.Embedding(vocabulary, wide)
        self.places = nn.Embedding(512, wide)
        self.slots = nn.Embedding(SLOTS + 1, wide)
        self.flags = nn.Embedding(len(FLAGS), wide)
        self.norm = nn.LayerNorm(wide, eps=shape.eps)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.distances = nn.Embedding(BUCKETS, shape.heads) if shape.relative else None
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(wide, len(TAGS))
        for table in (self.slots, self.flags):
            nn.init.normal_(table.weight, std=0.02)
            with torch.no_grad():
                table.weight[0] = 0

    def fresh(self) -> Iterator[nn.Parameter]:
        """The parameters that were not pretrained."""
        for part in (self.slots, self.flags, self.tags):
            yield from part.parameters()

    def forward(self, ids: Tensor, slots: Tensor, flags: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """ids, slots, flags, mask (B, T) -> vectors before the last layer and after it (B, T, H), logits (B, T, 3)."""
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        x = self.words(ids) + self.places(places) + self.slots(slots) + self.flags(flags)
        x = self.drop(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        if self.distances is not None:
            bias = bias + self.distances(_relative(ids.shape[1])).permute(2, 0, 1)[None]
        before = x
        for layer in self.layers:
            before, x = x, layer(x, bias)
        return before, x, self.tags(self.drop(x))


def _relative(length: int) -> Tensor:
    """The bucket of each word piece's distance from each other one, as in T5 and MPNet: exact when near, logarithmic beyond."""
    places = torch.arange(length)
    gap = places[:, None] - places[None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    size = gap.abs()
    far = exact + ((size.clamp_min(1) / exact).log() / math.log(128 / exact) * (half - exact)).long()
    return torch.where(gap < 0, half, 0) + torch.where(size < exact, size, far.clamp_max(half - 1))


DISTANCES = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45, 70)


def bucket(distance: Tensor) -> Tensor:
    """Signed distances in word pieces to 28 buckets."""
    size = (distance.abs()[..., None] > torch.tensor(DISTANCES)).sum(-1)
    return torch.where(distance < 0, size, size + len(DISTANCES) + 1)


class Look(nn.Module):
    """The last layer once more for each act, with the act's own words marked: who does what in this act, not in general."""

    def __init__(self, shape: Shape = STUDENT) -> None:
        super().__init__()
        self.layer = Layer(shape)
        self.mark = nn.Parameter(torch.zeros(shape.wide))

    def forward(self, before: Tensor, marked: Tensor, mask: Tensor) -> Tensor:
        """before (A, T, H), marked (A, T) 1 at the act's words, mask (A, T) -> (A, T, H)."""
        bias = (1.0 - mask[:, None, None, :].to(before.dtype)) * -1e4
        return self.layer(before + marked[..., None].to(before.dtype) * self.mark, bias)

    def at(self, before: Tensor, marked: Tensor, places: Tensor) -> Tensor:
        """The same for some word pieces of one window alone: before (T, H), marked (A, T), places (Q,) -> (A, Q, H).

        What is the same for all acts is computed once: an act changes the keys and values of its own words only.
        """
        mark, here = self.mark.expand(1, -1), marked[:, places, None]
        q, k, v = self.layer.qkv(before).chunk(3, -1)
        dq, dk, dv = F.linear(mark, self.layer.qkv.weight).chunk(3, -1)
        words = marked[..., None]
        return self.layer.mixed(
            before[places] + here * mark, q[places] + here * dq, k + words * dk, v + words * dv, 0.0
        )


class Heads(nn.Module):
    """What is asked of an act once found: its kind, root and modality, who has which role in it, and its date words.

    A role is sought word piece by word piece: a piece may play a role in the act, and stands for an actor because it
    belongs to a mention of that actor or because it refers to the actor ("it", "the kingdom"). What a piece gives an
    actor is the product of the two; an actor's chance is taken over all pieces.
    """

    ROLES = ("initiator", "target", "speaker")

    def __init__(
        self, kinds: int, roots: int, wide: int = STUDENT.wide, modalities: int = 5, inner: int = 256, low: int = 96
    ) -> None:
        super().__init__()
        self.modality = nn.Linear(wide, modalities)
        self.which = nn.Linear(wide, kinds)
        self.root = nn.Linear(wide, roots)
        self.kind = nn.Embedding(kinds, 48)
        self.gap = nn.Embedding(2 * len(DISTANCES) + 2, 24)
        self.act = nn.Linear(wide + 48, inner)
        self.piece = nn.Linear(wide, inner)
        self.act_low = nn.Linear(wide, low)
        self.piece_low = nn.Linear(wide, low)
        self.product = nn.Linear(low, inner)
        self.near = nn.Linear(24, inner)
        self.role = nn.Linear(inner, len(self.ROLES))
        self.refers = nn.Linear(wide, low)
        self.referred = nn.Linear(wide, low)
        self.reference = nn.Parameter(torch.tensor([0.1, -2.0]))
        self.date_act = nn.Linear(wide, inner)
        self.date_words = nn.Linear(wide, inner)
        self.date_near = nn.Linear(24, inner)
        self.date = nn.Linear(inner, 1)
        self.undated = nn.Linear(wide, 2)
        self.hangs = nn.Linear(wide, low)
        self.holds = nn.Linear(wide, low)
        self.drop = nn.Dropout(0.2)
        nn.init.constant_(self.role.bias, -3.0)

    def plays(self, act: Tensor, kind: Tensor, pieces: Tensor, gap: Tensor) -> Tensor:
        """Whether word pieces play roles in acts: act (A, H), kind (A,), pieces (A, T, H), gap (A, T) -> (A, T, 3)."""
        act, pieces = self.drop(act), self.drop(pieces)
        mixed = self.act(torch.cat([act, self.kind(kind)], -1))[:, None] + self.piece(pieces)
        mixed = mixed + self.product(self.act_low(act)[:, None] * self.piece_low(pieces))
        mixed = mixed + self.near(self.gap(bucket(gap)))
        return self.role(self.drop(F.relu(mixed)))

    def refer(self, pieces: Tensor, actors: Tensor) -> Tensor:
        """Whether word pieces refer to actors: pieces (B, T, H), actors (B, K, H) -> logits (B, T, K)."""
        scale, bias = self.reference
        return scale * (self.refers(pieces) @ self.referred(actors).transpose(1, 2)) + bias

    def dates(self, act: Tensor, words: Tensor, gap: Tensor) -> Tensor:
        """Pairs: act (P, H), date words (P, H), gap (P,) -> logits (P,)."""
        mixed = (
            self.date_act(self.drop(act)) + self.date_words(self.drop(words)) + self.date_near(self.gap(bucket(gap)))
        )
        return self.date(self.drop(F.relu(mixed)))[:, 0]

    def hang(self, pieces: Tensor) -> Tensor:
        """On which word piece each hangs, asked in training only: (B, T, H) -> logits (B, T, T)."""
        return self.hangs(pieces) @ self.holds(pieces).transpose(1, 2) / math.sqrt(self.hangs.out_features)


def pretrained() -> tuple[Encoder, str]:
    """The encoder with the package's weights, and the text of its tokenizer.json."""
    from safetensors.torch import load

    with zipfile.ZipFile(str(files("all_minilm_l6_v2") / "model.zip")) as box:
        weights = load(box.read("model.safetensors"))
        tokenizer = box.read("tokenizer.json").decode()
    encoder = Encoder(weights["embeddings.word_embeddings.weight"].shape[0])
    kept = _taken(encoder, weights, "attention.self.", ("query", "key", "value"), "attention.output.")
    kept["words.weight"] = (
        weights["embeddings.word_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    kept["places.weight"] = weights["embeddings.position_embeddings.weight"]
    encoder.load_state_dict(kept)
    return encoder, tokenizer


def teacher(weights: Mapping[str, Tensor]) -> Encoder:
    """The larger encoder with the weights of all-mpnet-base-v2, its word pieces put in the order of the smaller one's."""
    table = weights["embeddings.word_embeddings.weight"]
    order = torch.arange(4, table.shape[0] - 1)  # the same vocabulary behind four marks of its own
    order[CLS], order[SEP], order[0] = 0, 2, 1
    encoder = Encoder(len(order), TEACHER)
    kept = _taken(encoder, weights, "attention.attn.", ("q", "k", "v"), "attention.attn.o|attention.")
    kept["words.weight"] = table[order]
    kept["places.weight"] = weights["embeddings.position_embeddings.weight"][2:]
    kept["distances.weight"] = weights["encoder.relative_attention_bias.weight"]
    encoder.load_state_dict(kept)
    return encoder


def _taken(
    encoder: Encoder, weights: Mapping[str, Tensor], attention: str, three: tuple[str, str, str], after: str
) -> dict[str, Tensor]:
    """An encoder's state with the layers and the first norm taken from a published one."""
    state = encoder.state_dict()
    out, norm = after.split("|") if "|" in after else (f"{after}dense", after)
    names = {
        "out": out, "norm1": f"{norm}LayerNorm", "up": "intermediate.dense", "down": "output.dense",
        "norm2": "output.LayerNorm",
    }  # fmt: skip
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
        for i in range(encoder.shape.layers):
            base = f"encoder.layer.{i}"
            state[f"layers.{i}.qkv.{part}"] = torch.cat([weights[f"{base}.{attention}{n}.{part}"] for n in three])
            for ours, theirs in names.items():
                state[f"layers.{i}.{ours}.{part}"] = weights[f"{base}.{theirs}.{part}"]
    return state
