"""State machines to test: their role, their executions, and what became of them."""

import json
from typing import Any

from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.resources import allow, trust

ROLE = f"arn:aws:iam::{ACCOUNT}:role/machine"
RULES = f"arn:aws:events:{REGION}:{ACCOUNT}:rule"
TRANSFORM_RULE = f"{RULES}/StepFunctionsGetEventsForSageMakerTransformJobsRule"
WATCH = [
    (action, TRANSFORM_RULE)
    for action in ("events:PutRule", "events:PutTargets", "events:DescribeRule")
]


def make_role(emulator: Emulator, *pairs: tuple[str, str], name: str = "machine") -> str:
    """Make a role that Step Functions may assume, or give it other permissions."""
    iam = emulator.client("iam")
    if name not in {one["RoleName"] for one in iam.list_roles()["Roles"]}:
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("states.amazonaws.com"))
    iam.put_role_policy(
        RoleName=name, PolicyName="p", PolicyDocument=allow(*pairs or [("none:None", "*")])
    )
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def machine(start: str, /, timeout: int | None = None, **states: Any) -> str:
    """Return a definition."""
    limit = {} if timeout is None else {"TimeoutSeconds": timeout}
    return json.dumps({"StartAt": start, "States": states, **limit})


def task(resource: str, /, **more: Any) -> dict[str, Any]:
    """Return a task that ends the machine unless it has a next state."""
    end = {} if "Next" in more else {"End": True}
    return {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", **end, **more}


def make_machine(emulator: Emulator, name: str, definition: str, **more: Any) -> str:
    """Make a state machine and return its ARN."""
    made = emulator.client("stepfunctions").create_state_machine(
        name=name, definition=definition, **{"roleArn": ROLE, **more}
    )
    return str(made["stateMachineArn"])


def begin(emulator: Emulator, arn: str, given: Any = None, **more: Any) -> str:
    """Start an execution and return its ARN."""
    started = emulator.client("stepfunctions").start_execution(
        stateMachineArn=arn, input=json.dumps(given or {}), **more
    )
    return str(started["executionArn"])


def over(emulator: Emulator, execution: str) -> dict[str, Any]:
    """Return an execution once it is over, with its output as JSON."""

    def described() -> Any:
        found = emulator.client("stepfunctions").describe_execution(executionArn=execution)
        return found if found["status"] != "RUNNING" else None

    found: dict[str, Any] = wait_for(described, 120, f"end of {execution}")
    if "output" in found:
        found["output"] = json.loads(found["output"])
    return found


def history(emulator: Emulator, execution: str) -> list[dict[str, Any]]:
    """Return the events of an execution."""
    found = emulator.client("stepfunctions").get_execution_history(executionArn=execution)
    events: list[dict[str, Any]] = found["events"]
    return events


def kinds(emulator: Emulator, execution: str) -> list[str]:
    """Return the types of an execution's events."""
    return [one["type"] for one in history(emulator, execution)]
