"""What weights answer by plain arithmetic in doubles: what every engine is held to."""

import torch
from torch import Tensor
from torch.nn.functional import conv2d, linear

from pictor_serving.engines import Pixels
from pictor_serving.graph import CONVOLUTIONS, Convolution, Layer, State, features
from pictor_serving.pytorch import load_network
from pictor_serving.quantised import Step, step
from pictor_serving.resnet50 import pool

_DIGITS = 5
"""Significant digits kept: fewer than processors differ in, more than engines are held to."""


def reference_logits(state: State, form: str, pixels: Pixels) -> tuple[float, ...]:
    """Logits of one picture, the same on every processor.

    Args:
        state: torchvision's names for `fp32`, the table of `pictor_serving.quantised` for `int8`.
        form: number format of the weights.
        pixels: shape (1, 3, H, W).
    """
    doubles = torch.from_numpy(pixels).double()
    with torch.inference_mode():
        logits = _plain(state, doubles) if form == "fp32" else simulate(state, doubles)
    return tuple(float(f"{value:.{_DIGITS}g}") for value in logits[0].tolist())


def simulate(state: State, x: Tensor) -> Tensor:
    """Logits of a quantised table, shape (N, classes), rounded where the engines round.

    Args:
        state: the table of `pictor_serving.quantised`.
        x: pixels, shape (N, 3, H, W), float64.
    """
    layers: dict[str, Layer[Tensor]] = {each.name: _Simulated(each, state) for each in CONVOLUTIONS}
    found = features(layers, pool, round_to(x, step(state["input"]))).mean((2, 3))
    return linear(found, state["fc.weight"].double(), state["fc.bias"].double())


def round_to(x: Tensor, step: Step) -> Tensor:
    """The nearest values that 8 bits can hold at this step."""
    scale, zero = step
    return ((x / scale).round() + zero).clamp(0, 255).sub(zero).mul(scale)


def _plain(state: State, x: Tensor) -> Tensor:
    return load_network(state, len(state["fc.bias"])).double()(x)  # type: ignore[no-any-return]


class _Simulated:
    """A layer of `pictor_serving.graph`."""

    def __init__(self, convolution: Convolution, state: State) -> None:
        name = convolution.name
        self._weight = state[f"{name}.weight"] * state[f"{name}.scale"][:, None, None, None]
        self._bias = state[f"{name}.bias"].double()
        self._convolution = convolution
        self._output = step(state[f"{name}.output"])
        self._sum = step(state.get(f"{name}.sum", state[f"{name}.output"]))

    def __call__(self, x: Tensor) -> Tensor:
        y = self._convolve(x)
        return round_to(y.relu() if self._convolution.relu else y, self._output)

    def onto(self, x: Tensor, shortcut: Tensor) -> Tensor:
        return round_to((self._convolve(x) + shortcut).relu(), self._sum)

    def _convolve(self, x: Tensor) -> Tensor:
        stride, padding = self._convolution.stride, self._convolution.padding
        return conv2d(x, self._weight, self._bias, stride, padding)
