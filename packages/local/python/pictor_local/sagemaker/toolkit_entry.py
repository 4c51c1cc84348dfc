"""Starts the real SageMaker PyTorch toolkit on a shared machine, under the serving Python.

What differs from the container: the generated TorchServe properties go to $PICTOR_SCRATCH instead
of /etc, the toolkit waits for its own TorchServe instead of insisting on being the only one of the
machine, java's heap is capped, and everything ends when standard input does.
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

_SCRATCH = pathlib.Path(os.environ["PICTOR_SCRATCH"])


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


def redirect_properties(heap: str) -> None:
    """Let the toolkit write its properties to the scratch directory, with a cap on java's heap.

    The published default file lacks its final newline, which glues the first generated key to the
    last default one (SAGEMAKER_MODEL_SERVER_TIMEOUT is lost, enable_model_api stays off). It is
    kept: the container behaves so.
    """
    defaults = pathlib.Path(toolkit.DEFAULT_TS_CONFIG_FILE).read_text()
    ours = _SCRATCH / "default-ts.properties"
    ours.write_text(defaults.replace("vmargs=", f"vmargs=-Xmx{heap} ", 1))
    toolkit.DEFAULT_TS_CONFIG_FILE = str(ours)
    toolkit.TS_CONFIG_FILE = str(_SCRATCH / "sagemaker-ts.properties")


def escape_properties() -> None:
    """Write paths outside ASCII as java reads them: properties files are Latin-1, with escapes.

    See https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html
    """
    generate = toolkit._generate_ts_config_properties

    def escaped(handler_service: str) -> str:
        units = memoryview(generate(handler_service).encode("utf-16-le")).cast("H")
        return "".join(chr(unit) if unit < 128 else f"\\u{unit:04x}" for unit in units)

    toolkit._generate_ts_config_properties = escaped


def install_nothing() -> None:
    """Refuse an artefact that wants packages: they would land in this project's environment."""

    def refuse() -> None:
        raise RuntimeError(
            "the artefact has a code/requirements.txt, the local AWS installs nothing"
        )

    toolkit.model_server._install_requirements = refuse


def shorten_socket_path() -> None:
    """Name the temporary directory by a short path: the path of a socket may have 107 bytes.

    TorchServe's sockets to its workers lie there. Only Linux has `/proc`.
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
    redirect_properties(os.environ["PICTOR_JAVA_HEAP"])
    escape_properties()
    install_nothing()
    shorten_socket_path()
    toolkit._retrieve_ts_server_process = own_torchserve
    serving.main()
