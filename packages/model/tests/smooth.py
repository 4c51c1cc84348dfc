"""Smooth random pictures, on which a network's answers differ."""

import numpy as np
import torch
from numpy.typing import NDArray


def smooth(count: int, seed: int, side: int = 64) -> list[NDArray[np.float32]]:
    """Preprocessed pictures, shape (3, side, side) each."""
    random = torch.Generator().manual_seed(seed)
    coarse = torch.randn(count, 3, 8, 8, generator=random)
    pictures = torch.nn.functional.interpolate(coarse, (side, side), mode="bilinear")
    return [each.contiguous().numpy() for each in pictures]
