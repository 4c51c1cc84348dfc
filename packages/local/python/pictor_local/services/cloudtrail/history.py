"""The event history of an account, which AWS keeps for everybody and ministack on request.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
(read 2026-11)
"""

import json
from typing import Any

from ministack import app
from ministack.core.iam_evaluator import resolve_caller_identity
from ministack.services import cloudtrail

_record = cloudtrail.record_event


def install() -> None:
    """Record from the first request on, under the name of who sent it."""
    app._get_module("cloudtrail")
    cloudtrail._recording_enabled = True
    cloudtrail.record_event = _record_by_name


def _record_by_name(**event: Any) -> None:
    """Keep an event as AWS names it, and its caller: a session by its name, not by its key."""
    # ministack looks for the operation in the address; the query protocol has it in the form.
    action = event["request_params"].get("Action")
    _record(**({**event, "event_name": action} if isinstance(action, str) else event))
    identity = resolve_caller_identity(event["access_key_id"])
    if identity is None:
        return
    arn = identity["userArn"]
    kept = cloudtrail._get_event_queue()[-1]
    kept["Username"] = arn.rsplit("/", 1)[-1] if "/" in arn else "root"
    document = json.loads(kept["CloudTrailEvent"])
    document["userIdentity"] = {
        "type": _kind(arn),
        "arn": arn,
        "accountId": document["recipientAccountId"],
        "accessKeyId": event["access_key_id"],
    }
    kept["CloudTrailEvent"] = json.dumps(document)


def _kind(arn: str) -> str:
    if ":assumed-role/" in arn:
        return "AssumedRole"
    return "IAMUser" if ":user/" in arn else "Root"
