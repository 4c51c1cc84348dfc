"""Keeps a run's checkpoints, and refuses those of another run."""

import time
from typing import Any

from pictor_model.errors import BuildError
from pictor_model.report import Report
from pictor_model.train.checkpoints import Checkpoints, Found
from pictor_model.train.folder import Folder
from pictor_model.train.settings import WITHOUT_EFFECT, Settings
from pictor_model.train.stopping import StopRequest
from pictor_model.train.trainer import Trainer


class Keeper:
    """Writes checkpoints when they are due, and restores the newest one."""

    def __init__(
        self,
        trainer: Trainer,
        checkpoints: Checkpoints,
        identity: dict[str, Any],
        settings: Settings,
        stop: StopRequest,
    ) -> None:
        self._trainer, self._checkpoints = trainer, checkpoints
        self._identity, self._stop = identity, stop
        self._seconds = settings.checkpoint_seconds
        self._written = time.monotonic()

    def resume(self, report: Report) -> None:
        """Restores the newest checkpoint, if there is one.

        Raises:
            BuildError: it is of a run with other classes, images or hyperparameters.
        """
        found = self._checkpoints.read()
        if found is None:
            return
        _check_identity(found, self._identity)
        self._trainer.restore(found.state)
        progress = self._trainer.progress
        report(
            "resumed",
            f"resumed from {found.file.name}: {progress.epoch} epochs and {progress.step} of "
            f"{self._trainer.steps} steps are done",
            epoch=progress.epoch,
            step=progress.step,
        )

    def between_steps(self) -> None:
        """Writes a checkpoint if one is due or SIGTERM has come; then the latter stops the run."""
        if self._stop.came or time.monotonic() - self._written >= self._seconds:
            self.write()
        self._stop.check()

    def write(self) -> None:
        """Writes a checkpoint now."""
        state = {**self._trainer.state(), "identity": self._identity}
        self._checkpoints.write(self._trainer.steps_done, state)
        self._written = time.monotonic()


def identity_of(settings: Settings, folder: Folder, start_sha256: str | None) -> dict[str, Any]:
    """All that decides the weights; a checkpoint of another identity cannot be gone on from."""
    given = {name: each for name, each in settings.given.items() if name not in WITHOUT_EFFECT}
    return {
        "classes": list(folder.labels),
        "images": folder.sha256,
        "starting weights": start_sha256,
        **{f"hyperparameter '{name}'": value for name, value in given.items()},
    }


def _check_identity(found: Found, identity: dict[str, Any]) -> None:
    kept: dict[str, Any] = found.state["identity"]
    names = [*identity, *(name for name in kept if name not in identity)]
    changed = [
        f"{name}: {_short(kept.get(name))} in the checkpoint, {_short(identity.get(name))} now"
        for name in names
        if kept.get(name) != identity.get(name)
    ]
    if changed:
        raise BuildError(
            f"the checkpoint '{found.file}' is of another run: {'; '.join(changed)}. Give this run "
            "a CheckpointConfig.S3Uri of its own, or start it as the other was"
        )


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
