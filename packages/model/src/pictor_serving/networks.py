"""Weights -> the fastest function that gives their logits on this processor, proved at load."""

import io
import logging
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from pictor_serving.errors import ModelError
from pictor_serving.graph import State
from pictor_serving.packed import pack
from pictor_serving.quantised import choose_engine, quantised, simulated
from pictor_serving.resnet50 import ResNet50

_log = logging.getLogger(__name__)

Run = Callable[[Tensor], Tensor]
"""Pixels, shape (1, 3, H, W), float32, channels last -> logits, shape (1, classes), float32."""

# Fused and reordered kernels differ from the plain ones in the last bits only.
_FP32_TOLERANCE = 1e-3
# Engines round 8-bit numbers in another order; a wrong kernel is apart by the logits' own size.
_INT8_TOLERANCE = 0.25


def ready(weights: bytes, form: str, classes: int, size: tuple[int, int], warm_up: int) -> Run:
    """Loads weights for this processor, warms them up, and proves what they answer.

    Args:
        weights: bytes of a file written by `torch.save`.
        form: number format of the weights, `fp32` or `int8`.
        classes: how many logits there are.
        size: height and width of the pictures.
        warm_up: calls until it has settled, at least 1.

    Raises:
        ModelError: the weights are none of that format, or no engine gives their logits.
    """
    if form not in _ENGINES:
        raise ModelError(f"format '{form}' is unknown, known are {', '.join(_ENGINES)}")
    state = read_state(weights)
    noise = torch.randn(1, 3, *size, generator=torch.Generator().manual_seed(0))
    probe = noise.contiguous(memory_format=torch.channels_last)
    try:
        run, wanted, tolerance = _ENGINES[form](state, classes, probe)
    except KeyError as error:
        raise ModelError(f"the weights are no {form} ones: they have no {error}") from error
    with torch.inference_mode():
        for _ in range(warm_up):
            answer = run(probe)
    apart = float((answer - wanted).abs().max() / wanted.abs().max().clamp(min=1e-6))
    if answer.shape != (1, classes) or not apart <= tolerance:
        raise ModelError(
            f"the {form} engine's logits are {apart:.2g} apart from the plain ones, "
            f"at most {tolerance} is allowed"
        )
    return run


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


def trace(network: nn.Module, probe: Tensor) -> Run:
    """The network traced and frozen: batch norm folded, no Python. Needs no oneDNN."""
    with torch.no_grad():
        # Its own check would compare before freezing; `ready` compares what is served.
        return torch.jit.freeze(  # type: ignore[no-any-return]
            torch.jit.trace(network, probe, check_trace=False)  # type: ignore[no-untyped-call]
        )


def _fp32(state: State, classes: int, probe: Tensor) -> tuple[Run, Tensor, float]:
    network = load_network(state, classes)
    with torch.inference_mode():
        wanted = network(probe)
    return _fastest_fp32(state, network, probe), wanted, _FP32_TOLERANCE


def _fastest_fp32(state: State, network: nn.Module, probe: Tensor) -> Run:
    try:
        with torch.inference_mode():
            run = pack(state)
            run(probe)
    except (AttributeError, RuntimeError) as error:
        _log.warning("no packed FP32 here (%s): tracing", str(error).partition("\n")[0])
        return trace(network, probe)
    return run


def _int8(state: State, _: int, probe: Tensor) -> tuple[Run, Tensor, float]:
    engine = choose_engine(torch.backends.quantized.supported_engines)
    _log.info("int8 by %s", engine)
    with torch.inference_mode():
        return quantised(state, engine), simulated(state)(probe), _INT8_TOLERANCE


_ENGINES: dict[str, Callable[[State, int, Tensor], tuple[Run, Tensor, float]]] = {
    "fp32": _fp32,
    "int8": _int8,
}
FORMATS = tuple(_ENGINES)
