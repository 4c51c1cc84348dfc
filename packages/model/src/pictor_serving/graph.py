"""ResNet50 with batch norm folded into its 53 convolutions: the chain that every fast engine runs.

An engine brings a `Layer` for each convolution; what connects them is the same for all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from pictor_serving.resnet50 import EXPANSION, STAGES

State = Mapping[str, Tensor]


class Layer(Protocol):
    """One convolution as an engine runs it."""

    def __call__(self, x: Tensor) -> Tensor:
        """The convolution, and the ReLU behind it where `Convolution.relu` says so."""
        ...

    def onto(self, x: Tensor, shortcut: Tensor) -> Tensor:
        """ReLU of convolution and shortcut together; may write over the shortcut."""
        ...


@dataclass(frozen=True)
class Convolution:
    """A convolution's place in the network, by torchvision's names."""

    name: str
    norm: str
    """Batch norm behind it."""
    stride: int
    padding: int
    relu: bool
    """Whether a ReLU follows at once; the last of a block is added to its shortcut first."""

    def fold(self, state: State) -> tuple[Tensor, Tensor]:
        """Weight, shape (out, in, k, k), and bias, shape (out,), batch norm included."""
        # 1e-5 is nn.BatchNorm2d's default, which torchvision keeps.
        variance = state[f"{self.norm}.running_var"].double() + 1e-5
        factor = state[f"{self.norm}.weight"].double() / variance.sqrt()
        weight = state[f"{self.name}.weight"].double() * factor[:, None, None, None]
        bias = state[f"{self.norm}.bias"] - state[f"{self.norm}.running_mean"].double() * factor
        return weight.float(), bias.float()


def _block(name: str, stride: int, widens: bool) -> Iterator[Convolution]:
    yield Convolution(f"{name}.conv1", f"{name}.bn1", 1, 0, relu=True)
    yield Convolution(f"{name}.conv2", f"{name}.bn2", stride, 1, relu=True)
    yield Convolution(f"{name}.conv3", f"{name}.bn3", 1, 0, relu=False)
    if widens:
        yield Convolution(f"{name}.downsample.0", f"{name}.downsample.1", stride, 0, relu=False)


def _convolutions() -> Iterator[Convolution]:
    yield Convolution("conv1", "bn1", 2, 3, relu=True)
    for name in BLOCKS:
        stage, _, number = name.removeprefix("layer").partition(".")
        stride = 2 if number == "0" and stage != "1" else 1
        yield from _block(name, stride, widens=number == "0")


BLOCKS = tuple(
    f"layer{stage}.{number}"
    for stage, (_, blocks) in enumerate(STAGES, 1)
    for number in range(blocks)
)
"""The 16 blocks in order."""
CONVOLUTIONS = tuple(_convolutions())
FEATURES = STAGES[-1][0] * EXPANSION
"""Channels of the last block."""


def features(layers: Mapping[str, Layer], x: Tensor) -> Tensor:
    """Runs all convolutions.

    Args:
        layers: by name of the convolution.
        x: shape (N, 3, H, W), of whatever type the engine's layers take.

    Returns:
        Shape (N, 2048, H / 32, W / 32), of the engine's type.
    """
    x = torch.max_pool2d(layers["conv1"](x), 3, 2, 1)
    for name in BLOCKS:
        y = layers[f"{name}.conv2"](layers[f"{name}.conv1"](x))
        widen = layers.get(f"{name}.downsample.0")
        x = layers[f"{name}.conv3"].onto(y, x if widen is None else widen(x))
    return x
