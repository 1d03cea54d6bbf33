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
ROLES = ("initiator", "target", "speaker")


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
        self.heads = dict(np.load(folder / "heads.npz"))
        self.meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.kinds: tuple[str, ...] = tuple(self.meta["kinds"])
        self.modalities: tuple[str, ...] = tuple(self.meta["modalities"])

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

    def roles(self, act: Array, kind: Array, mention: Array, gap: Array) -> Array:
        """Logits (P, 3) of the roles for pairs of an act and a mention."""
        import numpy as np

        h = self.heads
        mixed = self._linear("act", np.concatenate([act, h["kind.weight"][kind]], -1)) + self._linear(
            "mention", mention
        )
        mixed = mixed + self._linear("product", act * mention) + self._linear("near", h["gap.weight"][bucket(gap)])
        return self._linear("role", np.maximum(mixed, 0))

    def dates(self, act: Array, words: Array, gap: Array) -> Array:
        """Logits (D,) for pairs of an act and date words."""
        import numpy as np

        mixed = self._linear("date_act", act) + self._linear("date_words", words)
        mixed = mixed + self._linear("date_near", self.heads["gap.weight"][bucket(gap)])
        return self._linear("date", np.maximum(mixed, 0))[:, 0]

    def undated(self, act: Array) -> Array:
        """Logits (A,) of an act having no date words of its own."""
        return self._linear("undated", act)[:, 0]


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
