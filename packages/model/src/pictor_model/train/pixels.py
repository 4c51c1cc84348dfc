"""Images as the network is fed them, decoded by the code that serves."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pictor_model.evaluation import pixels_of
from pictor_model.train.folder import Example
from pictor_serving.contract import Contract
from pictor_serving.spec import Input

_KEPT_BYTES = 1 << 31
"""Memory for decoded images: all of 3,500 at 224 pixels."""


class Images:
    """Decodes images on all cores, the next batch while the caller works on this one."""

    def __init__(
        self, examples: Sequence[Example], target: Input, contract: Contract, kept_bytes: int
    ) -> None:
        """Decodes nothing yet.

        Args:
            examples: usable images.
            target: size, crop and normalisation.
            contract: the server's limits.
            kept_bytes: how much may stay decoded; what is above it is decoded in each epoch.
        """
        self._examples, self._input, self._contract = tuple(examples), target, contract
        self.targets = torch.tensor([example.target for example in examples])
        self._most = kept_bytes // (3 * target.height * target.width * 4)
        self._kept: dict[int, NDArray[np.float32]] = {}
        self._pool = ThreadPoolExecutor(os.cpu_count())

    def __len__(self) -> int:
        return len(self._examples)

    def batches(self, order: Sequence[Tensor]) -> Iterator[tuple[Tensor, Tensor]]:
        """Pixels (N, 3, H, W), channels last, and targets (N,) of each group of indices."""
        waiting = [self._pool.map(self._pixels, order[0].tolist())] if order else []
        for number, indices in enumerate(order):
            current = waiting.pop()
            if number + 1 < len(order):
                waiting.append(self._pool.map(self._pixels, order[number + 1].tolist()))
            pixels = torch.from_numpy(np.stack(list(current)))
            yield pixels.contiguous(memory_format=torch.channels_last), self.targets[indices]

    def close(self) -> None:
        """Ends the threads."""
        self._pool.shutdown(cancel_futures=True)

    def _pixels(self, index: int) -> NDArray[np.float32]:
        kept = self._kept.get(index)
        if kept is not None:
            return kept
        data = self._examples[index].path.read_bytes()
        pixels = pixels_of(data, self._input, self._contract)
        if len(self._kept) < self._most:
            self._kept[index] = pixels
        return pixels


def images(examples: Sequence[Example], target: Input, contract: Contract) -> Images:
    """The images of one part of a split."""
    return Images(examples, target, contract, _KEPT_BYTES)
