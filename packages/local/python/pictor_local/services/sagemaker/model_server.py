"""One model server: the real toolkit and TorchServe as a process group, on sockets of this user."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from pictor_local.services.sagemaker.deaf import deafen
from pictor_local.services.sagemaker.invocation import Answer, ask
from pictor_local.services.sagemaker.probe import Probe
from pictor_local.services.sagemaker.server_environment import Ports, free_ports, server_environment

_ENTRY = Path(__file__).with_name("toolkit_entry.py")
_CONFINED = Path(__file__).with_name("confined.py")
# What TorchServe writes each time that a worker has died; with a model that cannot be loaded it
# goes on for minutes.
_WORKER_DEATH = re.compile(r"WorkerThread - Retry worker:")
_DEATHS_ALLOWED = 1
_SERVER_ERRORS_ALLOWED = 5
_LOG_PREFIX = re.compile(r"^\S+ \[\w+ *\] \S+ (?P<source>\S+) - (?P<text>.*)$")
_TAIL_LENGTH = 800


class ModelServerError(Exception):
    """The server never got to a prediction; the message says why, with the log's tail."""


@dataclass(frozen=True)
class ServerSpec:
    """What one model server is started from."""

    name: str
    """Name of the endpoint."""
    directory: Path
    """Scratch directory of this server; the unpacked model data is its `ml/model`."""
    environment: dict[str, str]
    """Environment of the Model."""
    log: Path
    ready_seconds: float
    """Longest time to the first prediction."""
    confined: bool = False
    """Whether it may write nowhere but in its /tmp, as a serverless container."""


class ModelServer:
    """A running toolkit with its TorchServe and workers."""

    def __init__(self, spec: ServerSpec, serving_python: Path) -> None:
        self._spec = spec
        self.directory = spec.directory
        ports = free_ports()
        self._open = {ports.grpc_inference, ports.grpc_management}
        spec.log.parent.mkdir(parents=True, exist_ok=True)
        _as_new(spec.directory)
        self._log_start = spec.log.stat().st_size if spec.log.exists() else 0
        with spec.log.open("ab") as log:
            self._process = subprocess.Popen(
                _command(spec, serving_python, ports),
                env=server_environment(
                    spec.directory, spec.environment, serving_python, ports.inference
                ),
                cwd=spec.directory,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid = self._process.pid
        self.address = inference_address(self.pid, ports.inference)
        """Path of the socket that answers invocations; a port where there is no Linux."""
        self._stopping = threading.Event()
        self._in_flight = 0
        self._idle = threading.Condition()

    @property
    def alive(self) -> bool:
        """Whether the toolkit still runs."""
        return self._process.poll() is None

    def wait(self) -> int:
        """Wait for the end of the toolkit and return its exit code."""
        return self._process.wait()

    def wait_until_ready(self) -> None:
        """Wait for a real answer: `/ping` is 200 before a model is loaded and while workers crash.

        Raises:
            ModelServerError: the server ended, its workers die of the model, it answers a valid
                picture with 500 again and again, or the time is over.
        """
        until = time.monotonic() + self._spec.ready_seconds
        errors = 0
        probe = Probe(lambda *question: asyncio.run(self.post(*question)).status)
        while time.monotonic() < until and not self._stopping.is_set():
            if not self.alive:
                raise ModelServerError(
                    self._reason(f"the model server ended with code {self._process.returncode}")
                )
            if len(_WORKER_DEATH.findall(self._log())) > _DEATHS_ALLOWED:
                raise ModelServerError(
                    self._reason("the model server's workers die while they load the model")
                )
            self._deafen()
            status = probe.status()
            if status is not None and status < 500 and not self._open:
                return
            if status == 500:
                errors += 1
            if errors > _SERVER_ERRORS_ALLOWED:
                raise ModelServerError(
                    self._reason("the model server answers a valid picture with status 500")
                )
            time.sleep(0.2)
        raise ModelServerError(
            self._reason(f"no prediction within {self._spec.ready_seconds:g} seconds")
        )

    def _deafen(self) -> None:
        # By gRPC any user of the machine could scale the workers and read where the model lies.
        try:
            if self._open:
                self._open -= deafen(self.pid, self._open)
        except psutil.Error:
            pass
        except OSError as error:
            self._open = set()
            with self._spec.log.open("a") as log:
                log.write(f"TorchServe's gRPC ports answer this machine's users: {error}\n")

    async def post(self, headers: dict[str, str], body: bytes, timeout_seconds: float) -> Answer:
        """Send one invocation.

        Raises:
            TimeoutError: no answer in time.
            OSError: the server cannot be reached or broke the connection off.
        """
        self._count(+1)
        try:
            async with asyncio.timeout(timeout_seconds):
                return await ask(self.address, headers, body)
        finally:
            self._count(-1)

    def drain(self, limit_seconds: float) -> None:
        """Wait until every invocation is answered, at most so long."""
        with self._idle:
            self._idle.wait_for(lambda: self._in_flight == 0, limit_seconds)

    def stop(self) -> None:
        """End the whole process group; java and the workers are in it."""
        self._stopping.set()
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def _count(self, change: int) -> None:
        with self._idle:
            self._in_flight += change
            self._idle.notify_all()

    def _log(self) -> str:
        with self._spec.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode("utf-8", "replace")

    def _reason(self, what: str) -> str:
        return f"{what}; the end of its log: {log_tail(self._log())}"


def inference_address(pid: int, port: int, platform: str = sys.platform) -> str | int:
    """Return where the server of a toolkit answers: see `toolkit_entry.own_properties`."""
    # By `/proc` the path stays within the 107 bytes that a socket's may have.
    return f"/proc/{pid}/cwd/tmp/inference.sock" if platform == "linux" else port


def _as_new(directory: Path) -> None:
    """Leave of an earlier server only the model: a container starts from its image."""
    for each in directory.iterdir():
        if each.is_dir() and not each.is_symlink():
            if each.name != "ml":
                shutil.rmtree(each)
        else:
            each.unlink()
    (directory / "tmp").mkdir()
    # The toolkit makes it in its working directory. That AWS's image serves without instances
    # shows that it may, though `/` is said to be read-only there.
    (directory / ".sagemaker" / "ts" / "models").mkdir(parents=True)


def _command(spec: ServerSpec, serving_python: Path, ports: Ports) -> list[str]:
    numbers = map(str, (ports.metrics, ports.grpc_inference, ports.grpc_management))
    entry = [str(serving_python), "-W", "ignore", str(_ENTRY), *numbers]
    if not spec.confined:
        return entry
    return [sys.executable, "-I", str(_CONFINED), str(spec.directory / "tmp"), *entry]


def log_tail(log: str) -> str:
    """Return the end of a log: what the model's own code wrote, else what TorchServe did."""
    lines = [_LOG_PREFIX.match(line) or line for line in log.splitlines() if line.strip()]
    model = [
        line["text"]
        for line in lines
        if not isinstance(line, str) and line["source"] == "MODEL_LOG"
    ]
    others = [line if isinstance(line, str) else line["text"] for line in lines]
    return "\n".join(model or others)[-_TAIL_LENGTH:]
