"""The pair head, from the weights that ship and the corpus, in one command; run it again whenever the encoder has changed:

    python -m training.pair [--weights src/detente/reading/weights] [--corpus corpus]

The encoder stays as it is: what it makes of every sentence is computed once. A first head learns without the cases held out
for measuring; on those its confidence is fitted. Then the head that ships learns from everything. Writes ``pair.onnx`` and
``pair.json`` beside the encoder.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from detente.codebook.terms import ROOTS
from detente.coding.head import BATCH, digest, feed
from detente.coding.view import View, view
from detente.model import MODALITIES
from detente.reading.encoder import WEIGHTS, Network
from training import network, passages, shipped
from training.corpus import is_held
from training.pairlook import PairLook
from training.pairs import Pair, marked, pairs
from training.rewording import reworded
from training.schedule import warmed

ROOT_NAMES = tuple(sorted(ROOTS))
WIRES = "wire-"  # the cases of passages that are one sentence about one pair
MOST = 300  # pairs of a root that are taken from the passages
# How much a sentence counts: one of a longer passage, one that was written for its pair, and one with its pair exchanged.
PASSAGE, WRITTEN, REWORDED = 0.5, 1.0, 0.7
ROUND = 16  # lengths are padded to a multiple, so that kernels made for one batch serve the next


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. ``rate`` is AdamW's at its highest, after a tenth of all steps; fresh parts learn faster."""

    epochs: int = 5
    rate: float = 4e-4
    fresh: float = 3.0
    size: int = 32
    seed: int = 1
    drop: float = 0.3
    modality: float = 0.3  # how much the modality counts beside the root


@dataclass(frozen=True, slots=True)
class Sample:
    """A pair as the frozen encoder sees it: before (T, H) in half precision, sides (T, 2), what is right, what it counts."""

    before: Tensor
    sides: Tensor
    root: int
    modality: int
    weight: float


def gathered(corpus: Path, seed: int = 1) -> tuple[list[Pair], list[Pair]]:
    """Pairs of the annotated passages, at most MOST of a root, and sentences written for their pair."""
    found = list(pairs(passages.load(corpus.rglob("*.txt"))))
    written = [*(pair for pair in found if pair.case.startswith(WIRES)), *marked(corpus / "pairs.tsv")]
    rest = [pair for pair in found if not pair.case.startswith(WIRES)]
    random.Random(seed).shuffle(rest)
    counts: Counter[str] = Counter()
    kept = []
    for pair in rest:
        counts[pair.root] += 1
        kept += [pair] if counts[pair.root] <= MOST else []
    return kept, written


def seen(found: Sequence[Pair], made: Network, weight: float) -> list[Sample]:
    """What the encoder makes of every pair."""
    views = [view(made.tokenizer, pair.marked) for pair in found]
    order = sorted(range(len(views)), key=lambda i: len(views[i].window.ids))
    samples: dict[int, Sample] = {}
    for at in range(0, len(order), BATCH):
        group = order[at : at + BATCH]
        mine = _samples([views[i] for i in group], [found[i] for i in group], made, weight)
        samples |= dict(zip(group, mine, strict=True))
    return [samples[i] for i in range(len(found))]


def _samples(views: Sequence[View], found: Sequence[Pair], made: Network, weight: float) -> Iterator[Sample]:
    told = feed(views, made.see([v.window for v in views]))
    for p, (one, pair) in enumerate(zip(views, found, strict=True)):
        long = len(one.window.ids)
        before, sides = torch.tensor(told["before"][p, :long]).half(), torch.tensor(told["sides"][p, :long])
        root, modality = ROOT_NAMES.index(pair.root), MODALITIES.index(pair.modality)  # type: ignore[arg-type]
        yield Sample(before, sides, root, modality, weight)


def padded(samples: Sequence[Sample]) -> tuple[Tensor, Tensor, Tensor]:
    """before (P, T, H), sides (P, T, 2) and mask (P, T) of a batch."""
    longest = -(-max(len(s.before) for s in samples) // ROUND) * ROUND
    before, sides = torch.zeros(len(samples), longest, network.STUDENT.wide), torch.zeros(len(samples), longest, 2)
    mask = torch.zeros(len(samples), longest)
    for p, sample in enumerate(samples):
        long = len(sample.before)
        before[p, :long], sides[p, :long], mask[p, :long] = sample.before.float(), sample.sides, 1
    return before, sides, mask


def begun(start: network.Layer, plan: Plan) -> PairLook:
    """A head that begins as the encoder's last layer."""
    torch.manual_seed(plan.seed)
    made = PairLook(drop=plan.drop)
    made.layer.load_state_dict(start.state_dict())
    return made


def train(made: PairLook, samples: Sequence[Sample], plan: Plan) -> PairLook:
    """A head that has gone on learning from samples. Prints the mean loss of each epoch."""
    shuffle = random.Random(plan.seed)
    known = {id(p) for p in made.layer.parameters()}
    fresh = [p for p in made.parameters() if id(p) not in known]
    groups = [
        {"params": list(made.layer.parameters()), "lr": plan.rate},
        {"params": fresh, "lr": plan.rate * plan.fresh},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.02)
    steps = plan.epochs * math.ceil(len(samples) / plan.size)
    schedule = warmed(optimiser, steps)
    weights = balance(samples)
    for epoch in range(plan.epochs):
        made.train()
        since, total, count = time.time(), 0.0, 0
        for batch in batches(samples, plan.size, shuffle):
            loss = _loss(made, batch, weights, plan)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(made.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        print(f"epoch {epoch + 1}/{plan.epochs} loss {total / count:.3f} {time.time() - since:.0f} s", flush=True)
    return made.eval()


def batches(samples: Sequence[Sample], size: int, shuffle: random.Random) -> Iterator[list[Sample]]:
    """One epoch's batches, sentences of like length together, in random order."""
    order = sorted(samples, key=lambda s: len(s.before) + 10 * shuffle.random())
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    shuffle.shuffle(groups)
    yield from groups


def balance(samples: Sequence[Sample]) -> Tensor:
    """A weight for each root, so that rare ones count for more than they are many: (15,)."""
    roots, weights = torch.tensor([s.root for s in samples]), torch.tensor([s.weight for s in samples])
    counts = torch.zeros(len(ROOT_NAMES)).index_add(0, roots, weights)
    return (counts.mean() / counts.clamp_min(1)).clamp(0.5, 4.0).sqrt()


def _loss(made: PairLook, batch: Sequence[Sample], weights: Tensor, plan: Plan) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        roots, modalities, _ = made(*padded(batch))
    return loss(roots.float(), modalities.float(), batch, weights, plan)


def loss(roots: Tensor, modalities: Tensor, batch: Sequence[Sample], weights: Tensor, plan: Plan) -> Tensor:
    """How far the logits of a batch are from what is right."""
    right = torch.tensor([s.root for s in batch])
    how = torch.tensor([s.modality for s in batch])
    counts = weights[right] * torch.tensor([s.weight for s in batch])
    told = F.cross_entropy(roots, right, reduction="none", label_smoothing=0.05)
    return (told * counts).sum() / counts.sum() + plan.modality * F.cross_entropy(modalities, how)


def logits(made: PairLook, samples: Sequence[Sample]) -> tuple[Tensor, Tensor]:
    """What a head says of samples: logits of roots (N, 15) and of modalities (N, 5)."""
    roots, modalities = torch.zeros(len(samples), len(ROOT_NAMES)), torch.zeros(len(samples), len(MODALITIES))
    order = sorted(range(len(samples)), key=lambda i: len(samples[i].before))
    with torch.no_grad():
        for at in range(0, len(order), 64):
            group = order[at : at + 64]
            roots[group], modalities[group], _ = made(*padded([samples[i] for i in group]))
    return roots, modalities


def temperature(roots: Tensor, right: Tensor) -> float:
    """What logits are divided by so that probabilities are as often right as they say."""
    scale = torch.ones(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([scale], max_iter=100)

    def closure() -> Tensor:
        optimiser.zero_grad()
        found = F.cross_entropy(roots / scale.clamp_min(0.1), right)
        found.backward()
        return found

    optimiser.step(closure)
    return float(scale.detach().clamp_min(0.1))


def tried(made: PairLook, held: Sequence[Sample]) -> tuple[float, float]:
    """The temperature that suits pairs that a head has not learned from, and the share of them that it codes right."""
    roots, _ = logits(made, held)
    right = torch.tensor([s.root for s in held])
    scale, share = temperature(roots, right), float((roots.argmax(1) == right).float().mean())
    print(f"of {len(held)} pairs held out {share:.3f} are right; logits are divided by {scale:.2f}", flush=True)
    return scale, share


class Shipped(nn.Module):
    """What ``detente.coding.head`` runs: probabilities of roots and modalities, and how much each word piece counted."""

    def __init__(self, made: PairLook, scale: float) -> None:
        super().__init__()
        self.made, self.scale = made, scale

    def forward(self, before: Tensor, sides: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        roots, modalities, weights = self.made(before, sides, mask)
        return (roots / self.scale).softmax(-1), modalities.softmax(-1), weights


def export(made: PairLook, scale: float, folder: Path, **told: object) -> None:
    """Write pair.onnx, with weights as int8, and pair.json, which says for which encoder it is."""
    full = folder / "pair.full"
    given, named = ["before", "sides", "mask"], ["roots", "modalities", "weights"]
    axes = {name: {0: "pairs", 1: "pieces"} for name in [*given, "weights"]} | {n: {0: "pairs"} for n in named[:2]}
    sample = (torch.randn(2, 7, network.STUDENT.wide), torch.ones(2, 7, 2), torch.ones(2, 7))
    torch.onnx.export(
        Shipped(made, scale).eval(), sample, str(full), input_names=given, output_names=named, dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(full, folder / "pair.onnx", weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    meta = {"encoder": digest(folder), "roots": ROOT_NAMES, "modalities": MODALITIES, "temperature": round(scale, 3)}
    (folder / "pair.json").write_text(json.dumps(meta | told, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    found, written = gathered(options.corpus)
    print(f"{len(found)} pairs of passages, {len(written)} sentences written for their pair", flush=True)
    groups = ((found, PASSAGE), (written, WRITTEN), (reworded(written), REWORDED))
    made = Network(options.weights)
    every = [sample for group, weight in groups for sample in seen(group, made, weight)]
    held = [is_held(pair.case) for group, _ in groups for pair in group]
    start, plan = shipped.encoder(options.weights).layers[-1], Plan()
    assert isinstance(start, network.Layer)
    trial = train(begun(start, plan), [s for s, apart in zip(every, held, strict=True) if not apart], plan)
    scale, share = tried(trial, [s for s, apart in zip(every, held, strict=True) if apart and s.weight != REWORDED])
    head = train(begun(start, plan), every, plan)
    export(head, scale, options.weights, pairs=len(found) + len(written), held_out=round(share, 3))


if __name__ == "__main__":
    main()
