"""The release record: what a stack needs to know of an artefact without having its weights."""

import json
from pathlib import Path
from typing import Any

from pictor_model.artefact import Artefact
from pictor_model.labels import labels_sha256
from pictor_model.layouts import LAYOUTS
from pictor_model.schema import check
from pictor_serving.spec import Spec


def release_record(
    artefact: Artefact,
    layout: str,
    spec: Spec,
    smoke: tuple[str, int],
    measured: dict[str, Any] | None,
) -> dict[str, Any]:
    """The record as `@pictor/contracts` defines it.

    Args:
        artefact: the written artefact.
        layout: a key of LAYOUTS.
        spec: what it holds.
        smoke: name of a picture beside the record and the class that it must be given.
        measured: `{"accuracy"?, "agreement"?, "on"}` and whatever else was noted; None: nothing.
    """
    prefix = f"releases/{artefact.sha256}/"
    packed = artefact.path.is_file()
    record: dict[str, Any] = {
        "sha256": artefact.sha256,
        "size": artefact.size,
        "key": f"{prefix}model.tar.gz" if packed else prefix,
        "layout": layout,
        "container": LAYOUTS[layout].container,
        "format": spec.format,
        "weightsSha256": spec.weights_sha256,
        "input": {
            "width": spec.input.width,
            "height": spec.input.height,
            "mean": list(spec.input.mean),
            "std": list(spec.input.std),
        },
        "labels": {"count": len(spec.labels), "sha256": labels_sha256(spec.labels)},
        "compression": "gzip" if packed else "none",
        "smoke": {"file": smoke[0], "index": smoke[1]},
        "calibration": [],
    }
    if measured is not None:
        kept = ("accuracy", "agreement", "on")
        record["measured"] = {name: measured[name] for name in kept if name in measured}
    return record


def write_release(record: dict[str, Any], contract: Path, out: Path) -> None:
    """Writes the record as JSON, after checking it against the contract's schema."""
    schema = json.loads(contract.read_text(encoding="utf-8"))["schemas"]["release"]
    check(record, schema)
    out.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
