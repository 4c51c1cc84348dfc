"""Tags of API Gateway's resources can be changed, and every answer shows them."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import REGION, Emulator

BEFORE = {"owner": "a", "stays": "b"}
AFTER = {"owner": "c", "stays": "b"}
ARN = f"arn:aws:apigateway:{REGION}::"


def rest_api(gateway: Any) -> tuple[str, Callable[[], Any]]:
    made = gateway.create_rest_api(name="api", tags=BEFORE)["id"]
    return f"/restapis/{made}", lambda: gateway.get_rest_api(restApiId=made)


def stage(gateway: Any) -> tuple[str, Callable[[], Any]]:
    api = gateway.create_rest_api(name="staged")["id"]
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(restApiId=api, stageName="v1", deploymentId=deployment, tags=BEFORE)
    path = f"/restapis/{api}/stages/v1"
    return path, lambda: gateway.get_stage(restApiId=api, stageName="v1")


def api_key(gateway: Any) -> tuple[str, Callable[[], Any]]:
    made = gateway.create_api_key(name="key", tags=BEFORE)["id"]
    return f"/apikeys/{made}", lambda: gateway.get_api_key(apiKey=made)


def usage_plan(gateway: Any) -> tuple[str, Callable[[], Any]]:
    made = gateway.create_usage_plan(name="plan", tags=BEFORE)["id"]
    return f"/usageplans/{made}", lambda: gateway.get_usage_plan(usagePlanId=made)


def domain_name(gateway: Any) -> tuple[str, Callable[[], Any]]:
    name = "api.example.com"
    gateway.create_domain_name(domainName=name, tags=BEFORE)
    return f"/domainnames/{name}", lambda: gateway.get_domain_name(domainName=name)


@pytest.mark.parametrize("make", [rest_api, stage, api_key, usage_plan, domain_name])
def test_changed_tags_are_shown(emulator: Emulator, make: Any) -> None:
    gateway = emulator.client("apigateway")
    path, shown = make(gateway)
    arn = f"{ARN}{path}"
    assert gateway.get_tags(resourceArn=arn)["tags"] == BEFORE
    gateway.tag_resource(resourceArn=arn, tags={"owner": "c", "new": "d", "newer": "e"})
    assert shown()["tags"] == {**AFTER, "new": "d", "newer": "e"}
    gateway.untag_resource(resourceArn=arn, tagKeys=["new", "newer"])
    assert shown()["tags"] == gateway.get_tags(resourceArn=arn)["tags"] == AFTER


def test_deployed_stage_can_be_tagged(emulator: Emulator) -> None:
    gateway = emulator.client("apigateway")
    api = gateway.create_rest_api(name="deployed")["id"]
    gateway.create_deployment(restApiId=api, stageName="v1")
    gateway.tag_resource(resourceArn=f"{ARN}/restapis/{api}/stages/v1", tags=AFTER)
    (found,) = gateway.get_stages(restApiId=api)["item"]
    assert found["tags"] == AFTER


def test_tags_of_nothing_are_refused(emulator: Emulator) -> None:
    gateway = emulator.client("apigateway")
    with pytest.raises(ClientError, match="NotFoundException"):
        gateway.tag_resource(resourceArn=f"{ARN}/restapis/none", tags=AFTER)
    with pytest.raises(ClientError, match="BadRequestException"):
        gateway.tag_resource(resourceArn=f"{ARN}/planets/none", tags=AFTER)
