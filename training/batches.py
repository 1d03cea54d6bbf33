"""Examples to tensors: padded windows, and what is right for each of their acts.

B windows of T word pieces with at most K actors; A acts. Two roles have words (initiator, target); the speaker has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.examples import CURRENT, UNCLEAR, UNDATED, Act, Example


@dataclass(slots=True)
class Batch:
    """What the network is shown, and what it should answer."""

    ids: Tensor  # (B, T)
    slots: Tensor
    flags: Tensor
    mask: Tensor
    labels: Tensor  # (B, T) index into network.TAGS, -100 outside the body
    heads: Tensor  # (B, T) the word piece on which each word hangs, -100 where not told
    stands: Tensor  # (B, T, K) 1 where a word piece belongs to a mention of the actor
    actors: Tensor  # (B, K) 1 where there is such an actor
    linked: Tensor  # (B, T, K) 1 where an annotator's words without a name stand for the actor
    anaphors: Tensor  # (B, T) 1 where such words stand
    acts: Tensor  # (A, 3): window, first, last
    kinds: Tensor  # (A,)
    roots: Tensor  # (A,) -100 where the kind's own
    modalities: Tensor  # (A,)
    roles: Tensor  # (A, K, 3) whether the actor is initiator, target, speaker of the act
    said: Tensor  # (A, T, 2) 1 where the annotator's words for a role stand
    asked: Tensor  # (A, T, 2) 0 where a word piece may stand for an actor that is only understood
    dated: Tensor  # (D, 4): act, window, first, last
    dates: Tensor  # (A,) index of the right date among the act's dates, then undated, current; -100 where unclear


ROUND = 32  # lengths are padded to a multiple, so that kernels made for one batch serve the next


def collate(examples: Sequence[Example]) -> Batch:
    """One batch from a few examples."""
    longest = -(-max(len(e.window.ids) for e in examples) // ROUND) * ROUND
    names = [list(dict.fromkeys(m.actor for m in e.window.mentions)) for e in examples]
    most = max(1, *(len(n) for n in names))
    count, acts = len(examples), [(b, act) for b, e in enumerate(examples) for act in e.acts]
    ids, slots, flags, mask = (torch.zeros(count, longest, dtype=torch.long) for _ in range(4))
    labels, heads = (torch.full((count, longest), -100) for _ in range(2))
    stands, linked = (torch.zeros(count, longest, most) for _ in range(2))
    actors, anaphors = torch.zeros(count, most), torch.zeros(count, longest)
    for b, e in enumerate(examples):
        n, window = len(e.window.ids), e.window
        ids[b, :n], slots[b, :n], flags[b, :n] = (torch.tensor(x) for x in (window.ids, window.slots, window.flags))
        mask[b, :n], actors[b, : len(names[b])] = 1, 1
        for mention in window.mentions:
            stands[b, mention.first : mention.last + 1, names[b].index(mention.actor)] = 1
        for child, head in e.arcs:
            heads[b, child] = head
        labels[b, window.body : n - 1] = 0
        for act in e.acts:
            labels[b, act.first : act.last + 1] = 2
            labels[b, act.first] = 1
    roles, said = torch.zeros(len(acts), most, 3), torch.zeros(len(acts), longest, 2)
    asked = torch.ones(len(acts), longest, 2)
    dated, dates = [], []
    for a, (b, act) in enumerate(acts):
        _answer(act, names[b], stands[b], linked[b], anaphors[b], roles[a], said[a], asked[a])
        dated += [(a, b, first, last) for _, first, last in examples[b].window.dates]
        many = len(examples[b].window.dates)
        dates.append({UNDATED: many, CURRENT: many + 1, UNCLEAR: -100}.get(act.date, act.date))
    told = [act for _, act in acts]
    return Batch(
        ids, slots, flags, mask, labels, heads, stands, actors, linked * (1 - stands), anaphors,
        _table([(b, act.first, act.last) for b, act in acts], 3),
        torch.tensor([act.kind for act in told], dtype=torch.long),
        torch.tensor([-100 if act.root is None else act.root for act in told], dtype=torch.long),
        torch.tensor([act.modality for act in told], dtype=torch.long),
        roles, said, asked, _table(dated, 4), torch.tensor(dates, dtype=torch.long),
    )  # fmt: skip


def _answer(
    act: Act,
    names: list[str],
    stands: Tensor,
    linked: Tensor,
    anaphors: Tensor,
    roles: Tensor,
    said: Tensor,
    asked: Tensor,
) -> None:
    """Fill in what is right for one act: its actors by role, and the word pieces that stand for them."""
    for role, first, last, actor in act.words:
        said[first : last + 1, role] = 1
        if actor in names:
            linked[first : last + 1, names.index(actor)] = 1
        named = stands[first : last + 1].sum(1) > 0
        anaphors[first : last + 1] = torch.where(named, anaphors[first : last + 1], torch.tensor(1.0))
    spoken = {(role, actor) for role, _, _, actor in act.words}
    for k, name in enumerate(names):
        roles[k, 2] = float(name == act.speaker)
        for role, side in enumerate(act.sides):
            if name in side:
                roles[k, role] = 1
                if (role, name) not in spoken:
                    asked[:, role] *= 1 - stands[:, k]


def _table(rows: list[tuple[int, ...]], width: int) -> Tensor:
    return torch.tensor(rows, dtype=torch.long).reshape(-1, width)
