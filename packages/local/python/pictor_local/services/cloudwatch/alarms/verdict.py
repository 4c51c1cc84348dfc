"""From the values of the last periods to an alarm's state: M of N, and what missing data means.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
# CloudWatch looks at more periods than it needs, since data come late; how many more is not said.
MORE_PERIODS = 2


@dataclass(frozen=True)
class Condition:
    """When an alarm is in ALARM."""

    comparison: str
    threshold: float
    periods: int
    """N: how many periods are evaluated."""
    datapoints: int
    """M: how many of them must breach."""
    missing: str
    """TreatMissingData."""

    def breaches(self, value: float) -> bool:
        """Tell whether one value is beyond the threshold."""
        return _COMPARE[self.comparison](value, self.threshold)


def verdict(condition: Condition, values: list[float | None], now: str) -> str:
    """Return the state that follows.

    Args:
        condition: of the alarm.
        values: of the last `periods + MORE_PERIODS` periods, oldest first; None where data miss.
        now: the state until here.
    """
    present = [value for value in values if value is not None][-condition.periods :]
    absent = condition.periods - len(present)
    if not present:
        return {
            "breaching": "ALARM",
            "notBreaching": "OK",
            "ignore": now,
        }.get(condition.missing, "INSUFFICIENT_DATA")
    breaching = sum(condition.breaches(value) for value in present)
    if condition.missing == "breaching":
        breaching += absent
    if breaching >= condition.datapoints:
        return "ALARM"
    if absent and condition.missing == "missing" and breaching == len(present):
        # All that is known breaches, and the rest is not known.
        return "ALARM"
    if absent and condition.missing == "ignore":
        return now
    return "OK"
