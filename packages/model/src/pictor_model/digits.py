"""scikit-learn's handwritten digits as pictures: data that comes without a network."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SIDE = 32
"""Pixels of a picture's side; the originals have 8."""
CLASSES = 10
_HELD_OUT = 450
_BRIGHTEST = 16


@dataclass(frozen=True)
class Digits:
    """1,797 labelled pictures, split once and for all."""

    pictures: tuple[bytes, ...]
    """Each a PNG, grey, 32 x 32."""
    targets: NDArray[np.int64]
    """Digit of each picture, shape (1797,)."""
    training: NDArray[np.int64]
    """Indices of the 1,347 pictures to learn from."""
    held_out: NDArray[np.int64]
    """Indices of the 450 pictures to measure with, equally many of each digit but for rounding."""


def read_digits() -> Digits:
    """Reads the data set from scikit-learn's installation."""
    source = load_digits()
    targets = source.target.astype(np.int64)
    training, held_out = train_test_split(
        np.arange(len(targets)), test_size=_HELD_OUT, stratify=targets, random_state=0
    )
    pictures = tuple(_png(image) for image in source.images)
    return Digits(pictures, targets, training, held_out)


def _png(image: NDArray[np.float64]) -> bytes:
    grey = np.rint(image * 255 / _BRIGHTEST).astype(np.uint8)
    enlarged = Image.fromarray(grey).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    enlarged.save(buffer, "PNG")
    return buffer.getvalue()
