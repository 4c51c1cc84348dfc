"""One model server: the real toolkit and TorchServe as a process group on free loopback ports."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from pictor_local.sagemaker.probe import Probe
from pictor_local.sagemaker.server_environment import free_ports, server_environment

_ENTRY = Path(__file__).with_name("toolkit_entry.py")
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
class Answer:
    """What a model server answered."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


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


class ModelServer:
    """A running toolkit with its TorchServe and workers."""

    def __init__(self, spec: ServerSpec, serving_python: Path) -> None:
        self._spec = spec
        self.directory = spec.directory
        ports = free_ports()
        self.port = ports.inference
        spec.log.parent.mkdir(parents=True, exist_ok=True)
        (spec.directory / "tmp").mkdir(parents=True, exist_ok=True)
        self._log_start = spec.log.stat().st_size if spec.log.exists() else 0
        with spec.log.open("ab") as log:
            self._process = subprocess.Popen(
                [serving_python, "-W", "ignore", _ENTRY],
                env=server_environment(spec.directory, spec.environment, serving_python, ports),
                cwd=spec.directory,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid = self._process.pid
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
        probe = Probe(lambda *question: self.post(*question).status)
        while time.monotonic() < until and not self._stopping.is_set():
            if not self.alive:
                raise ModelServerError(
                    self._reason(f"the model server ended with code {self._process.returncode}")
                )
            if len(_WORKER_DEATH.findall(self._log())) > _DEATHS_ALLOWED:
                raise ModelServerError(
                    self._reason("the model server's workers die while they load the model")
                )
            status = probe.status()
            if status is not None and status < 500:
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

    def post(self, headers: dict[str, str], body: bytes, timeout_seconds: float) -> Answer:
        """Send one invocation.

        Raises:
            TimeoutError: no answer in time.
            OSError: the server cannot be reached or broke the connection off.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout_seconds)
        self._count(+1)
        try:
            connection.request("POST", "/invocations", body, headers)
            response = connection.getresponse()
            fields = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, fields, response.read())
        except http.client.HTTPException as error:
            raise ConnectionError(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
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
