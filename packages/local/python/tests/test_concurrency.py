"""The gateway refuses a call at once where its function has reached its reserved concurrency."""

import pytest
from ministack.services import lambda_svc

from pictor_local.services.awslambda.concurrency import refused_at_once

_CONFIG = {"FunctionName": "f", "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:f"}


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand for a function with two places, both taken; return the places given back."""
    given_back: list[str] = []
    key = lambda_svc._inflight_key(_CONFIG)
    for name, value in {
        "_get_func_record_for_ref_in_scope": lambda *_, **__: ({"concurrency": 2}, _CONFIG, "f"),
        "_reserved_concurrency": lambda function, _: function["concurrency"],
        "_inflight": {key: 2},
        "_acquire_execution_slot": lambda *_: (None, "function"),
        "_release_execution_slot": given_back.append,
    }.items():
        monkeypatch.setattr(lambda_svc, name, value)
    return given_back


def test_full_function_is_refused_as_invoke_does(released: list[str]) -> None:
    answer = refused_at_once("f", {})
    assert answer is not None
    assert answer["throttle"]
    assert answer["body"]["__type"] == "TooManyRequestsException"
    assert answer["body"]["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert released == []


def test_place_that_was_left_meanwhile_is_given_back_and_used(
    monkeypatch: pytest.MonkeyPatch, released: list[str]
) -> None:
    monkeypatch.setattr(lambda_svc, "_acquire_execution_slot", lambda *_: ("place", None))
    assert refused_at_once("f", {}) is None
    assert released == ["place"]


@pytest.mark.parametrize("in_flight", [0, 1])
def test_function_with_a_place_is_not_asked_for_one(
    monkeypatch: pytest.MonkeyPatch, released: list[str], in_flight: int
) -> None:
    monkeypatch.setattr(lambda_svc, "_inflight", {lambda_svc._inflight_key(_CONFIG): in_flight})
    monkeypatch.setattr(lambda_svc, "_acquire_execution_slot", lambda *_: pytest.fail("asked"))
    assert refused_at_once("f", {}) is None
    assert released == []
