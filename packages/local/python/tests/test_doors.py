"""Every door of the local AWS, tried as a web page and as another user of the machine would."""

import socket

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.control import look
from tests.doors import (
    DOORS,
    IDS,
    KEPT,
    ask,
    create_function,
    functions,
    objects,
    port_of,
    with_port,
)
from tests.emulator import REGION, Emulator
from tests.gateway import Api


@pytest.mark.parametrize(("name", "method", "path", "body", "headers"), DOORS, ids=IDS)
def test_unsigned_request_is_refused(
    closed: Emulator, name: str, method: str, path: str, body: bytes, headers: dict[str, str]
) -> None:
    status, text = ask(closed, method, path, body, **with_port(closed, headers))
    assert (status, KEPT.decode() in text) == (403, False), name
    assert functions(closed) == []
    assert objects(closed) == ["object"]
    assert look(closed, "faults") == []
    assert look(closed, "clock")["stopped"] is False


@pytest.mark.parametrize(("name", "method", "path", "body", "headers"), DOORS, ids=IDS)
@pytest.mark.parametrize("mark", ["origin", "host", "port", "signature"])
def test_web_page_and_guessed_secret_are_refused(
    closed: Emulator,
    mark: str,
    name: str,
    method: str,
    path: str,
    body: bytes,
    headers: dict[str, str],
) -> None:
    """Even with a signature: a page could get at one that was made for it."""
    key, secret = closed.credentials if mark != "signature" else ("test", "test")
    wrong = {
        "origin": {"origin": "http://evil.example"},
        "host": {"host": f"evil.example:{port_of(closed)}"},
        "port": {"host": "127.0.0.1:1"},
        "signature": {},
    }[mark]
    sent = {**with_port(closed, headers), **wrong}
    signed = AWSRequest(method, closed.url + path, sent, body)
    SigV4Auth(Credentials(key, secret), "s3", REGION).add_auth(signed)
    token = {"x-pictor-token": closed.token} if mark in ("origin", "host", "port") else {}
    status, text = ask(closed, method, path, body, **dict(signed.headers), **token)
    assert (status, KEPT.decode() in text) == (403, False), text
    assert functions(closed) == []
    assert objects(closed) == ["object"]
    assert look(closed, "faults") == []


HOSTS_OF_OTHERS = [
    "abcdef12.execute-api",
    "abcdef12.lambda-url.eu-central-1",
    "abcdef12.cloudfront",
    "abcdef12.eu-central-1.elb",
]
"""Below localhost, where browsers find loopback; ministack serves something by each."""


@pytest.mark.parametrize(("name", "method", "path", "body", "headers"), DOORS, ids=IDS)
@pytest.mark.parametrize("host", HOSTS_OF_OTHERS)
def test_host_that_serves_something_opens_no_door(
    closed: Emulator,
    host: str,
    name: str,
    method: str,
    path: str,
    body: bytes,
    headers: dict[str, str],
) -> None:
    """Clients call APIs without a signature, from pages too, but by their path alone."""
    sent = with_port(closed, {**headers, "host": f"{host}.localhost"})
    for page in ({}, {"origin": "http://evil.example"}):
        for prefix in ("", "/_aws/execute-api/abcdef12"):
            status, text = ask(closed, method, prefix + path, body, **sent, **page)
            assert (status, KEPT.decode() in text) == (403, False), text
    assert functions(closed) == []
    assert objects(closed) == ["object"]


def test_header_that_says_who_may_is_not_read_before_the_head_is_judged(closed: Emulator) -> None:
    with socket.create_connection(("127.0.0.1", port_of(closed)), timeout=10) as line:
        line.sendall(
            b"POST /2015-03-31/functions HTTP/1.1\r\nHost: evil.example\r\n"
            b"Content-Length: 100000000\r\n\r\n"
        )
        assert line.recv(12) == b"HTTP/1.1 403"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "bucket.localhost"])
def test_host_of_loopback_is_taken(closed: Emulator, host: str) -> None:
    status, _ = ask(closed, "GET", "/_pictor/health", host=f"{host}:{port_of(closed)}")
    assert status == 200


class TestDeployedApi:
    """Clients call it without signatures, from pages too; nothing else is behind its path."""

    @pytest.fixture
    def api(self, closed: Emulator) -> Api:
        return Api(closed.client, closed.url, "open", "none")

    def test_host_counts_and_origin_does_not(self, closed: Emulator, api: Api) -> None:
        path = f"/_aws/execute-api/{api.id}/v1/predictions"
        answered = ask(closed, "POST", path, b"x", origin="http://page.example")
        assert answered[0] != 403 or "Origin" not in answered[1]
        status, text = ask(closed, "POST", path, b"x", host="evil.example")
        assert (status, "Host" in text) == (403, True)

    @pytest.mark.parametrize(
        "headers",
        [
            {"x-amz-target": "AmazonSQS.CreateQueue"},
            {"content-type": "application/x-www-form-urlencoded"},
            {"x-amz-request-route": "x"},
        ],
        ids=str,
    )
    @pytest.mark.parametrize(
        "path", ["", "/../../../2015-03-31/functions", "/%2e%2e/%2e%2e/2015-03-31/functions"]
    )
    def test_no_service_is_behind_its_path(
        self, closed: Emulator, api: Api, path: str, headers: dict[str, str]
    ) -> None:
        body = b"Action=CreateUser&UserName=sneaked&Version=2010-05-08"
        ask(closed, "POST", f"/_aws/execute-api/{api.id}/v1{path}", body, **headers)
        ask(closed, "POST", f"/_aws/execute-api/{api.id}/v1{path}", create_function(), **headers)
        names = [one["UserName"] for one in closed.client("iam").list_users()["Users"]]
        assert "sneaked" not in names
        assert functions(closed) == []


def test_websocket_is_refused(closed: Emulator) -> None:
    with socket.create_connection(("127.0.0.1", port_of(closed)), timeout=10) as line:
        line.sendall(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert line.recv(12) == b"HTTP/1.1 403"
