"""Corpus to weights, in one command: ``python -m training.train --out WORK``, then ``python -m training.export``.

A teacher is trained with ``--encoder MPNET`` (a folder with the published model.safetensors); a student learns from it with
``--teacher WORK/raw.pt``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import network, passages
from training.batches import Batch, collate
from training.corpus import split
from training.examples import ROOT_NAMES, Example, Script, example, prepare
from training.losses import answers, followed, losses
from training.schedule import warmed
from training.swapping import swapped

KINDS = tuple(sorted(passages.kinds()))
SWAPPED = 0.4  # of the windows that are shown with other states' names


@dataclass(slots=True)
class Pupil:
    """An encoder and its heads; ``eye`` maps its vectors to those of a teacher it learns from."""

    encoder: network.Encoder
    look: network.Look
    heads: network.Heads
    eye: nn.Linear | None = None

    def parts(self) -> list[nn.Module]:
        return [part for part in (self.encoder, self.look, self.heads, self.eye) if part is not None]

    def parameters(self) -> list[nn.Parameter]:
        return [p for part in self.parts() for p in part.parameters()]


def pupil(encoder: network.Encoder) -> Pupil:
    """An encoder with fresh heads, and a second look that begins as its last layer."""
    look = network.Look(encoder.shape)
    look.layer.load_state_dict(encoder.layers[-1].state_dict())
    return Pupil(encoder, look, network.Heads(len(KINDS), len(ROOT_NAMES), encoder.shape.wide))


def batches(scripts: Sequence[Script], tokenizer: Tokenizer, size: int, shuffle: random.Random) -> Iterator[Batch]:
    """One epoch's batches, windows of like length together, in random order."""
    made: list[Example] = []
    for script in scripts:
        for part in script.cut(shuffle):
            shown = swapped(part, shuffle) if shuffle.random() < SWAPPED else part
            made.append(example(shown, tokenizer, KINDS, shuffle))
    made.sort(key=lambda e: len(e.window.ids) + shuffle.random() * 12)
    groups = [made[i : i + size] for i in range(0, len(made), size)]
    shuffle.shuffle(groups)
    yield from map(collate, groups)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. Rates are AdamW's at their highest, after a tenth of all steps."""

    epochs: int
    seed: int = 1
    size: int = 16
    rate: float = 2.5e-4
    head_rate: float = 1e-3
    follow: float = 0.6  # how much the teacher counts beside the annotation


def train(
    scripts: Sequence[Script],
    tokenizer: Tokenizer,
    taught: Pupil,
    plan: Plan,
    teacher: Pupil | None = None,
    after: Callable[[int], None] = lambda _: None,
) -> None:
    """Train a pupil; prints the mean losses of each epoch, and calls ``after`` with its number."""
    shuffle = random.Random(plan.seed)
    optimiser, schedule = _optimiser(taught, plan, sum(s.passages for s in scripts))
    for epoch in range(plan.epochs):
        for part in taught.parts():
            part.train()
        begun, sums, count = time.time(), defaultdict[str, float](float), 0
        for batch in batches(scripts, tokenizer, plan.size, shuffle):
            found = _step(taught, batch, optimiser, teacher, plan)
            schedule.step()
            count += 1
            for name, value in found.items():
                sums[name] += value
        told = {name: round(value / count, 3) for name, value in sums.items()}
        print(f"epoch {epoch + 1}/{plan.epochs}", told, f"{time.time() - begun:.0f} s", flush=True)
        after(epoch + 1)


def _step(
    taught: Pupil, batch: Batch, optimiser: torch.optim.Optimizer, teacher: Pupil | None, plan: Plan
) -> dict[str, float]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        given = answers(taught.encoder, taught.look, taught.heads, batch)
        found = losses(given, batch)
        loss = _total(found)
        if teacher is not None and taught.eye is not None:
            with torch.no_grad():
                example = answers(teacher.encoder, teacher.look, teacher.heads, batch)
            followed_by = followed(given, example, taught.eye(given.vectors).float(), batch)
            loss = (1 - plan.follow) * loss + plan.follow * _total(followed_by)
            found |= {f"follow {name}": value for name, value in followed_by.items()}
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(taught.parameters(), 1.0)
    optimiser.step()
    return {name: float(value.detach()) for name, value in found.items()}


def _total(found: dict[str, Tensor]) -> Tensor:
    return torch.stack([value.float() for value in found.values()]).sum()


def _optimiser(taught: Pupil, plan: Plan, many: int) -> tuple[torch.optim.Optimizer, Any]:
    fresh = [*taught.encoder.fresh(), *(p for part in taught.parts()[2:] for p in part.parameters())]
    known = {id(p) for p in fresh}
    body = [p for part in taught.parts()[:2] for p in part.parameters() if id(p) not in known]
    groups = [{"params": body, "lr": plan.rate}, {"params": fresh, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = plan.epochs * math.ceil(0.66 * many / plan.size)
    return optimiser, warmed(optimiser, steps)


def save(taught: Pupil, folder: Path, tokenizer: str, **told: object) -> None:
    """Write raw.pt, tokenizer.json and meta.json."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("encoder", "look", "heads")
    torch.save({name: getattr(taught, name).state_dict() for name in names}, folder / "raw.pt")
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    (folder / "meta.json").write_text(json.dumps({"kinds": KINDS, **told}), encoding="utf-8")


def load_teacher(path: Path) -> Pupil:
    """A trained teacher, ready to be asked."""
    saved = torch.load(path, weights_only=True)
    made = pupil(network.Encoder(saved["encoder"]["words.weight"].shape[0], network.TEACHER))
    resume(made, saved)
    for part in made.parts():
        part.eval()
    return made


def resume(made: Pupil, saved: Mapping[str, Any]) -> None:
    """Take up weights as saved; those saved before there was a second look go on with the last layer."""
    made.encoder.load_state_dict(saved["encoder"])
    made.heads.load_state_dict(saved["heads"])
    made.look.load_state_dict(saved["look"] if "look" in saved else pupil(made.encoder).look.state_dict())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=Plan(1).rate)
    parser.add_argument("--head-rate", type=float, default=Plan(1).head_rate)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the corpus to learn from")
    parser.add_argument(
        "--all", action="store_true", help="learn from the held-out part too, for the weights that ship"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="go on from these weights: a raw.pt")
    parser.add_argument("--encoder", type=Path, help="train a teacher: the folder of its published weights")
    parser.add_argument("--teacher", type=Path, help="learn from this teacher too: its raw.pt")
    return parser.parse_args()


def main() -> None:
    """The command."""
    options = _options()
    found = passages.load(options.corpus.rglob("*.txt"))
    learn, held = split(found)
    learn = list(found) if options.all else learn
    learn = learn[: int(len(learn) * options.share)]
    print(f"{len(learn)} passages to learn from, {len(held)} held out", flush=True)
    torch.manual_seed(options.seed)
    encoder, text = network.pretrained()
    if options.encoder:
        from safetensors.torch import load_file

        encoder = network.teacher(load_file(options.encoder / "model.safetensors"))
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    taught, teacher = pupil(encoder), load_teacher(options.teacher) if options.teacher else None
    if options.start:
        resume(taught, torch.load(options.start, weights_only=True))
    if teacher:
        taught.eye = nn.Linear(encoder.shape.wide, teacher.encoder.shape.wide)
    plan = Plan(options.epochs, options.seed, rate=options.rate, head_rate=options.head_rate)

    def kept(epoch: int) -> None:
        save(taught, options.out, text, seed=options.seed, epochs=epoch, passages=len(learn))

    train(prepare(learn), tokenizer, taught, plan, teacher, kept)


if __name__ == "__main__":
    main()
