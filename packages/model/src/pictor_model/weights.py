"""torchvision's ResNet50 state dict: read, checked, written again in one canonical form."""

import hashlib
import io
import pickle
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from pictor_model.errors import BuildError
from pictor_serving.resnet50 import ResNet50

State = dict[str, Tensor]

# What torchvision puts into a file's name: the first eight digits of the hash.
_SHORTEST_SHA256 = 8


def read_state(path: Path, classes: int, expected_sha256: str) -> State:
    """Reads and checks a state dict.

    Args:
        path: file written by `torch.save`.
        classes: how many the last layer must have.
        expected_sha256: the file's SHA-256, or at least its first 8 digits.

    Raises:
        BuildError: another file than expected, or no finite float32 ResNet50 for so many classes.
    """
    if not path.is_file():
        raise BuildError(f"there is no weights file at '{path}'")
    data = path.read_bytes()
    _check_sha256(data, expected_sha256)
    try:
        state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
        reason = str(error).partition("\n")[0]
        raise BuildError(f"'{path.name}' is no file of plain tensors: {reason}") from error
    check_state(state, classes)
    return dict(state)


def check_state(state: Any, classes: int) -> None:
    """Refuses all but a complete, finite float32 state dict of ResNet50 with so many classes."""
    if not isinstance(state, dict):
        raise BuildError(f"the weights must be a state dict, not {type(state).__name__}")
    with torch.device("meta"):
        wanted = ResNet50(classes).state_dict()
    missing = [name for name in wanted if name not in state]
    unknown = [str(name) for name in state if name not in wanted]
    if missing or unknown:
        raise BuildError(
            f"the weights must have torchvision's {len(wanted)} names of ResNet50, but "
            f"{_count(missing)} missing and {_count(unknown)} unknown"
        )
    for name, like in wanted.items():
        _check_tensor(name, state[name], like, classes)


def serialise(state: State) -> bytes:
    """The same bytes for the same tensors and the same torch, whatever the tensors are views of."""
    buffer = io.BytesIO()
    # Written to memory, since torch.save puts a file's name into its bytes.
    torch.save(
        {name: tensor.detach().contiguous().clone() for name, tensor in state.items()}, buffer
    )
    return buffer.getvalue()


def _check_sha256(data: bytes, expected: str) -> None:
    actual = hashlib.sha256(data).hexdigest()
    if len(expected) < _SHORTEST_SHA256 or not actual.startswith(expected.lower()):
        raise BuildError(
            f"the weights file has sha256 {actual}, not '{expected}' "
            f"(give at least the first {_SHORTEST_SHA256} digits)"
        )


def _check_tensor(name: str, tensor: Any, like: Tensor, classes: int) -> None:
    if not isinstance(tensor, Tensor):
        raise BuildError(f"'{name}' must be a tensor, not {type(tensor).__name__}")
    if tensor.shape != like.shape:
        raise BuildError(
            f"'{name}' must have shape {tuple(like.shape)} for {classes} labels, "
            f"not {tuple(tensor.shape)}"
        )
    if tensor.dtype != like.dtype:
        raise BuildError(f"'{name}' must be {like.dtype}, not {tensor.dtype}")
    if not bool(torch.isfinite(tensor).all()):
        raise BuildError(f"'{name}' must be finite, but holds NaN or infinity")


def _count(names: list[str]) -> str:
    example = f" (such as '{names[0]}')" if names else ""
    return f"{len(names)}{example} are"
