"""Digits trained by the real toolkit from a directory of images, and training really killed."""

import json
import os
import random
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.throughput import say
from pictor_model.build import build
from pictor_model.digits import read_digits
from pictor_model.inputs import DIGITS
from pictor_model.offline import predict
from pictor_model.order import Order
from pictor_model.train.folder import read_folder
from pictor_model.train.split import split
from pictor_model.workspace import contract_path
from pictor_serving.contract import Contract
from pictor_serving.threads import physical_cores
from tests.conftest import silent
from tests.small_training import Job
from tests.training_toolkit import log_of, run, started, write_job

_SEEDS = range(5)
_HELD_OUT = 0.25
_FULL = {"layers": "all", "input": 32, "batch-size": 64, "learning-rate": 0.002}
_STEPS = 14
_SHORT = {"layers": "all", "input": 32, "batch-size": 16, "epochs": 2, "checkpoint-seconds": 0.5}


def measure(epochs: int) -> None:
    """Prints JSON lines: the digits' accuracy, and how far a killed run's weights are off."""
    os.environ["OMP_NUM_THREADS"] = str(physical_cores())
    with tempfile.TemporaryDirectory(prefix="pictor-training-") as place:
        _digits(Job(Path(place) / "digits"), epochs)
        for seed in _SEEDS:
            _kill(Path(place) / str(seed), seed)


def _digits(job: Job, epochs: int) -> None:
    _write_digits(job, each=None)
    write_job(job, {**_FULL, "epochs": epochs, "held-out": _HELD_OUT})
    began = time.perf_counter()
    _finish(job)
    seconds = time.perf_counter() - began
    metrics: dict[str, Any] = json.loads((job.data / "metrics.json").read_text())
    say(
        event="digits",
        accuracy=metrics["accuracy"],
        held_out=metrics["heldOut"],
        training=metrics["training"],
        epochs=epochs,
        seconds=round(seconds, 1),
        served=_served(job, metrics),
    )


def _served(job: Job, metrics: dict[str, Any]) -> float:
    """Accuracy on the same held-out images of an artefact that is built of the job's output."""
    order = Order(
        weights=str(job.model / "weights.pth"),
        sha256=metrics["weightsSha256"],
        labels=job.model / "labels.txt",
        input=DIGITS,
        smoke=job.model / "smoke.png",
        smoke_index=None,
        name="digits",
        measured=job.model / "measured.json",
    )
    artefact, _ = build(order, job.base / "release", silent)
    folder = read_folder(job.images, DIGITS, Contract.read(contract_path()), 0)
    images = split(folder.examples, _HELD_OUT).held_out
    answers = predict(artefact.path, [image.path for image in images], top=1)
    right = [
        answer["predictions"][0]["index"] == image.target
        for answer, image in zip(answers, images, strict=True)
    ]
    return round(float(np.mean(right)), 4)


def _kill(place: Path, seed: int) -> None:
    """Kills every process of a job at a random step; starts it again; compares the weights."""
    whole, killed = Job(place / "whole"), Job(place / "killed")
    for job in (whole, killed):
        _write_digits(job, each=15)
        write_job(job, {**_SHORT, "seed": seed})
    _finish(whole)
    # Two epochs of seven steps: the last kill still leaves some to be done.
    wanted = random.Random(seed).randint(1, 11)
    with started(killed, ["train"]) as process:
        while _steps(killed) < wanted:
            assert process.poll() is None, log_of(killed)[-3000:]
            time.sleep(0.01)
        for each in (process, *process.children(recursive=True)):
            each.send_signal(signal.SIGKILL)
    at = _steps(killed)
    _finish(killed)
    assert "resumed from" in log_of(killed)
    ours, theirs = killed.weights(), whole.weights()
    apart = max(float((ours[name] - theirs[name]).double().abs().max()) for name in ours)
    say(
        event="killed",
        seed=seed,
        checkpoint=at,
        steps=_STEPS,
        apart=apart,
        equal=_equal(ours, theirs),
    )


def _equal(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


def _steps(job: Job) -> int:
    """Steps before the newest checkpoint; 0 where there is none."""
    headers = [json.loads(_first_line(file)) for file in job.checkpoints.glob("checkpoint-*.pt")]
    return max((int(header["steps"]) for header in headers), default=0)


def _first_line(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.readline()


def _finish(job: Job) -> None:
    code = run(job, ["train"])
    assert code == 0, log_of(job)[-3000:]


def _write_digits(job: Job, each: int | None) -> None:
    """Writes a directory of PNGs for each digit; `each`: how many of them, None: all 1,797."""
    digits = read_digits()
    for digit in range(10):
        directory = job.images / str(digit)
        directory.mkdir(parents=True)
        for index in np.flatnonzero(digits.targets == digit)[:each].tolist():
            (directory / f"{index}.png").write_bytes(digits.pictures[index])
