"""ONNX Runtime inside an artefact: which files, for which Python, and that they are what serves."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pictor_model import workspace
from pictor_model.artefact import spread
from pictor_model.errors import BuildError
from pictor_model.layouts import LAYOUTS
from pictor_model.runtime import runtime_files
from tests.conftest import Release, silent

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_ships_for_the_python_of_the_container(layout: str, releases: dict[str, Release]) -> None:
    number = LAYOUTS[layout].python.replace(".", "")
    [runtime] = (releases[layout].model / LAYOUTS[layout].code / "runtime").iterdir()
    assert runtime.name == f"cp{number}-linux-x86_64"
    package = runtime / "onnxruntime"
    [binary] = (package / "capi").glob("*pybind11*")
    assert binary.name == f"onnxruntime_pybind11_state.cpython-{number}-x86_64-linux-gnu.so"
    # MIT asks that its text goes along, and so do those of what is inside.
    assert (package / "LICENSE").read_text().startswith("MIT License")
    assert (package / "ThirdPartyNotices.txt").stat().st_size > 100_000


def test_ships_nothing_that_sends_anything_home(release: Release) -> None:
    [binary] = release.model.glob("code/runtime/*/onnxruntime/capi/*pybind11*")
    content = binary.read_bytes()
    # What every version from 1.29 has in it: where it reports to, and what turns that off.
    assert b"ORT_DISABLE_TELEMETRY" not in content
    assert b"events.data.microsoft" not in content


def test_serves_with_what_the_artefact_ships(release: Release, tmp_path: Path) -> None:
    spread(runtime_files(HERE, silent), tmp_path)
    code = release.model / "code" / "pictor_serving"
    shutil.copytree(code, tmp_path / code.name)
    program = f"""
import pathlib, sys
from pictor_serving.engines import Network, ready
print(ready(Network.read(pathlib.Path({str(release.model)!r})), 1).name)
print(sys.modules["onnxruntime"].__file__)
"""
    finished = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stderr == ""
    name, file = finished.stdout.splitlines()
    assert name == "ONNX Runtime"
    # Elsewhere that of the environment serves: artefacts are for Linux on x64.
    fits = sysconfig.get_platform() == "linux-x86_64"
    assert Path(file).is_relative_to(tmp_path / "runtime") == fits


def test_downloads_once(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def report(event: str, *_: object, **__: object) -> None:
        steps.append(event)

    runtime_files("3.12", report)
    steps.clear()
    # Whatever would be downloaded now would fail.
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert runtime_files("3.12", report)
    assert steps == []


def test_says_what_to_do_where_it_cannot_be_downloaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = workspace.RUNTIME / "requirements.lock"
    (tmp_path / lock.name).write_text(lock.read_text())
    # Not what the lock names: passed over.
    other = tmp_path / ".wheels" / "onnxruntime-1.28.0-cp312-cp312-manylinux_2_28_x86_64.whl"
    other.parent.mkdir()
    other.write_bytes(b"another")
    monkeypatch.setattr(workspace, "RUNTIME", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(BuildError, match=r"Python 3.12 cannot be downloaded: .*; connect") as error:
        runtime_files("3.12", silent)
    assert str(tmp_path) in str(error.value)
    left = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {tmp_path / lock.name, other}
