"""Trains ResNet50 from random weights on small pictures."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad

from pictor_serving.resnet50 import Bottleneck, ResNet50

_BATCH = 64
_PEAK_RATE = 2e-3
_WEIGHT_DECAY = 0.01
_SHIFT = 2
"""Pixels by which a picture is moved at most, each way."""


@dataclass(frozen=True)
class Examples:
    """Preprocessed pictures and their classes."""

    pixels: Tensor
    """Shape (N, 3, H, W), float32, normalised; -1 is black."""
    targets: Tensor
    """Shape (N,), int64."""


@dataclass(frozen=True)
class Epoch:
    """What one pass over the examples came to."""

    number: int
    """From 1."""
    loss: float
    """Mean cross-entropy of the training batches."""
    accuracy: float
    """Share of right answers on the held-out examples, 0..1; only reported, it decides nothing."""
    seconds: float


def new_network(classes: int, seed: int) -> ResNet50:
    """A network with random weights, the same for the same seed."""
    torch.manual_seed(seed)
    network = ResNet50(classes)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        elif isinstance(module, Bottleneck):
            # Blocks begin as identities, which trains faster: https://arxiv.org/abs/1706.02677
            nn.init.zeros_(module.bn3.weight)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network


def train(
    network: nn.Module, training: Examples, held_out: Examples, epochs: int, seed: int
) -> Iterator[Epoch]:
    """Trains in place with AdamW and a one-cycle learning rate; yields after each epoch.

    The same seed, threads and torch give the same weights.

    Args:
        network: see `new_network`.
        training: at least one batch of 64.
        held_out: measured after each epoch.
        epochs: passes over the training examples, at least 1.
        seed: of the order and the shifts.
    """
    random = torch.Generator().manual_seed(seed)
    steps = len(training.targets) // _BATCH
    optimizer = torch.optim.AdamW(
        network.parameters(), _PEAK_RATE, weight_decay=_WEIGHT_DECAY, fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, _PEAK_RATE, total_steps=epochs * steps
    )
    for number in range(1, epochs + 1):
        started = time.perf_counter()
        total = 0.0
        network.train()
        # The few examples that fill no batch wait for the next epoch: they upset batch norm.
        order = torch.randperm(len(training.targets), generator=random)
        for batch in order[: steps * _BATCH].view(steps, _BATCH):
            pixels = shift(training.pixels[batch], random)
            optimizer.zero_grad()
            loss = cross_entropy(network(pixels), training.targets[batch])
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += loss.item()
        accuracy = measure(network, held_out)
        yield Epoch(number, total / steps, accuracy, time.perf_counter() - started)


def shift(pixels: Tensor, random: torch.Generator) -> Tensor:
    """Moves each picture by up to 2 pixels each way; what becomes free is black."""
    height, width = pixels.shape[2:]
    padded = pad(pixels, (_SHIFT,) * 4, value=-1.0)
    offsets = torch.randint(0, 2 * _SHIFT + 1, (len(pixels), 2), generator=random).tolist()
    moved = [
        picture[:, down : down + height, right : right + width]
        for picture, (down, right) in zip(padded, offsets, strict=True)
    ]
    return torch.stack(moved).contiguous(memory_format=torch.channels_last)


def measure(network: nn.Module, examples: Examples) -> float:
    """Share of right answers, 0..1; leaves the network in evaluation mode."""
    network.eval()
    with torch.inference_mode():
        best = torch.cat([network(part).argmax(1) for part in torch.split(examples.pixels, _BATCH)])
    return float((best == examples.targets).double().mean())
