"""In which steps an update shifts the traffic, and which alarms guard it."""

import asyncio
from typing import Any, cast

import pytest
from ministack.services import cloudwatch

from pictor_local.aws import AwsError, Json
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.endpoint import retained
from pictor_local.services.sagemaker.rollout import Rollout, shares
from pictor_local.services.sagemaker.traffic import Traffic

GUARD: Json = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}, {"AlarmName": "b"}]}}


@pytest.fixture(autouse=True)
def alarms() -> None:
    cloudwatch._alarms.clear()
    cloudwatch._composite_alarms.clear()


def watched(config: Json | None) -> str | None:
    rollout = Rollout(config, 1, Delays({"endpointBaking": 0.1}))
    return asyncio.run(rollout.bake(lambda: True))


def test_update_without_alarms_is_never_rolled_back() -> None:
    cloudwatch._alarms["a"] = {"StateValue": "ALARM"}
    assert watched(None) is None
    assert watched({"BlueGreenUpdatePolicy": {}}) is None


@pytest.mark.parametrize("state", ["OK", "INSUFFICIENT_DATA"])
def test_quiet_alarm_lets_an_update_pass(state: str) -> None:
    cloudwatch._alarms["a"] = {"StateValue": state}
    assert watched(GUARD) is None


def test_any_of_the_alarms_rolls_an_update_back() -> None:
    cloudwatch._alarms["a"] = {"StateValue": "OK"}
    cloudwatch._alarms["b"] = {"StateValue": "ALARM"}
    assert watched(GUARD) == "alarm b is in ALARM"


def test_composite_alarm_rolls_an_update_back() -> None:
    cloudwatch._composite_alarms["a"] = {"StateValue": "ALARM"}
    assert watched(GUARD) == "alarm a is in ALARM"


def test_server_that_ended_too_often_rolls_an_update_back() -> None:
    rollout = Rollout(None, 1, Delays({"endpointBaking": 0.1}))
    assert "ended too often" in str(asyncio.run(rollout.bake(lambda: False)))


def blue_green(kind: str, **sizes: Json) -> Json:
    routing = {"Type": kind, "WaitIntervalInSeconds": 60, **sizes}
    return {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing}}


def rolling(size: Json) -> Json:
    return {"RollingUpdatePolicy": {"MaximumBatchSize": size, "WaitIntervalInSeconds": 60}}


def percent(value: int) -> Json:
    return {"Type": "CAPACITY_PERCENT", "Value": value}


def instances(value: int) -> Json:
    return {"Type": "INSTANCE_COUNT", "Value": value}


@pytest.mark.parametrize(
    ("config", "count", "wanted"),
    [
        (None, 2, [1]),
        (blue_green("ALL_AT_ONCE"), 2, [1]),
        (blue_green("CANARY", CanarySize=percent(10)), 2, [0.1, 1]),
        (blue_green("CANARY", CanarySize=instances(1)), 4, [0.25, 1]),
        (blue_green("LINEAR", LinearStepSize=percent(40)), 2, [0.4, 0.8, 1]),
        (blue_green("LINEAR", LinearStepSize=instances(1)), 3, [1 / 3, 2 / 3, 1]),
        (blue_green("LINEAR", LinearStepSize=percent(10)), 1, [n / 10 for n in range(1, 11)]),
        (rolling(percent(50)), 2, [0.5, 1]),
        (rolling(instances(1)), 20, [n / 20 for n in range(1, 21)]),
    ],
)
def test_traffic_is_shifted_in_the_steps_of_the_policy(
    config: Json | None, count: int, wanted: list[float]
) -> None:
    assert shares(config, count) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        (blue_green("CANARY", CanarySize=percent(51)), "CanarySize must be 0% to 50%"),
        (blue_green("CANARY", CanarySize=instances(2)), "CanarySize must be 0% to 50%"),
        (blue_green("LINEAR", LinearStepSize=percent(9)), "LinearStepSize must be 10% to 50%"),
        (rolling(percent(4)), "MaximumBatchSize must be 5% to 50%"),
        (blue_green("CANARY"), "CanarySize is required for CANARY"),
        ({**blue_green("ALL_AT_ONCE"), **rolling(percent(50))}, "only one update policy"),
    ],
)
def test_step_that_aws_does_not_allow_is_refused(config: Json, reason: str) -> None:
    with pytest.raises(AwsError, match=reason):
        shares(config, 3)


def taken(traffic: Traffic, requests: int) -> list[Any]:
    return [traffic.next() for _ in range(requests)]


def test_each_deployment_takes_its_share_of_the_requests() -> None:
    old, new = cast(Any, "old"), cast(Any, "new")
    traffic = Traffic(old)
    assert taken(traffic, 3) == [old] * 3
    for share, wanted in ((0.0, 0), (0.1, 10), (0.25, 25), (2 / 3, 67), (1.0, 100)):
        traffic.shift(new, share)
        assert taken(traffic, 100).count(new) == pytest.approx(wanted, abs=1)


def test_traffic_that_is_turned_back_is_the_old_ones_alone() -> None:
    old, new = cast(Any, "old"), cast(Any, "new")
    traffic = Traffic(old)
    traffic.shift(new, 1)
    traffic.turn_back()
    assert taken(traffic, 2) == [old, old]
    assert new not in traffic


def test_mix_that_is_left_gives_way_to_a_third() -> None:
    old, new, third = (cast(Any, name) for name in ("old", "new", "third"))
    traffic = Traffic(old)
    traffic.shift(new, 0.5)
    traffic.settle()
    assert sorted(taken(traffic, 4)) == [new, new, old, old]
    traffic.shift(third, 0.5)
    assert sorted(taken(traffic, 4)) == [new, old, third, third]
    traffic.shift(third, 1)
    traffic.settle()
    assert traffic.deployments == [third]


def test_share_of_one_that_is_gone_falls_to_the_others() -> None:
    old, new = cast(Any, "old"), cast(Any, "new")
    for gone, left in ((old, new), (new, old)):
        traffic = Traffic(old)
        traffic.shift(new, 0.5)
        traffic.drop(gone)
        assert taken(traffic, 3) == [left] * 3
    assert taken(Traffic(), 1) == [None]


NEW = {"VariantName": "v", "CurrentInstanceCount": 1, "DesiredInstanceCount": 1, "CurrentWeight": 1}
OLD = {"VariantName": "v", "CurrentInstanceCount": 5, "DesiredInstanceCount": 5, "CurrentWeight": 2}


def test_retained_variant_keeps_its_count_and_weight() -> None:
    assert retained([NEW], [OLD], frozenset()) == [OLD]


def test_excluded_property_is_the_new_configurations() -> None:
    (found,) = retained([NEW], [OLD], frozenset({"DesiredInstanceCount"}))
    assert (found["CurrentInstanceCount"], found["CurrentWeight"]) == (1, 2)


def test_variant_that_is_new_has_nothing_to_retain() -> None:
    assert retained([{**NEW, "VariantName": "w"}], [OLD], frozenset()) == [
        {**NEW, "VariantName": "w"}
    ]
