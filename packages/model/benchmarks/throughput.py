"""Images a second of formats and settings, all servers up at once and asked in shuffled turns."""

import contextlib
import json
import os
import random
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.load import burst
from benchmarks.models import build_models, instruction_sets, photograph
from pictor_serving.threads import physical_cores
from tests.served import Served
from tests.toolkit import toolkit

CLIENTS = (1, 2, 4, 8)


@dataclass(frozen=True)
class Cell:
    """An artefact and how its server is set."""

    name: str
    model: str
    variables: Mapping[str, str]


def cells() -> list[Cell]:
    """AWS's default first: eager FP32, a worker a processor, a thread a core each."""
    cores = str(physical_cores())
    # The tests' launcher sets both, and PYTHONPATH as @pictor/inference does.
    tuned = {"SAGEMAKER_MODEL_SERVER_WORKERS": cores, "OMP_NUM_THREADS": "1"}
    single = {"SAGEMAKER_MODEL_SERVER_WORKERS": "1", "OMP_NUM_THREADS": cores}
    default = {**dict.fromkeys(tuned, ""), "PYTHONPATH": ""}
    return [
        Cell("eager, default", "eager", default),
        Cell("eager, tuned", "eager", tuned),
        Cell("fp32, default", "fp32", default),
        Cell("fp32, tuned", "fp32", tuned),
        Cell("int8, default", "int8", default),
        Cell("int8, tuned", "int8", tuned),
        Cell("int8, one worker", "int8", single),
    ]


def measure(rounds: int, seconds: float) -> None:
    """Prints JSON lines: the machine, each server's start, and each burst."""
    picture = photograph()
    say(event="machine", sets=instruction_sets(), cores=physical_cores(), picture=len(picture))
    with tempfile.TemporaryDirectory(prefix="pictor-bench-") as place, contextlib.ExitStack() as up:
        models = build_models(Path(place) / "models")
        chosen, servers = cells(), {}
        for number, cell in enumerate(random.sample(chosen, len(chosen))):
            begun = time.perf_counter()
            scratch = Path(place) / str(number)
            served = up.enter_context(toolkit(models[cell.model], scratch, cell.variables))
            served.wait_for_prediction(picture)
            say(event="started", cell=cell.name, seconds=time.perf_counter() - begun)
            servers[cell.name] = served
        for served in servers.values():
            # Every worker has loaded its model and compiled what it compiles.
            burst(served.url, picture, 4, 4)
        turns = [(cell, clients) for cell in chosen for clients in CLIENTS]
        for number in range(rounds):
            for cell, clients in random.sample(turns, len(turns)):
                found = burst(servers[cell.name].url, picture, clients, seconds)
                say(
                    event="burst",
                    cell=cell.name,
                    clients=clients,
                    round=number,
                    seconds=found.seconds,
                    latencies=[round(each, 5) for each in found.latencies],
                    failures=found.failures,
                )
        say(event="load", average=os.getloadavg()[2])
        for name, served in servers.items():
            say(event="memory", cell=name, bytes=tree_bytes(served))


def tree_bytes(served: Served) -> int:
    """Resident memory of a server's processes together; pages that they share count each time."""
    leader = psutil.Process(served.process.pid)
    total = 0
    for process in (leader, *leader.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            total += int(process.memory_info().rss)
    return total


def say(**event: Any) -> None:
    """Writes a line of JSON."""
    print(json.dumps(event), flush=True)
