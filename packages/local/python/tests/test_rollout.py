"""Which alarms guard an update, and for how long."""

import asyncio

import pytest
from ministack.services import cloudwatch

from pictor_local.aws import Json
from pictor_local.delays import Delays
from pictor_local.sagemaker.endpoint import retained
from pictor_local.sagemaker.rollout import Rollout

GUARD: Json = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}, {"AlarmName": "b"}]}}


@pytest.fixture(autouse=True)
def alarms() -> None:
    cloudwatch._alarms.clear()
    cloudwatch._composite_alarms.clear()


def watched(config: Json | None) -> str | None:
    return asyncio.run(Rollout(config, Delays({"endpointBaking": 0.1})).alarm_while_baking())


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
    assert watched(GUARD) == "b"


def test_composite_alarm_rolls_an_update_back() -> None:
    cloudwatch._composite_alarms["a"] = {"StateValue": "ALARM"}
    assert watched(GUARD) == "a"


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
