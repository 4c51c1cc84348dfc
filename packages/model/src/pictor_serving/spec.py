"""`model.json`: what a model is, beside its weights."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

WEIGHTS_FILE = "model.pth"
GRAPH_FILE = "model.onnx"
SPEC_FILE = "model.json"


@dataclass(frozen=True)
class Input:
    """What the network is fed."""

    width: int
    """Pixels of the centre crop."""
    height: int
    """Pixels of the centre crop."""
    resize: int
    """Pixels of the shorter side before the crop; at least width and height."""
    mean: tuple[float, float, float]
    """Subtracted from the channels red, green, blue, which are 0..1."""
    std: tuple[float, float, float]
    """Divides the channels afterwards."""


@dataclass(frozen=True)
class Spec:
    """Everything but the weights."""

    name: str
    format: str
    """Number format of the weights: `fp32` or `int8`."""
    input: Input
    labels: tuple[str, ...]
    """Names of the classes by index."""
    weights_sha256: str
    """SHA-256 of the weights file, lower-case hexadecimal."""
    logits: tuple[float, ...]
    """What the weights answer to `engines.probe`, by plain arithmetic: engines are held to it."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Reads `model.json`."""
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        picture = document["input"]
        return cls(
            name=document["name"],
            format=document["format"],
            input=Input(
                width=picture["width"],
                height=picture["height"],
                resize=picture["resize"],
                mean=_channels(picture["mean"]),
                std=_channels(picture["std"]),
            ),
            labels=tuple(document["labels"]),
            weights_sha256=document["weightsSha256"],
            logits=tuple(document["logits"]),
        )

    def to_json(self) -> str:
        """The same bytes for the same spec."""
        document = {
            "name": self.name,
            "format": self.format,
            "input": asdict(self.input),
            "labels": self.labels,
            "weightsSha256": self.weights_sha256,
            "logits": self.logits,
        }
        return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _channels(values: list[float]) -> tuple[float, float, float]:
    red, green, blue = values
    return red, green, blue
