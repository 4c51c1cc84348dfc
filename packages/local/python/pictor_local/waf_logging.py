"""Logging configurations of web ACLs, which ministack's WAF does not know."""

import json
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import waf

from pictor_local.aws import AwsError, Handler, Json, Reply, Request, json_reply

_configurations: Any = AccountRegionScopedDict()
# WAF logs to CloudWatch Logs only into groups whose name begins so.
_GROUP = ":log-group:aws-waf-logs-"


async def keep_logging(request: Request, forward: Handler) -> Reply:
    """Answer the operations of a web ACL's logging configuration; hand everything else on."""
    body: Json = json.loads(request.body or b"{}")
    match request.action:
        case "PutLoggingConfiguration":
            return json_reply({"LoggingConfiguration": _put(body["LoggingConfiguration"])})
        case "GetLoggingConfiguration":
            return json_reply({"LoggingConfiguration": _get(body["ResourceArn"])})
        case "DeleteLoggingConfiguration":
            _get(body["ResourceArn"])
            del _configurations[body["ResourceArn"]]
            return json_reply({})
        case "ListLoggingConfigurations":
            return json_reply({"LoggingConfigurations": list(_configurations.values())})
        case "DeleteWebACL":
            reply = await forward(request)
            _forget_deleted()
            return reply
        case _:
            return await forward(request)


def resources() -> list[str]:
    """Return the ARNs of every web ACL that is logged."""
    return [key[-1] for key, _ in _configurations.all_items()]


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
