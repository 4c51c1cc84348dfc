"""API Gateway's patches: a value is text in the request and has its member's type afterwards."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator
from tests.gateway import Api
from tests.resources import make_function

FUNCTION = 'exports.handler = async () => ({ statusCode: 200, body: "served" });'


@pytest.fixture(scope="module")
def gateway(emulator: Emulator) -> Any:
    return emulator.client("apigateway")


def replace(path: str, value: str) -> list[dict[str, str]]:
    return [{"op": "replace", "path": path, "value": value}]


def test_key_that_is_disabled_opens_nothing_until_it_is_enabled(
    emulator: Emulator, gateway: Any
) -> None:
    make_function(emulator.client, "behind-a-key", FUNCTION)
    api = Api(emulator.client, emulator.url, "keys", "behind-a-key")
    api.permit()
    api.require_key()
    api.deploy()
    value = api.key("caller")
    (key,) = gateway.get_api_keys(nameQuery="caller")["items"]
    for enabled, status in ((False, 403), (True, 200)):
        changed = gateway.update_api_key(
            apiKey=key["id"], patchOperations=replace("/enabled", str(enabled).lower())
        )
        assert changed["enabled"] is enabled
        assert gateway.get_api_key(apiKey=key["id"])["enabled"] is enabled
        assert api.post(x_api_key=value)[0] == status


def test_numbers_of_a_usage_plan_are_numbers(gateway: Any) -> None:
    plan = gateway.create_usage_plan(name="patched", throttle={"rateLimit": 1.0, "burstLimit": 1})
    operations = [*replace("/throttle/rateLimit", "2.5"), *replace("/throttle/burstLimit", "5")]
    gateway.update_usage_plan(usagePlanId=plan["id"], patchOperations=operations)
    # botocore makes numbers of text: what the local AWS really wrote counts.
    answers: list[str] = []
    gateway.meta.events.register(
        "after-call.apigateway.GetUsagePlan",
        lambda http_response, **_: answers.append(http_response.text),
    )
    gateway.get_usage_plan(usagePlanId=plan["id"])
    assert json.loads(answers[0])["throttle"] == {"rateLimit": 2.5, "burstLimit": 5}


def test_text_stays_text(gateway: Any) -> None:
    key = gateway.create_api_key(name="described")["id"]
    gateway.update_api_key(apiKey=key, patchOperations=replace("/description", "true"))
    assert gateway.get_api_key(apiKey=key)["description"] == "true"


def test_value_of_another_type_is_refused(gateway: Any) -> None:
    key = gateway.create_api_key(name="refused", enabled=True)["id"]
    with pytest.raises(ClientError, match="Invalid value 'no' of /enabled"):
        gateway.update_api_key(apiKey=key, patchOperations=replace("/enabled", "no"))
    assert gateway.get_api_key(apiKey=key)["enabled"] is True
