"""Weights and labels -> an artefact and its release record."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pictor_model import workspace
from pictor_model.artefact import Artefact, pack, spread
from pictor_model.errors import BuildError
from pictor_model.fast import Calibration, quantise_gated
from pictor_model.fetch import local_copy
from pictor_model.labels import read_labels
from pictor_model.layouts import LAYOUTS, members
from pictor_model.measure import measure
from pictor_model.network import Description, network_of
from pictor_model.offline import predict
from pictor_model.release import release_record, write_release
from pictor_model.report import Report
from pictor_model.weights import read_state
from pictor_serving.contract import Contract
from pictor_serving.engines import Network
from pictor_serving.spec import Input


@dataclass(frozen=True)
class Order:
    """What to build."""

    weights: str
    """torchvision's ResNet50 state dict, written by `torch.save`: a file, or a URL of one."""
    sha256: str | None
    """SHA-256 that the weights file must have, or its first 8 digits or more; None is refused."""
    labels: Path
    """Names of the classes, one a line."""
    input: Input
    smoke: Path
    """A picture that the release is tried with, here and after each deployment."""
    smoke_index: int | None
    """Class that the picture must be given; None: whichever it is given here."""
    name: str
    measured: Path | None = None
    """`measured.json` of the demonstration, or any JSON with `on`, of FP32; None: nothing."""
    held_out: Path | None = None
    """Pictures in sub-directories named by class index, to measure the built format with."""
    format: str = "fp32"
    """Number format of the weights: `fp32` or `int8`."""
    calibration: Path | None = None
    """Pictures like those that will be asked: what `int8` is quantised and tried with."""
    layout: str = "torchserve"
    """For which container's server: a key of LAYOUTS."""
    compression: str = "gzip"
    """`gzip`: one `model.tar.gz`; `none`: the directory `model`."""


def build(order: Order, out: Path, report: Report) -> tuple[Artefact, dict[str, Any]]:
    """Writes artefact, `release.json` and the smoke picture to `out`, and tries the artefact.

    Raises:
        BuildError: an input is wrong, the quantised network answers otherwise than the plain one,
            or the artefact does not know its smoke picture.
    """
    _check(order)
    labels, contract = read_labels(order.labels), Contract.read(workspace.contract_path())
    with local_copy(order.weights, report) as file:
        state = read_state(file, len(labels), order.sha256 or "")
    description = Description(order.name, order.input, labels)
    network = plain = network_of(state, "fp32", description)
    measured = _read_measured(order.measured)
    if order.calibration is not None:
        calibration = Calibration.read(order.calibration, order.input, contract)
        network, measured = quantise_gated(state, plain, calibration, report)
    if order.held_out is not None:
        measured = measure(network, plain, order.held_out, contract, report)
    artefact = _write(order, network, out, report)
    report("trying", "trying the artefact on its smoke picture")
    [answer] = predict(artefact.path, [order.smoke], top=1)
    index = smoke_index(answer, order.smoke_index)
    smoke = out / f"smoke{order.smoke.suffix.lower()}"
    if smoke.resolve() != order.smoke.resolve():
        shutil.copyfile(order.smoke, smoke)
    record = release_record(artefact, order.layout, network.spec, (smoke.name, index), measured)
    write_release(record, workspace.contract_path(), out / "release.json")
    return artefact, record


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


def _check(order: Order) -> None:
    """Refuses an order that contradicts itself, with all that is wrong with it at once."""
    side = max(order.input.width, order.input.height)
    wrong = [
        (
            order.input.resize < side,
            f"resize must be at least the input's {order.input.width} x {order.input.height} "
            f"pixels, got {order.input.resize}",
        ),
        (
            not order.sha256,
            "--sha256 is missing: state what the weights file must have, as whoever published it "
            "says, whole or the first 8 digits ('sha256sum FILE' tells what a file has)",
        ),
        (
            order.format == "int8" and order.calibration is None,
            "--format int8 needs --calibration, a directory of pictures like those to be asked",
        ),
        (
            order.format == "fp32" and order.calibration is not None,
            "--calibration is for --format int8 only, got format 'fp32'",
        ),
        (
            order.format == "int8" and order.measured is not None,
            "--measured was measured in fp32; give --held-out, to measure the int8 artefact",
        ),
        (
            order.measured is not None and order.held_out is not None,
            "--measured and --held-out say the same; give one of them",
        ),
    ]
    found = [message for applies, message in wrong if applies]
    if found:
        raise BuildError("\n".join(found))


def _write(order: Order, network: Network, out: Path, report: Report) -> Artefact:
    size = len(network.weights) / 1e6
    files = members(LAYOUTS[order.layout], network, report)
    report("packing", f"packing {network.spec.format} weights of {size:.0f} MB")
    out.mkdir(parents=True, exist_ok=True)
    if order.compression == "none":
        return spread(files, out / "model")
    return pack(files, out / "model.tar.gz")


def _read_measured(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"'{path}' cannot be read as JSON: {error}") from error
    return document
