"""Static quantisation: FP32 weights and some pictures -> the 8-bit state of `pictor_serving`."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import conv2d

from pictor_serving.graph import CONVOLUTIONS, Convolution, State, features
from pictor_serving.quantised import LEVELS
from pictor_serving.resnet50 import pool

_BINS = 2048
_BATCH = 16
_CLIPS = 100
"""How many ways to cut a range short are tried."""
_DIGITS = 6
"""Significant digits kept of a step, so that the last bits of a sum do not change the artefact."""

Progress = Callable[[int, int], None]
"""Called with pictures done and pictures in all; each is looked at twice."""


class Watch:
    """What values one tensor takes: first their range, then how often each."""

    def __init__(self) -> None:
        self.low = self.high = 0.0
        self.counts: Tensor | None = None

    def see(self, x: Tensor) -> None:
        """Widens the range, or counts once `settle` was called."""
        if self.counts is None:
            self.low, self.high = min(self.low, float(x.min())), max(self.high, float(x.max()))
        else:
            self.counts += torch.histc(x, _BINS, self.low, self.high).double()

    def settle(self) -> None:
        """Ends the first pass."""
        self.high = max(self.high, self.low + 1e-6)
        self.counts = torch.zeros(_BINS, dtype=torch.double)

    def step(self) -> Tensor:
        """Step and zero point that keep the squared error least, float64, shape (2,)."""
        assert self.counts is not None
        return best_step(self.low, self.high, self.counts.numpy())


def best_step(low: float, high: float, counts: NDArray[np.float64]) -> Tensor:
    """Step and zero point for values whose histogram is known.

    Cutting off a few outliers makes all other values finer: of 100 ways to shorten the range the
    one with the least squared error is taken. Within it values are off by the step's variance,
    outside by their distance to it.

    Args:
        low: smallest value, at most 0.
        high: largest value, above `low`.
        counts: how many values lie in each of equally wide bins from low to high.
    """
    width = (high - low) / len(counts)
    centres = low + width * (np.arange(len(counts)) + 0.5)
    shares = np.linspace(1 / _CLIPS, 1, _CLIPS)[:, None]
    beyond = np.maximum(np.maximum(centres - high * shares, low * shares - centres), 0)
    steps = (high - low) * shares[:, 0] / LEVELS
    errors = (beyond**2 @ counts) + steps**2 / 12 * ((beyond == 0) @ counts)
    best = int(errors.argmin())
    scale = float(f"{steps[best]:.{_DIGITS}g}")
    zero = round(-low * float(shares[best, 0]) / scale)
    return torch.tensor([scale, zero], dtype=torch.double)


class _Watched:
    """A layer of `pictor_serving.graph` in FP32 that watches what it gives."""

    def __init__(self, convolution: Convolution, state: State) -> None:
        self._convolution = convolution
        self.weight, self.bias = convolution.fold(state)
        self.output, self.sum = Watch(), Watch()

    def __call__(self, x: Tensor) -> Tensor:
        stride, padding = self._convolution.stride, self._convolution.padding
        y = conv2d(x, self.weight, self.bias, stride, padding)
        if self._convolution.relu:
            y = y.relu()
        self.output.see(y)
        return y

    def onto(self, x: Tensor, shortcut: Tensor) -> Tensor:
        y = (self(x) + shortcut).relu()
        self.sum.see(y)
        return y


def quantise(
    state: State, pictures: Sequence[NDArray[np.float32]], progress: Progress
) -> dict[str, Tensor]:
    """Quantises a checked state dict of ResNet50.

    Args:
        state: torchvision's names, float32.
        pictures: preprocessed, shape (3, height, width); they decide the activations' steps.
        progress: called after each few pictures.

    Returns:
        The table that `pictor_serving.quantised` describes; the same on one kind of processor.
    """
    layers = {each.name: _Watched(each, state) for each in CONVOLUTIONS}
    pixels = Watch()
    watches = [pixels, *(watch for layer in layers.values() for watch in (layer.output, layer.sum))]
    threads = torch.get_num_threads()
    # The number of threads changes the last bits of sums.
    torch.set_num_threads(1)
    try:
        for number in range(2):
            for begin in range(0, len(pictures), _BATCH):
                batch = np.stack(pictures[begin : begin + _BATCH])
                _watch(layers, pixels, batch)
                progress(number * len(pictures) + begin + len(batch), 2 * len(pictures))
            if number == 0:
                for watch in watches:
                    watch.settle()
    finally:
        torch.set_num_threads(threads)
    table = {"input": pixels.step(), "fc.weight": state["fc.weight"], "fc.bias": state["fc.bias"]}
    for name, layer in layers.items():
        weight, scales = _quantise_weight(layer.weight)
        table |= {f"{name}.weight": weight, f"{name}.scale": scales, f"{name}.bias": layer.bias}
        table[f"{name}.output"] = layer.output.step()
        if name.endswith("conv3"):
            table[f"{name}.sum"] = layer.sum.step()
    return table


def _watch(layers: dict[str, _Watched], pixels: Watch, batch: NDArray[np.float32]) -> None:
    x = torch.from_numpy(batch).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        pixels.see(x)
        features(layers, pool, x)


def _quantise_weight(weight: Tensor) -> tuple[Tensor, Tensor]:
    scales = (weight.abs().amax((1, 2, 3)).double() / 127).clamp(min=1e-12)
    rounded = (weight.double() / scales[:, None, None, None]).round()
    return rounded.to(torch.int8), scales
