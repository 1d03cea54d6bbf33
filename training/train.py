"""Corpus to weights, in one command: ``python -m training.train --out src/detente/reading/weights``."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from training import network, passages
from training.batches import Batch, collate
from training.examples import Example, Prepared, example, prepare

KINDS = tuple(sorted(passages._kinds()))


def means(vectors: Tensor, rows: Tensor) -> Tensor:
    """The mean vector of word pieces ``first`` to ``last`` of a window, for rows (window, first, last) -> (N, H)."""
    sums = torch.cat([torch.zeros_like(vectors[:, :1]), vectors.cumsum(1)], 1)
    total = sums[rows[:, 0], rows[:, 2] + 1] - sums[rows[:, 0], rows[:, 1]]
    return total / (rows[:, 2] - rows[:, 1] + 1)[:, None]


def pool(logits: Tensor, group: Tensor, groups: int) -> Tensor:
    """Scores of mentions to scores of actors: a soft maximum over each actor's mentions. (P, 3) -> (G, 3)."""
    top = torch.full((groups, logits.shape[1]), -1e4).index_reduce_(0, group, logits.detach(), "amax")
    total = torch.zeros(groups, logits.shape[1]).index_add_(0, group, (logits - top[group]).exp())
    return top + total.clamp_min(1e-9).log()


def losses(encoder: network.Encoder, heads: network.Heads, batch: Batch) -> dict[str, Tensor]:
    """The loss of each head on a batch."""
    vectors, logits = encoder(batch.ids, batch.slots, batch.flags, batch.mask)
    vectors, logits = vectors.float(), logits.float()
    found = {"act": 3 * F.cross_entropy(logits.transpose(1, 2), batch.labels, ignore_index=-100)}
    if not len(batch.acts):
        return found
    acts = means(vectors, batch.acts)
    found["kind"] = F.cross_entropy(heads.which(heads.drop(acts)).float(), batch.kinds, label_smoothing=0.05)
    found["modality"] = F.cross_entropy(heads.modality(heads.drop(acts)), batch.modalities)
    if len(batch.pairs):
        of = batch.pairs[:, 0]
        gap = batch.pairs[:, 2] - batch.acts[of, 1]
        scores = heads.roles(acts[of], batch.kinds[of], means(vectors, batch.pairs[:, 1:]), gap).float()
        pooled = pool(scores, batch.pair_group, len(batch.groups))
        weight = torch.tensor([1.0, 1.0, 0.5])
        found["role"] = (F.binary_cross_entropy_with_logits(pooled, batch.groups, reduction="none") * weight).mean() * 2
        named = batch.pair_said.sum(1) > 0
        if named.any():
            found["said"] = 0.3 * F.binary_cross_entropy_with_logits(scores[named, :2], batch.pair_said[named])
    found["date"] = _date_loss(heads, batch, acts, vectors)
    return found


def _date_loss(heads: network.Heads, batch: Batch, acts: Tensor, vectors: Tensor) -> Tensor:
    """Cross entropy over each act's date words and 'undated'."""
    of = batch.dated[:, 0]
    scores = (
        heads.dates(acts[of], means(vectors, batch.dated[:, 1:]), batch.dated[:, 2] - batch.acts[of, 1]).float()
        if len(of)
        else torch.zeros(0)
    )
    none = heads.undated(acts)[:, 0].float()
    total = []
    for a in range(len(acts)):
        mine = torch.cat([scores[of == a], none[a : a + 1]])
        total.append(F.cross_entropy(mine[None], batch.dates[a : a + 1]))
    return torch.stack(total).mean()


def batches(prepared: Sequence[Prepared], tokenizer: Tokenizer, size: int, shuffle: random.Random) -> list[Batch]:
    """One epoch's batches, windows of like length together, in random order."""
    made: list[Example] = [example(p, tokenizer, KINDS, shuffle) for p in prepared]
    made.sort(key=lambda e: len(e.window.ids) + shuffle.random() * 12)
    found = [collate(made[i : i + size]) for i in range(0, len(made), size)]
    shuffle.shuffle(found)
    return found


def train(
    prepared: Sequence[Prepared],
    tokenizer: Tokenizer,
    encoder: network.Encoder,
    *,
    epochs: int,
    seed: int,
    size: int = 16,
    rate: float = 2.5e-4,
    head_rate: float = 1e-3,
) -> network.Heads:
    """Train encoder and heads; prints the mean losses of each epoch."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    heads = network.Heads(len(KINDS))
    fresh = [*encoder.slots.parameters(), *encoder.flags.parameters(), *encoder.tags.parameters()]
    known = {id(p) for p in fresh}
    body = [p for p in encoder.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": [*fresh, *heads.parameters()], "lr": head_rate}], weight_decay=0.01
    )
    steps = epochs * math.ceil(len(prepared) / size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.1 * steps)) * max(0.0, 1 - s / steps)
    )
    for epoch in range(epochs):
        encoder.train(), heads.train()
        begun, sums, count = time.time(), {}, 0
        for batch in batches(prepared, tokenizer, size, shuffle):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = losses(encoder, heads, batch)
            loss = torch.stack([x.float() for x in found.values()]).sum()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder.parameters(), *heads.parameters()], 1.0)
            optimiser.step()
            schedule.step()
            count += 1
            for name, value in found.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
        print(
            f"epoch {epoch + 1}/{epochs}",
            {k: round(v / count, 4) for k, v in sums.items()},
            f"{time.time() - begun:.0f} s",
            flush=True,
        )
    return heads


def split(
    found: Sequence[passages.Passage], share: float = 0.12
) -> tuple[list[passages.Passage], list[passages.Passage]]:
    """Training and held-out passages, by case, fixed by the case's name."""
    import hashlib

    def held(case: str) -> bool:
        return int(hashlib.sha256(case.encode()).hexdigest()[:8], 16) / 16**8 < share

    return [p for p in found if not held(p.case)], [p for p in found if held(p.case)]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the corpus to learn from")
    parser.add_argument(
        "--all", action="store_true", help="learn from the held-out part too, for the weights that ship"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = passages.load(options.corpus.rglob("*.txt"))
    learn, held = split(found)
    if options.all:
        learn = list(found)
    learn = learn[: int(len(learn) * options.share)]
    encoder, tokenizer_text = network.pretrained()
    tokenizer = Tokenizer.from_str(tokenizer_text)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    print(f"{len(learn)} passages to learn from, {len(held)} held out", flush=True)
    heads = train(prepare(learn), tokenizer, encoder, epochs=options.epochs, seed=options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"encoder": encoder.state_dict(), "heads": heads.state_dict(), "kinds": KINDS}, options.out / "raw.pt")
    (options.out / "tokenizer.json").write_text(tokenizer_text, encoding="utf-8")
    (options.out / "meta.json").write_text(
        json.dumps({"kinds": KINDS, "seed": options.seed, "epochs": options.epochs, "passages": len(learn)})
    )


if __name__ == "__main__":
    main()
