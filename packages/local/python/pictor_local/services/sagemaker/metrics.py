"""AWS/SageMaker by invocation, /aws/sagemaker/Endpoints by the minute."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil
from ministack.core.responses import request_scope

from pictor_local.clock import clock
from pictor_local.services.cloudwatch.metrics.buckets import MINUTE_SECONDS
from pictor_local.services.cloudwatch.metrics.publisher import Publisher

_INVOCATIONS = "AWS/SageMaker"
_INSTANCES = "/aws/sagemaker/Endpoints"
# https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html has an
# exhaustive list; these are not in it.
_NOT_SERVERLESS = frozenset(
    {"InvocationsPerInstance", "ConcurrentRequestsPerModel", "InvocationModelErrors"}
)
_MICROSECONDS = 1_000_000


@dataclass
class Invocation:
    """What is measured of one invocation while it runs."""

    began: float
    concurrent: int
    model_seconds: float = 0.0
    model_status: int | None = None
    """What the container answered; None where it did not."""
    setup_seconds: float | None = None
    """How long a serverless container was started for this one."""


class EndpointMetrics:
    """Measures invocations and the servers behind them."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._in_flight: dict[str, int] = {}
        self._looked_at: dict[str, int] = {}

    @contextlib.contextmanager
    def invocation(self, endpoint: Any, deployment: Any) -> Iterator[Invocation]:
        """Measure one invocation; one that is refused never reaches the model and is none."""
        concurrent = self._in_flight[endpoint.name] = self._in_flight.get(endpoint.name, 0) + 1
        measured = Invocation(clock.monotonic(), concurrent)
        try:
            yield measured
        finally:
            self._in_flight[endpoint.name] -= 1
        variant = deployment.variant
        values = _values(measured, endpoint, variant)
        if deployment.serverless is not None:
            values = {name: v for name, v in values.items() if name not in _NOT_SERVERLESS}
            # The share of the places that this invocation found taken, its own included.
            most = int(deployment.serverless["MaxConcurrency"])
            values["ServerlessConcurrentExecutionsUtilization"] = concurrent / most
        self._publisher.emit(_INVOCATIONS, values, _dimensions(endpoint.name, variant))

    def look_at_instances(self, endpoints: Any) -> None:
        """Measure every running server once a minute: a sample for each of its instances."""
        minute = int(clock.now() // MINUTE_SECONDS)
        for key, endpoint in list(endpoints.records._store._data.items()):
            deployment = endpoint.deployment
            running = deployment is not None and deployment.server.alive
            if not running or self._looked_at.get(endpoint.name) == minute:
                continue
            self._looked_at[endpoint.name] = minute
            values = _utilization(deployment.server.pid, deployment.spec.directory)
            if deployment.serverless is not None:
                values = {"MemoryUtilization": values["MemoryUtilization"]}
                instances = 1
            else:
                instances = _instances(endpoint, deployment.variant)
            with request_scope(*key[:2]):
                dimensions = _dimensions(endpoint.name, deployment.variant)
                for _ in range(instances):
                    self._publisher.emit(_INSTANCES, values, dimensions)


def _values(measured: Invocation, endpoint: Any, variant: str) -> dict[str, float]:
    total = clock.monotonic() - measured.began
    status = measured.model_status
    instances = _instances(endpoint, variant)
    values: dict[str, float] = {
        "Invocations": 1,
        "InvocationsPerInstance": 1 / max(1, instances),
        "Invocation4XXErrors": int(status is not None and 400 <= status < 500),
        "Invocation5XXErrors": int(status is not None and status >= 500),
        "InvocationModelErrors": int(status is None or status >= 300),
        "ModelLatency": measured.model_seconds * _MICROSECONDS,
        "OverheadLatency": (total - measured.model_seconds) * _MICROSECONDS,
        "ConcurrentRequestsPerModel": measured.concurrent,
    }
    if measured.setup_seconds is not None:
        values["ModelSetupTime"] = measured.setup_seconds * _MICROSECONDS
    return values


def _instances(endpoint: Any, variant: str) -> int:
    return next(
        (
            int(one.get("CurrentInstanceCount", 1))
            for one in endpoint.variants
            if one["VariantName"] == variant
        ),
        1,
    )


def _dimensions(endpoint: str, variant: str) -> dict[str, str]:
    return {"EndpointName": endpoint, "VariantName": variant}


def _utilization(pid: int, directory: Any) -> dict[str, float]:
    processor, memory = 0.0, 0.0
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                # Since the process began: a container's first minute is its busiest.
                times = process.cpu_times()
                lived = max(1.0, time.time() - process.create_time())
                processor += 100 * (times.user + times.system) / lived
                memory += process.memory_percent()
    disk = shutil.disk_usage(directory)
    return {
        "CPUUtilization": processor,
        "MemoryUtilization": memory,
        "DiskUtilization": 100 * disk.used / disk.total,
    }
