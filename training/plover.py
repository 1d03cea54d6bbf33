"""What the PLV sentences add, when they are learned from too: the encoder fine-tuned with the pair head, cross-validated.

    python -m training.plover --cross-validate [--file ../shared/plover/plv_train.tsv] [--weights ...] [--depth 5]

Nothing that is learned here ships: the file states no licence. First encoder and head learn from the project's own sentences;
then, for each of five folds, a copy goes on with four fifths of the file and is asked about the rest. ``--depth 0`` leaves the
encoder as it is. Prints macro F1 of each fold and of all together.
"""

from __future__ import annotations

import argparse
import copy
import csv
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from detente.coding.marks import unmarked
from detente.coding.view import View, view
from detente.model import MODALITIES
from detente.reading.encoder import WEIGHTS
from training import network, shipped
from training.pair import ROOT_NAMES, ROUND, gathered
from training.pairlook import PairLook
from training.pairs import Pair
from training.rewording import reworded
from training.schedule import warmed

FILE = Path("../shared/plover/plv_train.tsv")
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; rates are AdamW's at their highest."""

    epochs: int
    depth: int
    rate: float = 6e-5
    head_rate: float = 3e-4
    size: int = 16
    seed: int = 1


class Coding(nn.Module):
    """Encoder and pair head in one. The last ``depth`` layers below the head learn too, with depth 5 the embeddings as well."""

    def __init__(self, encoder: network.Encoder, depth: int) -> None:
        super().__init__()
        self.look = PairLook(len(ROOT_NAMES), len(MODALITIES))
        self.look.layer.load_state_dict(encoder.layers[-1].state_dict())
        encoder.layers = encoder.layers[:-1]
        self.encoder = encoder
        if depth < len(encoder.layers):
            encoder.requires_grad_(False)
            for layer in list(encoder.layers)[len(encoder.layers) - depth :]:
                layer.requires_grad_(True)

    def forward(self, inputs: Tensor, sides: Tensor) -> tuple[Tensor, Tensor]:
        """inputs (4, P, T) of ids, slots, flags and mask, sides (P, T, 2) -> logits of roots and modalities."""
        ids, slots, flags, mask = inputs
        _, before, _ = self.encoder(ids, slots, flags, mask)
        roots, modalities, _ = self.look(before, sides, mask.to(before.dtype))
        return roots, modalities


@dataclass(frozen=True, slots=True)
class Item:
    """A pair's window and what is right; a modality of -100 is not asked for."""

    view: View
    root: int
    modality: int


def items(found: Sequence[Pair], tokenizer: Tokenizer) -> list[Item]:
    """Pairs as windows."""
    return [
        Item(view(tokenizer, p.marked), ROOT_NAMES.index(p.root), MODALITIES.index(p.modality))  # type: ignore[arg-type]
        for p in found
    ]


def annotated(path: Path, tokenizer: Tokenizer) -> list[Item]:
    """The sentences of the PLV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [Item(view(tokenizer, unmarked(r["marked_sentence"])), ROOT_NAMES.index(r["root"]), -100) for r in rows]


def padded(batch: Sequence[Item]) -> tuple[Tensor, Tensor]:
    """inputs (4, P, T) and sides (P, T, 2)."""
    longest = -(-max(len(item.view.window.ids) for item in batch) // ROUND) * ROUND
    inputs, sides = torch.zeros(4, len(batch), longest, dtype=torch.long), torch.zeros(len(batch), longest, 2)
    for p, item in enumerate(batch):
        window, long = item.view.window, len(item.view.window.ids)
        for row, values in enumerate((window.ids, window.slots, window.flags, [1] * long)):
            inputs[row, p, :long] = torch.tensor(values)
        for s, side in enumerate((item.view.initiator, item.view.target)):
            for first, last in side:
                sides[p, first : last + 1, s] = 1
    return inputs, sides


def learn(made: Coding, found: Sequence[Item], plan: Plan) -> None:
    """Go on learning from items. Prints the mean loss of each epoch."""
    shuffle = random.Random(plan.seed)
    known = {id(p) for p in made.encoder.parameters()} | {id(p) for p in made.look.layer.parameters()}
    body = [p for p in made.parameters() if p.requires_grad and id(p) in known]
    fresh = [p for p in made.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW([{"params": body, "lr": plan.rate}, {"params": fresh, "lr": plan.head_rate}])
    steps = plan.epochs * -(-len(found) // plan.size)
    schedule = warmed(optimiser, steps)
    weights = _balance(found)
    for epoch in range(plan.epochs):
        made.train()
        begun, total, count = time.time(), 0.0, 0
        for batch in _batches(found, plan.size, shuffle):
            loss = _loss(made, batch, weights)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(made.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        print(f"  epoch {epoch + 1}/{plan.epochs} loss {total / count:.3f} {time.time() - begun:.0f} s", flush=True)


def _batches(found: Sequence[Item], size: int, shuffle: random.Random) -> Iterator[list[Item]]:
    order = sorted(found, key=lambda item: len(item.view.window.ids) + 10 * shuffle.random())
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    shuffle.shuffle(groups)
    yield from groups


def _balance(found: Sequence[Item]) -> Tensor:
    counts = torch.bincount(torch.tensor([item.root for item in found]), minlength=len(ROOT_NAMES)).float()
    return (counts.mean() / counts.clamp_min(1)).clamp(0.5, 4.0).sqrt()


def _loss(made: Coding, batch: Sequence[Item], weights: Tensor) -> Tensor:
    roots, modalities = made(*padded(batch))
    right = torch.tensor([item.root for item in batch])
    how = torch.tensor([item.modality for item in batch])
    told = F.cross_entropy(roots, right, weight=weights, label_smoothing=0.05)
    return told + 0.3 * F.cross_entropy(modalities, how, ignore_index=-100) if (how >= 0).any() else told


def said(made: Coding, found: Sequence[Item]) -> list[int]:
    """The likeliest root of each item."""
    made.eval()
    with torch.no_grad():
        return [int(made(*padded([item]))[0].argmax()) for item in found]


def macro_f1(right: Sequence[int], told: Sequence[int]) -> float:
    """Mean F1 over the roots that are annotated or told."""
    scores = []
    for root in {*right, *told}:
        both = sum(r == t == root for r, t in zip(right, told, strict=True))
        scores.append(2 * both / (sum(r == root for r in right) + sum(t == root for t in told)))
    return sum(scores) / len(scores)


class Rooted(Protocol):
    """Anything with a root, as an index into ROOT_NAMES."""

    @property
    def root(self) -> int: ...


def folds(found: Sequence[Rooted], seed: int = 7) -> list[list[int]]:
    """Indices of five parts with every root spread evenly over them."""
    shuffle, parts = random.Random(seed), [list[int]() for _ in range(FOLDS)]
    order = sorted(range(len(found)), key=lambda i: (found[i].root, shuffle.random()))
    for place, i in enumerate(order):
        parts[place % FOLDS].append(i)
    return parts


def cross_validate(start: Coding, found: Sequence[Item], plan: Plan) -> float:
    """Macro F1 over all folds together, each asked of a copy that learned from the others."""
    right, told = [], []
    for number, part in enumerate(folds(found), 1):
        apart = set(part)
        made = copy.deepcopy(start)
        learn(made, [item for i, item in enumerate(found) if i not in apart], plan)
        mine, theirs = [found[i].root for i in part], said(made, [found[i] for i in part])
        print(f"fold {number}: macro F1 {macro_f1(mine, theirs):.3f}", flush=True)
        right, told = right + mine, told + theirs
    return macro_f1(right, told)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross-validate", action="store_true", required=True)
    parser.add_argument("--file", type=Path, default=FILE)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--depth", type=int, default=5, help="how many layers below the head learn too: 0 to 5")
    parser.add_argument("--own-epochs", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=6)
    options = parser.parse_args()
    torch.manual_seed(1)
    tokenizer = Tokenizer.from_file(str(options.weights / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    from_passages, written = gathered(options.corpus)
    own = items([*from_passages, *written, *reworded(written)], tokenizer)
    found = annotated(options.file, tokenizer)
    made = Coding(shipped.encoder(options.weights), options.depth)
    print(f"{len(own)} sentences of the project's own", flush=True)
    learn(made, own, Plan(options.own_epochs, options.depth))
    before = macro_f1([item.root for item in found], said(made, found))
    print(f"before any sentence of the file is learned from: macro F1 {before:.3f}", flush=True)
    total = cross_validate(made, found, Plan(options.epochs, options.depth))
    print(f"all folds: macro F1 {total:.3f}")


if __name__ == "__main__":
    main()
