"""Scalable targets of endpoints: what they keep, what they scale, and what they forbid."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator
from tests.resources import make_config, make_model_store, settled

TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/live/variant/AllTraffic",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
POLICY = {
    "TargetValue": 70.0,
    "PredefinedMetricSpecification": {
        "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
    },
}


@pytest.fixture(scope="module")
def scaling(emulator: Emulator) -> Any:
    make_model_store(emulator)
    # A target needs an endpoint, not one that serves.
    make_config(emulator, "one", b"")
    emulator.client("sagemaker").create_endpoint(EndpointName="live", EndpointConfigName="one")
    settled(emulator, "live")
    made = emulator.client("application-autoscaling")
    made.register_scalable_target(**TARGET, MinCapacity=1, MaxCapacity=4, Tags={"a": "1"})
    return made


def test_target_is_described_as_it_was_registered(scaling: Any) -> None:
    (found,) = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert {**found, **TARGET, "MinCapacity": 1, "MaxCapacity": 4} == found
    tags = scaling.list_tags_for_resource(ResourceARN=found["ScalableTargetARN"])["Tags"]
    assert tags == {"a": "1"}


def test_target_of_no_variant_is_refused(scaling: Any) -> None:
    other = {**TARGET, "ResourceId": "endpoint/none/variant/AllTraffic"}
    with pytest.raises(ClientError, match="ResourceId not found"):
        scaling.register_scalable_target(**other, MinCapacity=1, MaxCapacity=2)


def test_policy_needs_a_target_and_goes_with_it(scaling: Any) -> None:
    other = {**TARGET, "ResourceId": "endpoint/none/variant/AllTraffic"}
    policy = {"PolicyName": "p", "PolicyType": "TargetTrackingScaling"}
    with pytest.raises(ClientError, match="No scalable target registered"):
        scaling.put_scaling_policy(
            **other, **policy, TargetTrackingScalingPolicyConfiguration=POLICY
        )
    scaling.put_scaling_policy(**TARGET, **policy, TargetTrackingScalingPolicyConfiguration=POLICY)
    scaling.put_scheduled_action(
        **TARGET, ScheduledActionName="night", Schedule="cron(0 20 * * ? *)"
    )
    (found,) = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    assert found["TargetTrackingScalingPolicyConfiguration"] == POLICY
    scaling.deregister_scalable_target(**TARGET)
    named = {"ServiceNamespace": "sagemaker"}
    assert scaling.describe_scaling_policies(**named)["ScalingPolicies"] == []
    assert scaling.describe_scheduled_actions(**named)["ScheduledActions"] == []
    scaling.register_scalable_target(**TARGET, MinCapacity=1, MaxCapacity=4)


def test_deleted_endpoint_takes_its_target_along(emulator: Emulator, scaling: Any) -> None:
    emulator.client("sagemaker").delete_endpoint(EndpointName="live")
    found = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")
    assert found["ScalableTargets"] == []


def test_burstable_instance_cannot_be_scaled(emulator: Emulator, scaling: Any) -> None:
    burstable = {"InitialInstanceCount": 1, "InstanceType": "ml.t2.medium"}
    make_config(emulator, "burstable", b"", **burstable)
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_endpoint(EndpointName="burstable", EndpointConfigName="burstable")
    target = {**TARGET, "ResourceId": "endpoint/burstable/variant/AllTraffic"}
    with pytest.raises(ClientError, match="burstable instance type"):
        scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2)
