"""Measures a model through the code that serves it: from a picture's bytes to its class."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pictor_serving.classifier import Classifier, Prediction
from pictor_serving.contract import Contract
from pictor_serving.decode import decode
from pictor_serving.engines import Network
from pictor_serving.preprocess import preprocess
from pictor_serving.spec import Input
from pictor_serving.threads import physical_cores


@dataclass(frozen=True)
class Result:
    """What a model answered to pictures whose classes are known."""

    targets: NDArray[np.int64]
    """Right class of each picture, shape (N,)."""
    best: tuple[Prediction, ...]
    """Likeliest class of each picture."""

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which pictures were told right, shape (N,)."""
        return np.equal(self._answers(), self.targets)

    @property
    def accuracy(self) -> float:
        """Share of right answers, 0..1."""
        return float(self.right.mean())

    def confusion(self, classes: int) -> list[list[int]]:
        """Counts, a row per right class, a column per answer."""
        pairs = self.targets * classes + self._answers()
        rows: list[list[int]] = (
            np.bincount(pairs, minlength=classes**2).reshape(-1, classes).tolist()
        )
        return rows

    def _answers(self) -> NDArray[np.int64]:
        return np.array([prediction.index for prediction in self.best], np.int64)


def offline(network: Network) -> Classifier:
    """A network ready to be asked here, with all of this machine's cores."""
    return Classifier(network, physical_cores())


def pixels_of(picture: bytes, target: Input, contract: Contract) -> NDArray[np.float32]:
    """A picture's bytes as the network is fed them, shape (3, height, width)."""
    return preprocess(decode(picture, "image/*", contract, target.resize), target)


def evaluate(
    classifier: Classifier,
    pictures: Sequence[bytes],
    targets: NDArray[np.int64],
    contract: Contract,
) -> Result:
    """Asks the model for each picture, one at a time as a server does."""
    target = classifier.spec.input
    best = [classifier.predict(pixels_of(data, target, contract), 1)[0] for data in pictures]
    return Result(targets, tuple(best))


def answers(classifier: Classifier, pixels: Sequence[NDArray[np.float32]]) -> NDArray[np.int64]:
    """Likeliest class of each picture, shape (N,), asked one at a time."""
    return np.array([classifier.predict(each, 1)[0].index for each in pixels], np.int64)


def agreement(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Share of pictures that get the same class from both, 0..1."""
    return float(np.mean(one == other))
