"""Requests as they come over the wire, in every protocol, turned back into operations."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pictor_local.requests.recorder import record
from tests.control import look
from tests.emulator import REGION, Emulator


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    started = Emulator(tmp_path_factory.mktemp("recording") / "run")
    yield started
    started.stop()


def lenient(emulator: Emulator, service: str) -> Any:
    """Return a client that sends what AWS's model forbids."""
    return boto3.client(
        service,
        endpoint_url=emulator.url,
        region_name=REGION,
        aws_access_key_id=emulator.credentials[0],
        aws_secret_access_key=emulator.credentials[1],
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )


def calls(emulator: Emulator) -> list[dict[str, Any]]:
    answer = look(emulator, "requests")
    assert answer["notUnderstood"] == []
    found: list[dict[str, Any]] = answer["calls"]
    return found


def findings(emulator: Emulator, operation: str) -> set[tuple[str, str]]:
    found = look(emulator, "violations")["findings"]
    return {(one["field"], one["rule"]) for one in found if one["operation"] == operation}


@pytest.mark.usefixtures("query_protocol")
def test_operation_and_parameters_are_known_in_every_protocol(recording: Emulator) -> None:
    recording.client("sqs").create_queue(QueueName="q")  # JSON
    recording.client("iam").create_user(UserName="u")  # Query
    recording.client("ec2").describe_vpcs(VpcIds=[])  # EC2
    recording.client("lambda").list_functions(MaxItems=3)  # REST-JSON
    recording.client("s3").list_buckets()  # REST-XML
    recording.client("cloudwatch").describe_alarms(AlarmNamePrefix="a")
    known = {(one["service"], one["operation"]): one["params"] for one in calls(recording)}
    assert known["sqs", "CreateQueue"] == {"QueueName": "q"}
    assert known["iam", "CreateUser"] == {"UserName": "u"}
    assert known["lambda", "ListFunctions"] == {"MaxItems": 3}
    assert known["cloudwatch", "DescribeAlarms"] == {"AlarmNamePrefix": "a"}
    assert {("ec2", "DescribeVpcs"), ("s3", "ListBuckets")} <= set(known)


def test_clean_run_has_no_findings(recording: Emulator) -> None:
    recording.client("sns").create_topic(Name="clean")
    assert findings(recording, "CreateTopic") == set()


@pytest.mark.parametrize(
    ("params", "field", "rule"),
    [
        ({"ModelName": "not_a_name"}, "ModelName", "pattern"),
        ({"ModelName": "m" * 64}, "ModelName", "length"),
        ({}, "ModelName", "required"),
        ({"ModelName": "m", "EnableNetworkIsolation": "yes"}, "EnableNetworkIsolation", "type"),
        (
            {"ModelName": "m", "InferenceExecutionConfig": {"Mode": "x"}},
            "InferenceExecutionConfig.Mode",
            "enum",
        ),
    ],
)
def test_broken_request_is_found_by_field_and_rule(
    recording: Emulator, params: dict[str, Any], field: str, rule: str
) -> None:
    # No role: refused, and recorded all the same.
    with pytest.raises(ClientError):
        lenient(recording, "sagemaker").create_model(**params)
    assert (field, rule) in findings(recording, "CreateModel")


def test_member_that_the_operation_does_not_have_is_found(recording: Emulator) -> None:
    sagemaker = recording.client("sagemaker")

    def add(params: dict[str, Any], **_: Any) -> None:
        params["body"] = json.dumps({**json.loads(params["body"]), "Colour": "red"}).encode()

    sagemaker.meta.events.register("before-call.sagemaker.ListModels", add)
    sagemaker.list_models()
    assert findings(recording, "ListModels") == {("Colour", "unknown")}


def test_refused_and_answered_requests_keep_their_status(recording: Emulator) -> None:
    with pytest.raises(ClientError):
        recording.client("sagemaker").describe_endpoint(EndpointName="none")
    (call,) = [one for one in calls(recording) if one["operation"] == "DescribeEndpoint"]
    assert call["status"] == 400


def test_object_is_a_payload_and_not_kept(recording: Emulator, tmp_path: Path) -> None:
    s3 = recording.client("s3")
    s3.create_bucket(Bucket="bucket-b", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="bucket-b", Key="folder/k ey", Body=os.urandom(5_000_000))
    (put,) = [one for one in calls(recording) if one["operation"] == "PutObject"]
    assert put["params"]["Key"] == "folder/k ey"
    assert len(str(put["params"].get("Body", ""))) < 100
    assert findings(recording, "PutObject") == set()


def test_large_payloads_are_not_held_in_memory() -> None:
    sizes = {"PUT": 5_000_000, "POST": 100_000}
    kept = {
        method: record(scope(method, path), bytes(sizes[method]), 200).body
        for method, path in (("PUT", "/bucket/key"), ("POST", "/endpoints/live/invocations"))
    }
    assert kept == {"PUT": None, "POST": None}
    assert record(scope("PUT", "/bucket"), b"<Create/>", 200).body == b"<Create/>"


def scope(method: str, path: str) -> dict[str, Any]:
    credential = b"AWS4-HMAC-SHA256 Credential=test/20261122/eu-central-1/s3/aws4_request"
    headers = [(b"authorization", credential)]
    return {"method": method, "path": path, "query_string": b"", "headers": headers}


def test_request_to_a_deployed_api_is_none_of_aws(recording: Emulator) -> None:
    before = len(calls(recording))
    look(recording, "health")
    assert len(calls(recording)) == before
