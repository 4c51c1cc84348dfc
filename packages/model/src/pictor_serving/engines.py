"""Weights -> the fastest function that gives their logits on this processor, proved at load."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pictor_serving.errors import ModelError
from pictor_serving.spec import GRAPH_FILE, SPEC_FILE, WEIGHTS_FILE, Spec

_log = logging.getLogger(__name__)

Pixels = NDArray[np.float32]
Run = Callable[[Pixels], Pixels]
"""Pixels, shape (1, 3, H, W), float32 -> logits, shape (1, classes), float32."""

# Of the largest logit. Fused and reordered kernels differ from the plain ones in the last bits
# only; engines round 8-bit numbers in another order, and a wrong kernel is apart by a whole logit.
_TOLERANCE = {"fp32": 1e-3, "int8": 0.25}
FORMATS = tuple(_TOLERANCE)


@dataclass(frozen=True)
class Network:
    """What an engine is given."""

    spec: Spec
    weights: bytes
    """A table of tensors, written by `torch.save`."""
    graph: bytes
    """An ONNX model whose large tensors lie in `weights`."""

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Reads `model.json`, `model.pth` and `model.onnx`."""
        weights, graph = ((directory / name).read_bytes() for name in (WEIGHTS_FILE, GRAPH_FILE))
        return cls(Spec.read(directory / SPEC_FILE), weights, graph)


@dataclass(frozen=True)
class Engine:
    """What runs a network."""

    name: str
    run: Run


Load = Callable[[Network, int], Run]
"""Makes a network's function, of so many threads; raises whatever keeps it from running here."""


def _late(module: str, function: str) -> Load:
    """A `Load` that is imported when it is tried: PyTorch takes longer than all else of a start."""
    return lambda network, threads: getattr(import_module(module), function)(network, threads)


_ONNX_RUNTIME = _late("pictor_serving.onnx_runtime", "load")
ENGINES: Mapping[str, Mapping[str, Load]] = {
    "fp32": {
        "ONNX Runtime": _ONNX_RUNTIME,
        "oneDNN": _late("pictor_serving.pytorch", "load_packed"),
        "TorchScript": _late("pictor_serving.pytorch", "load_traced"),
    },
    "int8": {
        "ONNX Runtime": _ONNX_RUNTIME,
        "PyTorch": _late("pictor_serving.pytorch", "load_quantised"),
    },
}
"""By number format, best first."""


def ready(network: Network, threads: int) -> Engine:
    """Loads a network by the first engine that can run it here, warm and proved.

    Args:
        network: weights, and what they must answer.
        threads: of one inference, at least 1.

    Raises:
        ModelError: no engine gives the logits that the spec states.
    """
    form = network.spec.format
    if form not in ENGINES:
        raise ModelError(f"format '{form}' is unknown, known are {', '.join(ENGINES)}")
    return first_proved(ENGINES[form], network, threads)


def first_proved(engines: Mapping[str, Load], network: Network, threads: int) -> Engine:
    """The first of some engines that gives the stated logits, see `ready`."""
    reasons = []
    for name, load in engines.items():
        try:
            run = load(network, threads)
            _prove(run, network.spec)
        except Exception as error:
            # Whatever keeps it from running here: another Python, another processor, too old a
            # library. The next one is slower and needs less.
            reasons.append(f"{name}: {str(error).partition(chr(10))[0] or type(error).__name__}")
            _log.warning("not served by %s", reasons[-1])
        else:
            _log.info("%s by %s, threads: %d", network.spec.format, name, threads)
            return Engine(name, run)
    raise ModelError(f"no engine runs this model. {'; '.join(reasons)}")


def probe(height: int, width: int) -> Pixels:
    """What engines are warmed up and proved with: noise, shape (1, 3, height, width)."""
    # Of numpy's generators the only one whose numbers are promised to stay the same.
    # https://numpy.org/doc/stable/reference/random/legacy.html
    return np.random.RandomState(0).standard_normal((1, 3, height, width)).astype(np.float32)


def _prove(run: Run, spec: Spec) -> None:
    # The first request finds it warm: memory is taken and weights are laid out by the first run.
    apart = distance(run(probe(spec.input.height, spec.input.width))[0], spec.logits)
    if not apart <= _TOLERANCE[spec.format]:
        raise ModelError(
            f"its {spec.format} logits are {apart:.2g} apart from the plain network's, "
            f"at most {_TOLERANCE[spec.format]} is allowed"
        )


def distance(logits: Pixels, wanted: Sequence[float]) -> float:
    """Largest difference, as a share of the largest logit; infinite between unlike shapes."""
    plain = np.array(wanted)
    if logits.shape != plain.shape:
        return float("inf")
    return float(np.abs(logits - plain).max() / max(np.abs(plain).max(), 1e-6))
