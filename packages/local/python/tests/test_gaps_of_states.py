"""What stock ministack's Step Functions lets through. A test that fails says that a shim can go."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, wait_for
from tests.machines import machine, task
from tests.stock import Stock

NOBODY = f"arn:aws:iam::{ACCOUNT}:role/nobody"


def make(stock: Stock, name: str, definition: str) -> str:
    made = stock.client("stepfunctions").create_state_machine(
        name=name, definition=definition, roleArn=NOBODY
    )
    return str(made["stateMachineArn"])


def over(stock: Stock, execution: str) -> Any:
    def described() -> Any:
        found = stock.client("stepfunctions").describe_execution(executionArn=execution)
        return found if found["status"] != "RUNNING" else None

    return wait_for(described, 20, "end of the execution")


def test_any_definition_and_role_make_a_state_machine(stock: Stock) -> None:
    definition = machine("Nowhere", P={"Type": "Pass", "Next": "Nowhere"})
    assert make(stock, "any", definition)
    found = stock.client("stepfunctions").validate_state_machine_definition(definition=definition)
    assert found["result"] == "OK"


def test_job_is_not_waited_for(stock: Stock) -> None:
    arn = make(stock, "job", machine("J", J=task("sagemaker:createTransformJob.sync")))
    started = stock.client("stepfunctions").start_execution(stateMachineArn=arn)
    done = over(stock, started["executionArn"])
    assert done["status"] == "FAILED"
    assert "not yet implemented" in done["cause"]


def test_execution_has_no_time_out_and_starts_twice(stock: Stock) -> None:
    states = stock.client("stepfunctions")
    waits = {"Type": "Wait", "Seconds": 2, "End": True}
    arn = make(stock, "limited", machine("W", timeout=1, W=waits))
    execution = states.start_execution(stateMachineArn=arn, name="one")["executionArn"]
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        states.start_execution(stateMachineArn=arn, name="one")
    assert over(stock, execution)["status"] == "SUCCEEDED"
    events = states.get_execution_history(executionArn=execution)["events"]
    assert json.dumps(events, default=str).count("previousEventId") == 0
