"""Trains the demonstration; compares what its artefacts answer offline and in the toolkit."""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.models import instruction_sets
from benchmarks.throughput import say
from pictor_model.artefact import file_sha256, unpack
from pictor_model.build import build
from pictor_model.demo import demonstrate
from pictor_model.evaluation import agreement
from pictor_model.inputs import DIGITS
from pictor_model.offline import predict
from pictor_model.order import Order
from pictor_serving.threads import physical_cores
from tests.served import Served
from tests.toolkit import toolkit


def measure(epochs: int, trained_before: Path | None) -> None:
    """Prints JSON lines: the machine, and for both formats accuracy and agreement, served too."""
    say(event="machine", sets=instruction_sets(), cores=physical_cores())
    with tempfile.TemporaryDirectory(prefix="pictor-bench-") as place:
        demo = trained(Path(place) / "demo", epochs, trained_before)
        pictures, targets = held_out(demo)
        plain = None
        for form in ("fp32", "int8"):
            out = Path(place) / form
            artefact, record = build(_order(demo, form), out, _report)
            offline = np.array([_best(answer) for answer in predict(artefact.path, pictures, 1)])
            unpack(artefact.path, out / "model")
            with toolkit(out / "model", out / "server", {"OMP_NUM_THREADS": "1"}) as server:
                server.wait_for_prediction(pictures[0].read_bytes())
                served = np.array([_ask(server, picture) for picture in pictures])
            plain = offline if plain is None else plain
            say(
                event="accuracy",
                format=form,
                pictures=len(pictures),
                offline=float(np.mean(offline == targets)),
                served=float(np.mean(served == targets)),
                served_as_offline=agreement(served, offline),
                agreement=agreement(served, plain),
                bytes=artefact.size,
                measured=record["measured"],
            )


def held_out(demo: Path) -> tuple[list[Path], NDArray[np.int_]]:
    """Returns the pictures that the demonstration was not trained with, and the digit of each."""
    pictures = sorted((demo / "held-out").glob("*/*.png"))
    return pictures, np.array([int(picture.parent.name) for picture in pictures])


def trained(directory: Path, epochs: int, before: Path | None) -> Path:
    """Directory of a demonstration model: one trained before, or one trained now."""
    if before is not None:
        return before
    demonstrate(directory, epochs, _report)
    return directory


def _order(demo: Path, form: str) -> Order:
    return Order(
        weights=str(demo / "weights.pth"),
        sha256=file_sha256(demo / "weights.pth"),
        labels=demo / "labels.txt",
        input=DIGITS,
        smoke=demo / "samples" / "0-1.png",
        smoke_index=None,
        name="digits",
        held_out=demo / "held-out",
        format=form,
        calibration=demo / "calibration" if form == "int8" else None,
    )


def _ask(server: Served, picture: Path) -> int:
    answer = server.invoke(picture.read_bytes(), {"Content-Type": "image/png"})
    return _best({"status": answer.status, **json.loads(answer.body)})


def _best(answer: dict[str, Any]) -> int:
    assert answer["status"] == 200, answer
    return int(answer["predictions"][0]["index"])


def _report(event: str, text: str, **_: object) -> None:
    say(event="progress", of=event, text=text)
