"""An RGB image -> what the network is fed."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pictor_serving.spec import Input


def preprocess(image: Image.Image, target: Input) -> NDArray[np.float32]:
    """Resizes the shorter side, crops the centre, normalises; torchvision's numbers.

    Resize and crop are one step, so that only pixels that survive the crop are computed: a
    5000 x 3 strip would otherwise become 426,666 x 256.
    See https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet50.html

    Args:
        image: mode RGB, any size.
        target: size, crop and normalisation.

    Returns:
        Shape (3, height, width), float32.
    """
    width, height = image.size
    shorter = min(width, height)
    resized_width = target.resize * width // shorter
    resized_height = target.resize * height // shorter
    left = round((resized_width - target.width) / 2)
    top = round((resized_height - target.height) / 2)
    across, down = width / resized_width, height / resized_height
    box = (
        left * across,
        top * down,
        min((left + target.width) * across, width),
        min((top + target.height) * down, height),
    )
    size = (target.width, target.height)
    cropped = image.resize(size, Image.Resampling.BILINEAR, box=box)
    pixels = np.asarray(cropped, dtype=np.float32).transpose(2, 0, 1) / np.float32(255)
    mean = np.array(target.mean, np.float32)[:, None, None]
    std = np.array(target.std, np.float32)[:, None, None]
    return np.ascontiguousarray((pixels - mean) / std)
