"""What lies where inside an artefact, by the server of the container that it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pictor_model import workspace
from pictor_serving.spec import SPEC_FILE, WEIGHTS_FILE, Spec


@dataclass(frozen=True)
class Layout:
    """One container's."""

    container: str
    """Its id in the catalogue of `@pictor/inference`."""
    code: str
    """Directory that the server puts on Python's path; empty for the artefact's own."""
    adapter: Path
    """Directory of the files that join `pictor_serving` to the server; they lie in `code` too."""


LAYOUTS: Mapping[str, Layout] = {
    "torchserve": Layout("pytorch-2.6-cpu", "code/", workspace.ADAPTERS / "torchserve"),
    "ray-serve": Layout("ray-serve-1.4-cpu", "", workspace.ADAPTERS / "ray-serve"),
}


def members(layout: Layout, spec: Spec, weights: bytes) -> dict[str, bytes]:
    """Everything inside an artefact, by path."""
    serving = f"{layout.code}pictor_serving"
    code = {f"{serving}/{path.name}": path.read_bytes() for path in workspace.SERVING.glob("*.py")}
    adapter = {
        f"{layout.code}{path.name}": path.read_bytes()
        for path in layout.adapter.iterdir()
        if path.is_file()
    }
    return {
        **code,
        **adapter,
        f"{serving}/contract.json": workspace.contract_path().read_bytes(),
        SPEC_FILE: spec.to_json().encode(),
        WEIGHTS_FILE: weights,
    }


def code_of(model: Path) -> Path:
    """Directory of the code inside an unpacked artefact of any layout."""
    candidates = (model / layout.code for layout in LAYOUTS.values())
    return next((path for path in candidates if (path / "pictor_serving").is_dir()), model)
