"""The condition key `aws:PrincipalArn`: of a session it is the role's ARN, with the role's path.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
(read 2026-11)
"""

from typing import Any

from ministack.core import iam_evaluator
from ministack.services import iam

_resolve = iam_evaluator._resolve_condition_key


def install() -> None:
    """Let conditions see the role of a session."""
    iam_evaluator._resolve_condition_key = _resolve_by_role


def _resolve_by_role(key: str, context: Any) -> Any:
    if key.lower() != "aws:principalarn" or ":assumed-role/" not in context.principal_arn:
        return _resolve(key, context)
    name = context.principal_arn.split(":assumed-role/", 1)[1].split("/", 1)[0]
    role = iam._roles.get_scoped(context.principal_account, None, name) or {}
    return role.get("Arn") or _resolve(key, context)
