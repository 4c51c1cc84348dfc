"""Accuracy and agreement on pictures whose classes are known."""

import datetime
from typing import Any

import numpy as np

from pictor_model.evaluation import agreement, answers, offline
from pictor_model.pictures import Labelled
from pictor_model.report import Report
from pictor_serving.engines import Network


def measure(
    network: Network,
    plain: Network,
    labelled: Labelled,
    report: Report,
) -> dict[str, Any]:
    """Asks a model for all pictures below a directory.

    Args:
        network: what is measured.
        plain: the same in FP32, to compare its answers with.
        labelled: pictures and their classes.
        report: of progress.

    Returns:
        `{"accuracy", "agreement"?, "on"}`, shares 0..1; FP32 has no agreement with itself.
    """
    spec = network.spec
    report("measuring", f"measuring {spec.format} on {len(labelled.pixels)} pictures")
    found = answers(offline(network), labelled.pixels)
    measured: dict[str, Any] = {"accuracy": round(float(np.mean(found == labelled.targets)), 4)}
    if spec.format != "fp32":
        plainly = answers(offline(plain), labelled.pixels)
        measured["agreement"] = round(agreement(found, plainly), 4)
    return {**measured, "on": f"{len(found)} held-out pictures, {today()}"}


def today() -> str:
    """ISO date, UTC."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()
