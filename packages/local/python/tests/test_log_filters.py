"""Filters on a running emulator: metrics of what is written, and events that are found again."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change, look
from tests.emulator import Emulator, wait_for

COUNTED = {"metricNamespace": "Pictor", "metricName": "Throttled", "metricValue": "1"}


@pytest.fixture(scope="module")
def logs(emulator: Emulator) -> Any:
    client = emulator.client("logs")
    client.create_log_group(logGroupName="access")
    client.create_log_stream(logGroupName="access", logStreamName="s")
    return client


def write(logs: Any, *lines: str) -> None:
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": line} for line in lines]
    logs.put_log_events(logGroupName="access", logStreamName="s", logEvents=events)


def put(logs: Any, name: str, pattern: str, **transformation: Any) -> None:
    logs.put_metric_filter(
        logGroupName="access",
        filterName=name,
        filterPattern=pattern,
        metricTransformations=[{**COUNTED, **transformation}],
    )


def points(emulator: Emulator, name: str, **dimensions: str) -> list[Any]:
    now = datetime.fromtimestamp(look(emulator, "clock")["now"], UTC)
    found: list[Any] = emulator.client("cloudwatch").get_metric_statistics(
        Namespace="Pictor",
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=now - timedelta(minutes=30),
        EndTime=now + timedelta(minutes=1),
        Period=60,
        Statistics=["SampleCount", "Sum"],
    )["Datapoints"]
    return [(one["SampleCount"], one["Sum"], one["Unit"]) for one in found]


def test_event_that_matches_gives_its_value_and_others_the_default(
    emulator: Emulator, logs: Any
) -> None:
    put(logs, "throttled", '{ $.status = "429" }', defaultValue=0, unit="Count")
    put(
        logs,
        "slow",
        "{ $.latency = * }",
        metricName="Latency",
        metricValue="$.latency",
        dimensions={"Path": "$.path"},
    )
    now = look(emulator, "clock")["now"]
    # An hour that has not passed elsewhere: the minute is the emulated one.
    change(emulator, "clock", advance=3660 - now % 60)
    write(logs, '{"status": "429"}', '{"status": "200"}', '{"latency": 7, "path": "/p"}')
    change(emulator, "clock", advance=130)
    wait_for(lambda: points(emulator, "Throttled"), 5, "datapoint")
    assert points(emulator, "Throttled") == [(3, 1, "Count")]
    assert points(emulator, "Latency", Path="/p") == [(1, 7, "None")]
    assert points(emulator, "Latency") == []


def test_deleted_filter_counts_no_more(emulator: Emulator, logs: Any) -> None:
    put(logs, "short-lived", "gone", metricName="Gone")
    put(logs, "lasting", "gone", metricName="Lasting")
    logs.delete_metric_filter(logGroupName="access", filterName="short-lived")
    write(logs, "gone")
    change(emulator, "clock", advance=130)
    wait_for(lambda: points(emulator, "Lasting"), 5, "datapoint")
    assert points(emulator, "Gone") == []


def test_events_are_found_by_the_pattern_as_a_filter_would(logs: Any) -> None:
    write(logs, '{"kind": "found", "n": 1}', '{"kind": "found", "n": 2}')
    found = logs.filter_log_events(
        logGroupName="access", filterPattern="{ $.kind = found && $.n > 1 }"
    )
    assert [event["message"] for event in found["events"]] == ['{"kind": "found", "n": 2}']


def test_filter_can_be_tried_before_it_is_put(logs: Any) -> None:
    found = logs.test_metric_filter(
        filterPattern="[ip, status = 5*]", logEventMessages=["::1 200", "::1 503"]
    )["matches"]
    assert found == [
        {
            "eventNumber": 2,
            "eventMessage": "::1 503",
            "extractedValues": {"$ip": "::1", "$status": "503"},
        }
    ]


@pytest.mark.parametrize(
    ("pattern", "transformation", "reason"),
    [
        ("{ $.a }", {}, "Invalid filter pattern"),
        ("worker-died", {}, "Invalid character"),
        ("{ $.a = * }", {"dimensions": {"A": "$.a"}, "defaultValue": 0}, "mutually exclusive"),
        ("{ $.a = * }", {"dimensions": dict.fromkeys("ABCD", "$.a")}, "at most 3"),
    ],
)
def test_filter_that_aws_would_not_take_is_refused(
    logs: Any, pattern: str, transformation: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ClientError, match=reason):
        put(logs, "refused", pattern, **transformation)
