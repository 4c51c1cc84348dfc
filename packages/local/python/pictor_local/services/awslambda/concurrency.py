"""The concurrency that an account may reserve for its functions: ministack counts none of it."""

import json
from collections.abc import Callable
from typing import Any

from ministack.services import lambda_svc

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call
from pictor_local.services.servicequotas.quotas import LAMBDA_CONCURRENCY, Quotas

# What must be left to functions that reserve none. A young account may have fewer in all, and can
# then reserve none: https://github.com/awslabs/fhir-works-on-aws-deployment/issues/691
_UNRESERVED = 100


def install(quotas: Quotas) -> None:
    """Let versions share their function's reservation, and the account's quota hold for all."""
    reserved = lambda_svc._reserved_concurrency
    lambda_svc._reserved_concurrency = lambda function, config: reserved(
        # ministack hands over the record of the version, which has none.
        lambda_svc._functions.get(config.get("FunctionName")) or function,
        config,
    )
    lambda_svc._acquire_execution_slot = _by_quota(lambda_svc._acquire_execution_slot, quotas)


class Concurrency:
    """What functions reserve of an account's concurrency."""

    def __init__(self, quotas: Quotas) -> None:
        self._quotas = quotas

    async def settings(self, call: Call) -> Reply:
        """Answer GetAccountSettings with the account's own limit."""
        status, headers, body = await call.forward()
        answer: Json = json.loads(body)
        answer["AccountLimit"] |= {
            "ConcurrentExecutions": self._limit,
            "UnreservedConcurrentExecutions": self._limit - _reserved(),
        }
        return status, headers, json.dumps(answer).encode()

    async def reserve(self, call: Call) -> Reply:
        """Refuse a reservation that leaves too little to functions without one."""
        wanted = call.params["ReservedConcurrentExecutions"]
        others = _reserved(but=call.labels["FunctionName"])
        _refuse_unless_left(self._limit - others - wanted, self._limit)
        return await call.forward()

    @property
    def _limit(self) -> int:
        return int(self._quotas.value(LAMBDA_CONCURRENCY) or 0)


def refused_at_once(reference: str, place: Json) -> Json | None:
    """Return what Invoke answers while a function has no place left; None where it has one.

    Asked before a thread is made for the invocation: under an overload nearly all are refused, and
    what that costs is taken from those that are served.
    """
    function, config, _ = lambda_svc._get_func_record_for_ref_in_scope(reference, **place)
    if function is None or config is None:
        return None
    reserved = lambda_svc._reserved_concurrency(function, config)
    if reserved is None or lambda_svc._inflight.get(lambda_svc._inflight_key(config), 0) < reserved:
        return None
    # Asks again, and counts the refusal. A place may have been left since.
    slot, _ = lambda_svc._acquire_execution_slot(function, config)
    if slot is not None:
        lambda_svc._release_execution_slot(slot)
        return None
    answer: Json = lambda_svc._throttle_response(
        "ReservedFunctionConcurrentInvocationLimitExceeded",
        f"Rate Exceeded: function {config['FunctionName']} at ReservedConcurrentExecutions",
    )
    return answer


def _by_quota(acquire: Callable[..., Any], quotas: Quotas) -> Callable[..., Any]:
    """Throttle by the account's quota; ministack does by the machine's memory."""

    def acquire_execution_slot(func: Any, config: Any) -> Any:
        lambda_svc._ACCOUNT_CONCURRENCY_CAP = int(quotas.value(LAMBDA_CONCURRENCY) or 0)
        return acquire(func, config)

    return acquire_execution_slot


def _reserved(but: str | None = None) -> int:
    return sum(
        function.get("concurrency") or 0
        for name, function in lambda_svc._functions.items()
        if name != but
    )


def _refuse_unless_left(left: int, limit: int) -> None:
    least = min(_UNRESERVED, limit)
    if left < least:
        raise AwsError(
            "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's "
            f"UnreservedConcurrentExecution below its minimum value of [{least}].",
        )
