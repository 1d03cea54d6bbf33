"""Weights as trained to weights as shipped: the encoder as int8 ONNX, and the heads.

``python -m training.export WORK/raw.pt src/detente/reading/weights``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from detente.reading.telling import SIGNS
from training import network
from training.asking import Asking
from training.examples import MODALITIES, ROOT_NAMES

# Until it is fitted (``training.confidence``), confidence rests on the act, its kind and its sides alike.
UNTAUGHT = [0.5, 0.5, 0.0, 0.5, 0.5, *[0.0] * (len(SIGNS) - 5), -0.5]


def export(raw: Path, out: Path) -> None:
    """Write encoder.onnx, heads.onnx, tokenizer.json and meta.json."""
    out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(raw, weights_only=False)
    vocabulary = saved["encoder"]["words.weight"].shape[0]
    encoder = network.Encoder(vocabulary)
    encoder.load_state_dict(saved["encoder"])
    encoder.eval()
    full = out / "full.onnx"
    sample = tuple(torch.ones(2, 7, dtype=torch.long) for _ in range(4))
    names = ["ids", "slots", "flags", "mask"]
    told = ["before", "vectors", "logits"]
    axes = {name: {0: "windows", 1: "pieces"} for name in [*names, *told]}
    torch.onnx.export(
        encoder,
        sample,
        str(full),
        input_names=names,
        output_names=told,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    _quantized(full, out / "encoder.onnx")
    _export_heads(saved, out / "heads.onnx")
    (out / "tokenizer.json").write_text((raw.parent / "tokenizer.json").read_text(encoding="utf-8"), encoding="utf-8")
    meta = json.loads((raw.parent / "meta.json").read_text(encoding="utf-8"))
    (out / "meta.json").write_text(
        json.dumps({**meta, "modalities": MODALITIES, "roots": ROOT_NAMES, "confidence": UNTAUGHT}, indent=1),
        encoding="utf-8",
    )


def _quantized(full: Path, out: Path) -> None:
    """Weights as int8, a scale a channel."""
    quantize_dynamic(full, out, weight_type=QuantType.QInt8, per_channel=True, extra_options={"EnableSubgraph": True})
    full.unlink()


def _export_heads(saved: dict[str, dict[str, torch.Tensor]], out: Path) -> None:
    state = saved["heads"]
    heads = network.Heads(state["which.weight"].shape[0], state["root.weight"].shape[0])
    heads.load_state_dict(state)
    look = network.Look()
    look.load_state_dict(saved["look"])
    sample = (
        torch.randn(9, network.STUDENT.wide), torch.randn(9, network.STUDENT.wide), torch.tensor([[1, 2], [4, 4]]),
        torch.eye(9, 3), torch.tensor([[5, 6], [0, 1], [7, 7]]),
    )  # fmt: skip
    given = ["before", "vectors", "acts", "stands", "dates"]
    told = ["kinds", "roots", "modalities", "roles", "places", "when"]
    axes = {"before": {0: "pieces"}, "vectors": {0: "pieces"}, "acts": {0: "acts"}, "dates": {0: "dates"}}
    axes["stands"] = {0: "pieces", 1: "actors"}
    full = out.with_suffix(".full")
    torch.onnx.export(
        Asking(look, heads).eval(), sample, str(full), input_names=given, output_names=told, dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip
    _quantized(full, out)


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
