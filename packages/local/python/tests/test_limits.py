"""Limits of Lambda and of API Gateway, inside and as a caller of the API sees them."""

import json
import threading
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from ministack.services import apigateway_v1 as gateway

from pictor_local.services.apigateway.throttle import TokenBucket, within_account
from tests.control import change
from tests.emulator import Emulator, wait_for
from tests.gateway import Api
from tests.resources import make_function

FUNCTION = """
exports.handler = async (event) => {
  const query = event.queryStringParameters || event;
  if (query.seconds) await new Promise((go) => setTimeout(go, 1000 * query.seconds));
  if (query.bytes) return "x".repeat(query.bytes);
  return { statusCode: 200, body: "{}" };
};
"""
MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module", autouse=True)
def _function(emulator: Emulator) -> None:
    make_function(emulator.client, "f", FUNCTION)


@pytest.fixture(scope="module")
def api(emulator: Emulator) -> Api:
    made = Api(emulator.client, emulator.url, "limited", "f")
    made.permit()
    made.deploy()
    return made


def invoke(emulator: Emulator, payload: bytes, **options: Any) -> Any:
    return emulator.client("lambda").invoke(FunctionName="f", Payload=payload, **options)


def refusal(emulator: Emulator, payload: bytes, **options: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as failed:
        invoke(emulator, payload, **options)
    response = failed.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def text(size: int) -> bytes:
    return json.dumps("x" * (size - 2)).encode()


def test_invocation_over_six_mebibytes_is_refused(emulator: Emulator) -> None:
    assert refusal(emulator, text(6 * MEBIBYTE + 1)) == ("RequestTooLargeException", 413)
    assert invoke(emulator, text(6 * MEBIBYTE))["StatusCode"] == 200


def test_queued_event_over_one_mebibyte_is_refused(emulator: Emulator) -> None:
    event = {"InvocationType": "Event"}
    assert refusal(emulator, text(MEBIBYTE + 1), **event) == ("RequestTooLargeException", 413)
    assert invoke(emulator, text(MEBIBYTE), **event)["StatusCode"] == 202


def test_answer_over_six_mebibytes_is_an_error_of_the_function(emulator: Emulator) -> None:
    reply = invoke(emulator, json.dumps({"bytes": 6_300_000}).encode())
    assert reply["FunctionError"] == "Unhandled"
    assert json.load(reply["Payload"])["errorType"] == "Function.ResponseSizeTooLarge"


def test_function_past_its_time_out_is_ended(emulator: Emulator, api: Api) -> None:
    functions = emulator.client("lambda")
    functions.update_function_configuration(FunctionName="f", Timeout=1)
    try:
        reply = invoke(emulator, json.dumps({"seconds": 8}).encode())
        assert reply["FunctionError"] == "Unhandled"
        assert "Task timed out after 1.00 seconds" in json.load(reply["Payload"])["errorMessage"]
        status, _, body = api.post(path="/predictions?seconds=8")
        assert (status, json.loads(body)) == (502, {"message": "Internal server error"})
    finally:
        functions.update_function_configuration(FunctionName="f", Timeout=20)


def test_reserved_concurrency_is_429_inside_and_500_outside(emulator: Emulator, api: Api) -> None:
    functions = emulator.client("lambda")
    busy = threading.Thread(target=invoke, args=(emulator, b'{"seconds": 4}'))
    busy.start()
    time.sleep(1)
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    try:
        wait_for(lambda: api.post()[0] == 500, 3, "throttled request")
        assert refusal(emulator, b"{}") == ("TooManyRequestsException", 429)
    finally:
        busy.join()
        functions.delete_function_concurrency(FunctionName="f")
    assert api.post()[0] == 200


def answers(api: Api, requests: int, **headers: Any) -> list[int]:
    return [api.post(**headers)[0] for _ in range(requests)]


def limit_stage(emulator: Emulator, api: Api, rate: float, burst: int) -> None:
    emulator.client("apigateway").update_stage(
        restApiId=api.id,
        stageName="v1",
        patchOperations=[
            {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": str(rate)},
            {"op": "replace", "path": "/*/*/throttling/burstLimit", "value": str(burst)},
        ],
    )


@pytest.fixture
def _still(emulator: Emulator) -> Any:
    change(emulator, "clock", stop=True)
    yield
    change(emulator, "clock", run=True)


@pytest.mark.usefixtures("_still")
def test_stage_lets_its_burst_through_and_then_its_rate(emulator: Emulator, api: Api) -> None:
    limit_stage(emulator, api, 20, 5)
    assert answers(api, 7) == [200] * 5 + [429] * 2
    change(emulator, "clock", advance=0.05)
    assert answers(api, 2) == [200, 429]
    change(emulator, "clock", advance=0.1)
    assert answers(api, 3) == [200, 200, 429]
    change(emulator, "clock", advance=60)
    assert answers(api, 6) == [200] * 5 + [429]


@pytest.mark.usefixtures("_still")
def test_stage_without_a_limit_is_limited_by_the_account_only(emulator: Emulator, api: Api) -> None:
    limit_stage(emulator, api, -1, -1)
    assert answers(api, 30) == [200] * 30


@pytest.mark.usefixtures("_still")
def test_throttled_request_gets_the_gateway_response(emulator: Emulator, api: Api) -> None:
    emulator.client("apigateway").put_gateway_response(
        restApiId=api.id,
        responseType="THROTTLED",
        statusCode="429",
        responseParameters={"gatewayresponse.header.Retry-After": "'1'"},
        responseTemplates={"application/json": '{"title":$context.error.messageString}'},
    )
    api.deploy()
    limit_stage(emulator, api, 1, 1)
    assert api.post()[0] == 200
    status, headers, body = api.post()
    assert (status, headers["retry-after"]) == (429, "1")
    assert json.loads(body) == {"title": "Too Many Requests"}
    limit_stage(emulator, api, -1, -1)


@pytest.mark.usefixtures("_still")
def test_usage_plan_limits_each_key_by_itself(emulator: Emulator, api: Api) -> None:
    throttle = {"rateLimit": 20.0, "burstLimit": 2}
    one = api.key("one", throttle=throttle)
    two = api.key("two", throttle=throttle)
    assert answers(api, 3, x_api_key=one) == [200, 200, 429]
    assert answers(api, 3, x_api_key=two) == [200, 200, 429]
    change(emulator, "clock", advance=0.05)
    assert answers(api, 2, x_api_key=one) == [200, 429]


@pytest.mark.usefixtures("_still")
def test_quota_ends_with_its_period(emulator: Emulator) -> None:
    keyed = Api(emulator.client, emulator.url, "keyed", "f")
    keyed.permit()
    keyed.require_key()
    keyed.deploy()
    key = keyed.key("quota", quota={"limit": 2, "period": "DAY"})
    assert answers(keyed, 3, x_api_key=key) == [200, 200, 429]
    assert json.loads(keyed.post(x_api_key=key)[2]) == {"message": "Limit Exceeded"}
    change(emulator, "clock", advance=86_400)
    assert answers(keyed, 1, x_api_key=key) == [200]


def test_account_limits_what_its_stages_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"rateLimit": 1.0, "burstLimit": 2}
    monkeypatch.setitem(gateway._ACCOUNT_DEFAULTS, "throttleSettings", limits)
    check = within_account(lambda *_: None)
    refused = [check() for _ in range(4)]
    assert [one and one.response_type for one in refused] == [None, None, "THROTTLED", "THROTTLED"]


def run_bucket(rate: float, burst: float, steps: list[float]) -> list[bool]:
    now, bucket, taken = 0.0, TokenBucket(rate, burst, burst, 0.0), []
    for step in steps:
        now += step
        taken.append(bucket.take(now))
    return taken


@pytest.mark.parametrize("rate", [1, 7, 20, 1000])
def test_bucket_never_gives_more_than_rate_and_burst_allow(rate: int) -> None:
    steps = [0.013] * 2000
    given = sum(run_bucket(rate, 10, steps))
    assert given <= 10 + rate * sum(steps) + 1e-6
    assert given >= min(len(steps), int(rate * sum(steps)))


def test_bucket_at_exactly_its_rate_refuses_nothing() -> None:
    assert all(run_bucket(20, 1, [0.05] * 1000))


def test_bucket_above_its_rate_refuses_the_rest() -> None:
    assert sum(run_bucket(20, 1, [0.025] * 1000)) == pytest.approx(500, abs=1)


def test_bucket_without_room_gives_nothing() -> None:
    assert not any(run_bucket(20, 0, [1.0] * 10))
