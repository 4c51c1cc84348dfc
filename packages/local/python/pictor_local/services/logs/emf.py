"""Metrics in the lines of a log: CloudWatch's embedded metric format.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Iterator
from typing import Any

from pictor_local.aws import Json
from pictor_local.services.logs.log_metric import LogMetric

# At most so many dimensions, metrics and values; CloudWatch drops the rest of a line that has more.
_DIMENSIONS = 30
_METRICS = 100
_VALUES = 100


def parse(line: str) -> Iterator[LogMetric]:
    """Return the metrics of a line; a line that is not in the format has none."""
    start = line.find("{")
    if start < 0 or '"_aws"' not in line:
        return
    try:
        document = json.loads(line[start:])
    except ValueError:
        return
    header = document.get("_aws") if isinstance(document, dict) else None
    if not isinstance(header, dict) or not isinstance(header.get("Timestamp"), int):
        return
    for directive in header.get("CloudWatchMetrics") or []:
        yield from _metrics(document, directive, header["Timestamp"] / 1000)


def _metrics(document: Json, directive: Json, at: float) -> Iterator[LogMetric]:
    for metric in directive.get("Metrics", [])[:_METRICS]:
        values = _values(document.get(metric.get("Name")))
        for names in directive.get("Dimensions") or [[]]:
            known = [name for name in names if isinstance(document.get(name), str)]
            # A line that lacks the value of a dimension gives no metric of that set.
            if values and len(known) == len(names) <= _DIMENSIONS:
                chosen = tuple(sorted((name, document[name]) for name in names))
                unit = metric.get("Unit", "None")
                yield LogMetric(directive["Namespace"], metric["Name"], unit, chosen, at, values)


def _values(found: Any) -> tuple[float, ...]:
    values = found if isinstance(found, list) else [found]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in values):
        return ()
    return tuple(float(one) for one in values[:_VALUES])
