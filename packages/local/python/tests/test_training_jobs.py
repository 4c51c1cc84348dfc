"""Training jobs: a script really runs in what SageMaker's contract gives it, interrupted or not."""

import io
import json
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from botocore.exceptions import ClientError

from tests.control import change, look
from tests.emulator import REGION, Emulator, wait_for
from tests.machines import RULES, begin, machine, make_machine, make_role, over, task
from tests.resources import allow, trust
from tests.training import ARN, ROLE, SCRIPT, channel, ended, found, request, statuses, train


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the environment of the training toolkit: a link, so that a test can take it away."""
    link = tmp_path_factory.mktemp("toolkit") / "venv"
    link.symlink_to(sys.prefix)
    return link


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory, toolkit: Path) -> Iterator[Emulator]:
    started = Emulator(
        tmp_path_factory.mktemp("training") / "run",
        "--training-python",
        str(toolkit / "bin" / "python"),
    )
    s3, iam = started.client("s3"), started.client("iam")
    s3.create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": REGION})
    objects = {"words/a/one.txt": b"1", "words/two.txt": b"2", "code/train.py": SCRIPT.encode()}
    for key, body in objects.items():
        s3.put_object(Bucket="data", Key=key, Body=body)
    iam.create_role(RoleName="training", AssumeRolePolicyDocument=trust("sagemaker.amazonaws.com"))
    policy = allow(
        ("s3:GetObject", "arn:aws:s3:::data/*"),
        ("s3:PutObject", "arn:aws:s3:::data/runs/*"),
        ("s3:ListBucket", "arn:aws:s3:::data"),
        ("logs:*", "*"),
    )
    iam.put_role_policy(RoleName="training", PolicyName="p", PolicyDocument=policy)
    yield started
    started.stop()


@pytest.fixture(autouse=True)
def _no_faults(aws: Emulator) -> None:
    change(aws, "faults", "DELETE")


def unpacked(aws: Emulator, name: str, archive: str) -> dict[str, bytes]:
    stored = aws.client("s3").get_object(Bucket="data", Key=f"runs/{name}/output/{archive}.tar.gz")
    with tarfile.open(fileobj=io.BytesIO(stored["Body"].read())) as opened:
        members = [one for one in opened.getmembers() if one.isfile()]
        return {one.name: opened.extractfile(one).read() for one in members}  # type: ignore[union-attr]


def log(aws: Emulator, name: str) -> str:
    return (aws.run_dir / "logs" / "jobs" / f"{name}.log").read_text()


def test_script_trains_on_its_channels_and_leaves_a_model(aws: Emulator) -> None:
    train(aws, "whole")
    done = ended(aws, "whole")
    assert done["TrainingJobStatus"] == "Completed", log(aws, "whole")
    assert statuses(done) == ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    assert done["ModelArtifacts"]["S3ModelArtifacts"] == "s3://data/runs/whole/output/model.tar.gz"
    assert json.loads(unpacked(aws, "whole", "model")["weights.json"]) == {
        "step": 10,
        "words": ["a", "two.txt"],
        "name": "whole",
    }
    assert unpacked(aws, "whole", "output") == {"data/curve.txt": b"curve"}
    assert [(one["MetricName"], one["Value"]) for one in done["FinalMetricDataList"]] == [
        ("loss", 1.0)
    ]
    assert done["BillableTimeInSeconds"] == done["TrainingTimeInSeconds"] >= 1
    events = aws.client("logs").filter_log_events(logGroupName="/aws/sagemaker/TrainingJobs")
    assert "begins at step 0" in [one["message"] for one in events["events"]]
    assert not list((aws.run_dir / "jobs").iterdir())


def test_missing_toolkit_fails_a_job_with_the_command_that_makes_it(
    aws: Emulator, toolkit: Path
) -> None:
    away = toolkit.rename(toolkit.with_name("away"))
    train(aws, "without-toolkit")
    reason = ended(aws, "without-toolkit")["FailureReason"]
    assert reason.startswith(f"the local AWS has no training toolkit, there is no '{toolkit}/bin/")
    assert reason.endswith("run 'npm run setup -- --training' in the clone, then train again")
    # It is looked for by each job, and not once at the start.
    away.rename(toolkit)
    train(aws, "with-toolkit")
    assert ended(aws, "with-toolkit")["TrainingJobStatus"] == "Completed"


def test_interrupted_spot_job_goes_on_from_its_checkpoint(aws: Emulator) -> None:
    fault = {"service": "sagemaker", "operation": "CreateTrainingJob"}
    change(aws, "faults", **fault, kind="job-interruption", seconds=1, times=1)
    train(aws, "spot", {"MaxWaitTimeInSeconds": 1200}, steps="40", pause="0.1")
    done = ended(aws, "spot")
    assert done["TrainingJobStatus"] == "Completed", log(aws, "spot")
    once = ["Starting", "Downloading", "Training"]
    assert statuses(done) == [*once, "Interrupted", *once, "Uploading", "Completed"]
    begins = [int(line.split()[-1]) for line in log(aws, "spot").splitlines() if "begins" in line]
    assert len(begins) == 2
    assert 0 == begins[0] < begins[1] < 40
    assert log(aws, "spot").count("loss=") == 40
    assert done["BillableTimeInSeconds"] < done["TrainingTimeInSeconds"]


def test_script_that_ignores_the_signal_is_killed_and_loses_what_it_had_not_saved(
    aws: Emulator,
) -> None:
    change(aws, "delays", jobTermination=0.5)
    train(aws, "deaf", {"MaxWaitTimeInSeconds": 1200}, steps="14", pause="0.1", deaf="1")
    wait_for(lambda: "loss=1.4" in log_or_nothing(aws, "deaf"), 30, "seventh step")
    change(aws, "jobs/deaf", event="interruption")
    done = ended(aws, "deaf")
    change(aws, "delays", jobTermination=10)
    assert done["TrainingJobStatus"] == "Completed", log(aws, "deaf")
    begins = [int(line.split()[-1]) for line in log(aws, "deaf").splitlines() if "begins" in line]
    assert (begins[0], begins[1] % 5) == (0, 0)
    assert begins[1] >= 5


def log_or_nothing(aws: Emulator, name: str) -> str:
    file = aws.run_dir / "logs" / "jobs" / f"{name}.log"
    return file.read_text() if file.exists() else ""


def test_reason_of_a_failure_is_the_scripts_own(aws: Emulator) -> None:
    train(aws, "failed", fail="1")
    done = ended(aws, "failed")
    assert done["TrainingJobStatus"] == done["SecondaryStatus"] == "Failed"
    assert done["FailureReason"] == "AlgorithmError: no such layer, exit code: 3"


def test_stopped_job_may_save_and_leaves_no_process(aws: Emulator) -> None:
    train(aws, "stopped", steps="10000", pause="0.1")
    wait_for(lambda: "loss" in log_or_nothing(aws, "stopped"), 30, "first step")
    aws.client("sagemaker").stop_training_job(TrainingJobName="stopped")
    done = ended(aws, "stopped")
    assert done["TrainingJobStatus"] == done["SecondaryStatus"] == "Stopped"
    saved = aws.client("s3").get_object(Bucket="data", Key="runs/stopped/checkpoints/step")
    assert int(saved["Body"].read()) >= 1
    assert not [one for one in aws.running().values() if "supervised" in one]
    with pytest.raises(ClientError, match="training job is in status Stopped"):
        aws.client("sagemaker").stop_training_job(TrainingJobName="stopped")


def test_job_ends_at_the_limit_of_its_time(aws: Emulator) -> None:
    train(aws, "slow", {"MaxRuntimeInSeconds": 60}, steps="10000", pause="0.1")
    wait_for(lambda: found(aws, "slow")["SecondaryStatus"] == "Training", 30, "training")
    change(aws, "clock", advance=60)
    done = ended(aws, "slow")
    assert (done["TrainingJobStatus"], done["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")
    change(aws, "delays", spotInterruption=600)
    train(aws, "waiting", {"MaxWaitTimeInSeconds": 700}, steps="10000", pause="0.1")
    wait_for(lambda: found(aws, "waiting")["SecondaryStatus"] == "Training", 30, "training")
    change(aws, "jobs/waiting", event="interruption")
    wait_for(lambda: found(aws, "waiting")["SecondaryStatus"] == "Interrupted", 30, "interruption")
    change(aws, "clock", advance=700)
    done = ended(aws, "waiting")
    change(aws, "delays", spotInterruption=1)
    assert done["SecondaryStatus"] == "MaxWaitTimeExceeded"


def test_job_is_refused_at_once(aws: Emulator) -> None:
    def refused(**changed: Any) -> str:
        with pytest.raises(ClientError) as failed:
            aws.client("sagemaker").create_training_job(**{**request("new"), **changed})
        error = failed.value.response["Error"]
        return f"{error['Code']}: {error['Message']}"

    assert "It must be present and be greater than or equal" in refused(
        EnableManagedSpotTraining=True
    )
    assert "It must be present and be greater than or equal" in refused(
        EnableManagedSpotTraining=True,
        StoppingCondition={"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 59},
    )
    assert "Could not assume role" in refused(RoleArn=f"{ROLE}-none")
    assert "No S3 objects found under S3 URL" in refused(InputDataConfig=[channel("nothing")])
    assert refused(TrainingJobName="whole").startswith("ResourceInUse: Job name must be unique")
    quota: dict[str, Any] = {"ml.m5.xlarge for training job usage": 0}
    change(aws, "quotas/sagemaker", **quota)
    assert refused().startswith("ResourceLimitExceeded")
    quota = {"ml.m5.xlarge for training job usage": 8}
    change(aws, "quotas/sagemaker", **quota)


def test_state_machine_waits_for_its_training_job(aws: Emulator) -> None:
    rule = f"{RULES}/StepFunctionsGetEventsForSageMakerTrainingJobsRule"
    watch = [(f"events:{one}", rule) for one in ("PutRule", "PutTargets", "DescribeRule")]
    jobs = [
        (f"sagemaker:{one}", f"{ARN}/run-*")
        for one in ("CreateTrainingJob", "DescribeTrainingJob", "StopTrainingJob", "AddTags")
    ]
    make_role(aws, *watch, *jobs)
    names = {"TrainingJobName.$": "$$.Execution.Name"}
    wanted = {**request(""), **names}
    del wanted["TrainingJobName"]
    step = task("sagemaker:createTrainingJob.sync", Parameters=wanted)
    arn = make_machine(aws, "training", machine("Job", Job=step))
    done = over(aws, begin(aws, arn, name="run-denied"))
    assert done["error"] == "SageMaker.AmazonSageMakerException", done["cause"]
    passing = ("iam:PassRole", ROLE)
    make_role(aws, *watch, *jobs, passing)
    done = over(aws, begin(aws, arn, name="run-allowed"))
    assert done["status"] == "SUCCEEDED", done
    assert done["output"]["ModelArtifacts"]["S3ModelArtifacts"].endswith(
        "run-allowed/output/model.tar.gz"
    )


def test_every_request_is_one_that_aws_allows_and_none_is_left(aws: Emulator) -> None:
    assert look(aws, "violations")["findings"] == []
    wait_for(lambda: "sagemaker.runningJobs" not in look(aws, "resources"), 10, "end of jobs")
    assert not [one for one in aws.running().values() if "supervised" in one]


def test_training_ends_with_the_emulator(aws: Emulator) -> None:
    train(aws, "endless", steps="10000", pause="0.1")
    wait_for(lambda: "loss" in log_or_nothing(aws, "endless"), 30, "first step")
    left = [pid for pid, command in aws.running().items() if "train.py" in command]
    assert left
    aws.stop()
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid in left), 10, "end of the training")
