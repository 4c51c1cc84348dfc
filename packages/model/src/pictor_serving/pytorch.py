"""Both formats by PyTorch, which the container brings: where ONNX Runtime does not run."""

import io
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from pictor_serving.engines import Network, Pixels, Run, probe
from pictor_serving.errors import ModelError
from pictor_serving.packed import pack
from pictor_serving.quantised import choose_engine, quantised
from pictor_serving.resnet50 import ResNet50

_PROFILED = 2
"""Runs that TorchScript watches before it compiles what it saw."""


def load_packed(network: Network, threads: int) -> Run:
    """FP32 by oneDNN's fused convolutions, see `packed`."""
    return _by_numpy(pack(read_state(network.weights)), threads)


def load_traced(network: Network, threads: int) -> Run:
    """FP32 traced and frozen: batch norm folded, no Python. Needs no oneDNN."""
    pixels = probe(network.spec.input.height, network.spec.input.width)
    plain = load_network(read_state(network.weights), len(network.spec.labels))
    run = _by_numpy(trace(plain, _tensor(pixels)), threads)
    for _ in range(_PROFILED):
        run(pixels)
    return run


def load_quantised(network: Network, threads: int) -> Run:
    """INT8 by PyTorch's own operators, see `quantised`."""
    engine = choose_engine(torch.backends.quantized.supported_engines)
    return _by_numpy(quantised(read_state(network.weights), engine), threads)


def trace(network: nn.Module, pixels: Tensor) -> Callable[[Tensor], Tensor]:
    """The network as TorchScript for pictures of this shape."""
    with torch.no_grad():
        # Its own check would compare before freezing; what is served is compared at load.
        return torch.jit.freeze(  # type: ignore[no-any-return]
            torch.jit.trace(network, pixels, check_trace=False)  # type: ignore[no-untyped-call]
        )


def read_state(weights: bytes) -> dict[str, Tensor]:
    """A table of tensors.

    Raises:
        ModelError: the bytes are another thing.
    """
    try:
        # weights_only: a pickle that is no plain table of tensors could run code.
        state: Any = torch.load(io.BytesIO(weights), weights_only=True)
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise ModelError(f"the weights are no table of tensors: {error}") from error
    if not isinstance(state, dict) or not all(isinstance(each, Tensor) for each in state.values()):
        raise ModelError("the weights are no state dict: they must be a table of tensors by name")
    return state


def load_network(state: Mapping[str, Tensor], classes: int) -> nn.Module:
    """State dict -> network in evaluation mode, channels last.

    Raises:
        ModelError: not a state dict of ResNet50 with so many classes.
    """
    with torch.device("meta"):
        network: nn.Module = ResNet50(classes)
    try:
        network.load_state_dict(state, assign=True)
    except RuntimeError as error:
        raise ModelError(f"the weights are no state dict of ResNet50: {error}") from error
    # torch's own annotations leave out this keyword.
    return network.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _by_numpy(function: Callable[[Tensor], Tensor], threads: int) -> Run:
    torch.set_num_threads(threads)

    def run(pixels: Pixels) -> Pixels:
        with torch.inference_mode():
            return function(_tensor(pixels)).numpy()

    return run


def _tensor(pixels: Pixels) -> Tensor:
    return torch.from_numpy(pixels).contiguous(memory_format=torch.channels_last)
