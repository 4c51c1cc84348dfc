"""Starts the real SageMaker PyTorch toolkit on a shared machine, under the serving Python.

Arguments are the ports of the metrics, of gRPC inference and of gRPC management. What differs from
the container is in the README.
"""

import ctypes
import os
import pathlib
import signal
import sys
import threading
import time
from typing import Any

import psutil
import sagemaker_pytorch_serving_container.torchserve as toolkit
from sagemaker_pytorch_serving_container import serving

_JAVA = "-Xmx256m -XX:TieredStopAtLevel=1"
"""Java's options: a cap on its heap, and only its quick compiler, which starts a third faster."""


def end_with_parent() -> None:
    """Kill this process group when standard input ends, however the parent ended."""
    pipe = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def watch() -> None:
        while os.read(pipe, 1):
            pass
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def adopt_orphans() -> None:
    """Keep java in this process's tree: its launcher exits, and it would become a child of init."""
    pr_set_child_subreaper = 36
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)


def redirect_properties() -> None:
    """Let the toolkit write its properties to its /tmp instead of /etc, with options of java's own.

    The published default file lacks its final newline, which glues the first generated key to the
    last default one (SAGEMAKER_MODEL_SERVER_TIMEOUT is lost, enable_model_api stays off). It is
    kept: the container behaves so.
    """
    temp = pathlib.Path(os.environ["TEMP"])
    defaults = pathlib.Path(toolkit.DEFAULT_TS_CONFIG_FILE).read_text()
    ours = temp / "default-ts.properties"
    ours.write_text(defaults.replace("vmargs=", f"vmargs={_JAVA} ", 1))
    toolkit.DEFAULT_TS_CONFIG_FILE = str(ours)
    toolkit.TS_CONFIG_FILE = str(temp / "sagemaker-ts.properties")


def own_properties(metrics: str, grpc_inference: str, grpc_management: str) -> dict[str, str]:
    """Return the properties that must differ on a shared machine.

    In the container inference and management answer on one port, and metrics on 8082; only
    SageMaker reaches the first, nobody the second. Here any user of the machine would, and any page
    in a browser: they are sockets in a directory of this user. TorchServe has such sockets on Linux
    alone.
    """
    temp, inference = os.environ["TEMP"], os.environ["SAGEMAKER_BIND_TO_PORT"]
    own = {
        "inference_address": f"unix:{temp}/inference.sock",
        "management_address": f"unix:{temp}/management.sock",
        "metrics_address": f"unix:{temp}/metrics.sock",
        "grpc_inference_port": grpc_inference,
        "grpc_management_port": grpc_management,
        "disable_system_metrics": "true",
    }
    if sys.platform != "linux":
        own["inference_address"] = f"http://127.0.0.1:{inference}"
        own["management_address"] = own["inference_address"]
        own["metrics_address"] = f"http://127.0.0.1:{metrics}"
    return own


def change_properties(own: dict[str, str]) -> None:
    """Let properties of ours win over the toolkit's: of two with one name java takes the last.

    Paths outside ASCII are written as java reads them: properties files are Latin-1, with escapes.
    See https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html
    """
    generate = toolkit._generate_ts_config_properties

    def changed(handler_service: str) -> str:
        lines = [f"{name}={value}\n" for name, value in own.items()]
        text = generate(handler_service) + "".join(lines)
        units = memoryview(text.encode("utf-16-le")).cast("H")
        return "".join(chr(unit) if unit < 128 else f"\\u{unit:04x}" for unit in units)

    toolkit._generate_ts_config_properties = changed


def install_nothing() -> None:
    """Refuse an artefact that wants packages: they would land in this project's environment."""

    def refuse() -> None:
        raise RuntimeError(
            "the artefact has a code/requirements.txt, the local AWS installs nothing"
        )

    toolkit.model_server._install_requirements = refuse


def shorten_socket_path() -> None:
    """Name the temporary directory by a short path: the path of a socket may have 107 bytes.

    TorchServe's sockets lie there. Only Linux has `/proc`.
    """
    alias = pathlib.Path(f"/proc/{os.getpid()}/cwd/tmp")
    if alias.is_dir():
        os.environ["TEMP"] = str(alias)


def own_torchserve(limit_seconds: float = 30) -> Any:
    """Return this process group's TorchServe."""
    ours = os.getpgrp()
    until = time.monotonic() + limit_seconds
    while time.monotonic() < until:
        for process in psutil.process_iter():
            try:
                if os.getpgid(process.pid) == ours and toolkit.TS_NAMESPACE in process.cmdline():
                    return process
            except (psutil.Error, ProcessLookupError, PermissionError):
                continue
        time.sleep(0.1)
    raise RuntimeError(f"torchserve did not start within {limit_seconds:g} seconds")


if __name__ == "__main__":
    end_with_parent()
    adopt_orphans()
    shorten_socket_path()
    redirect_properties()
    change_properties(own_properties(*sys.argv[1:]))
    install_nothing()
    toolkit._retrieve_ts_server_process = own_torchserve
    serving.main()
