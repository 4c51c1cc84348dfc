"""Runs metric filters: every event that is written gives the metrics of those that match it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
(read 2026-11)
"""

from collections.abc import Callable, Iterator
from typing import Any

from ministack.services import cloudwatch_logs

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.clock import clock
from pictor_local.services.call import Call
from pictor_local.services.cloudwatch.metrics.publisher import Publisher
from pictor_local.services.logs.filters.condition import PatternError, number
from pictor_local.services.logs.filters.match import Match
from pictor_local.services.logs.filters.pattern import read
from pictor_local.services.logs.log_metric import LogMetric

_MOST_DIMENSIONS = 3


def install(publisher: Publisher) -> None:
    """Match wherever ministack matches, and look at each event that is written."""
    cloudwatch_logs._compile_filter_pattern = lambda text: (
        lambda message: read(text).match(message) is not None
    )
    cloudwatch_logs._subscription_pattern_matches = lambda text, message: (
        read(text or "").match(message) is not None
    )
    cloudwatch_logs._fanout_to_subscription_filters = _measuring(
        cloudwatch_logs._fanout_to_subscription_filters, publisher
    )


async def check(call: Call) -> Reply:
    """Refuse patterns and transformations that CloudWatch Logs refuses.

    Raises:
        AwsError: in the words of AWS.
    """
    body = call.params
    _read(body)
    for transformation in body.get("metricTransformations", []):
        _check(transformation)
    return await call.forward()


def test(body: Json) -> Json:
    """Answer TestMetricFilter."""
    _read(body)
    return {"matches": _test(body)}


def _read(body: Json) -> None:
    try:
        read(body.get("filterPattern") or "")
    except PatternError as error:
        raise AwsError("InvalidParameterException", f"Invalid filter pattern: {error}") from error


def _test(body: Json) -> list[Json]:
    pattern = read(body["filterPattern"])
    matches = [(n, text, pattern.match(text)) for n, text in enumerate(body["logEventMessages"], 1)]
    return [
        {"eventNumber": at, "eventMessage": text, "extractedValues": match.extracted}
        for at, text, match in matches
        if match is not None
    ]


def _check(transformation: Json) -> None:
    dimensions = transformation.get("dimensions") or {}
    if dimensions and transformation.get("defaultValue") is not None:
        raise AwsError(
            "InvalidParameterException",
            "Invalid metric transformation: dimensions and default value are mutually exclusive "
            "properties.",
        )
    if len(dimensions) > _MOST_DIMENSIONS:
        raise AwsError(
            "InvalidParameterException",
            f"A metric filter has at most {_MOST_DIMENSIONS} dimensions, got {len(dimensions)}.",
        )


def _measuring(fan_out: Callable[..., Any], publisher: Publisher) -> Callable[..., Any]:
    def fanout_to_subscription_filters(group: str, stream: str, events: Any) -> Any:
        for metric_filter in list(cloudwatch_logs._metric_filters.values()):
            if metric_filter["logGroupName"] == group:
                for event in events or []:
                    for metric in measured(metric_filter, event["message"], clock.now()):
                        publisher.logged(metric)
        return fan_out(group, stream, events)

    return fanout_to_subscription_filters


def measured(metric_filter: Json, message: str, ingested: float) -> Iterator[LogMetric]:
    """Return the metrics that a filter makes of one event: its value, or its default value.

    Args:
        metric_filter: as it was put.
        message: of the event.
        ingested: when the event came, in seconds since the epoch; its minute is the metric's.
    """
    match = read(metric_filter["filterPattern"] or "").match(message)
    for transformation in metric_filter["metricTransformations"]:
        found = _value(transformation, match)
        dimensions = _dimensions(transformation, match)
        if found is not None and dimensions is not None:
            yield LogMetric(
                transformation["metricNamespace"],
                transformation["metricName"],
                transformation.get("unit") or "None",
                dimensions,
                ingested,
                (found,),
            )


def _value(transformation: Json, match: Match | None) -> float | None:
    if match is None:
        default = transformation.get("defaultValue")
        return None if default is None else float(default)
    wanted = transformation["metricValue"]
    text = match.value_of(wanted) if wanted.startswith("$") else wanted
    return None if text is None else number(text)


def _dimensions(transformation: Json, match: Match | None) -> tuple[tuple[str, str], ...] | None:
    """Return the dimensions; None where the event lacks the field of one."""
    wanted = transformation.get("dimensions") or {}
    if match is None:
        return ()
    found = {name: match.value_of(selector) for name, selector in wanted.items()}
    if None in found.values():
        return None
    return tuple(sorted((name, text) for name, text in found.items() if text is not None))
