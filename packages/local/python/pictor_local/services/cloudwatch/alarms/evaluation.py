"""Evaluates alarms over what is in ministack's CloudWatch, in the place of its own evaluation.

ministack's looks at neither dimensions, single periods, datapoints to alarm, missing data nor
metric maths.
"""

import logging
import re
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import cloudwatch

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.cloudwatch.alarms.description import put_as
from pictor_local.services.cloudwatch.alarms.maths import MathsError, Series, evaluate
from pictor_local.services.cloudwatch.alarms.verdict import (
    MORE_PERIODS,
    Condition,
    verdict,
)

_logger = logging.getLogger(__name__)
# Counts (TC) and shares (PR) of values within bounds, `TC(500:)` for all from 500 on.
_BOUNDED = re.compile(r"(TC|PR)\((\d*\.?\d*):(\d*\.?\d*)\)")


def install() -> None:
    """Evaluate alarms here."""
    cloudwatch._evaluate_alarm = evaluate_alarm


def evaluate_everywhere() -> None:
    """Evaluate the alarms of every account and region."""
    for account, region in {key[:2] for key, _ in cloudwatch._alarms.all_items()}:
        with request_scope(account, region):
            cloudwatch._evaluate_all_alarms()


def evaluate_alarm(alarm: Any) -> None:
    """Evaluate one alarm of the current account and region, and tell where its state changes."""
    definition = {**alarm, **put_as(alarm["AlarmName"])}
    periods = int(definition["EvaluationPeriods"])
    condition = Condition(
        definition["ComparisonOperator"],
        float(definition["Threshold"]),
        periods,
        int(definition.get("DatapointsToAlarm") or periods),
        definition.get("TreatMissingData") or "missing",
    )
    try:
        values = _values(definition, periods + MORE_PERIODS)
        state = verdict(condition, values, alarm["StateValue"])
    except (MathsError, KeyError) as error:
        _logger.warning("alarm %s is not evaluated: %r", alarm["AlarmName"], error)
        return
    if state != alarm["StateValue"]:
        _turn(alarm, state, condition, values)


def _turn(alarm: Any, state: str, condition: Condition, values: list[float | None]) -> None:
    old = alarm["StateValue"]
    shown = ", ".join("missing" if value is None else f"{value:g}" for value in values)
    reason = (
        f"{condition.datapoints} of {condition.periods} datapoints "
        f"{condition.comparison} {condition.threshold:g}: {shown}"
    )
    alarm["StateValue"], alarm["StateReason"] = state, reason
    alarm["StateUpdatedTimestamp"] = int(clock.now())
    cloudwatch._record_history(alarm["AlarmName"], old, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, old, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def _values(definition: Json, count: int) -> list[float | None]:
    queries = definition.get("Metrics")
    if not queries:
        period = int(definition.get("Period") or 60)
        statistic = definition.get("ExtendedStatistic") or definition.get("Statistic") or "Average"
        series = _series(definition, statistic, period, _periods(period, count))
        return [series.get(at) for at in _periods(period, count)]
    stats = [query["MetricStat"] for query in queries if "MetricStat" in query]
    period = max((int(one["Period"]) for one in stats), default=60)
    periods = _periods(period, count)
    known = {
        query["Id"]: _series(
            query["MetricStat"]["Metric"], query["MetricStat"]["Stat"], period, periods
        )
        for query in queries
        if "MetricStat" in query
    }
    (wanted,) = [query for query in queries if query.get("ReturnData", True)]
    if "Expression" in wanted:
        known[wanted["Id"]] = evaluate(wanted["Expression"], known, periods)
    return [known[wanted["Id"]].get(at) for at in periods]


def _periods(period: int, count: int) -> list[int]:
    """Return when each of the last whole periods began, oldest first."""
    end = int(clock.now() // period) * period
    return [end - period * back for back in range(count, 0, -1)]


def _series(metric: Json, statistic: str, period: int, periods: list[int]) -> Series:
    dimensions = {one["Name"]: one["Value"] for one in metric.get("Dimensions") or []}
    key: Any = (metric["Namespace"], metric["MetricName"], cloudwatch._dims_key(dimensions))
    points: dict[int, list[Any]] = {at: [] for at in periods}
    for point in cloudwatch._metrics.get(key) or []:
        at = int(point["Timestamp"] // period) * period
        if at in points:
            points[at].append(point)
    return {at: _statistic(found, statistic) for at, found in points.items() if found}


def _statistic(points: list[Any], name: str) -> float:
    bounded = _BOUNDED.fullmatch(name)
    if bounded is None:
        return float(cloudwatch._stat_value(cloudwatch._calc_stats(points), name, points))
    low, high = float(bounded[2] or "-inf"), float(bounded[3] or "inf")
    inside = sum(_count(one) for one in points if low <= one["Value"] <= high)
    return inside if bounded[1] == "TC" else 100 * inside / sum(_count(one) for one in points)


def _count(point: Any) -> float:
    return float(point.get("Count", 1.0))
