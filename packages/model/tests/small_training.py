"""Training by the real code with a network of a few thousand weights, in seconds."""

import contextlib
import io
import os
import random
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch._dynamo
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

from pictor_model.train.main import main
from pictor_model.train.start import NewNetwork
from pictor_model.workspace import contract_path

# Above, since every optimizer imports torch._dynamo: here it is done once for all processes.
assert torch._dynamo

SHADES = {"dark": 60, "bright": 180}


class SmallNetwork(nn.Module):
    """A convolution with batch norm, and chance from every generator that there is."""

    def __init__(self, classes: int, before_step: Callable[[int], None]) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, 4, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.fc = nn.Linear(8, classes)
        self._before_step, self._steps = before_step, 0

    def forward(self, pixels: Tensor) -> Tensor:
        x = torch.relu(self.bn1(self.conv1(pixels))).mean((2, 3))
        if self.training:
            self._steps += 1
            self._before_step(self._steps)
            x = torch.dropout(x, 0.2, train=True) * (1 + random.random() / 10)
            x = x * (1 + float(np.random.random()) / 10)
        return self.fc(x)  # type: ignore[no-any-return]


def small(before_step: Callable[[int], None] = lambda _: None) -> NewNetwork:
    """Creates small networks; `before_step` is called with the number of each step of a process."""

    def new(classes: int, seed: int) -> nn.Module:
        for each in (torch.manual_seed, random.seed, np.random.seed):
            each(seed)
        return SmallNetwork(classes, before_step)

    return new


@dataclass(frozen=True)
class Job:
    """What SageMaker puts below /opt/ml, in a directory of a test's own."""

    base: Path

    @property
    def images(self) -> Path:
        return self.base / "input" / "data" / "training"

    @property
    def checkpoints(self) -> Path:
        return self.base / "checkpoints"

    @property
    def model(self) -> Path:
        return self.base / "model"

    @property
    def data(self) -> Path:
        return self.base / "output" / "data"

    @property
    def failure(self) -> Path:
        return self.base / "output" / "failure"

    def weights(self) -> dict[str, Tensor]:
        state: dict[str, Tensor] = torch.load(self.model / "weights.pth", weights_only=True)
        return state

    def run(
        self, *arguments: object, new: NewNetwork | None = None, variables: Mapping[str, str] = {}
    ) -> int:
        """Trains in this process; 16 steps in 4 epochs unless the arguments say otherwise."""
        wanted = {"input": 32, "layers": "all", "epochs": 4, "batch-size": 8, "held-out": 0.2}
        words = [str(each) for each in arguments]
        given = {word.partition("=")[0] for word in words}
        rest = [f"--{name}={value}" for name, value in wanted.items() if f"--{name}" not in given]
        environment = {"SAGEMAKER_BASE_DIR": str(self.base), **variables}
        return main([*words, *rest], environment, contract_path(), new or small())

    def run_apart(self, *arguments: object, new: NewNetwork) -> int:
        """Trains in a process of its own; returns its exit code, or minus the signal's number."""
        child = os.fork()
        if child == 0:
            code = 1
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    code = self.run(*arguments, new=new)
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_at(step: int, number: signal.Signals = signal.SIGKILL) -> NewNetwork:
    """A network whose process really gets a signal in the middle of a step."""

    def send(current: int) -> None:
        if current == step:
            os.kill(os.getpid(), number)

    return small(send)


def write_images(directory: Path, each: int = 20, shades: Mapping[str, int] = SHADES) -> None:
    """Writes images of noise around a shade of grey, a directory for each shade."""
    chance = np.random.RandomState(0)
    for label, shade in shades.items():
        (directory / label).mkdir(parents=True, exist_ok=True)
        for number in range(each):
            noise: NDArray[np.uint8] = chance.randint(-40, 40, (32, 32, 3)).astype(np.int16)
            pixels = (noise + shade).clip(0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(directory / label / f"{number:03}.png")
