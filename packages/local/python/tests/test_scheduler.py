"""EventBridge Scheduler: what it refuses, and what it invokes when."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change, look
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.machines import make_role as make_machine_role
from tests.resources import make_function
from tests.schedules import GROUPS, QUEUE, ROLE, make_role, messages, permit, schedule, trust

FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:tick"
INVOKE = ("lambda:InvokeFunction", FUNCTION)
MACHINES = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine"
SEND = ("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{ACCOUNT}:*")
AT = '{"at": "<aws.scheduler.scheduled-time>"}'
# Logs what it was invoked with.
SOURCE = "exports.handler = async (event) => { console.log('TICK ' + JSON.stringify(event)); };"


@pytest.fixture(scope="module", autouse=True)
def _made(emulator: Emulator) -> None:
    make_function(emulator.client, "tick", SOURCE)
    make_role(emulator, INVOKE, SEND)
    for queue in ("schedule", "dead"):
        emulator.client("sqs").create_queue(QueueName=queue)


@pytest.fixture
def scheduler(emulator: Emulator) -> Iterator[Any]:
    client = emulator.client("scheduler")
    yield client
    change(emulator, "clock", run=True)
    permit(emulator, INVOKE, SEND)
    for one in client.list_schedules()["Schedules"]:
        client.delete_schedule(Name=one["Name"], GroupName=one["GroupName"])


def ticks(emulator: Emulator) -> list[Any]:
    log = emulator.run_dir / "logs" / "lambda" / "tick.log"
    lines = log.read_text().splitlines() if log.exists() else []
    return [json.loads(line.partition("TICK ")[2]) for line in lines if "TICK " in line]


def refusal(scheduler: Any, **changed: Any) -> str:
    with pytest.raises(ClientError) as failed:
        scheduler.create_schedule(**schedule("refused", FUNCTION, **changed))
    error = failed.value.response["Error"]
    return f"{error['Code']}: {error['Message']}"


def test_function_is_invoked_as_an_event(emulator: Emulator, scheduler: Any) -> None:
    scheduler.create_schedule(**schedule("plain", FUNCTION))
    event = wait_for(lambda: ticks(emulator), 20, "a tick")[-1]
    arn = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/plain"
    assert event["source"] == "aws.scheduler"
    assert event["detail-type"] == "Scheduled Event"
    assert (event["resources"], event["account"], event["region"]) == ([arn], ACCOUNT, REGION)


def test_rate_goes_by_the_clock_and_a_disabled_schedule_does_not(
    emulator: Emulator, scheduler: Any
) -> None:
    change(emulator, "clock", stop=True)
    wanted = schedule(
        "clocked", QUEUE, Target={"Input": '{"at": "<aws.scheduler.scheduled-time>"}'}
    )
    scheduler.create_schedule(**wanted)
    first = messages(emulator, "schedule")
    change(emulator, "clock", advance=59)
    time.sleep(0.5)
    change(emulator, "clock", advance=1)
    second = messages(emulator, "schedule")
    scheduler.update_schedule(**wanted, State="DISABLED")
    change(emulator, "clock", advance=600)
    time.sleep(0.5)
    scheduler.update_schedule(**wanted)
    change(emulator, "clock", advance=60)
    third = messages(emulator, "schedule")
    at = [
        datetime.fromisoformat(json.loads(one["Body"])["at"]) for one in (*first, *second, *third)
    ]
    assert [one - at[0] for one in at] == [timedelta(minutes=n) for n in (0, 1, 12)]


def test_context_attributes_are_filled_in(emulator: Emulator, scheduler: Any) -> None:
    names = ("schedule-arn", "execution-id", "attempt-number")
    given = json.dumps({name: f"<aws.scheduler.{name}>" for name in names})
    scheduler.create_schedule(**schedule("context", QUEUE, Target={"Input": given}))
    found = json.loads(messages(emulator, "schedule")[0]["Body"])
    assert found["schedule-arn"].endswith(":schedule/default/context")
    assert found["attempt-number"] == "1"
    assert len(found["execution-id"]) > 8


def test_flexible_window_delays_within_itself(emulator: Emulator, scheduler: Any) -> None:
    change(emulator, "clock", stop=True)
    window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 10}
    now = datetime.fromtimestamp(look(emulator, "clock")["now"] + 60, UTC)
    once = f"at({now:%Y-%m-%dT%H:%M:%S})"
    wanted = schedule("loose", QUEUE, ScheduleExpression=once, ActionAfterCompletion="DELETE")
    scheduler.create_schedule(**{**wanted, "FlexibleTimeWindow": window})
    change(emulator, "clock", advance=60)
    time.sleep(0.5)
    assert scheduler.get_schedule(Name="loose")["FlexibleTimeWindow"] == window
    change(emulator, "clock", advance=600)
    messages(emulator, "schedule")
    wait_for(lambda: not scheduler.list_schedules()["Schedules"], 10, "end of a complete schedule")


def test_role_without_permission_is_retried_and_ends_in_the_dead_letter_queue(
    emulator: Emulator, scheduler: Any
) -> None:
    permit(emulator, SEND)
    change(emulator, "clock", stop=True)
    policy = {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 3600}
    dead = {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead"}
    target = {"RetryPolicy": policy, "DeadLetterConfig": dead, "Input": '{"n": 1}'}
    scheduler.create_schedule(**schedule("denied", FUNCTION, Target=target))
    before = len(ticks(emulator))
    for _ in range(2):
        time.sleep(0.3)
        change(emulator, "clock", advance=5)
    (message,) = messages(emulator, "dead")
    told = {name: one["StringValue"] for name, one in message["MessageAttributes"].items()}
    assert told["ERROR_CODE"] == "AccessDeniedException"
    assert "lambda:InvokeFunction" in told["ERROR_MESSAGE"]
    assert (told["EXHAUSTED_RETRY_CONDITION"], told["RETRY_ATTEMPTS"]) == (
        "MaximumRetryAttempts",
        "2",
    )
    assert message["Body"] == '{"n": 1}'
    assert len(ticks(emulator)) == before


def test_retry_succeeds_once_the_role_may(emulator: Emulator, scheduler: Any) -> None:
    permit(emulator, INVOKE)
    scheduler.create_schedule(**schedule("later", QUEUE, Target={"Input": '{"later": 1}'}))
    time.sleep(0.5)
    permit(emulator, SEND)
    assert messages(emulator, "schedule")[0]["Body"] == '{"later": 1}'


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (f"{FUNCTION}-gone", "ResourceNotFoundException"),
        (f"{QUEUE}-gone", "QueueDoesNotExist"),
        (f"{MACHINES}:gone", "StateMachineDoesNotExist"),
    ],
)
def test_target_that_is_gone_ends_in_the_dead_letter_queue(
    emulator: Emulator, scheduler: Any, target: str, code: str
) -> None:
    permit(emulator, ("lambda:InvokeFunction", "*"), SEND, ("states:StartExecution", "*"))
    policy = {"MaximumRetryAttempts": 0}
    dead = {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead"}
    more = {"RetryPolicy": policy, "DeadLetterConfig": dead}
    scheduler.create_schedule(**schedule("gone", target, Target=more))
    (message,) = messages(emulator, "dead")
    assert message["MessageAttributes"]["ERROR_CODE"]["StringValue"] == code


def test_state_machine_is_started_with_the_input(emulator: Emulator, scheduler: Any) -> None:
    states = emulator.client("stepfunctions")
    definition = {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": True}}}
    machine = states.create_state_machine(
        name="batch", definition=json.dumps(definition), roleArn=make_machine_role(emulator)
    )["stateMachineArn"]
    permit(emulator, ("states:StartExecution", machine))
    given = '{"prefix": "a/"}'
    scheduler.create_schedule(**schedule("machine", machine, Target={"Input": given}))

    def executions() -> Any:
        return states.list_executions(stateMachineArn=machine)["executions"]

    (execution,) = wait_for(executions, 15, "an execution")
    described = states.describe_execution(executionArn=execution["executionArn"])
    assert json.loads(described["input"]) == json.loads(given)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ScheduleExpression": "rate(1 minutes)"}, "Invalid Schedule Expression rate(1 minutes)."),
        ({"ScheduleExpressionTimezone": "Mars/Olympus"}, "Invalid Schedule Expression Timezone"),
        ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "MaximumWindowInMinutes must be set"),
        (
            {"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}},
            "MaximumWindowInMinutes must be set",
        ),
        ({"State": "PAUSED"}, "1 validation error detected: Value at 'State'"),
        ({"EndDate": datetime(2020, 1, 1, tzinfo=UTC)}, "EndDate you specify must be in the futur"),
        ({"Target": {"Arn": "tick"}}, "Provided Arn is not in correct format"),
        ({"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage"}}, "local AWS invokes"),
        ({"Target": {"RoleArn": f"{ROLE}-of-nobody"}}, "must allow AWS EventBridge Scheduler to"),
    ],
)
def test_what_aws_refuses_is_refused(scheduler: Any, changed: Any, message: str) -> None:
    assert refusal(scheduler, **changed).startswith("ValidationException: ")
    assert message in refusal(scheduler, **changed)


def test_role_is_trusted_for_its_group_alone(emulator: Emulator, scheduler: Any) -> None:
    scheduler.create_schedule_group(Name="other")
    assert "must allow AWS EventBridge Scheduler" in refusal(scheduler, GroupName="other")
    iam = emulator.client("iam")
    iam.update_assume_role_policy(RoleName="schedule", PolicyDocument=trust("other"))
    try:
        scheduler.create_schedule(**schedule("trusted", FUNCTION, GroupName="other"))
    finally:
        iam.update_assume_role_policy(RoleName="schedule", PolicyDocument=trust())
    scheduler.delete_schedule_group(Name="other")
    # It is listed until its deletion has taken its time.
    change(emulator, "clock", advance=1)


def test_names_conflict_and_are_missed_in_the_words_of_aws(scheduler: Any) -> None:
    scheduler.create_schedule(**schedule("twice", FUNCTION, State="DISABLED"))
    with pytest.raises(scheduler.exceptions.ConflictException, match="Schedule twice already"):
        scheduler.create_schedule(**schedule("twice", FUNCTION))
    missing = scheduler.exceptions.ResourceNotFoundException
    with pytest.raises(missing, match="Schedule nobody does not exist"):
        scheduler.get_schedule(Name="nobody")
    with pytest.raises(missing, match="Schedule nobody does not exist"):
        scheduler.update_schedule(**schedule("nobody", FUNCTION))
    with pytest.raises(missing, match="Schedule group nobody does not exist"):
        scheduler.list_schedules(GroupName="nobody")


def test_update_gives_what_it_leaves_out_its_default(scheduler: Any) -> None:
    more = {"Description": "d", "ScheduleExpressionTimezone": "Europe/Berlin", "State": "DISABLED"}
    scheduler.create_schedule(**schedule("updated", FUNCTION, **more))
    first = scheduler.get_schedule(Name="updated")
    assert {name: first[name] for name in more} == more
    assert first["Target"]["RetryPolicy"] == {
        "MaximumEventAgeInSeconds": 86400,
        "MaximumRetryAttempts": 185,
    }
    scheduler.update_schedule(**schedule("updated", FUNCTION, ScheduleExpression="rate(9 days)"))
    second = scheduler.get_schedule(Name="updated")
    assert (second["State"], second["ScheduleExpressionTimezone"]) == ("ENABLED", "UTC")
    assert "Description" not in second
    assert second["CreationDate"] == first["CreationDate"]


def test_schedules_come_in_pages(scheduler: Any) -> None:
    for number in range(3):
        scheduler.create_schedule(**schedule(f"page-{number}", FUNCTION, State="DISABLED"))
    first = scheduler.list_schedules(NamePrefix="page-", MaxResults=2)
    assert [one["Name"] for one in first["Schedules"]] == ["page-0", "page-1"]
    rest = scheduler.list_schedules(NamePrefix="page-", NextToken=first["NextToken"])
    assert [one["Name"] for one in rest["Schedules"]] == ["page-2"]
    assert scheduler.list_schedules(State="ENABLED")["Schedules"] == []


def test_group_takes_tags_and_takes_its_schedules_with_it(
    emulator: Emulator, scheduler: Any
) -> None:
    arn = f"{GROUPS}/jobs"
    tags = [{"Key": "a", "Value": "1"}]
    assert scheduler.create_schedule_group(Name="jobs", Tags=tags)["ScheduleGroupArn"] == arn
    scheduler.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    scheduler.untag_resource(ResourceArn=arn, TagKeys=["a"])
    found = scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"]
    assert found == [{"Key": "b", "Value": "2"}]
    with pytest.raises(scheduler.exceptions.ConflictException, match="group jobs already exists"):
        scheduler.create_schedule_group(Name="jobs")
    names = [one["Name"] for one in scheduler.list_schedule_groups()["ScheduleGroups"]]
    assert names == ["default", "jobs"]
    scheduler.delete_schedule_group(Name="jobs")
    assert scheduler.get_schedule_group(Name="jobs")["State"] == "DELETING"
    change(emulator, "clock", advance=1)
    with pytest.raises(scheduler.exceptions.ResourceNotFoundException, match="group jobs does not"):
        scheduler.get_schedule_group(Name="jobs")
    with pytest.raises(scheduler.exceptions.ValidationException, match="default schedule group"):
        scheduler.delete_schedule_group(Name="default")


def test_schedules_are_in_the_inventory(emulator: Emulator, scheduler: Any) -> None:
    scheduler.create_schedule(**schedule("listed", FUNCTION, State="DISABLED"))
    assert look(emulator, "resources")["scheduler.schedules"] == ["default/listed"]
    scheduler.delete_schedule(Name="listed")
    assert "scheduler.schedules" not in look(emulator, "resources")
    found = look(emulator, "violations")["findings"]
    # A state that there is not is asked for above.
    assert {(one["operation"], one["field"]) for one in found} <= {("CreateSchedule", "State")}
