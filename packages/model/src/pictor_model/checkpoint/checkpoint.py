"""Reads a weights file of any of the forms that are unambiguous."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import torch

from pictor_model.checkpoint.choice import choose
from pictor_model.checkpoint.conversion import to_float32
from pictor_model.checkpoint.explain import explain
from pictor_model.checkpoint.names import Named, torchvision_names
from pictor_model.checkpoint.tensors import MOST_BYTES, read_tensors
from pictor_model.errors import BuildError
from pictor_model.weights import State, check_shapes, check_state
from pictor_serving.resnet50 import ResNet50

# What torchvision puts into a file's name: the first eight digits of the hash.
_SHORTEST_SHA256 = 8


@dataclass(frozen=True)
class Checkpoint:
    """A ResNet50 for a number of classes."""

    state: State
    """torchvision's 320 names, finite, float32."""
    original: State | None
    """The same before a conversion that rounded values; None where nothing was rounded."""
    notes: tuple[str, ...]
    """What was done to the file's content, a sentence each."""


def read_checkpoint(
    path: Path, expected_sha256: str, key: str | None, labels: tuple[str, ...] | None
) -> tuple[Checkpoint, tuple[str, ...]]:
    """Reads and checks a checkpoint; returns also the labels, without a background class.

    Args:
        path: file of PyTorch or safetensors.
        expected_sha256: the file's SHA-256, or at least its first 8 digits.
        key: which of its state dicts, with dots between nested keys; None: the only one.
        labels: names of the classes that the last layer must have; None: it may have any number of
            classes, which are then named by their indices.

    Raises:
        BuildError: another file than expected, or no finite ResNet50 for so many classes.
    """
    data = _read(path, expected_sha256)
    state, found = choose(read_tensors(data, path.name), key, path.name)
    notes = [f"took the state dict under '{found}'"] if found else []
    state, renamed = torchvision_names(state)
    _check_configuration(path, state, renamed)
    state, filled = _with_counters(state)
    labels, dropped = _without_background(labels or _indices(state), state)
    _check_names(state, len(labels))
    # Before anything is computed: a file of a few bytes can hold a tensor of any shape.
    check_shapes(state, len(labels))
    conversion = to_float32(state)
    check_state(conversion.state, len(labels))
    done = [*notes, *renamed, *filled, *([conversion.note] if conversion.note else []), *dropped]
    # In torchvision's order, so that the same weights become the same artefact.
    ordered = {name: conversion.state[name].detach() for name in _names()}
    return Checkpoint(ordered, state if conversion.rounded else None, tuple(done)), labels


def _read(path: Path, expected: str) -> bytes:
    if path.is_dir():
        raise BuildError(f"'{path}' is a directory: give the weights file in it")
    if not path.is_file():
        raise BuildError(f"there is no weights file at '{path}'")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise BuildError(
            f"'{path.name}' has {size} bytes, at most {MOST_BYTES} are read: "
            "ResNet50 has about 100 MB"
        )
    data = path.read_bytes()
    actual = hashlib.sha256(data).hexdigest()
    if len(expected) < _SHORTEST_SHA256 or not actual.startswith(expected.lower()):
        raise BuildError(
            f"the weights file has sha256 {actual}, not '{expected}' "
            f"(give at least the first {_SHORTEST_SHA256} digits)"
        )
    return data


def _check_configuration(path: Path, state: Named, renamed: list[str]) -> None:
    """Refuses Hugging Face's ResNet50 v1, which has the same names and shapes as v1.5."""
    file = path.with_name("config.json")
    if not any("Hugging Face" in note for note in renamed) or not file.is_file():
        return
    try:
        configuration = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if isinstance(configuration, dict) and configuration.get("downsample_in_bottleneck"):
        raise BuildError(
            f"'{file.name}' beside '{path.name}' sets downsample_in_bottleneck: this ResNet50 "
            "strides in other layers than torchvision's and would answer wrongly"
        )


def _with_counters(state: Named) -> tuple[Named, list[str]]:
    """Adds the counters of batches, which only training reads, where a file lacks them."""
    absent = [
        name
        for name in _names()
        if name.endswith("num_batches_tracked") and not _is_counter(state.get(name))
    ]
    if not absent or "bn1.running_mean" not in state:
        return state, []
    added = {**state, **{name: torch.tensor(0) for name in absent}}
    return added, ["set num_batches_tracked to 0: only training uses it"]


def _is_counter(value: object) -> bool:
    return isinstance(value, torch.Tensor) and value.dtype == torch.int64 and value.dim() == 0


def _without_background(labels: tuple[str, ...], state: Named) -> tuple[tuple[str, ...], list[str]]:
    rows = _rows(state)
    is_background = labels[0].lower().strip("_ ") in ("background", "dummy")
    if len(labels) != rows + 1 or not is_background:
        return labels, []
    return labels[1:], [
        f"left out label 1, '{labels[0]}': TensorFlow has a class for nothing, these weights do not"
    ]


def _indices(state: Named) -> tuple[str, ...]:
    return tuple(str(index) for index in range(max(1, _rows(state))))


def _rows(state: Named) -> int:
    """Classes of the last layer; 0 where there is none."""
    weight = state.get("fc.weight")
    return len(weight) if isinstance(weight, torch.Tensor) and weight.dim() == 2 else 0


def _check_names(state: Named, labels: int) -> None:
    """Refuses other names than torchvision's with the nearest explanation."""
    reason = explain(state, labels)
    if reason is not None:
        raise BuildError(f"the weights do not fit: {reason}")


def _names() -> list[str]:
    with torch.device("meta"):
        return list(ResNet50(1).state_dict())
