"""The model: loaded once, then one picture at a time."""

import hashlib
import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pictor_serving.engines import Network, ready
from pictor_serving.errors import ModelError
from pictor_serving.spec import SPEC_FILE

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

    def __init__(self, network: Network, threads: int) -> None:
        """Loads the network for this processor and warms it up.

        Args:
            network: weights, and what they are weights of.
            threads: of one prediction, at least 1.

        Raises:
            ModelError: the bytes are not the weights that the spec states, or cannot be served.
        """
        self.spec = network.spec
        self.weights_sha256 = hashlib.sha256(network.weights).hexdigest()
        if self.weights_sha256 != self.spec.weights_sha256:
            raise ModelError(
                f"the weights have sha256 {self.weights_sha256}, "
                f"but {SPEC_FILE} states {self.spec.weights_sha256}"
            )
        self.engine = ready(network, threads)

    @classmethod
    def load(cls, model_dir: Path, threads: int, required_sha256: str | None = None) -> Self:
        """Loads an unpacked artefact.

        Args:
            model_dir: directory with `model.json`, `model.onnx` and `model.pth`.
            threads: of one prediction, at least 1.
            required_sha256: what the release says that the weights' SHA-256 is; None: any.

        Raises:
            ModelError: the weights are others than required, or cannot be loaded.
        """
        started = time.perf_counter()
        network = Network.read(model_dir)
        stated = network.spec.weights_sha256
        if required_sha256 and required_sha256 != stated:
            raise ModelError(
                f"{SPEC_FILE} states weights with sha256 {stated}, "
                f"but the release requires {required_sha256}: another artefact was released"
            )
        classifier = cls(network, threads)
        _log.info("loaded %s in %.1f s", network.spec.name, time.perf_counter() - started)
        return classifier

    def predict(self, pixels: NDArray[np.float32], top: int) -> list[Prediction]:
        """The `top` most likely classes, best first; fewer where the model has fewer.

        Args:
            pixels: one preprocessed picture, shape (3, height, width).
            top: at least 1.

        Raises:
            ModelError: the network's answer is not finite.
        """
        logits = self.engine.run(pixels[None])[0].astype(np.float64)
        if not np.isfinite(logits).all():
            raise ModelError("the network's answer is not finite")
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        return [
            Prediction(self.spec.labels[index], index, round(float(shares[index]), 6))
            for index in np.argsort(-shares, kind="stable")[:top].tolist()
        ]
