"""Rules of EventBridge: what they refuse, and which functions they invoke."""

import json
from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.resources import make_function

PATTERN = json.dumps({"source": ["tests"]})
SOURCE = "exports.handler = async (event) => { console.log('EVENT ' + JSON.stringify(event)); };"


@pytest.fixture(scope="module")
def function(emulator: Emulator) -> str:
    return make_function(emulator.client, "listener", SOURCE)


@pytest.fixture(scope="module")
def rule(emulator: Emulator, function: str) -> str:
    events = emulator.client("events")
    arn = str(events.put_rule(Name="rule", EventPattern=PATTERN)["RuleArn"])
    events.put_targets(Rule="rule", Targets=[{"Id": "function", "Arn": function}])
    return arn


def received(emulator: Emulator, function: str = "listener") -> list[Any]:
    log = emulator.run_dir / "logs" / "lambda" / f"{function}.log"
    lines = log.read_text().splitlines() if log.exists() else []
    return [json.loads(line.partition("EVENT ")[2]) for line in lines if "EVENT " in line]


def send(emulator: Emulator, detail: str) -> None:
    emulator.client("events").put_events(
        Entries=[{"Source": "tests", "DetailType": "t", "Detail": json.dumps({"what": detail})}]
    )


def permit(emulator: Emulator, principal: str, source: str) -> None:
    client = emulator.client("lambda")
    with suppress(ClientError):
        client.remove_permission(FunctionName="listener", StatementId="s")
    client.add_permission(
        FunctionName="listener",
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal=principal,
        SourceArn=source,
    )


def test_function_is_invoked_only_by_the_rule_that_its_policy_names(
    emulator: Emulator, rule: str
) -> None:
    send(emulator, "without a policy")
    permit(emulator, "scheduler.amazonaws.com", rule)
    send(emulator, "for another service")
    permit(emulator, "events.amazonaws.com", f"{rule}-other")
    send(emulator, "for another rule")
    permit(emulator, "events.amazonaws.com", rule)
    send(emulator, "allowed")
    wait_for(lambda: received(emulator), 20, "an event")
    assert [one["detail"]["what"] for one in received(emulator)] == ["allowed"]
    (event,) = received(emulator)
    assert (event["source"], event["account"], event["region"]) == ("tests", ACCOUNT, REGION)


def test_rule_needs_a_pattern_or_a_schedule(emulator: Emulator) -> None:
    with pytest.raises(ClientError, match="EventPattern or ScheduleExpression must be specified"):
        emulator.client("events").put_rule(Name="nothing")


def test_rule_is_deleted_after_its_targets(emulator: Emulator, function: str) -> None:
    events = emulator.client("events")
    events.put_rule(Name="short", EventPattern=PATTERN)
    events.put_targets(Rule="short", Targets=[{"Id": "1", "Arn": function}])
    with pytest.raises(ClientError, match="Rule can't be deleted since it has targets"):
        events.delete_rule(Name="short")
    events.remove_targets(Rule="short", Ids=["1"])
    events.delete_rule(Name="short")
    assert "short" not in [one["Name"] for one in events.list_rules()["Rules"]]


def test_sixth_target_of_a_rule_is_refused(emulator: Emulator, function: str) -> None:
    events = emulator.client("events")
    events.put_rule(Name="many", EventPattern=PATTERN)
    targets = [{"Id": str(number), "Arn": function} for number in range(6)]
    events.put_targets(Rule="many", Targets=targets[:5])
    events.put_targets(Rule="many", Targets=targets[:5])
    with pytest.raises(ClientError) as failed:
        events.put_targets(Rule="many", Targets=targets[5:])
    assert failed.value.response["Error"]["Code"] == "LimitExceededException"
