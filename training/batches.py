"""Examples to tensors: padded windows, and flat lists of the pairs that the heads are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.examples import Example


@dataclass(slots=True)
class Batch:
    """B windows of T word pieces; A acts; P (act, mention) pairs; D (act, date) pairs."""

    ids: Tensor  # (B, T)
    slots: Tensor
    flags: Tensor
    mask: Tensor
    labels: Tensor  # (B, T) index into network.TAGS, -100 outside the body
    acts: Tensor  # (A, 3): window, first, last
    kinds: Tensor  # (A,)
    modalities: Tensor  # (A,)
    pairs: Tensor  # (P, 4): act, window, first, last of the mention
    pair_group: Tensor  # (P,) index of the (act, actor) group
    pair_said: Tensor  # (P, 2) where the annotator names this very mention
    groups: Tensor  # (G, 3) whether the actor is initiator, target, speaker of the act
    dated: Tensor  # (D, 4): act, window, first, last
    dates: Tensor  # (A,) index of the right date among the act's dates (its count of dates where undated)


ROUND = 32  # lengths are padded to a multiple, so that kernels made for one batch serve the next


def collate(examples: Sequence[Example]) -> Batch:
    """One batch from a few examples."""
    longest = -(-max(len(e.window.ids) for e in examples) // ROUND) * ROUND
    ids, slots, flags, mask, labels = (torch.zeros(len(examples), longest, dtype=torch.long) for _ in range(5))
    labels.fill_(-100)
    acts, kinds, modalities, pairs, group, said, groups, dated, dates = ([] for _ in range(9))
    for b, e in enumerate(examples):
        n = len(e.window.ids)
        ids[b, :n], slots[b, :n], flags[b, :n] = (
            torch.tensor(x) for x in (e.window.ids, e.window.slots, e.window.flags)
        )
        mask[b, :n] = 1
        labels[b, e.window.body : n - 1] = 0
        for act in e.acts:
            labels[b, act.first : act.last + 1] = 2
            labels[b, act.first] = 1
            a = len(acts)
            acts.append((b, act.first, act.last))
            kinds.append(act.kind)
            modalities.append(act.modality)
            index: dict[str, int] = {}
            for m, mention in enumerate(e.window.mentions):
                if mention.actor not in index:
                    index[mention.actor] = len(groups)
                    groups.append(
                        (mention.actor in act.initiators, mention.actor in act.targets, mention.actor == act.speaker)
                    )
                pairs.append((a, b, mention.first, mention.last))
                group.append(index[mention.actor])
                said.append(((0, m) in act.said, (1, m) in act.said))
            dated += [(a, b, first, last) for _, first, last in e.window.dates]
            dates.append(len(e.window.dates) if act.date is None else act.date)
    return Batch(
        ids,
        slots,
        flags,
        mask,
        labels,
        _table(acts, 3),
        torch.tensor(kinds, dtype=torch.long),
        torch.tensor(modalities, dtype=torch.long),
        _table(pairs, 4),
        torch.tensor(group, dtype=torch.long),
        torch.tensor(said, dtype=torch.float).reshape(-1, 2),
        torch.tensor(groups, dtype=torch.float).reshape(-1, 3),
        _table(dated, 4),
        torch.tensor(dates, dtype=torch.long),
    )


def _table(rows: list[tuple[int, ...]], width: int) -> Tensor:
    return torch.tensor(rows, dtype=torch.long).reshape(-1, width)
