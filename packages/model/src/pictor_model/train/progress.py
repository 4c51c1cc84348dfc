"""What a run says while it works; the words with `=` are what `contract.json` finds metrics by."""

import time
from collections.abc import Sequence

from pictor_model.report import Report
from pictor_model.train.folder import Example, Folder
from pictor_model.train.settings import Settings
from pictor_model.train.split import Split
from pictor_model.train.trainer import Epoch, Trainer

_SHOWN = 10
_PROGRESS_SECONDS = 10


class ProgressLines:
    """Lines of progress, at most one each ten seconds, and one each epoch."""

    def __init__(self, trainer: Trainer, settings: Settings, report: Report) -> None:
        self._trainer, self._settings, self._report = trainer, settings, report
        self._shown = self._began = time.monotonic()

    def step(self, loss: float) -> None:
        """Reports a step, unless something was reported a moment ago."""
        if time.monotonic() - self._shown < _PROGRESS_SECONDS:
            return
        self._shown = time.monotonic()
        progress, steps = self._trainer.progress, self._trainer.steps
        self._report(
            "step",
            f"epoch {progress.epoch + 1} of {self._settings.epochs}, step {progress.step} of "
            f"{steps}: train_loss={loss:.4f}",
            epoch=progress.epoch + 1,
            step=progress.step,
            loss=loss,
        )

    def epoch(self, epoch: Epoch) -> None:
        """Reports a measured epoch."""
        seconds = time.monotonic() - self._began
        self._began = self._shown = time.monotonic()
        self._report(
            "epoch",
            f"epoch {epoch.number} of {self._settings.epochs}: train_loss={epoch.train_loss:.4f} "
            f"held_out_loss={epoch.held_out_loss:.4f} "
            f"held_out_accuracy={epoch.held_out_accuracy:.4f} seconds={seconds:.1f}",
            epoch=epoch.number,
            loss=epoch.train_loss,
            accuracy=epoch.held_out_accuracy,
            seconds=round(seconds, 1),
        )


def report_folder(folder: Folder, parts: Split, report: Report) -> None:
    """Reports what is trained on, what is skipped, and what contradicts itself."""
    report(
        "images",
        f"{len(folder.labels)} classes: {len(parts.training)} images to train on, "
        f"{len(parts.held_out)} held out, {len(folder.skipped)} files skipped",
        classes=len(folder.labels),
        training=len(parts.training),
        held_out=len(parts.held_out),
        skipped=len(folder.skipped),
    )
    for each in folder.skipped[:_SHOWN]:
        report("skipped", f"skipped {each.name}: {each.reason}", file=each.name)
    if len(folder.skipped) > _SHOWN:
        report("skipped", f"… and {len(folder.skipped) - _SHOWN} more, see skipped.txt")
    twice = _in_two_classes(folder.examples)
    if twice:
        report(
            "warning",
            f"{len(twice)} images are in two classes with the same bytes, such as "
            f"{' and '.join(twice[0])}: no network can tell them apart",
        )


def _in_two_classes(examples: Sequence[Example]) -> list[tuple[str, str]]:
    first: dict[str, Example] = {}
    twice = []
    for example in examples:
        known = first.setdefault(example.sha256, example)
        if known.target != example.target:
            twice.append((known.name, example.name))
    return twice
