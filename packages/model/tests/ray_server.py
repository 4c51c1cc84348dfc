"""The real Ray Serve, started by the commands that AWS's container starts it with.

Left out is the container's own front on port 8080, which hands requests on to this one. See
scripts/ray/sagemaker_entrypoint.sh in https://github.com/aws/deep-learning-containers
"""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.environments import environment_python
from tests.served import Served, free_ports, running

# Ray's own processes leave the session; adopted, they are found and ended with this one.
_ENTRY = """
import ctypes, subprocess, sys
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
model, scratch, gcs, port = sys.argv[1:]
ray = ["ray", "start", "--head", "--node-ip-address=127.0.0.1", f"--port={gcs}", "--num-gpus=0",
       "--include-dashboard=False", "--disable-usage-stats", f"--temp-dir={scratch}",
       "--object-store-memory=100000000"]
subprocess.run(ray, check=True)
http = ["--http-host=127.0.0.1", f"--http-port={port}"]
subprocess.run(["serve", "start", *http], check=True)
subprocess.run(["serve", "run", f"{model}/config.yaml"], check=True)
"""


@contextlib.contextmanager
def ray_serve(model_dir: Path, variables: Mapping[str, str]) -> Iterator[Served]:
    """Serves an unpacked artefact; ends every process of it afterwards."""
    python = environment_python("ray")
    gcs, port = free_ports(2)
    # The paths of Ray's sockets lie below it and may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="r", ignore_cleanup_errors=True) as scratch:
        environment = {
            "PATH": f"{python.parent}:/usr/bin:/bin",
            "HOME": scratch,
            "PYTHONPATH": str(model_dir),
            "PYTHONDONTWRITEBYTECODE": "1",
            "RAY_ADDRESS": f"127.0.0.1:{gcs}",
            "RAY_USAGE_STATS_ENABLED": "0",
            **variables,
        }
        arguments = [model_dir, scratch, gcs, port]
        command = [str(python), "-c", _ENTRY, *(str(each) for each in arguments)]
        url = f"http://127.0.0.1:{port}/"
        with running(command, environment, Path(scratch), url, "ServeReplica") as served:
            yield served
