"""torchvision's ResNet50 state dict: checked, and written in one canonical form."""

import io
from typing import Any

import torch
from torch import Tensor

from pictor_model.errors import BuildError
from pictor_serving.resnet50 import ResNet50

State = dict[str, Tensor]


def check_shapes(state: Any, classes: int) -> None:
    """Refuses all but dense tensors with the names and shapes of ResNet50 with so many classes."""
    if not isinstance(state, dict):
        raise BuildError(f"the weights must be a state dict, not {type(state).__name__}")
    wanted = _wanted(classes)
    missing = [name for name in wanted if name not in state]
    unknown = [str(name) for name in state if name not in wanted]
    if missing or unknown:
        raise BuildError(
            f"the weights must have torchvision's {len(wanted)} names of ResNet50, but "
            f"{_count(missing)} missing and {_count(unknown)} unknown"
        )
    for name, like in wanted.items():
        _check_shape(name, state[name], like, classes)


def check_state(state: Any, classes: int) -> None:
    """Refuses all but a complete, finite float32 state dict of ResNet50 with so many classes."""
    check_shapes(state, classes)
    for name, like in _wanted(classes).items():
        _check_values(name, state[name], like)


def serialise(state: State) -> bytes:
    """The same bytes for the same tensors and the same torch, whatever the tensors are views of."""
    buffer = io.BytesIO()
    # Written to memory, since torch.save puts a file's name into its bytes.
    # A tensor with a side of 1 may call itself contiguous and have other strides than usual.
    usual = torch.contiguous_format
    torch.save(
        {name: tensor.detach().clone(memory_format=usual) for name, tensor in state.items()}, buffer
    )
    return buffer.getvalue()


def _wanted(classes: int) -> State:
    with torch.device("meta"):
        return ResNet50(classes).state_dict()


def _check_shape(name: str, tensor: Any, like: Tensor, classes: int) -> None:
    if not isinstance(tensor, Tensor):
        raise BuildError(f"'{name}' must be a tensor, not {type(tensor).__name__}")
    if tensor.layout != torch.strided or tensor.is_meta:
        raise BuildError(f"'{name}' must be a dense tensor with values")
    if tensor.shape != like.shape:
        raise BuildError(
            f"'{name}' must have shape {tuple(like.shape)} for {classes} labels, "
            f"not {tuple(tensor.shape)}"
        )


def _check_values(name: str, tensor: Tensor, like: Tensor) -> None:
    if tensor.dtype != like.dtype:
        # Such as 8-bit floats, integers and quantised ones.
        raise BuildError(f"'{name}' must be {like.dtype}, not {tensor.dtype}")
    if not bool(torch.isfinite(tensor).all()):
        raise BuildError(f"'{name}' must be finite, but holds NaN or infinity")


def _count(names: list[str]) -> str:
    example = f" (such as '{names[0]}')" if names else ""
    return f"{len(names)}{example} are"
