"""Weights and labels -> an artefact and its release record."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pictor_model import workspace
from pictor_model.artefact import Artefact, pack
from pictor_model.errors import BuildError
from pictor_model.labels import read_labels
from pictor_model.offline import predict
from pictor_model.release import release_record, write_release
from pictor_model.weights import read_state, serialise
from pictor_serving.spec import SPEC_FILE, WEIGHTS_FILE, Input, Spec

_WARM_UP = 3


@dataclass(frozen=True)
class Order:
    """What to build."""

    weights: Path
    """torchvision's ResNet50 state dict, written by `torch.save`."""
    labels: Path
    """Names of the classes, one a line."""
    input: Input
    smoke: Path
    """A picture that the release is tried with, here and after each deployment."""
    smoke_index: int | None
    """Class that the picture must be given; None: whichever it is given here."""
    name: str
    sha256: str | None
    """SHA-256 that the weights file must have, or its first 8 digits or more; None: any."""
    measured: Path | None
    """`measured.json` of the demonstration, or any JSON with `on`; None: nothing was measured."""


def build(order: Order, out: Path) -> tuple[Artefact, dict[str, Any]]:
    """Writes `model.tar.gz`, `release.json` and the smoke picture to `out`, and tries the artefact.

    Raises:
        BuildError: an input is wrong, or the artefact does not know its smoke picture.
    """
    if order.input.resize < max(order.input.width, order.input.height):
        raise BuildError(
            f"resize must be at least the input's {order.input.width} x {order.input.height} "
            f"pixels, got {order.input.resize}"
        )
    labels = read_labels(order.labels)
    weights = serialise(read_state(order.weights, len(labels), order.sha256))
    spec = Spec(
        name=order.name,
        format="fp32",
        input=order.input,
        labels=labels,
        weights_sha256=hashlib.sha256(weights).hexdigest(),
        warm_up=_WARM_UP,
    )
    measured = _read_measured(order.measured)
    out.mkdir(parents=True, exist_ok=True)
    artefact = pack(members(spec, weights), out / "model.tar.gz")
    [answer] = predict(artefact.path, [order.smoke], top=1)
    index = smoke_index(answer, order.smoke_index)
    smoke = out / f"smoke{order.smoke.suffix.lower()}"
    if smoke.resolve() != order.smoke.resolve():
        shutil.copyfile(order.smoke, smoke)
    record = release_record(artefact, spec, (smoke.name, index), measured)
    write_release(record, workspace.contract_path(), out / "release.json")
    return artefact, record


def members(spec: Spec, weights: bytes) -> dict[str, bytes]:
    """Everything inside an artefact for the TorchServe container, by path."""
    code = {
        f"code/pictor_serving/{path.name}": path.read_bytes()
        for path in workspace.SERVING.glob("*.py")
    }
    return {
        **code,
        "code/pictor_serving/contract.json": workspace.contract_path().read_bytes(),
        "code/inference.py": workspace.TORCHSERVE_ADAPTER.read_bytes(),
        SPEC_FILE: spec.to_json().encode(),
        WEIGHTS_FILE: weights,
    }


def smoke_index(answer: dict[str, Any], wanted: int | None) -> int:
    """The class that a smoke picture was given, if it is the wanted one or none is wanted.

    Args:
        answer: what `predict` says of the picture.
        wanted: index of the class that it must be given; None: any.
    """
    if answer["status"] != 200:
        raise BuildError(f"the smoke picture is refused: {answer['detail']}")
    best: dict[str, Any] = answer["predictions"][0]
    if wanted not in (None, best["index"]):
        raise BuildError(
            f"the smoke picture must be of class {wanted}, "
            f"but the artefact gives it class {best['index']} ('{best['label']}')"
        )
    return int(best["index"])


def _read_measured(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"'{path}' cannot be read as JSON: {error}") from error
    return document
