"""From what happens to datapoints in CloudWatch: by the table, by the minute, and late."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudwatch, cloudwatch_logs

from pictor_local.aws import Json
from pictor_local.clock import clock, drive
from pictor_local.delays import Delays
from pictor_local.services.cloudwatch.metrics.buckets import (
    MINUTE_SECONDS,
    Buckets,
    Datapoint,
    Series,
)
from pictor_local.services.cloudwatch.metrics.table import row
from pictor_local.services.logs.log_metric import LogMetric

_logger = logging.getLogger(__name__)
_LOOK_SECONDS = 0.2


class Publisher:
    """Takes values from any thread, and puts them into ministack's CloudWatch in time."""

    def __init__(self, delays: Delays, after: Callable[[], None]) -> None:
        """Take the delays, and what to do every minute and when there are new datapoints."""
        self._delays = delays
        self._after = after
        self._buckets = Buckets()
        self._minute = 0.0
        self._lock = threading.Lock()
        for module in (cloudwatch, cloudwatch_logs):
            drive(module)

    def emit(self, namespace: str, values: dict[str, float], dimensions: dict[str, str]) -> None:
        """Add values by metric name, once for each set of dimensions that is given in full."""
        for name, value in values.items():
            metric = row(namespace, name)
            for names in metric.dimensions:
                if set(names) <= set(dimensions):
                    chosen = tuple(sorted((name, dimensions[name]) for name in names))
                    self._add(namespace, name, metric.unit, chosen, clock.now(), value)

    def logged(self, metric: LogMetric) -> None:
        """Add the values of a metric that was read from a log."""
        for value in metric.values:
            self._add(
                metric.namespace, metric.name, metric.unit, metric.dimensions, metric.at, value
            )

    def _add(
        self,
        namespace: str,
        name: str,
        unit: str,
        dimensions: tuple[tuple[str, str], ...],
        at: float,
        value: float,
    ) -> None:
        series = Series(get_account_id(), get_region(), namespace, name, unit, dimensions)
        with self._lock:
            self._buckets.add(series, at, value)

    async def run(self, each_look: Callable[[], None]) -> None:
        """Give datapoints out for ever; `each_look` may add some before."""
        while True:
            try:
                each_look()
                self.publish()
            except Exception:
                # Metrics may fail; what they are of may not.
                _logger.exception("metrics")
            await asyncio.sleep(_LOOK_SECONDS)

    def publish(self) -> None:
        """Give out what is due."""
        with self._lock:
            due = list(self._buckets.due(clock.now(), self._delays["metrics"]))
        for datapoint in due:
            series = datapoint.series
            with request_scope(series.account, series.region):
                _store(datapoint)
        minute = clock.now() // MINUTE_SECONDS
        if due or minute != self._minute:
            self._minute = minute
            self._after()


def published() -> Iterator[Json]:
    """Give everything that CloudWatch holds in the current account and region: statistics lose."""
    for (namespace, name, _), points in cloudwatch._metrics.items():
        for point in points:
            yield {
                "namespace": namespace,
                "name": name,
                "dimensions": point["Dimensions"],
                "at": point["Timestamp"],
                "value": point["Value"],
                "count": point.get("Count", 1.0),
            }


def _store(datapoint: Datapoint) -> None:
    series = datapoint.series
    dimensions = dict(series.dimensions)
    key: Any = (series.namespace, series.name, cloudwatch._dims_key(dimensions))
    points = cloudwatch._metric_bucket(key)
    for value, count in datapoint.counts.items():
        points.append(
            {
                "Timestamp": float(datapoint.minute),
                "Value": float(value),
                "Count": float(count),
                "Unit": series.unit,
                "Dimensions": dimensions,
            }
        )
