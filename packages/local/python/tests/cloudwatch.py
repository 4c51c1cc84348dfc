"""Asks CloudWatch of a running emulator for what it holds of a metric."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.control import change, look
from tests.emulator import Emulator


def begin_minute(emulator: Emulator) -> None:
    """Move the clock to the next full minute."""
    now = look(emulator, "clock")["now"]
    change(emulator, "clock", advance=60 - now % 60)


def datapoints(
    emulator: Emulator, namespace: str, name: str, **dimensions: str
) -> list[dict[str, Any]]:
    """Return a metric's datapoints of the last half hour, a minute each."""
    now = datetime.fromtimestamp(look(emulator, "clock")["now"], UTC)
    found: list[dict[str, Any]] = emulator.client("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=now - timedelta(minutes=30),
        EndTime=now + timedelta(minutes=1),
        Period=60,
        Statistics=["SampleCount", "Sum", "Average", "Maximum"],
    )["Datapoints"]
    return found


def total(emulator: Emulator, namespace: str, name: str, **dimensions: str) -> float | None:
    """Return the sum over the last half hour; None where there is no data."""
    found = datapoints(emulator, namespace, name, **dimensions)
    return sum(one["Sum"] for one in found) if found else None
