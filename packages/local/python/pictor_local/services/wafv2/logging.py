"""Logging configurations of web ACLs, which ministack's WAF does not know."""

from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import waf

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call

_configurations: Any = AccountRegionScopedDict()
# WAF logs to CloudWatch Logs only into groups whose name begins so.
_GROUP = ":log-group:aws-waf-logs-"


def resources() -> list[str]:
    """Return the ARNs of every web ACL that is logged."""
    return [key[-1] for key, _ in _configurations.all_items()]


def put(body: Json) -> Json:
    """Answer PutLoggingConfiguration."""
    return {"LoggingConfiguration": _put(body["LoggingConfiguration"])}


def get(body: Json) -> Json:
    """Answer GetLoggingConfiguration."""
    return {"LoggingConfiguration": _get(body["ResourceArn"])}


def delete(body: Json) -> Json:
    """Answer DeleteLoggingConfiguration."""
    _get(body["ResourceArn"])
    del _configurations[body["ResourceArn"]]
    return {}


def list_all(_body: Json) -> Json:
    """Answer ListLoggingConfigurations."""
    return {"LoggingConfigurations": list(_configurations.values())}


async def delete_web_acl(call: Call) -> Reply:
    """Forget the configuration of a web ACL that is deleted."""
    reply = await call.forward()
    _forget_deleted()
    return reply


def _put(configuration: Json) -> Json:
    arn = configuration["ResourceArn"]
    if arn not in _web_acls():
        raise AwsError("WAFNonexistentItemException", f"There is no web ACL {arn}")
    for destination in configuration["LogDestinationConfigs"]:
        if ":logs:" in destination and _GROUP not in destination:
            message = "Error reason: The ARN isn't valid., field: LOG_DESTINATION"
            raise AwsError("WAFInvalidParameterException", f"{message}, parameter: {destination}")
    _configurations[arn] = {**configuration, "ManagedByFirewallManager": False}
    kept: Json = _configurations[arn]
    return kept


def _get(arn: str) -> Json:
    found: Json | None = _configurations.get(arn)
    if found is None:
        message = "AWS WAF couldn't perform the operation because your resource doesn't exist."
        raise AwsError("WAFNonexistentItemException", message)
    return found


def _forget_deleted() -> None:
    for arn in [arn for arn in _configurations if arn not in _web_acls()]:
        del _configurations[arn]


def _web_acls() -> set[str]:
    return {acl["ARN"] for acl in waf._web_acls.values()}
