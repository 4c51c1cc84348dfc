"""ResNet50 with batch norm folded into its 53 convolutions: the chain that every fast engine runs.

An engine brings a `Layer` for each convolution; what connects them is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    # It takes more than a second to import, and not every engine needs it.
    from torch import Tensor

State: TypeAlias = "Mapping[str, Tensor]"

Value = TypeVar("Value")
"""What an engine passes from layer to layer: a tensor, or the name of one."""

STAGES = ((64, 3), (128, 4), (256, 6), (512, 3))
"""Width and number of blocks of each stage."""
EXPANSION = 4
"""How many times as many channels a block gives as its width."""


class Layer(Protocol[Value]):
    """One convolution as an engine runs it."""

    def __call__(self, x: Value) -> Value:
        """The convolution, and the ReLU behind it where `Convolution.relu` says so."""
        ...

    def onto(self, x: Value, shortcut: Value) -> Value:
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


def features(layers: Mapping[str, Layer[Value]], pool: Callable[[Value], Value], x: Value) -> Value:
    """Runs all convolutions.

    Args:
        layers: by name of the convolution.
        pool: maximum of 3 x 3 values around every second one, behind the first convolution.
        x: shape (N, 3, H, W), of whatever type the engine's layers take.

    Returns:
        Shape (N, 2048, H / 32, W / 32), of the engine's type.
    """
    x = pool(layers["conv1"](x))
    for name in BLOCKS:
        y = layers[f"{name}.conv2"](layers[f"{name}.conv1"](x))
        widen = layers.get(f"{name}.downsample.0")
        x = layers[f"{name}.conv3"].onto(y, x if widen is None else widen(x))
    return x
