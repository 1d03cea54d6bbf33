"""The trained network at reading time: two ONNX graphs, without any training framework.

``weights/`` holds ``encoder.onnx`` (int8), ``heads.onnx``, ``tokenizer.json`` and ``meta.json``; all are written by the
training command. Shapes: T word pieces of a window, H = 384 wide; A acts, K actors, D date words.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import ReaderError
from detente.reading.window import Window

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
else:
    Array = Any

WEIGHTS = Path(__file__).parent / "weights"
INPUTS = ("ids", "slots", "flags", "mask")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the encoder made of a window: vectors before its last layer and after it (T, H), and probabilities of lying
    outside, at the begin of or inside the words that tell an act (T, 3)."""

    before: Array
    vectors: Array
    tags: Array


@dataclass(frozen=True, slots=True)
class Asked:
    """What the heads make of a window's acts, as probabilities.

    ``roles`` (A, K, 3) are an actor's chances of being initiator, target and speaker, ``places`` the word pieces that speak
    most for each; the last two of ``when`` (A, D + 2) are: no date, and the document's own time.
    """

    kinds: Array
    roots: Array
    modalities: Array
    roles: Array
    places: Array
    when: Array


class Network:
    """Encoder and heads. One instance serves a process. Raises ReaderError where the weights are not there."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 0) -> None:
        from tokenizers import Tokenizer

        if not (folder / "encoder.onnx").is_file():
            raise ReaderError(f"The reader's weights are not in {folder}.", remedy="Install the package anew.")
        self._encoder = _session(folder / "encoder.onnx", threads)
        self._heads = _session(folder / "heads.onnx", 1)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.kinds: tuple[str, ...] = tuple(meta["kinds"])
        self.modalities: tuple[str, ...] = tuple(meta["modalities"])
        self.roots: tuple[str, ...] = tuple(meta["roots"])
        self.confidence: tuple[float, ...] = tuple(meta["confidence"])  # by sign, the bias last

    def see(self, windows: Sequence[Window]) -> list[Seen]:
        """Run the encoder over windows, padded to the longest."""
        import numpy as np

        feed = {name: np.zeros((len(windows), max(len(w.ids) for w in windows)), dtype=np.int64) for name in INPUTS}
        for b, w in enumerate(windows):
            for name, values in zip(INPUTS, (w.ids, w.slots, w.flags, [1] * len(w.ids)), strict=True):
                feed[name][b, : len(w.ids)] = values
        made = zip(windows, *self._encoder.run(["before", "vectors", "logits"], feed), strict=True)
        return [
            Seen(before[:n], vectors[:n], _softmax(logits[:n]))
            for w, before, vectors, logits in made
            if (n := len(w.ids))
        ]

    def ask(self, seen: Seen, acts: Array, stands: Array, dates: Array) -> Asked:
        """Ask of acts (A, 2) and dates (D, 2), by first and last word piece, with (T, K) which pieces name which actor."""
        feed = {"before": seen.before, "vectors": seen.vectors, "acts": acts, "stands": stands, "dates": dates}
        return Asked(*self._heads.run(["kinds", "roots", "modalities", "roles", "places", "when"], feed))

    def sure(self, signs: Sequence[Sequence[float]]) -> list[float]:
        """The chance that acts are right as told, by what speaks for and against each (``telling.SIGNS``)."""
        from math import exp

        *weights, bias = self.confidence
        return [1 / (1 + exp(-bias - sum(w * s for w, s in zip(weights, each, strict=True)))) for each in signs]


def _session(path: Path, threads: int) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    # A worker of a cluster is told so how many threads are its own; 0 is one for each core of the machine.
    options.intra_op_num_threads = threads or int(os.environ.get("OMP_NUM_THREADS") or 0)
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _softmax(logits: Array) -> Array:
    import numpy as np

    top = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Array = top / top.sum(-1, keepdims=True)
    return shares


@cache
def network(threads: int = 0) -> Network:
    """The installed network, loaded once."""
    return Network(threads=threads)
