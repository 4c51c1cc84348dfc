"""A request for each way into the local AWS, and what a request must not have done."""

import base64
import io
import json
import urllib.error
import urllib.request
import zipfile

from tests.emulator import ACCOUNT, Emulator

ROLE = f"arn:aws:iam::{ACCOUNT}:role/none"
KEPT = b"content of an object"
BUCKET_HOST = "kept.localhost"
"""Where S3 serves a bucket by its own host name, and browsers find loopback."""
SIMPLE = {"content-type": "text/plain"}
"""What a page may send to another origin without asking."""


def ask(
    emulator: Emulator, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, str]:
    """Send a request as it is; underscores of header names become hyphens."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(emulator.url + path, body or None, fields, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


def functions(emulator: Emulator) -> list[str]:
    return [one["FunctionName"] for one in emulator.client("lambda").list_functions()["Functions"]]


def objects(emulator: Emulator) -> list[str]:
    return [one["Key"] for one in emulator.client("s3").list_objects_v2(Bucket="kept")["Contents"]]


def create_function() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        code.writestr("index.js", "exports.handler = async () => 1;")
    return json.dumps(
        {
            "FunctionName": "stranger",
            "Runtime": "nodejs22.x",
            "Role": ROLE,
            "Handler": "index.handler",
            "Code": {"ZipFile": base64.b64encode(archive.getvalue()).decode()},
        }
    ).encode()


def port_of(emulator: Emulator) -> int:
    return int(emulator.ready["port"])


def with_port(emulator: Emulator, headers: dict[str, str]) -> dict[str, str]:
    """Add the emulator's port to the host, if one is named."""
    host = headers.get("host")
    return {**headers, "host": f"{host}:{port_of(emulator)}"} if host else headers


# A request for each way in: name, method, path, body and headers.
DOORS: list[tuple[str, str, str, bytes, dict[str, str]]] = [
    ("REST: create a function", "POST", "/2015-03-31/functions", create_function(), SIMPLE),
    ("query: create a user", "POST", "/", b"Action=CreateUser&UserName=u&Version=2010-05-08", {}),
    ("JSON: create a queue", "POST", "/", b"{}", {"x-amz-target": "AmazonSQS.CreateQueue"}),
    ("JSON: SageMaker", "POST", "/", b"{}", {"x-amz-target": "SageMaker.ListModels"}),
    ("S3 by path", "GET", "/kept/object", b"", {}),
    ("S3 by path: put", "PUT", "/kept/other", b"x", {}),
    ("S3 by host", "GET", "/object", b"", {"host": BUCKET_HOST}),
    ("S3 by host: put", "PUT", "/other", b"x", {"host": BUCKET_HOST}),
    ("invocation", "POST", "/endpoints/live/invocations", b"x", {}),
    ("reset of ministack", "POST", "/_ministack/reset", b"", {}),
    ("health of ministack", "GET", "/_ministack/health", b"", {}),
    ("state of ministack", "GET", "/_localstack/health", b"", {}),
    ("instance metadata", "GET", "/latest/meta-data/iam/security-credentials/", b"", {}),
    ("function's address", "GET", "/_aws/lambda-url/x/", b"", {}),
    ("load balancer", "GET", "/_alb/x/", b"", {}),
    ("tables", "GET", "/iceberg/v1/config", b"", {}),
    ("control: resources", "GET", "/_pictor/resources", b"", {}),
    ("control: requests", "GET", "/_pictor/requests", b"", {}),
    ("control: clock", "POST", "/_pictor/clock", b'{"stop": true}', SIMPLE),
    ("control: faults", "POST", "/_pictor/faults", b'{"service":"s3","kind":"hang"}', SIMPLE),
]
IDS = [name for name, *_ in DOORS]
