"""Alarms as they were put, over Query and JSON: ministack keeps and answers fewer fields."""

import json
import uuid
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import cloudwatch

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call
from pictor_local.services.cloudwatch.alarms.query import from_form, to_xml

_NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/"
_KINDS = {"PutMetricAlarm": "MetricAlarm", "PutCompositeAlarm": "CompositeAlarm"}
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html (read
# 2026-11): MaxRecords is 1 to 100, and 50 where it is not given.
_PAGE, _LONGEST_PAGE = 50, 100
_put: Any = AccountRegionScopedDict()


async def put(call: Call) -> Reply:
    """Remember an alarm as it is put.

    The AWS provider speaks Query here, the SDKs of JavaScript and Python JSON.
    """
    reply = await call.forward()
    if reply[0] == 200:
        _remember(call.operation, _params(call))
    return reply


def describe(call: Call) -> Reply:
    """Answer DescribeAlarms from what was put and from ministack's evaluation."""
    answer = _describe(_params(call))
    return _as_xml(answer) if call.is_form else _as_json(answer)


def _params(call: Call) -> Json:
    if not call.is_form:
        return call.params
    form = from_form(call.request.body)
    del form["Action"]
    return form


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
