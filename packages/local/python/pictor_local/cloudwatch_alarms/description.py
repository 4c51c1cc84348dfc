"""Alarms as they were put, over Query and JSON: ministack keeps and answers fewer fields."""

import json
import uuid
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import cloudwatch

from pictor_local.aws import AwsError, Handler, Json, Reply, Request
from pictor_local.cloudwatch_alarms.query import from_form, to_xml

_NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/"
_KINDS = {"PutMetricAlarm": "MetricAlarm", "PutCompositeAlarm": "CompositeAlarm"}
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html (read
# 2026-11): MaxRecords is 1 to 100, and 50 where it is not given.
_PAGE, _LONGEST_PAGE = 50, 100
_put: Any = AccountRegionScopedDict()


async def describe_fully(request: Request, forward: Handler) -> Reply:
    """Remember what is put, and answer DescribeAlarms from it and from ministack's evaluation.

    The AWS provider speaks Query here, the SDKs of JavaScript and Python JSON.
    """
    query = b"Action=" in request.body
    if not query and "x-amz-target" not in request.headers:
        return await forward(request)
    wanted = from_form(request.body) if query else json.loads(request.body or b"{}")
    action = wanted.pop("Action") if query else request.action
    if action in _KINDS:
        reply = await forward(request)
        if reply[0] == 200:
            _remember(action, wanted)
        return reply
    if action != "DescribeAlarms":
        return await forward(request)
    return _as_xml(_describe(wanted)) if query else _as_json(_describe(wanted))


def put_as(name: str) -> Json:
    """Return what was put of an alarm; empty for one that CloudFormation made."""
    found: Json = _put.get(name) or {}
    return found


def _remember(action: str, wanted: Json) -> None:
    fields = {
        name: value
        for name, value in wanted.items()
        if name not in ("Version", "Tags") and value not in ("", None)
    }
    defaults: Json = {"ActionsEnabled": True}
    if action == "PutMetricAlarm":
        defaults["TreatMissingData"] = "missing"
    _put[wanted["AlarmName"]] = {**defaults, **fields}


def _describe(wanted: Json) -> Json:
    kinds = wanted.get("AlarmTypes") or ["MetricAlarm"]
    length = int(wanted.get("MaxRecords") or _PAGE)
    if not 1 <= length <= _LONGEST_PAGE:
        raise AwsError("ValidationError", f"MaxRecords is {length}, must be 1 to {_LONGEST_PAGE}")
    found = [
        (alarm["AlarmName"], kind, alarm)
        for kind, live in (
            ("MetricAlarm", cloudwatch._alarms),
            ("CompositeAlarm", cloudwatch._composite_alarms),
        )
        if kind in kinds
        for alarm in _matching(live, wanted)
    ]
    # Both kinds by name; a token is the name that the next page begins with.
    left = sorted(
        (one for one in found if one[0] >= wanted.get("NextToken", "")), key=lambda one: one[:2]
    )
    answer: Json = {
        f"{kind}s": [alarm for _, its, alarm in left[:length] if its == kind]
        for kind in _KINDS.values()
    }
    if len(left) > length:
        answer["NextToken"] = left[length][0]
    return answer


def _as_xml(answer: Json) -> Reply:
    document = (
        f'<DescribeAlarmsResponse xmlns="{_NAMESPACE}">'
        f"<DescribeAlarmsResult>{to_xml(answer)}</DescribeAlarmsResult>"
        f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata>"
        "</DescribeAlarmsResponse>"
    )
    return 200, {"Content-Type": "text/xml"}, document.encode()


def _as_json(answer: Json) -> Reply:
    return 200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(answer).encode()


def _matching(live: Any, wanted: Json) -> list[Json]:
    names, prefix = wanted.get("AlarmNames"), wanted.get("AlarmNamePrefix") or ""
    state = wanted.get("StateValue")
    return [
        {
            "AlarmName": name,
            "AlarmArn": alarm["AlarmArn"],
            **_put.get(name, {}),
            "StateValue": alarm["StateValue"],
            "StateReason": alarm.get("StateReason", ""),
        }
        for name, alarm in sorted(live.items())
        if (not names or name in names)
        and name.startswith(prefix)
        and state in (None, alarm["StateValue"])
    ]
