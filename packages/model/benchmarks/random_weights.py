"""What `pictor model build` takes, of ResNet50 at its real size with random weights."""

import io
from pathlib import Path

import torch

from benchmarks.models import CLASSES, photograph
from pictor_model.training import new_network


def write(directory: Path) -> None:
    """Writes weights.pth, labels.txt and picture.jpg."""
    directory.mkdir(parents=True, exist_ok=True)
    weights = io.BytesIO()
    torch.save(new_network(CLASSES, seed=0).state_dict(), weights)
    (directory / "weights.pth").write_bytes(weights.getvalue())
    (directory / "labels.txt").write_text("".join(f"class {index}\n" for index in range(CLASSES)))
    (directory / "picture.jpg").write_bytes(photograph())
