"""Accuracy and agreement on pictures whose classes are known."""

import datetime
from pathlib import Path
from typing import Any

import numpy as np

from pictor_model.evaluation import agreement, answers
from pictor_model.pictures import read_labelled
from pictor_model.report import Report
from pictor_serving.classifier import Classifier
from pictor_serving.contract import Contract


def measure(
    classifier: Classifier,
    reference: Classifier | None,
    directory: Path,
    contract: Contract,
    report: Report,
) -> dict[str, Any]:
    """Asks a model for all pictures below a directory.

    Args:
        classifier: the model as it is served.
        reference: the plain network to compare its answers with; None: it is the plain one.
        directory: see `read_labelled`.
        contract: limits on pictures.
        report: of progress.

    Returns:
        `{"accuracy", "agreement"?, "on"}`, shares 0..1.
    """
    spec = classifier.spec
    labelled = read_labelled(directory, len(spec.labels), spec.input, contract)
    report("measuring", f"measuring {spec.format} on {len(labelled.pixels)} pictures")
    found = answers(classifier, labelled.pixels)
    measured: dict[str, Any] = {"accuracy": round(float(np.mean(found == labelled.targets)), 4)}
    if reference is not None:
        measured["agreement"] = round(agreement(found, answers(reference, labelled.pixels)), 4)
    return {**measured, "on": f"{len(found)} held-out pictures, {today()}"}


def today() -> str:
    """ISO date, UTC."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()
