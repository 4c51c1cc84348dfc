"""A whole run: read and check, train from where the last checkpoint is, write what comes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from pictor_model.report import Report
from pictor_model.train.checkpoints import Checkpoints
from pictor_model.train.folder import read_folder
from pictor_model.train.keeper import Keeper, identity_of
from pictor_model.train.outputs import Finished, build_line, write_outputs
from pictor_model.train.pixels import images
from pictor_model.train.places import Places, check_one_instance
from pictor_model.train.progress import ProgressLines, report_folder
from pictor_model.train.settings import read_settings
from pictor_model.train.split import split
from pictor_model.train.start import NewNetwork, start, weights_file
from pictor_model.train.stopping import StopRequest
from pictor_model.train.trainer import Epoch, Trainer
from pictor_model.training import new_network
from pictor_serving.contract import Contract


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    contract: Contract,
    report: Report,
    stop: StopRequest,
    new: NewNetwork = new_network,
) -> dict[str, Any]:
    """Trains as the arguments and SageMaker's variables say; returns the metrics.

    Args:
        arguments: hyperparameters, `--name value`.
        environment: the toolkit's variables, see `Places`.
        contract: the server's limits on images.
        report: of progress; lines of it hold the metrics that `contract.json` defines.
        stop: asked between steps.
        new: creates the network.

    Raises:
        BuildError: wrong input.
        StoppedError: SIGTERM has come, and a checkpoint is written.
    """
    settings, places = read_settings(arguments), Places.of(environment)
    check_one_instance(environment)
    # Not use_deterministic_algorithms, which imports PyTorch's compiler: four seconds.
    torch.set_deterministic_debug_mode("warn")
    folder = read_folder(places.training, settings.input, contract, settings.skip_share, stop.check)
    parts = split(folder.examples, settings.held_out)
    report_folder(folder, parts, report)
    weights = weights_file(places.weights, places.training)
    began = start(weights, len(folder.labels), settings, report, new)
    training, held_out = (
        images(part, settings.input, contract) for part in (parts.training, parts.held_out)
    )
    if not places.checkpoints.is_dir():
        report(
            "checkpoint",
            f"there is no '{places.checkpoints}': a job without CheckpointConfig begins anew when "
            "it is interrupted",
        )
    try:
        trainer = Trainer(began.network, training, held_out, settings)
        identity = identity_of(settings, folder, began.weights_sha256)
        keeper = Keeper(trainer, Checkpoints(places.checkpoints, report), identity, settings, stop)
        keeper.resume(report)
        progress = ProgressLines(trainer, settings, report)

        def after_step(loss: float) -> None:
            # First: nothing that a line of progress may meet costs a checkpoint.
            keeper.between_steps()
            progress.step(loss)

        def after_epoch(epoch: Epoch) -> None:
            keeper.between_steps()
            progress.epoch(epoch)

        trainer.train(after_step, after_epoch)
        keeper.write()
    finally:
        training.close()
        held_out.close()
    finished = Finished(
        settings, folder, parts.held_out, len(parts.training), began.weights_sha256, trainer
    )
    metrics = write_outputs(finished, places)
    report(
        "done",
        f"{metrics['accuracy']:.1%} of {metrics['heldOut']} held-out images right; a release of "
        f"the files in {places.model}: {build_line(metrics)}",
        **metrics,
    )
    return metrics
