"""GetMetricData: in which order and from when on it answers, and what it refuses."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator

BEGIN = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=10)


@pytest.fixture(scope="module")
def cloudwatch(emulator: Emulator) -> Any:
    client = emulator.client("cloudwatch")
    for minute, value in ((0, 1.0), (1, 2.0), (3, 4.0)):
        at = BEGIN + timedelta(minutes=minute, seconds=5)
        client.put_metric_data(
            Namespace="N", MetricData=[{"MetricName": "M", "Timestamp": at, "Value": value}]
        )
    return client


def query(identity: str, name: str, period: int = 60) -> dict[str, Any]:
    stat = {"Metric": {"Namespace": "N", "MetricName": name}, "Period": period, "Stat": "Sum"}
    return {"Id": identity, "MetricStat": stat}


def ask(cloudwatch: Any, *queries: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    span = {"StartTime": BEGIN + timedelta(seconds=30), "EndTime": BEGIN + timedelta(minutes=4)}
    found: list[dict[str, Any]] = cloudwatch.get_metric_data(
        MetricDataQueries=queries, **{**span, **options}
    )["MetricDataResults"]
    return found


def test_newest_comes_first_and_the_first_minute_is_whole(cloudwatch: Any) -> None:
    there, absent = ask(cloudwatch, query("there", "M"), query("absent", "Other"))
    assert there["Values"] == [4.0, 2.0, 1.0]
    assert [(at - BEGIN) / timedelta(minutes=1) for at in there["Timestamps"]] == [3, 1, 0]
    assert there["StatusCode"] == "Complete"
    assert (absent["Values"], absent["Timestamps"]) == ([], [])


def test_oldest_comes_first_where_asked(cloudwatch: Any) -> None:
    (found,) = ask(cloudwatch, query("m", "M"), ScanBy="TimestampAscending")
    assert found["Values"] == [1.0, 2.0, 4.0]


def test_odd_queries_are_refused(cloudwatch: Any) -> None:
    with pytest.raises(ClientError, match="not unique"):
        ask(cloudwatch, query("m", "M"), query("m", "Other"))
    with pytest.raises(ClientError, match="Period must be"):
        ask(cloudwatch, query("m", "M", 90))
    with pytest.raises(ClientError, match="must be less than"):
        ask(cloudwatch, query("m", "M"), EndTime=BEGIN)
