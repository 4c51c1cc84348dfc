"""Whether a function's resource policy lets a service of AWS invoke it for one of its resources."""

from fnmatch import fnmatchcase

from ministack.core.responses import get_account_id
from ministack.services import lambda_svc

from pictor_local.aws import Json

_MATCHES = ("arnlike", "arnequals", "stringlike", "stringequals")


def may_invoke(function_arn: str, service: str, source_arn: str) -> bool:
    """Return whether a service may invoke a function, version or alias.

    Args:
        function_arn: As the service names it: an alias has a policy of its own.
        service: Principal of the service, for example `events.amazonaws.com`.
        source_arn: Resource that the service invokes for.
    """
    function, _config, _name = lambda_svc._get_base_func_record_for_ref(function_arn)
    statements = (function or {}).get("policy", {}).get("Statement", [])
    source = {"aws:sourcearn": source_arn, "aws:sourceaccount": get_account_id()}
    return any(
        statement["Resource"] == function_arn and _allows(statement, service, source)
        for statement in statements
    )


def _allows(statement: Json, service: str, source: dict[str, str]) -> bool:
    principal = statement.get("Principal")
    named = principal.get("Service") if isinstance(principal, dict) else principal
    if statement.get("Effect") != "Allow" or named not in (service, "*"):
        return False
    return all(
        fnmatchcase(source[key.lower()], pattern)
        for operator, keys in statement.get("Condition", {}).items()
        if operator.lower() in _MATCHES
        for key, pattern in keys.items()
        if key.lower() in source
    )
