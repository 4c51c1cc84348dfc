"""The command: exit code, SIGTERM, and the file with the reason of a failure."""

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from pictor_model.errors import BuildError
from pictor_model.report import complain, reporter
from pictor_model.train.places import Places
from pictor_model.train.run import run
from pictor_model.train.start import NewNetwork
from pictor_model.train.stopping import EXIT_CODE, StoppedError, StopRequest
from pictor_model.training import new_network
from pictor_serving.contract import Contract
from pictor_serving.threads import physical_cores

_REASON_CHARACTERS = 1024
"""How much of the failure file SageMaker shows."""
_STOPPED = "stopped by SIGTERM; started again with the same checkpoints, the run goes on"


def main(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    contract: Path,
    new: NewNetwork = new_network,
) -> int:
    """Trains; exit code 0 done, 1 refused, 143 stopped by SIGTERM after writing a checkpoint.

    Args:
        arguments: hyperparameters.
        environment: see `Places`.
        contract: the JSON with the server's limits.
        new: creates the network.
    """
    failure, stop = Places.of(environment).failure, StopRequest()
    with contextlib.suppress(FileNotFoundError):
        failure.unlink()
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(physical_cores())
    try:
        with stop.watching():
            run(arguments, environment, Contract.read(contract), reporter(False), stop, new)
    except BuildError as error:
        complain(str(error), as_json=False)
        _write_failure(failure, str(error))
        return 1
    except StoppedError:
        complain(_STOPPED, as_json=False)
        # Otherwise the toolkit writes a stack trace of its own there.
        _write_failure(failure, _STOPPED)
        return EXIT_CODE
    return 0


def _write_failure(file: Path, message: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(message[:_REASON_CHARACTERS], encoding="utf-8")
