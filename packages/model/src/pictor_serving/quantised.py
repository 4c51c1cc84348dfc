"""INT8: 8-bit weights and activations, by PyTorch's own quantised operators.

The state is a plain table of tensors, packed at load by the engine that suits the processor, so
that an artefact is bound neither to the torch nor to the machine that built it:

| name                 | what                                                                  |
| -------------------- | --------------------------------------------------------------------- |
| `input`              | step and zero point of the pixels, float64 (2,)                       |
| `<conv>.weight`      | int8 (out, in, k, k), batch norm folded in                            |
| `<conv>.scale`       | step of each output channel's weights, float64 (out,)                 |
| `<conv>.bias`        | float32 (out,)                                                        |
| `<conv>.output`      | step and zero point of what it gives, float64 (2,)                    |
| `<conv>.sum`         | the same after the shortcut is added; last convolutions of blocks     |
| `fc.weight`, `.bias` | float32: the last layer is cheap, and its rounding would decide ties  |
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import linear

from pictor_serving.graph import CONVOLUTIONS, Convolution, Layer, State, features
from pictor_serving.resnet50 import pool

LEVELS = 127
"""Activations take 0..127 of 0..255: without VNNI, 16-bit sums of two products overflow above.

See https://uxlfoundation.github.io/oneDNN/dev_guide_int8_computations.html
"""
ENGINES = ("onednn", "x86", "qnnpack")
"""Best first: onednn adds the shortcut within the convolution; qnnpack is for ARM."""

Step = tuple[float, int]


def choose_engine(supported: list[str]) -> str:
    """The best engine that this torch has for this processor."""
    return next(engine for engine in ENGINES if engine in supported)


class _Quantised:
    """A layer of `pictor_serving.graph`, on quint8."""

    def __init__(self, convolution: Convolution, state: State, fuses: bool) -> None:
        name = convolution.name
        scales = state[f"{name}.scale"]
        weight = torch._make_per_channel_quantized_tensor(
            state[f"{name}.weight"], scales, torch.zeros(len(scales), dtype=torch.long), 0
        ).contiguous(memory_format=torch.channels_last)
        self._weights = torch.ops.quantized.conv2d_prepack(
            weight,
            state[f"{name}.bias"],
            [convolution.stride] * 2,
            [convolution.padding] * 2,
            [1, 1],
            1,
        )
        kernels = torch.ops.quantized
        self._run = kernels.conv2d_relu.new if convolution.relu else kernels.conv2d.new
        self._output = step(state[f"{name}.output"])
        self._sum = step(state.get(f"{name}.sum", state[f"{name}.output"]))
        self._fuses = fuses

    def __call__(self, x: Tensor) -> Tensor:
        return self._run(x, self._weights, *self._output)  # type: ignore[no-any-return]

    def onto(self, x: Tensor, shortcut: Tensor) -> Tensor:
        if self._fuses:
            return torch.ops.quantized.conv2d_add_relu(x, shortcut, self._weights, *self._sum)  # type: ignore[no-any-return]
        return torch.ops.quantized.add_relu(self(x), shortcut, *self._sum)  # type: ignore[no-any-return]


def quantised(state: State, engine: str) -> Callable[[Tensor], Tensor]:
    """Quantised state -> a function of pixels (1, 3, H, W), channels last, to float32 logits."""
    # The engine is the process's, and read both when weights are packed and at each call.
    torch.backends.quantized.engine = engine
    layers: dict[str, Layer[Tensor]] = {
        each.name: _Quantised(each, state, engine == "onednn") for each in CONVOLUTIONS
    }
    scale, zero = step(state["input"])
    weight, bias = state["fc.weight"], state["fc.bias"]

    def run(x: Tensor) -> Tensor:
        found = features(layers, pool, torch.quantize_per_tensor(x, scale, zero, torch.quint8))
        return linear(found.dequantize().mean((2, 3)), weight, bias)

    return run


def step(pair: Tensor) -> Step:
    """A stored step and zero point, as the operators take them."""
    scale, zero = pair.tolist()
    return scale, int(zero)
