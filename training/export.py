"""Weights as trained to weights as shipped: the encoder as int8 ONNX, the heads as float16 matrices.

``python -m training.export WORK/raw.pt src/detente/reading/weights``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from detente.reading.telling import SIGNS
from training import network
from training.examples import MODALITIES, ROOT_NAMES

# Until it is fitted (``training.confidence``), confidence rests on the act, its kind and its sides alike.
UNTAUGHT = [0.5, 0.5, 0.0, 0.5, 0.5, *[0.0] * (len(SIGNS) - 5), -0.5]


def export(raw: Path, out: Path) -> None:
    """Write encoder.onnx, heads.npz, tokenizer.json and meta.json."""
    out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(raw, weights_only=False)
    vocabulary = saved["encoder"]["words.weight"].shape[0]
    encoder = network.Encoder(vocabulary)
    encoder.load_state_dict(saved["encoder"])
    encoder.eval()
    full = out / "full.onnx"
    sample = tuple(torch.ones(2, 7, dtype=torch.long) for _ in range(4))
    names = ["ids", "slots", "flags", "mask"]
    axes = {name: {0: "windows", 1: "pieces"} for name in [*names, "vectors", "logits"]}
    torch.onnx.export(
        encoder,
        sample,
        str(full),
        input_names=names,
        output_names=["vectors", "logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        full,
        out / "encoder.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        extra_options={"EnableSubgraph": True},
    )
    full.unlink() if "--keep" not in sys.argv else None
    heads = {
        name: value.numpy().astype(np.float16)
        for name, value in saved["heads"].items()
        if not name.startswith(("hangs", "holds"))
    }
    np.savez_compressed(out / "heads.npz", **heads)
    (out / "tokenizer.json").write_text((raw.parent / "tokenizer.json").read_text(encoding="utf-8"), encoding="utf-8")
    meta = json.loads((raw.parent / "meta.json").read_text(encoding="utf-8"))
    (out / "meta.json").write_text(
        json.dumps({**meta, "modalities": MODALITIES, "roots": ROOT_NAMES, "confidence": UNTAUGHT}, indent=1),
        encoding="utf-8",
    )


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
