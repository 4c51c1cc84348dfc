"""What opens the local AWS: signatures of this run, its files, and URLs in their time."""

import stat
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.doors import BUCKET_HOST, KEPT, ask, port_of
from tests.emulator import REGION, Emulator, client


def test_signed_requests_of_every_protocol_are_taken(closed: Emulator) -> None:
    closed.client("sqs").create_queue(QueueName="q")
    closed.client("iam").create_user(UserName="known")
    closed.client("ec2").describe_vpcs()
    closed.client("lambda").list_functions()
    s3 = closed.client("s3")
    s3.put_object(Bucket="kept", Key="folder/ä +&=.txt", Body=b"x" * 100_000)
    assert s3.get_object(Bucket="kept", Key="folder/ä +&=.txt")["Body"].read() == b"x" * 100_000
    with pytest.raises(ClientError, match="not found"):
        closed.client("sagemaker-runtime").invoke_endpoint(EndpointName="none", Body=b"x")


def test_keys_of_users_and_sessions_are_taken_and_other_secrets_are_not(closed: Emulator) -> None:
    iam = closed.client("iam")
    iam.create_user(UserName="colleague")
    key = iam.create_access_key(UserName="colleague")["AccessKey"]
    theirs = client(closed.url, "sqs", key["AccessKeyId"], key["SecretAccessKey"])
    theirs.list_queues()
    wrong = client(closed.url, "sqs", key["AccessKeyId"], "guessed")
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        wrong.list_queues()
    with pytest.raises(ClientError, match=r"InvalidClientTokenId|UnrecognizedClient"):
        client(closed.url, "sqs", "AKIAUNKNOWN", "guessed").list_queues()


def test_bucket_has_a_host_of_its_own_for_whoever_signs(closed: Emulator) -> None:
    host = f"{BUCKET_HOST}:{port_of(closed)}"
    signed = AWSRequest("GET", closed.url + "/object", {"host": host})
    SigV4Auth(Credentials(*closed.credentials), "s3", REGION).add_auth(signed)
    assert ask(closed, "GET", "/object", **dict(signed.headers)) == (200, KEPT.decode())


def test_presigned_url_is_taken_as_it_was_signed_and_not_changed(closed: Emulator) -> None:
    url = closed.client("s3").generate_presigned_url(
        "get_object", {"Bucket": "kept", "Key": "object"}, ExpiresIn=60
    )
    path = url.removeprefix(closed.url)
    assert ask(closed, "GET", path) == (200, KEPT.decode())
    assert ask(closed, "GET", path.replace("/object", "/other"))[0] == 403
    assert ask(closed, "GET", path, origin="http://evil.example")[0] == 403


@pytest.mark.parametrize(
    ("service", "operation", "params"),
    [("s3", "get_object", {"Bucket": "kept", "Key": "object"}), ("sts", "get_caller_identity", {})],
)
def test_presigned_url_is_taken_in_its_time_only(
    closed: Emulator, service: str, operation: str, params: dict[str, str]
) -> None:
    client = closed.client(service)
    for seconds, expected in ((60, 200), (-1, 403)):
        url = client.generate_presigned_url(operation, params, ExpiresIn=seconds)
        method = "POST" if service == "sts" else "GET"
        assert ask(closed, method, url.removeprefix(closed.url))[0] == expected


def test_body_that_is_not_the_signed_one_is_refused(closed: Emulator) -> None:
    signed = AWSRequest("POST", closed.url + "/", {"x-amz-target": "AmazonSQS.CreateQueue"}, b"{}")
    signed.headers["x-amz-content-sha256"] = (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )
    SigV4Auth(Credentials(*closed.credentials), "sqs", REGION).add_auth(signed)
    status, text = ask(closed, "POST", "/", b'{"QueueName": "x"}', **dict(signed.headers))
    assert (status, "XAmzContentSHA256Mismatch" in text) == (403, True)


def test_files_are_the_users_alone_whatever_the_umask_is(closed: Emulator) -> None:
    """It was started with umask 0."""

    def mode(path: Path) -> int:
        return stat.S_IMODE(path.lstat().st_mode)

    below: list[Path] = [p for p in closed.run_dir.rglob("*") if not p.is_symlink()]
    assert len(below) > 5
    wrong: dict[str, Any] = {str(path): oct(mode(path)) for path in below if mode(path) & 0o077}
    assert wrong == {}
    assert mode(closed.run_dir / "credentials.json") == 0o600


def test_log_has_the_path_of_a_request_without_its_query(closed: Emulator) -> None:
    """A query may hold the signature of a presigned URL."""
    url = closed.client("s3").generate_presigned_url(
        "get_object", {"Bucket": "kept", "Key": "object"}, ExpiresIn=61
    )
    assert ask(closed, "GET", url.removeprefix(closed.url)) == (200, KEPT.decode())
    # The line is written after the answer: a second request's own line comes later.
    ask(closed, "GET", "/_pictor/health")
    log = next(closed.run_dir.rglob("access.log")).read_text()
    assert "GET /kept/object" in log
    assert "X-Amz-" not in log
