"""The network that training begins with."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torch import nn

from pictor_model.checkpoint.checkpoint import read_checkpoint
from pictor_model.errors import BuildError
from pictor_model.report import Report
from pictor_model.train.settings import Settings
from pictor_model.training import new_network

NewNetwork = Callable[[int, int], nn.Module]
"""A network with random weights, of so many classes and a seed; its last layer is `fc`."""


@dataclass(frozen=True)
class Start:
    """A network and where its weights come from."""

    network: nn.Module
    weights_sha256: str | None
    """Of the file in the channel `weights`; None: the weights are random."""


def weights_file(channel: Path | None, training: Path) -> Path | None:
    """The file of the starting weights; None where the job has none.

    Args:
        channel: directory of the channel `weights`; None where the job has none.
        training: directory of the channel `training`, which may hold the file instead, as
            `weights.pth` or with another ending, beside the directories of the classes.

    Raises:
        BuildError: there are several.
    """
    inside = [] if channel is None else [file for file in channel.rglob("*") if _is_shown(file)]
    beside = [file for file in training.glob("weights.*") if _is_shown(file)]
    files = sorted([*inside, *beside])
    if channel is None and not files:
        return None
    if len(files) != 1:
        names = ", ".join(f"'{file}'" for file in files[:5]) or "none"
        raise BuildError(
            f"training begins with the weights of one file, but the job has {len(files)} "
            f"({names}): give the channel 'weights' an S3Uri that names the file, or put one file "
            "'weights.pth' beside the directories of the classes"
        )
    return files[0]


def start(
    weights: Path | None,
    classes: int,
    settings: Settings,
    report: Report,
    new: NewNetwork = new_network,
) -> Start:
    """Creates the network; its last layer has random weights in any case.

    Args:
        weights: file, see `weights_file`; None: all weights are random.
        classes: rows of the last layer.
        settings: seed, layers, and which state dict of which file.
        report: of what was done to the weights.
        new: creates the network.

    Raises:
        BuildError: only the last layer shall learn, and there are no weights for the others; or the
            file is no ResNet50.
    """
    network = new(classes, settings.seed)
    if weights is None:
        _check_unweighted(settings)
        return Start(network, None)
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    expected = settings.weights_sha256 or sha256
    checkpoint, _ = read_checkpoint(weights, expected, settings.weights_key, labels=None)
    for note in checkpoint.notes:
        report("weights", note)
    fresh = network.get_submodule("fc").state_dict(prefix="fc.")
    network.load_state_dict({**checkpoint.state, **fresh})
    return Start(network, sha256)


def _check_unweighted(settings: Settings) -> None:
    if settings.layers == "head":
        raise BuildError(
            "the hyperparameter 'layers' is 'head', which trains the last layer of a trained "
            "network, but the job has no starting weights: add a channel 'weights' with one file, "
            "or a file 'weights.pth' beside the directories of the classes, or set 'layers' to "
            "'all' to train from random weights"
        )
    given = [name for name in ("weights-key", "weights-sha256") if settings.given[name] is not None]
    if given:
        raise BuildError(
            f"the hyperparameter '{given[0]}' is for starting weights, which the job has not: add "
            "a channel 'weights', or leave the hyperparameter out"
        )


def _is_shown(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")
