"""How far to trust what the reader says: fitted on the held-out part of the corpus, and kept with the weights.

    python -m training.confidence WEIGHTS [--corpus corpus]

A logistic regression on ``telling.SIGNS`` says how likely an act is right in kind and actors. Prints the confidence at which
the held-out part is read best, and how well the confidence tells what is right.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from detente.reading.encoder import Network
from detente.reading.learned import LearnedReader
from detente.reading.telling import SIGNS
from training import evaluate, passages
from training.corpus import split


class Watched(Network):
    """A network that keeps the signs of every act it was asked about."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.signs: list[tuple[float, ...]] = []

    def sure(self, signs: list[tuple[float, ...]]) -> list[float]:
        """One number for each act, by which its signs are found again."""
        self.signs += signs
        return [float(len(self.signs) - len(signs) + i) for i in range(len(signs))]


def fit(signs: np.ndarray, right: np.ndarray, rounds: int = 400) -> np.ndarray:
    """Weights of a logistic regression, the bias last: signs (N, F), right (N,) of 0 and 1 -> (F + 1,)."""
    x = torch.tensor(np.hstack([signs, np.ones((len(signs), 1))]), dtype=torch.float64)
    y, weights = (
        torch.tensor(right, dtype=torch.float64),
        torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True),
    )
    optimiser = torch.optim.LBFGS([weights], max_iter=rounds)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights, y) + 1e-3 * (weights[:-1] ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    fitted: np.ndarray = weights.detach().numpy()
    return fitted


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    _, held = split(passages.load(options.corpus.rglob("*.txt")))
    made = Watched(options.weights)
    reader, signs, right, gold = LearnedReader(made, least=-1.0), [], [], 0
    for document, told in evaluate.documents(held):
        made.signs = []
        claims = reader.read(document)
        matched = evaluate.matched(claims, told)
        signs += [made.signs[int(claim.confidence)] for claim in claims]
        right += [float(claim.id in matched) for claim in claims]
        gold += len(told)
    x, y = np.array(signs), np.array(right)
    weights = fit(x, y)
    chance = 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))
    best = max(np.arange(0.1, 0.7, 0.02), key=lambda least: _f1(y[chance >= least], gold))
    meta = json.loads((options.weights / "meta.json").read_text(encoding="utf-8"))
    meta |= {"confidence": [round(float(w), 4) for w in weights]}
    (options.weights / "meta.json").write_text(json.dumps(meta, indent=1), encoding="utf-8")
    print(dict(zip((*SIGNS, "bias"), meta["confidence"], strict=True)))
    print(f"best at {best:.2f}: F1 {_f1(y[chance >= best], gold):.3f}; Brier {((chance - y) ** 2).mean():.3f}")


def _f1(right: np.ndarray, gold: int) -> float:
    return float(2 * right.sum() / max(1, len(right) + gold))


if __name__ == "__main__":
    main()
