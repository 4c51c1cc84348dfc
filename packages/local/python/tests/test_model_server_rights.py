"""What a model server is given, where it may write and where it can be reached."""

import asyncio
import http.client
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from pictor_local.services.sagemaker.model_server import ModelServer, ServerSpec
from pictor_local.services.sagemaker.server_environment import IMAGE
from pictor_local.services.sagemaker.service import SageMaker
from tests.emulator import SERVING_PYTHON

CODE = """
import json, os

def model_fn(model_dir):
    return None

def transform_fn(model, data, content_type, accept, context):
    if content_type != "application/json":
        return "{}", "application/json"
    tried = {}
    for path in json.loads(data):
        try:
            with open(path, "w") as file:
                file.write("written")
            tried[path] = "written"
        except OSError as error:
            tried[path] = type(error).__name__
    return json.dumps(tried), "application/json"
"""
MODEL = {
    "SAGEMAKER_PROGRAM": "inference.py",
    "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
    "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
    # Serverless models have these.
    "LOG_LOCATION": "/tmp/logs",
    "METRICS_LOCATION": "/tmp/logs",
    # What a model may not do.
    "TS_MANAGEMENT_ADDRESS": "http://0.0.0.0:8081",
}
OURS = {"HOME", "PATH", "SAGEMAKER_BASE_DIR", "SAGEMAKER_BIND_TO_PORT"}
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="held on Linux only")


def started(directory: Path, *, confined: bool) -> ModelServer:
    code = directory / "root" / "ml" / "model" / "code"
    code.mkdir(parents=True)
    (code / "inference.py").write_text(CODE)
    spec = ServerSpec(
        name="rights",
        directory=directory / "root",
        environment=MODEL,
        log=directory / "server.log",
        ready_seconds=300,
        confined=confined,
    )
    return ModelServer(spec, SERVING_PYTHON)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, ModelServer]]:
    both = {
        "instance": started(tmp_path_factory.mktemp("instance"), confined=False),
        "serverless": started(tmp_path_factory.mktemp("serverless"), confined=True),
    }
    try:
        for server in both.values():
            server.wait_until_ready()
        yield both
    finally:
        for server in both.values():
            server.stop()


def processes(server: ModelServer) -> list[psutil.Process]:
    toolkit = psutil.Process(server.pid)
    # TorchServe's launcher has ended.
    children = toolkit.children(recursive=True)
    return [toolkit, *(each for each in children if each.status() != psutil.STATUS_ZOMBIE)]


def java(server: ModelServer) -> psutil.Process:
    return next(p for p in processes(server) if "org.pytorch.serve.ModelServer" in p.cmdline())


def write(server: ModelServer, *paths: str | Path) -> list[str]:
    body = json.dumps([str(path) for path in paths]).encode()
    answer = asyncio.run(server.post({"Content-Type": "application/json"}, body, 60))
    return list(json.loads(answer.body).values())


def listening(server: ModelServer) -> set[int]:
    found = [c for p in processes(server) for c in p.net_connections("inet")]
    return {c.laddr.port for c in found if c.status == psutil.CONN_LISTEN}


def test_server_has_the_variables_of_image_and_model_and_four_more(
    servers: dict[str, ModelServer],
) -> None:
    for server in servers.values():
        seen = set(psutil.Process(server.pid).environ())
        assert seen == set(IMAGE) | (set(MODEL) - {"TS_MANAGEMENT_ADDRESS"}) | OURS
        # The toolkit puts the code directory into PYTHONPATH, in the container too.
        assert set(java(server).environ()) - seen == {"PYTHONPATH"}


def test_variables_that_are_ours_are_listed_as_differences() -> None:
    listed = " ".join(SageMaker.differences)
    assert [name for name in OURS if f"`{name}`" not in listed] == []


@LINUX_ONLY
def test_serverless_server_writes_below_its_tmp_and_nowhere_else(
    servers: dict[str, ModelServer], tmp_path: Path
) -> None:
    server = servers["serverless"]
    root = server.directory
    elsewhere: list[str | Path] = [
        root / "written",
        root / "ml" / "model" / "written",
        root / "ml" / "model" / "code" / "inference.py",
        root / ".sagemaker" / "written",
        tmp_path / "written",
        "/tmp/pictor-written",
        "/dev/shm/pictor-written",
    ]
    assert write(server, *elsewhere) == ["PermissionError"] * len(elsewhere)
    assert write(server, root / "tmp" / "written", "/dev/null") == ["written"] * 2
    assert {each.name for each in root.iterdir()} == {"ml", "tmp", ".sagemaker"}


@LINUX_ONLY
def test_poor_server_starts_without_an_error_and_keeps_its_logs(
    servers: dict[str, ModelServer],
) -> None:
    server = servers["serverless"]
    log = (server.directory.parent / "server.log").read_text()
    assert [line for line in log.splitlines() if "ERROR" in line or "rror while" in line] == []
    assert "answer this machine" not in log
    assert (server.directory / "tmp" / "logs" / "ts_log.log").exists()


def test_server_of_an_instance_writes_where_it_likes(servers: dict[str, ModelServer]) -> None:
    server = servers["instance"]
    assert write(server, server.directory / "written") == ["written"]


@LINUX_ONLY
def test_inference_management_and_metrics_have_no_port(servers: dict[str, ModelServer]) -> None:
    for server in servers.values():
        temp = server.directory / "tmp"
        assert (temp / "inference.sock").is_socket()
        assert (temp / "management.sock").is_socket()
        assert (temp / "metrics.sock").is_socket()


@LINUX_ONLY
def test_nobody_connects_to_a_server_by_a_port(servers: dict[str, ModelServer]) -> None:
    for server in servers.values():
        # TorchServe listens on two ports of gRPC, and cannot be told not to.
        assert len(listening(server)) == 2
        assert [port for port in listening(server) if answers(port)] == []


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/models"),
        ("GET", "/models/model"),
        ("PUT", "/models/model?min_worker=3"),
        ("PUT", "/models/model/1.0/set-default"),
        ("POST", "/models?url=http://127.0.0.1/evil.mar"),
        ("DELETE", "/models/model"),
        ("GET", "/metrics"),
        ("GET", "/workflows"),
    ],
)
def test_nobody_manages_a_server_where_it_answers_invocations(
    servers: dict[str, ModelServer], method: str, path: str
) -> None:
    for server in servers.values():
        assert ask(server, method, path) in (403, 404, 405)


def ask(server: ModelServer, method: str, path: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", timeout=60)
    if isinstance(server.address, str):
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(server.address)
    else:
        connection.port = server.address
    try:
        connection.request(method, path)
        return connection.getresponse().status
    finally:
        connection.close()
