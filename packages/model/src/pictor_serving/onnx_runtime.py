"""Both formats by ONNX Runtime: as fast as PyTorch's engines, imported in a tenth of the time.

AWS's containers have none, so it comes with the artefact, in a directory named for the Python that
it is for. See docs/adr/0021-onnx-runtime-ships.md
"""

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

from pictor_serving.engines import Network, Pixels, Run
from pictor_serving.spec import WEIGHTS_FILE

SHIPPED = "runtime"
"""Directory beside `pictor_serving`; in it one for a Python and a platform, see `tag`."""


def load(network: Network, threads: int) -> Run:
    """Prepares the graph for this processor.

    Raises:
        ImportError: there is none for this Python.
        Exception: ONNX Runtime's own, where it cannot run the graph.
    """
    onnxruntime = _import()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that spin while they wait starve whatever else needs the core.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    # The bytes that were hashed, instead of a file that could have changed since.
    options.add_external_initializers_from_files_in_memory(
        [WEIGHTS_FILE], [network.weights], [len(network.weights)]
    )
    session = onnxruntime.InferenceSession(
        network.graph, options, providers=["CPUExecutionProvider"]
    )
    [pixels], [logits] = session.get_inputs(), session.get_outputs()

    def run(x: Pixels) -> Pixels:
        [found] = session.run([logits.name], {pixels.name: x})
        return found  # type: ignore[no-any-return]

    return run


def tag(python: str, platform: str) -> str:
    """Name of the directory for a Python such as `3.12` on a platform such as `linux-x86_64`."""
    return f"cp{python.replace('.', '')}-{platform}"


def _import() -> Any:
    here = tag(f"{sys.version_info.major}.{sys.version_info.minor}", sysconfig.get_platform())
    shipped = Path(__file__).parents[1] / SHIPPED / here
    if shipped.is_dir() and str(shipped) not in sys.path:
        sys.path.insert(0, str(shipped))
    # Versions from 1.29 tell Microsoft what they run; one that a container brought must not.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    return onnxruntime
