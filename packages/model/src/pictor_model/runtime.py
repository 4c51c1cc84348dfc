"""ONNX Runtime as an artefact ships it: what inference needs of its wheel, for one Python."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from pictor_model import workspace
from pictor_model.artefact import file_sha256
from pictor_model.errors import BuildError
from pictor_model.report import Report
from pictor_serving.onnx_runtime import SHIPPED, tag

_LOCK = "requirements.lock"
_PLATFORM = "linux-x86_64"
"""AWS's containers'."""
_WHEELS = ("manylinux_2_27_x86_64", "manylinux_2_28_x86_64")
"""Which of its wheels they take: all are Ubuntu 22.04 or later."""
_NEEDED = (
    *("__init__.py", "LICENSE", "ThirdPartyNotices.txt"),
    *("capi/__init__.py", "capi/_ld_preload.py", "capi/_pybind_state.py"),
    *("capi/build_and_package_info.py", "capi/onnxruntime_validation.py"),
    *("capi/onnxruntime_inference_collection.py", "capi/onnxruntime_pybind11_state."),
    # Of 15 kB: it warns of its absence at each start.
    "capi/libonnxruntime_providers_shared.so",
)
"""Beginnings of names; the wheel has converters and a library for C programs besides."""


def runtime_files(python: str, report: Report) -> dict[str, bytes]:
    """Files of ONNX Runtime, by path beside `pictor_serving`.

    Args:
        python: version of the Python that will import it, for example `3.12`.
        report: of progress; the first call for a version downloads 20 MB.

    Raises:
        BuildError: it cannot be downloaded, or is not what the lock names.
    """
    directory = f"{SHIPPED}/{tag(python, _PLATFORM)}"
    with zipfile.ZipFile(_wheel(python, report)) as wheel:
        return {
            f"{directory}/{name}": wheel.read(name)
            for name in wheel.namelist()
            if name.removeprefix("onnxruntime/").startswith(_NEEDED)
        }


def _wheel(python: str, report: Report) -> Path:
    abi = f"cp{python.replace('.', '')}"
    directory, lock = workspace.RUNTIME / ".wheels", (workspace.RUNTIME / _LOCK).read_text()
    wheels = directory.glob(f"*-{abi}-{abi}-*.whl")
    found = [wheel for wheel in wheels if file_sha256(wheel) in lock]
    if not found:
        report("fetching", f"fetching ONNX Runtime for Python {python}")
        directory.mkdir(exist_ok=True)
        # Whole or not there: another build may look at the same time.
        with tempfile.TemporaryDirectory(dir=directory) as draft:
            _download(python, abi, Path(draft))
            [wheel] = Path(draft).glob("*.whl")
            found = [wheel.replace(directory / wheel.name)]
    return found[0]


def _download(python: str, abi: str, directory: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    which = ["--only-binary=:all:", "--implementation=cp", f"--abi={abi}"]
    platforms = [f"--platform={platform}" for platform in _WHEELS]
    lock = ["--no-deps", "--require-hashes", "-r", str(workspace.RUNTIME / _LOCK)]
    finished = subprocess.run(
        [*pip, *which, *platforms, f"--python-version={python}", *lock, "-d", str(directory)],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        reason = finished.stderr.strip().rpartition("\n")[2]
        raise BuildError(
            f"ONNX Runtime for Python {python} cannot be downloaded: {reason}; "
            f"connect to PyPI, or put the wheel that {_LOCK} names into '{directory.parent}'"
        )
