"""Reads metrics from every log that is written."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ministack.services import cloudwatch_logs

from pictor_local.clock import clock
from pictor_local.services.cloudwatch.metrics.publisher import Publisher
from pictor_local.services.logs.emf import parse


def install(publisher: Publisher) -> None:
    """Look at each event that is appended to a stream."""
    cloudwatch_logs._append_log_events = _reading(cloudwatch_logs._append_log_events, publisher)


def write(group: str, stream: str, line: str) -> None:
    """Write a line as an AWS service does; without the group it is lost, as in AWS."""
    found = cloudwatch_logs._log_groups.get(group)
    if found is None:
        return
    now = int(clock.now() * 1000)
    record = found["streams"].setdefault(
        stream,
        {
            "events": [],
            "uploadSequenceToken": "1",
            "creationTime": now,
            "firstEventTimestamp": None,
            "lastEventTimestamp": None,
            "lastIngestionTime": None,
        },
    )
    event = {"timestamp": now, "message": line, "ingestionTime": now}
    cloudwatch_logs._append_log_events(record, [event])
    cloudwatch_logs._fanout_to_subscription_filters(group, stream, [event])


def _reading(append: Callable[..., Any], publisher: Publisher) -> Callable[..., Any]:
    def append_log_events(stream: Any, events: Any) -> Any:
        for event in events or []:
            for metric in parse(event.get("message", "")):
                # Its time is that of a process of its own, which goes by the real clock.
                publisher.logged(replace(metric, at=clock.at(metric.at)))
        return append(stream, events)

    return append_log_events
