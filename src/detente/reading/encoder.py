"""The trained network at reading time: an ONNX encoder and a few small matrices, without any training framework.

``weights/`` holds ``encoder.onnx`` (int8), ``heads.npz``, ``tokenizer.json`` and ``meta.json``; all are written by the
training command. Shapes: T word pieces of a window, H = 384 wide.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.reading.window import Window

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]
else:
    Array = Any

WEIGHTS = Path(__file__).parent / "weights"
DISTANCES = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45, 70)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the encoder made of a window: vectors (T, H) and probabilities of lying outside, at the begin of or inside the
    words that tell an act (T, 3)."""

    vectors: Array
    tags: Array


class Network:
    """Encoder and heads. One instance serves a process."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 0) -> None:
        import numpy as np
        import onnxruntime as ort
        from tokenizers import Tokenizer

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = ort.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.heads = {name: value.astype(np.float32) for name, value in np.load(folder / "heads.npz").items()}
        self.meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.kinds: tuple[str, ...] = tuple(self.meta["kinds"])
        self.modalities: tuple[str, ...] = tuple(self.meta["modalities"])
        self.roots: tuple[str, ...] = tuple(self.meta["roots"])

    def see(self, windows: Sequence[Window]) -> list[Seen]:
        """Run the encoder over windows, padded to the longest."""
        import numpy as np

        longest = max(len(w.ids) for w in windows)
        feed = {name: np.zeros((len(windows), longest), dtype=np.int64) for name in ("ids", "slots", "flags", "mask")}
        for b, w in enumerate(windows):
            n = len(w.ids)
            feed["ids"][b, :n], feed["slots"][b, :n], feed["flags"][b, :n], feed["mask"][b, :n] = (
                w.ids,
                w.slots,
                w.flags,
                1,
            )
        vectors, logits = self.session.run(["vectors", "logits"], feed)
        return [Seen(vectors[b, : len(w.ids)], softmax(logits[b, : len(w.ids)])) for b, w in enumerate(windows)]

    def _linear(self, name: str, x: Array) -> Array:
        made: Array = x @ self.heads[f"{name}.weight"].T + self.heads[f"{name}.bias"]
        return made

    def kind(self, act: Array) -> Array:
        """Probabilities of the kinds for act vectors (A, H)."""
        return softmax(self._linear("which", act))

    def modality(self, act: Array) -> Array:
        """Probabilities of the modalities for act vectors (A, H)."""
        return softmax(self._linear("modality", act))

    def root(self, act: Array) -> Array:
        """Probabilities of the PLOVER roots for act vectors (A, H)."""
        return softmax(self._linear("root", act))

    def sure(self, signs: Sequence[Sequence[float]]) -> list[float]:
        """The chance that acts are right as told, by what speaks for and against each (``telling.SIGNS``)."""
        import numpy as np

        weights = np.array(self.meta["confidence"])  # the last is the bias
        logits = np.array(signs).reshape(len(signs), len(weights) - 1) @ weights[:-1] + weights[-1]
        chances: list[float] = (1 / (1 + np.exp(-logits))).tolist()
        return chances

    def plays(self, act: Array, kind: Array, pieces: Array, gap: Array) -> Array:
        """Logits (A, T, 3) of word pieces playing roles: act (A, H), kind (A,), pieces (T, H), gap (A, T)."""
        import numpy as np

        h = self.heads
        mixed = self._linear("act", np.concatenate([act, h["kind.weight"][kind]], -1))[:, None]
        mixed = mixed + self._linear("piece", pieces)
        low = self._linear("act_low", act)[:, None] * self._linear("piece_low", pieces)
        mixed = mixed + self._linear("product", low) + self._linear("near", h["gap.weight"])[bucket(gap)]
        return self._linear("role", np.maximum(mixed, 0))

    def refer(self, pieces: Array, actors: Array) -> Array:
        """Logs (T, K) of the chance that word pieces (T, H) refer to actors (K, H)."""
        import numpy as np

        scale, bias = self.heads["reference"]
        logits = scale * (self._linear("refers", pieces) @ self._linear("referred", actors).T) + bias
        logs: Array = -np.logaddexp(0, -logits)
        return logs

    def dates(self, act: Array, words: Array, gap: Array) -> Array:
        """Logits (D,) for pairs of an act and date words."""
        import numpy as np

        mixed = self._linear("date_act", act) + self._linear("date_words", words)
        mixed = mixed + self._linear("date_near", self.heads["gap.weight"][bucket(gap)])
        return self._linear("date", np.maximum(mixed, 0))[:, 0]

    def undated(self, act: Array) -> Array:
        """Logits (A, 2) of an act having no date, and of its being of the document's own time."""
        return self._linear("undated", act)


def softmax(logits: Array) -> Array:
    """Along the last axis."""
    import numpy as np

    top = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Array = top / top.sum(-1, keepdims=True)
    return shares


def bucket(gap: Array) -> Array:
    """Signed distances in word pieces to 28 buckets, as in training."""
    import numpy as np

    size = np.searchsorted(np.array(DISTANCES), np.abs(gap), side="left")
    return np.where(gap < 0, size, size + len(DISTANCES) + 1)


@cache
def network(threads: int = 0) -> Network:
    """The installed network, loaded once."""
    return Network(threads=threads)
