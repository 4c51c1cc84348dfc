import json
import re
import signal
import time
from pathlib import Path

import psutil
import pytest

from pictor_model.train.settings import CONTRACT
from tests.small_training import Job, write_images
from tests.training_toolkit import log_of, run, started, write_job

SETTINGS = {"layers": "all", "input": 32, "epochs": 2, "batch-size": 4, "learning-rate": "1e-3"}
READY = "files skipped"
"""Said when the script is watching for SIGTERM and has read the images."""


@pytest.fixture
def job(tmp_path: Path) -> Job:
    job = Job(tmp_path)
    write_images(job.images, each=6)
    write_job(job, {**SETTINGS, "checkpoint-seconds": 3600})
    return job


def wait_for(job: Job, text: str) -> None:
    deadline = time.monotonic() + 180
    while text not in log_of(job):
        assert time.monotonic() < deadline, log_of(job)[-3000:]
        time.sleep(0.1)


def test_stops_at_sigterm_and_goes_on_when_started_again(job: Job) -> None:
    with started(job, CONTRACT["containerEntrypoint"]) as process:
        wait_for(job, READY)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 143, log_of(job)[-3000:]
    assert "stopped by SIGTERM; started again with the same checkpoints" in log_of(job)
    assert [file.name for file in job.checkpoints.iterdir()] == ["checkpoint-1.pt"]
    assert job.failure.read_text().startswith("stopped by SIGTERM")
    assert run(job) == 0, log_of(job)[-3000:]
    told = log_of(job)
    assert "resumed from checkpoint-1.pt: 0 epochs and 1 of 2 steps are done" in told
    assert "Reporting training SUCCESS" in told
    for definition in CONTRACT["metricDefinitions"]:
        assert len(re.findall(definition["Regex"], told)) == SETTINGS["epochs"]
    metrics = json.loads((job.data / "metrics.json").read_text())
    assert metrics["hyperparameters"]["learning-rate"] == 0.001
    assert {file.name for file in job.model.iterdir()} == {
        *("weights.pth", "labels.txt", "measured.json", "smoke.png")
    }


def test_gives_sagemaker_the_reason_of_a_failure(job: Job) -> None:
    write_job(job, {**SETTINGS, "epochs": 0, "layer": "all"})
    assert run(job) == 1
    assert job.failure.read_text() == (
        f"hyperparameter 'layer' is unknown; known are {', '.join(CONTRACT['hyperparameters'])}\n"
        "hyperparameter 'epochs' must be a whole number from 1 to 1000, got '0'"
    )


def test_needs_its_entry_point_since_the_toolkit_hands_no_signal_on(job: Job) -> None:
    """Fails once the toolkit does: then `containerEntrypoint` can go.

    https://github.com/aws/sagemaker-training-toolkit/issues/125
    """
    with started(job, ["train"]) as process:
        wait_for(job, READY)
        scripts = [each for each in process.children(recursive=True) if "train.py" in words(each)]
        process.send_signal(signal.SIGTERM)
        process.wait()
        # Here the toolkit ends, and the script when it next writes to it; as a container's first
        # process the toolkit ignores the signal instead.
        psutil.wait_procs(scripts)
    assert "stopped by SIGTERM" not in log_of(job)
    assert not job.failure.exists()


def words(process: psutil.Process) -> str:
    return " ".join(process.cmdline())
