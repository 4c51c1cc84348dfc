"""The states of an endpoint: what each refuses, and how each ends."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import attempt, change, stopped_clock
from tests.emulator import Emulator, wait_for
from tests.resources import artefact, make_config, make_model_store, put_guard_alarm, settled

IN_PROGRESS = "Cannot update in-progress endpoint"
VARIANT = "AllTraffic"


TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": f"endpoint/live/variant/{VARIANT}",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}


@pytest.fixture(scope="module")
def live(emulator: Emulator) -> str:
    make_model_store(emulator)
    for name in ("one", "two"):
        make_config(emulator, name, artefact(name))
    emulator.client("sagemaker").create_endpoint(EndpointName="live", EndpointConfigName="one")
    assert settled(emulator, "live")["EndpointStatus"] == "InService"
    return "live"


def model(emulator: Emulator) -> str:
    reply = emulator.client("sagemaker-runtime").invoke_endpoint(EndpointName="live", Body=b"x")
    return str(json.loads(reply["Body"].read())["model"])


def status(emulator: Emulator) -> str:
    found = emulator.client("sagemaker").describe_endpoint(EndpointName="live")
    return str(found["EndpointStatus"])


def scale(emulator: Emulator, count: int, variant: str = VARIANT) -> None:
    emulator.client("sagemaker").update_endpoint_weights_and_capacities(
        EndpointName="live",
        DesiredWeightsAndCapacities=[{"VariantName": variant, "DesiredInstanceCount": count}],
    )


def count(emulator: Emulator) -> int:
    (variant,) = settled(emulator, "live")["ProductionVariants"]
    return int(variant["CurrentInstanceCount"])


def update(emulator: Emulator, config: str, **options: Any) -> dict[str, Any]:
    emulator.client("sagemaker").update_endpoint(
        EndpointName="live", EndpointConfigName=config, **options
    )
    return settled(emulator, "live")


def refuse_all(emulator: Emulator, message: str) -> None:
    sagemaker = emulator.client("sagemaker")
    with pytest.raises(ClientError, match=message):
        sagemaker.update_endpoint(EndpointName="live", EndpointConfigName="two")
    with pytest.raises(ClientError, match=message):
        sagemaker.delete_endpoint(EndpointName="live")
    with pytest.raises(ClientError, match=message):
        scale(emulator, 3)


def alarm(emulator: Emulator, state: str) -> dict[str, Any]:
    put_guard_alarm(emulator, state)
    routing = {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 60}
    return {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "guard"}]},
    }


def test_system_update_serves_and_refuses_every_change(emulator: Emulator, live: str) -> None:
    token = {"x-pictor-token": emulator.token}
    with stopped_clock(emulator):
        change(emulator, "endpoints/live", event="system-update")
        assert status(emulator) == "SystemUpdating"
        assert model(emulator) == "one"
        refuse_all(emulator, IN_PROGRESS)
        assert attempt(emulator, "endpoints/live", "POST", token, event="system-update")[0] == 400
    assert settled(emulator, "live")["EndpointStatus"] == "InService"


def test_endpoint_out_of_service_takes_no_requests(emulator: Emulator, live: str) -> None:
    change(emulator, "endpoints/live", event="out-of-service")
    assert status(emulator) == "OutOfService"
    with pytest.raises(ClientError, match="not found"):
        model(emulator)
    change(emulator, "endpoints/live", event="in-service")
    assert model(emulator) == "one"


def test_scaling_is_an_update_of_its_own(emulator: Emulator, live: str) -> None:
    with stopped_clock(emulator):
        scale(emulator, 3)
        found = emulator.client("sagemaker").describe_endpoint(EndpointName="live")
        (variant,) = found["ProductionVariants"]
        assert found["EndpointStatus"] == "Updating"
        assert (variant["CurrentInstanceCount"], variant["DesiredInstanceCount"]) == (1, 3)
        refuse_all(emulator, IN_PROGRESS)
    assert count(emulator) == 3


def test_variant_that_is_not_there_cannot_be_scaled(emulator: Emulator, live: str) -> None:
    with pytest.raises(ClientError, match="not present within endpoint configuration"):
        scale(emulator, 2, "other")


def test_minimum_above_the_count_scales_out_at_once(emulator: Emulator, live: str) -> None:
    scaling = emulator.client("application-autoscaling")
    scaling.register_scalable_target(**TARGET, MinCapacity=5, MaxCapacity=6)
    wait_for(lambda: count(emulator) == 5, 10, "fifth instance")
    scaling.register_scalable_target(**TARGET, MaxCapacity=7)
    (found,) = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert (found["MinCapacity"], found["MaxCapacity"]) == (5, 7)


def test_instance_type_of_a_scaled_variant_cannot_change(emulator: Emulator, live: str) -> None:
    small = {"InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    make_config(emulator, "other-type", artefact("other-type"), **small)
    with pytest.raises(ClientError, match="must be deregistered as scalable targets"):
        update(emulator, "other-type")
    emulator.client("application-autoscaling").deregister_scalable_target(**TARGET)
    assert settled(emulator, "live")["EndpointConfigName"] == "one"


def test_update_resets_the_instance_count(emulator: Emulator, live: str) -> None:
    scale(emulator, 3)
    assert count(emulator) == 3
    update(emulator, "two")
    assert count(emulator) == 1
    assert model(emulator) == "two"


def test_update_that_retains_properties_keeps_the_instance_count(
    emulator: Emulator, live: str
) -> None:
    scale(emulator, 4)
    assert count(emulator) == 4
    update(emulator, "one", RetainAllVariantProperties=True)
    assert count(emulator) == 4


def test_alarm_during_an_update_rolls_back_to_the_old_configuration(
    emulator: Emulator, live: str
) -> None:
    change(emulator, "delays", endpointBaking=20, endpointRollingBack=0)
    guard = alarm(emulator, "OK")
    emulator.client("sagemaker").update_endpoint(
        EndpointName="live", EndpointConfigName="two", DeploymentConfig=guard
    )
    # The traffic is on the new configuration while its alarms are watched.
    wait_for(lambda: model(emulator) == "two", 30, "shift of the traffic")
    alarm(emulator, "ALARM")
    after = settled(emulator, "live")
    assert (after["EndpointStatus"], after["EndpointConfigName"]) == ("InService", "one")
    assert "alarm guard is in ALARM" in after["FailureReason"]
    assert model(emulator) == "one"


def test_real_time_endpoint_cannot_become_serverless(emulator: Emulator, live: str) -> None:
    serverless = {"MaxConcurrency": 1, "MemorySizeInMB": 1024}
    make_config(emulator, "serverless", artefact("x"), ServerlessConfig=serverless)
    with pytest.raises(ClientError, match="to a serverless endpoint is not supported"):
        update(emulator, "serverless")


def test_configuration_in_use_can_be_deleted_and_then_nothing_changes(
    emulator: Emulator, live: str
) -> None:
    sagemaker = emulator.client("sagemaker")
    sagemaker.delete_endpoint_config(EndpointConfigName="one")
    assert model(emulator) == "one"
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        update(emulator, "two")
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        scale(emulator, 2)
    variant = {"VariantName": VARIANT, "ModelName": "one", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(
        EndpointConfigName="one", ProductionVariants=[{**variant, "InstanceType": "ml.m5.xlarge"}]
    )


def test_model_in_use_can_be_deleted_and_the_next_scale_rolls_back(
    emulator: Emulator, live: str
) -> None:
    # Long enough that a busy machine sees it.
    change(emulator, "delays", endpointRollingBack=6)
    before = count(emulator)
    emulator.client("sagemaker").delete_model(ModelName="one")
    assert model(emulator) == "one"
    scale(emulator, before + 1)
    wait_for(lambda: status(emulator) == "RollingBack", 10, "RollingBack")
    refuse_all(emulator, IN_PROGRESS)
    change(emulator, "delays", endpointRollingBack=0)
    after = settled(emulator, "live")
    assert after["EndpointStatus"] == "InService"
    assert "Could not find model" in after["FailureReason"]
    assert count(emulator) == before


def test_rolling_update_whose_rollback_fails_ends_as_a_mix(emulator: Emulator, live: str) -> None:
    # Model `one`, which serves, is gone since the test before.
    guard = alarm(emulator, "ALARM")
    guard.pop("BlueGreenUpdatePolicy")
    policy = {
        "RollingUpdatePolicy": {
            "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 50},
            "WaitIntervalInSeconds": 60,
        },
        **guard,
    }
    assert update(emulator, "two", DeploymentConfig=policy)["EndpointStatus"] == (
        "UpdateRollbackFailed"
    )
    assert sorted(model(emulator) for _ in range(4)) == ["one", "one", "two", "two"]
    # The policy is not this update's, so its alarm is not watched.
    assert update(emulator, "two")["EndpointStatus"] == "InService"
    assert {model(emulator) for _ in range(4)} == {"two"}


def test_killed_server_is_started_again_and_answers(emulator: Emulator, live: str) -> None:
    change(emulator, "endpoints/live", event="model-server-death")
    with pytest.raises(ClientError) as failed:
        model(emulator)
    assert failed.value.response["Error"]["Code"] == "ModelError"

    def answers() -> bool:
        try:
            return bool(model(emulator))
        except ClientError:
            return False

    wait_for(answers, 120, "answer of the server that was started again")
    reasons = [one.get("reason", "") for one in emulator.events]
    assert any("it is started again" in reason for reason in reasons)
