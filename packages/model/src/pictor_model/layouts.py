"""What lies where inside an artefact, by the server of the container that it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pictor_model import workspace
from pictor_serving.engines import Network
from pictor_serving.spec import GRAPH_FILE, SPEC_FILE, WEIGHTS_FILE


@dataclass(frozen=True)
class Layout:
    """One container's."""

    container: str
    """Its id in the catalogue of `@pictor/inference`."""
    python: str
    """Version of its Python, as the catalogue has it."""
    code: str
    """Directory that the server puts on Python's path; empty for the artefact's own."""
    adapter: Path
    """Directory of the files that join `pictor_serving` to the server; they lie in `code` too."""


LAYOUTS: Mapping[str, Layout] = {
    "torchserve": Layout("pytorch-2.6-cpu", "3.12", "code/", workspace.ADAPTERS / "torchserve"),
    "ray-serve": Layout("ray-serve-1.4-cpu", "3.13", "", workspace.ADAPTERS / "ray-serve"),
}


def members(layout: Layout, network: Network, runtime: Mapping[str, bytes]) -> dict[str, bytes]:
    """Everything inside an artefact, by path.

    Args:
        layout: for which container.
        network: what it serves.
        runtime: what `runtime_files` gives for the container's Python.
    """
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
        **{f"{layout.code}{path}": content for path, content in runtime.items()},
        f"{serving}/contract.json": workspace.contract_path().read_bytes(),
        SPEC_FILE: network.spec.to_json().encode(),
        GRAPH_FILE: network.graph,
        WEIGHTS_FILE: network.weights,
    }


def code_of(model: Path) -> Path:
    """Directory of the code inside an unpacked artefact of any layout."""
    candidates = (model / layout.code for layout in LAYOUTS.values())
    return next((path for path in candidates if (path / "pictor_serving").is_dir()), model)
