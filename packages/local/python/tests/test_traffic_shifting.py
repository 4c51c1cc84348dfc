"""Updates that shift the traffic step by step, on a running endpoint."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change
from tests.emulator import Emulator, wait_for
from tests.resources import artefact, make_config, make_model_store, put_guard_alarm, settled

AGES = 100_000
TWO = {"InitialInstanceCount": 2, "InstanceType": "ml.m5.xlarge"}


@pytest.fixture(scope="module")
def live(emulator: Emulator) -> Emulator:
    make_model_store(emulator)
    for name in ("one", "two"):
        make_config(emulator, name, artefact(name), **TWO)
    emulator.client("sagemaker").create_endpoint(EndpointName="live", EndpointConfigName="one")
    assert settled(emulator, "live")["EndpointStatus"] == "InService"
    # A step lasts until the clock is moved on.
    change(emulator, "delays", endpointBaking=AGES, endpointTermination=0)
    put_guard_alarm(emulator, "OK")
    return emulator


def begin(emulator: Emulator, config: str, policy: dict[str, Any]) -> None:
    guard = {"Alarms": [{"AlarmName": "guard"}]}
    emulator.client("sagemaker").update_endpoint(
        EndpointName="live",
        EndpointConfigName=config,
        DeploymentConfig={**policy, "AutoRollbackConfiguration": guard},
    )


def blue_green(kind: str, **sizes: Any) -> dict[str, Any]:
    routing = {"Type": kind, "WaitIntervalInSeconds": 600, **sizes}
    return {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing}}


def percent(value: int) -> dict[str, Any]:
    return {"Type": "CAPACITY_PERCENT", "Value": value}


def described(emulator: Emulator) -> Any:
    return emulator.client("sagemaker").describe_endpoint(EndpointName="live")


def pending(emulator: Emulator) -> Any:
    (variant,) = described(emulator)["PendingDeploymentSummary"]["ProductionVariants"]
    return variant


def answers(emulator: Emulator, requests: int = 10) -> list[str]:
    runtime = emulator.client("sagemaker-runtime")
    replies = [
        runtime.invoke_endpoint(EndpointName="live", Body=b"x")["Body"] for _ in range(requests)
    ]
    return [json.loads(reply.read())["model"] for reply in replies]


def bakes(emulator: Emulator) -> bool:
    return bool(pending(emulator)["VariantStatus"][0]["Status"] == "Baking")


def test_canary_takes_its_share_and_then_all(live: Emulator) -> None:
    begin(live, "two", blue_green("CANARY", CanarySize=percent(20)))
    found = pending(live)
    assert [one["Status"] for one in found["VariantStatus"]] == ["Creating"]
    assert (found["CurrentInstanceCount"], found["DesiredInstanceCount"]) == (0, 2)
    wait_for(lambda: bakes(live), 60, "canary")
    assert answers(live).count("two") == 2
    assert described(live)["EndpointConfigName"] == "one"
    change(live, "clock", advance=AGES)
    wait_for(lambda: set(answers(live, 4)) == {"two"}, 10, "rest of the traffic")
    # The last step is watched as the first one was.
    assert described(live)["EndpointStatus"] == "Updating"
    change(live, "clock", advance=AGES)
    after = settled(live, "live")
    assert (after["EndpointStatus"], after["EndpointConfigName"]) == ("InService", "two")
    assert "PendingDeploymentSummary" not in after


def test_alarm_at_a_later_step_turns_all_traffic_back(live: Emulator) -> None:
    begin(live, "one", blue_green("LINEAR", LinearStepSize=percent(50)))
    wait_for(lambda: bakes(live), 60, "first step")
    assert answers(live).count("one") == 5
    change(live, "clock", advance=AGES)
    wait_for(lambda: set(answers(live, 4)) == {"one"}, 10, "second step")
    put_guard_alarm(live, "ALARM")
    after = settled(live, "live")
    assert (after["EndpointStatus"], after["EndpointConfigName"]) == ("InService", "two")
    assert "alarm guard is in ALARM" in after["FailureReason"]
    assert set(answers(live, 4)) == {"two"}
    put_guard_alarm(live, "OK")


def test_rolling_update_gives_old_instances_back_as_new_ones_come(live: Emulator) -> None:
    policy = {"MaximumBatchSize": percent(50), "WaitIntervalInSeconds": 600}
    begin(live, "one", {"RollingUpdatePolicy": policy})
    wait_for(lambda: bakes(live), 60, "first batch")
    (old,) = described(live)["ProductionVariants"]
    assert (old["CurrentInstanceCount"], pending(live)["CurrentInstanceCount"]) == (1, 1)
    assert answers(live).count("one") == 5
    change(live, "clock", advance=AGES)
    wait_for(lambda: pending(live)["CurrentInstanceCount"] == 2, 10, "second batch")
    change(live, "clock", advance=AGES)
    after = settled(live, "live")
    assert after["EndpointConfigName"] == "one"
    assert after["ProductionVariants"][0]["CurrentInstanceCount"] == 2


def test_step_that_aws_does_not_allow_changes_nothing(live: Emulator) -> None:
    with pytest.raises(ClientError, match="CanarySize must be"):
        begin(live, "two", blue_green("CANARY", CanarySize=percent(60)))
    assert described(live)["EndpointStatus"] == "InService"


def test_old_instances_wait_for_their_termination(live: Emulator) -> None:
    change(live, "delays", endpointBaking=0, endpointTermination=AGES)
    policy = blue_green("ALL_AT_ONCE")
    policy["BlueGreenUpdatePolicy"]["TerminationWaitInSeconds"] = 600
    begin(live, "two", policy)
    wait_for(lambda: set(answers(live, 2)) == {"two"}, 60, "shift of the traffic")
    # Nothing is watched any more, and the old servers still run.
    put_guard_alarm(live, "ALARM")
    assert described(live)["EndpointStatus"] == "Updating"
    change(live, "clock", advance=AGES)
    assert settled(live, "live")["EndpointConfigName"] == "two"


def test_policy_of_the_last_update_is_kept_if_asked(live: Emulator) -> None:
    change(live, "delays", endpointBaking=0, endpointTermination=0)
    live.client("sagemaker").update_endpoint(
        EndpointName="live", EndpointConfigName="one", RetainDeploymentConfig=True
    )
    # Its alarm is in ALARM since the test before.
    assert settled(live, "live")["EndpointConfigName"] == "two"
