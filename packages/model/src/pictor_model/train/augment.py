"""Changes images at random while they are trained on, so that the network learns what matters."""

import torch
from torch import Tensor
from torch.nn.functional import pad

_SHARE = 16
"""An image moves by up to this part of its side, each way."""


def augment(pixels: Tensor, how: str, random: torch.Generator) -> Tensor:
    """Returns the images as the hyperparameter `augment` asks.

    Args:
        pixels: shape (N, 3, H, W), channels last.
        how: `none`; `shift`: moved by up to 1/16 of the side, edges repeated; `shift-flip`: also
            mirrored left to right, half of them.
        random: decides; drawn from equally often whatever it decides.
    """
    if how == "none":
        return pixels
    height, width = pixels.shape[2:]
    down, across = height // _SHARE, width // _SHARE
    padded = pad(pixels, (across, across, down, down), mode="replicate")
    tops = torch.randint(0, 2 * down + 1, (len(pixels),), generator=random).tolist()
    lefts = torch.randint(0, 2 * across + 1, (len(pixels),), generator=random).tolist()
    moved = torch.stack(
        [
            image[:, top : top + height, left : left + width]
            for image, top, left in zip(padded, tops, lefts, strict=True)
        ]
    )
    if how == "shift-flip":
        mirrored = torch.rand(len(pixels), generator=random) < 1 / 2
        moved = torch.where(mirrored.view(-1, 1, 1, 1), moved.flip(3), moved)
    return moved.contiguous(memory_format=torch.channels_last)
