"""GetMetricData: the newest datapoint first, and from the beginning of the minute that is asked.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (2026-11)
"""

import json
from typing import Any

from ministack.services import cloudwatch

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call

_MINUTE_SECONDS = 60
_QUERIES = 500


async def get(call: Call) -> Reply:
    """Answer in the order that AWS has; the protocols other than JSON are ministack's."""
    if "x-amz-target" not in call.request.headers:
        return await call.forward()
    body = call.params
    _check(body)
    start = cloudwatch._parse_ts(body["StartTime"])
    asked = {**body, "StartTime": start - start % _MINUTE_SECONDS}
    status, headers, answer = await call.forward(call.request.with_body(json.dumps(asked).encode()))
    if status != 200 or body.get("ScanBy") == "TimestampAscending":
        return status, headers, answer
    found: Json = json.loads(answer)
    for one in found["MetricDataResults"]:
        for name in ("Timestamps", "Values"):
            one[name] = one[name][::-1]
    return status, headers, json.dumps(found).encode()


def _check(body: Json) -> None:
    queries: list[Json] = body["MetricDataQueries"]
    ids = [one["Id"] for one in queries]
    if len(ids) > _QUERIES:
        raise _refused(f"The collection MetricDataQueries must not have a size over {_QUERIES}.")
    if len(set(ids)) < len(ids):
        raise _refused("The values for parameter Id in MetricDataQueries are not unique.")
    if cloudwatch._parse_ts(body["StartTime"]) >= cloudwatch._parse_ts(body["EndTime"]):
        raise _refused(
            "The parameter StartTime must be less than the parameter EndTime.",
        )
    for one in queries:
        period: Any = one.get("MetricStat", {}).get("Period", _MINUTE_SECONDS)
        if period % _MINUTE_SECONDS and period not in (1, 5, 10, 20, 30):
            raise _refused("Period must be 1, 5, 10, 20, 30 or a multiple of 60.")


def _refused(message: str) -> AwsError:
    return AwsError("ValidationError", message)
