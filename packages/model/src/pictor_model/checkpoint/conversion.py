"""Other floating types -> float32, and what that changes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pictor_model.errors import BuildError
from pictor_serving.resnet50 import ResNet50

_CONVERTED = (torch.float16, torch.bfloat16, torch.float64)
SCORE_BOUND = 0.001
"""Most that any score of any picture may differ, of 1."""
_MOST_PICTURES = 256
"""Of the held-out ones, evenly chosen: in doubles a picture of 224 pixels takes half a second."""


@dataclass(frozen=True)
class Conversion:
    """A state dict in float32."""

    state: dict[str, Any]
    note: str | None
    """What was done, in words; None: nothing."""
    rounded: bool
    """Whether any value changed."""


def to_float32(state: dict[str, Any]) -> Conversion:
    """Converts what is of another floating type."""
    counts = Counter(
        str(tensor.dtype).removeprefix("torch.")
        for tensor in state.values()
        if isinstance(tensor, Tensor) and tensor.dtype in _CONVERTED
    )
    if not counts:
        return Conversion(state, None, rounded=False)
    converted = {name: _convert(tensor) for name, tensor in state.items()}
    types = " and ".join(f"{count} tensors of {kind}" for kind, count in counts.items())
    rounded = not all(_same(tensor, converted[name]) for name, tensor in state.items())
    how = "which rounds their values" if rounded else "which holds their values exactly"
    return Conversion(converted, f"{types} became float32, {how}", rounded)


def conversion_error(
    original: dict[str, Tensor],
    converted: dict[str, Tensor],
    pictures: Sequence[NDArray[np.float32]],
) -> float:
    """Largest difference of any class's score on any picture, 0..1, computed in doubles.

    Raises:
        BuildError: it is above SCORE_BOUND.
    """
    networks = [_in_doubles(original), _in_doubles(converted)]
    step = -(-len(pictures) // _MOST_PICTURES)
    largest = 0.0
    with torch.inference_mode():
        for pixels in pictures[::step]:
            picture = torch.from_numpy(pixels).double()[None]
            one, other = (network(picture).softmax(1) for network in networks)
            largest = max(largest, float((one - other).abs().max()))
    # Not a number is above the bound, too.
    if not largest <= SCORE_BOUND:
        raise BuildError(
            f"converting the weights to float32 changes a score by {largest:.3g}, "
            f"at most {SCORE_BOUND:g} is allowed: train or save the model in float32"
        )
    return largest


def _convert(tensor: Any) -> Any:
    is_other = isinstance(tensor, Tensor) and tensor.dtype in _CONVERTED
    return tensor.float() if is_other else tensor


def _same(one: Any, other: Any) -> bool:
    return one is other or bool(torch.equal(one.double(), other.double()))


def _in_doubles(state: dict[str, Tensor]) -> ResNet50:
    with torch.device("meta"):
        network = ResNet50(len(state["fc.bias"]))
    network = network.double().to_empty(device="cpu")
    network.load_state_dict(state)
    return network.eval()
