"""What EventBridge refuses of rules, and ministack does not."""

from ministack.services import eventbridge

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call

# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html (read 2026-11)
_TARGETS_OF_A_RULE = 5


async def put_rule(call: Call) -> Reply:
    """Refuse a rule that nothing sets off."""
    body = call.params
    if not body.get("EventPattern") and not body.get("ScheduleExpression"):
        raise AwsError(
            "ValidationException",
            "Parameter(s) EventPattern or ScheduleExpression must be specified.",
        )
    return await call.forward()


async def put_targets(call: Call) -> Reply:
    """Refuse more targets than a rule may have."""
    body = call.params
    ids = {one["Id"] for one in [*_targets(body["Rule"], body), *body["Targets"]]}
    if len(ids) > _TARGETS_OF_A_RULE:
        raise AwsError(
            "LimitExceededException",
            "The requested resource exceeds the maximum number allowed.",
        )
    return await call.forward()


async def delete_rule(call: Call) -> Reply:
    """Refuse to delete a rule that has targets."""
    if _targets(call.params["Name"], call.params):
        raise AwsError("ValidationException", "Rule can't be deleted since it has targets.")
    return await call.forward()


def _targets(rule: str, body: Json) -> list[Json]:
    key = eventbridge._rule_key(rule, body.get("EventBusName", "default"))
    found: list[Json] = eventbridge._targets.get(key) or []
    return found
