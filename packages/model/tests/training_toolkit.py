"""The real SageMaker training toolkit, with a directory of a test's own in the place of /opt/ml.

What differs from the container: the instance is called localhost, and the toolkit's Python is ours.
"""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence

import psutil

from pictor_model.train.settings import CONTRACT
from pictor_model.train.source import write_source
from tests.conftest import silent
from tests.environments import environment_python
from tests.served import end_session
from tests.small_training import Job

ENTRY_POINT: Sequence[str] = CONTRACT["containerEntrypoint"]
"""What the contract lets a job be started with; AWS's own is `train`."""


def write_job(job: Job, hyperparameters: Mapping[str, object]) -> None:
    """Writes what SageMaker writes before it starts the container."""
    configuration = job.base / "input" / "config"
    for directory in (configuration, job.model, job.data, job.checkpoints):
        directory.mkdir(parents=True, exist_ok=True)
    source = write_source(job.base, silent)
    own = {"sagemaker_program": CONTRACT["entryPoint"], "sagemaker_submit_directory": source.path}
    # CreateTrainingJob takes text only: JSON, as `SpotTraining` and AWS's SDK write it.
    given = {**hyperparameters, **own}
    texts = {name: json.dumps(value, default=str) for name, value in given.items()}
    hosts = {"current_host": "localhost", "hosts": ["localhost"], "network_interface_name": "lo"}
    documents = {
        "hyperparameters": texts,
        "resourceconfig": hosts,
        "inputdataconfig": {each.name: {} for each in (job.base / "input" / "data").iterdir()},
    }
    for name, document in documents.items():
        (configuration / f"{name}.json").write_text(json.dumps(document))


@contextlib.contextmanager
def started(job: Job, entry_point: Sequence[str]) -> Iterator[psutil.Popen]:
    """A container's processes, which write to `job.base / "log"`; ends all of them afterwards."""
    python = environment_python("sagemaker-training")
    environment = {
        "PATH": f"{python.parent}:/usr/bin:/bin",
        "HOME": str(job.base),
        "SAGEMAKER_BASE_DIR": str(job.base),
        "SAGEMAKER_TRAINING_MODULE": "sagemaker_pytorch_container.training:main",
        "AWS_REGION": "us-east-1",
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
        "PYTHONUNBUFFERED": "1",
    }
    with (job.base / "log").open("ab") as log:
        process = psutil.Popen(
            list(entry_point),
            env=environment,
            cwd=job.base,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end_session(process.pid)


def run(job: Job, entry_point: Sequence[str] = ENTRY_POINT) -> int:
    """Runs a job to its end; returns the container's exit code."""
    with started(job, entry_point) as process:
        return int(process.wait())


def log_of(job: Job) -> str:
    return (job.base / "log").read_text(errors="replace")
