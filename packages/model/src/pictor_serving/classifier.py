"""The model: weights loaded and traced once, then one picture at a time."""

import hashlib
import io
import logging
import pickle
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from pictor_serving.errors import ModelError
from pictor_serving.resnet50 import ResNet50
from pictor_serving.spec import SPEC_FILE, WEIGHTS_FILE, Spec

_log = logging.getLogger(__name__)

# Fused and reordered kernels differ from the plain ones in the last bits only.
_TRACE_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Prediction:
    """One class and how sure the model is of it."""

    label: str
    index: int
    score: float
    """Softmax probability, 0..1."""


class Classifier:
    """A loaded model."""

    def __init__(self, spec: Spec, weights: bytes) -> None:
        """Loads a state dict, traces and freezes the network, and warms it up.

        Args:
            spec: what the weights are weights of.
            weights: bytes of a file written by `torch.save`.

        Raises:
            ModelError: the bytes are not the weights that the spec states.
        """
        self.spec = spec
        self.weights_sha256 = hashlib.sha256(weights).hexdigest()
        if self.weights_sha256 != spec.weights_sha256:
            raise ModelError(
                f"the weights have sha256 {self.weights_sha256}, "
                f"but {SPEC_FILE} states {spec.weights_sha256}"
            )
        network = load_network(weights, len(spec.labels))
        self._run = trace(network, (spec.input.height, spec.input.width), spec.warm_up)

    @classmethod
    def load(cls, model_dir: Path, required_sha256: str | None = None) -> Self:
        """Loads an unpacked artefact.

        Args:
            model_dir: directory with `model.json` and `model.pth`.
            required_sha256: what the release says that the weights' SHA-256 is; None: any.

        Raises:
            ModelError: the weights are others than required, or cannot be loaded.
        """
        started = time.perf_counter()
        spec = Spec.read(model_dir / SPEC_FILE)
        if required_sha256 and required_sha256 != spec.weights_sha256:
            raise ModelError(
                f"{SPEC_FILE} states weights with sha256 {spec.weights_sha256}, "
                f"but the release requires {required_sha256}: another artefact was released"
            )
        classifier = cls(spec, (model_dir / WEIGHTS_FILE).read_bytes())
        _log.info("loaded %s in %.1f s", spec.name, time.perf_counter() - started)
        return classifier

    def predict(self, pixels: NDArray[np.float32], top: int) -> list[Prediction]:
        """The `top` most likely classes, best first; fewer where the model has fewer.

        Args:
            pixels: one preprocessed picture, shape (3, height, width).
            top: at least 1.

        Raises:
            ModelError: the network's answer is not finite.
        """
        with torch.inference_mode():
            batch = torch.from_numpy(pixels[None]).contiguous(memory_format=torch.channels_last)
            logits = self._run(batch)[0].double()
        if not bool(torch.isfinite(logits).all()):
            raise ModelError("the network's answer is not finite")
        scores, indices = torch.softmax(logits, 0).sort(descending=True, stable=True)
        return [
            Prediction(self.spec.labels[index], index, round(score, 6))
            for index, score in zip(indices[:top].tolist(), scores[:top].tolist(), strict=True)
        ]


def load_network(weights: bytes, classes: int) -> nn.Module:
    """State dict -> network in evaluation mode, channels last.

    Raises:
        ModelError: not a state dict of ResNet50 with so many classes.
    """
    try:
        # weights_only: a pickle that is no plain table of tensors could run code.
        state: dict[str, Any] = torch.load(io.BytesIO(weights), weights_only=True)
        with torch.device("meta"):
            network: nn.Module = ResNet50(classes)
        network.load_state_dict(state, assign=True)
    except (RuntimeError, AttributeError, TypeError, EOFError, pickle.UnpicklingError) as error:
        raise ModelError(f"the weights are no state dict of ResNet50: {error}") from error
    # torch's own annotations leave out this keyword.
    return network.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def trace(network: nn.Module, size: tuple[int, int], warm_up: int) -> nn.Module:
    """Traces and freezes the network, warms it up, and makes sure that it still answers the same.

    Args:
        network: in evaluation mode, channels last.
        size: height and width in pixels, which become the traced network's.
        warm_up: calls until it has settled, at least 1; the just-in-time compiler needs two.

    Raises:
        ModelError: the traced network's logits differ from the plain one's.
    """
    noise = torch.randn(1, 3, *size, generator=torch.Generator().manual_seed(0))
    probe = noise.contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        plain = network(probe)
    with torch.no_grad():
        # Its own check would compare before freezing; the comparison below is of what is served.
        traced: nn.Module = torch.jit.freeze(
            torch.jit.trace(network, probe, check_trace=False)  # type: ignore[no-untyped-call]
        )
    with torch.inference_mode():
        for _ in range(warm_up):
            answer = traced(probe)
        apart = float((answer - plain).abs().max() / plain.abs().max().clamp(min=1e-6))
    if not apart <= _TRACE_TOLERANCE:
        raise ModelError(
            f"the traced network's logits are {apart:.2g} apart from the plain one's, "
            f"at most {_TRACE_TOLERANCE} is allowed"
        )
    return traced
