"""Batch transform: the real toolkit answers what lies in S3, and what fails fails as in AWS."""

import hashlib
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change, look
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.jobs import ended, make_batch_model, outputs, put, request, start
from tests.resources import allow

ARN = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:transform-job"
SEE_LOGS = "See job logs for more information"


@pytest.fixture(scope="module")
def aws(emulator: Emulator) -> Emulator:
    make_batch_model(emulator)
    sqs, events = emulator.client("sqs"), emulator.client("events")
    url = sqs.create_queue(QueueName="told")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    pattern = {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Transform Job State Change"]}
    events.put_rule(Name="jobs", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="jobs", Targets=[{"Id": "queue", "Arn": queue["QueueArn"]}])
    emulator.client("s3").put_bucket_notification_configuration(
        Bucket="payload", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    written = {"object": {"key": [{"prefix": "out/whole/"}]}}
    stored = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": written}
    events.put_rule(Name="written", EventPattern=json.dumps(stored))
    events.put_targets(Rule="written", Targets=[{"Id": "queue", "Arn": queue["QueueArn"]}])
    put(emulator, **{"a/one.jpg": b"one", "a/two.jpg": b"two", "b/three.png": b"three"})
    return emulator


@pytest.fixture(autouse=True)
def _no_faults(emulator: Emulator) -> None:
    change(emulator, "faults", "DELETE")


_received: list[dict[str, Any]] = []


def told(emulator: Emulator, name: str) -> list[str]:
    """Return the states that events tell of a job, as far as the queue has them."""
    sqs = emulator.client("sqs")
    url = sqs.get_queue_url(QueueName="told")["QueueUrl"]
    for one in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        _received.append(json.loads(one["Body"])["detail"])
        sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    states = [one["TransformJobStatus"] for one in _received if one.get("TransformJobName") == name]
    return sorted(set(states))


def refused(emulator: Emulator, wanted: dict[str, Any]) -> str:
    with pytest.raises(ClientError) as failed:
        emulator.client("sagemaker").create_transform_job(**wanted)
    error = failed.value.response["Error"]
    return f"{error['Code']}: {error['Message']}"


def test_every_object_below_the_prefix_is_answered(aws: Emulator) -> None:
    start(
        aws,
        "whole",
        "s3://payload/in/",
        Environment={"PICTOR_VARIABLE": "of the job"},
        MaxConcurrentTransforms=2,
        Tags=[{"Key": "run", "Value": "1"}],
    )
    assert look(aws, "resources")["sagemaker.runningJobs"] == ["whole"]
    done = ended(aws, "whole")
    assert (done["TransformJobStatus"], done["TransformJobArn"]) == ("Completed", f"{ARN}/whole")
    assert done["CreationTime"] <= done["TransformStartTime"] <= done["TransformEndTime"]
    assert "FailureReason" not in done
    found = {key: json.loads(body) for key, body in outputs(aws, "whole").items()}
    assert sorted(found) == ["a/one.jpg.out", "a/two.jpg.out", "b/three.png.out"]
    one = found["a/one.jpg.out"]
    assert one["sha256"] == hashlib.sha256(b"one").hexdigest()
    assert (one["type"], one["accept"]) == ("image/*", "text/x")
    assert one["variable"] == "of the job"
    wait_for(lambda: told(aws, "whole") == ["Completed", "InProgress"], 10, "events of the job")
    created = [one["object"]["key"] for one in _received if "object" in one]
    assert sorted(created) == [f"out/whole/{key}" for key in sorted(found)]
    tags = aws.client("sagemaker").list_tags(ResourceArn=f"{ARN}/whole")["Tags"]
    assert tags == [{"Key": "run", "Value": "1"}]
    assert not [one for one in aws.running().values() if "toolkit_entry" in one]
    assert not list((aws.run_dir / "jobs").iterdir())


def test_what_fails_does_not_keep_others_from_their_results(aws: Emulator) -> None:
    manifest = [{"prefix": "s3://payload/in/"}, "a/one.jpg", "c/no.gif", "c/bad", "c/gone", "c/big"]
    put(aws, **{"c/no.gif": b"refuse", "c/bad": b"fail", "c/big": b"x" * (2 * 1024 * 1024)})
    put(aws, manifest=json.dumps(manifest).encode())
    start(
        aws,
        "partial",
        "s3://payload/in/manifest",
        "ManifestFile",
        MaxPayloadInMB=1,
        ModelClientConfig={"InvocationsMaxRetries": 1},
    )
    done = ended(aws, "partial")
    assert done["TransformJobStatus"] == "Failed"
    assert done["FailureReason"] == f"AlgorithmError: {SEE_LOGS}"
    assert list(outputs(aws, "partial")) == ["a/one.jpg.out"]
    logs = aws.client("logs")
    events = logs.filter_log_events(logGroupName="/aws/sagemaker/TransformJobs")["events"]
    of_data = [one for one in events if one["logStreamName"].endswith("/data-log")]
    text = "\n".join(one["message"] for one in of_data)
    assert "payload/in/c/no.gif: ClientError: 415" in text
    assert "payload/in/c/bad: Bad HTTP status received from algorithm: 500" in text
    assert "payload/in/c/big: ClientError: Too much data for max payload size" in text
    assert "payload/in/c/gone: ClientError: Data download failed: NoSuchKey" in text
    assert "the model broke" in "\n".join(one["message"] for one in events)


def test_stopped_job_keeps_what_it_has_and_leaves_no_process(aws: Emulator) -> None:
    change(
        aws, "faults", service="sagemaker", operation="CreateTransformJob", kind="job-hang", after=1
    )
    start(aws, "stopped", "s3://payload/in/a/")
    wait_for(lambda: outputs(aws, "stopped"), 60, "first output")
    sagemaker = aws.client("sagemaker")
    sagemaker.stop_transform_job(TransformJobName="stopped")
    with pytest.raises(ClientError, match="in status Stopping"):
        sagemaker.stop_transform_job(TransformJobName="stopped")
    assert ended(aws, "stopped")["TransformJobStatus"] == "Stopped"
    assert len(outputs(aws, "stopped")) == 1
    assert not [one for one in aws.running().values() if "toolkit_entry" in one]
    wait_for(
        lambda: told(aws, "stopped") == ["InProgress", "Stopped", "Stopping"],
        10,
        "events of the job",
    )


@pytest.mark.parametrize(
    ("kind", "reason", "answered"),
    [
        ("job-capacity", "CapacityError: Unable to provision requested ML compute capacity", 0),
        ("job-failure", "InternalServerError: We encountered an internal error", 1),
    ],
)
def test_fault_of_a_job_is_its_failure_reason(
    aws: Emulator, kind: str, reason: str, answered: int
) -> None:
    fault = {"service": "sagemaker", "operation": "CreateTransformJob", "kind": kind}
    change(aws, "faults", **fault, after=1, times=1)
    start(aws, kind, "s3://payload/in/a/")
    done = ended(aws, kind)
    assert done["TransformJobStatus"] == "Failed"
    assert done["FailureReason"].startswith(reason)
    assert len(outputs(aws, kind)) == answered
    listed = aws.client("sagemaker").list_transform_jobs(NameContains=kind, StatusEquals="Failed")
    assert [one["FailureReason"] for one in listed["TransformJobSummaries"]] == [
        done["FailureReason"]
    ]


def test_job_is_refused_at_once_in_aws_words(aws: Emulator) -> None:
    good = request("new", "s3://payload/in/")
    change(aws, "faults", service="sagemaker", operation="CreateTransformJob", kind="job-capacity")
    start(aws, "taken", "s3://payload/in/")
    assert refused(aws, {**good, "TransformJobName": "taken"}) == (
        "ResourceInUse: Job name must be unique within an AWS account and region, and a job with "
        f"this name already exists ({ARN}/taken)"
    )
    assert "Could not find model" in refused(aws, {**good, "ModelName": "none"})
    empty = refused(aws, request("new", "s3://payload/nothing/"))
    assert empty.startswith(
        'ValidationException: No S3 objects found under S3 URL "s3://payload/no'
    )
    assert "cannot exceed 100 MB" in refused(
        aws, {**good, "MaxConcurrentTransforms": 20, "MaxPayloadInMB": 6}
    )
    with_key = {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeKmsKeyId": "k"}
    assert "VolumeKmsKeyId is not supported" in refused(
        aws, {**good, "TransformResources": with_key}
    )
    quota: dict[str, Any] = {"ml.c5.xlarge for transform job usage": 0}
    change(aws, "quotas/sagemaker", **quota)
    none = {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1}
    assert refused(aws, {**good, "TransformResources": none}).startswith(
        "ResourceLimitExceeded: The account-level service limit 'ml.c5.xlarge for transform job "
        "usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1"
    )
    ended(aws, "taken")


def test_role_may_do_only_what_its_policy_says(aws: Emulator) -> None:
    elsewhere = {"S3OutputPath": "s3://payload/elsewhere"}
    start(aws, "elsewhere", "s3://payload/in/a/", TransformOutput=elsewhere)
    done = ended(aws, "elsewhere")
    assert (done["TransformJobStatus"], done["FailureReason"]) == (
        "Failed",
        f"ClientError: {SEE_LOGS}",
    )


def test_output_is_encrypted_with_the_key_that_the_job_names(aws: Emulator) -> None:
    s3, iam, kms = aws.client("s3"), aws.client("iam"), aws.client("kms")
    own, other = (kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::payload/out/*",
        "Condition": {"ArnNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": own}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket="payload", Policy=policy)
    encrypt = allow(("kms:GenerateDataKey", own), ("kms:GenerateDataKey", other))
    iam.put_role_policy(RoleName="batch", PolicyName="keys", PolicyDocument=encrypt)
    for name, key, status in (("own", own, "Completed"), ("other", other, "Failed")):
        output = {"S3OutputPath": f"s3://payload/out/{name}", "KmsKeyId": key}
        start(aws, name, "s3://payload/in/a/one.jpg", TransformOutput=output)
        assert ended(aws, name)["TransformJobStatus"] == status
    written = s3.head_object(Bucket="payload", Key="out/own/one.jpg.out")
    assert (written["ServerSideEncryption"], written["SSEKMSKeyId"]) == ("aws:kms", own)
    iam.put_role_policy(RoleName="batch", PolicyName="keys", PolicyDocument=allow(("a:b", "*")))
    output = {"S3OutputPath": "s3://payload/out/undecided", "KmsKeyId": own}
    start(aws, "undecided", "s3://payload/in/a/one.jpg", TransformOutput=output)
    assert ended(aws, "undecided")["TransformJobStatus"] == "Failed"
    s3.delete_bucket_policy(Bucket="payload")


def test_nothing_was_asked_that_aws_forbids(aws: Emulator) -> None:
    assert look(aws, "violations")["findings"] == []
