"""Weights and labels -> an artefact and its release record: read and check, compute, write."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pictor_model import workspace
from pictor_model.artefact import Artefact, pack, spread
from pictor_model.checkpoint.checkpoint import Checkpoint, read_checkpoint
from pictor_model.checkpoint.conversion import conversion_error
from pictor_model.errors import BuildError
from pictor_model.evaluation import offline
from pictor_model.fast import Calibration, quantise_gated
from pictor_model.fetch import Handlers, local_copy
from pictor_model.labels import read_labels
from pictor_model.layouts import LAYOUTS, members
from pictor_model.measure import measure
from pictor_model.network import Description, network_of
from pictor_model.offline import predict
from pictor_model.order import Order, check_order
from pictor_model.pictures import Labelled, Pixels, read_labelled, read_picture
from pictor_model.release import release_record, write_release
from pictor_model.report import Report
from pictor_model.runtime import runtime_files
from pictor_serving.contract import Contract
from pictor_serving.engines import Network


@dataclass(frozen=True)
class Inputs:
    """All that a build needs, read and checked."""

    order: Order
    checkpoint: Checkpoint
    labels: tuple[str, ...]
    smoke: Pixels
    measured: dict[str, Any] | None
    calibration: Calibration | None
    held_out: Labelled | None
    runtime: Mapping[str, bytes]
    """Files of ONNX Runtime by path."""


@dataclass(frozen=True)
class Computed:
    """What is to be written."""

    network: Network
    measured: dict[str, Any] | None
    smoke_index: int


def build(
    order: Order, out: Path, report: Report, transport: Handlers = ()
) -> tuple[Artefact, dict[str, Any]]:
    """Writes artefact, `release.json` and the smoke picture to `out`, and tries the artefact.

    All inputs are read and checked before anything is computed. `out` gets all files or none.

    Raises:
        BuildError: an input is wrong, the quantised network answers otherwise than the plain one,
            or the artefact does not know its smoke picture.
    """
    inputs = read_inputs(order, out, report, transport)
    return write(compute(inputs, report), inputs, out, report)


def read_inputs(order: Order, out: Path, report: Report, transport: Handlers = ()) -> Inputs:
    """Reads and checks everything; computes and writes nothing.

    What costs least comes first: a missing picture is found before weights are fetched.
    """
    check_order(order)
    if out.exists() and not out.is_dir():
        raise BuildError(f"--out must be a directory, but '{out}' is a file")
    contract = Contract.read(workspace.contract_path())
    labels = read_labels(order.labels, report)
    smoke = read_picture(order.smoke, order.input, contract)
    measured = _read_measured(order.measured)
    calibration = order.calibration and Calibration.read(order.calibration, order.input, contract)
    with local_copy(order.weights, report, transport) as file:
        checkpoint, labels = read_checkpoint(file, order.sha256 or "", order.key, labels)
    for note in checkpoint.notes:
        report("reading", note)
    held_out = order.held_out and read_labelled(order.held_out, len(labels), order.input, contract)
    if order.smoke_index is not None and not 0 <= order.smoke_index < len(labels):
        raise BuildError(f"--smoke-index must be 0 to {len(labels) - 1}, got {order.smoke_index}")
    runtime = runtime_files(LAYOUTS[order.layout].python, report)
    return Inputs(
        order, checkpoint, labels, smoke, measured, calibration or None, held_out or None, runtime
    )


def compute(inputs: Inputs, report: Report) -> Computed:
    """Makes the network that is served, and measures it; writes nothing."""
    order, checkpoint = inputs.order, inputs.checkpoint
    _measure_conversion(inputs, report)
    description = Description(order.name, order.input, inputs.labels)
    network = plain = network_of(checkpoint.state, "fp32", description)
    measured = inputs.measured
    if inputs.calibration is not None:
        network, measured = quantise_gated(checkpoint.state, plain, inputs.calibration, report)
    if inputs.held_out is not None:
        measured = measure(network, plain, inputs.held_out, report)
    [best] = offline(network).predict(inputs.smoke, 1)
    check_smoke(best.index, best.label, order.smoke_index)
    return Computed(network, measured, best.index)


def write(
    computed: Computed, inputs: Inputs, out: Path, report: Report
) -> tuple[Artefact, dict[str, Any]]:
    """Writes beside `out`'s files, tries the artefact, and only then puts all of them in place."""
    order, network = inputs.order, computed.network
    files = members(LAYOUTS[order.layout], network, inputs.runtime)
    size = len(network.weights) / 1e6
    report("packing", f"packing {network.spec.format} weights of {size:.0f} MB")
    is_new = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".build-", dir=out) as draft:
            return _write_in(Path(draft), files, computed, inputs, out, report)
    except BaseException:
        if is_new:
            # Only where nothing else is in it.
            _remove_empty(out)
        raise


def _write_in(
    draft: Path,
    files: Mapping[str, bytes],
    computed: Computed,
    inputs: Inputs,
    out: Path,
    report: Report,
) -> tuple[Artefact, dict[str, Any]]:
    order = inputs.order
    packed = order.compression != "none"
    artefact = pack(files, draft / "model.tar.gz") if packed else spread(files, draft / "model")
    smoke = draft / f"smoke{order.smoke.suffix.lower()}"
    shutil.copyfile(order.smoke, smoke)
    report("trying", "trying the artefact on its smoke picture")
    [answer] = predict(artefact.path, [smoke], top=1)
    index = smoke_index(answer, order.smoke_index)
    spec = computed.network.spec
    record = release_record(artefact, order.layout, spec, (smoke.name, index), computed.measured)
    write_release(record, workspace.contract_path(), draft / "release.json")
    # The record comes last: where it is, the rest is whole.
    for name in (artefact.path.name, smoke.name, "release.json"):
        _replace(draft / name, out / name)
    return Artefact(out / artefact.path.name, artefact.sha256, artefact.size), record


def smoke_index(answer: dict[str, Any], wanted: int | None) -> int:
    """The class that a smoke picture was given, if it is the wanted one or none is wanted.

    Args:
        answer: what `predict` says of the picture.
        wanted: index of the class that it must be given; None: any.
    """
    if answer["status"] != 200:
        raise BuildError(f"the smoke picture is refused: {answer['detail']}")
    best: dict[str, Any] = answer["predictions"][0]
    check_smoke(best["index"], best["label"], wanted)
    return int(best["index"])


def check_smoke(index: int, label: str, wanted: int | None) -> None:
    """Refuses another class than the wanted one."""
    if wanted not in (None, index):
        raise BuildError(
            f"the smoke picture must be of class {wanted}, "
            f"but the artefact gives it class {index} ('{label}')"
        )


def _measure_conversion(inputs: Inputs, report: Report) -> None:
    original = inputs.checkpoint.original
    if original is None:
        return
    pictures = [inputs.smoke, *(inputs.held_out.pixels if inputs.held_out else ())]
    report("comparing", f"comparing the weights before and after on {len(pictures)} pictures")
    error = conversion_error(original, inputs.checkpoint.state, pictures)
    report("comparing", f"conversion to float32 changes a score by {error:.2g} at most")


def _replace(draft: Path, place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    draft.replace(place)


def _remove_empty(directory: Path) -> None:
    try:
        directory.rmdir()
    except OSError:
        return


def _read_measured(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"'{path}' cannot be read as JSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("on"), str):
        raise BuildError(f"'{path}' must be a JSON object with 'on', what was measured with")
    return document
