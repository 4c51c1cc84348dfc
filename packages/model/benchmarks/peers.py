"""Inferences a second of PyTorch and its peers, each in a process, asked in shuffled turns."""

import contextlib
import json
import os
import random
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.models import instruction_sets
from benchmarks.peer_engines import PEERS
from benchmarks.throughput import say
from pictor_serving.threads import physical_cores
from tests.environments import environment_python

_WRITE = (
    "import sys, pathlib, benchmarks.peer_models as m; m.write_models(pathlib.Path(sys.argv[1]))"
)
_APART = {"fp32": 1e-2, "int8": 0.25}
"""Most that logits may differ from eager's, of the largest: else another thing is measured."""


def measure(rounds: int, seconds: float, threads: int) -> None:
    """Prints JSON lines: the machine, and how many inferences each engine made in each round."""
    say(event="machine", sets=instruction_sets(), cores=physical_cores(), threads=threads)
    python = environment_python("peers")
    with tempfile.TemporaryDirectory(prefix="pictor-bench-") as place, contextlib.ExitStack() as up:
        subprocess.run(
            [python, "-W", "ignore", "-c", _WRITE, place], check=True, stdout=subprocess.DEVNULL
        )
        engines = {
            name: up.enter_context(_engine(python, name, Path(place), threads)) for name in PEERS
        }
        _compare({name: _answer(engine) for name, engine in engines.items()})
        for number in range(rounds):
            for name in random.sample(list(engines), len(engines)):
                found = _ask(engines[name], seconds)
                say(event="inferences", cell=name, round=number, **found)
        say(event="load", average=os.getloadavg()[2])


def _compare(logits: dict[str, Any]) -> None:
    plain = np.array(logits[next(iter(PEERS))])
    for name in PEERS:
        apart = float(np.abs(np.array(logits[name]) - plain).max() / np.abs(plain).max())
        say(event="apart", cell=name, apart=apart)
        assert apart <= _APART[name.partition(" ")[0]], f"{name} is {apart:.2g} from eager"


@contextlib.contextmanager
def _engine(
    python: Path, name: str, models: Path, threads: int
) -> Iterator["subprocess.Popen[str]"]:
    module = [str(python), "-W", "ignore", "-m", "benchmarks.peer_engines"]
    variables = {"OMP_NUM_THREADS": str(threads)}
    with subprocess.Popen(
        [*module, name, str(models), str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _ask(engine: "subprocess.Popen[str]", seconds: float) -> Any:
    assert engine.stdin is not None
    engine.stdin.write(f"{seconds}\n")
    engine.stdin.flush()
    return _answer(engine)


def _answer(engine: "subprocess.Popen[str]") -> Any:
    assert engine.stdout is not None
    line = engine.stdout.readline()
    assert line, f"the engine ended with {engine.wait()}: {engine.args!r}"
    return json.loads(line)
