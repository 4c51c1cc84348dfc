"""Offline inference: a fresh process that runs nothing but an unpacked artefact's own code."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pictor_model.artefact import sha256_of, unpack
from pictor_model.errors import BuildError
from pictor_model.layouts import code_of
from pictor_model.workspace import contract_path
from pictor_serving.contract import Contract


def predict(artefact: Path, images: Sequence[Path], top: int) -> list[dict[str, Any]]:
    """What the artefact answers to each picture.

    Returns:
        A picture each: `{"file", "status", "attributes", "predictions"}`, or with `"code"` and
        `"detail"` in the place of predictions.

    Raises:
        BuildError: a file is missing, or the artefact's code fails.
    """
    if not artefact.exists():
        raise BuildError(f"there is no artefact at '{artefact}'")
    for path in images:
        if not path.is_file():
            raise BuildError(f"there is no file at '{path}'")
    with tempfile.TemporaryDirectory(prefix="pictor-") as directory:
        model = Path(directory)
        unpack(artefact, model)
        code = code_of(model)
        command = [sys.executable, "-m", "pictor_serving", str(model), "--top", str(top)]
        finished = subprocess.run(
            [*command, *(str(image.resolve()) for image in images)],
            cwd=code,
            env={**os.environ, **_environment(artefact), "PYTHONPATH": str(code)},
            capture_output=True,
            text=True,
            check=False,
        )
    if finished.returncode != 0:
        raise BuildError(f"the artefact does not answer: {finished.stderr.strip()[-2000:]}")
    answers = [json.loads(line) for line in finished.stdout.splitlines()]
    return [{**answer, "file": str(image)} for answer, image in zip(answers, images, strict=True)]


def _environment(artefact: Path) -> dict[str, str]:
    return {Contract.read(contract_path()).release_variable: sha256_of(artefact)}
