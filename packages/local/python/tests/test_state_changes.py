"""Events of endpoints: one for each state that they come to, late, and sometimes twice."""

import json
from itertools import groupby
from typing import Any

import pytest

from tests.control import change
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.resources import artefact, make_config, make_function, make_model_store, settled
from tests.test_event_rules import SOURCE, received

ENDPOINT = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint"


@pytest.fixture(scope="module")
def watched(emulator: Emulator) -> Emulator:
    """An endpoint `live` and one `other`; a function is told of the first alone."""
    function = make_function(emulator.client, "watcher", SOURCE)
    events = emulator.client("events")
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Endpoint State Change"],
        "resources": [f"{ENDPOINT}/live"],
    }
    rule = events.put_rule(Name="states", EventPattern=json.dumps(pattern))["RuleArn"]
    events.put_targets(Rule="states", Targets=[{"Id": "watcher", "Arn": function}])
    emulator.client("lambda").add_permission(
        FunctionName="watcher",
        StatementId="states",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    make_model_store(emulator)
    make_config(emulator, "one", artefact("one"))
    make_config(emulator, "broken", b"no artefact")
    return emulator


def statuses(emulator: Emulator) -> list[str]:
    found = sorted(received(emulator, "watcher"), key=lambda one: one["detail"]["LastModifiedTime"])
    return [status for status, _ in groupby(one["detail"]["EndpointStatus"] for one in found)]


def test_each_state_is_told_in_the_words_of_events(watched: Emulator) -> None:
    sagemaker = watched.client("sagemaker")
    tags = [{"Key": "service", "Value": "tested"}]
    for name, config in (("live", "one"), ("other", "broken")):
        sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config, Tags=tags)
    for name in ("live", "other"):
        settled(watched, name)
    change(watched, "endpoints/live", event="system-update")
    settled(watched, "live")
    sagemaker.delete_endpoint(EndpointName="live")
    wanted = ["CREATING", "IN_SERVICE", "SYSTEM_UPDATING", "IN_SERVICE", "DELETING"]
    wait_for(lambda: statuses(watched) == wanted, 20, f"events {wanted}")
    event: dict[str, Any] = received(watched, "watcher")[0]
    assert event["detail-type"] == "SageMaker Endpoint State Change"
    assert event["source"] == "aws.sagemaker"
    assert event["resources"] == [f"{ENDPOINT}/live"]
    assert event["time"].endswith("Z")
    assert event["detail"]["EndpointConfigName"] == "one"
    assert event["detail"]["Tags"] == {"service": "tested"}


def test_some_states_are_told_twice(watched: Emulator) -> None:
    def changes() -> list[int]:
        return [one["detail"]["LastModifiedTime"] for one in received(watched, "watcher")]

    wait_for(lambda: len(set(changes())) < len(changes()), 10, "a second event of one change")
    ids = [one["id"] for one in received(watched, "watcher")]
    assert len(set(ids)) == len(ids)
