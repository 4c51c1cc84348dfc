"""The demonstration built and loaded by the container's Python and torch and by ours, crosswise."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy import held_out, trained
from benchmarks.models import instruction_sets
from benchmarks.throughput import say
from pictor_model.artefact import file_sha256, unpack
from pictor_model.evaluation import agreement
from pictor_model.workspace import SERVING
from pictor_serving.onnx_runtime import SHIPPED
from pictor_serving.threads import physical_cores
from tests.environments import environment_python, install

_ENVIRONMENT = "torch-2.6"


def measure(epochs: int, demo: Path | None) -> None:
    """Prints JSON lines: the machine, both torches, and what each pair makes of held-out digits."""
    say(event="machine", sets=instruction_sets(), cores=physical_cores())
    pythons = {"ours": Path(sys.executable), "container": _container_python()}
    for name, python in pythons.items():
        versions = "import sys, torch; print(torch.__version__, sys.version.split()[0])"
        torch, version = _run(python, "-c", versions).stdout.split()
        say(event="torch", name=name, torch=torch, python=version)
    with tempfile.TemporaryDirectory(prefix="pictor-bench-") as place:
        model = trained(Path(place) / "demo", epochs, demo)
        pictures, targets = held_out(model)
        plain = None
        for form in ("fp32", "int8"):
            for builder, builds in pythons.items():
                out = Path(place) / f"{form}-{builder}"
                _build(builds, model, form, out)
                unpack(out / "model.tar.gz", out / "shipped")
                # As in a container whose Python is another: the torch that is there answers.
                shutil.copytree(out / "shipped", out / "bare")
                shutil.rmtree(out / "bare" / "code" / SHIPPED)
                for loader, which in (
                    ("ours", "shipped"),
                    ("container", "shipped"),
                    ("container", "bare"),
                ):
                    found, engine = _predict(pythons[loader], out / which, pictures)
                    # The first is FP32 by our own: what all others are held against.
                    plain = found if plain is None else plain
                    say(
                        event="pair",
                        format=form,
                        built=builder,
                        loaded=loader,
                        engine=engine,
                        pictures=len(pictures),
                        accuracy=float(np.mean(found == targets)),
                        agreement=agreement(found, plain),
                    )


def _container_python() -> Path:
    """Python with the container's torch; its 3.12 where this machine has one."""
    named = shutil.which("python3.12")
    # A version manager's stand-in is there even where the version is not.
    works = named and subprocess.run([named, "--version"], capture_output=True).returncode == 0
    python = environment_python(_ENVIRONMENT, alone=named if works else sys.executable)
    if subprocess.run([python, "-c", "import torch"], capture_output=True).returncode != 0:
        install(_ENVIRONMENT, "requirements.cuda.lock")
    return python


def _build(python: Path, model: Path, form: str, out: Path) -> None:
    weights = model / "weights.pth"
    calibration = ["--calibration", str(model / "calibration")] if form == "int8" else []
    _run(
        python,
        *("-m", "pictor_model", "build", "--input", "32", "--format", form, "--out", out),
        *("--weights", weights, "--sha256", file_sha256(weights), *calibration),
        *("--labels", model / "labels.txt", "--smoke", model / "samples" / "0-1.png"),
    )


def _predict(python: Path, model: Path, pictures: list[Path]) -> tuple[NDArray[np.int64], str]:
    """Class of each picture, and by which engine."""
    options = ["-m", "pictor_serving", model, "--top", "1"]
    finished = _run(python, *options, *pictures, path=model / "code")
    answers: list[dict[str, Any]] = [json.loads(line) for line in finished.stdout.splitlines()]
    classes = np.array([answer["predictions"][0]["index"] for answer in answers], np.int64)
    engine = re.search(r"^\w+ by ([\w ]+),", finished.stderr, re.MULTILINE)
    return classes, engine[1] if engine else "an engine that is not named"


def _run(
    python: Path, *arguments: object, path: Path = SERVING.parent
) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(path), "PYTHONWARNINGS": "ignore"}
    finished = subprocess.run(
        [python, *(str(each) for each in arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        raise RuntimeError(f"{python} ended with {finished.returncode}: {finished.stderr[-2000:]}")
    return finished
