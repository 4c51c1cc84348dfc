"""Whether a service of AWS may assume a role, and what it may do as that role.

Checked whether or not IAM is enforced for callers: it costs nothing, and a role that may not do
its work is found here instead of in an account.
"""

import json
from typing import Any

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region

from pictor_local.aws import Json
from pictor_local.services.iam import propagation


def trusts(role_arn: str, service: str, source_arn: str | None = None) -> bool:
    """Return whether a service may assume a role that exists.

    Args:
        role_arn: The role.
        service: Principal of the service, for example `sagemaker.amazonaws.com`.
        source_arn: Resource that the service acts for, which a trust policy may ask for.
    """
    document = propagation.trust_of(_name(role_arn))
    policy = json.loads(document) if isinstance(document, str) else document or {}
    statements = policy.get("Statement", [])
    source = {"aws:sourceaccount": get_account_id()}
    if source_arn is not None:
        source["aws:sourcearn"] = source_arn
    asked = context(role_arn, "sts:AssumeRole", role_arn, source)
    return any(
        statement.get("Effect") == "Allow"
        and evaluator._service_principal_matches(statement.get("Principal", {}), service)
        and evaluator._conditions_met(statement.get("Condition", {}), asked)
        for statement in (statements if isinstance(statements, list) else [statements])
    )


def allows(role_arn: str, action: str, resource: str, keys: Json | None = None) -> bool:
    """Return whether the policies of a role allow an action; `keys` are condition keys."""
    policies = evaluator._gather_role_policies(_name(role_arn), get_account_id())
    result = evaluator.evaluate(context(role_arn, action, resource, keys or {}), policies)
    return bool(result.decision == "Allow")


def context(role_arn: str, action: str, resource: str, keys: Json) -> Any:
    """Return what a policy is evaluated against."""
    return evaluator.EvalContext(
        principal_arn=role_arn,
        principal_type="AssumedRole",
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
        service_context=keys,
    )


def _name(role_arn: str) -> str:
    return role_arn.rsplit("/", 1)[-1]
