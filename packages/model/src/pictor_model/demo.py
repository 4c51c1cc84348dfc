"""The demonstration model: ResNet50 trained on handwritten digits, measured as it is served."""

import datetime
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pictor_model.digits import CLASSES, Digits, read_digits
from pictor_model.errors import BuildError
from pictor_model.evaluation import Result, evaluate, offline, pixels_of
from pictor_model.inputs import DIGITS
from pictor_model.labels import format_labels
from pictor_model.network import Description, network_of
from pictor_model.report import Report
from pictor_model.training import Examples, new_network, train
from pictor_model.weights import State
from pictor_model.workspace import contract_path
from pictor_serving.contract import Contract
from pictor_serving.engines import Network

GATE = 0.95
"""Least share of right answers on the held-out digits."""
_SEED = 0
_SAMPLES_EACH = 2
_CALIBRATION = 300
"""Pictures of the training to quantise with."""
_LABELS = tuple(str(digit) for digit in range(CLASSES))


def demonstrate(out: Path, epochs: int, report: Report) -> None:
    """Trains, measures, and writes weights, labels, measurement and pictures to `out`.

    Raises:
        BuildError: fewer than 95 % of the held-out digits are told right; nothing is written.
    """
    started = time.perf_counter()
    contract, digits = Contract.read(contract_path()), read_digits()
    state = _train(digits, contract, epochs, report)
    network = network_of(state, "fp32", Description("digits", DIGITS, _LABELS))
    result = _measure(digits, contract, network)
    if result.accuracy < GATE:
        raise BuildError(
            f"{result.accuracy:.1%} of the held-out digits are told right, but at least "
            f"{GATE:.0%} is required: train for more than {epochs} epochs"
        )
    seconds = round(time.perf_counter() - started, 1)
    _write(out, digits, result, network.weights)
    report(
        "done",
        f"{result.accuracy:.1%} of {len(result.best)} held-out digits right, {seconds} s",
        accuracy=result.accuracy,
        n=len(result.best),
        seconds=seconds,
    )


def _train(digits: Digits, contract: Contract, epochs: int, report: Report) -> State:
    pixels = np.stack([pixels_of(data, DIGITS, contract) for data in digits.pictures])
    training, held_out = (
        Examples(torch.from_numpy(pixels[part]), torch.from_numpy(digits.targets[part]))
        for part in (digits.training, digits.held_out)
    )
    torch.use_deterministic_algorithms(True)
    network = new_network(CLASSES, _SEED)
    for epoch in train(network, training, held_out, epochs, _SEED):
        report(
            "epoch",
            f"epoch {epoch.number} of {epochs}: loss {epoch.loss:.3f}, "
            f"{epoch.accuracy:.1%} of the held-out digits right, {epoch.seconds:.1f} s",
            epoch=epoch.number,
            of=epochs,
            loss=round(epoch.loss, 4),
            accuracy=round(epoch.accuracy, 4),
            seconds=round(epoch.seconds, 1),
        )
    return network.state_dict()


def _measure(digits: Digits, contract: Contract, network: Network) -> Result:
    pictures = [digits.pictures[index] for index in digits.held_out]
    targets = digits.targets[digits.held_out]
    return evaluate(offline(network), pictures, targets, contract)


def _write(out: Path, digits: Digits, result: Result, weights: bytes) -> None:
    samples = out / "samples"
    samples.mkdir(parents=True, exist_ok=True)
    chosen = _choose_samples(result)
    for name, place in chosen.items():
        (samples / name).write_bytes(digits.pictures[digits.held_out[place]])
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    measured = {
        "weightsSha256": hashlib.sha256(weights).hexdigest(),
        "accuracy": round(result.accuracy, 4),
        "n": len(result.best),
        "confusion": result.confusion(CLASSES),
        "on": f"{len(result.best)} held-out digits of scikit-learn, {today}",
    }
    _write_json(out / "measured.json", measured)
    _write_json(out / "samples.json", _describe_samples(chosen, result))
    _write_pictures(out, digits)
    (out / "labels.txt").write_text(format_labels(_LABELS), encoding="utf-8")
    (out / "weights.pth").write_bytes(weights)


def _write_pictures(out: Path, digits: Digits) -> None:
    """Writes `held-out/<digit>/`, all not learnt from, and `calibration/`, some that were."""
    for index in digits.held_out:
        directory = out / "held-out" / str(digits.targets[index])
        directory.mkdir(parents=True, exist_ok=True)
        (directory / f"{index}.png").write_bytes(digits.pictures[index])
    (out / "calibration").mkdir(exist_ok=True)
    for index in digits.training[:_CALIBRATION]:
        (out / "calibration" / f"{index}.png").write_bytes(digits.pictures[index])


def _choose_samples(result: Result) -> dict[str, int]:
    """The first held-out pictures of each digit, right or wrong: file name -> place in result."""
    chosen: dict[str, int] = {}
    for digit in range(CLASSES):
        places: NDArray[np.intp] = np.flatnonzero(result.targets == digit)[:_SAMPLES_EACH]
        for number, place in enumerate(places.tolist(), start=1):
            chosen[f"{digit}-{number}.png"] = place
    return chosen


def _describe_samples(chosen: dict[str, int], result: Result) -> dict[str, Any]:
    """All samples with their right class, and as smoke sample the one told right most surely."""
    surest = max(
        chosen, key=lambda name: (result.right[chosen[name]], result.best[chosen[name]].score)
    )
    samples = [
        {"file": f"samples/{name}", "index": int(result.targets[place])}
        for name, place in chosen.items()
    ]
    smoke = next(sample for sample in samples if sample["file"] == f"samples/{surest}")
    return {"smoke": smoke, "samples": samples}


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
