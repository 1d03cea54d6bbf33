"""The encoder taken back from the weights that ship: int8 ONNX to the network's parameters.

So the pair head can be trained, and the encoder fine-tuned, wherever the package is; what was lost in rounding stays lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training import network


def encoder(folder: Path) -> network.Encoder:
    """The encoder of a folder of weights."""
    held = _Held(folder / "encoder.onnx")
    made = network.Encoder(len(held["words.weight"]))
    made.load_state_dict({name: held[name] for name in made.state_dict()})
    return made


class _Held:
    """The tensors of a graph by the names that they had before it was quantized."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(str(path)).graph
        self._stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self._products = {n.name: n.input for n in graph.node if n.op_type == "MatMulInteger"}

    def __getitem__(self, name: str) -> Tensor:
        if name in self._stored:
            return torch.tensor(self._stored[name])
        if f"{name}_quantized" in self._stored:
            return self._dequantized(f"{name}_quantized", f"{name}_zero_point")
        _, weights, _, zero = self._products[_node(name)]
        return self._dequantized(weights, zero).T.contiguous()

    def _dequantized(self, weights: str, zero: str) -> Tensor:
        scale = self._stored[weights.removesuffix("_quantized") + "_scale"]
        return torch.tensor(_floats(self._stored[weights], self._stored[zero]) * scale)


def _node(name: str) -> str:
    """The graph's name for the product with a weight: ``layers.5.qkv.weight`` is /layers.5/qkv/MatMul_quant."""
    parts = name.removesuffix(".weight").split(".")
    path = "/".join([".".join(parts[:2]), *parts[2:]] if parts[0] == "layers" else parts)
    return f"/{path}/MatMul_quant"


def _floats(weights: np.ndarray[Any, Any], zero: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return weights.astype(np.float32) - zero.astype(np.float32)
