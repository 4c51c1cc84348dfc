"""Executions: by the emulator's clock, once for each name, and ended with all that they do."""

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change, look, stopped_clock
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.machines import begin, history, kinds, machine, make_machine, make_role, over, task
from tests.resources import allow, make_function, trust

HELLO = "exports.handler = async (event) => ({ hello: event.name });"
SLOW = "exports.handler = async () => { await new Promise((r) => setTimeout(r, 15000)); };"
BROKEN = 'exports.handler = async () => { throw new TypeError("of the function"); };'
LAMBDA = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function"


@pytest.fixture(scope="module")
def aws(emulator: Emulator) -> Emulator:
    for name, source in (("hello", HELLO), ("slow", SLOW), ("broken", BROKEN)):
        make_function(emulator.client, name, source)
    make_role(emulator, ("lambda:InvokeFunction", f"{LAMBDA}:*"), ("logs:*", "*"))
    return emulator


def invoke(name: str, **more: Any) -> dict[str, Any]:
    parameters = {"FunctionName": name, "Payload.$": "$"}
    return task("lambda:invoke", Parameters=parameters, **more)


def test_function_is_invoked_and_its_answer_handed_on(aws: Emulator) -> None:
    called = invoke("hello", ResultSelector={"said.$": "$.Payload.hello"}, ResultPath="$.answer")
    arn = make_machine(aws, "hello", machine("Call", Call=called))
    execution = begin(aws, arn, {"name": "world"})
    done = over(aws, execution)
    assert (done["status"], done["output"]) == (
        "SUCCEEDED",
        {"name": "world", "answer": {"said": "world"}},
    )
    events = history(aws, execution)
    assert [one["type"] for one in events] == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
    ]
    assert [one["previousEventId"] for one in events[1:]] == [one["id"] for one in events[:-1]]
    scheduled = events[2]["taskScheduledEventDetails"]
    assert (scheduled["resourceType"], scheduled["resource"], scheduled["region"]) == (
        "lambda",
        "invoke",
        REGION,
    )


def test_error_of_a_function_is_its_type_and_can_be_caught(aws: Emulator) -> None:
    catch = [{"ErrorEquals": ["TypeError"], "ResultPath": "$.error", "Next": "Sorry"}]
    arn = make_machine(
        aws,
        "caught",
        machine("Call", Call=invoke("broken", Catch=catch), Sorry={"Type": "Pass", "End": True}),
    )
    done = over(aws, begin(aws, arn))
    assert done["status"] == "SUCCEEDED"
    assert done["output"]["error"]["Error"] == "TypeError"
    assert json.loads(done["output"]["error"]["Cause"])["errorMessage"] == "of the function"


def test_call_that_the_role_may_not_make_fails_in_words_of_aws(aws: Emulator) -> None:
    role = make_role(aws, ("lambda:InvokeFunction", f"{LAMBDA}:other"), name="narrow")
    arn = make_machine(aws, "denied", machine("Call", Call=invoke("hello")), roleArn=role)
    done = over(aws, begin(aws, arn))
    assert (done["status"], done["error"]) == ("FAILED", "Lambda.AWSLambdaException")
    assert (
        "assumed-role/narrow/StepFunctions is not authorized to perform: lambda:InvokeFunction"
    ) in done["cause"]
    make_role(aws, ("lambda:InvokeFunction", f"{LAMBDA}:hello"), name="narrow")
    assert over(aws, begin(aws, arn))["status"] == "SUCCEEDED"


def test_wait_retry_and_time_out_go_by_the_clock(aws: Emulator) -> None:
    retry = [
        {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 100, "BackoffRate": 3, "MaxAttempts": 2}
    ]
    arn = make_machine(
        aws,
        "patient",
        machine(
            "Wait",
            Wait={"Type": "Wait", "Seconds": 3600, "Next": "Call"},
            Call=invoke("broken", Retry=retry),
        ),
    )

    def failed(execution: str, count: int) -> None:
        def so_often() -> bool:
            return kinds(aws, execution).count("TaskFailed") == count

        wait_for(so_often, 10, f"{count} failures")

    with stopped_clock(aws):
        execution = begin(aws, arn)
        wait_for(lambda: "WaitStateEntered" in kinds(aws, execution), 10, "start of the wait")
        # The event comes before the wait itself.
        time.sleep(1)
        for seconds, failures in ((3600, 1), (100, 2), (299, 2), (1, 3)):
            change(aws, "clock", advance=seconds)
            failed(execution, failures)
            time.sleep(0.2)
            assert kinds(aws, execution).count("TaskFailed") == failures
        assert over(aws, execution)["error"] == "TypeError"
        slow = make_machine(aws, "slow", machine("Call", Call=invoke("slow", TimeoutSeconds=60)))
        execution = begin(aws, slow)
        wait_for(lambda: "TaskStarted" in kinds(aws, execution), 10, "start of the task")
        change(aws, "clock", advance=60)
        done = over(aws, execution)
    assert (done["status"], done["error"]) == ("FAILED", "States.Timeout")
    assert "TaskTimedOut" in kinds(aws, execution)


def test_execution_ends_at_its_own_time_out(aws: Emulator) -> None:
    waits = {"Type": "Wait", "Seconds": 3600, "End": True}
    arn = make_machine(aws, "limited", machine("Wait", timeout=1, Wait=waits))
    execution = begin(aws, arn)
    assert over(aws, execution)["status"] == "TIMED_OUT"
    assert kinds(aws, execution)[-1] == "ExecutionTimedOut"
    wait_for(lambda: "states.runningExecutions" not in look(aws, "resources"), 5, "end of the work")


def test_stopped_execution_is_aborted_at_once(aws: Emulator) -> None:
    waits = {"Type": "Wait", "Seconds": 3600, "End": True}
    execution = begin(aws, make_machine(aws, "stopped", machine("Wait", Wait=waits)))
    wait_for(lambda: "WaitStateEntered" in kinds(aws, execution), 10, "start of the wait")
    aws.client("stepfunctions").stop_execution(executionArn=execution, error="E", cause="c")
    done = over(aws, execution)
    assert (done["status"], done["error"], done["cause"]) == ("ABORTED", "E", "c")
    wait_for(lambda: "states.runningExecutions" not in look(aws, "resources"), 5, "end of the work")
    assert kinds(aws, execution)[-1] == "ExecutionAborted"


def test_start_that_is_delivered_again_starts_nothing(aws: Emulator) -> None:
    waits = {"Type": "Wait", "Seconds": 3600, "End": True}
    arn = make_machine(aws, "once", machine("Wait", Wait=waits))
    first = begin(aws, arn, {"a": 1}, name="run")
    assert begin(aws, arn, {"a": 1}, name="run") == first
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        begin(aws, arn, {"a": 2}, name="run")
    aws.client("stepfunctions").stop_execution(executionArn=first)
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        begin(aws, arn, {"a": 1}, name="run")
    listed = aws.client("stepfunctions").list_executions(stateMachineArn=arn)["executions"]
    assert len(listed) == 1


def test_state_hands_on_256_kib_at_most(aws: Emulator) -> None:
    doubled = {"Type": "Pass", "Parameters": {"a.$": "$.text", "b.$": "$.text"}, "End": True}
    arn = make_machine(aws, "large", machine("Double", Double=doubled))
    assert over(aws, begin(aws, arn, {"text": "x" * 131_000}))["status"] == "SUCCEEDED"
    done = over(aws, begin(aws, arn, {"text": "x" * 131_100}))
    assert (done["status"], done["error"]) == ("FAILED", "States.DataLimitExceeded")


def test_deleted_machine_ends_its_executions(aws: Emulator) -> None:
    waits = {"Type": "Wait", "Seconds": 3600, "End": True}
    arn = make_machine(aws, "gone", machine("Wait", Wait=waits))
    begin(aws, arn)
    wait_for(lambda: "states.runningExecutions" in look(aws, "resources"), 5, "execution at work")
    aws.client("stepfunctions").delete_state_machine(stateMachineArn=arn)
    wait_for(lambda: "states.runningExecutions" not in look(aws, "resources"), 5, "end of the work")


def test_rule_starts_a_machine_as_a_role_that_may(aws: Emulator) -> None:
    arn = make_machine(aws, "by-rule", machine("P", P={"Type": "Pass", "End": True}))
    aws.client("iam").create_role(
        RoleName="starter", AssumeRolePolicyDocument=trust("events.amazonaws.com")
    )
    events, role = aws.client("events"), f"arn:aws:iam::{ACCOUNT}:role/starter"
    events.put_rule(Name="start", EventPattern=json.dumps({"source": ["tests"]}))
    target = {"Id": "machine", "Arn": arn, "RoleArn": role, "InputPath": "$.detail"}
    events.put_targets(Rule="start", Targets=[target])

    def send(what: str) -> None:
        detail = json.dumps({"what": what})
        events.put_events(Entries=[{"Source": "tests", "DetailType": "t", "Detail": detail}])

    def started() -> list[str]:
        found = aws.client("stepfunctions").list_executions(stateMachineArn=arn)["executions"]
        return [str(one["executionArn"]) for one in found]

    send("not allowed")
    aws.client("iam").put_role_policy(
        RoleName="starter", PolicyName="p", PolicyDocument=allow(("states:StartExecution", arn))
    )
    send("allowed")
    wait_for(started, 10, "an execution")
    assert [over(aws, one)["output"] for one in started()] == [{"what": "allowed"}]


def test_events_go_to_the_log_group_as_its_level_says(aws: Emulator) -> None:
    logs = aws.client("logs")
    for level in ("ALL", "ERROR"):
        group = f"/aws/vendedlogs/states/{level}"
        logs.create_log_group(logGroupName=group)
        resource = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}:*"
        configuration = {
            "level": level,
            "includeExecutionData": level == "ALL",
            "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": resource}}],
        }
        arn = make_machine(
            aws,
            f"logged-{level}",
            machine("Call", Call=invoke("broken")),
            loggingConfiguration=configuration,
        )
        over(aws, begin(aws, arn, {"name": "shown"}))
    found = {
        level: [
            json.loads(one["message"])
            for one in logs.filter_log_events(logGroupName=f"/aws/vendedlogs/states/{level}")[
                "events"
            ]
        ]
        for level in ("ALL", "ERROR")
    }
    assert [one["type"] for one in found["ALL"]] == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskFailed",
        "ExecutionFailed",
    ]
    assert json.loads(found["ALL"][0]["details"]["input"]) == {"name": "shown"}
    assert [one["type"] for one in found["ERROR"]] == ["TaskFailed", "ExecutionFailed"]


def test_ends_are_counted(aws: Emulator) -> None:
    change(aws, "delays", metrics=0)
    arn = make_machine(aws, "counted", machine("No", No={"Type": "Fail", "Error": "E"}))
    over(aws, begin(aws, arn))
    change(aws, "clock", advance=60)

    def metrics() -> dict[str, Any]:
        return {
            one["MetricName"]: one
            for one in aws.client("cloudwatch").list_metrics(Namespace="AWS/States")["Metrics"]
            if one["Dimensions"] == [{"Name": "StateMachineArn", "Value": arn}]
        }

    wait_for(lambda: {"ExecutionsStarted", "ExecutionsFailed"} <= set(metrics()), 10, "metrics")


def test_throttled_transitions_wait_and_are_counted(aws: Emulator) -> None:
    change(aws, "delays", metrics=0)
    again = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}
    first, call = {"Type": "Pass", "Next": "Call"}, invoke("broken", Retry=[again])
    arn = make_machine(aws, "throttled", machine("First", First=first, Call=call))
    # Two states and a retry.
    fault = {"service": "stepfunctions", "kind": "transition-throttling"}
    change(aws, "faults", **fault, seconds=1, times=4)
    execution = begin(aws, arn)
    assert over(aws, execution)["error"] == "TypeError"
    events = history(aws, execution)
    entered = [one["timestamp"] for one in events if one["type"].endswith("StateEntered")]
    assert (entered[0] - events[0]["timestamp"]).total_seconds() > 1
    assert (entered[1] - entered[0]).total_seconds() > 1
    failed = [one["timestamp"] for one in events if one["type"] == "TaskFailed"]
    assert (failed[1] - failed[0]).total_seconds() > 2
    change(aws, "clock", advance=60)

    def counted() -> bool:
        found = [one for one in look(aws, "metrics") if one["name"] == "ExecutionThrottled"]
        of_the_machine = all(one["dimensions"] == {"StateMachineArn": arn} for one in found)
        # Several data where a minute ended between the transitions.
        return of_the_machine and sum(one["count"] for one in found) == 3.0

    try:
        wait_for(counted, 10, "the count of throttled transitions")
    finally:
        change(aws, "faults", "DELETE")


def test_nothing_was_asked_that_aws_forbids(aws: Emulator) -> None:
    assert look(aws, "violations")["findings"] == []
