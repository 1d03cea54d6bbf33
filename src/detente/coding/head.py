"""The pair head at coding time: the encoder's last layer once more with the pair marked, one small ONNX graph.

``pair.onnx`` and ``pair.json`` lie with the reader's weights and fit the encoder beside them; ``python -m training.pair``
makes them. Shapes: P pairs, T word pieces, H = 384 wide.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.coding.view import SIDES, View
from detente.errors import ReaderError
from detente.reading.encoder import WEIGHTS, Network, Seen

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
else:
    Array = Any

BATCH = 16  # views that go through the network together


@dataclass(frozen=True, slots=True)
class Thought:
    """What the head makes of a view: probabilities of roots and modalities, how much each word piece counted (T,), and how
    likely each is to tell an act (T,)."""

    roots: Array
    modalities: Array
    weights: Array
    acts: Array


class PairHead:
    """Encoder and pair head. One instance serves a process. Raises ReaderError where the weights do not fit together."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 0) -> None:
        if not (folder / "pair.onnx").is_file():
            raise ReaderError(f"The weights for coding are not in {folder}.", remedy="Install the package anew.")
        self.network = Network(folder, threads=threads)
        meta = json.loads((folder / "pair.json").read_text(encoding="utf-8"))
        if meta["encoder"] != digest(folder):
            raise ReaderError(
                "The weights for coding were made for another encoder than the one beside them.",
                place=str(folder / "pair.json"),
                remedy="Install the package anew; who has trained the encoder runs: python -m training.pair",
            )
        self.roots: tuple[str, ...] = tuple(meta["roots"])
        self.modalities: tuple[str, ...] = tuple(meta["modalities"])
        self._session = _session(folder / "pair.onnx", threads)

    def think(self, views: Sequence[View]) -> Iterator[tuple[int, Thought]]:
        """Each view's index with what the head makes of it, in batches of like length and so in another order."""
        order = sorted(range(len(views)), key=lambda i: len(views[i].window.ids))
        for at in range(0, len(order), BATCH):
            group = order[at : at + BATCH]
            seen = self.network.see([views[i].window for i in group])
            roots, modalities, weights = self._session.run(
                ["roots", "modalities", "weights"], feed([views[i] for i in group], seen)
            )
            for row, i in enumerate(group):
                long = len(views[i].window.ids)
                yield i, Thought(roots[row], modalities[row], weights[row, :long], 1.0 - seen[row].tags[:, 0])


def feed(views: Sequence[View], seen: Sequence[Seen]) -> dict[str, Array]:
    """The graph's inputs: before (P, T, H), sides (P, T, 2) and mask (P, T), padded to the longest."""
    import numpy as np

    longest, wide = max(len(v.window.ids) for v in views), seen[0].before.shape[1]
    before = np.zeros((len(views), longest, wide), dtype=np.float32)
    sides = np.zeros((len(views), longest, len(SIDES)), dtype=np.float32)
    mask = np.zeros((len(views), longest), dtype=np.float32)
    for p, (view, one) in enumerate(zip(views, seen, strict=True)):
        before[p, : len(one.before)], mask[p, : len(one.before)] = one.before, 1
        for s, side in enumerate(SIDES):
            for first, last in getattr(view, side):
                sides[p, first : last + 1, s] = 1
    return {"before": before, "sides": sides, "mask": mask}


def digest(folder: Path) -> str:
    """Which encoder it is that lies in a folder of weights."""
    return hashlib.sha256((folder / "encoder.onnx").read_bytes()).hexdigest()[:16]


def _session(path: Path, threads: int) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def head(threads: int = 0) -> PairHead:
    """The installed head, loaded once."""
    return PairHead(threads=threads)
