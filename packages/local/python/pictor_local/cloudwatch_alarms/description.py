"""DescribeAlarms in full: over its Query protocol ministack leaves most fields out."""

import uuid
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import cloudwatch

from pictor_local.aws import Handler, Json, Reply, Request

_NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/"
_KINDS = {"PutMetricAlarm": "MetricAlarm", "PutCompositeAlarm": "CompositeAlarm"}
_put: Any = AccountRegionScopedDict()


async def describe_fully(request: Request, forward: Handler) -> Reply:
    """Remember what is put, and answer DescribeAlarms from it and from ministack's evaluation."""
    if b"Action=" not in request.body:
        return await forward(request)
    form = nest(parse_qs(request.body.decode(), keep_blank_values=True))
    if form.get("Action") in _KINDS:
        reply = await forward(request)
        if reply[0] == 200:
            _remember(form)
        return reply
    if form.get("Action") == "DescribeAlarms":
        return _describe(form)
    return await forward(request)


def put_as(name: str) -> Json:
    """Return what was put of an alarm over the Query protocol; empty for another's."""
    found: Json = _put.get(name) or {}
    return found


def _remember(form: Json) -> None:
    fields = {
        name: value
        for name, value in form.items()
        if name not in ("Action", "Version", "Tags") and value != ""
    }
    defaults = {"ActionsEnabled": "true"}
    if form["Action"] == "PutMetricAlarm":
        defaults["TreatMissingData"] = "missing"
    _put[form["AlarmName"]] = {**defaults, **fields}


def _describe(form: Json) -> Reply:
    kinds = form.get("AlarmTypes") or ["MetricAlarm"]
    metric = _matching(cloudwatch._alarms, form) if "MetricAlarm" in kinds else []
    composite = _matching(cloudwatch._composite_alarms, form) if "CompositeAlarm" in kinds else []
    result = to_xml({"MetricAlarms": metric, "CompositeAlarms": composite})
    document = (
        f'<DescribeAlarmsResponse xmlns="{_NAMESPACE}">'
        f"<DescribeAlarmsResult>{result}</DescribeAlarmsResult>"
        f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata>"
        "</DescribeAlarmsResponse>"
    )
    return 200, {"Content-Type": "text/xml"}, document.encode()


def _matching(live: Any, form: Json) -> list[Json]:
    names, prefix = form.get("AlarmNames"), form.get("AlarmNamePrefix", "")
    states = (form["StateValue"],) if "StateValue" in form else ("OK", "ALARM", "INSUFFICIENT_DATA")
    return [
        {
            "AlarmArn": alarm["AlarmArn"],
            **_put.get(name, {}),
            "StateValue": alarm["StateValue"],
            "StateReason": alarm.get("StateReason", ""),
        }
        for name, alarm in sorted(live.items())
        if (not names or name in names)
        and name.startswith(prefix)
        and alarm["StateValue"] in states
    ]


def nest(form: dict[str, list[str]]) -> Json:
    """Turn the Query protocol's flat `A.member.1.B` names into nested objects and lists."""
    root: Json = {}
    for name, values in form.items():
        node = root
        *parents, last = name.split(".")
        for parent in parents:
            node = node.setdefault(parent, {})
        node[last] = values[0]
    folded: Json = _fold(root)
    return folded


def _fold(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if set(node) == {"member"} and isinstance(node["member"], dict):
        return [_fold(node["member"][index]) for index in sorted(node["member"], key=int)]
    return {name: _fold(value) for name, value in node.items()}


def to_xml(node: Any) -> str:
    """Write nested objects and lists as the Query protocol answers them."""
    if isinstance(node, dict):
        return "".join(
            f"<{name}>{to_xml(value)}</{name}>" for name, value in node.items() if value is not None
        )
    if isinstance(node, list):
        return "".join(f"<member>{to_xml(item)}</member>" for item in node)
    return escape(str(node))
