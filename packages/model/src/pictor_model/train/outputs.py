"""What a finished run leaves: what `pictor_model build` takes, and reports for people."""

import hashlib
import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from pictor_model.labels import format_labels
from pictor_model.measure import today
from pictor_model.train.confusion import confusion, confusion_csv, confusion_markdown
from pictor_model.train.curve import learning_curve
from pictor_model.train.folder import Example, Folder
from pictor_model.train.places import Places
from pictor_model.train.settings import Settings
from pictor_model.train.trainer import Answers, Trainer
from pictor_model.weights import serialise


@dataclass(frozen=True)
class Finished:
    """A run whose epochs are done."""

    settings: Settings
    folder: Folder
    held_out: tuple[Example, ...]
    training_images: int
    start_sha256: str | None
    """Of the weights that it began with; None: random ones."""
    trainer: Trainer


def write_outputs(run: Finished, places: Places) -> dict[str, Any]:
    """Writes the model's files and the reports; returns the metrics.

    The weights are those of the last epoch: choosing an epoch by the held-out images would make
    their accuracy look better than it is.
    """
    labels, answers = run.folder.labels, run.trainer.progress.answers
    assert answers is not None
    targets = torch.tensor([example.target for example in run.held_out])
    rows = confusion(targets, answers.best, len(labels))
    weights = serialise(
        {name: each.cpu() for name, each in run.trainer.network.state_dict().items()}
    )
    smoke = _surest(run.held_out, answers)
    metrics = _metrics(run, weights, rows)
    model, data = places.model, places.data
    for directory in (model, data):
        directory.mkdir(parents=True, exist_ok=True)
    smoke_file = f"smoke{smoke.path.suffix.lower()}"
    (model / smoke_file).write_bytes(smoke.path.read_bytes())
    (model / "labels.txt").write_text(format_labels(labels), encoding="utf-8")
    _write_json(model / "measured.json", _measured(metrics))
    (model / "weights.pth").write_bytes(weights)
    build = _build_arguments(run, metrics, smoke_file, smoke.target)
    metrics = {**metrics, "build": build}
    _write_json(data / "metrics.json", metrics)
    history = run.trainer.progress.history
    (data / "learning-curve.svg").write_text(learning_curve(history), encoding="utf-8")
    (data / "confusion.csv").write_text(confusion_csv(labels, rows), encoding="utf-8")
    (data / "confusion.md").write_text(confusion_markdown(labels, rows), encoding="utf-8")
    skipped = "".join(f"{each.name}\t{each.reason}\n" for each in run.folder.skipped)
    (data / "skipped.txt").write_text(skipped, encoding="utf-8")
    return metrics


def build_line(metrics: dict[str, Any]) -> str:
    """The command that makes a release of the model's files, to be run beside them."""
    return shlex.join(["pictor", "model", "build", *metrics["build"], "--out", "release"])


def _metrics(run: Finished, weights: bytes, rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    history = run.trainer.progress.history
    counts = [sum(row) for row in rows]
    return {
        "accuracy": round(history[-1].held_out_accuracy, 4),
        "heldOut": len(run.held_out),
        "training": run.training_images,
        "skipped": len(run.folder.skipped),
        "classes": [
            {"label": label, "heldOut": count, "right": row[at]}
            for at, (label, row, count) in enumerate(
                zip(run.folder.labels, rows, counts, strict=True)
            )
        ],
        "epochs": [asdict(epoch) for epoch in history],
        "hyperparameters": dict(run.settings.given),
        "imagesSha256": run.folder.sha256,
        "startSha256": run.start_sha256,
        "weightsSha256": hashlib.sha256(weights).hexdigest(),
        "torch": torch.__version__,
    }


def _measured(metrics: dict[str, Any]) -> dict[str, Any]:
    """What `build --measured` takes."""
    return {
        "accuracy": metrics["accuracy"],
        "n": metrics["heldOut"],
        "weightsSha256": metrics["weightsSha256"],
        "on": f"{metrics['heldOut']} held-out images, {today()}",
    }


def _build_arguments(
    run: Finished, metrics: dict[str, Any], smoke: str, smoke_index: int
) -> list[str]:
    target = run.settings.input
    options = {
        "weights": "weights.pth",
        "sha256": metrics["weightsSha256"],
        "labels": "labels.txt",
        "input": str(target.width),
        "resize": str(target.resize),
        "smoke": smoke,
        "smoke-index": str(smoke_index),
        "measured": "measured.json",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def _surest(held_out: Sequence[Example], answers: Answers) -> Example:
    """The held-out image that is told right most surely; if none is right, the surest."""
    best, score = answers.best.tolist(), answers.score.tolist()

    def worth(at: int) -> tuple[bool, float]:
        return best[at] == held_out[at].target, score[at]

    return held_out[max(range(len(held_out)), key=worth)]


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
