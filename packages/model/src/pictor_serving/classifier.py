"""The model: weights loaded and traced once, then one picture at a time."""

import hashlib
import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray

from pictor_serving.errors import ModelError
from pictor_serving.networks import ready
from pictor_serving.spec import SPEC_FILE, WEIGHTS_FILE, Spec

_log = logging.getLogger(__name__)


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
        """Loads the weights for this processor and warms the network up.

        Args:
            spec: what the weights are weights of.
            weights: bytes of a file written by `torch.save`.

        Raises:
            ModelError: the bytes are not the weights that the spec states, or cannot be served.
        """
        self.spec = spec
        self.weights_sha256 = hashlib.sha256(weights).hexdigest()
        if self.weights_sha256 != spec.weights_sha256:
            raise ModelError(
                f"the weights have sha256 {self.weights_sha256}, "
                f"but {SPEC_FILE} states {spec.weights_sha256}"
            )
        size = (spec.input.height, spec.input.width)
        self._run = ready(weights, spec.format, len(spec.labels), size, spec.warm_up)

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
