"""Start to first prediction of our artefacts and of a conventional one, in shuffled turns."""

import contextlib
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.models import build_models, instruction_sets, photograph
from benchmarks.throughput import say
from pictor_serving.threads import physical_cores
from tests.ray_server import ray_serve
from tests.served import Served
from tests.toolkit import toolkit

Start = Callable[[Path], contextlib.AbstractContextManager[Served]]


def measure(rounds: int) -> None:
    """Prints JSON lines: the machine, and each start's seconds to the first and second answer."""
    picture, cores = photograph(), str(physical_cores())
    say(event="machine", sets=instruction_sets(), cores=physical_cores(), picture=len(picture))
    ours = {"SAGEMAKER_MODEL_SERVER_WORKERS": cores, "OMP_NUM_THREADS": "1"}
    unset = {**ours, "PYTHONPATH": ""}
    default = dict.fromkeys(unset, "")
    with tempfile.TemporaryDirectory(prefix="pictor-bench-") as place:
        models = build_models(Path(place) / "models")
        installs = Path(place) / "models" / "eager-installs"
        shutil.copytree(models["eager"], installs)
        # It is there already: what is measured is pip's look at it, the least that it can cost.
        (installs / "code" / "requirements.txt").write_text("pillow\n")
        at_once = Path(place) / "models" / "int8-at-once"
        shutil.copytree(models["int8"], at_once)
        (at_once / "code" / "sitecustomize.py").unlink()
        starts: dict[str, Start] = {
            "eager": lambda scratch: toolkit(models["eager"], scratch, default),
            "eager, requirements.txt": lambda scratch: toolkit(installs, scratch, default),
            "fp32": lambda scratch: toolkit(models["fp32"], scratch, ours),
            "int8": lambda scratch: toolkit(models["int8"], scratch, ours),
            # The toolkit gives its workers the path by itself: its launcher alone imports at once.
            "int8, no PYTHONPATH": lambda scratch: toolkit(models["int8"], scratch, unset),
            "int8, PyTorch at once": lambda scratch: toolkit(at_once, scratch, ours),
            "eager, Ray Serve": lambda _: ray_serve(models["eager-ray"], {}),
            "fp32, Ray Serve": lambda _: ray_serve(models["fp32-ray"], {}),
            "int8, Ray Serve": lambda _: ray_serve(models["int8-ray"], {}),
        }
        for number in range(rounds):
            for turn, name in enumerate(random.sample(list(starts), len(starts))):
                begun = time.perf_counter()
                with starts[name](Path(place) / f"{number}-{turn}") as served:
                    served.wait_for_prediction(picture)
                    first = time.perf_counter()
                    served.invoke(picture, {"Content-Type": "image/jpeg"})
                    second = time.perf_counter() - first
                say(event="start", cell=name, seconds=first - begun, second=second)
        say(event="load", average=os.getloadavg()[2])
