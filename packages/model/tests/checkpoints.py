"""Checkpoints in many forms, and what becomes of them."""

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
import torch

from pictor_model.checkpoint.checkpoint import Checkpoint, read_checkpoint
from pictor_model.errors import BuildError
from pictor_model.weights import State
from tests.conftest import LABELS

BATCHES = "num_batches_tracked"


def saved(value: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def prefixed(state: State, prefix: str) -> State:
    return {f"{prefix}{name}": tensor for name, tensor in state.items()}


def cast(state: State, kind: torch.dtype) -> State:
    return {n: t.to(kind) if t.is_floating_point() else t for n, t in state.items()}


def contiguous(state: State) -> State:
    return {name: tensor.contiguous() for name, tensor in state.items()}


def without_batches(state: State) -> State:
    return {name: tensor for name, tensor in state.items() if not name.endswith(BATCHES)}


def hugging_face(state: State) -> State:
    """Names as transformers' ResNetForImageClassification has them."""
    kinds = {"conv": "convolution", "bn": "normalization"}
    found = {}
    for name, tensor in state.items():
        first, *rest = name.split(".")
        if first == "fc":
            found[f"classifier.1.{rest[0]}"] = tensor
        elif not first.startswith("layer"):
            found[f"resnet.embedder.embedder.{kinds[first[:-1]]}.{rest[0]}"] = tensor
        else:
            block = f"resnet.encoder.stages.{int(first[-1]) - 1}.layers.{rest[0]}"
            if rest[1] == "downsample":
                part = f"shortcut.{('convolution', 'normalization')[int(rest[2])]}"
            else:
                part = f"layer.{int(rest[1][-1]) - 1}.{kinds[rest[1][:-1]]}"
            found[f"{block}.{part}.{rest[-1]}"] = tensor
    return found


def read(
    tmp_path: Path,
    data: bytes,
    labels: tuple[str, ...] = LABELS,
    key: str | None = None,
    name: str = "weights.pth",
) -> tuple[Checkpoint, tuple[str, ...]]:
    path = tmp_path / name
    path.write_bytes(data)
    return read_checkpoint(path, hashlib.sha256(data).hexdigest(), key, labels)


def refusal(tmp_path: Path, data: bytes, **options: Any) -> str:
    with pytest.raises(BuildError) as caught:
        read(tmp_path, data, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None
