"""Weights files as PyTorch reads them, and PyTorch as it is imported late."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from pictor_model.weights import State
from pictor_model.workspace import ADAPTERS
from pictor_serving.errors import ModelError
from pictor_serving.pytorch import load_network, read_state
from tests.conftest import Release


def python(code: str, *path: Path, version: str = sys.executable) -> str:
    """What a fresh Python prints whose PYTHONPATH is this."""
    environment = {"PYTHONPATH": ":".join(map(str, path)), "OMP_NUM_THREADS": "1"}
    finished = subprocess.run(
        [version, "-W", "ignore", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


@pytest.mark.parametrize("data", [b"", b"no weights", b"PK\x03\x04 cut short"])
def test_refuses_what_are_no_weights(data: bytes) -> None:
    with pytest.raises(ModelError, match="no table of tensors"):
        read_state(data)


def test_runs_no_code_that_weights_bring_along(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "sprung",)  # type: ignore[return-value]

    buffer = io.BytesIO()
    torch.save({"conv1.weight": Trap()}, buffer)
    with pytest.raises(ModelError, match="no table of tensors"):
        read_state(buffer.getvalue())
    assert not (tmp_path / "sprung").exists()


def test_refuses_what_is_no_table() -> None:
    buffer = io.BytesIO()
    torch.save([torch.zeros(1)], buffer)
    with pytest.raises(ModelError, match="no state dict"):
        read_state(buffer.getvalue())


def test_refuses_a_table_of_another_shape(state: State) -> None:
    with pytest.raises(ModelError, match="size mismatch"):
        load_network(state, classes=3)


LATE = ADAPTERS / "torchserve"
LOADED = "import sys; loaded = lambda: 'torch._C' in sys.modules\n"


def test_imports_pytorch_when_it_is_used_and_no_sooner() -> None:
    code = f"""{LOADED}
import torch
import torch
held = torch
print(loaded(), held.__name__, held.ones(2).sum().item(), loaded())
import torch
print(held is torch, held.Tensor is torch.Tensor, isinstance(held.ones(1), torch.Tensor))
"""
    assert python(code, LATE).splitlines() == ["False torch 2.0 True", "False True True"]


@pytest.mark.parametrize(
    "code",
    [
        "import torch.nn.functional",
        "from torch import Tensor",
        "from torch.nn import Module",
        "import torch; torch.__version__",
        "import torch; torch.__path__",
        "import torch; dir(torch.ops)",
    ],
)
def test_imports_pytorch_late_whichever_way_it_is_used(code: str) -> None:
    assert python(f"{LOADED}{code}; print(loaded())", LATE) == "True"


def test_imports_pytorch_late_in_several_threads_at_once() -> None:
    code = """
import threading, torch
found = []
threads = [threading.Thread(target=lambda: found.append(torch.ones(1).item())) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
print(found)
"""
    assert python(code, LATE) == str([1.0] * 8)


def test_says_what_pytorch_does_not_have() -> None:
    code = "import torch; print(hasattr(torch, 'nothing'), loaded())"
    assert python(f"{LOADED}{code}", LATE) == "False True"


def test_answers_without_pytorch(release: Release) -> None:
    code = f"""
import os, pathlib, sys
from pictor_serving.service import Service
service = Service.load(pathlib.Path({str(release.model)!r}), os.environ, threads=1)
picture = pathlib.Path({str(release.smoke)!r}).read_bytes()
print(service.answer(picture, "image/png", None).status, "torch" in sys.modules)
"""
    assert python(code, release.model / "code") == "200 False"
