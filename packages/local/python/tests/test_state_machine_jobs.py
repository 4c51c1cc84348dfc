"""Tasks call AWS as the role of their machine; `.sync` follows a job of SageMaker's to its end."""

import json
from typing import Any

import pytest

from tests.control import change, look
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.jobs import ended, make_batch_model, outputs, put, request
from tests.machines import (
    WATCH,
    begin,
    history,
    kinds,
    machine,
    make_machine,
    make_role,
    over,
    task,
)

JOBS = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:transform-job"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:ends"
ALLOWED = [
    *WATCH,
    ("sagemaker:CreateTransformJob", f"{JOBS}/run-*"),
    ("sagemaker:DescribeTransformJob", f"{JOBS}/run-*"),
    ("sagemaker:StopTransformJob", f"{JOBS}/run-*"),
    ("sagemaker:AddTags", f"{JOBS}/run-*"),
    ("sns:Publish", TOPIC),
    ("s3:GetObject", "arn:aws:s3:::payload/*"),
    ("s3:PutObject", "arn:aws:s3:::payload/*"),
    ("s3:ListBucket", "arn:aws:s3:::payload"),
]


@pytest.fixture(scope="module")
def aws(emulator: Emulator) -> Emulator:
    make_batch_model(emulator)
    make_role(emulator, *ALLOWED)
    put(emulator, **{"one.jpg": b"one", "two.jpg": b"two"})
    emulator.client("sns").create_topic(Name="ends")
    return emulator


@pytest.fixture(autouse=True)
def _no_faults(emulator: Emulator) -> None:
    change(emulator, "faults", "DELETE")


def fault(
    emulator: Emulator, kind: str, operation: str = "CreateTransformJob", **more: Any
) -> None:
    change(emulator, "faults", service="sagemaker", operation=operation, kind=kind, **more)


def job(name: str, **more: Any) -> dict[str, Any]:
    wanted = request(name, "s3://payload/in/")
    return task("sagemaker:createTransformJob.sync", Parameters=wanted, **more)


def run(emulator: Emulator, name: str, **states: Any) -> str:
    return begin(emulator, make_machine(emulator, name, machine("Job", **states)))


def test_machine_waits_for_its_job_and_has_its_description(aws: Emulator) -> None:
    execution = run(aws, "whole", Job=job("run-whole"))
    done = over(aws, execution)
    assert done["status"] == "SUCCEEDED", done
    assert done["output"]["TransformJobStatus"] == "Completed"
    assert isinstance(done["output"]["CreationTime"], int)
    assert sorted(outputs(aws, "run-whole")) == ["one.jpg.out", "two.jpg.out"]
    assert kinds(aws, execution)[2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]
    submitted = history(aws, execution)[4]["taskSubmittedEventDetails"]
    assert json.loads(submitted["output"])["TransformJobArn"] == f"{JOBS}/run-whole"
    tags = aws.client("sagemaker").list_tags(ResourceArn=f"{JOBS}/run-whole")["Tags"]
    assert tags == [{"Key": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"}]


def test_failed_job_fails_its_task_with_its_description(aws: Emulator) -> None:
    fault(aws, "job-capacity", times=1)
    done = over(aws, run(aws, "failed", Job=job("run-failed")))
    assert (done["status"], done["error"]) == ("FAILED", "States.TaskFailed")
    cause = json.loads(done["cause"])
    assert cause["TransformJobStatus"] == "Failed"
    assert cause["FailureReason"].startswith("CapacityError")


def test_throttled_creation_is_retried_under_its_name(aws: Emulator) -> None:
    fault(aws, "throttling", times=2)
    fault(aws, "job-capacity")
    retry = [
        {
            "ErrorEquals": ["SageMaker.AmazonSageMakerException"],
            "IntervalSeconds": 1,
            "BackoffRate": 1.5,
        }
    ]
    execution = run(aws, "throttled", Job=job("run-throttled", Retry=retry))
    done = over(aws, execution)
    assert json.loads(done["cause"])["TransformJobStatus"] == "Failed"
    failed = [
        one["taskSubmitFailedEventDetails"]
        for one in history(aws, execution)
        if one["type"] == "TaskSubmitFailed"
    ]
    assert [one["error"] for one in failed] == ["SageMaker.AmazonSageMakerException"] * 2
    assert "Rate exceeded" in failed[0]["cause"]


def test_taken_name_is_a_resource_in_use(aws: Emulator) -> None:
    fault(aws, "job-capacity")
    arn = make_machine(aws, "twice", machine("Job", Job=job("run-twice")))
    over(aws, begin(aws, arn))
    done = over(aws, begin(aws, arn))
    assert done["error"] == "SageMaker.ResourceInUseException"
    assert "Job name must be unique" in done["cause"]


def test_stopped_execution_stops_its_job(aws: Emulator) -> None:
    fault(aws, "job-hang", times=1)
    execution = run(aws, "stopped", Job=job("run-stopped"))
    wait_for(lambda: "TaskSubmitted" in kinds(aws, execution), 20, "creation of the job")
    aws.client("stepfunctions").stop_execution(executionArn=execution)
    assert over(aws, execution)["status"] == "ABORTED"
    assert ended(aws, "run-stopped")["TransformJobStatus"] == "Stopped"


def test_task_that_times_out_stops_its_job(aws: Emulator) -> None:
    fault(aws, "job-hang", times=1)
    done = over(aws, run(aws, "late", Job=job("run-late", TimeoutSeconds=2)))
    assert (done["status"], done["error"]) == ("FAILED", "States.Timeout")
    assert ended(aws, "run-late")["TransformJobStatus"] == "Stopped"


def test_job_that_somebody_stops_fails_its_task(aws: Emulator) -> None:
    fault(aws, "job-hang", times=1)
    execution = run(aws, "foreign", Job=job("run-foreign"))
    wait_for(lambda: "TaskSubmitted" in kinds(aws, execution), 20, "creation of the job")
    aws.client("sagemaker").stop_transform_job(TransformJobName="run-foreign")
    done = over(aws, execution)
    assert done["error"] == "States.TaskFailed"
    assert json.loads(done["cause"])["TransformJobStatus"] == "Stopped"


@pytest.mark.parametrize("action", ["CreateTransformJob", "AddTags", "DescribeTransformJob"])
def test_each_permission_of_a_job_is_needed(aws: Emulator, action: str) -> None:
    fault(aws, "job-capacity")
    name = f"no-{action}"
    role = make_role(aws, *[one for one in ALLOWED if one[0] != f"sagemaker:{action}"], name=name)
    definition = machine("Job", Job=job(f"run-{name}"))
    done = over(aws, begin(aws, make_machine(aws, name, definition, roleArn=role)))
    assert done["error"] == "SageMaker.AmazonSageMakerException"
    # A refusal names the operation, whichever of its permissions is missing.
    operation = "CreateTransformJob" if action == "AddTags" else action
    assert f"is not authorized to perform: sagemaker:{operation}" in done["cause"]


def test_role_that_may_not_stop_leaves_the_job_running(aws: Emulator) -> None:
    fault(aws, "job-hang", times=1)
    allowed = [one for one in ALLOWED if one[0] != "sagemaker:StopTransformJob"]
    role = make_role(aws, *allowed, name="no-stop")
    definition = machine("Job", Job=job("run-left", TimeoutSeconds=2))
    done = over(aws, begin(aws, make_machine(aws, "no-stop", definition, roleArn=role)))
    assert done["error"] == "States.Timeout"
    sagemaker = aws.client("sagemaker")
    found = sagemaker.describe_transform_job(TransformJobName="run-left")
    assert found["TransformJobStatus"] == "InProgress"
    sagemaker.stop_transform_job(TransformJobName="run-left")
    ended(aws, "run-left")


def test_sdk_calls_and_notifications_are_the_roles_own(aws: Emulator) -> None:
    body = {"Bucket": "payload", "Key": "summary.json", "Body": {"answered": 2}}
    named = {"Bucket": "payload", "Key": "summary.json"}
    missing = {"Bucket": "payload", "Key": "missing"}
    caught = [{"ErrorEquals": ["S3.NoSuchKeyException"], "ResultPath": "$.no", "Next": "Denied"}]
    denied = [{"ErrorEquals": ["S3.S3Exception"], "ResultPath": "$.denied", "Next": "List"}]
    execution = run(
        aws,
        "sdk",
        Job=task("aws-sdk:s3:putObject", Parameters=body, ResultPath=None, Next="Get"),
        Get=task("aws-sdk:s3:getObject", Parameters=named, ResultPath="$.got", Next="Missing"),
        Missing=task("aws-sdk:s3:getObject", Parameters=missing, Catch=caught, Next="Denied"),
        Denied=task("aws-sdk:s3:deleteObject", Parameters=named, Catch=denied, Next="List"),
        List=task(
            "aws-sdk:s3:listObjectsV2",
            Parameters={"Bucket": "payload", "Prefix": "in/"},
            ResultPath="$.listed",
            Next="Tell",
        ),
        Tell=task(
            "sns:publish", Parameters={"TopicArn": TOPIC, "Message": {"a": 1}}, ResultPath="$.told"
        ),
    )
    done = over(aws, execution)
    assert done["status"] == "SUCCEEDED", done
    output = done["output"]
    assert json.loads(output["got"]["Body"]) == {"answered": 2}
    assert output["no"]["Error"] == "S3.NoSuchKeyException"
    assert output["denied"]["Error"] == "S3.S3Exception"
    assert [one["Key"] for one in output["listed"]["Contents"]] == ["in/one.jpg", "in/two.jpg"]
    assert output["told"]["MessageId"]


def test_every_request_is_one_that_aws_allows_and_none_is_left(aws: Emulator) -> None:
    assert look(aws, "violations")["findings"] == []
    wait_for(lambda: "sagemaker.runningJobs" not in look(aws, "resources"), 10, "end of jobs")
    assert "states.runningExecutions" not in look(aws, "resources")
    assert not [one for one in aws.running().values() if "toolkit_entry" in one]
