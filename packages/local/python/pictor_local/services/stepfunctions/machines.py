"""What AWS refuses when a state machine is created or changed, and ministack does not."""

from typing import Any

from ministack.services import stepfunctions

from pictor_local.aws import AwsError, Json, Reply, arn
from pictor_local.services.call import Call
from pictor_local.services.iam import service_role
from pictor_local.services.stepfunctions.definition import (
    diagnostics_of,
    managed_rules_of,
    problems_of,
)

PRINCIPAL = "states.amazonaws.com"
_RULE_ACTIONS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")
# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html (2026-11)
_LOG_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)


async def create(call: Call) -> Reply:
    """Create a state machine that AWS would create."""
    _check(call.params)
    reply = await call.forward()
    if reply[0] == 200:
        machine = arn("states", f"stateMachine:{call.params['name']}")
        _keep_tracing(machine, call.params)
    return reply


async def update(call: Call) -> Reply:
    """Change a state machine as AWS would."""
    machine = stepfunctions._state_machines.get(call.params["stateMachineArn"]) or {}
    _check({**machine, **call.params})
    reply = await call.forward()
    if reply[0] == 200 and "tracingConfiguration" in call.params:
        _keep_tracing(call.params["stateMachineArn"], call.params)
    return reply


def validate(call: Call) -> Json:
    """Answer ValidateStateMachineDefinition."""
    found = diagnostics_of(call.params["definition"])
    return {"result": "FAIL" if found else "OK", "diagnostics": found, "truncated": False}


def _keep_tracing(machine: str, params: Json) -> None:
    # ministack describes every field that a machine has.
    wanted = params.get("tracingConfiguration") or {"enabled": False}
    stepfunctions._state_machines[machine]["tracingConfiguration"] = wanted


def _check(machine: Any) -> None:
    definition, role = machine.get("definition", ""), machine.get("roleArn", "")
    problems = problems_of(definition)
    if problems:
        raise AwsError(
            "InvalidDefinition", f"Invalid State Machine Definition: '{', '.join(problems)}'"
        )
    if not service_role.trusts(role, PRINCIPAL):
        raise AwsError(
            "AccessDeniedException",
            f"Neither the global service principal {PRINCIPAL}, nor the regional one is "
            "authorized to assume the provided role.",
        )
    for rule in managed_rules_of(definition):
        if not _allowed(role, _RULE_ACTIONS, arn("events", f"rule/{rule}")):
            # In AWS's own words, with which it hides which action is missing:
            # https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/365
            raise AwsError(
                "AccessDeniedException", f"'{role}' is not authorized to create managed-rule."
            )
    logging = machine.get("loggingConfiguration") or {}
    if logging.get("level", "OFF") != "OFF" and not _allowed(role, _LOG_ACTIONS, "*"):
        # https://github.com/aws/aws-cdk/issues/26432
        raise AwsError(
            "AccessDeniedException",
            "The state machine IAM Role is not authorized to access the Log Destination",
        )


def _allowed(role: str, actions: tuple[str, ...], resource: str) -> bool:
    return all(service_role.allows(role, action, resource) for action in actions)
