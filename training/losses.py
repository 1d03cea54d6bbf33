"""What the network answers about a batch, and how far that is from what is right, or from what a teacher answers.

Shapes: B windows, T word pieces, H wide; A acts, K actors, D (act, date words) pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from training import network
from training.batches import Batch

NEVER = -30.0  # the log of a chance that is none
WEIGHTS = {
    "act": 3.0, "hang": 0.3, "kind": 1.0, "root": 0.5, "modality": 1.0, "role": 2.0, "said": 1.0, "link": 1.0, "date": 1.0,
}  # fmt: skip


@dataclass(slots=True)
class Answers:
    """Logits of every question put to the network; those about acts are None where a batch has none."""

    vectors: Tensor  # (B, T, H)
    tags: Tensor  # (B, T, 3)
    hang: Tensor  # (B, T, T)
    links: Tensor  # (B, T, K)
    kind: Tensor | None = None  # (A, kinds)
    root: Tensor | None = None
    modality: Tensor | None = None
    plays: Tensor | None = None  # (A, T, 3)
    chance: Tensor | None = None  # (A, K, 3)
    dates: Tensor | None = None  # (D,)
    undated: Tensor | None = None  # (A, 2): no date, the document's own time


def answers(encoder: network.Encoder, look: network.Look, heads: network.Heads, batch: Batch) -> Answers:
    """Everything the network says of a batch, asked about the acts that are annotated."""
    before, vectors, tags = encoder(batch.ids, batch.slots, batch.flags, batch.mask)
    vectors = vectors.float()
    links = heads.refer(vectors, actor_vectors(vectors, batch.stands)).float()
    given = Answers(vectors, tags.float(), heads.hang(heads.drop(vectors)).float(), links)
    if not len(batch.acts):
        return given
    acts, of = means(vectors, batch.acts), batch.acts[:, 0]
    given.kind = heads.which(heads.drop(acts)).float()
    given.root = heads.root(heads.drop(acts)).float()
    given.modality = heads.modality(heads.drop(acts)).float()
    places = torch.arange(vectors.shape[1])[None]
    marked = ((places >= batch.acts[:, 1:2]) & (places <= batch.acts[:, 2:])).float()
    looked = look(before[of], marked, batch.mask[of]).float()
    told = (looked * marked[..., None]).sum(1) / marked.sum(1, keepdim=True)
    gap = places - batch.acts[:, 1:2]
    given.plays = heads.plays(told, batch.kinds, looked, gap).float()
    stands = standing(links, batch.stands, batch.mask)[of]
    given.chance = torch.logsumexp(given.plays[:, :, None] + stands[..., None], 1)
    if len(batch.dated):
        owner = batch.dated[:, 0]
        words = means(looked, batch.dated[:, [0, 2, 3]])
        given.dates = heads.dates(told[owner], words, batch.dated[:, 2] - batch.acts[owner, 1]).float()
    given.undated = heads.undated(told).float()
    return given


def means(vectors: Tensor, rows: Tensor) -> Tensor:
    """The mean vector of word pieces ``first`` to ``last`` of a window, for rows (window, first, last) -> (N, H)."""
    sums = torch.cat([torch.zeros_like(vectors[:, :1]), vectors.cumsum(1)], 1)
    total = sums[rows[:, 0], rows[:, 2] + 1] - sums[rows[:, 0], rows[:, 1]]
    return total / (rows[:, 2] - rows[:, 1] + 1)[:, None]


def actor_vectors(vectors: Tensor, stands: Tensor) -> Tensor:
    """The mean vector of each actor's word pieces: (B, T, H), (B, T, K) -> (B, K, H)."""
    return stands.transpose(1, 2) @ vectors / stands.sum(1).clamp_min(1)[:, :, None]


def standing(logits: Tensor, stands: Tensor, mask: Tensor) -> Tensor:
    """Log of how surely each word piece stands for each actor: (B, T, K) logits, (B, T, K), (B, T) -> (B, T, K)."""
    named = stands.sum(2, keepdim=True) > 0
    told = torch.where(stands > 0, 0.0, NEVER)
    return torch.where(named, told, F.logsigmoid(logits)) + (1 - mask.float())[:, :, None] * NEVER


def losses(given: Answers, batch: Batch) -> dict[str, Tensor]:
    """How far each answer is from the annotation, weighted."""
    found = {"act": F.cross_entropy(given.tags.transpose(1, 2), batch.labels, ignore_index=-100)}
    if (batch.heads >= 0).any():
        hang = given.hang + (1 - batch.mask.float())[:, None] * NEVER
        found["hang"] = F.cross_entropy(hang.transpose(1, 2), batch.heads, ignore_index=-100)
    if given.kind is not None and given.modality is not None and given.root is not None:
        found["kind"] = F.cross_entropy(given.kind, batch.kinds, label_smoothing=0.05)
        found["modality"] = F.cross_entropy(given.modality, batch.modalities)
        if (batch.roots >= 0).any():
            found["root"] = F.cross_entropy(given.root, batch.roots, ignore_index=-100)
        found |= _role_losses(given, batch)
        found["date"] = _date_loss(given, batch)
    return {name: WEIGHTS[name] * value for name, value in found.items()}


def _role_losses(given: Answers, batch: Batch) -> dict[str, Tensor]:
    assert given.chance is not None
    assert given.plays is not None
    of = batch.acts[:, 0]
    weight = batch.actors[of][..., None] * torch.tensor([1.0, 1.0, 0.5])
    role = F.binary_cross_entropy_with_logits(given.chance, batch.roles, weight, reduction="sum") / weight.sum()
    asked = batch.asked * batch.mask[of][..., None]
    said = F.binary_cross_entropy_with_logits(given.plays[..., :2], batch.said, asked, reduction="sum")
    found = {"role": role, "said": said / (30 * len(batch.acts))}
    told = (batch.anaphors * batch.mask)[..., None] * batch.actors[:, None]
    if told.any():
        link = F.binary_cross_entropy_with_logits(given.links, batch.linked, told, reduction="sum")
        found["link"] = link / told.sum()
    return found


def _date_loss(given: Answers, batch: Batch) -> Tensor:
    """Cross entropy over each act's date words, 'undated' and 'current'."""
    assert given.undated is not None
    of, total = batch.dated[:, 0], []
    scores = given.dates if given.dates is not None else torch.zeros(0)
    for a in range(len(batch.acts)):
        if batch.dates[a] >= 0:
            mine = torch.cat([scores[of == a], given.undated[a]])
            total.append(F.cross_entropy(mine[None], batch.dates[a : a + 1]))
    return torch.stack(total).mean() if total else given.undated.sum() * 0


def followed(given: Answers, taught: Answers, seen: Tensor, batch: Batch) -> dict[str, Tensor]:
    """How far the answers are from a teacher's; ``seen`` (B, T, H of the teacher) is what its vectors are thought to be."""
    mask = batch.mask.bool()
    body = batch.labels >= 0
    found = {
        "act": _divergence(given.tags[body], taught.tags[body]),
        "seen": 1 - F.cosine_similarity(seen[mask], taught.vectors[mask], -1).mean(),
        "link": _likeness(given.links, taught.links, batch.mask[..., None] * batch.actors[:, None]),
    }
    for name in ("kind", "root", "modality"):
        mine, theirs = getattr(given, name), getattr(taught, name)
        if mine is not None:
            found[name] = _divergence(mine, theirs)
    if given.chance is not None and taught.chance is not None and given.plays is not None and taught.plays is not None:
        of = batch.acts[:, 0]
        found["role"] = _likeness(given.chance, taught.chance, batch.actors[of][..., None].expand_as(given.chance))
        pieces = batch.mask[of][..., None].expand_as(given.plays).float()
        found["said"] = _likeness(given.plays, taught.plays, pieces) * pieces.sum() / (30 * len(of))
    return {name: WEIGHTS.get(name, 2.0) * value for name, value in found.items()}


def _divergence(mine: Tensor, theirs: Tensor) -> Tensor:
    return F.kl_div(mine.log_softmax(-1), theirs.log_softmax(-1), log_target=True, reduction="batchmean")


def _likeness(mine: Tensor, theirs: Tensor, weight: Tensor) -> Tensor:
    weight = weight.float()
    total = F.binary_cross_entropy_with_logits(mine, theirs.sigmoid(), weight, reduction="sum")
    return total / weight.sum().clamp_min(1)
