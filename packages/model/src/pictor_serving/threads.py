"""How many threads one inference may use: workers times threads are the physical cores."""

import os
from collections.abc import Mapping
from pathlib import Path

_TOPOLOGY = Path("/sys/devices/system/cpu")


def physical_cores(topology: Path = _TOPOLOGY) -> int:
    """Cores that this process may use; two threads of one core count once.

    Two that share a core share its arithmetic: with both, the same work takes a quarter longer.
    https://docs.pytorch.org/tutorials/intermediate/torchserve_with_ipex
    """
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    if usable is None:
        return os.cpu_count() or 1
    siblings = (topology / f"cpu{each}" / "topology" / "thread_siblings_list" for each in usable)
    return len({file.read_text() if file.is_file() else str(file) for file in siblings})


def threads_of(environment: Mapping[str, str], cores: int) -> int:
    """Threads of this worker.

    Args:
        environment: `OMP_NUM_THREADS` decides alone where it is set; otherwise the workers, which
            `SAGEMAKER_MODEL_SERVER_WORKERS` states, share the cores. TorchServe starts a worker a
            logical processor unasked.
        cores: see `physical_cores`.

    Returns:
        At least 1.
    """
    stated = environment.get("OMP_NUM_THREADS", "")
    if stated.isdecimal():
        return max(1, int(stated))
    workers = environment.get("SAGEMAKER_MODEL_SERVER_WORKERS", "")
    return max(1, cores // (int(workers) if workers.isdecimal() and int(workers) else cores))
