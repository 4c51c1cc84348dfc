"""Faults that a test asks for: what the caller of one operation sees, and nobody else."""

import threading
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from tests.control import attempt, change, look
from tests.emulator import ACCOUNT, ROOT, Emulator
from tests.resources import make_function


@pytest.fixture(autouse=True)
def _no_faults(emulator: Emulator) -> None:
    change(emulator, "faults", "DELETE")


def fault(emulator: Emulator, service: str, operation: str | None, kind: str, **more: Any) -> None:
    change(emulator, "faults", service=service, operation=operation, kind=kind, **more)


def code(emulator: Emulator, service: str, operation: str) -> tuple[str, int]:
    with pytest.raises(ClientError) as failed:
        getattr(emulator.client(service), operation)()
    response = failed.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_throttling_is_aws_own_error_as_often_as_asked(emulator: Emulator) -> None:
    fault(emulator, "sagemaker", "ListModels", "throttling", times=2)
    for _ in range(2):
        assert code(emulator, "sagemaker", "list_models") == ("ThrottlingException", 400)
    assert emulator.client("sagemaker").list_models()["Models"] == []


@pytest.mark.parametrize(
    ("service", "operation", "method"),
    [
        ("sqs", "ListQueues", "list_queues"),  # JSON
        ("iam", "ListRoles", "list_roles"),  # Query
        ("ec2", "DescribeVpcs", "describe_vpcs"),  # EC2
        ("lambda", "ListFunctions", "list_functions"),  # REST-JSON
        ("s3", "ListBuckets", "list_buckets"),  # REST-XML
    ],
)
def test_server_error_is_understood_in_every_protocol(
    emulator: Emulator, service: str, operation: str, method: str
) -> None:
    fault(emulator, service, operation, "error", status=503, code="ServiceUnavailable", times=1)
    assert code(emulator, service, method) == ("ServiceUnavailable", 503)


def test_other_operations_of_the_service_are_left_alone(emulator: Emulator) -> None:
    fault(emulator, "sagemaker", "ListModels", "error")
    assert emulator.client("sagemaker").list_endpoints()["Endpoints"] == []


def test_fault_without_an_operation_hits_the_whole_service(emulator: Emulator) -> None:
    fault(emulator, "sagemaker", None, "error")
    assert code(emulator, "sagemaker", "list_models") == ("InternalFailure", 500)
    assert code(emulator, "sagemaker", "list_endpoints") == ("InternalFailure", 500)


def test_invocation_is_told_from_the_control_plane(emulator: Emulator) -> None:
    fault(emulator, "sagemaker-runtime", "InvokeEndpoint", "error", code="ServiceUnavailable")
    with pytest.raises(ClientError, match="ServiceUnavailable"):
        emulator.client("sagemaker-runtime").invoke_endpoint(EndpointName="e", Body=b"x")
    assert emulator.client("sagemaker").list_models()["Models"] == []


def test_latency_is_added_and_the_answer_stays(emulator: Emulator) -> None:
    fault(emulator, "sagemaker", "ListModels", "latency", seconds=1.5, times=1)
    began = time.monotonic()
    assert emulator.client("sagemaker").list_models()["Models"] == []
    assert time.monotonic() - began >= 1.5


def test_reset_breaks_the_connection(emulator: Emulator) -> None:
    fault(emulator, "sagemaker", "ListModels", "reset", times=1)
    sagemaker = emulator.client("sagemaker")
    with pytest.raises(ConnectionClosedError):
        sagemaker.list_models()
    assert sagemaker.list_models()["Models"] == []


def test_hang_never_answers(emulator: Emulator) -> None:
    fault(emulator, "sagemaker", "ListModels", "hang", times=1)
    sagemaker = emulator.client("sagemaker", read_timeout=1)
    with pytest.raises(ReadTimeoutError):
        sagemaker.list_models()
    assert sagemaker.list_models()["Models"] == []


def test_unheard_request_is_carried_out_without_an_answer(emulator: Emulator) -> None:
    fault(emulator, "sqs", "CreateQueue", "unheard", times=1)
    with pytest.raises(ReadTimeoutError):
        emulator.client("sqs", read_timeout=1).create_queue(QueueName="unheard")
    url = emulator.client("sqs").get_queue_url(QueueName="unheard")["QueueUrl"]
    emulator.client("sqs").delete_queue(QueueUrl=url)


def test_fault_of_every_service_lets_the_first_requests_pass(emulator: Emulator) -> None:
    fault(emulator, "*", None, "error", code="Fault", skip=2, times=1)
    assert emulator.client("sagemaker").list_models()["Models"] == []
    assert emulator.client("sts").get_caller_identity()["Account"] == ACCOUNT
    assert code(emulator, "sqs", "list_queues") == ("Fault", 500)
    assert emulator.client("sagemaker").list_models()["Models"] == []


def test_share_of_the_requests_is_hit_the_same_ones_for_the_same_seed(emulator: Emulator) -> None:
    def hits(seed: int) -> list[int]:
        change(emulator, "faults", "DELETE")
        fault(emulator, "sts", None, "error", share=0.25, seed=seed)
        sts = emulator.client("sts")
        failed = []
        for number in range(60):
            try:
                sts.get_caller_identity()
            except ClientError:
                failed.append(number)
        return failed

    first = hits(1)
    assert 5 <= len(first) <= 30
    assert hits(1) == first
    assert hits(2) != first


def test_requests_at_once_share_the_count_of_a_fault(emulator: Emulator) -> None:
    fault(emulator, "sts", "GetCallerIdentity", "throttling", times=3)
    failed: list[str] = []

    def ask() -> None:
        try:
            emulator.client("sts").get_caller_identity()
        except ClientError as error:
            failed.append(error.response["Error"]["Code"])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == ["ThrottlingException"] * 3


@pytest.mark.parametrize("headers", [{}, {"x-pictor-token": "guessed"}])
def test_fault_needs_the_token_of_the_run(emulator: Emulator, headers: dict[str, str]) -> None:
    status, answer = attempt(emulator, "faults", "POST", headers, service="s3", kind="hang")
    assert status == 403
    assert "token" in answer["message"]
    assert look(emulator, "faults") == []


def test_fault_from_another_host_name_is_refused(emulator: Emulator) -> None:
    headers = {"x-pictor-token": emulator.token, "host": "attacker.example"}
    assert attempt(emulator, "faults", "POST", headers, service="s3", kind="hang")[0] == 403


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"service": "s3", "kind": "explode"}, "must be one of throttling"),
        ({"kind": "hang"}, "service is missing"),
        ({"service": "s3", "kind": "hang", "share": 5}, "share is 5.0"),
        ({"service": "s3", "kind": "hang", "often": 3}, "no field ['often']"),
    ],
)
def test_fault_that_makes_no_sense_is_explained(
    emulator: Emulator, wanted: dict[str, Any], said: str
) -> None:
    token = {"x-pictor-token": emulator.token}
    status, answer = attempt(emulator, "faults", "POST", token, **wanted)
    assert status == 400
    assert said in answer["message"]


def test_delay_that_is_not_there_is_explained(emulator: Emulator) -> None:
    token = {"x-pictor-token": emulator.token}
    status, answer = attempt(emulator, "delays", "POST", token, lunch=3600)
    assert status == 400
    assert "endpointCreating" in answer["message"]
    assert attempt(emulator, "delays", "POST", token, iam=-1)[0] == 400


def test_token_is_for_the_own_user_only(emulator: Emulator) -> None:
    assert (emulator.run_dir / "control-token").stat().st_mode & 0o777 == 0o600


MAKING = f"""
const aws4 = require("{ROOT}/proofs/node_modules/aws4");
exports.handler = async () => {{
  const {{ AWS_ENDPOINT_URL, AWS_REGION, ...key }} = process.env;
  const body = JSON.stringify({{ QueueName: "made" }});
  const headers = {{
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "AmazonSQS.CreateQueue",
  }};
  const {{ host }} = new URL(AWS_ENDPOINT_URL);
  const signed = aws4.sign(
    {{ service: "sqs", region: AWS_REGION, host, path: "/", method: "POST", headers, body }},
    {{
      accessKeyId: key.AWS_ACCESS_KEY_ID,
      secretAccessKey: key.AWS_SECRET_ACCESS_KEY,
      sessionToken: key.AWS_SESSION_TOKEN,
    }},
  );
  const {{ Host, ...sent }} = signed.headers;
  return (await fetch(AWS_ENDPOINT_URL, {{ method: "POST", headers: sent, body }})).status;
}};
"""


def test_function_dies_after_its_request_was_carried_out(emulator: Emulator) -> None:
    make_function(emulator.client, "making", MAKING)
    functions = emulator.client("lambda")
    assert functions.invoke(FunctionName="making")["Payload"].read() == b"200"
    emulator.client("sqs").delete_queue(QueueUrl=f"{emulator.url}/{ACCOUNT}/made")
    fault(emulator, "sqs", "CreateQueue", "death", times=1)
    reply = functions.invoke(FunctionName="making")
    assert reply["FunctionError"] == "Unhandled"
    (queue,) = emulator.client("sqs").list_queues()["QueueUrls"]
    assert queue.endswith("/made")
    assert functions.invoke(FunctionName="making")["Payload"].read() == b"200"
