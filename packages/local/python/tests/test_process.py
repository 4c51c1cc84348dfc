"""How the emulator starts, what it may see and touch, and that nothing of it outlives it."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, NODE_BIN, PYTHON, REGION, SERVING_PYTHON, Emulator, wait_for
from tests.resources import artefact, make_config, make_function, make_model_store

STUBBORN = """
setInterval(() => {}, 1000);
exports.handler = async (event) => {
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, 15000));
  console.log("logged by the function");
  return process.env;
};
"""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator with a model server and a Lambda worker, deep in the file system."""
    emulator = Emulator(tmp_path_factory.mktemp("busy") / ("deep-" * 20) / "run")
    make_model_store(emulator)
    make_config(emulator, "one", artefact("one"))
    emulator.client("sagemaker").create_endpoint(EndpointName="one", EndpointConfigName="one")
    make_function(emulator.client, "stubborn", STUBBORN, Environment={"Variables": {"A": "b"}})
    yield emulator
    if emulator.process.poll() is None:
        emulator.stop()


def variables(emulator: Emulator) -> dict[str, str]:
    reply = emulator.client("lambda").invoke(FunctionName="stubborn", Payload=b"{}")
    found: dict[str, str] = json.loads(reply["Payload"].read())
    return found


def get(emulator: Emulator, path: str) -> Any:
    with urllib.request.urlopen(emulator.url + path, timeout=10) as reply:
        return json.load(reply)


def gone(processes: list[psutil.Process]) -> bool:
    return not [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_first_line_says_where_it_listens(busy: Emulator) -> None:
    assert busy.ready["event"] == "ready"
    assert busy.ready["pid"] == busy.process.pid
    assert busy.url == f"http://127.0.0.1:{busy.ready['port']}"
    assert get(busy, "/_pictor/health") == {"status": "ok", "accountId": ACCOUNT, "region": REGION}


def test_every_answer_names_the_given_account(busy: Emulator) -> None:
    assert busy.client("sts").get_caller_identity()["Account"] == ACCOUNT
    vpc = busy.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]
    assert vpc["OwnerId"] == ACCOUNT
    key = busy.client("kms").create_key()["KeyMetadata"]
    assert key["Arn"].startswith(f"arn:aws:kms:{REGION}:{ACCOUNT}:")


def test_function_sees_its_variables_and_nothing_of_the_caller(busy: Emulator) -> None:
    seen = variables(busy)
    assert seen["A"] == "b"
    assert seen["AWS_EXECUTION_ENV"] == "AWS_Lambda_nodejs22.x"
    assert seen["AWS_ENDPOINT_URL"] == busy.url
    assert "SECRET" not in seen
    foreign = ("MINISTACK_", "MOTO_", "GATEWAY_", "PYTHON")
    assert [name for name in seen if name.startswith(foreign)] == []


def test_logs_are_files_below_the_run_directory(busy: Emulator) -> None:
    variables(busy)
    log = busy.run_dir / "logs/lambda/stubborn.log"
    wait_for(lambda: log.exists() and "logged by the function" in log.read_text(), 5, "log line")
    assert "Ready" in (busy.run_dir / "logs/emulator.log").read_text()


def listening(processes: list[psutil.Process]) -> set[str]:
    sockets = [socket for p in processes for socket in p.net_connections(kind="inet")]
    return {socket.laddr.ip for socket in sockets if socket.status == psutil.CONN_LISTEN}


def test_everything_listens_on_loopback_only(busy: Emulator) -> None:
    wait_for(lambda: "InService" in "".join(busy.lines), 120, "endpoint in service")
    processes = [psutil.Process(pid) for pid in (busy.process.pid, *busy.running())]
    assert listening(processes) <= {"127.0.0.1", "::ffff:127.0.0.1"}


def test_nothing_outlives_a_killed_emulator(busy: Emulator) -> None:
    wait_for(lambda: "InService" in "".join(busy.lines), 120, "endpoint in service")
    variables(busy)
    commands = " ".join(busy.running().values())
    for expected in ("toolkit_entry.py", "org.pytorch.serve.ModelServer", "_worker.js"):
        assert expected in commands
    children = [psutil.Process(pid) for pid in busy.running()]
    os.kill(busy.process.pid, signal.SIGKILL)
    wait_for(lambda: gone(children), 15, "end of the children")


@pytest.mark.parametrize("way", ["end of standard input", "SIGTERM"])
def test_an_orderly_end_takes_its_children_along(run_dir: Path, way: str) -> None:
    emulator = Emulator(run_dir)
    make_model_store(emulator)
    make_config(emulator, "one", artefact("one"))
    make_function(emulator.client, "stubborn", STUBBORN)
    variables(emulator)
    # A server that is not ready yet must end too.
    emulator.client("sagemaker").create_endpoint(EndpointName="one", EndpointConfigName="one")
    wait_for(lambda: "toolkit_entry.py" in "".join(emulator.running().values()), 30, "server")
    children = [psutil.Process(pid) for pid in emulator.running()]
    if way == "SIGTERM":
        os.kill(emulator.process.pid, signal.SIGTERM)
        emulator.process.wait(10)
    else:
        emulator.stop()
    assert emulator.process.returncode == 0
    wait_for(lambda: gone(children), 5, "end of the children")
    assert not (run_dir / "tmp").exists()
    assert emulator.process.stderr is not None
    assert emulator.process.stderr.read() == ""


def start(run_dir: Path, *changed: str) -> subprocess.CompletedProcess[str]:
    arguments = ["--account-id", ACCOUNT, "--region", REGION, "--run-dir", str(run_dir)]
    arguments += ["--node-bin", str(NODE_BIN), "--serving-python", str(SERVING_PYTHON), *changed]
    return subprocess.run(
        [sys.executable, "-m", "pictor_local", *arguments],
        env={"PYTHONPATH": str(PYTHON)},
        cwd=run_dir.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["--account-id", "12"], "account id is '12', must be twelve digits"),
        (["--node-bin", "/nowhere"], "there is no 'node' in '/nowhere'"),
        (["--serving-python", "/nowhere/python"], "there is no '/nowhere/python'"),
    ],
)
def test_wrong_arguments_are_explained(run_dir: Path, changed: list[str], said: str) -> None:
    ended = start(run_dir, *changed)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ended.stdout == ""


def test_a_taken_port_is_explained(run_dir: Path, emulator: Emulator) -> None:
    ended = start(run_dir, "--port", str(emulator.ready["port"]))
    assert ended.returncode == 1
    assert f"cannot listen on 127.0.0.1:{emulator.ready['port']}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_full_disk_ends_nobody(run_dir: Path) -> None:
    logs = run_dir / "logs"
    logs.mkdir(parents=True)
    for name in ("emulator.log", "access.log"):
        # The kernel answers there as on a disk without room.
        (logs / name).symlink_to("/dev/full")
    started = Emulator(run_dir)
    queue = started.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    with pytest.raises(ClientError):
        started.client("sqs").get_queue_url(QueueName="none")
    assert started.client("sqs").list_queues()["QueueUrls"] == [queue]
    started.stop()
    assert started.process.returncode == 0
    for secret in ("control-token", "credentials.json"):
        assert not (run_dir / secret).exists()
