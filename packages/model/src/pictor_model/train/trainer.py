"""Training, step by step; its state between any two steps can be kept and restored."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from pictor_model.errors import BuildError
from pictor_model.train.augment import augment
from pictor_model.train.pixels import Images
from pictor_model.train.randomness import randomness, restore_randomness
from pictor_model.train.rate import rate_at
from pictor_model.train.settings import Settings

_MEASURED_AT_ONCE = 64


@dataclass(frozen=True)
class Epoch:
    """What one pass over the training images came to."""

    number: int
    """From 1."""
    train_loss: float
    """Mean cross-entropy of the steps."""
    held_out_loss: float
    """Mean cross-entropy of the held-out images."""
    held_out_accuracy: float
    """Share of right answers to the held-out images, 0..1; only reported, it decides nothing."""


@dataclass(frozen=True)
class Answers:
    """The network's answers to the held-out images."""

    best: Tensor
    """Likeliest class of each, shape (N,)."""
    score: Tensor
    """Its softmax probability, shape (N,)."""


@dataclass
class Progress:
    """How far a run is."""

    epoch: int = 0
    """Whole epochs done, measured too."""
    step: int = 0
    """Steps done of the current epoch."""
    order: Tensor | None = None
    """Order of the training images in the current epoch."""
    loss: float = 0.0
    """Sum over the steps of the current epoch."""
    history: list[Epoch] = field(default_factory=list)
    answers: Answers | None = None
    """Of the last whole epoch."""


class Trainer:
    """Trains a network in place with AdamW."""

    def __init__(
        self, network: nn.Module, training: Images, held_out: Images, settings: Settings
    ) -> None:
        """Prepares a run that begins at step 0.

        Args:
            network: its last layer is `fc`.
            training: at least two images.
            held_out: measured after each epoch.
            settings: `layers` decides which parameters learn.
        """
        self._training, self._held_out, self._settings = training, held_out, settings
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network = network.to(self._device)
        if settings.layers == "head":
            network.requires_grad_(False)
            network.get_submodule("fc").requires_grad_(True)
        learning = [each for each in network.parameters() if each.requires_grad]
        self._optimizer = torch.optim.AdamW(
            learning, settings.learning_rate, weight_decay=settings.weight_decay
        )
        self._batch = min(settings.batch_size, len(training))
        # Images that fill no batch wait for the next epoch's order: they upset batch norm.
        self.steps = len(training) // self._batch
        self._random = torch.Generator().manual_seed(settings.seed)
        self.progress = Progress()

    @property
    def steps_done(self) -> int:
        """Steps of all epochs."""
        return self.progress.epoch * self.steps + self.progress.step

    def train(
        self, after_step: Callable[[float], None], after_epoch: Callable[[Epoch], None]
    ) -> None:
        """Trains until all epochs are done, from wherever the run is.

        Args:
            after_step: called with the step's loss when the step is over; may raise, to stop.
            after_epoch: called when an epoch is over and measured.
        """
        while self.progress.epoch < self._settings.epochs:
            self._train_epoch(after_step)
            after_epoch(self._close_epoch())

    def state(self) -> dict[str, Any]:
        """All that the next step depends on, as tensors and plain values."""
        progress = self.progress
        return {
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "order_generator": self._random.get_state(),
            "randomness": randomness(),
            "progress": {
                "epoch": progress.epoch,
                "step": progress.step,
                "order": progress.order,
                "loss": progress.loss,
                "history": [asdict(epoch) for epoch in progress.history],
                "answers": progress.answers and asdict(progress.answers),
            },
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Goes on from what `state` returned in another process."""
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._random.set_state(state["order_generator"])
        restore_randomness(state["randomness"])
        kept = dict(state["progress"])
        history = [Epoch(**epoch) for epoch in kept.pop("history")]
        answers = kept.pop("answers")
        self.progress = Progress(**kept, history=history, answers=answers and Answers(**answers))

    def _train_epoch(self, after_step: Callable[[float], None]) -> None:
        progress, settings = self.progress, self._settings
        if progress.order is None:
            progress.order = torch.randperm(len(self._training), generator=self._random)
        # The frozen layers of `head` keep the statistics of their batch norms, too.
        self.network.train(settings.layers == "all")
        order = progress.order[: self.steps * self._batch].view(self.steps, self._batch)
        for pixels, targets in self._training.batches(list(order[progress.step :])):
            loss = self._step(augment(pixels, settings.augment, self._random), targets)
            progress.step += 1
            progress.loss += loss
            after_step(loss)

    def _step(self, pixels: Tensor, targets: Tensor) -> float:
        settings = self._settings
        rate = rate_at(self.steps_done, settings.epochs * self.steps, settings.learning_rate)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._optimizer.zero_grad()
        logits = self.network(pixels.to(self._device))
        loss = cross_entropy(logits, targets.to(self._device))
        if not math.isfinite(loss.item()):
            raise BuildError(
                f"the loss is {loss.item()} in step {self.progress.step + 1} of epoch "
                f"{self.progress.epoch + 1}, so training has diverged: lower the hyperparameter "
                f"'learning-rate', {settings.learning_rate} now, and use a new "
                "CheckpointConfig.S3Uri"
            )
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        return loss.item()

    def _close_epoch(self) -> Epoch:
        progress = self.progress
        loss, answers = self._measure()
        right = (answers.best == self._held_out.targets).double().mean()
        epoch = Epoch(progress.epoch + 1, progress.loss / self.steps, loss, float(right))
        self.progress = Progress(
            epoch=progress.epoch + 1, history=[*progress.history, epoch], answers=answers
        )
        return epoch

    def _measure(self) -> tuple[float, Answers]:
        """Mean loss and answers on the held-out images, in evaluation mode."""
        self.network.eval()
        indices = torch.split(torch.arange(len(self._held_out)), _MEASURED_AT_ONCE)
        logits = []
        with torch.inference_mode():
            for pixels, _ in self._held_out.batches(list(indices)):
                logits.append(self.network(pixels.to(self._device)).cpu())
        every = torch.cat(logits)
        score, best = every.softmax(1).max(1)
        loss = cross_entropy(every, self._held_out.targets)
        # Tensors of inference mode cannot be kept in a checkpoint that is loaded into training.
        return float(loss), Answers(best.clone(), score.clone())
